#include "base/time.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>

namespace hetang {
namespace {

constexpr std::int64_t kZoneMs = 8 * 3'600'000;
constexpr std::int64_t kDayMs = 86'400'000;

std::int64_t DaysFromCivil(int year, int month, int day) {
  const std::chrono::year_month_day date{std::chrono::year{year},
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  return std::chrono::sys_days{date}.time_since_epoch().count();
}

// Reads exactly `count` digits at `at`, moving it on.
std::optional<int> Digits(std::string_view text, std::size_t& at, int count) {
  int value = 0;
  for (int i = 0; i < count; ++i, ++at) {
    if (at >= text.size() || text[at] < '0' || text[at] > '9') return std::nullopt;
    value = value * 10 + (text[at] - '0');
  }
  return value;
}

bool Take(std::string_view text, std::size_t& at, char wanted) {
  if (at >= text.size() || text[at] != wanted) return false;
  ++at;
  return true;
}

std::optional<Moment> Checked(const Civil& civil) {
  if (!IsValidDate(civil.year, civil.month, civil.day)) return std::nullopt;
  if (civil.hour > 23 || civil.minute > 59 || civil.second > 59) return std::nullopt;
  return MomentOf(civil);
}

// Reads `Z`, `+08:00` or nothing to the end of the text; answers the offset in milliseconds.
std::optional<std::int64_t> ParseOffset(std::string_view text, std::size_t at) {
  if (at == text.size()) return kZoneMs;
  if (text[at] == 'Z') return at + 1 == text.size() ? std::optional<std::int64_t>(0) : std::nullopt;
  if (text[at] != '+' && text[at] != '-') return std::nullopt;
  const std::int64_t sign = text[at] == '-' ? -1 : 1;
  ++at;
  const auto hours = Digits(text, at, 2);
  Take(text, at, ':');
  const auto minutes = Digits(text, at, 2);
  if (!hours || !minutes || *hours > 14 || *minutes > 59 || at != text.size()) return std::nullopt;
  return sign * (*hours * 60 + *minutes) * 60'000;
}

}  // namespace

Civil CivilOf(Moment moment) {
  using std::chrono::sys_days;
  using std::chrono::year_month_day;
  const std::int64_t local = moment.ms + kZoneMs;
  std::int64_t day_number = local / kDayMs;
  std::int64_t rest = local % kDayMs;
  if (rest < 0) {
    rest += kDayMs;
    --day_number;
  }
  const sys_days day{std::chrono::days{day_number}};
  const year_month_day date{day};
  Civil civil;
  civil.year = static_cast<int>(date.year());
  civil.month = static_cast<int>(static_cast<unsigned>(date.month()));
  civil.day = static_cast<int>(static_cast<unsigned>(date.day()));
  civil.hour = static_cast<int>(rest / 3'600'000);
  civil.minute = static_cast<int>(rest / 60'000 % 60);
  civil.second = static_cast<int>(rest / 1000 % 60);
  civil.millisecond = static_cast<int>(rest % 1000);
  civil.weekday = static_cast<int>(std::chrono::weekday{day}.c_encoding());
  return civil;
}

Moment MomentOf(const Civil& civil) {
  const std::int64_t day_number = DaysFromCivil(civil.year, civil.month, civil.day);
  return {day_number * kDayMs + civil.hour * 3'600'000LL + civil.minute * 60'000LL +
          civil.second * 1000LL + civil.millisecond - kZoneMs};
}

bool IsValidDate(int year, int month, int day) {
  if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1) return false;
  return std::chrono::year_month_day{std::chrono::year{year},
                                     std::chrono::month(static_cast<unsigned>(month)),
                                     std::chrono::day(static_cast<unsigned>(day))}
      .ok();
}

Moment AddMonths(Moment moment, int months) {
  Civil civil = CivilOf(moment);
  const int index = civil.year * 12 + (civil.month - 1) + months;
  civil.year = index / 12;
  civil.month = index % 12 + 1;
  while (!IsValidDate(civil.year, civil.month, civil.day)) --civil.day;
  return MomentOf(civil);
}

std::string FormatIso(Moment moment) {
  const Civil c = CivilOf(moment);
  std::array<char, 48> buffer{};
  int length = 0;
  if (c.millisecond == 0) {
    length = std::snprintf(buffer.data(), buffer.size(), "%04d-%02d-%02dT%02d:%02d:%02d+08:00",
                           c.year, c.month, c.day, c.hour, c.minute, c.second);
  } else {
    length = std::snprintf(buffer.data(), buffer.size(), "%04d-%02d-%02dT%02d:%02d:%02d.%03d+08:00",
                           c.year, c.month, c.day, c.hour, c.minute, c.second, c.millisecond);
  }
  return {buffer.data(), static_cast<std::size_t>(length)};
}

std::optional<Moment> ParseIso(std::string_view text) {
  std::size_t at = 0;
  const auto year = Digits(text, at, 4);
  if (!year || !Take(text, at, '-')) return std::nullopt;
  const auto month = Digits(text, at, 2);
  if (!month || !Take(text, at, '-')) return std::nullopt;
  const auto day = Digits(text, at, 2);
  if (!day) return std::nullopt;
  Civil civil;
  civil.year = *year;
  civil.month = *month;
  civil.day = *day;
  if (at == text.size()) return Checked(civil);
  if (!Take(text, at, 'T') && !Take(text, at, ' ')) return std::nullopt;
  const auto hour = Digits(text, at, 2);
  if (!hour || !Take(text, at, ':')) return std::nullopt;
  const auto minute = Digits(text, at, 2);
  if (!minute) return std::nullopt;
  civil.hour = *hour;
  civil.minute = *minute;
  if (Take(text, at, ':')) {
    const auto second = Digits(text, at, 2);
    if (!second) return std::nullopt;
    civil.second = *second;
    if (Take(text, at, '.')) {
      int scale = 100;
      const std::size_t first = at;
      for (; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at, scale /= 10) {
        civil.millisecond += scale * (text[at] - '0');
      }
      if (at == first) return std::nullopt;
    }
  }
  const auto offset = ParseOffset(text, at);
  const auto moment = Checked(civil);
  if (!offset || !moment) return std::nullopt;
  return Moment{moment->ms + kZoneMs - *offset};
}

std::string FormatCompact(Moment moment) {
  const Civil c = CivilOf(moment);
  std::array<char, 32> buffer{};
  const int length = std::snprintf(buffer.data(), buffer.size(), "%04d%02d%02d%02d%02d%02d", c.year,
                                   c.month, c.day, c.hour, c.minute, c.second);
  return {buffer.data(), static_cast<std::size_t>(length)};
}

std::optional<Moment> ParseCompact(std::string_view text) {
  if (text.size() != 14 && text.size() != 8) return std::nullopt;
  std::size_t at = 0;
  const auto year = Digits(text, at, 4);
  const auto month = Digits(text, at, 2);
  const auto day = Digits(text, at, 2);
  if (!year || !month || !day) return std::nullopt;
  Civil civil;
  civil.year = *year;
  civil.month = *month;
  civil.day = *day;
  if (text.size() == 14) {
    const auto hour = Digits(text, at, 2);
    const auto minute = Digits(text, at, 2);
    const auto second = Digits(text, at, 2);
    if (!hour || !minute || !second) return std::nullopt;
    civil.hour = *hour;
    civil.minute = *minute;
    civil.second = *second;
  }
  return Checked(civil);
}

std::chrono::milliseconds LongestWait(const Clock& clock, std::chrono::milliseconds usual) {
  constexpr std::chrono::milliseconds kSetClock{1};
  return clock.IsSet() ? std::min(usual, kSetClock) : usual;
}

Moment SystemClock::Now() const {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return {std::chrono::duration_cast<std::chrono::milliseconds>(since).count()};
}

}  // namespace hetang
