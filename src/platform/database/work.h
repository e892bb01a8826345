// What both engines share: the queue of waiting commands, the readers, and those who listen.
#pragma once

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
};

class CommandQueue {
 public:
  void Put(WaitingCommand waiting);
  // Waits for at least one and takes at most `most`; nothing when the queue is closed and empty.
  std::vector<WaitingCommand> Take(std::size_t most);
  void Close();

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<WaitingCommand> waiting_;
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
