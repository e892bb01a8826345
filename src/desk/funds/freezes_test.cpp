#include "desk/funds/freezes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "desk/funds/follow_ups.h"
#include "desk/funds/lists.h"
#include "desk/funds/orders.h"
#include "desk/funds/test_centre.h"

namespace hetang::funds {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

class FreezesTest : public testing::TestWithParam<database::Engine> {
 protected:
  static FreezeForm Form() {
    FreezeForm form;
    form.notice_number = "协冻字〔2026〕1号";
    return form;
  }
  Result<Placed> Freeze(const Order& stop, const FreezeForm& form = Form()) {
    return centre_.Write([&](database::Transaction& tx) {
      return ConvertToFreeze(tx, stop.id, form, centre_.duty(), centre_.now());
    });
  }
  Result<Placed> Do(const Order& order, OrderAct act, FollowForm form = {Text<200>("核实")}) {
    return centre_.Write([&](database::Transaction& tx) {
      return Follow(tx, order.id, act, form, centre_.duty(), centre_.now());
    });
  }
  void Approve(const Order& order) {
    ASSERT_TRUE(centre_.Decide(centre_.RequestAbout(order), centre_.leader(), true).has_value());
  }
  // A freeze that has left.
  Order Sent(const Order& stop) {
    const auto placed = Freeze(stop);
    EXPECT_TRUE(placed.has_value()) << placed.error().message;
    Approve(placed->order);
    return centre_.Reload(placed->order);
  }
  bank::FreezeFeedback Told(std::int64_t held_fen) const {
    bank::FreezeFeedback feedback;
    feedback.account_balance_fen = Fen(3'210'000);
    feedback.applied_balance_fen = Fen(5'000'000);
    feedback.frozed_balance_fen = Fen(held_fen);
    feedback.start_time = Moment{centre_.now().ms / 1000 * 1000};
    feedback.expire_time = AddMonths(*feedback.start_time, 6);
    return feedback;
  }
  bank::FreezeFeedback Behind() const {
    bank::FreezeFeedback feedback;
    feedback.former_application_department = "某地公安局";
    feedback.former_frozen_balance_fen = Fen(9'000'000);
    feedback.former_frozen_expire_time = Moment{centre_.now().ms / 1000 * 1000} + Days(60);
    feedback.account_available_balance_fen = Fen(0);
    return feedback;
  }
  // A freeze that is in force.
  Order Frozen(std::int64_t held_fen = 5'000'000) {
    const Order freeze = Sent(centre_.Stopped(centre_.FiledCase()));
    EXPECT_EQ(centre_.Answer(kBankA, centre_.Written(freeze, Told(held_fen))), Verdict::effective);
    return centre_.Reload(freeze);
  }

