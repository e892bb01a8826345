#include "platform/deadline/calendar.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "platform/database/test_database.h"
#include "platform/deadline/deadline.h"

namespace hetang::deadline {
namespace {

using database::Engine;
using database::Transaction;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;

constexpr Moment kNow{1'775'027'400'000};  // 2026-04-01T15:10:00+08:00, a Wednesday.

Moment At(std::string_view text) { return *ParseIso(text); }

std::vector<database::Migration> AllMigrations() {
  std::vector<database::Migration> all(journal::Migrations().begin(), journal::Migrations().end());
  all.insert(all.end(), Migrations().begin(), Migrations().end());
  return all;
}

std::vector<std::string> FaultsIn(const Error& error) {
  std::vector<std::string> faults;
  for (const FieldError& field : error.fields) faults.push_back(field.path + ":" + field.code);
  return faults;
}

class CalendarTest : public testing::TestWithParam<Engine> {
 protected:
  CalendarTest() {
    EXPECT_TRUE(Do([](Transaction& tx) { return SeedHolidays(tx); }).has_value());
  }
  template <typename Work>
  std::invoke_result_t<Work, Transaction&> Do(Work work) {
    return database_->Write(work);
  }
  Calendar From(std::string_view day) {
    return *Do([&](Transaction& tx) { return CalendarFrom(tx, At(day)); });
  }
  bool Works(std::string_view day) { return *IsWorkingDay(From(day), At(day)); }
  std::string After(std::string_view from, std::int64_t days) {
    const auto due = AddWorkingDays(From(from), At(from), days);
    return due ? FormatIso(*due).substr(0, 19) : due.error().rule + ": " + due.error().message;
  }
  Result<std::vector<Holiday>> Set(const HolidayYear& year) {
    return Do([&](Transaction& tx) { return SetHolidays(tx, year, {9, 1}, kNow); });
  }

