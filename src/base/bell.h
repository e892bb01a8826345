// A bell that one thread waits for and any thread rings: "look again, something may be new".
//
// Rings are not counted: many before the next wait wake it once, and none is lost.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>

namespace hetang {

class Bell {
 public:
  void Ring();
  // Waits for a ring or the end of `longest`. False: the bell is closed, the waiter shall end.
  bool Wait(std::chrono::milliseconds longest);
  void Close();

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool rung_ = false;
  bool closed_ = false;
};

}  // namespace hetang
