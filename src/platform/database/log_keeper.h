// Keeps SQLite's write-ahead log short, so that no commit has to.
//
// By itself SQLite copies the log into the database file in the middle of a commit that finds it
// long, and whoever waits for that commit waits for thousands of pages. Here a thread with a
// connection of its own copies while the lane goes on writing. It never quite catches up with a
// busy lane, and only a log that is copied to its end begins anew: once the log is long and all but
// its last pages are copied, the lane copies those itself.
#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <thread>

#include "base/bell.h"
#include "platform/database/connection.h"

namespace hetang::database {

// In pages, most of them 4 KB.
struct LogLimits {
  int copy_from = 2'000;  // So many that wait are copied.
  int begin_anew_at = 16'000;
  int much = 64'000;   // The lane copies a log that is longer, and waits for it.
  int little = 250;    // What may be left for the lane.
  int unflushed = 64;  // What a command may have to flush besides its own.
};

class LogKeeper {
 public:
  static Result<std::unique_ptr<LogKeeper>> Open(const std::string& target, LogLimits limits = {});
  ~LogKeeper();

  // After each commit of the lane: how many pages the log holds, and whether the commit left its
  // own to be flushed by a later one.
  void Note(int log_pages, bool unflushed);
  // The lane should copy the rest now. True once after each copying that leaves little, and once
  // when the log has become far too long.
  bool WantsRest() { return wants_rest_.exchange(false); }

 private:
  LogKeeper(std::string log, LogLimits limits, std::unique_ptr<EngineConnection> connection);
  void Run();
  void Flush();
  void Copy();

  const std::string log_;
  const LogLimits limits_;
  std::unique_ptr<EngineConnection> connection_;
  Bell bell_;
  std::atomic<int> log_pages_ = 0;
  std::atomic<int> flushed_pages_ = 0;
  std::atomic<int> copied_pages_ = 0;
  std::atomic<bool> wants_rest_ = false;
  std::thread thread_;
};

}  // namespace hetang::database
