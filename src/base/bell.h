// A bell that one thread waits for and any thread rings: "look again, something may be new".
//
// Rings are not counted: many before the next wait wake it once, and none is lost.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>

#include "base/time.h"

namespace hetang {

class Bell {
 public:
  void Ring();
  // Waits for a ring or the end of `longest`. False: the bell is closed, the waiter shall end.
  bool Wait(std::chrono::milliseconds longest);
  // The same for work that also falls due by a clock: the wait ends too when somebody has set it.
  // `seen` is what it showed at the end of the last wait.
  bool Wait(std::chrono::milliseconds longest, const Clock& clock, Moment& seen);
  void Close();

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool rung_ = false;
  bool closed_ = false;
};

}  // namespace hetang
