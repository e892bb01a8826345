#include "app/open_clock.h"

#include <fmt/core.h>

#include "base/file_clock.h"

namespace hetang::app {

Result<std::unique_ptr<Clock>> OpenClock(const std::string& file, const char* program) {
  if (file.empty()) return std::make_unique<SystemClock>();
  HT_TRY(auto clock, FileClock::Open(file));
  fmt::print(stderr,
             "{}: ******** THE TIME IS {}, TAKEN FROM A FILE. FOR TESTS AND TRAINING ONLY. "
             "********\n",
             program, FormatIso(clock->Now()));
  return clock;
}

}  // namespace hetang::app
