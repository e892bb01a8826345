#include "app/folder_collector.h"

#include <chrono>

#include <spdlog/spdlog.h>

#include "desk/funds/funds.h"

namespace hetang::app {

std::unique_ptr<FolderCollector> FolderCollector::Start(database::Database& database,
                                                        const Clock& clock) {
  return std::unique_ptr<FolderCollector>(new FolderCollector(database, clock));
}

FolderCollector::FolderCollector(database::Database& database, const Clock& clock)
    : database_(database), clock_(clock), thread_([this] { Run(); }) {}

FolderCollector::~FolderCollector() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  thread_.join();
}

void FolderCollector::Run() {
  std::unique_lock lock(mutex_);
  const auto pause = LongestWait(clock_, std::chrono::milliseconds(500));
  while (!wake_.wait_for(lock, pause, [this] { return stopping_; })) {
    lock.unlock();
    if (const auto taken = funds::CollectFromFolders(database_, clock_.Now()); !taken) {
      spdlog::warn("drop folders: {}", taken.error().message);
    }
    lock.lock();
  }
}

}  // namespace hetang::app
