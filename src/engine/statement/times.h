// Moments as files write them: compact, with every separator, in Chinese, ISO with a zone, as the
// days a workbook counts, and the clock in a column of its own.
#pragma once

#include <cstdint>
#include <string_view>

#include "engine/statement/statement.h"
#include "engine/statement/values.h"

namespace hetang::statement {

struct TimeCell {
  Told told = Told::blank;  // `wrong`: neither a date nor a clock that exists.
  bool has_date = false;
  bool has_clock = false;
  std::int64_t day_ms = 0;    // The begin of the day at the zone it is told in, UTC milliseconds.
  std::int64_t clock_ms = 0;  // Since then; whole seconds.
  Precision precision = Precision::day;  // A clock of exactly 00:00:00 is a day.

  Moment at() const { return {day_ms + clock_ms}; }
};

// A date, or a date and a clock; a clock alone is `ok` without a date. Years 1990 to 2099.
TimeCell ReadTime(std::string_view cell);
// The clock of a column of its own: `21:05:09`, `210509`, `90509` (a leading zero lost), `0.87857`.
TimeCell ReadClock(std::string_view cell);
// The date of one column at the clock of another.
TimeCell Join(const TimeCell& date, const TimeCell& clock);

}  // namespace hetang::statement