  TestCentre centre_{GetParam()};
};
INSTANTIATE_TEST_SUITE_P(Funds, FreezesTest, database::BothEngines(),
                         testing::PrintToStringParamName());

TEST_P(FreezesTest, ConvertingAStopCarriesEverythingOverAndWaitsForALeader) {
  const registry::OpenedCase opened = centre_.FiledCase();
  const Order stop = centre_.Stopped(opened);
  const auto placed = Freeze(stop);
  ASSERT_TRUE(placed.has_value()) << placed.error().message;
  const Order& freeze = placed->order;
  EXPECT_EQ(freeze.state, OrderState::asked);
  EXPECT_EQ(freeze.converts_order_id, stop.id);
  EXPECT_EQ(freeze.account_id, stop.account_id);
  EXPECT_EQ(freeze.amount_fen, stop.amount_fen);
  EXPECT_EQ(freeze.filing_number.str(), opened.record.filing_number);
  EXPECT_EQ(freeze.asked_until, AddMonths(centre_.now(), 6));
  EXPECT_EQ(centre_.Count("outbox_message"), 1);
  Approve(freeze);
  const auto sent = centre_.SentFor<bank::FreezeRequest>(freeze);
  EXPECT_EQ(sent.freeze_type, bank::FreezeType::limit);
  EXPECT_EQ(sent.balance_fen, Fen(5'000'000));
  EXPECT_EQ(sent.target.account_number, stop.account_number);
  EXPECT_EQ(sent.target.account_name, PersonName("邬望舒"));
  EXPECT_EQ(sent.tail.investigator.name, PersonName("蓝一舟"));
}

TEST_P(FreezesTest, AFreezeLeavesWithItsFilingAndItsNumberedNotice) {
  const registry::OpenedCase opened = centre_.FiledCase();
  const Order freeze = Freeze(centre_.Stopped(opened), FreezeForm())->order;
  EXPECT_EQ(centre_.Count("document_document"), 0) << "nothing is numbered before it leaves";
  Approve(freeze);
  EXPECT_EQ(centre_.Reload(freeze).notice_number.str(), "公(刑)冻财字〔2026〕1号");
  const auto attached = centre_.SentFor<bank::FreezeRequest>(freeze).tail.attachments;
  ASSERT_THAT(attached, SizeIs(2));
  EXPECT_EQ(attached[0].filename.str(), "立案决定书.html");
  EXPECT_THAT(attached[0].content, HasSubstr(opened.record.filing_number));
  EXPECT_EQ(attached[1].filename.str(), "协助冻结财产通知书.html");
  EXPECT_THAT(attached[1].content, HasSubstr("公(刑)冻财字〔2026〕1号"));
  EXPECT_EQ(centre_.Count("document_document WHERE subject = 'order'"), 2);
}

TEST_P(FreezesTest, ANoticeNumberedElsewhereKeepsItsNumber) {
  const Order freeze = Sent(centre_.Stopped(centre_.FiledCase()));
  EXPECT_EQ(centre_.Reload(freeze).notice_number.str(), "协冻字〔2026〕1号");
  EXPECT_EQ(centre_.Count("document_document WHERE kind = 'freeze_notice' AND sequence > 0"), 0);
}

TEST_P(FreezesTest, AModeThatTheBankDoesNotHaveIsRefusedWhenItIsAskedFor) {
  const Order stop = centre_.Stopped(centre_.FiledCase());
  ASSERT_TRUE(centre_
                  .Write([](database::Transaction& tx) {
                    return tx.Execute(
                        "UPDATE funds_bank SET profile = 'platform_two_modes' WHERE code = :c",
                        kBankA);
                  })
                  .has_value());
  const Bank bank =
      *centre_.db().Read([](database::Transaction& tx) { return BankOf(tx, kBankA); });
  EXPECT_THAT(*FreezeModesOf(bank), ElementsAre(FreezeMode::limit, FreezeMode::full));
  FreezeForm form = Form();
  form.mode = FreezeMode::no_debit;
  const auto refused = Freeze(stop, form);
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, ErrorCode::conflict);
  EXPECT_EQ(refused.error().rule, "freeze_mode_not_carried");
  ASSERT_THAT(refused.error().fields, SizeIs(1));
  EXPECT_EQ(refused.error().fields[0].path, "mode");
  EXPECT_EQ(centre_.Count("funds_order WHERE kind = 'freeze'"), 0);
  form.mode = FreezeMode::full;
  EXPECT_TRUE(Freeze(stop, form).has_value());
}

TEST_P(FreezesTest, TheStopsClockEndsOnlyWhenTheFreezeIsInForce) {
  const Order stop = centre_.Stopped(centre_.FiledCase());
  const Order freeze = Sent(stop);
  EXPECT_EQ(centre_.Reload(stop).state, OrderState::stopped);
  EXPECT_EQ(centre_.Count("deadline_clock WHERE rule = 'stop_expiry' AND state = 'open'"), 1);
  EXPECT_EQ(centre_.Answer(kBankA, centre_.Written(freeze, Told(5'000'000))), Verdict::effective);
  EXPECT_EQ(centre_.Reload(freeze).state, OrderState::frozen);
  EXPECT_EQ(centre_.Reload(freeze).held_fen, Fen(5'000'000));
  EXPECT_EQ(centre_.Reload(stop).state, OrderState::converted);
  EXPECT_EQ(centre_.Count("deadline_clock WHERE rule = 'stop_expiry' AND state = 'met'"), 1);
  EXPECT_EQ(centre_.Count("deadline_clock WHERE rule = 'freeze_expiry' AND state = 'open'"), 1);
}

