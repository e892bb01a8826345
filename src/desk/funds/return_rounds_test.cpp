#include "desk/funds/return_rounds.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "desk/funds/recovered.h"
#include "desk/funds/return_proposal.h"
#include "desk/funds/return_views.h"
#include "desk/funds/test_returns.h"
#include "platform/approval/evidence.h"

namespace hetang::funds {
namespace {

using testing::ElementsAre;
using testing::SizeIs;

constexpr std::int64_t kYuan = 100;

class ReturnRoundsTest : public testing::TestWithParam<database::Engine> {
 protected:
  // Three victims of 50,000 yuan each, and a round on their common account, past the waiting rule.
  Round OpenWithThree(std::int64_t held_yuan) {
    for (int i = 0; i < 3; ++i) cases_.push_back(centre_.OpenCase());
    freeze_ = centre_.Freeze(cases_[0], Fen(held_yuan * kYuan));
    centre_.Advance(Days(93));
    Round round = *centre_.Open(freeze_);
    for (const auto& opened : cases_) {
      const auto added = centre_.Add(round, TestReturns::ClaimOf(opened));
      EXPECT_TRUE(added.has_value()) << added.error().message;
      round = *added;
    }
    return round;
  }
  Result<Objection> ObjectTo(const Round& round, std::optional<Moment> at = {}) {
    const ObjectionForm form{PersonName("麻少棠"), PhoneNumber("19900001111"),
                             PersonalText("这笔钱是我的货款"), at};
    return centre_.Do(
        [&](auto& tx) { return Object(tx, round.id, form, centre_.duty(), centre_.now()); });
  }
  Result<Objection> Answer(const Objection& objection, bool upheld) {
    const ReviewForm form{upheld, Text<1000>("经核查，答复如下")};
    return centre_.Do([&](auto& tx) {
      return ReviewObjection(tx, objection.round_id, objection.id, form, centre_.duty(),
                             centre_.now());
    });
  }
  void SetFreeze(OrderState state) {
    Order order = centre_.Reload(freeze_);
    order.state = state;
    ASSERT_TRUE(centre_.Do([&](auto& tx) { return tx.Update(order); }).has_value());
  }

