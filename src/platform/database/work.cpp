#include "platform/database/work.h"

#include <algorithm>

#include "base/check.h"

namespace hetang::database {

void CommandQueue::Put(WaitingCommand waiting) {
  {
    const std::lock_guard lock(mutex_);
    HT_CHECK(!closed_);
    if (waiting.in_background) {
      steps_.push_back(std::move(waiting));
    } else {
      commands_.push_back(std::move(waiting));
      awaited_.store(true, std::memory_order_relaxed);
    }
  }
  changed_.notify_one();
}

std::vector<WaitingCommand> CommandQueue::Take(std::size_t most) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return closed_ || !commands_.empty() || !steps_.empty(); });
  std::vector<WaitingCommand> taken;
  const auto take = [&](std::deque<WaitingCommand>& from, std::size_t count) {
    taken.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
      taken.push_back(std::move(from.front()));
      from.pop_front();
    }
  };
  if (!steps_.empty() && (commands_.empty() || taken_before_step_ >= kMostBefore)) {
    take(steps_, 1);
    taken_before_step_ = 0;
  } else {
    take(commands_, std::min(most, commands_.size()));
    taken_before_step_ += steps_.empty() ? 0 : 1;
  }
  awaited_.store(!commands_.empty(), std::memory_order_relaxed);
  return taken;
}

void CommandQueue::Close() {
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
  }
  changed_.notify_all();
}

void CommitListeners::Add(std::function<void()> listener) {
  const std::lock_guard lock(mutex_);
  listeners_.push_back(std::move(listener));
}

void CommitListeners::Call() {
  const std::lock_guard lock(mutex_);
  for (const auto& listener : listeners_) listener();
}

Result<std::unique_ptr<ReaderPool>> ReaderPool::Open(const std::string& target, std::size_t count) {
  auto pool = std::make_unique<ReaderPool>();
  for (std::size_t i = 0; i < count; ++i) {
    HT_TRY(auto connection, EngineConnection::Open(target, Access::reading));
    pool->free_.push_back(std::move(connection));
  }
  return pool;
}

Status ReaderPool::Run(const Database::Command& work) {
  // A read inside a read would wait for a connection that its own thread holds.
  thread_local const ReaderPool* reading = nullptr;
  HT_CHECK(reading != this);
  auto connection = Borrow();
  Status status = connection->Begin(connection->engine() == Engine::sqlite
                                        ? "BEGIN"
                                        : "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
  if (status.has_value()) {
    const ReaderPool* const outer = std::exchange(reading, this);
    status = RunCommand(*connection, work);
    reading = outer;
    // Nothing was written: should the end fail, the next Begin opens the connection anew.
    static_cast<void>(connection->Control("ROLLBACK"));
  }
  GiveBack(std::move(connection));
  return status;
}

std::unique_ptr<EngineConnection> ReaderPool::Borrow() {
  std::unique_lock lock(mutex_);
  returned_.wait(lock, [&] { return !free_.empty(); });
  auto connection = std::move(free_.back());
  free_.pop_back();
  return connection;
}

void ReaderPool::GiveBack(std::unique_ptr<EngineConnection> connection) {
  {
    const std::lock_guard lock(mutex_);
    free_.push_back(std::move(connection));
  }
  returned_.notify_one();
}

}  // namespace hetang::database
