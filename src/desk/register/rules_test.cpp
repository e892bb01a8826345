#include "desk/register/rules.h"

#include <map>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hetang::registry {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr Moment kNow{1'775'000'000'000};

std::vector<CaseState> States() {
  std::vector<CaseState> states;
  for (const std::string_view name : EnumNames<CaseState>()) {
    states.push_back(*EnumFromName<CaseState>(name));
  }
  return states;
}

std::vector<Act> Acts() {
  std::vector<Act> acts;
  for (const std::string_view name : EnumNames<Act>()) acts.push_back(*EnumFromName<Act>(name));
  return acts;
}

Payment Paid(std::string account, std::int64_t fen, std::optional<Moment> at) {
  Payment payment;
  payment.to_account = AccountNumber(std::move(account));
  payment.amount_fen = Fen(fen);
  payment.at = at;
  return payment;
}

std::vector<std::string> FaultsIn(const std::vector<FieldError>& fields) {
  std::vector<std::string> faults;
  for (const FieldError& field : fields) faults.push_back(field.path + ":" + field.code);
  return faults;
}

// Drawn by hand, so that a change of the table is seen: from each state, by each act, to where.
TEST(CaseStates, EveryPairOfStatesIsAllowedOrRefusedAsDrawn) {
  using S = CaseState;
  const std::map<Act, std::set<std::pair<S, S>>> drawn{
      {Act::edit,
       {{S::taken_in, S::taken_in},
        {S::filing_asked, S::filing_asked},
        {S::filed, S::filed},
        {S::not_filed, S::not_filed}}},
      {Act::ask_filing, {{S::taken_in, S::filing_asked}, {S::not_filed, S::filing_asked}}},
      {Act::extend_filing, {{S::taken_in, S::taken_in}, {S::filing_asked, S::filing_asked}}},
      {Act::merge, {{S::taken_in, S::merged}, {S::not_filed, S::merged}}},
      {Act::decide_filing, {{S::filing_asked, S::filed}, {S::filing_asked, S::not_filed}}},
      {Act::refuse_filing, {{S::filing_asked, S::taken_in}, {S::filing_asked, S::not_filed}}},
      {Act::close, {{S::filed, S::closed}, {S::not_filed, S::closed}}},
      {Act::reopen, {{S::closed, S::filed}, {S::closed, S::not_filed}}}};
  for (const Act act : Acts()) {
    for (const CaseState from : States()) {
      bool any = false;
      for (const CaseState to : States()) {
        const bool allowed = drawn.at(act).contains({from, to});
        EXPECT_EQ(StepFor(act, from, to) != nullptr, allowed)
            << EnumName(act) << " " << EnumName(from) << " " << EnumName(to);
        any = any || allowed;
      }
      EXPECT_EQ(Allows(from, act), any) << EnumName(act) << " " << EnumName(from);
    }
  }
}

TEST(CaseStates, AMergedCaseAllowsNothing) {
  Case record;
  record.state = CaseState::merged;
  for (const Act act : Acts()) EXPECT_EQ(CheckAct(record, act).error().rule, "case_merged");
}

TEST(CaseStates, OnlyAskingWaitsForASecondPersonAndOnlyADecisionMeetsTheClock) {
  for (const Step& step : kSteps) {
    EXPECT_EQ(step.second_person, step.act == Act::ask_filing);
    EXPECT_EQ(step.clock == Clock::met, step.act == Act::decide_filing);
    EXPECT_EQ(step.clock == Clock::cancelled, step.act == Act::merge);
  }
}

TEST(CaseActions, AreThoseTheStateAllowsAndTheOfficerMayDo) {
  auth::Principal who;
  who.rights = {"register:edit", "register:file", "register:reveal"};
  Case record;
  EXPECT_THAT(ActionsOf(record, who),
              ElementsAre("edit", "ask_filing", "extend_filing", "merge", "reveal"));
  record.state = CaseState::filed;
  EXPECT_THAT(ActionsOf(record, who), ElementsAre("edit", "reveal"));
  who.rights = {"register:read"};
  EXPECT_THAT(ActionsOf(record, who), IsEmpty());
}

TEST(FilingClock, SevenAndThirtyDaysCountFromTheTakingIn) {
  const Moment due = kNow + Days(3);
  EXPECT_EQ(ExtendedDue(kNow, due, 7, kNow + Days(2)).value(), kNow + Days(7));
  EXPECT_EQ(ExtendedDue(kNow, due, 30, due).value(), kNow + Days(30));
  EXPECT_EQ(ExtendedDue(kNow, kNow + Days(7), 30, kNow + Days(5)).value(), kNow + Days(30));
}

TEST(FilingClock, IsNotExtendedOnceItHasRunOutNorToWhatItAlreadyIs) {
  const Moment due = kNow + Days(7);
  EXPECT_EQ(ExtendedDue(kNow, due, 7, kNow).error().rule, "already_extended");
  EXPECT_EQ(ExtendedDue(kNow, kNow + Days(30), 7, kNow).error().rule, "already_extended");
  EXPECT_EQ(ExtendedDue(kNow, due, 30, due + Milliseconds(1)).error().rule, "filing_clock_over");
  EXPECT_EQ(ExtendedDue(kNow, due, 14, kNow).error().code, ErrorCode::invalid);
}

