// A time of the day at +08:00 without a date, as a rota repeats it. Written `08:00` in JSON, stored
// as minutes after midnight; 00:00 to 23:59.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/field.h"

namespace hetang::roster {

struct TimeOfDay {
  std::int64_t minutes = 0;
  auto operator<=>(const TimeOfDay&) const = default;
};

constexpr TimeOfDay At(std::int64_t hour, std::int64_t minute = 0) { return {hour * 60 + minute}; }

std::optional<TimeOfDay> ParseTimeOfDay(std::string_view text);
std::string FormatTimeOfDay(TimeOfDay time);

// Midnight of the civil day that this moment lies in.
Moment DayOf(Moment moment);
// The moment at which this time strikes on the day that begins at `midnight`.
constexpr Moment On(Moment midnight, TimeOfDay time) { return midnight + Minutes(time.minutes); }

}  // namespace hetang::roster

namespace hetang {

template <>
struct Field<roster::TimeOfDay> {
  using Column = std::int64_t;
  static constexpr std::string_view kCode = "time";
  static Column ToColumn(roster::TimeOfDay value) { return value.minutes; }
  static std::optional<roster::TimeOfDay> FromColumn(Column column) {
    return roster::TimeOfDay{column};
  }
  static boost::json::value ToJson(roster::TimeOfDay value, Reveal) {
    return boost::json::value(roster::FormatTimeOfDay(value));
  }
  static std::optional<roster::TimeOfDay> FromJson(const boost::json::value& value) {
    if (!value.is_string()) return std::nullopt;
    return roster::ParseTimeOfDay({value.get_string().data(), value.get_string().size()});
  }
  static boost::json::object Schema() {
    return {{"type", "string"}, {"pattern", "^([01]\\d|2[0-3]):[0-5]\\d$"}};
  }
};

}  // namespace hetang
