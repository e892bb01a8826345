#include "gateway/bank/simulated/loop.h"

#include <utility>

namespace hetang::bank::simulated {

Loop::Loop(std::function<void()> step, std::chrono::milliseconds pause, const Clock& clock)
    : thread_([this, step = std::move(step), pause, &clock] {
        Moment seen;
        do {
          step();
        } while (bell_.Wait(pause, clock, seen));
      }) {}

Loop::~Loop() {
  bell_.Close();
  thread_.join();
}

}  // namespace hetang::bank::simulated
