#include "desk/roster/pattern.h"

#include <gmock/gmock.h>

#include "desk/roster/test_roster.h"

namespace hetang::roster {
namespace {

using testing::ElementsAre;
using testing::SizeIs;

class PatternTest : public testing::TestWithParam<database::Engine> {
 protected:
  PatternForm Form(std::vector<std::int64_t> officers) {
    PatternForm form;
    form.unit_id = roster_.centre();
    form.role = "duty";
    form.officers = std::move(officers);
    form.cycle = {Turn::day, Turn::night, Turn::off, Turn::off};
    form.from = "2026-04-02";
    form.to = "2026-04-05";
    return form;
  }
  Result<PatternPlan> Lay(const PatternForm& form) {
    return roster_->Write(
        [&](database::Transaction& tx) { return LayPattern(tx, form, leader_, kNow); });
  }
  std::size_t Stored() {
    return Must(roster_->Read(
                    [&](database::Transaction& tx) { return tx.Find<Shift>("ORDER BY id"); }))
        .size();
  }
  static constexpr Moment kNow = TestRoster::kStart;  // 2026-04-01 07:33
  TestRoster roster_{GetParam()};
  auth::Principal leader_ = roster_.Somebody(roster_.centre(), "leader");
};
INSTANTIATE_TEST_SUITE_P(Rota, PatternTest, database::BothEngines(),
                         testing::PrintToStringParamName());

TEST_P(PatternTest, FourOfficersOneDayApartServeEveryDayAndEveryNightOnce) {
  std::vector<std::int64_t> officers;
  for (int i = 0; i < 4; ++i) officers.push_back(roster_.AddOfficer(roster_.centre(), "duty"));
  const PatternPlan plan = Must(Lay(Form(officers)));
  ASSERT_THAT(plan.shifts, SizeIs(8));
  for (std::size_t i = 0; i < 8; ++i) {
    EXPECT_EQ(plan.shifts[i].turn, i % 2 == 0 ? Turn::day : Turn::night);
    EXPECT_EQ(FormatIso(plan.shifts[i].since).substr(11, 5), i % 2 == 0 ? "08:00" : "20:00");
    EXPECT_EQ(plan.shifts[i].since, i == 0 ? plan.shifts[0].since : plan.shifts[i - 1].until);
  }
  // Whoever serves by day serves the night of the day after.
  EXPECT_EQ(plan.shifts[0].officer_id, officers[0]);
  EXPECT_EQ(plan.shifts[3].officer_id, officers[0]);
  EXPECT_EQ(Stored(), 8u);
}

TEST_P(PatternTest, OneOverlapRefusesTheWholeAndEachIsNamed) {
  const std::int64_t first = roster_.AddOfficer(roster_.centre(), "duty");
  const std::int64_t second = roster_.AddOfficer(roster_.centre(), "duty");
  PatternForm form = Form({first});
  Must(Lay(form));
  form = Form({second, first});
  form.stagger = 0;
  const auto refused = Lay(form);
  EXPECT_EQ(refused.error().rule, "shift_overlap");
  std::vector<std::string> paths;
  for (const FieldError& field : refused.error().fields) paths.push_back(field.path);
  EXPECT_THAT(paths, ElementsAre("shifts[1]", "shifts[3]"));
  EXPECT_EQ(refused.error().fields[0].message, "04-02 08:00 – 04-02 20:00");
  EXPECT_EQ(Stored(), 2u);
  const PatternPlan shown = Must(roster_->Read(
      [&](database::Transaction& tx) { return PlanPattern(tx, form, leader_, kNow); }));
  EXPECT_EQ(shown.overlaps, 2);
}

TEST_P(PatternTest, EveryWrongFieldIsReportedAtOnce) {
  const std::int64_t analyst = roster_.AddOfficer(roster_.centre(), "analyst");
  PatternForm form = Form({analyst, 999, analyst});
  form.unit_id = 999;
  form.from = "2026-03-31";
  form.to = "2026-13-01";
  form.cycle = {Turn::off};
  form.stagger = -1;
  form.night_begins = At(8);
  std::vector<std::string> faults;
  const auto refused = Lay(form);
  for (const FieldError& field : refused.error().fields) {
    faults.push_back(field.path + " " + field.code);
  }
  EXPECT_THAT(faults, ElementsAre("unit_id unknown_unit", "officers[0] role_not_held",
                                  "officers[1] unknown_officer", "officers[2] twice",
                                  "officers[2] role_not_held", "to date", "from past_time",
                                  "cycle missing", "stagger range", "night_begins before_since"));
}

TEST_P(PatternTest, ASpanHasItsEndsAndItsLength) {
  PatternForm form = Form({roster_.AddOfficer(roster_.centre(), "duty")});
  form.to = "2026-04-01";
  EXPECT_EQ(Lay(form).error().fields[0].code, "before_since");
  form.to = "2026-07-03";
  EXPECT_EQ(Lay(form).error().fields[0].code, "too_long");
  form.to = "2026-07-02";
  EXPECT_TRUE(Lay(form).has_value());
}

TEST_P(PatternTest, TheRotaOfAnotherUnitIsNotLaid) {
  const auto other = roster_.Somebody(roster_.station(), "leader");
  const PatternForm form = Form({roster_.AddOfficer(roster_.centre(), "duty")});
  EXPECT_EQ(
      roster_->Write([&](database::Transaction& tx) { return LayPattern(tx, form, other, kNow); })
          .error()
          .rule,
      "other_unit");
}

TEST(TimeOfDay, IsReadStrictly) {
  EXPECT_EQ(ParseTimeOfDay("08:30"), At(8, 30));
  EXPECT_EQ(FormatTimeOfDay(At(8, 30)), "08:30");
  for (const char* wrong : {"24:00", "8:30", "08-30", "08:60", "08:3x", ""}) {
    EXPECT_FALSE(ParseTimeOfDay(wrong).has_value()) << wrong;
  }
}

}  // namespace
}  // namespace hetang::roster
