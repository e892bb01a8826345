// Reads the clock part of a time: 21:40, 19:41:07, 14时20分, 三点多, 七点半, 6:40 pm, with the part
// of the day before it (下午, 凌晨).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "engine/text/page.h"

namespace hetang::text {

enum class Period { none, night, morning, noon, afternoon, evening };

struct PeriodWord {
  Period period = Period::none;
  std::size_t end = 0;  // 0 when none stands there.
};
PeriodWord ReadPeriod(const Page& page, std::size_t at);

// The part of the day that a date word holds: 今晚, 昨晚, 今早.
Period PeriodInside(const Page& page, std::size_t start, std::size_t end);

struct ClockReading {
  std::int64_t ms = 0;  // Since midnight.
  Precision precision = Precision::minute;
  std::size_t end = 0;
  bool colon = false;
  bool certain = false;  // It is a time even where no date stands before it.
};

// The clock that begins at `at`, after an optional blank and part of the day. `inside` is the part
// of the day already named by the date.
std::optional<ClockReading> ReadClock(const Page& page, std::size_t at, Period inside);

}  // namespace hetang::text
