#include "platform/deadline/calendar.h"

#include <algorithm>
#include <array>
#include <optional>

#include <fmt/core.h>

#include "base/text.h"

namespace hetang::deadline {
namespace {

std::string DateOf(const Civil& civil) {
  return fmt::format("{:04}-{:02}-{:02}", civil.year, civil.month, civil.day);
}

// The year of a date written like 2026-10-01.
std::optional<std::int64_t> YearOf(std::string_view date) {
  if (date.size() != 10) return std::nullopt;
  const auto day = ParseIso(date);
  if (!day) return std::nullopt;
  return CivilOf(*day).year;
}

// What happens once a year in many places is written once: a name and its days.
struct Published {
  std::string_view name;
  std::string_view first;
  int days;
  DayKind kind = DayKind::holiday;
};

// As published by the State Council for 2025 and 2026.
constexpr std::array<Published, 24> kPublished{{
    {"元旦", "2025-01-01", 1},
    {"春节", "2025-01-28", 8},
    {"春节调休", "2025-01-26", 1, DayKind::workday},
    {"春节调休", "2025-02-08", 1, DayKind::workday},
    {"清明节", "2025-04-04", 3},
    {"劳动节", "2025-05-01", 5},
    {"劳动节调休", "2025-04-27", 1, DayKind::workday},
    {"端午节", "2025-05-31", 3},
    {"国庆节、中秋节", "2025-10-01", 8},
    {"国庆节调休", "2025-09-28", 1, DayKind::workday},
    {"国庆节调休", "2025-10-11", 1, DayKind::workday},
    {"元旦", "2026-01-01", 3},
    {"元旦调休", "2026-01-04", 1, DayKind::workday},
    {"春节", "2026-02-15", 9},
    {"春节调休", "2026-02-14", 1, DayKind::workday},
    {"春节调休", "2026-02-28", 1, DayKind::workday},
    {"清明节", "2026-04-04", 3},
    {"劳动节", "2026-05-01", 5},
    {"劳动节调休", "2026-05-09", 1, DayKind::workday},
    {"端午节", "2026-06-19", 3},
    {"中秋节", "2026-09-25", 3},
    {"国庆节", "2026-10-01", 7},
    {"国庆节调休", "2026-09-20", 1, DayKind::workday},
    {"国庆节调休", "2026-10-10", 1, DayKind::workday},
}};

std::vector<HolidayItem> DaysOf(const Published& published) {
  std::vector<HolidayItem> items;
  const Moment first = *ParseIso(published.first);
  for (int i = 0; i < published.days; ++i) {
    items.push_back(
        {DateOf(CivilOf(first + Days(i))), Text<40>(std::string(published.name)), published.kind});
  }
  return items;
}

std::optional<DayKind> KindOf(std::string_view word) {
  if (word == "放假") return DayKind::holiday;
  if (word == "上班") return DayKind::workday;
  return EnumFromName<DayKind>(word);
}

std::vector<FieldError> FaultsOf(const HolidayYear& year) {
  std::vector<FieldError> faults;
  std::set<std::string> dates;
  for (std::size_t i = 0; i < year.items.size(); ++i) {
    const std::string& date = year.items[i].date;
    const std::string path = fmt::format("items[{}].date", i);
    const auto found = YearOf(date);
    if (!found) {
      faults.push_back({path, "date", "A date is written like 2026-10-01."});
    } else if (*found != year.year) {
      faults.push_back({path, "other_year", "This date is of another year."});
    } else if (!dates.insert(date).second) {
      faults.push_back({path, "twice", "This date is there twice."});
    }
  }
  return faults;
}

}  // namespace

Result<std::vector<Holiday>> HolidaysOf(database::Transaction& tx, std::int64_t year) {
  return tx.Find<Holiday>("WHERE date >= :first AND date <= :last ORDER BY date",
                          fmt::format("{:04}-01-01", year), fmt::format("{:04}-12-31", year));
}

Result<std::vector<Holiday>> SetHolidays(database::Transaction& tx, const HolidayYear& year,
                                         const journal::Actor& actor, Moment now) {
  auto faults = FaultsOf(year);
  if (!faults.empty()) return Invalid(std::move(faults));
  HT_TRY_STATUS(tx.Execute("DELETE FROM deadline_holiday WHERE date >= :first AND date <= :last",
                           fmt::format("{:04}-01-01", year.year),
                           fmt::format("{:04}-12-31", year.year)));
  for (const HolidayItem& item : year.items) {
    HT_TRY_STATUS(tx.Insert(Holiday{0, item.date, item.name, item.kind}));
  }
  journal::Entry entry;
  entry.actor = actor;
  entry.desk = "roster";
  entry.act = "holidays_set";
  entry.subject = "holidays";
  entry.subject_id = year.year;
  entry.facts = {{"days", year.items.size()}};
  HT_TRY_STATUS(journal::Append(tx, entry, now));
  return HolidaysOf(tx, year.year);
}

Status SeedHolidays(database::Transaction& tx) {
  std::map<std::int64_t, std::vector<HolidayItem>> years;
  const auto enter = [&](const Published& published) {
    for (HolidayItem& item : DaysOf(published)) {
      years[*YearOf(item.date)].push_back(std::move(item));
    }
  };
  for (const Published& published : kPublished) enter(published);
  for (const auto& [year, items] : years) {
    HT_TRY(const auto known, HolidaysOf(tx, year));
    if (!known.empty()) continue;
    for (const HolidayItem& item : items) {
      HT_TRY_STATUS(tx.Insert(Holiday{0, item.date, item.name, item.kind}));
    }
  }
  return {};
}

Result<HolidayYear> ReadHolidays(std::int64_t year, std::string_view csv) {
  if (csv.starts_with("\xEF\xBB\xBF")) csv.remove_prefix(3);
  HolidayYear read;
  read.year = year;
  std::vector<FieldError> faults;
  std::size_t line_number = 0;
  for (const std::string_view raw : Split(csv, '\n')) {
    ++line_number;
    const std::string_view line = Trim(raw);
    if (line.empty()) continue;
    const auto cells = Split(line, ',');
    if (line_number == 1 && !YearOf(Trim(cells[0]))) continue;  // The header.
    const auto kind = cells.size() == 3 ? KindOf(Trim(cells[2])) : std::nullopt;
    const auto of = YearOf(Trim(cells[0]));
    const auto name = kind ? CheckedText(Trim(cells[1]), 40) : std::nullopt;
    if (!of || !name || *of != year) {
      const bool elsewhere = of && name;
      faults.push_back({fmt::format("line {}", line_number), elsewhere ? "other_year" : "format",
                        "A line is date,name,kind of the year."});
      continue;
    }
    read.items.push_back({std::string(Trim(cells[0])), Text<40>(*name), *kind});
  }
  if (faults.empty()) faults = FaultsOf(read);
  if (!faults.empty()) return Invalid(std::move(faults));
  return read;
}

Result<Calendar> CalendarFrom(database::Transaction& tx, Moment from) {
  const std::string first = fmt::format("{:04}-01-01", CivilOf(from).year);
  HT_TRY(const auto days, tx.Find<Holiday>("WHERE date >= :first ORDER BY date", first));
  Calendar calendar;
  for (const Holiday& day : days) {
    calendar.days.emplace(day.date, day.kind);
    if (const auto year = YearOf(day.date)) calendar.years.insert(static_cast<int>(*year));
  }
  return calendar;
}

Result<bool> IsWorkingDay(const Calendar& calendar, Moment day) {
  const Civil civil = CivilOf(day);
  const std::string date = DateOf(civil);
  if (!calendar.years.contains(civil.year)) {
    return Fail(
        ErrorCode::conflict,
        fmt::format("The holiday table has no entry for {} to {:04}-12-31.", date, civil.year),
        "holidays_missing");
  }
  const auto marked = calendar.days.find(date);
  if (marked != calendar.days.end()) return marked->second == DayKind::workday;
  return civil.weekday != 0 && civil.weekday != 6;
}

Result<Moment> AddWorkingDays(const Calendar& calendar, Moment from, std::int64_t count) {
  Civil last = CivilOf(from);
  last.hour = 23;
  last.minute = last.second = 59;
  last.millisecond = 0;
  Moment day = MomentOf(last);
  while (count > 0) {
    day = day + Days(1);
    HT_TRY(const bool works, IsWorkingDay(calendar, day));
    count -= works ? 1 : 0;
  }
  return day;
}

}  // namespace hetang::deadline