  TestReturns centre_{GetParam()};
  std::vector<registry::OpenedCase> cases_;
  Order freeze_;
};
INSTANTIATE_TEST_SUITE_P(Returns, ReturnRoundsTest, database::BothEngines(),
                         testing::PrintToStringParamName());

TEST_P(ReturnRoundsTest, ThreeVictimsGetTheirShareByRatioAfterNoticeObjectionAndDecision) {
  Round round = OpenWithThree(100'000);
  EXPECT_EQ(round.article, Article::pro_rata);
  EXPECT_THAT(centre_.Returns(round), ElementsAre(3'333'334, 3'333'333, 3'333'333));
  ASSERT_TRUE(centre_.Ask(round).has_value());
  const auto approved = centre_.Approve(centre_.leader());
  ASSERT_TRUE(approved.has_value());
  const approval::Evidence shown = approval::EvidenceOf(*approved);
  EXPECT_EQ(shown.amount_fen, round.return_fen);
  EXPECT_EQ(shown.account, round.account_number);
  EXPECT_EQ(shown.links.at(0).id, round.id);
  EXPECT_EQ(centre_.DecideIt(round).error().rule, "notice_needed");
  ASSERT_TRUE(centre_.Publish(round).has_value());
  const auto objection = ObjectTo(round);
  ASSERT_TRUE(objection.has_value());
  EXPECT_FALSE(objection->late);
  centre_.Advance(Days(29));
  EXPECT_EQ(centre_.DecideIt(round).error().rule, "notice_running");
  centre_.Advance(Days(1));
  EXPECT_EQ(centre_.DecideIt(round).error().rule, "objection_open");
  ASSERT_TRUE(Answer(*objection, false).has_value());
  const auto decided = centre_.DecideIt(round);
  ASSERT_TRUE(decided.has_value()) << decided.error().message;
  EXPECT_EQ(decided->decision_number, "公(刑)返字〔2026〕1号至公(刑)返字〔2026〕3号");
  EXPECT_EQ(centre_.Count("deadline_clock WHERE rule = 'return_decision' AND state = 'met'"), 1);
  ASSERT_TRUE(centre_.NotifyBank(round).has_value());
  EXPECT_EQ(centre_.Count("deadline_clock WHERE rule = 'return_execution' AND state = 'open'"), 1);
  centre_.Advance(Hours(20));
  ASSERT_TRUE(centre_.Receipt(round, centre_.InFull(round)).has_value());
  for (const Claim& claim : centre_.Claims(round)) {
    EXPECT_TRUE(centre_.Confirm(round, claim).has_value());
  }
  round = centre_.Reload(round);
  EXPECT_EQ(round.state, RoundState::confirmed);
  EXPECT_EQ(round.executed_fen, Fen(100'000 * kYuan));
  EXPECT_EQ(centre_.Count("journal_entry WHERE subject = 'return' AND act = 'return_confirmed'"),
            3);
}

TEST_P(ReturnRoundsTest, ASingleInflowGoesHomeWithoutANotice) {
  const auto opened = centre_.OpenCase();
  centre_.Statement(
      {{kMule, "", "2026-03-02 20:55:00", "50000.00", "50000.00", "进", kVictimCard, "S1"},
       {kMule, "", "2026-03-02 20:58:00", "20000.00", "30000.00", "出", "6222020000000000099",
        "S2"}});
  freeze_ = centre_.Freeze(opened, Fen(30'000 * kYuan));
  centre_.Advance(Days(93));
  Round round = *centre_.Open(freeze_);
  round = *centre_.Add(round, TestReturns::ClaimOf(opened));
  EXPECT_EQ(round.article, Article::single_inflow);
  EXPECT_THAT(centre_.Returns(round), ElementsAre(30'000 * kYuan));
  ASSERT_TRUE(centre_.Ask(round).has_value());
  ASSERT_TRUE(centre_.Approve(centre_.leader()).has_value());
  EXPECT_TRUE(centre_.DecideIt(round).has_value());
}

TEST_P(ReturnRoundsTest, TheProofIsStoredWithItsRowsAndDigest) {
  const auto opened = centre_.OpenCase();
  centre_.Statement(
      {{kMule, "", "2026-03-02 20:40:00", "700.00", "700.00", "进", "6222020000000000099", "S1"},
       {kMule, "", "2026-03-02 20:55:00", "50000.00", "50700.00", "进", kVictimCard, "S2"},
       {kMule, "", "2026-03-02 20:58:00", "600.00", "50100.00", "出", "6222020000000000099",
        "S3"}});
  freeze_ = centre_.Freeze(opened, Fen(50'100 * kYuan));
  centre_.Advance(Days(93));
  Round round = *centre_.Open(freeze_);
  round = *centre_.Add(round, TestReturns::ClaimOf(opened));
  EXPECT_EQ(round.article, Article::traced_by_time);
  const auto proposal = centre_.db().Read(
      [&](database::Transaction& tx) { return tx.Get<Proposal>(round.proposal_id); });
  ASSERT_TRUE(proposal.has_value());
  EXPECT_EQ(proposal->digest, round.proposal_digest);
  const auto proof = json::Read<ReturnProof>(proposal->proof);
  ASSERT_TRUE(proof.has_value());
  ASSERT_THAT(proof->rows, SizeIs(2));
  EXPECT_EQ(proof->rows[1].finding, Finding::debit_of_other);
  EXPECT_EQ(proof->rows[1].held_fen, Fen(50'000 * kYuan));
}

TEST_P(ReturnRoundsTest, BeforeTheCentresWaitingTimeAReasonIsNeeded) {
  const auto opened = centre_.OpenCase();
  freeze_ = centre_.Freeze(opened, Fen(1'000 * kYuan));
  EXPECT_EQ(centre_.Open(freeze_).error().rule, "return_too_early");
  const auto early = centre_.Open(freeze_, "被害人急需医疗费");
  ASSERT_TRUE(early.has_value());
  EXPECT_EQ(early->early_reason.str(), "被害人急需医疗费");
}

TEST_P(ReturnRoundsTest, AQueuedOrEndedFreezeGivesNothing) {
  const auto opened = centre_.OpenCase();
  freeze_ = centre_.Freeze(opened, Fen(1'000 * kYuan), OrderState::queued);
  centre_.Advance(Days(93));
  EXPECT_EQ(centre_.Open(freeze_).error().rule, "freeze_queued");
  SetFreeze(OrderState::released);
  EXPECT_EQ(centre_.Open(freeze_).error().rule, "freeze_not_in_force");
  SetFreeze(OrderState::frozen);
  centre_.Advance(Days(100));  // Its six months are over, though no answer has said so.
  EXPECT_EQ(centre_.Open(freeze_).error().rule, "freeze_not_in_force");
  const auto stop = centre_.Place(centre_.WishFor(opened));
  ASSERT_TRUE(stop.has_value());
  EXPECT_EQ(centre_.Open(stop->order).error().rule, "not_a_freeze");
}

TEST_P(ReturnRoundsTest, OnlyWhoAskedIsOfferedToTakeTheReportBack) {
  const auto asked = centre_.Ask(OpenWithThree(100'000));
  ASSERT_TRUE(asked.has_value());
  const auto offered = [&](const auth::Principal& who) {
    const auto view = centre_.db().Read(
        [&](database::Transaction& tx) { return ViewOf(tx, *asked, who, centre_.now()); });
    return view->actions;
  };
  EXPECT_THAT(offered(centre_.duty()), testing::IsSupersetOf({"withdraw", "cancel"}));
  EXPECT_THAT(offered(centre_.second()), testing::Not(testing::Contains("withdraw")));
  EXPECT_THAT(offered(centre_.second()), testing::Not(testing::Contains("cancel")));
  EXPECT_EQ(centre_
                .Write([&](database::Transaction& tx) {
                  return CancelRound(tx, asked->id, {Text<400>("重复")}, centre_.second(),
                                     centre_.now());
                })
                .error()
                .code,
            ErrorCode::forbidden);
}

TEST_P(ReturnRoundsTest, AFreezeThatLapsesMeanwhileHoldsTheRoundUp) {
  const Round round = OpenWithThree(100'000);
  ASSERT_TRUE(centre_.Ask(round).has_value());
  SetFreeze(OrderState::expired);
  EXPECT_EQ(centre_.Approve(centre_.leader()).error().rule, "freeze_not_in_force");
  SetFreeze(OrderState::frozen);
  ASSERT_TRUE(centre_.Approve(centre_.leader()).has_value());
  ASSERT_TRUE(centre_.Publish(round).has_value());
  centre_.Advance(Days(30));
  SetFreeze(OrderState::expired);
  EXPECT_EQ(centre_.DecideIt(round).error().rule, "freeze_not_in_force");
  SetFreeze(OrderState::frozen);
  ASSERT_TRUE(centre_.DecideIt(round).has_value());
  SetFreeze(OrderState::expired);
  EXPECT_EQ(centre_.NotifyBank(round).error().rule, "freeze_not_in_force");
}

TEST_P(ReturnRoundsTest, OfTwoLeadersAtOnceOneApprovesAndTheOtherIsTold) {
  const Round round = OpenWithThree(100'000);
  ASSERT_TRUE(centre_.Ask(round).has_value());
  ASSERT_TRUE(centre_.Approve(centre_.leader()).has_value());
  const auto second = centre_.Approve(centre_.other_leader());
  ASSERT_FALSE(second.has_value());
  EXPECT_EQ(second.error().rule, "already_decided");
  EXPECT_EQ(centre_.Reload(round).approved_by, centre_.leader().officer_id);
}

TEST_P(ReturnRoundsTest, WhoAsksDoesNotApproveAndARefusedReportGoesBackToTheDraft) {
  const Round round = OpenWithThree(100'000);
  ASSERT_TRUE(centre_.Ask(round).has_value());
  EXPECT_FALSE(centre_.Approve(centre_.duty()).has_value());
  ASSERT_TRUE(centre_.Approve(centre_.leader(), false).has_value());
  EXPECT_EQ(centre_.Reload(round).state, RoundState::draft);
}

TEST_P(ReturnRoundsTest, AReportIsOfTheProposalThatWasRead) {
  const Round round = OpenWithThree(100'000);
  const AskForm stale{"0000", Text<400>("依据")};
  const auto asked = centre_.Do(
      [&](auto& tx) { return AskReport(tx, round.id, stale, centre_.duty(), centre_.now()); });
  EXPECT_EQ(asked.error().code, ErrorCode::stale);
}

TEST_P(ReturnRoundsTest, AClaimIsMadeOfPaymentsOfItsCaseAndNoMoreThanThey) {
  const auto opened = centre_.OpenCase();
  const auto other = centre_.OpenCase();
  freeze_ = centre_.Freeze(opened, Fen(1'000 * kYuan));
  centre_.Advance(Days(93));
  const Round round = *centre_.Open(freeze_);
  ClaimForm form = TestReturns::ClaimOf(opened);
  form.loss_fen = Fen(50'001 * kYuan);
  EXPECT_EQ(centre_.Add(round, form).error().fields.at(0).code, "over_payments");
  form.loss_fen.reset();
  form.payment_ids = {other.payments[0].id};
  EXPECT_EQ(centre_.Add(round, form).error().fields.at(0).code, "not_of_case");
  form.payment_ids.clear();
  EXPECT_EQ(centre_.Add(round, form).error().fields.at(0).code, "missing");
  ASSERT_TRUE(centre_.Add(round, TestReturns::ClaimOf(opened)).has_value());
  EXPECT_EQ(centre_.Add(round, TestReturns::ClaimOf(opened)).error().rule, "claimed_twice");
}

TEST_P(ReturnRoundsTest, AnotherAccountIsTheVictimsOwnAndHasAReason) {
  const auto opened = centre_.OpenCase();
  freeze_ = centre_.Freeze(opened, Fen(1'000 * kYuan));
  centre_.Advance(Days(93));
  const Round round = *centre_.Open(freeze_);
  ClaimForm form = TestReturns::ClaimOf(opened);
  form.to_account = AccountNumber("6222020000000000777");
  form.to_bank_name = Text<80>("乙银行");
  EXPECT_EQ(centre_.Add(round, form).error().fields.at(0).path, "other_account_reason");
  form.other_account_reason = Text<200>("原卡已注销");
  form.to_holder = PersonName("别人");
  EXPECT_EQ(centre_.Add(round, form).error().fields.at(0).code, "not_the_victim");
  form.to_holder.reset();
  form.agent_name = PersonName("瞿安然");
  EXPECT_EQ(centre_.Add(round, form).error().fields.at(0).path, "agent_mandate");
  form.agent_mandate = Text<200>("公证委托书已核");
  ASSERT_TRUE(centre_.Add(round, form).has_value());
  EXPECT_FALSE(centre_.Claims(round)[0].to_original);
}

TEST_P(ReturnRoundsTest, ALaterVictimsRoundIsOfWhatRemainsAndNothingIsClawedBack) {
  const auto first_case = centre_.OpenCase();
  const auto later_case = centre_.OpenCase();
  freeze_ = centre_.Freeze(first_case, Fen(80'000 * kYuan));
  centre_.Advance(Days(93));
  Round first = *centre_.Open(freeze_);
  EXPECT_EQ(centre_.Open(freeze_).error().rule, "round_open");
  first = *centre_.Add(first, TestReturns::ClaimOf(first_case));
  ASSERT_TRUE(centre_.DecideByRatio(first).has_value());
  ASSERT_TRUE(centre_.NotifyBank(first).has_value());
  ASSERT_TRUE(centre_.Receipt(first, centre_.InFull(first)).has_value());
  Round later = *centre_.Open(freeze_);
  EXPECT_EQ(later.available_fen, Fen(30'000 * kYuan));
  later = *centre_.Add(later, TestReturns::ClaimOf(later_case));
  EXPECT_THAT(centre_.Returns(later), ElementsAre(30'000 * kYuan));
  // The first victim has had the loss back and gets nothing more.
  later = *centre_.Add(later, TestReturns::ClaimOf(first_case));
  EXPECT_THAT(centre_.Returns(later), ElementsAre(30'000 * kYuan, 0));
  EXPECT_THAT(centre_.Returns(first), ElementsAre(50'000 * kYuan));
}

TEST_P(ReturnRoundsTest, WithTwoRoundsAVictimNeverGetsMoreThanTheLoss) {
  const auto opened = centre_.OpenCase();
  const Order one = centre_.Freeze(opened, Fen(50'000 * kYuan));
  const Order two = centre_.Freeze(opened, Fen(50'000 * kYuan));
  centre_.Advance(Days(93));
  Round first = *centre_.Open(one);
  Round second = *centre_.Open(two);
  first = *centre_.Add(first, TestReturns::ClaimOf(opened));
  second = *centre_.Add(second, TestReturns::ClaimOf(opened));
  ASSERT_TRUE(centre_.DecideByRatio(first).has_value());
  EXPECT_EQ(centre_.DecideByRatio(second).error().rule, "over_loss");
}

TEST_P(ReturnRoundsTest, AnObjectionAfterThePeriodIsKeptAndMarkedLate) {
  const Round round = OpenWithThree(100'000);
  ASSERT_TRUE(centre_.DecideByRatio(round).has_value());
  centre_.Advance(Hours(1));
  const auto late = ObjectTo(round);
  ASSERT_TRUE(late.has_value());
  EXPECT_TRUE(late->late);
  EXPECT_EQ(ObjectTo(round, centre_.now() - Days(60)).error().fields.at(0).code, "before_notice");
  EXPECT_EQ(ObjectTo(round, centre_.now() + Days(1)).error().fields.at(0).code, "future_time");
}

TEST_P(ReturnRoundsTest, AnObjectionThatIsUpheldSendsTheRoundBack) {
  const Round round = OpenWithThree(100'000);
  ASSERT_TRUE(centre_.Ask(round).has_value());
  ASSERT_TRUE(centre_.Approve(centre_.leader()).has_value());
  ASSERT_TRUE(centre_.Publish(round).has_value());
  ASSERT_TRUE(Answer(*ObjectTo(round), true).has_value());
  centre_.Advance(Days(30));
  EXPECT_EQ(centre_.DecideIt(round).error().rule, "objection_upheld");
  const auto revised = centre_.Do([&](auto& tx) {
    return Revise(tx, round.id, {Text<400>("异议成立，重新核算")}, centre_.duty(), centre_.now());
  });
  ASSERT_TRUE(revised.has_value());
  EXPECT_EQ(revised->state, RoundState::draft);
  EXPECT_EQ(centre_.Count("deadline_clock WHERE rule = 'return_decision' AND state = 'open'"), 0);
  EXPECT_TRUE(centre_.DecideByRatio(round).has_value());
}

TEST_P(ReturnRoundsTest, TwoOfficersGoToTheBankWhichHasThreeWorkingDays) {
  const Round round = OpenWithThree(100'000);
  ASSERT_TRUE(centre_.DecideByRatio(round).has_value());
  const auto alone = centre_.Do([&](auto& tx) {
    return Notify(tx, round.id, {centre_.duty().officer_id, true}, centre_.duty(), centre_.now());
  });
  EXPECT_EQ(alone.error().rule, "own_second");
  while (CivilOf(centre_.now()).weekday != 5) centre_.Advance(Days(1));
  const auto notified = centre_.NotifyBank(round);
  ASSERT_TRUE(notified.has_value());
  const Civil last = CivilOf(*notified->execute_by);
  const Civil over_a_weekend = CivilOf(centre_.now() + Days(5));
  EXPECT_EQ(std::pair(last.month, last.day), std::pair(over_a_weekend.month, over_a_weekend.day));
}

TEST_P(ReturnRoundsTest, AShortOrRefusedExecutionIsKeptWithItsReasonAndMayGoOutAgain) {
  const Round round = OpenWithThree(150'000);
  ASSERT_TRUE(centre_.DecideByRatio(round).has_value());
  ASSERT_TRUE(centre_.NotifyBank(round).has_value());
  auto lines = centre_.InFull(round);
  lines[1].executed_fen = Fen(20'000 * kYuan);
  lines[2].executed_fen = Fen(0);
  const auto silent = centre_.Receipt(round, lines);
  ASSERT_FALSE(silent.has_value());
  EXPECT_THAT(silent.error().fields, SizeIs(2));
  lines[1].note = lines[2].note = Text<200>("收款账户状态异常");
  ASSERT_TRUE(centre_.Receipt(round, lines).has_value());
  auto claims = centre_.Claims(round);
  EXPECT_EQ(claims[0].state, ClaimState::executed);
  EXPECT_EQ(claims[1].state, ClaimState::executed_short);
  EXPECT_EQ(claims[2].state, ClaimState::refused);
  EXPECT_EQ(centre_.Reload(round).executed_fen, Fen(70'000 * kYuan));
  EXPECT_EQ(centre_.Confirm(round, claims[2]).error().rule, "nothing_executed");
  ASSERT_TRUE(centre_.NotifyBank(round).has_value());
  ASSERT_TRUE(centre_.Receipt(round, centre_.InFull(round)).has_value());
  EXPECT_EQ(centre_.Reload(round).executed_fen, Fen(150'000 * kYuan));
}

TEST_P(ReturnRoundsTest, AReceiptThatSumsWronglyIsRefused) {
  const Round round = OpenWithThree(150'000);
  ASSERT_TRUE(centre_.DecideByRatio(round).has_value());
  ASSERT_TRUE(centre_.NotifyBank(round).has_value());
  auto lines = centre_.InFull(round);
  lines[0].executed_fen += Fen(1);
  EXPECT_EQ(centre_.Receipt(round, lines).error().fields.at(0).code, "over_return");
  lines = centre_.InFull(round);
  lines.pop_back();
  EXPECT_EQ(centre_.Receipt(round, lines).error().fields.at(0).code, "claim_missing");
  lines = centre_.InFull(round);
  lines[1].claim_id = lines[0].claim_id;
  EXPECT_EQ(centre_.Receipt(round, lines).error().fields.at(0).code, "not_of_round");
}

TEST_P(ReturnRoundsTest, MoneyThatTheApprovedProposalNoLongerFindsIsNotDecided) {
  const Round round = OpenWithThree(100'000);
  ASSERT_TRUE(centre_.Ask(round).has_value());
  Order order = centre_.Reload(freeze_);
  order.held_fen = Fen(99'999 * kYuan);
  ASSERT_TRUE(centre_.Do([&](auto& tx) { return tx.Update(order); }).has_value());
  EXPECT_EQ(centre_.Approve(centre_.leader()).error().rule, "over_frozen");
}

TEST_P(ReturnRoundsTest, CancellingNeedsAReasonAndEndsWithTheDecision) {
  const Round round = OpenWithThree(100'000);
  ASSERT_TRUE(centre_.Ask(round).has_value());
  const auto cancel = [&](const char* reason) {
    return centre_.Do([&](auto& tx) {
      return CancelRound(tx, round.id, {Text<400>(reason)}, centre_.duty(), centre_.now());
    });
  };
  EXPECT_EQ(cancel("").error().fields.at(0).path, "reason");
  ASSERT_TRUE(cancel("被害人撤回申请").has_value());
  EXPECT_EQ(centre_.Count("approval_request WHERE act = 'return_report' AND state = 'waiting'"), 0);
  Round again = *centre_.Open(freeze_);
  again = *centre_.Add(again, TestReturns::ClaimOf(cases_[0]));
  ASSERT_TRUE(centre_.DecideByRatio(again).has_value());
  const auto late = centre_.Do([&](auto& tx) {
    return CancelRound(tx, again.id, {Text<400>("不返还了")}, centre_.duty(), centre_.now());
  });
  EXPECT_EQ(late.error().rule, "not_in_this_state");
}

TEST_P(ReturnRoundsTest, RecoveredMoneyGoesHomeByItsOwnLegalBasisAtAPublicHandingBack) {
  const auto one = centre_.OpenCase();
  const auto two = centre_.OpenCase();
  RecoveredForm form;
  form.case_id = one.record.id;
  form.kind = RecoveredKind::paid_back;
  form.amount_fen = Fen(20'000 * kYuan);
  form.at = centre_.now();
  form.from_name = PersonName("仇远");
  const auto recovered =
      centre_.Do([&](auto& tx) { return EnterRecovered(tx, form, centre_.duty(), centre_.now()); });
  ASSERT_TRUE(recovered.has_value());
  OpenRoundForm open;
  open.recovered_id = recovered->id;
  Round round =
      *centre_.Do([&](auto& tx) { return OpenRound(tx, open, centre_.duty(), centre_.now()); });
  EXPECT_EQ(round.legal_basis.str(), "刑法第六十四条");
  round = *centre_.Add(round, TestReturns::ClaimOf(one));
  round = *centre_.Add(round, TestReturns::ClaimOf(two));
  EXPECT_EQ(round.article, Article::recovered);
  EXPECT_THAT(centre_.Returns(round), ElementsAre(10'000 * kYuan, 10'000 * kYuan));
  ASSERT_TRUE(centre_.Ask(round).has_value());
  ASSERT_TRUE(centre_.Approve(centre_.leader()).has_value());
  ASSERT_TRUE(centre_.DecideIt(round).has_value());
  const EventForm event{centre_.now() + Days(7), Text<200>("区文化广场"), Text<1000>("退赃大会")};
  ASSERT_TRUE(centre_
                  .Do([&](auto& tx) {
                    return AddEvent(tx, round.id, event, centre_.duty(), centre_.now());
                  })
                  .has_value());
  EXPECT_EQ(centre_.Count("funds_return_event"), 1);
}

TEST_P(ReturnRoundsTest, ARoundOfAnotherUnitIsNotSeen) {
  const Round round = OpenWithThree(100'000);
  auth::Principal stranger = centre_.duty();
  stranger.units = {stranger.unit_id + 1000};
  const auto seen = centre_.db().Read(
      [&](database::Transaction& tx) { return RoundFor(tx, round.id, stranger); });
  EXPECT_EQ(seen.error().code, ErrorCode::forbidden);
}

TEST(RoundStates, WhatIsNotInTheTableCannotHappen) {
  int allowed = 0;
  for (const std::string_view state : EnumNames<RoundState>()) {
    for (const std::string_view act : EnumNames<RoundAct>()) {
      const auto from = *EnumFromName<RoundState>(state);
      const auto what = *EnumFromName<RoundAct>(act);
      if (FindTransition(kRoundStates, from, what) != nullptr) {
        ++allowed;
      } else {
        EXPECT_EQ(RequireTransition(kRoundStates, from, what).error().rule, "not_in_this_state");
      }
    }
  }
  EXPECT_EQ(allowed, static_cast<int>(kRoundStates.size()));
  // After the decision nothing leads back, and nothing leaves the two ends.
  for (const auto& transition : kRoundStates) {
    EXPECT_NE(transition.from, RoundState::cancelled);
    EXPECT_NE(transition.from, RoundState::confirmed);
    if (transition.from >= RoundState::decided) {
      EXPECT_GE(transition.to, RoundState::decided);
      EXPECT_NE(transition.to, RoundState::cancelled);
    }
  }
}

}  // namespace
}  // namespace hetang::funds
