#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "desk/warning/rules.h"
#include "desk/warning/test_warning.h"

namespace hetang::warning {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::UnorderedElementsAre;

class TakingTest : public DeskTest {};
INSTANTIATE_TEST_SUITE_P(Taking, TakingTest, database::BothEngines(),
                         testing::PrintToStringParamName());

TEST_P(TakingTest, TheSameNumberOfOneSourceIsTheSameInstruction) {
  InstructionForm form = desk_.Form();
  form.external_number = Text<64>("N-1");
  const auto first = Must(desk_.Take(form));
  const auto again = Must(desk_.Take(form));
  EXPECT_EQ(again.arrival, Arrival::known);
  EXPECT_EQ(again.warning_id, first.warning_id);
  form.source = "province";
  EXPECT_EQ(Must(desk_.Take(form)).arrival, Arrival::joined);
  EXPECT_EQ(desk_.Count("warning_instruction"), 2);
  EXPECT_EQ(desk_.Count("warning_record"), 1);
}

TEST_P(TakingTest, ALineWithoutANumberIsKnownByWhatItSaysWithinItsBatch) {
  const InstructionForm form = desk_.Form();
  Must(desk_.Take(form, "morning"));
  EXPECT_EQ(Must(desk_.Take(form, "morning")).arrival, Arrival::known);
  EXPECT_EQ(Must(desk_.Take(form, "evening")).arrival, Arrival::joined);
}

TEST_P(TakingTest, ThePersonIsKnownByIdentityByAnyPhoneOrByNameAndAddress) {
  InstructionForm form = desk_.Form();
  form.identity = IdentityNumber("990000198010101231");
  form.phones = std::vector{PhoneNumber("19900001111"), PhoneNumber("+86 199-0000-3333")};
  const Warning begun = desk_.Begin(form);

  InstructionForm by_phone;
  by_phone.source = "operator";
  by_phone.level = "low";
  by_phone.phones = std::vector{PhoneNumber("19900003333")};
  EXPECT_EQ(Must(desk_.Take(by_phone)).warning_id, begun.id);

  InstructionForm by_place = by_phone;
  by_place.phones.reset();
  by_place.name = form.name;
  by_place.address = form.address;
  EXPECT_EQ(Must(desk_.Take(by_place)).warning_id, begun.id);

  InstructionForm other = by_phone;
  other.name = PersonName("张望舒");
  const auto taken = Must(desk_.Take(other));
  EXPECT_EQ(taken.arrival, Arrival::begun) << "another name at the same phone is another person";
}

TEST_P(TakingTest, AGraverInstructionBeginsTheGraverLadder) {
  const Warning begun = desk_.Begin(desk_.Form("19900001111", "low"));
  const StepRow call = desk_.Step(begun, "call");
  EXPECT_EQ(Must(desk_.Take(desk_.Form("19900001111", "low"))).arrival, Arrival::joined);
  EXPECT_EQ(desk_.Get(begun.id).climb, 1);
  Must(desk_.Take(desk_.Form("19900001111", "red")));
  const Warning raised = desk_.Get(begun.id);
  EXPECT_EQ(raised.level, "red");
  EXPECT_EQ(raised.climb, 2);
  EXPECT_EQ(raised.instructions, 3);
  EXPECT_LT(desk_.Step(begun, "call").due_at, call.due_at);
  EXPECT_EQ(desk_.Count("warning_step WHERE phase = 'called_off'"), 1);
  EXPECT_EQ(desk_.Count("deadline_clock WHERE rule = 'warning_reach' AND state = 'open'"), 1);
  EXPECT_EQ(desk_.Tell(call, Outcome::busy, desk_.duty()).error().rule, "warning_ended");
}

TEST_P(TakingTest, AGraverInstructionCallsNobodyWhileSomebodyIsWithThePerson) {
  const Warning begun = desk_.Begin(desk_.Form("19900001111", "low"));
  const StepRow call = desk_.Step(begun, "call");
  Must(desk_.Tell(call, Outcome::reached, desk_.duty()));
  Must(desk_.Take(desk_.Form("19900001111", "red")));
  const Warning raised = desk_.Get(begun.id);
  EXPECT_EQ(raised.level, "red");
  EXPECT_EQ(raised.state, WarningState::reached);
  EXPECT_EQ(desk_.Count("warning_step"), 1);
  Must(desk_.Tell(call, Outcome::hung_up, desk_.duty()));
  const Warning again = desk_.Get(begun.id);
  EXPECT_EQ(again.state, WarningState::climbing);
  EXPECT_EQ(again.climb, 2) << "and then at the pace of the graver level";
  EXPECT_EQ(desk_.Step(again, "call").due_at, desk_.now() + Minutes(3));
  EXPECT_EQ(desk_.Count("deadline_clock WHERE rule = 'warning_reach' AND state = 'open'"), 1);
}

TEST_P(TakingTest, WhoIsWarnedOfAgainWhileWatchedIsOneLevelGraver) {
  const Warning begun = desk_.Begin(desk_.Form("19900001111", "middle"));
  Must(desk_.Tell(desk_.Step(begun, "call"), Outcome::dissuaded, desk_.duty()));
  EXPECT_EQ(Must(desk_.Take(desk_.Form("19900001111", "low"))).arrival, Arrival::reopened);
  const Warning again = desk_.Get(begun.id);
  EXPECT_EQ(again.level, "high");
  EXPECT_EQ(again.state, WarningState::climbing);
  EXPECT_EQ(again.outcome, std::nullopt);
}

TEST_P(TakingTest, AfterTheEndANewWarningShowsThePastOne) {
  const Warning begun = desk_.Begin(desk_.Form());
  Must(desk_.Tell(desk_.Step(begun, "call"), Outcome::not_a_fraud, desk_.duty()));
  const Warning second = desk_.Begin(desk_.Form());
  EXPECT_NE(second.id, begun.id);
  EXPECT_EQ(second.person_id, begun.person_id);
  const auto view =
      Must(desk_.Read([&](Transaction& tx) { return ViewOf(tx, second, desk_.duty()); }));
  ASSERT_EQ(view.past.size(), 1u);
  EXPECT_EQ(view.past[0].number, begun.number);
}

TEST_P(TakingTest, EveryWrongFieldIsNamedAtOnce) {
  InstructionForm form = desk_.Form();
  form.source = "";
  form.level = "purple";
  form.identity = IdentityNumber("990000198010101230");
  form.birthday = "2027-01-01";
  form.phones = std::vector{PhoneNumber("12-ab")};
  form.tried_fen = Fen(-1);
  const auto refused = desk_.Take(form);
  ASSERT_FALSE(refused.has_value());
  std::vector<std::string> found;
  for (const FieldError& field : refused.error().fields) {
    found.push_back(field.path + " " + field.code);
  }
  EXPECT_THAT(found,
              UnorderedElementsAre("source missing", "identity checksum", "birthday future_time",
                                   "phones[0] phone", "tried_fen range", "level unknown_level"));
  form = desk_.Form();
  form.phones.reset();
  form.address.reset();
  EXPECT_EQ(desk_.Take(form).error().fields.at(0).code, "nobody");
  EXPECT_EQ(desk_.Count("warning_instruction"), 0);
}

TEST_P(TakingTest, WhatIsOnlyOddIsKeptAndMarked) {
  InstructionForm form = desk_.Form("+44 20 7946 0000");
  form.name.reset();
  form.unit_code = Text<12>("440300000000");
  form.valid_until = desk_.now() - Hours(1);
  const auto taken = Must(desk_.Take(form));
  EXPECT_THAT(taken.marks, ElementsAre("no_name", "foreign_number", "other_district", "expired"));
  EXPECT_EQ(desk_.Get(taken.warning_id.value_or(0)).unit_id, 1) << "the centre keeps it";
}

TEST_P(TakingTest, TenPhonesAreCalledInTurn) {
  InstructionForm form = desk_.Form();
  form.phones.emplace();
  for (int i = 0; i < 10; ++i) {
    form.phones->emplace_back("1990000100" + std::to_string(i));
  }
  const Warning begun = desk_.Begin(form);
  const auto first = desk_.Step(begun, "call").contact_id;
  Must(desk_.Tell(desk_.Step(begun, "call"), Outcome::busy, desk_.duty()));
  desk_.Pass(Minutes(1));
  EXPECT_NE(desk_.Step(begun, "call").contact_id, first);
  form.phones->emplace_back("19900001010");
  EXPECT_EQ(desk_.Take(form).error().fields.at(0).code, "too_many");
}

TEST_P(TakingTest, AFloodFromOneSourceIsHeldApartAndTakenInAfterTheOthers) {
  Must(desk_.Take(desk_.Form("19900001110")));
  Must(desk_.Write(
      [](Transaction& tx) { return tx.Execute("UPDATE warning_source SET per_minute = 2"); }));
  Must(desk_.Take(desk_.Form("19900001111")));
  InstructionForm form = desk_.Form("19900001112", "low");
  form.name = PersonName("张望舒");
  EXPECT_EQ(Must(desk_.Take(form)).arrival, Arrival::held);
  form = desk_.Form("19900001113");
  form.name = PersonName("赵清和");
  EXPECT_EQ(Must(desk_.Take(form)).arrival, Arrival::held);
  form.source = "bank";
  EXPECT_EQ(Must(desk_.Take(form)).arrival, Arrival::begun) << "others are unharmed";

  desk_.Pass(Seconds(59));
  EXPECT_EQ(desk_.Count("warning_instruction WHERE state = 'held'"), 2);
  desk_.Pass(Seconds(1));
  EXPECT_EQ(desk_.Count("warning_instruction WHERE state = 'held'"), 0);
  EXPECT_EQ(desk_.Count("warning_instruction WHERE form <> ''"), 0);
}

TEST_P(TakingTest, ALadderWithFaultsIsRefusedWithItsPlacesAndAWarningKeepsItsOwn) {
  const Warning begun = desk_.Begin(desk_.Form());
  const auto put = [&](const LadderForm& form) {
    return desk_.Write(
        [&](Transaction& tx) { return PutLadder(tx, form, desk_.leader(), desk_.now()); });
  };
  LadderForm form{"red", "authority", DefaultRungs("red")};
  form.rungs[0].starts.push_back({"visit", {Cause::late}, 0});
  form.rungs[1].role = "king";
  const auto refused = put(form);
  ASSERT_FALSE(refused.has_value());
  std::vector<std::string> codes;
  for (const FieldError& field : refused.error().fields) codes.push_back(field.code);
  EXPECT_THAT(codes, UnorderedElementsAre("loop", "unknown_role"));
  form.rungs = {DefaultRungs("red")[0]};
  Must(put(form));
  InstructionForm next = desk_.Form("19900005555");
  next.name = PersonName("张望舒");
  EXPECT_THAT(desk_.Step(desk_.Begin(next), "call").phase, StepPhase::open);
  Must(desk_.Tell(desk_.Step(begun, "call"), Outcome::busy, desk_.duty()));
  EXPECT_EQ(desk_.Step(begun, "visit").phase, StepPhase::open);
}

}  // namespace
}  // namespace hetang::warning
