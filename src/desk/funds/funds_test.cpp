#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "desk/funds/answers.h"
#include "desk/funds/order_states.h"
#include "desk/funds/orders.h"
#include "desk/funds/test_centre.h"

namespace hetang::funds {
namespace {

using testing::Contains;
using testing::IsEmpty;
using testing::Not;

class FundsTest : public testing::TestWithParam<database::Engine> {
 protected:
  TestCentre centre_{GetParam()};
};
INSTANTIATE_TEST_SUITE_P(Funds, FundsTest, database::BothEngines(),
                         testing::PrintToStringParamName());

TEST_P(FundsTest, AStopIsWrittenWithItsMessageJournalClocksAndReviewOrNotAtAll) {
  const auto placed = centre_.Place(centre_.WishFor(centre_.OpenCase()));
  ASSERT_TRUE(placed.has_value()) << placed.error().message;
  EXPECT_EQ(placed->order.state, OrderState::waiting);
  EXPECT_EQ(placed->order.application_type, ApplicationType::first_demand);
  EXPECT_THAT(placed->warnings, IsEmpty());
  EXPECT_EQ(centre_.Count("outbox_message"), 1);
  EXPECT_EQ(centre_.Count("journal_entry WHERE act = 'order_placed'"), 1);
  EXPECT_EQ(centre_.Count("deadline_clock WHERE rule = 'bank_answer'"), 1);
  EXPECT_EQ(centre_.Count("deadline_clock WHERE rule = 'first_stop_call'"), 1);
  EXPECT_EQ(centre_.Count("approval_request WHERE act = 'stop_review'"), 1);
  EXPECT_EQ(placed->order.second_officer_id, centre_.second().officer_id);
}

TEST_P(FundsTest, AnOrderToAnUnknownBankIsRefusedAndLeavesNothing) {
  StopWish wish = centre_.WishFor(centre_.OpenCase());
  wish.bank_code = "999999999999";
  const auto placed = centre_.Place(wish);
  ASSERT_FALSE(placed.has_value());
  EXPECT_EQ(placed.error().fields.at(0).code, "unknown_bank");
  EXPECT_EQ(centre_.Count("funds_order"), 0);
  EXPECT_EQ(centre_.Count("outbox_message"), 0);
}

TEST_P(FundsTest, WithoutTheVictimsLegAStopGoesOutAsLatePaperworkAndSaysSo) {
  StopWish wish = centre_.WishFor(centre_.OpenCase());
  wish.payment->from_account = AccountNumber();
  const auto placed = centre_.Place(wish);
  ASSERT_TRUE(placed.has_value());
  EXPECT_TRUE(placed->order.late_paperwork);
  EXPECT_EQ(placed->order.application_type, ApplicationType::late_demand);
  EXPECT_THAT(placed->warnings, Contains("late_paperwork"));
}

TEST_P(FundsTest, ASecondOrderWhileAStopIsUnderWayIsRefused) {
  const StopWish wish = centre_.WishFor(centre_.OpenCase());
  ASSERT_TRUE(centre_.Place(wish).has_value());
  const auto again = centre_.Place(wish);
  ASSERT_FALSE(again.has_value());
  EXPECT_EQ(again.error().rule, "stop_in_force");
}

TEST_P(FundsTest, AThirdStopOfOneAccountInOneCaseIsRefusedWithTheRulesName) {
  const StopWish wish = centre_.WishFor(centre_.OpenCase());
  for (int i = 0; i < 2; ++i) {
    const auto placed = centre_.Place(wish);
    ASSERT_TRUE(placed.has_value()) << placed.error().message;
    ASSERT_EQ(centre_.Answer(kBankA, centre_.FeedbackFor(placed->order, "0000")),
              Verdict::effective);
    centre_.Advance(Hours(49));
    ASSERT_TRUE(centre_.Write([&](database::Transaction& tx) {
      journal::Sealed due;
      due.at = centre_.now();
      due.desk = "deadline";
      due.act = "deadline_fell_due";
      due.subject = "order";
      due.subject_id = placed->order.id;
      return OnJournal(tx, due);
    }));
    ASSERT_EQ(centre_.Reload(placed->order).state, OrderState::expired);
  }
  const auto third = centre_.Place(wish);
  ASSERT_FALSE(third.has_value());
  EXPECT_EQ(third.error().rule, "third_stop");
}

TEST_P(FundsTest, StopsInOtherCasesAreAWarningNotARefusal) {
  for (int i = 0; i < 2; ++i) {
    ASSERT_TRUE(centre_.Place(centre_.WishFor(centre_.OpenCase())).has_value());
  }
  const auto third = centre_.Place(centre_.WishFor(centre_.OpenCase()));
  ASSERT_TRUE(third.has_value());
  EXPECT_THAT(third->warnings, Contains("stopped_in_other_cases"));
}

TEST_P(FundsTest, RefusedAndFailedOrdersDoNotCountAsStops) {
  const StopWish wish = centre_.WishFor(centre_.OpenCase());
  for (const char* result : {"0300", "1300", "1100"}) {
    const auto placed = centre_.Place(wish);
    ASSERT_TRUE(placed.has_value()) << placed.error().message;
    ASSERT_EQ(centre_.Answer(kBankA, centre_.FeedbackFor(placed->order, result)),
              Verdict::effective);
  }
  EXPECT_TRUE(centre_.Place(wish).has_value());
}

TEST_P(FundsTest, AnAnswerMakesTheOrderEffectiveAndMovesTheClocks) {
  const auto placed = centre_.Place(centre_.WishFor(centre_.OpenCase()));
  EXPECT_EQ(centre_.Answer(kBankA, centre_.FeedbackFor(placed->order, "1200")), Verdict::effective);
  const Order order = centre_.Reload(placed->order);
  EXPECT_EQ(order.state, OrderState::stopped_short);
  EXPECT_EQ(order.result_code, "1200");
  EXPECT_EQ(order.balance_before_fen, Fen(3'210'000));
  EXPECT_EQ(*order.expires_at, *order.starts_at + Hours(48));
  EXPECT_EQ(centre_.Count("deadline_clock WHERE rule = 'bank_answer' AND state = 'met'"), 1);
  EXPECT_EQ(centre_.Count("deadline_clock WHERE rule = 'first_stop_call' AND state = 'met'"), 1);
  EXPECT_EQ(centre_.Count("deadline_clock WHERE rule = 'stop_expiry' AND state = 'open'"), 1);
}

TEST_P(FundsTest, TheSameAnswerAgainChangesNothing) {
  const auto placed = centre_.Place(centre_.WishFor(centre_.OpenCase()));
  const std::string raw = centre_.FeedbackFor(placed->order, "0000");
  EXPECT_EQ(centre_.Answer(kBankA, raw), Verdict::effective);
  const Order before = centre_.Reload(placed->order);
  EXPECT_EQ(centre_.Answer(kBankA, raw), Verdict::repeated);
  EXPECT_EQ(centre_.Answer(kBankA, centre_.FeedbackFor(placed->order, "0000")), Verdict::repeated);
  EXPECT_EQ(centre_.Reload(placed->order).version, before.version);
  EXPECT_EQ(centre_.Count("deadline_notice"), 0);
}

TEST_P(FundsTest, WhatCannotBeBelievedIsKeptShownAndChangesNothing) {
  const auto placed = centre_.Place(centre_.WishFor(centre_.OpenCase()));
  const Order& order = placed->order;
  Order unknown = order;
  unknown.application_id = "100101209901010000000000000000000000";
  EXPECT_EQ(centre_.Answer(kBankA, "<Request"), Verdict::unreadable);
  EXPECT_EQ(centre_.Answer(kBankA, std::string("\xff\xfe\0garbage", 10)), Verdict::unreadable);
  EXPECT_EQ(centre_.Answer(kBankA, centre_.FeedbackFor(unknown, "0000")), Verdict::unknown_order);
  Order of_b = order;
  of_b.bank_code = kBankB;
  EXPECT_EQ(centre_.Answer(kBankB, centre_.FeedbackFor(of_b, "0000")), Verdict::wrong_bank);
  EXPECT_EQ(centre_.Answer(kBankA, centre_.FeedbackFor(of_b, "0000")), Verdict::wrong_bank);
  Order other_account = order;
  other_account.account_number = AccountNumber("6222020000000000992");
  EXPECT_EQ(centre_.Answer(kBankA, centre_.FeedbackFor(other_account, "0000")),
            Verdict::contradicts);
  EXPECT_EQ(centre_.Reload(order).version, order.version);
  EXPECT_EQ(centre_.Count("funds_answer WHERE settled_at IS NULL"), 6);
  EXPECT_EQ(centre_.Count("deadline_notice WHERE kind = 'attention'"), 6);

  EXPECT_EQ(centre_.Answer(kBankA, centre_.FeedbackFor(order, "0000")), Verdict::effective);
  EXPECT_EQ(centre_.Answer(kBankA, centre_.FeedbackFor(order, "0300")), Verdict::contradicts);
  EXPECT_EQ(centre_.Reload(order).state, OrderState::stopped);
}

TEST_P(FundsTest, AKeptAnswerIsSettledOnceWithAReason) {
  centre_.Answer(kBankA, "not xml");
  const auto settle = [&](const char* note) {
    return centre_.Write([&](database::Transaction& tx) {
      return Settle(tx, 1, {Text<400>(note)}, centre_.duty(), centre_.now());
    });
  };
  EXPECT_EQ(settle("").error().code, ErrorCode::invalid);
  EXPECT_TRUE(settle("已电话核实").has_value());
  EXPECT_EQ(settle("再次").error().rule, "already_settled");
}

TEST_P(FundsTest, TheReviewOfTheSecondOfficerIsNotedOnTheOrder) {
  const auto placed = centre_.Place(centre_.WishFor(centre_.OpenCase()));
  approval::Decider decider;
  decider.actor = centre_.second().actor();
  decider.rights = centre_.second().rights;
  decider.units = centre_.second().units;
  const auto decided = centre_.Write([&](database::Transaction& tx) {
    return approval::Decide(tx, 1, decider, {true, Text<400>()}, ApprovalHandlers(), centre_.now());
  });
  ASSERT_TRUE(decided.has_value()) << decided.error().message;
  EXPECT_EQ(centre_.Reload(placed->order).reviewed, Review::approved);
}

TEST_P(FundsTest, AnAnswerMayOvertakeTheNoteThatTheOrderWasSent) {
  const auto placed = centre_.Place(centre_.WishFor(centre_.OpenCase()));
  EXPECT_EQ(centre_.Answer(kBankA, centre_.FeedbackFor(placed->order, "0000")), Verdict::effective);
  ASSERT_TRUE(centre_.Write([&](database::Transaction& tx) {
    return MarkSent(tx, placed->order.application_id, centre_.now());
  }));
  EXPECT_EQ(centre_.Reload(placed->order).state, OrderState::stopped);
}

}  // namespace
}  // namespace hetang::funds
