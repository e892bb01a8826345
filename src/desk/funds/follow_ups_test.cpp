#include "desk/funds/follow_ups.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "desk/funds/orders.h"
#include "desk/funds/test_centre.h"
#include "platform/approval/rules.h"

namespace hetang::funds {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::Field;
using testing::IsEmpty;
using testing::Not;

class FollowUpsTest : public testing::TestWithParam<database::Engine> {
 protected:
  Result<Placed> Do(const Order& order, OrderAct act, const char* reason = "核实") {
    return centre_.Write([&](database::Transaction& tx) {
      return Follow(tx, order.id, act, {Text<200>(reason), {}, {}}, centre_.duty(), centre_.now());
    });
  }
  OrderView View(const Order& order) {
    return *centre_.db().Read([&](database::Transaction& tx) {
      const auto stored = tx.Get<Order>(order.id);
      return ViewOf(tx, *stored, centre_.duty());
    });
  }
  bank::ExtensionFeedback Extended(const Order& stop) {
    bank::ExtensionFeedback feedback;
    feedback.account_balance_fen = Fen(3'210'000);
    feedback.start_time = stop.expires_at;
    feedback.expire_time = *stop.expires_at + Hours(48);
    return feedback;
  }
  bank::ReleaseFeedback Released() {
    bank::ReleaseFeedback feedback;
    feedback.withdrawal_time = Moment{centre_.now().ms / 1000 * 1000};
    return feedback;
  }

