// The days that differ from the plain week, and how working days are counted.
//
// The table deadline_holiday holds a year's public holidays and the weekend days worked in
// exchange, as they are published each year. A year without any entry is unknown: nothing is
// counted in it.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/field.h"
#include "base/result.h"
#include "platform/database/database.h"
#include "platform/journal/journal.h"

namespace hetang::deadline {

enum class DayKind { holiday, workday };
BOOST_DESCRIBE_ENUM(DayKind, holiday, workday)

// A day that differs from the plain week: a public holiday, or a weekend day worked in exchange.
struct Holiday {
  std::int64_t id = 0;
  std::string date;  // `2026-10-01`
  Text<40> name;
  DayKind kind = DayKind::holiday;
};
BOOST_DESCRIBE_STRUCT(Holiday, (), (id, date, name, kind))

struct HolidayItem {
  std::string date;
  Text<40> name;
  DayKind kind = DayKind::holiday;
};
BOOST_DESCRIBE_STRUCT(HolidayItem, (), (date, name, kind))
struct HolidayYear {
  std::int64_t year = 0;
  std::vector<HolidayItem> items;
};
BOOST_DESCRIBE_STRUCT(HolidayYear, (), (year, items))

// Days of that year which differ from the plain week, by date.
Result<std::vector<Holiday>> HolidaysOf(database::Transaction& tx, std::int64_t year);
// Replaces the year. Errors: invalid (a date that does not exist, is of another year, or twice).
Result<std::vector<Holiday>> SetHolidays(database::Transaction& tx, const HolidayYear& year,
                                         const journal::Actor& actor, Moment now);
// Enters the years whose days this program knows, unless they have entries.
Status SeedHolidays(database::Transaction& tx);
// Lines `date,name,kind` with `holiday` or `workday` (also 放假 and 上班), a header line or none.
// Errors: invalid, with the line of each fault.
Result<HolidayYear> ReadHolidays(std::int64_t year, std::string_view csv);

// What is known of some years, for counting.
struct Calendar {
  std::set<int> years;
  std::map<std::string, DayKind> days;  // By date.
};
// All years that have an entry, from that of `from` on.
Result<Calendar> CalendarFrom(database::Transaction& tx, Moment from);

// Error: conflict (`holidays_missing`), naming what the calendar does not know.
Result<bool> IsWorkingDay(const Calendar& calendar, Moment day);
// The last second of the `count`th working day after the day of `from`, which is not counted
// itself (民法典 Art. 201 and 203). Error: as IsWorkingDay.
Result<Moment> AddWorkingDays(const Calendar& calendar, Moment from, std::int64_t count);

}  // namespace hetang::deadline

namespace hetang::database {
template <>
inline constexpr std::string_view kTable<deadline::Holiday> = "deadline_holiday";
}  // namespace hetang::database
