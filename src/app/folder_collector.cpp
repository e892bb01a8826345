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
  stop_.Close();
  thread_.join();
}

void FolderCollector::Run() {
  Moment seen;
  while (stop_.Wait(std::chrono::milliseconds(500), clock_, seen)) {
    if (const auto taken = funds::CollectFromFolders(database_, clock_.Now()); !taken) {
      spdlog::warn("drop folders: {}", taken.error().message);
    }
  }
}

}  // namespace hetang::app
