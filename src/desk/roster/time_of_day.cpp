#include "desk/roster/time_of_day.h"

#include <fmt/core.h>

#include "base/text.h"

namespace hetang::roster {

std::optional<TimeOfDay> ParseTimeOfDay(std::string_view text) {
  if (text.size() != 5 || text[2] != ':') return std::nullopt;
  if (!IsDigits(text.substr(0, 2)) || !IsDigits(text.substr(3))) return std::nullopt;
  const auto two = [&](std::size_t at) { return (text[at] - '0') * 10 + (text[at + 1] - '0'); };
  if (two(0) > 23 || two(3) > 59) return std::nullopt;
  return At(two(0), two(3));
}

std::string FormatTimeOfDay(TimeOfDay time) {
  return fmt::format("{:02}:{:02}", time.minutes / 60, time.minutes % 60);
}

Moment DayOf(Moment moment) {
  Civil civil = CivilOf(moment);
  civil.hour = civil.minute = civil.second = civil.millisecond = 0;
  return MomentOf(civil);
}

}  // namespace hetang::roster
