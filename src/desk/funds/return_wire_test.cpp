#include "desk/funds/return_wire.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "desk/funds/orders.h"
#include "desk/funds/return_hold.h"
#include "desk/funds/return_views.h"
#include "desk/funds/test_returns.h"

namespace hetang::funds {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;

constexpr std::int64_t kYuan = 100;

class ReturnWireTest : public testing::TestWithParam<database::Engine> {
 protected:
  // Three victims, 20,000 yuan each, decided and given to the bank.
  void SendThree() {
    for (int i = 0; i < 3; ++i) cases_.push_back(centre_.OpenCase());
    freeze_ = centre_.Freeze(cases_[0], Fen(60'000 * kYuan));
    centre_.Advance(Days(93));
    round_ = *centre_.Open(freeze_);
    for (const auto& opened : cases_) {
      round_ = *centre_.Add(round_, TestReturns::ClaimOf(opened));
    }
    ASSERT_TRUE(centre_.DecideByRatio(round_).has_value());
    Send();
  }
  void Send() {
    const auto sent = centre_.NotifyBank(round_, {centre_.second().officer_id, {}});
    ASSERT_TRUE(sent.has_value()) << sent.error().message;
    centre_.Advance(Minutes(10));
  }
  Order Message() {
    const auto found =
        centre_.db().Read([&](database::Transaction& tx) { return MessagesOf(tx, round_.id); });
    return found->at(0);
  }
  std::vector<ReturnShare> Shares(const Order& order) {
    return *centre_.db().Read([&](database::Transaction& tx) { return SharesOf(tx, order.id); });
  }
  RoundFull Full() {
    return *centre_.db().Read([&](database::Transaction& tx) {
      return FullOf(tx, *tx.Get<Round>(round_.id), centre_.duty(), centre_.now());
    });
  }

  // What the bank says when each share brings this.
  bank::ReturnFeedback Brought(const Order& order, const std::vector<Fen>& fen) {
    bank::ReturnFeedback feedback;
    Fen sum;
    const auto shares = Shares(order);
    for (std::size_t i = 0; i < fen.size(); ++i) {
      bank::ReturnedLine& line = feedback.payee.emplace_back();
      line.serial = std::to_string(shares[i].claim_id);
      line.result = fen[i] > Fen(0) ? "0000" : "1703";
      line.executed_amount_fen = fen[i];
      if (fen[i] > Fen(0)) line.executed_time = centre_.now();
      if (fen[i] == Fen(0)) line.failure_cause = "收款账户已挂失";
      sum += fen[i];
    }
    feedback.executed_amount_fen = sum;
    feedback.frozed_balance_fen = Fen(60'000 * kYuan) - sum;
    return feedback;
  }
  Verdict Answer(const Order& order, const bank::ReturnFeedback& feedback, const char* result) {
    return centre_.Answer(kBankA, centre_.Written(order, feedback, result));
  }
  Verdict AnswerAll(const Order& order) { return Answer(order, Brought(order, kAll), "0000"); }
  Fen Left() {
    Round next;
    next.order_id = freeze_.id;
    return *centre_.db().Read([&](database::Transaction& tx) { return LeftFor(tx, next); });
  }

  const std::vector<Fen> kAll{Fen(20'000 * kYuan), Fen(20'000 * kYuan), Fen(20'000 * kYuan)};
  TestReturns centre_{GetParam()};
  std::vector<registry::OpenedCase> cases_;
  Order freeze_;
  Round round_;
};
INSTANTIATE_TEST_SUITE_P(Returns, ReturnWireTest, database::BothEngines(),
                         testing::PrintToStringParamName());

TEST_P(ReturnWireTest, TheNoticeLeavesWithEachShareItsDecisionAndItsPaper) {
  SendThree();
  const Round round = centre_.Reload(round_);
  const Order order = Message();
  EXPECT_EQ(round.state, RoundState::notified);
  EXPECT_EQ(round.application_id, order.application_id);
  EXPECT_EQ(order.state, OrderState::waiting);
  EXPECT_EQ(order.amount_fen, Fen(60'000 * kYuan));
  const auto notice = centre_.SentFor<bank::ReturnNotice>(order);
  EXPECT_EQ(notice.original_application_id.str(), freeze_.application_id);
  EXPECT_EQ(notice.decision_number.str(), round.decision_number);
  EXPECT_EQ(notice.total_amount_fen, Fen(60'000 * kYuan));
  ASSERT_THAT(notice.payee, SizeIs(3));
  EXPECT_EQ(notice.payee[0].account_number, AccountNumber(kVictimCard));
  EXPECT_EQ(notice.payee[0].amount_fen, Fen(20'000 * kYuan));
  EXPECT_EQ(notice.tail.operator_.name, PersonName("韦青禾"));
  EXPECT_EQ(notice.tail.investigator.name, PersonName("蓝一舟"));
  ASSERT_THAT(notice.tail.attachments, SizeIs(1));
  EXPECT_EQ(notice.tail.attachments[0].filename.str(), "冻结资金协助返还通知书.html");
  EXPECT_THAT(notice.tail.attachments[0].content, HasSubstr("公(刑)协返字〔2026〕1号"));
  EXPECT_EQ(centre_.Count("deadline_clock WHERE rule = 'bank_answer' AND state = 'open'"), 0);
  EXPECT_EQ(centre_.Count("deadline_clock WHERE rule = 'return_execution' AND state = 'open'"), 1);
}

TEST_P(ReturnWireTest, TheAnswerIsTheReceiptOfTheRound) {
  SendThree();
  EXPECT_EQ(AnswerAll(Message()), Verdict::effective);
  const Round round = centre_.Reload(round_);
  EXPECT_EQ(round.state, RoundState::executed);
  EXPECT_EQ(round.executed_fen, Fen(60'000 * kYuan));
  EXPECT_EQ(round.executed_at, Moment{centre_.now().ms / 1000 * 1000});
  EXPECT_THAT(round.receipt_number.str(), testing::StartsWith(std::string(kBankA)));
  for (const Claim& claim : centre_.Claims(round_)) EXPECT_EQ(claim.state, ClaimState::executed);
  EXPECT_EQ(Message().state, OrderState::done);
  EXPECT_EQ(Left(), Fen(0));
  EXPECT_EQ(centre_.Count("deadline_clock WHERE rule = 'return_execution' AND state = 'open'"), 0);
}

TEST_P(ReturnWireTest, AnAnswerThatComesTwiceGivesOnce) {
  SendThree();
  const Order order = Message();
  EXPECT_EQ(AnswerAll(order), Verdict::effective);
  EXPECT_EQ(AnswerAll(order), Verdict::repeated);  // Under a serial of its own.
  EXPECT_EQ(centre_.Reload(round_).executed_fen, Fen(60'000 * kYuan));
  EXPECT_EQ(centre_.Count("journal_entry WHERE act = 'return_executed'"), 1);
  // Another word afterwards changes nothing and is shown.
  EXPECT_EQ(Answer(order, {}, "1702"), Verdict::contradicts);
  EXPECT_EQ(centre_.Reload(round_).executed_fen, Fen(60'000 * kYuan));
  EXPECT_THAT(Full().messages.at(0).kept, SizeIs(1));
}

TEST_P(ReturnWireTest, InPartIsSeenShareByShareAndTheRestGoesOutAsAMessageOfItsOwn) {
  SendThree();
  const Order first = Message();
  const bank::ReturnFeedback in_part = Brought(first, {kAll[0], Fen(), kAll[2]});
  EXPECT_EQ(Answer(first, in_part, "1700"), Verdict::effective);
  const auto claims = centre_.Claims(round_);
  EXPECT_EQ(claims[0].state, ClaimState::executed);
  EXPECT_EQ(claims[1].state, ClaimState::refused);
  EXPECT_EQ(claims[1].execution_note.str(), "1703 收款账户已挂失");
  EXPECT_EQ(centre_.Reload(round_).executed_fen, Fen(40'000 * kYuan));
  EXPECT_EQ(Left(), Fen(20'000 * kYuan));
  const auto shares = Full().messages.at(0).shares;
  EXPECT_EQ(shares.at(1).result_code, "1703");
  EXPECT_EQ(shares.at(1).result_meaning_zh, "收款账户无法入账");
  Send();
  const Order second = Message();
  EXPECT_NE(second.application_id, first.application_id);
  const auto notice = centre_.SentFor<bank::ReturnNotice>(second);
  ASSERT_THAT(notice.payee, SizeIs(1));
  EXPECT_EQ(notice.total_amount_fen, Fen(20'000 * kYuan));
  EXPECT_EQ(Answer(second, Brought(second, {kAll[1]}), "0000"), Verdict::effective);
  EXPECT_EQ(centre_.Reload(round_).executed_fen, Fen(60'000 * kYuan));
  // The answer to the first message, late and once more, is no news.
  EXPECT_EQ(Answer(first, in_part, "1700"), Verdict::repeated);
  EXPECT_EQ(centre_.Reload(round_).executed_fen, Fen(60'000 * kYuan));
}

TEST_P(ReturnWireTest, ARefusalKeepsItsCodeAndGivesNothing) {
  SendThree();
  bank::ReturnFeedback refusal;
  refusal.failure_cause = "冻结已到期";
  EXPECT_EQ(Answer(Message(), refusal, "1702"), Verdict::effective);
  EXPECT_EQ(Message().state, OrderState::failed);
  EXPECT_EQ(Message().result_code, "1702");
  const Round round = centre_.Reload(round_);
  EXPECT_EQ(round.state, RoundState::executed);
  EXPECT_EQ(round.executed_fen, Fen(0));
  EXPECT_EQ(centre_.Claims(round_)[0].execution_note.str(), "1702 冻结已到期");
  EXPECT_EQ(Left(), Fen(60'000 * kYuan));
  Send();
  EXPECT_EQ(AnswerAll(Message()), Verdict::effective);
  EXPECT_EQ(centre_.Reload(round_).executed_fen, Fen(60'000 * kYuan));
}

TEST_P(ReturnWireTest, AMessageThatTheBankWouldNotTakeIsARefusal) {
  SendThree();
  ASSERT_TRUE(centre_
                  .Write([&](database::Transaction& tx) {
                    return MarkRefused(tx, Message().application_id, "0501", centre_.now());
                  })
                  .has_value());
  EXPECT_EQ(centre_.Reload(round_).state, RoundState::executed);
  EXPECT_EQ(centre_.Reload(round_).executed_fen, Fen(0));
  EXPECT_EQ(Shares(Message()).at(0).result_code, "0501");
}

TEST_P(ReturnWireTest, WhatCannotBeTrueIsKeptAndChangesNothing) {
  SendThree();
  const Order order = Message();
  auto more = Brought(order, {kAll[0] + Fen(1), kAll[1], kAll[2]});
  auto missing = Brought(order, {kAll[0], kAll[1]});
  auto stranger = Brought(order, kAll);
  stranger.payee[0].serial = "99999999";
  auto early = Brought(order, kAll);
  early.payee[0].executed_time = centre_.now() - Days(40);
  auto unknown = Brought(order, {kAll[0], Fen(), kAll[2]});
  unknown.payee[1].result = "9876";
  const auto in_part = Brought(order, {kAll[0], Fen(), kAll[2]});
  for (const auto& [answer, result] :
       {std::pair(more, "0000"), std::pair(missing, "0000"), std::pair(stranger, "0000"),
        std::pair(early, "0000"), std::pair(unknown, "1700"), std::pair(in_part, "0000"),
        std::pair(Brought(order, kAll), "1700"), std::pair(Brought(order, kAll), "1799")}) {
    EXPECT_EQ(Answer(order, answer, result), Verdict::contradicts) << result;
  }
  EXPECT_EQ(Answer(order, {}, "9876"), Verdict::unreadable);
  EXPECT_EQ(centre_.Reload(round_).state, RoundState::notified);
  EXPECT_EQ(centre_.Reload(round_).executed_fen, Fen(0));
  EXPECT_THAT(Full().messages.at(0).kept, SizeIs(9));
  EXPECT_EQ(AnswerAll(order), Verdict::effective);
}

TEST_P(ReturnWireTest, AReceiptOnPaperStandsAndTheAnswerAfterItMustSayTheSame) {
  SendThree();
  const Order order = Message();
  ASSERT_TRUE(centre_
                  .Write([&](database::Transaction& tx) {
                    return MarkSent(tx, order.application_id, centre_.now());
                  })
                  .has_value());
  ASSERT_TRUE(centre_.Receipt(round_, centre_.InFull(round_)).has_value());
  EXPECT_EQ(centre_.Reload(round_).state, RoundState::executed);
  EXPECT_EQ(Answer(order, Brought(order, {kAll[0], Fen(), kAll[2]}), "1700"), Verdict::contradicts);
  EXPECT_EQ(AnswerAll(order), Verdict::effective);
  EXPECT_EQ(Message().state, OrderState::done);
  const Round round = centre_.Reload(round_);
  EXPECT_EQ(round.executed_fen, Fen(60'000 * kYuan));
  EXPECT_EQ(round.receipt_number.str(), "HZ-1");
  EXPECT_EQ(centre_.Count("journal_entry WHERE act = 'return_executed'"), 1);
}

TEST_P(ReturnWireTest, WhileAMessageIsNotAnsweredTheNextNoticeGoesByHand) {
  SendThree();
  ASSERT_TRUE(centre_
                  .Write([&](database::Transaction& tx) {
                    return MarkSent(tx, Message().application_id, centre_.now());
                  })
                  .has_value());
  auto lines = centre_.InFull(round_);
  lines[1].executed_fen = Fen(0);
  lines[1].note = Text<200>("收款账户已挂失");
  ASSERT_TRUE(centre_.Receipt(round_, lines).has_value());
  EXPECT_EQ(Full().round.by_hand_because, "message_unanswered");
  const auto again = centre_.NotifyBank(round_, {centre_.second().officer_id, {}});
  ASSERT_TRUE(again.has_value());
  EXPECT_EQ(again->application_id, "");
  EXPECT_EQ(centre_.Count("outbox_message WHERE key LIKE '100211%'"), 1);
}

TEST_P(ReturnWireTest, AMessageThatWaitsForADeadWireIsTakenBackAndOfficersGo) {
  SendThree();
  EXPECT_THAT(Full().round.actions, testing::Contains("take_by_hand"));
  const auto taken = centre_.Do(
      [&](auto& tx) { return TakeByHand(tx, round_.id, centre_.duty(), centre_.now()); });
  ASSERT_TRUE(taken.has_value());
  EXPECT_EQ(taken->state, RoundState::notified);
  EXPECT_EQ(Message().state, OrderState::withdrawn);
  EXPECT_EQ(centre_.Count("outbox_message WHERE key LIKE '100211%' AND state = 'cancelled'"), 1);
  EXPECT_THAT(Full().round.actions, testing::Not(testing::Contains("take_by_hand")));
  // It was on its way all the same: a person must look.
  EXPECT_EQ(AnswerAll(Message()), Verdict::contradicts);
  EXPECT_EQ(centre_.Reload(round_).executed_fen, Fen(0));
  ASSERT_TRUE(centre_.Receipt(round_, centre_.InFull(round_)).has_value());
  EXPECT_EQ(centre_.Reload(round_).executed_fen, Fen(60'000 * kYuan));
}

TEST_P(ReturnWireTest, WhatHasLeftIsNotTakenBack) {
  SendThree();
  ASSERT_TRUE(centre_
                  .Write([&](database::Transaction& tx) {
                    return MarkSent(tx, Message().application_id, centre_.now());
                  })
                  .has_value());
  const auto taken = centre_.Do(
      [&](auto& tx) { return TakeByHand(tx, round_.id, centre_.duty(), centre_.now()); });
  EXPECT_EQ(taken.error().rule, "message_sent");
  // Sending it again is harmless: the bank knows the application id.
  EXPECT_TRUE(
      centre_.Do([&](auto& tx) { return Resend(tx, Message().id, centre_.duty(), centre_.now()); })
          .has_value());
}

TEST_P(ReturnWireTest, ABankWithoutTheMessageIsVisited) {
  ASSERT_TRUE(centre_
                  .Write([&](database::Transaction& tx) {
                    return tx.Execute("UPDATE funds_bank SET profile_data = :data WHERE code = :c",
                                      "{\"return_notice\": false}", kBankA);
                  })
                  .has_value());
  for (int i = 0; i < 3; ++i) cases_.push_back(centre_.OpenCase());
  freeze_ = centre_.Freeze(cases_[0], Fen(60'000 * kYuan));
  centre_.Advance(Days(93));
  round_ = *centre_.Open(freeze_);
  round_ = *centre_.Add(round_, TestReturns::ClaimOf(cases_[0]));
  ASSERT_TRUE(centre_.DecideByRatio(round_).has_value());
  EXPECT_EQ(Full().round.by_hand_because, "not_carried");
  Send();
  EXPECT_EQ(centre_.Count("outbox_message"), 0);
  EXPECT_EQ(centre_.Count("document_document WHERE kind = 'return_notice'"), 1);
  EXPECT_TRUE(centre_.Receipt(round_, centre_.InFull(round_)).has_value());
}

}  // namespace
}  // namespace hetang::funds
