#include "base/time.h"

#include <gtest/gtest.h>

namespace hetang {
namespace {

constexpr Moment kCall{1'775'027'400'000};  // 2026-04-01T15:10:00+08:00

TEST(Time, CivilFieldsAreThoseOfTheCentresZone) {
  const Civil civil = CivilOf(kCall);
  EXPECT_EQ(civil.year, 2026);
  EXPECT_EQ(civil.month, 4);
  EXPECT_EQ(civil.day, 1);
  EXPECT_EQ(civil.hour, 15);
  EXPECT_EQ(civil.minute, 10);
  EXPECT_EQ(civil.weekday, 3);
  EXPECT_EQ(CivilOf(Moment{0}).hour, 8);
}

TEST(Time, EveryMomentSurvivesTheWayToCivilAndBack) {
  for (std::int64_t ms = -4'000'000'000'123; ms < 8'000'000'000'000; ms += 77'777'777'777) {
    EXPECT_EQ(MomentOf(CivilOf(Moment{ms})), Moment{ms});
  }
}

TEST(Time, IsoIsWrittenWithMillisecondsOnlyWhenThereAreSome) {
  EXPECT_EQ(FormatIso(kCall), "2026-04-01T15:10:00+08:00");
  EXPECT_EQ(FormatIso(kCall + Milliseconds(7)), "2026-04-01T15:10:00.007+08:00");
}

TEST(Time, IsoIsReadInEveryFormTheHeaderNames) {
  for (const char* text :
       {"2026-04-01T15:10:00+08:00", "2026-04-01 15:10", "2026-04-01T15:10:00.000",
        "2026-04-01T07:10:00Z", "2026-04-01T02:10:00-0500", "2026-04-01T15:10:00.0004+08:00"}) {
    EXPECT_EQ(ParseIso(text), kCall) << text;
  }
  EXPECT_EQ(ParseIso("2026-04-01T15:10:00.25"), kCall + Milliseconds(250));
}

TEST(Time, WhatIsNoTimeIsRefused) {
  for (const char* text :
       {"", "2026", "2026-02-29", "2026-13-01", "2026-04-31", "0000-01-01", "2026-04-01T24:00:00",
        "2026-04-01T15:60", "2026-04-01T15:10:60", "2026-04-01T15:10:00.", "2026-04-01T15:10+08",
        "2026-04-01T15:10:00+15:00", "2026-04-01T15:10:00Zx", "2026-04-01x15:10", "2026-4-1"}) {
    EXPECT_EQ(ParseIso(text), std::nullopt) << text;
  }
}

TEST(Time, CompactFormsOfTheBankInterface) {
  EXPECT_EQ(FormatCompact(kCall), "20260401151000");
  EXPECT_EQ(ParseCompact("20260401151000"), kCall);
  EXPECT_EQ(ParseCompact("20260401"), ParseIso("2026-04-01"));
  for (const char* text : {"2026040115100", "20260431", "2026040125100", "2026040a"}) {
    EXPECT_EQ(ParseCompact(text), std::nullopt) << text;
  }
}

TEST(Time, AMonthLaterIsTheSameDayOrTheLastOne) {
  const auto later = [](const char* from, int months) {
    return FormatIso(AddMonths(*ParseIso(from), months)).substr(0, 10);
  };
  EXPECT_EQ(later("2026-01-31", 1), "2026-02-28");
  EXPECT_EQ(later("2027-08-31", 6), "2028-02-29");
  EXPECT_EQ(later("2026-12-15", 1), "2027-01-15");
  EXPECT_EQ(later("2026-01-15", -1), "2025-12-15");
}

TEST(Time, ASimulatedClockStandsUntilItIsMoved) {
  SimulatedClock clock(kCall);
  EXPECT_EQ(clock.Now(), kCall);
  clock.Advance(Hours(48));
  EXPECT_EQ(clock.Now() - kCall, Days(2));
  clock.Set(kCall);
  EXPECT_EQ(clock.Now(), kCall);
}

}  // namespace
}  // namespace hetang
