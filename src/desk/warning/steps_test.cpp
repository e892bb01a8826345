#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "desk/warning/test_warning.h"

namespace hetang::warning {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class StepsTest : public DeskTest {};
INSTANTIATE_TEST_SUITE_P(Steps, StepsTest, database::BothEngines(),
                         testing::PrintToStringParamName());

std::vector<std::string> NamesIn(const std::vector<QueueItem>& queue) {
  std::vector<std::string> names;
  for (const QueueItem& item : queue) names.push_back(item.step.name);
  return names;
}

// The way of the article: the line is busy; nobody is at home; the husband says where she works;
// there she is, and pays nothing.
TEST_P(StepsTest, BusyLineVisitHusbandWorkplaceReached) {
  InstructionForm form = desk_.Form();
  form.contacts = std::vector{ContactForm{ContactKind::family, PersonName("王知行"),
                                          PhoneNumber("19900002222"), std::nullopt}};
  const Warning begun = desk_.Begin(form);
  EXPECT_THAT(NamesIn(desk_.QueueOf(desk_.duty())), ElementsAre("call"));
  EXPECT_THAT(NamesIn(desk_.QueueOf(desk_.officer())), IsEmpty());

  Must(desk_.Tell(desk_.Step(begun, "call"), Outcome::busy, desk_.duty()));
  EXPECT_THAT(NamesIn(desk_.QueueOf(desk_.officer())), ElementsAre("visit"));
  Must(desk_.TakeUp(desk_.Step(begun, "visit"), desk_.officer()));
  desk_.Pass(Minutes(2));
  Must(desk_.Tell(desk_.Step(begun, "visit"), Outcome::no_answer, desk_.officer()));

  const StepRow family = desk_.Step(begun, "family");
  TellForm told;
  told.outcome = Outcome::found_elsewhere;
  told.next_contact =
      ContactForm{ContactKind::elsewhere, std::nullopt, std::nullopt, Address("步行街超市一楼")};
  Must(desk_.Tell(family, told, desk_.second()));
  const StepRow elsewhere = desk_.Step(begun, "elsewhere");
  const auto queue = desk_.QueueOf(desk_.officer());
  ASSERT_EQ(queue.size(), 1u);
  ASSERT_TRUE(queue[0].contact.has_value());
  EXPECT_EQ(queue[0].contact->place.Reveal(), "步行街超市一楼");

  Must(desk_.Tell(elsewhere, Outcome::reached, desk_.officer()));
  EXPECT_EQ(desk_.Get(begun.id).state, WarningState::reached);
  EXPECT_THAT(NamesIn(desk_.QueueOf(desk_.duty())), IsEmpty()) << "nobody rings any more";
  Must(desk_.Tell(elsewhere, Outcome::dissuaded, desk_.officer()));
  const Warning ended = desk_.Get(begun.id);
  EXPECT_EQ(ended.state, WarningState::watched);
  EXPECT_TRUE(ended.watch_until.has_value());
  EXPECT_EQ(desk_.Count("deadline_clock WHERE state = 'open' AND desk = 'warning'"), 0);
}

TEST_P(StepsTest, OfTwoOfficersOneGetsTheStepAndTheOtherIsToldWho) {
  const Warning begun = desk_.Begin(desk_.Form());
  const StepRow call = desk_.Step(begun, "call");
  Must(desk_.TakeUp(call, desk_.duty()));
  Must(desk_.TakeUp(call, desk_.duty()));
  for (const auto& refused :
       {desk_.TakeUp(call, desk_.second()), desk_.Tell(call, Outcome::reached, desk_.second())}) {
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().rule, "taken_by");
    EXPECT_THAT(refused.error().message, HasSubstr(desk_.duty().name.str()));
  }
  EXPECT_EQ(desk_.TakeUp(call, desk_.officer()).error().rule, "other_role");
}

TEST_P(StepsTest, WhatIsTakenAndNotFinishedComesBackBeforeItsTimeIsUp) {
  const Warning begun = desk_.Begin(desk_.Form());
  const StepRow call = desk_.Step(begun, "call");
  Must(desk_.TakeUp(call, desk_.duty()));
  desk_.Pass(Seconds(119));
  EXPECT_EQ(desk_.Step(begun, "call").phase, StepPhase::taken);
  desk_.Pass(Seconds(1));
  const StepRow back = desk_.Step(begun, "call");
  EXPECT_EQ(back.phase, StepPhase::open);
  EXPECT_LT(desk_.now(), back.due_at);
  Must(desk_.TakeUp(back, desk_.second()));
}

TEST_P(StepsTest, ALateStepLeadsOnAndIsEscalatedToALeader) {
  const Warning begun = desk_.Begin(desk_.Form());
  desk_.Pass(Minutes(3));
  EXPECT_EQ(desk_.Step(begun, "call").phase, StepPhase::late);
  EXPECT_EQ(desk_.Step(begun, "visit").phase, StepPhase::open);
  EXPECT_EQ(desk_.Count("deadline_notice WHERE code = 'warning_step_overdue' AND role = 'leader'"),
            1);
  // The same moment once more does nothing more.
  const auto steps = desk_.Count("warning_step");
  desk_.Pass(Milliseconds(0));
  EXPECT_EQ(desk_.Count("warning_step"), steps);
}

