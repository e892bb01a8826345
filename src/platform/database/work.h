// What both engines share: the queue of waiting commands, the readers, and those who listen.
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "platform/database/connection.h"

namespace hetang::database {

struct WaitingCommand {
  Database::Command command;
  Database::Done done;
  bool in_background = false;
};

// Commands in order, and background steps in order. Commands go first; so that a step is not put
// off for ever, one is taken after `kMostBefore` takings of commands.
class CommandQueue {
 public:
  void Put(WaitingCommand waiting);
  // Waits for at least one and takes at most `most` commands, or one step; nothing when the queue
  // is closed and empty.
  std::vector<WaitingCommand> Take(std::size_t most);
  void Close();
  // A command waits.
  bool IsAwaited() const { return awaited_.load(std::memory_order_relaxed); }

 private:
  static constexpr int kMostBefore = 16;

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<WaitingCommand> commands_;
  std::deque<WaitingCommand> steps_;
  std::atomic<bool> awaited_ = false;
  int taken_before_step_ = 0;
  bool closed_ = false;
};

class CommitListeners {
 public:
  void Add(std::function<void()> listener);
  void Call();

 private:
  std::mutex mutex_;
  std::vector<std::function<void()>> listeners_;
};

class ReaderPool {
 public:
  static Result<std::unique_ptr<ReaderPool>> Open(const std::string& target, std::size_t count);
  Status Run(const Database::Command& work);

 private:
  std::unique_ptr<EngineConnection> Borrow();
  void GiveBack(std::unique_ptr<EngineConnection> connection);

  std::mutex mutex_;
  std::condition_variable returned_;
  std::vector<std::unique_ptr<EngineConnection>> free_;
};

}  // namespace hetang::database
