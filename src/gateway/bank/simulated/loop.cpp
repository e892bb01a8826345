#include "gateway/bank/simulated/loop.h"

#include <chrono>
#include <utility>

namespace hetang::bank::simulated {

Loop::Loop(std::function<void()> step, Duration pause)
    : thread_([this, step = std::move(step), pause] {
        do {
          step();
        } while (bell_.Wait(std::chrono::milliseconds(pause.ms)));
      }) {}

Loop::~Loop() {
  bell_.Close();
  thread_.join();
}

}  // namespace hetang::bank::simulated
