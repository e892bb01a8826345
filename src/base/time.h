// Time as a value. Engines and rules get `now` as an argument; services get a Clock.
//
// A Moment is UTC milliseconds since 1970. The centre lives at +08:00 (no summer time since 1991),
// so civil dates, day limits and printed times are of that zone.
#pragma once

#include <atomic>
#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace hetang {

struct Duration {
  std::int64_t ms = 0;
  auto operator<=>(const Duration&) const = default;
};
constexpr Duration Milliseconds(std::int64_t n) { return {n}; }
constexpr Duration Seconds(std::int64_t n) { return {n * 1000}; }
constexpr Duration Minutes(std::int64_t n) { return {n * 60'000}; }
constexpr Duration Hours(std::int64_t n) { return {n * 3'600'000}; }
constexpr Duration Days(std::int64_t n) { return {n * 86'400'000}; }

struct Moment {
  std::int64_t ms = 0;
  auto operator<=>(const Moment&) const = default;
  friend constexpr Moment operator+(Moment a, Duration d) { return {a.ms + d.ms}; }
  friend constexpr Moment operator-(Moment a, Duration d) { return {a.ms - d.ms}; }
  friend constexpr Duration operator-(Moment a, Moment b) { return {a.ms - b.ms}; }
};

// The civil reading of a Moment at +08:00. Months and days count from 1; weekday 0 is Sunday.
struct Civil {
  int year = 1970, month = 1, day = 1;
  int hour = 0, minute = 0, second = 0, millisecond = 0;
  int weekday = 4;
};
Civil CivilOf(Moment moment);
Moment MomentOf(const Civil& civil);  // `weekday` is ignored; fields must be in range.
bool IsValidDate(int year, int month, int day);

// Adds calendar months at +08:00; a day the target month lacks becomes its last day.
Moment AddMonths(Moment moment, int months);

// `2026-04-01T15:10:00+08:00`; milliseconds are printed only when they are not zero.
std::string FormatIso(Moment moment);
// Reads ISO 8601 with `T` or a blank, seconds and fraction optional, offset optional (+08:00).
std::optional<Moment> ParseIso(std::string_view text);
// `yyyyMMddHHmmss` and `yyyyMMdd` of the bank interface, at +08:00.
std::string FormatCompact(Moment moment);
std::optional<Moment> ParseCompact(std::string_view text);

class Clock {
 public:
  virtual ~Clock() = default;
  virtual Moment Now() const = 0;
  // Whether somebody sets it: then it stands still and jumps, and waiting does not move it.
  virtual bool IsSet() const { return false; }
};

// How long a loop may wait by the machine before it looks at `clock` again.
std::chrono::milliseconds LongestWait(const Clock& clock, std::chrono::milliseconds usual);

// The machine's clock. The only place in the program that asks the machine for the time of day.
class SystemClock final : public Clock {
 public:
  Moment Now() const override;
};

// A clock that stands until it is set, for tests, drills and simulated months.
class SimulatedClock final : public Clock {
 public:
  explicit SimulatedClock(Moment start) : now_ms_(start.ms) {}
  Moment Now() const override { return {now_ms_.load()}; }
  bool IsSet() const override { return true; }
  void Set(Moment moment) { now_ms_.store(moment.ms); }
  void Advance(Duration by) { now_ms_.fetch_add(by.ms); }

 private:
  std::atomic<std::int64_t> now_ms_;
};

}  // namespace hetang