  TestCentre centre_{GetParam()};
};
INSTANTIATE_TEST_SUITE_P(Funds, FollowUpsTest, database::BothEngines(),
                         testing::PrintToStringParamName());

TEST_P(FollowUpsTest, ARenewalMovesTheEndOfItsStopWhenTheBankHasDoneIt) {
  const Order stop = centre_.Stopped(centre_.OpenCase());
  centre_.Pass(Hours(40));
  const auto renewal = Do(stop, OrderAct::renew);
  ASSERT_TRUE(renewal.has_value()) << renewal.error().message;
  const auto sent = centre_.SentFor<bank::StopExtension>(renewal->order);
  EXPECT_EQ(sent.original_application_id.str(), stop.application_id);
  EXPECT_EQ(sent.postpone_start_time, *stop.expires_at);
  EXPECT_EQ(sent.expire_time, *stop.expires_at + Hours(48));
  EXPECT_EQ(centre_.Reload(stop).expires_at, stop.expires_at) << "nothing is renewed by asking";

  EXPECT_EQ(centre_.Answer(kBankA, centre_.Written(renewal->order, Extended(stop))),
            Verdict::effective);
  EXPECT_EQ(centre_.Reload(renewal->order).state, OrderState::done);
  EXPECT_EQ(centre_.Reload(stop).expires_at, *stop.expires_at + Hours(48));
  EXPECT_EQ(centre_.Reload(stop).state, OrderState::stopped);
  EXPECT_EQ(centre_.Count("deadline_clock WHERE rule = 'stop_expiry' AND state = 'open'"), 1);
  // The first end passes without a word; the new one is the end.
  centre_.Pass(Hours(9));
  EXPECT_EQ(centre_.Reload(stop).state, OrderState::stopped);
  centre_.Pass(Hours(48));
  EXPECT_EQ(centre_.Reload(stop).state, OrderState::expired);
}

TEST_P(FollowUpsTest, ARenewalCountsAsTheSecondStopAndThereIsNoThird) {
  const registry::OpenedCase opened = centre_.OpenCase();
  const Order stop = centre_.Stopped(opened);
  EXPECT_THAT(View(stop).actions, Contains("renew"));
  const auto renewal = Do(stop, OrderAct::renew);
  ASSERT_TRUE(renewal.has_value());
  EXPECT_EQ(Do(stop, OrderAct::renew).error().rule, "follow_up_under_way");
  EXPECT_THAT(View(stop).actions, Not(Contains("renew")));
  ASSERT_EQ(centre_.Answer(kBankA, centre_.Written(renewal->order, Extended(stop))),
            Verdict::effective);
  EXPECT_EQ(Do(stop, OrderAct::renew).error().rule, "third_stop");
  EXPECT_THAT(View(stop).blocked, Contains(Field(&BlockedAct::rule, "third_stop")));
  centre_.Pass(Hours(97));
  ASSERT_EQ(centre_.Reload(stop).state, OrderState::expired);
  EXPECT_EQ(centre_.Place(centre_.WishFor(opened)).error().rule, "third_stop");
}

TEST_P(FollowUpsTest, ARefusedRenewalDoesNotCount) {
  const Order stop = centre_.Stopped(centre_.OpenCase());
  const auto renewal = Do(stop, OrderAct::renew);
  ASSERT_EQ(
      centre_.Answer(kBankA, centre_.Written(renewal->order, bank::ExtensionFeedback(), "1899")),
      Verdict::effective);
  EXPECT_EQ(centre_.Reload(renewal->order).state, OrderState::failed);
  EXPECT_EQ(centre_.Reload(stop).expires_at, stop.expires_at);
  EXPECT_TRUE(Do(stop, OrderAct::renew).has_value());
}

TEST_P(FollowUpsTest, ARenewalThatEndsBeforeWhatItRenewsIsNotBelieved) {
  const Order stop = centre_.Stopped(centre_.OpenCase());
  const auto renewal = Do(stop, OrderAct::renew);
  bank::ExtensionFeedback backwards = Extended(stop);
  backwards.start_time = *stop.expires_at - Hours(30);
  backwards.expire_time = *stop.expires_at - Hours(1);
  EXPECT_EQ(centre_.Answer(kBankA, centre_.Written(renewal->order, backwards)),
            Verdict::contradicts);
  EXPECT_EQ(centre_.Reload(stop).expires_at, stop.expires_at);
  EXPECT_EQ(centre_.Reload(renewal->order).state, OrderState::waiting);
}

TEST_P(FollowUpsTest, ARenewalTheBankTellsOfAfterTheStopRanOutPutsItInForceAgain) {
  const Order stop = centre_.Stopped(centre_.OpenCase());
  const auto renewal = Do(stop, OrderAct::renew);
  centre_.Pass(Hours(49));
  ASSERT_EQ(centre_.Reload(stop).state, OrderState::expired);
  EXPECT_EQ(centre_.Answer(kBankA, centre_.Written(renewal->order, Extended(stop))),
            Verdict::effective);
  // Of 50,000 yuan the account held 32,100.
  EXPECT_EQ(centre_.Reload(stop).state, OrderState::stopped_short);
  EXPECT_EQ(centre_.Count("deadline_clock WHERE rule = 'stop_expiry' AND state = 'open'"), 1);
}

TEST_P(FollowUpsTest, AStopIsReleasedByALeaderAndNobodyApprovesTheirOwn) {
  const Order stop = centre_.Stopped(centre_.OpenCase());
  EXPECT_EQ(Do(stop, OrderAct::release, "").error().code, ErrorCode::invalid);
  const auto release = Do(stop, OrderAct::release);
  ASSERT_TRUE(release.has_value()) << release.error().message;
  EXPECT_EQ(release->order.state, OrderState::asked);
  EXPECT_THAT(release->warnings, Contains("approval_asked"));
  EXPECT_EQ(centre_.Count("outbox_message"), 1) << "only the stop has left";
  const std::int64_t request = centre_.RequestAbout(release->order);
  EXPECT_EQ(centre_.Decide(request, centre_.duty(), true).error().rule, "own_request");
  EXPECT_EQ(centre_.Decide(request, centre_.second(), true).error().code, ErrorCode::forbidden);
  ASSERT_TRUE(centre_.Decide(request, centre_.leader(), true).has_value());
  EXPECT_EQ(centre_.Reload(release->order).state, OrderState::waiting);
  EXPECT_EQ(centre_.SentFor<bank::StopRelease>(release->order).original_application_id.str(),
            stop.application_id);
  EXPECT_EQ(centre_.Reload(stop).state, OrderState::stopped);
  ASSERT_EQ(centre_.Answer(kBankA, centre_.Written(release->order, Released())),
            Verdict::effective);
  EXPECT_EQ(centre_.Reload(stop).state, OrderState::released);
  EXPECT_TRUE(centre_.Reload(stop).released_at.has_value());
  EXPECT_EQ(centre_.Count("deadline_clock WHERE rule = 'stop_expiry' AND state = 'open'"), 0);
}

TEST_P(FollowUpsTest, ARenewalWhoseWordComesAfterThatOfTheReleaseIsDoneAndKeepsNothing) {
  const Order stop = centre_.Stopped(centre_.OpenCase());
  const auto renewal = Do(stop, OrderAct::renew);
  const auto release = Do(stop, OrderAct::release);
  ASSERT_TRUE(renewal.has_value() && release.has_value());
  ASSERT_TRUE(
      centre_.Decide(centre_.RequestAbout(release->order), centre_.leader(), true).has_value());
  centre_.Pass(Minutes(1));
  ASSERT_EQ(centre_.Answer(kBankA, centre_.Written(release->order, Released())),
            Verdict::effective);
  EXPECT_EQ(centre_.Answer(kBankA, centre_.Written(renewal->order, Extended(stop))),
            Verdict::effective);
  EXPECT_EQ(centre_.Reload(renewal->order).state, OrderState::done);
  EXPECT_EQ(centre_.Reload(stop).state, OrderState::released);
  EXPECT_EQ(centre_.Reload(stop).expires_at, stop.expires_at);
}

TEST_P(FollowUpsTest, WhoApprovesWhatAndWhenIsTheCentresTable) {
  const Order stop = centre_.Stopped(centre_.OpenCase());
  const auto changed = centre_.Write([&](database::Transaction& tx) -> Status {
    HT_TRY(auto rule, approval::RuleFor(tx, "funds", "stop_release"));
    rule.timing = approval::Timing::afterwards;
    HT_TRY_STATUS(approval::ChangeRule(tx, rule, centre_.leader().actor(), centre_.now()));
    return {};
  });
  ASSERT_TRUE(changed.has_value());
  const auto release = Do(stop, OrderAct::release);
  ASSERT_TRUE(release.has_value());
  EXPECT_EQ(release->order.state, OrderState::waiting);
  ASSERT_TRUE(centre_.Decide(centre_.RequestAbout(release->order), centre_.leader(), true));
  EXPECT_EQ(centre_.Reload(release->order).reviewed, Review::approved);
  EXPECT_EQ(centre_.Reload(release->order).state, OrderState::waiting);
}

TEST_P(FollowUpsTest, OfTwoLeadersOneDecidesAndTheOtherIsToldSo) {
  const auto release = Do(centre_.Stopped(centre_.OpenCase()), OrderAct::release);
  const std::int64_t request = centre_.RequestAbout(release->order);
  ASSERT_TRUE(centre_.Decide(request, centre_.leader(), false).has_value());
  const auto late = centre_.Decide(request, centre_.other_leader(), true);
  EXPECT_EQ(late.error().code, ErrorCode::conflict);
  EXPECT_EQ(late.error().rule, "already_decided");
  EXPECT_EQ(centre_.Reload(release->order).state, OrderState::not_approved);
  EXPECT_EQ(centre_.Count("outbox_message"), 1);
}

TEST_P(FollowUpsTest, AnAnswerToWhatHasNotLeftIsNotBelieved) {
  const auto release = Do(centre_.Stopped(centre_.OpenCase()), OrderAct::release);
  EXPECT_EQ(centre_.Answer(kBankA, centre_.Written(release->order, Released())),
            Verdict::contradicts);
  EXPECT_EQ(centre_.Reload(release->order).state, OrderState::asked);
}

TEST_P(FollowUpsTest, WhatIsOverIsNotApprovedAnyMore) {
  const Order stop = centre_.Stopped(centre_.OpenCase());
  const auto first = Do(stop, OrderAct::release);
  ASSERT_TRUE(centre_.Decide(centre_.RequestAbout(first->order), centre_.leader(), true));
  ASSERT_EQ(centre_.Answer(kBankA, centre_.Written(first->order, Released())), Verdict::effective);
  EXPECT_EQ(Do(stop, OrderAct::release).error().rule, "not_in_this_state");
  // The same answer once more, and another one that says it failed.
  EXPECT_EQ(centre_.Answer(kBankA, centre_.Written(first->order, bank::ReleaseFeedback(), "1999")),
            Verdict::contradicts);
  EXPECT_EQ(centre_.Reload(stop).state, OrderState::released);
}

TEST_P(FollowUpsTest, AProtectiveStopIsOfTheVictimsOwnAccountAndHasItsOwnCount) {
  const registry::OpenedCase opened = centre_.OpenCase();
  StopWish wish = centre_.WishFor(opened);
  wish.protective = true;
  EXPECT_EQ(centre_.Place(wish).error().rule, "not_victims_account");
  wish.bank_code = kBankB;
  wish.account = AccountNumber("6228480000000000018");
  wish.holder = PersonName("瞿安澜");
  wish.payment.reset();
  wish.amount_fen = Fen(0);
  const auto placed = centre_.Place(wish);
  ASSERT_TRUE(placed.has_value()) << placed.error().message;
  EXPECT_TRUE(placed->order.protective);
  EXPECT_FALSE(placed->order.late_paperwork);
  EXPECT_EQ(centre_.Count("deadline_clock WHERE rule = 'late_paperwork'"), 0);
  // It stands beside the stop of the fraudster's account, and it is let go by its own leader.
  EXPECT_TRUE(centre_.Place(centre_.WishFor(opened)).has_value());
}

TEST_P(FollowUpsTest, LatePaperworkIsDueWithinADayAndIsSentOnceTheLegIsWhole) {
  const registry::OpenedCase opened = centre_.OpenCase();
  StopWish wish = centre_.WishFor(opened);
  wish.payment.reset();
  const auto placed = centre_.Place(wish);
  ASSERT_TRUE(placed.has_value());
  EXPECT_EQ(placed->order.papers_due_at, centre_.now() + Hours(24));
  EXPECT_EQ(centre_.Count("deadline_clock WHERE rule = 'late_paperwork' AND state = 'open'"), 1);
  ASSERT_EQ(centre_.Answer(kBankA, centre_.FeedbackFor(placed->order, "0000")), Verdict::effective);
  EXPECT_THAT(View(placed->order).actions, Contains("hand_in_papers"));
  const auto form = Do(placed->order, OrderAct::hand_in_papers);
  ASSERT_TRUE(form.has_value()) << form.error().message;
  const auto sent = centre_.SentFor<bank::StopRequest>(form->order);
  EXPECT_EQ(sent.application_type, bank::ApplicationType::late_paperwork);
  EXPECT_EQ(sent.original_application_id->str(), placed->order.application_id);
  EXPECT_EQ(sent.transfer_out.account_number, AccountNumber("6228480000000000018"));
  ASSERT_EQ(centre_.Answer(kBankA, centre_.FeedbackFor(form->order, "0000")), Verdict::effective);
  EXPECT_TRUE(centre_.Reload(placed->order).papers_at.has_value());
  EXPECT_EQ(centre_.Count("deadline_clock WHERE rule = 'late_paperwork' AND state = 'met'"), 1);
  EXPECT_THAT(View(placed->order).actions, Not(Contains("hand_in_papers")));
}

TEST_P(FollowUpsTest, PapersAreNotHandedInForAStopThatWentOutWithThem) {
  const Order stop = centre_.Stopped(centre_.OpenCase());
  EXPECT_THAT(View(stop).actions, Not(Contains("hand_in_papers")));
  EXPECT_THAT(View(stop).blocked, Not(Contains(Field(&BlockedAct::act, "hand_in_papers"))));
  EXPECT_EQ(Do(stop, OrderAct::hand_in_papers).error().rule, "no_papers_due");
}

TEST_P(FollowUpsTest, NothingLapsesWithoutItsRemindersAndTheLeader) {
  const Order stop = centre_.Stopped(centre_.OpenCase());
  for (int hour = 0; hour < 49; ++hour) centre_.Pass(Hours(1));
  EXPECT_EQ(centre_.Reload(stop).state, OrderState::expired);
  EXPECT_EQ(centre_.Count("deadline_notice WHERE code = 'stop_expiry_due'"), 4);
  EXPECT_EQ(centre_.Count("deadline_notice WHERE code = 'stop_expiry_overdue' AND role = 'leader'"),
            1);
  EXPECT_EQ(centre_.Count("journal_entry WHERE act = 'order_expired'"), 1);
}

TEST_P(FollowUpsTest, AnOfficerWithoutTheRightPlacesNoFollowUp) {
  const Order stop = centre_.Stopped(centre_.OpenCase());
  const auto refused = centre_.Write([&](database::Transaction& tx) {
    return Follow(tx, stop.id, OrderAct::renew, {}, centre_.leader(), centre_.now());
  });
  EXPECT_EQ(refused.error().code, ErrorCode::forbidden);
  EXPECT_EQ(centre_.Count("funds_order"), 1);
}

}  // namespace
}  // namespace hetang::funds