TEST_P(FreezesTest, AFreezeInPartTellsWhatTheBankKeepsAndWhoCameFirst) {
  const Order stop = centre_.Stopped(centre_.FiledCase());
  const Order freeze = Sent(stop);
  bank::FreezeFeedback in_part = Behind();
  const bank::FreezeFeedback told = Told(1'345'005);
  in_part.account_balance_fen = told.account_balance_fen;
  in_part.frozed_balance_fen = told.frozed_balance_fen;
  in_part.start_time = told.start_time;
  in_part.expire_time = told.expire_time;
  EXPECT_EQ(centre_.Answer(kBankA, centre_.Written(freeze, in_part, "1402")), Verdict::effective);
  const Order now = centre_.Reload(freeze);
  EXPECT_EQ(now.state, OrderState::frozen_in_part);
  EXPECT_EQ(now.held_fen, Fen(1'345'005));
  EXPECT_EQ(now.former_authority.str(), "某地公安局");
  EXPECT_EQ(now.former_amount_fen, Fen(9'000'000));
  EXPECT_EQ(centre_.Reload(stop).state, OrderState::converted);
}

TEST_P(FreezesTest, DoneWithLessThanTheLimitIsInPartWhateverTheCodeSays) {
  EXPECT_EQ(Frozen(4'999'999).state, OrderState::frozen_in_part);
}

TEST_P(FreezesTest, AQueuedFreezeKeepsNothingLeavesTheStopAndTakesItsTurnByALaterAnswer) {
  const Order stop = centre_.Stopped(centre_.FiledCase());
  const Order freeze = Sent(stop);
  ASSERT_EQ(centre_.Answer(kBankA, centre_.Written(freeze, Behind(), "1401")), Verdict::effective);
  const Order queued = centre_.Reload(freeze);
  EXPECT_EQ(queued.state, OrderState::queued);
  EXPECT_FALSE(queued.held_fen.has_value());
  EXPECT_EQ(queued.former_authority.str(), "某地公安局");
  EXPECT_EQ(queued.expires_at, queued.asked_until);
  EXPECT_EQ(centre_.Reload(stop).state, OrderState::stopped);
  EXPECT_EQ(centre_.Count("deadline_clock WHERE rule = 'queued_freeze_turn' AND state = 'open'"),
            1);
  ASSERT_EQ(centre_.Answer(kBankA, centre_.Written(freeze, Told(5'000'000))), Verdict::effective);
  EXPECT_EQ(centre_.Reload(freeze).state, OrderState::frozen);
  EXPECT_EQ(centre_.Reload(stop).state, OrderState::converted);
  EXPECT_EQ(centre_.Count("deadline_clock WHERE rule = 'queued_freeze_turn' AND state = 'open'"),
            0);
  EXPECT_EQ(centre_.Count("deadline_clock WHERE rule = 'freeze_expiry' AND state = 'open'"), 1);
}

TEST_P(FreezesTest, ARefusedFreezeLeavesTheStopToItsClock) {
  const Order stop = centre_.Stopped(centre_.FiledCase());
  const Order freeze = Sent(stop);
  ASSERT_EQ(centre_.Answer(kBankA, centre_.Written(freeze, bank::FreezeFeedback(), "0600")),
            Verdict::effective);
  EXPECT_EQ(centre_.Reload(freeze).state, OrderState::refused);
  EXPECT_EQ(centre_.Reload(stop).state, OrderState::stopped);
  EXPECT_TRUE(Freeze(stop).has_value()) << "it may be asked for again";
}

TEST_P(FreezesTest, TheSameAnswerAgainChangesNothingAndAnotherOneContradicts) {
  const Order freeze = Frozen();
  const bank::FreezeFeedback same = Told(5'000'000);
  EXPECT_EQ(centre_.Answer(kBankA, centre_.Written(freeze, same)), Verdict::repeated);
  bank::FreezeFeedback other = same;
  other.frozed_balance_fen = Fen(4'000'000);
  EXPECT_EQ(centre_.Answer(kBankA, centre_.Written(freeze, other)), Verdict::contradicts);
  EXPECT_EQ(centre_.Answer(kBankA, centre_.Written(freeze, bank::FreezeFeedback(), "0600")),
            Verdict::contradicts);
  EXPECT_EQ(centre_.Reload(freeze).version, freeze.version);
}