TEST_P(StepsTest, NobodyIsForgottenEvenWhenNobodyActs) {
  const Warning begun = desk_.Begin(desk_.Form());
  for (int minutes = 0; minutes < 90; ++minutes) desk_.Pass(Minutes(1));
  EXPECT_EQ(desk_.Get(begun.id).state, WarningState::with_leader);
  EXPECT_EQ(desk_.Count("deadline_notice WHERE code = 'warning_leader_overdue'"), 1);
  Must(desk_.Write([&](Transaction& tx) {
    return ClimbAgain(tx, begun.id, {Text<400>("再找一次")}, desk_.leader(), desk_.now());
  }));
  EXPECT_EQ(desk_.Get(begun.id).state, WarningState::climbing);
  EXPECT_EQ(desk_.Step(begun, "call").climb, 2);
  const auto why = desk_.Write([&](Transaction& tx) {
    return CloseWarning(tx, begun.id, {Text<400>()}, desk_.leader(), desk_.now());
  });
  EXPECT_EQ(why.error().fields.at(0).path, "why");
  Must(desk_.Write([&](Transaction& tx) {
    return CloseWarning(tx, begun.id, {Text<400>("已出境")}, desk_.leader(), desk_.now());
  }));
  EXPECT_THAT(NamesIn(desk_.QueueOf(desk_.duty())), IsEmpty());
  EXPECT_EQ(desk_.Tell(desk_.Step(begun, "call"), Outcome::busy, desk_.duty()).error().rule,
            "warning_ended");
}

TEST_P(StepsTest, WithoutANumberTheVisitBeginsAtOnce) {
  InstructionForm form = desk_.Form();
  form.phones.reset();
  const Warning begun = desk_.Begin(form);
  EXPECT_EQ(desk_.Step(begun, "visit").phase, StepPhase::open);
  EXPECT_EQ(desk_.Step(begun, "call").outcome, Outcome::wrong_number);
}

TEST_P(StepsTest, AfterADissuasionSomebodyComesByAgainAndThenTheWatchEnds) {
  const Warning begun = desk_.Begin(desk_.Form());
  Must(desk_.Tell(desk_.Step(begun, "call"), Outcome::dissuaded, desk_.duty()));
  EXPECT_EQ(desk_.Count("warning_step WHERE phase = 'waiting'"), 3);
  EXPECT_THAT(NamesIn(desk_.QueueOf(desk_.officer())), IsEmpty());
  desk_.Pass(Days(1));
  EXPECT_THAT(NamesIn(desk_.QueueOf(desk_.officer())), ElementsAre("return_visit"));
  const auto visit = desk_.QueueOf(desk_.officer()).front();
  Must(desk_.Write([&](Transaction& tx) -> Status {
    HT_TRY_STATUS(
        TellStep(tx, visit.step.id, {Outcome::done, {}, {}, {}}, desk_.officer(), desk_.now()));
    return {};
  }));
  desk_.Pass(Days(30));
  EXPECT_EQ(desk_.Get(begun.id).state, WarningState::closed);
  EXPECT_EQ(desk_.Get(begun.id).outcome, Outcome::dissuaded);
}

TEST_P(StepsTest, WhatWasPaidIsReportedAndStoppedInOneAct) {
  const Warning begun = desk_.Begin(desk_.Form());
  PaidForm form;
  intake::PaymentForm payment;
  payment.amount_fen = Fen(3'000'000);
  payment.at = desk_.now() - Minutes(2);
  payment.to = {std::string(funds::kBankA), Text<80>("甲银行"),
                AccountNumber("6222020000000000026"), PersonName("邬望舒")};
  payment.stop = true;
  form.payments.push_back(payment);
  const auto pay = [&] {
    return desk_.Write(
        [&](Transaction& tx) { return ReportPaid(tx, begun.id, form, desk_.duty(), desk_.now()); });
  };
  const auto paid = Must(pay());
  ASSERT_EQ(paid.taken.orders.size(), 1u);
  const Warning after = desk_.Get(begun.id);
  EXPECT_EQ(after.state, WarningState::paid);
  EXPECT_EQ(after.case_id, paid.taken.case_id);
  const auto record =
      Must(desk_.Read([&](Transaction& tx) { return tx.Get<registry::Case>(paid.taken.case_id); }));
  EXPECT_EQ(record.victim_id, begun.person_id) << "the person of the warning is the victim";
  EXPECT_THAT(record.narrative.Reveal(), HasSubstr("与境外号码通话40分钟"));
  EXPECT_THAT(NamesIn(desk_.QueueOf(desk_.duty())), IsEmpty());
  EXPECT_EQ(pay().error().rule, "already_reported");
}

TEST_P(StepsTest, ThatTheMoneyHasLeftStartsTheFiveMinutesAndTheReportEndsThem) {
  const Warning begun = desk_.Begin(desk_.Form());
  Must(desk_.Tell(desk_.Step(begun, "call"), Outcome::already_paid, desk_.duty()));
  const Warning paid = desk_.Get(begun.id);
  EXPECT_EQ(paid.state, WarningState::paid);
  EXPECT_EQ(desk_.Count("deadline_clock WHERE state = 'open' AND rule = 'warning_report'"), 1);
  const auto view =
      Must(desk_.Read([&](Transaction& tx) { return ViewOf(tx, paid, desk_.duty()); }));
  EXPECT_THAT(view.actions, Contains("pay"));
}

TEST_P(StepsTest, ATransferTakesTheVisitAlong) {
  const Warning begun = desk_.Begin(desk_.Form());
  Must(desk_.Tell(desk_.Step(begun, "call"), Outcome::busy, desk_.duty()));
  Must(desk_.Write([&](Transaction& tx) {
    return TransferWarning(tx, begun.id, {1, Text<400>("人在外地")}, desk_.leader(), desk_.now());
  }));
  EXPECT_THAT(NamesIn(desk_.QueueOf(desk_.officer())), IsEmpty());
  EXPECT_EQ(desk_.Step(begun, "visit").unit_id, 1);
}

}  // namespace
}  // namespace hetang::warning
