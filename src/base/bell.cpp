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

bool Bell::Wait(std::chrono::milliseconds longest, const Clock& clock, Moment& seen) {
  using std::chrono::steady_clock;
  const auto end = steady_clock::now() + longest;
  const auto woken = [&] { return rung_ || closed_; };
  std::unique_lock lock(mutex_);
  while (!woken() && !(clock.IsSet() && clock.Now() != seen)) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - steady_clock::now());
    if (left.count() <= 0) break;
    changed_.wait_for(lock, LongestWait(clock, left), woken);
  }
  rung_ = false;
  seen = clock.Now();
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
