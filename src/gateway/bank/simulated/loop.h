// A thread that does one step again and again, with a pause between that a wake-up cuts short, or
// the clock where somebody sets it.
#pragma once

#include <chrono>
#include <functional>
#include <thread>

#include "base/bell.h"

namespace hetang::bank::simulated {

class Loop {
 public:
  Loop(std::function<void()> step, std::chrono::milliseconds pause, const Clock& clock);
  ~Loop();  // Waits for the step that runs.
  void Wake() { bell_.Ring(); }

 private:
  Bell bell_;
  std::thread thread_;
};

}  // namespace hetang::bank::simulated