TEST_P(FreezesTest, MoreThanWasAskedForDatesOutOfOrderAndUnknownCodesAreNoSuccess) {
  const Order freeze = Sent(centre_.Stopped(centre_.FiledCase()));
  bank::FreezeFeedback more = Told(5'000'001);
  more.applied_balance_fen = Fen(6'000'000);
  EXPECT_EQ(centre_.Answer(kBankA, centre_.Written(freeze, more)), Verdict::contradicts);
  bank::FreezeFeedback backwards = Told(5'000'000);
  std::string raw = centre_.Written(freeze, backwards);
  const std::string ends = "<ExpireTime>" + FormatCompact(*backwards.expire_time);
  raw.replace(raw.find(ends), ends.size(),
              "<ExpireTime>" + FormatCompact(*backwards.start_time - Days(1)));
  EXPECT_EQ(centre_.Answer(kBankA, raw), Verdict::unreadable);
  raw = centre_.Written(freeze, Told(5'000'000));
  raw.replace(raw.find("<Result>0000"), 12, "<Result>1477");
  EXPECT_EQ(centre_.Answer(kBankA, raw), Verdict::unreadable);
  EXPECT_EQ(centre_.Reload(freeze).state, OrderState::waiting);
  EXPECT_EQ(centre_.Count("funds_answer WHERE settled_at IS NULL AND verdict <> 'effective'"), 3);
}

TEST_P(FreezesTest, AFreezeNeedsAFiledCaseTwoOfficersAndTheTermOfTheLaw) {
  const Order unfiled = centre_.Stopped(centre_.OpenCase());
  EXPECT_EQ(Freeze(unfiled).error().rule, "case_not_filed");
  const Order stop = centre_.Stopped(centre_.FiledCase("6222020000000000026"));
  FreezeForm form = Form();
  form.until = AddMonths(centre_.now(), 6) + Minutes(1);
  EXPECT_EQ(Freeze(stop, form).error().rule, "freeze_too_long");
  form.until = centre_.now();
  EXPECT_EQ(Freeze(stop, form).error().fields.at(0).code, "past");
  form = Form();
  form.amount_fen = Fen(0);
  EXPECT_EQ(Freeze(stop, form).error().fields.at(0).path, "amount_fen");
  ASSERT_TRUE(Freeze(stop).has_value());
  EXPECT_EQ(Freeze(stop).error().rule, "follow_up_under_way");
  EXPECT_EQ(centre_.Count("funds_order WHERE kind = 'freeze'"), 1);
  ASSERT_TRUE(centre_.Write([&](database::Transaction& tx) {
    return tx.Execute("UPDATE roster_officer SET roles = 'analyst' WHERE id <> :id",
                      centre_.duty().officer_id);
  }));
  const Order alone = centre_.Stopped(centre_.FiledCase("6222020000000000034"));
  EXPECT_EQ(Freeze(alone).error().rule, "no_second_officer");
}

TEST_P(FreezesTest, AFreezeWhoseStopIsAboutToLapseLeavesAtOnceAndIsApprovedAfterwards) {
  const Order stop = centre_.Stopped(centre_.FiledCase());
  centre_.Pass(Minutes(46 * 60 + 1));
  const auto placed = Freeze(stop);
  ASSERT_TRUE(placed.has_value()) << placed.error().message;
  EXPECT_EQ(placed->order.state, OrderState::waiting);
  EXPECT_THAT(placed->warnings, Contains("approved_afterwards"));
  ASSERT_TRUE(centre_.Decide(centre_.RequestAbout(placed->order), centre_.leader(), false));
  EXPECT_EQ(centre_.Reload(placed->order).reviewed, Review::refused);
  EXPECT_EQ(centre_.Reload(placed->order).state, OrderState::waiting) << "what left has left";
}

