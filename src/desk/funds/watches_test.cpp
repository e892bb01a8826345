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
using testing::SizeIs;

constexpr const char* kCard = "6222020000000000018";

class WatchesTest : public testing::TestWithParam<database::Engine> {
 protected:
  Result<Placed> Watch(std::optional<Moment> until = std::nullopt) {
    QueryWish wish;
    wish.record = opened_.record;
    wish.kind = OrderKind::watch;
    wish.bank_code = kBankA;
    wish.account = AccountNumber(kCard);
    wish.holder = PersonName("邬望舒");
    wish.until = until;
    wish.reason = "电信网络诈骗案件资金查询";
    return centre_.Write([&](database::Transaction& tx) {
      return PlaceQuery(tx, wish, centre_.duty(), centre_.now());
    });
  }
  bank::WatchFeedback Moved(std::vector<std::int64_t> amounts) const {
    bank::SubAccount sub;
    sub.account_number = AccountNumber(std::string(kCard) + "_001");
    for (const std::int64_t amount : amounts) {
      bank::TransactionRow row;
      row.borrowing_signs = bank::BorrowingSigns::debit;
      row.transaction_amount_fen = Fen(amount);
      row.transaction_time = Moment{centre_.now().ms / 1000 * 1000};
      sub.transaction.push_back(row);
    }
    bank::CardAccounts card;
    card.account_name = PersonName("邬望舒");
    card.card_number = AccountNumber(kCard);
    card.account = {sub};
    bank::WatchFeedback feedback;
    feedback.accounts = {card};
    return feedback;
  }
  OrderView View(const Order& order) {
    return *centre_.db().Read([&](database::Transaction& tx) {
      const auto stored = tx.Get<Order>(order.id);
      return ViewOf(tx, *stored, centre_.duty());
    });
  }

  TestCentre centre_{GetParam()};
  registry::OpenedCase opened_ = centre_.OpenCase();
};
INSTANTIATE_TEST_SUITE_P(Funds, WatchesTest, database::BothEngines(),
                         testing::PrintToStringParamName());

TEST_P(WatchesTest, AWatchLastsAsLongAsItIsToldToAndAtMostAHundredDays) {
  EXPECT_EQ(Watch(centre_.now() + Days(101)).error().rule, "watch_too_long");
  EXPECT_EQ(Watch(centre_.now()).error().fields.at(0).code, "past");
  const auto watch = Watch();
  ASSERT_TRUE(watch.has_value()) << watch.error().message;
  EXPECT_EQ(watch->order.asked_until, centre_.now() + Days(30));
  const auto sent = centre_.SentFor<bank::WatchRequest>(watch->order);
  EXPECT_EQ(sent.target.card_number, AccountNumber(kCard));
  EXPECT_EQ(Watch().error().rule, "query_under_way");
}

TEST_P(WatchesTest, EachMovementIsAnAnswerThatGoesToTheTrailAndNoneContradictsAnother) {
  const auto watch = Watch();
  EXPECT_EQ(centre_.Answer(kBankA, centre_.Written(watch->order, Moved({}))), Verdict::effective);
  EXPECT_EQ(View(watch->order).state, OrderState::watching);
  EXPECT_EQ(centre_.Count("trail_import"), 0) << "nothing has moved yet";
  const std::string first = centre_.Written(watch->order, Moved({100}));
  EXPECT_EQ(centre_.Answer(kBankA, first), Verdict::effective);
  EXPECT_EQ(centre_.Answer(kBankA, first), Verdict::repeated);
  EXPECT_EQ(centre_.Answer(kBankA, centre_.Written(watch->order, Moved({100}))), Verdict::repeated);
  centre_.Advance(Minutes(5));
  EXPECT_EQ(centre_.Answer(kBankA, centre_.Written(watch->order, Moved({200, 300}))),
            Verdict::effective);
  EXPECT_EQ(centre_.Count("trail_import"), 2);
  EXPECT_EQ(View(watch->order).answer->rows, 3);
  EXPECT_THAT(View(watch->order).answer->accounts, SizeIs(1));
  EXPECT_EQ(centre_.Count("funds_answer WHERE verdict = 'contradicts'"), 0);
}

TEST_P(WatchesTest, AWatchEndsByItsTimeOrByAnOrderAndALateMovementStillCounts) {
  const auto watch = Watch();
  ASSERT_EQ(centre_.Answer(kBankA, centre_.Written(watch->order, Moved({}))), Verdict::effective);
  EXPECT_THAT(View(watch->order).actions, ElementsAre("end_watch"));
  const auto end = centre_.Write([&](database::Transaction& tx) {
    return Follow(tx, watch->order.id, OrderAct::end_watch, {}, centre_.duty(), centre_.now());
  });
  ASSERT_TRUE(end.has_value()) << end.error().message;
  bank::WatchEndFeedback done;
  done.interception_end_time = Moment{centre_.now().ms / 1000 * 1000};
  ASSERT_EQ(centre_.Answer(kBankA, centre_.Written(end->order, done)), Verdict::effective);
  EXPECT_EQ(View(watch->order).state, OrderState::ended);
  EXPECT_EQ(centre_.Answer(kBankA, centre_.Written(watch->order, Moved({700}))),
            Verdict::effective);
  EXPECT_EQ(View(watch->order).state, OrderState::ended);
  EXPECT_EQ(centre_.Count("trail_import"), 1);

  const auto other = Watch();
  ASSERT_EQ(centre_.Answer(kBankA, centre_.Written(other->order, Moved({}))), Verdict::effective);
  for (int day = 0; day < 31; ++day) centre_.Pass(Days(1));
  EXPECT_EQ(View(other->order).state, OrderState::expired);
}

