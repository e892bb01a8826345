#include "base/bell.h"

namespace hetang {

void Bell::Ring() {
  {
    const std::lock_guard lock(mutex_);
    if (rung_) return;
    rung_ = true;
  }
  changed_.notify_one();
}

bool Bell::Wait(std::chrono::milliseconds longest) {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, longest, [&] { return rung_ || closed_; });
  rung_ = false;
  return !closed_;
}

void Bell::Close() {
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
  }
  changed_.notify_all();
}

}  // namespace hetang
