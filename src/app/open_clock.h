// The clock a program runs by.
#pragma once

#include <memory>
#include <string>

#include "base/result.h"
#include "base/time.h"

namespace hetang::app {

// The machine's clock, or, when `file` is named, the one set by that file: `program` then says so
// loudly, for nobody may run a centre by it unawares. Errors: those of FileClock.
Result<std::unique_ptr<Clock>> OpenClock(const std::string& file, const char* program);

}  // namespace hetang::app