TEST_P(WatchesTest, AnAccountThatAnAnswerToldCanBeStoppedAndAskedAbout) {
  QueryWish wish;
  wish.record = opened_.record;
  wish.kind = OrderKind::all_accounts;
  wish.bank_code = kBankA;
  wish.account = AccountNumber(kCard);
  wish.holder = PersonName("邬望舒");
  const auto query = centre_.Write([&](database::Transaction& tx) {
    return PlaceQuery(tx, wish, centre_.duty(), centre_.now());
  });
  bank::CardAccounts told;
  told.account_name = PersonName("邬望舒");
  told.card_number = AccountNumber("6222020000000000091");
  bank::AccountsFeedback feedback;
  feedback.accounts = {told};
  ASSERT_EQ(centre_.Answer(kBankA, centre_.Written(query->order, feedback)), Verdict::effective);
  const std::int64_t answered = View(query->order).answer->accounts.at(0).id;
  StopList list;
  list.reason = "涉案账户紧急止付";
  list.accounts.push_back({});
  list.accounts[0].answered_id = answered;
  list.accounts[0].amount_fen = Fen(100);
  const auto stop = [&](std::int64_t case_id) {
    return *centre_.Write([&](database::Transaction& tx) {
      return PlaceStops(tx, case_id, list, centre_.duty(), centre_.now());
    });
  };
  const ListedOrders listed = stop(opened_.record.id);
  ASSERT_THAT(listed.placed, SizeIs(1));
  EXPECT_EQ(listed.placed[0].number, AccountNumber("6222020000000000091"));
  const ListedOrders of_another = stop(centre_.OpenCase("6222020000000000026").record.id);
  ASSERT_THAT(of_another.refused, SizeIs(1));
  EXPECT_EQ(of_another.refused[0].rule, "not_of_case");
}

class PaymentStopsTest : public testing::TestWithParam<database::Engine> {
 protected:
  Result<Placed> Stop() {
    PaymentStopWish wish;
    wish.record = opened_.record;
    wish.payment = opened_.payments.front();
    wish.bank_code = kBankA;
    wish.number = "20260302200000001";
    wish.amount_fen = Fen(5'000'000);
    wish.reason = "涉案资金按订单止付";
    return centre_.Write([&](database::Transaction& tx) {
      return PlacePaymentStop(tx, wish, centre_.duty(), centre_.now());
    });
  }
  bank::PaymentStopFeedback Kept(std::int64_t fen) const {
    bank::PaymentStopFeedback feedback;
    feedback.order_number = "20260302200000001";
    feedback.stopped_amount_fen = Fen(fen);
    feedback.account_number = AccountNumber("wallet-0001");
    feedback.start_time = Moment{centre_.now().ms / 1000 * 1000};
    feedback.expire_time = *feedback.start_time + Hours(48);
    return feedback;
  }

  TestCentre centre_{GetParam()};
  registry::OpenedCase opened_ = centre_.OpenCase();
};
INSTANTIATE_TEST_SUITE_P(Funds, PaymentStopsTest, database::BothEngines(),
                         testing::PrintToStringParamName());

TEST_P(PaymentStopsTest, APaymentIsStoppedByItsNumberWhereTheCompanyTakesSuchMessages) {
  EXPECT_EQ(Stop().error().code, ErrorCode::unsupported) << "a bank is no payment company";
  ASSERT_TRUE(centre_.Write([&](database::Transaction& tx) {
    return tx.Execute("UPDATE funds_bank SET profile = 'payment' WHERE code = :c", kBankA);
  }));
  const auto placed = Stop();
  ASSERT_TRUE(placed.has_value()) << placed.error().message;
  const auto sent = centre_.SentFor<bank::PaymentStop>(placed->order);
  EXPECT_EQ(sent.target.order_number.str(), "20260302200000001");
  EXPECT_EQ(sent.head.case_type.str(), "0000");
  EXPECT_EQ(Stop().error().rule, "stop_in_force");
  bank::PaymentStopFeedback other = Kept(1);
  other.order_number = "20260302200000002";
  EXPECT_EQ(centre_.Answer(kBankA, centre_.Written(placed->order, other)), Verdict::contradicts);
  ASSERT_EQ(centre_.Answer(kBankA, centre_.Written(placed->order, Kept(4'000'000))),
            Verdict::effective);
  const Order stop = centre_.Reload(placed->order);
  EXPECT_EQ(stop.state, OrderState::stopped);
  EXPECT_EQ(stop.held_fen, Fen(4'000'000));
  EXPECT_EQ(stop.account_number, AccountNumber("wallet-0001"));
  const auto renewal = centre_.Write([&](database::Transaction& tx) {
    return Follow(tx, stop.id, OrderAct::renew, {}, centre_.duty(), centre_.now());
  });
  ASSERT_TRUE(renewal.has_value()) << renewal.error().message;
  const auto change = centre_.SentFor<bank::PaymentStopChange>(renewal->order);
  EXPECT_EQ(change.operation_type, bank::PaymentOperation::extend);
  bank::PaymentChangeFeedback longer;
  longer.order_number = "20260302200000001";
  longer.expire_time = *stop.expires_at + Hours(48);
  ASSERT_EQ(centre_.Answer(kBankA, centre_.Written(renewal->order, longer)), Verdict::effective);
  EXPECT_EQ(centre_.Reload(stop).expires_at, longer.expire_time);
}

}  // namespace
}  // namespace hetang::funds