TEST(CaseNumber, IsAreaDayAndSequence) {
  const Moment late = *ParseIso("2026-04-01T23:59:59+08:00");
  EXPECT_EQ(Numbered(CaseNumberPrefix("430202010000", late), 7), "AJ430202202604010007");
  EXPECT_EQ(Numbered(FilingNumberPrefix("430202010000", late), 7), "LA43020220260007");
}

TEST(CaseNumber, GoesOnAboveFourDigits) {
  EXPECT_EQ(Numbered("AJ", 9'999), "AJ9999");
  EXPECT_EQ(Numbered("AJ", 10'000), "AJ10000");
}

TEST(NewCaseRules, EveryWrongFieldIsReported) {
  NewCase form;
  form.began_at = kNow + Hours(1);
  form.victim.identity = IdentityNumber("430202199001011234");
  form.victim.phone = PhoneNumber("138****5678");
  form.victim.age = 131;
  form.payments = {Paid("1", 0, {}), Paid("1", -1, {}), Paid("1", 1, kNow + Hours(1))};
  EXPECT_THAT(FaultsIn(FaultsOf(form, kNow)),
              ElementsAre("victim.phone:masked", "victim.identity:checksum", "victim.age:range",
                          "began_at:future_time", "payments[0].amount_fen:zero_amount",
                          "payments[1].amount_fen:amount", "payments[2].at:future_time"));
}

TEST(NewCaseRules, AnEmptyReportIsNoFault) {
  NewCase form;
  form.began_at = kNow;
  EXPECT_THAT(FaultsOf(form, kNow), IsEmpty());
}

TEST(NewCaseRules, ABrowserClockMayRunALittleAhead) {
  NewCase form;
  form.began_at = kNow + kClockSkew;
  EXPECT_THAT(FaultsOf(form, kNow), IsEmpty());
}

TEST(NewCaseRules, TooManyPaymentsAreAnErrorNotAShorterCase) {
  NewCase form;
  form.payments.assign(kMostPayments + 1, Paid("1", 1, {}));
  EXPECT_THAT(FaultsIn(FaultsOf(form, kNow)), ElementsAre("payments:too_many"));
}

TEST(SamePayment, NeedsAccountAndAmountAndTenMinutes) {
  const Payment held = Paid("6222", 500, kNow);
  EXPECT_TRUE(TellOfOne(held, Paid("6222", 500, kNow + Minutes(10))));
  EXPECT_TRUE(TellOfOne(held, Paid("6222", 500, kNow - Minutes(10))));
  EXPECT_FALSE(TellOfOne(held, Paid("6222", 500, kNow + Minutes(11))));
  EXPECT_FALSE(TellOfOne(held, Paid("6222", 501, kNow)));
  EXPECT_FALSE(TellOfOne(held, Paid("6223", 500, kNow)));
  EXPECT_TRUE(TellOfOne(held, Paid("6222", 500, {})));
  EXPECT_FALSE(TellOfOne(Paid("", 500, kNow), Paid("", 500, kNow)));
}

TEST(SamePayment, TwoEqualPaymentsAreNotOneToldTwice) {
  const std::vector<Payment> held{Paid("6222", 500, kNow)};
  const std::vector<Payment> told{Paid("6222", 500, kNow), Paid("6222", 500, kNow + Minutes(1))};
  EXPECT_THAT(MatchPayments(held, told), ElementsAre(0, std::nullopt));
  EXPECT_THAT(MatchPayments(told, told), ElementsAre(0, 1));
}

TEST(Persons, AreCompletedButNeverOverwritten) {
  Person person;
  person.name = PersonName("王芳");
  person.sex = Sex::female;
  VictimForm form;
  form.name = PersonName("王方");
  form.sex = Sex::male;
  form.community = "茨菇塘社区";
  form.residence = Residence::floating;
  EXPECT_TRUE(Complete(person, form));
  EXPECT_EQ(person.name.Reveal(), "王芳");
  EXPECT_EQ(person.sex, Sex::female);
  EXPECT_EQ(person.community.str(), "茨菇塘社区");
  EXPECT_EQ(person.residence, Residence::floating);
  EXPECT_FALSE(Complete(person, form));
}

TEST(Persons, AMaskedValueSentBackLeavesTheStoredOne) {
  Person person;
  person.name = PersonName("王芳");
  person.phone = PhoneNumber("13812345678");
  VictimForm form;
  form.name = PersonName(person.name.Masked());
  form.phone = PhoneNumber("13900000000");
  const Person edited = Edited(person, form);
  EXPECT_EQ(edited.name.Reveal(), "王芳");
  EXPECT_EQ(edited.phone.Reveal(), "13900000000");
}

}  // namespace
}  // namespace hetang::registry