  database::TestDatabase database_{GetParam(), AllMigrations()};
};
INSTANTIATE_TEST_SUITE_P(Engines, CalendarTest, database::BothEngines(),
                         testing::PrintToStringParamName());

TEST_P(CalendarTest, WeekendsAndHolidaysAreFreeAndExchangedDaysAreWorked) {
  EXPECT_TRUE(Works("2026-09-30T12:00"));
  EXPECT_FALSE(Works("2026-10-01T12:00"));
  EXPECT_FALSE(Works("2026-10-11T12:00"));
  EXPECT_TRUE(Works("2026-10-10T00:00"));
  EXPECT_TRUE(Works("2026-10-10T23:59"));
}

TEST_P(CalendarTest, TheFirstDayIsNotCountedAndTheLastOneIsWhole) {
  EXPECT_EQ(After("2026-04-07T09:00", 3), "2026-04-10T23:59:59");
  EXPECT_EQ(After("2026-04-07T23:59:59", 1), "2026-04-08T23:59:59");
  EXPECT_EQ(After("2026-04-07T09:00", 0), "2026-04-07T23:59:59");
}

TEST_P(CalendarTest, ALongHolidayAndItsExchangedDaysAreCountedAsPublished) {
  EXPECT_EQ(After("2026-04-02T10:00", 3), "2026-04-08T23:59:59");  // 清明节 from Saturday on.
  EXPECT_EQ(After("2026-04-30T10:00", 3), "2026-05-08T23:59:59");
  EXPECT_EQ(After("2026-04-30T10:00", 4), "2026-05-09T23:59:59");  // A Saturday that is worked.
  EXPECT_EQ(After("2026-02-13T18:00", 3), "2026-02-25T23:59:59");  // 春节 after a worked Saturday.
  EXPECT_EQ(After("2025-09-30T08:00", 3), "2025-10-11T23:59:59");
  EXPECT_EQ(After("2025-12-31T08:00", 3), "2026-01-06T23:59:59");
}

TEST_P(CalendarTest, AYearWithoutEntriesIsNeverGuessed) {
  EXPECT_EQ(After("2026-12-30T10:00", 1), "2026-12-31T23:59:59");
  EXPECT_EQ(After("2026-12-30T10:00", 2),
            "holidays_missing: The holiday table has no entry for 2027-01-01 to 2027-12-31.");
  EXPECT_EQ(After("2028-03-01T10:00", 1),
            "holidays_missing: The holiday table has no entry for 2028-03-02 to 2028-12-31.");
  ASSERT_TRUE(Set({2027, {{"2027-01-01", "元旦", DayKind::holiday}}}).has_value());
  EXPECT_EQ(After("2026-12-30T10:00", 2), "2027-01-04T23:59:59");
}

TEST_P(CalendarTest, SettingAYearReplacesItAndLeavesOthers) {
  ASSERT_TRUE(Set({2027, {{"2027-01-01", "元旦", DayKind::holiday}}}).has_value());
  ASSERT_TRUE(Set({2026, {{"2026-01-01", "元旦", DayKind::holiday}}}).has_value());
  EXPECT_TRUE(Works("2026-10-01T12:00"));
  EXPECT_FALSE(Works("2027-01-01T12:00"));
  ASSERT_TRUE(Do([](Transaction& tx) { return SeedHolidays(tx); }).has_value());
  EXPECT_TRUE(Works("2026-10-01T12:00"));
}

TEST_P(CalendarTest, ADateThatIsNoneOrOfAnotherYearOrTwiceIsRefused) {
  const auto set = Set({2026,
                        {{"2026-02-30", "x", DayKind::holiday},
                         {"2025-10-01", "x", DayKind::holiday},
                         {"2026-10-01", "x", DayKind::holiday},
                         {"2026-10-01", "x", DayKind::holiday}}});
  EXPECT_THAT(FaultsIn(set.error()),
              ElementsAre("items[0].date:date", "items[1].date:other_year", "items[3].date:twice"));
}

TEST_P(CalendarTest, ARuleCountsInItsOwnUnit) {
  const auto due = [&](LengthUnit unit, std::int64_t count, std::string_view from) {
    Rule rule;
    rule.unit = unit;
    rule.count = count;
    rule.length_ms = Hours(48).ms;
    return FormatIso(*Do([&](Transaction& tx) { return DueUnder(tx, rule, At(from)); }))
        .substr(0, 19);
  };
  EXPECT_EQ(due(LengthUnit::time, 0, "2026-04-30T10:11:12"), "2026-05-02T10:11:12");
  EXPECT_EQ(due(LengthUnit::months, 6, "2026-04-30T10:11:12"), "2026-10-30T10:11:12");
  EXPECT_EQ(due(LengthUnit::months, 6, "2025-08-31T10:11:12"), "2026-02-28T10:11:12");
  EXPECT_EQ(due(LengthUnit::months, 6, "2027-08-30T23:00:00"), "2028-02-29T23:00:00");
  EXPECT_EQ(due(LengthUnit::working_days, 3, "2026-04-30T10:11:12"), "2026-05-08T23:59:59");
}

TEST_P(CalendarTest, ARuleWithoutALengthInItsUnitIsRefused) {
  Rule rule;
  rule.name = "return_execution";
  rule.escalate_role = "leader";
  rule.basis = "local practice";
  rule.unit = LengthUnit::working_days;
  rule.length_ms = 1;
  const auto seeded = [&] { return Do([&](Transaction& tx) { return SeedRule(tx, rule); }); };
  EXPECT_THAT(FaultsIn(seeded().error()), ElementsAre("count:range"));
  rule.count = 3;
  rule.length_ms = 0;
  EXPECT_TRUE(seeded().has_value());
  Opening opening;
  opening.rule = rule.name;
  opening.desk = "funds";
  opening.subject = "return";
  opening.subject_id = 1;
  const auto open = [&](Moment now) {
    return Do([&](Transaction& tx) { return Open(tx, opening, now); });
  };
  const auto id = open(kNow);
  ASSERT_TRUE(id.has_value());
  const auto opened = *Do([&](Transaction& tx) { return tx.Get<Deadline>(*id); });
  EXPECT_EQ(opened.due_at, At("2026-04-07T23:59:59"));
  EXPECT_EQ(open(At("2026-12-31T10:00")).error().rule, "holidays_missing");
}

TEST(ReadHolidays, TakesLinesWithAndWithoutAHeaderInBothLanguages) {
  const auto read = ReadHolidays(
      2027,
      "\xEF\xBB\xBF日期,名称,类别\r\n2027-01-01,元旦,放假\r\n\r\n2027-02-20 , 调休 ,上班\r\n");
  ASSERT_TRUE(read.has_value()) << read.error().message;
  ASSERT_THAT(read->items, SizeIs(2));
  EXPECT_EQ(read->items[0].date, "2027-01-01");
  EXPECT_EQ(read->items[1].kind, DayKind::workday);
  EXPECT_EQ(read->items[1].name.str(), "调休");
  EXPECT_THAT(ReadHolidays(2027, "2027-01-01,a,holiday")->items, SizeIs(1));
}

TEST(ReadHolidays, NamesEachLineThatIsNone) {
  const auto read = ReadHolidays(2027,
                                 "date,name,kind\n2027-01-01,x\n2026-01-01,x,holiday\n"
                                 "2027-13-01,x,holiday\n2027-01-02,x,party");
  ASSERT_FALSE(read.has_value());
  EXPECT_THAT(FaultsIn(read.error()),
              ElementsAre("line 2:format", "line 3:other_year", "line 4:format", "line 5:format"));
  EXPECT_THAT(FaultsIn(ReadHolidays(2027, "2027-01-01,x,holiday\n2027-01-01,x,holiday").error()),
              ElementsAre(HasSubstr("twice")));
}

}  // namespace
}  // namespace hetang::deadline
