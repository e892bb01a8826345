#include "desk/roster/rota.h"

#include <gmock/gmock.h>

#include "desk/roster/test_roster.h"

namespace hetang::roster {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Moment At(std::string_view text) { return *ParseIso(text); }

std::string CodeOf(Moment since, Moment until) {
  const auto faults = FaultsOfSpan(since, until);
  return faults.empty() ? "" : faults[0].code;
}

TEST(Rota, AShiftEndsAfterItBeginsAndLastsAtMostADay) {
  const Moment evening = At("2026-04-01T20:00");
  EXPECT_EQ(CodeOf(evening, evening), "before_since");
  EXPECT_EQ(CodeOf(evening, evening - Hours(1)), "before_since");
  EXPECT_EQ(CodeOf(evening, evening + Hours(24)), "");
  EXPECT_EQ(CodeOf(evening, evening + Hours(24) + Milliseconds(1)), "too_long");
}

TEST(Rota, ANightShiftCrossesMidnight) {
  EXPECT_EQ(CodeOf(At("2026-04-01T20:00"), At("2026-04-02T08:00")), "");
}

TEST(Rota, ShiftsThatTouchDoNotOverlap) {
  const auto overlap = [](int since, int until, int other_since, int other_until) {
    const Moment zero;
    return Overlap(zero + Hours(since), zero + Hours(until), zero + Hours(other_since),
                   zero + Hours(other_until));
  };
  EXPECT_FALSE(overlap(8, 20, 20, 32));
  EXPECT_FALSE(overlap(20, 32, 8, 20));
  EXPECT_TRUE(overlap(8, 20, 19, 32));
  EXPECT_TRUE(overlap(8, 20, 10, 12));
  EXPECT_TRUE(overlap(10, 12, 8, 20));
}

class RotaTest : public testing::TestWithParam<database::Engine> {
 protected:
  Result<ShiftView> Put(std::int64_t officer, Moment since, Moment until,
                        std::string role = "duty") {
    const ShiftForm form{officer, roster_.centre(), std::move(role), since, until};
    return roster_->Write(
        [&](database::Transaction& tx) { return AddShift(tx, form, leader_, TestRoster::kStart); });
  }
  std::optional<std::int64_t> SecondFor(std::int64_t first, Moment now) {
    return roster_
        ->Read([&](database::Transaction& tx) -> Result<std::optional<std::int64_t>> {
          HT_TRY(const Officer officer, OfficerOf(tx, first));
          HT_TRY(const auto second, SecondOfficerFor(tx, officer, now));
          return second ? std::optional(second->id) : std::nullopt;
        })
        .value();
  }
  TestRoster roster_{GetParam()};
  // Sees the centre's rota and is nobody's second there.
  auth::Principal LeaderFromOutside() {
    auth::Principal leader = roster_.Somebody(roster_.station(), "leader");
    leader.units.push_back(roster_.centre());
    return leader;
  }
  auth::Principal leader_ = LeaderFromOutside();
  const Moment evening_ = At("2026-04-01T20:00");
  const Moment morning_ = At("2026-04-02T08:00");
  const Moment midnight_ = At("2026-04-02T00:00");
};

TEST_P(RotaTest, OneOfficerHasOneShiftAtATime) {
  const std::int64_t first = roster_.AddOfficer(roster_.centre(), "duty");
  const std::int64_t second = roster_.AddOfficer(roster_.centre(), "duty");
  Must(Put(first, evening_, morning_));
  EXPECT_EQ(Put(first, midnight_, midnight_ + Hours(1)).error().rule, "shift_overlap");
  EXPECT_EQ(Put(first, evening_ - Hours(1), evening_ + Hours(1)).error().rule, "shift_overlap");
  EXPECT_TRUE(Put(first, morning_, morning_ + Hours(12)).has_value());
  EXPECT_TRUE(Put(second, evening_, morning_).has_value());
}

TEST_P(RotaTest, EveryWrongFieldOfAShiftIsReported) {
  const std::int64_t officer = roster_.AddOfficer(roster_.centre(), "duty");
  const ShiftForm form{officer, 999, "leader", morning_, evening_};
  const auto put = roster_->Write(
      [&](database::Transaction& tx) { return AddShift(tx, form, leader_, TestRoster::kStart); });
  std::vector<std::string> faults;
  for (const FieldError& field : put.error().fields) faults.push_back(field.path + field.code);
  EXPECT_THAT(faults, ElementsAre("untilbefore_since", "rolerole_not_held", "unit_idunknown_unit"));
}

TEST_P(RotaTest, ASpanListsEveryShiftThatTouchesIt) {
  const std::int64_t officer = roster_.AddOfficer(roster_.centre(), "duty");
  const std::int64_t night = Must(Put(officer, evening_, morning_)).id;
  const auto in = [&](Moment from, Moment to) {
    const std::vector<std::int64_t> units{roster_.centre()};
    std::vector<std::int64_t> ids;
    for (const ShiftLine& shift : Must(roster_->Read([&](database::Transaction& tx) {
           return ShiftsIn(tx, {from, to}, units);
         }))) {
      ids.push_back(shift.id);
    }
    return ids;
  };
  EXPECT_THAT(in(midnight_, midnight_ + Days(1)), ElementsAre(night));
  EXPECT_THAT(in(midnight_ - Days(1), midnight_), ElementsAre(night));
  EXPECT_THAT(in(morning_, morning_ + Days(1)), IsEmpty());
}

TEST_P(RotaTest, AShiftTakenOffTheRotaIsGone) {
  const std::int64_t officer = roster_.AddOfficer(roster_.centre(), "duty");
  const std::int64_t shift = Must(Put(officer, evening_, morning_)).id;
  const auto remove = [&] {
    return roster_->Write([&](database::Transaction& tx) {
      return RemoveShift(tx, shift, leader_, TestRoster::kStart);
    });
  };
  Must(remove());
  EXPECT_EQ(remove().error().code, ErrorCode::not_found);
  EXPECT_TRUE(Put(officer, evening_, morning_).has_value());
}

TEST_P(RotaTest, TheSecondOfficerIsTheOneOnShiftWhoStaysLongest) {
  const std::int64_t first = roster_.AddOfficer(roster_.centre(), "duty");
  const std::int64_t early = roster_.AddOfficer(roster_.centre(), "duty");
  const std::int64_t late = roster_.AddOfficer(roster_.centre(), "leader");
  Must(Put(first, evening_, morning_ + Hours(2)));
  Must(Put(early, evening_, midnight_ + Hours(1)));
  Must(Put(late, evening_, morning_, "leader"));
  EXPECT_EQ(SecondFor(first, midnight_), late);
  EXPECT_EQ(SecondFor(late, midnight_), first);
}

TEST_P(RotaTest, WithNobodyElseOnShiftAnyDutyOfficerOrLeaderOfTheUnitIsSecond) {
  const std::int64_t first = roster_.AddOfficer(roster_.centre(), "duty");
  roster_.AddOfficer(roster_.centre(), "analyst");
  roster_.AddOfficer(roster_.centre(), "investigator");
  const std::int64_t leader = roster_.AddOfficer(roster_.centre(), "leader");
  Must(Put(leader, evening_ - Days(2), morning_ - Days(2), "leader"));
  EXPECT_EQ(SecondFor(first, midnight_), leader);
}

TEST_P(RotaTest, WhoMayNotReviewAnOrderIsNotItsSecondOfficer) {
  const std::int64_t first = roster_.AddOfficer(roster_.centre(), "duty");
  const std::int64_t analyst = roster_.AddOfficer(roster_.centre(), "analyst");
  Must(Put(analyst, evening_, morning_, "analyst"));
  EXPECT_EQ(SecondFor(first, midnight_), std::nullopt);
}

TEST_P(RotaTest, AnOfficerAloneHasNoSecond) {
  const std::int64_t first = roster_.AddOfficer(roster_.centre(), "duty");
  roster_.AddOfficer(roster_.station(), "leader");
  Must(Put(first, evening_, morning_));
  EXPECT_EQ(SecondFor(first, midnight_), std::nullopt);
}

INSTANTIATE_TEST_SUITE_P(Rota, RotaTest, database::BothEngines(),
                         testing::PrintToStringParamName());

}  // namespace
}  // namespace hetang::roster
