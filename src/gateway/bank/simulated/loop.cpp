#include "gateway/bank/simulated/loop.h"

#include <utility>

namespace hetang::bank::simulated {

Loop::Loop(std::function<void()> step, std::chrono::milliseconds pause)
    : thread_([this, step = std::move(step), pause] {
        do {
          step();
        } while (bell_.Wait(pause));
      }) {}

Loop::~Loop() {
  bell_.Close();
  thread_.join();
}

}  // namespace hetang::bank::simulated