TEST_P(FreezesTest, AFreezeIsRenewedBeforeItEndsForSixMonthsAtMostAndAsOftenAsNeeded) {
  Order freeze = Frozen();
  for (int round = 0; round < 3; ++round) {
    FollowForm form{Text<200>("续冻"), *freeze.expires_at + Days(200)};
    EXPECT_EQ(Do(freeze, OrderAct::renew, form).error().rule, "freeze_too_long");
    form.until.reset();
    const auto renewal = Do(freeze, OrderAct::renew, form);
    ASSERT_TRUE(renewal.has_value()) << renewal.error().message;
    Approve(renewal->order);
    const auto sent = centre_.SentFor<bank::FreezeRenewal>(renewal->order);
    EXPECT_EQ(sent.expire_time, AddMonths(*freeze.expires_at, 6));
    bank::FreezeRenewalFeedback done;
    static_cast<bank::FreezeFeedback&>(done) = Told(5'000'000);
    done.start_time = freeze.expires_at;
    done.expire_time = AddMonths(*freeze.expires_at, 6);
    ASSERT_EQ(centre_.Answer(kBankA, centre_.Written(renewal->order, done)), Verdict::effective);
    EXPECT_EQ(centre_.Reload(freeze).expires_at, done.expire_time);
    EXPECT_EQ(centre_.Count("deadline_clock WHERE rule = 'freeze_expiry' AND state = 'open'"), 1);
    freeze = centre_.Reload(freeze);
  }
  centre_.Pass(*freeze.expires_at - centre_.now());
  EXPECT_EQ(centre_.Reload(freeze).state, OrderState::expired);
  EXPECT_EQ(Do(freeze, OrderAct::renew).error().rule, "not_in_this_state");
}

TEST_P(FreezesTest, ARenewalThatKeepsLessLetsTheRestGo) {
  const Order freeze = Frozen();
  FollowForm form{Text<200>("部分解除"), {}, Fen(5'000'001)};
  EXPECT_EQ(Do(freeze, OrderAct::renew, form).error().fields.at(0).path, "keep_fen");
  form.keep_fen = Fen(2'000'000);
  const auto renewal = Do(freeze, OrderAct::renew, form);
  ASSERT_TRUE(renewal.has_value()) << renewal.error().message;
  Approve(renewal->order);
  EXPECT_EQ(centre_.SentFor<bank::FreezeRenewal>(renewal->order).balance_fen, Fen(2'000'000));
  bank::FreezeRenewalFeedback done;
  static_cast<bank::FreezeFeedback&>(done) = Told(2'000'000);
  done.applied_balance_fen = Fen(2'000'000);
  done.start_time = freeze.expires_at;
  done.expire_time = AddMonths(*freeze.expires_at, 6);
  ASSERT_EQ(centre_.Answer(kBankA, centre_.Written(renewal->order, done)), Verdict::effective);
  EXPECT_EQ(centre_.Reload(freeze).held_fen, Fen(2'000'000));
  EXPECT_EQ(centre_.Reload(freeze).let_go_fen, Fen(3'000'000));
}

TEST_P(FreezesTest, ARenewalThatKeepsMoreThanWasAskedForIsNotBelieved) {
  const Order freeze = Frozen(1'000'000);
  const auto renewal = Do(freeze, OrderAct::renew);
  Approve(renewal->order);
  bank::FreezeRenewalFeedback done;
  static_cast<bank::FreezeFeedback&>(done) = Told(5'000'001);
  done.applied_balance_fen = Fen(6'000'000);
  done.start_time = freeze.expires_at;
  done.expire_time = AddMonths(*freeze.expires_at, 6);
  EXPECT_EQ(centre_.Answer(kBankA, centre_.Written(renewal->order, done)), Verdict::contradicts);
  EXPECT_EQ(centre_.Reload(freeze).expires_at, freeze.expires_at);
}

