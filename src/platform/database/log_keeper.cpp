#include "platform/database/log_keeper.h"

#include <fcntl.h>
#include <unistd.h>

namespace hetang::database {
namespace {

constexpr int kMostCopies = 4;  // In a row: each leaves less to the next one.
constexpr std::chrono::minutes kLongWait{1};

}  // namespace

Result<std::unique_ptr<LogKeeper>> LogKeeper::Open(const std::string& target, LogLimits limits) {
  HT_TRY(auto connection, EngineConnection::Open(target, Access::writing));
  return std::unique_ptr<LogKeeper>(new LogKeeper(target + "-wal", limits, std::move(connection)));
}

LogKeeper::LogKeeper(std::string log, LogLimits limits,
                     std::unique_ptr<EngineConnection> connection)
    : log_(std::move(log)),
      limits_(limits),
      connection_(std::move(connection)),
      thread_([this] { Run(); }) {}

LogKeeper::~LogKeeper() {
  bell_.Close();
  thread_.join();
}

void LogKeeper::Note(int log_pages, bool unflushed) {
  const int before = log_pages_.exchange(log_pages);
  if (log_pages < before) {  // It has begun anew.
    flushed_pages_ = 0;
    copied_pages_ = 0;
  }
  if (!unflushed) flushed_pages_ = log_pages;
  if (before < limits_.much && log_pages >= limits_.much) wants_rest_ = true;
  if (log_pages - flushed_pages_ >= limits_.unflushed ||
      log_pages - copied_pages_ >= limits_.copy_from) {
    bell_.Ring();
  }
}

void LogKeeper::Run() {
  while (bell_.Wait(kLongWait)) {
    if (log_pages_ - flushed_pages_ >= limits_.unflushed) Flush();
    if (log_pages_ - copied_pages_ >= limits_.copy_from) Copy();
  }
}

// What a step wrote goes to the disk while nobody waits for it. The file has no locks that closing
// it could drop.
void LogKeeper::Flush() {
  const int pages = log_pages_;
  const int file = ::open(log_.c_str(), O_RDWR | O_CLOEXEC);
  if (file < 0) return;
  const bool flushed = ::fdatasync(file) == 0;
  ::close(file);
  if (flushed) flushed_pages_ = pages;
}

// Should it fail, the pages stay in the log, and a commit says what is wrong with the disk.
void LogKeeper::Copy() {
  for (int copy = 0; copy < kMostCopies; ++copy) {
    const auto log = connection_->CopyLog();
    if (!log) return;
    copied_pages_ = log->copied;
    if (log_pages_ < limits_.begin_anew_at) return;
    if (log_pages_ - log->copied > limits_.little) continue;
    wants_rest_ = true;
    return;
  }
}

}  // namespace hetang::database
