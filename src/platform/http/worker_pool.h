// Threads for work that may block, with a queue that ends: what does not fit is refused.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace hetang::http {

class WorkerPool {
 public:
  using Task = std::function<void()>;  // Must not throw.

  explicit WorkerPool(std::size_t threads);
  ~WorkerPool();  // Does what is queued, then joins.
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  // False when the queue is full.
  bool Post(Task task);

 private:
  static constexpr std::size_t kQueueLimit = 4096;
  void Run();

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Task> tasks_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace hetang::http