TEST_P(FreezesTest, MoneyFoundUnrelatedIsLiftedWithinThreeDays) {
  const Order freeze = Frozen();
  const auto find = [&](const char* reason) {
    return centre_.Write([&](database::Transaction& tx) {
      return FindUnrelated(tx, freeze.id, {Text<200>(reason)}, centre_.duty(), centre_.now());
    });
  };
  EXPECT_EQ(find("").error().code, ErrorCode::invalid);
  ASSERT_TRUE(find("账户为正常经营所用").has_value());
  EXPECT_EQ(find("再次").error().rule, "already_unrelated");
  EXPECT_EQ(centre_.Count("deadline_clock WHERE rule = 'lift_unrelated' AND state = 'open'"), 1);
  const auto lift = Do(freeze, OrderAct::lift);
  ASSERT_TRUE(lift.has_value()) << lift.error().message;
  EXPECT_EQ(lift->order.state, OrderState::asked);
  Approve(lift->order);
  bank::FreezeLiftFeedback done;
  done.unfreeze_balance_fen = Fen(5'000'000);
  done.withdrawal_time = Moment{centre_.now().ms / 1000 * 1000};
  ASSERT_EQ(centre_.Answer(kBankA, centre_.Written(lift->order, done)), Verdict::effective);
  EXPECT_EQ(centre_.Reload(freeze).state, OrderState::released);
  EXPECT_EQ(centre_.Reload(freeze).released_at, done.withdrawal_time);
  EXPECT_EQ(centre_.Count("deadline_clock WHERE rule = 'lift_unrelated' AND state = 'met'"), 1);
  EXPECT_EQ(centre_.Count("deadline_clock WHERE rule = 'freeze_expiry' AND state = 'open'"), 0);
}

TEST_P(FreezesTest, AFreezeThatLapsesHasBeenRemindedOfAtEachStepAndToldToTheLeader) {
  const Order freeze = Frozen();
  for (int day = 0; day < 186; ++day) centre_.Pass(Days(1));
  EXPECT_EQ(centre_.Reload(freeze).state, OrderState::expired);
  EXPECT_EQ(centre_.Count("deadline_notice WHERE code = 'freeze_expiry_due'"), 4);
  EXPECT_EQ(
      centre_.Count("deadline_notice WHERE code = 'freeze_expiry_overdue' AND role = 'leader'"), 1);
}

TEST_P(FreezesTest, AListFreezesWhatIsStoppedAndRefusesEachLineByItsOwnRule) {
  const registry::OpenedCase opened = centre_.FiledCase();
  const Order stop = centre_.Stopped(opened);
  FreezeList list;
  list.notice_number = "协冻字〔2026〕2号";
  FreezeLine line;
  line.number = stop.account_number;
  line.amount_fen = Fen(100);
  list.accounts = {line, line};
  list.accounts.push_back({});
  list.accounts[2].number = AccountNumber("6222020000000000059");
  list.accounts[2].bank_code = std::string(kBankB);
  list.accounts[2].amount_fen = Fen(100);
  const auto listed = centre_.Write([&](database::Transaction& tx) {
    return PlaceFreezes(tx, opened.record.id, list, centre_.duty(), centre_.now());
  });
  ASSERT_TRUE(listed.has_value()) << listed.error().message;
  ASSERT_THAT(listed->placed, SizeIs(1));
  EXPECT_EQ(listed->placed[0].order.converts_order_id, stop.id);
  ASSERT_THAT(listed->refused, SizeIs(2));
  EXPECT_EQ(listed->refused[0].rule, "follow_up_under_way");
  EXPECT_EQ(listed->refused[1].rule, "missing") << "a bank compares the holder's name";
}

TEST_P(FreezesTest, ACaseWithOpenOrdersIsNotClosedAndSaysWhich) {
  const Order freeze = Frozen();
  const registry::LaterDesks later = ForRegister();
  const auto open = centre_.db().Read(
      [&](database::Transaction& tx) { return later.open_items.front()(tx, freeze.case_id); });
  ASSERT_TRUE(open.has_value());
  ASSERT_THAT(*open, SizeIs(1));
  EXPECT_EQ(open->front().path, "orders/" + std::to_string(freeze.id));
  EXPECT_EQ(open->front().state, "frozen");
}

}  // namespace
}  // namespace hetang::funds
