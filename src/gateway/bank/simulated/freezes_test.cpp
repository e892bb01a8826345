#include "gateway/bank/simulated/freezes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "gateway/bank/codes.h"
#include "gateway/bank/test_messages.h"

namespace hetang::bank::simulated {
namespace {

using testing::ElementsAre;

const Moment kNow = At("2026-04-02T10:00:00+08:00");

// An account of 100.00 yuan with freezes on it.
struct Books {
  Account account;
  std::vector<Freeze> freezes;

  Books() {
    account.id = 7;
    account.name = PersonName("赵某某");
    account.balance_fen = Fen(10'000);
  }
  Freeze& Add(FreezeType mode, std::int64_t limit, const char* authority = "某地公安局") {
    Freeze freeze;
    freeze.id = static_cast<std::int64_t>(freezes.size()) + 1;
    freeze.account_id = account.id;
    freeze.application_id = "F" + std::to_string(freeze.id);
    freeze.authority = authority;
    freeze.mode = mode;
    freeze.limit_fen = Fen(limit);
    freeze.start_at = kNow - Hours(24);
    freeze.expire_at = kNow + Days(30);
    freezes.push_back(freeze);
    return freezes.back();
  }
  Facts facts() const {
    Facts facts;
    facts.account = &account;
    facts.freezes = freezes;
    return facts;
  }
};

FreezeRequest Wish(std::int64_t limit) {
  FreezeRequest freeze = TestFreeze();
  freeze.balance_fen = Fen(limit);
  return freeze;
}

std::string ResultOf(const FreezeRequest& order, const Books& books) {
  const FreezeVerdict verdict = JudgeFreeze(order, books.facts(), kNow);
  const ResultCode* code = FindResultCode(verdict.result);
  EXPECT_NE(code, nullptr) << verdict.result;
  // What is laid on the account is in force or waits; nothing else leaves a row.
  const bool laid = IsInForce(verdict.result) || code->outcome == Outcome::queued;
  EXPECT_EQ(verdict.freeze.has_value(), laid) << verdict.result;
  return verdict.result;
}

TEST(Holding, EarlierFreezesTakeFirstAndNeverMoreThanIsThere) {
  Books books;
  books.Add(FreezeType::limit, 6'000);
  books.Add(FreezeType::limit, 3'000);
  books.Add(FreezeType::limit, 9'000);
  books.Add(FreezeType::limit, 1);
  EXPECT_THAT(HeldBy(books.freezes, Fen(10'000), kNow),
              ElementsAre(Fen(6'000), Fen(3'000), Fen(1'000), Fen(0)));
  for (const std::int64_t balance : {0, 1, 5'999, 6'001, 10'000, 50'000}) {
    EXPECT_LE(HeldInAll(books.freezes, Fen(balance), kNow), Fen(balance));
  }
}

TEST(Holding, AnUnlimitedFreezeHoldsAllThatIsLeft) {
  Books books;
  books.Add(FreezeType::limit, 6'000);
  books.Add(FreezeType::no_debit, 0);
  books.Add(FreezeType::limit, 1);
  EXPECT_THAT(HeldBy(books.freezes, Fen(10'000), kNow),
              ElementsAre(Fen(6'000), Fen(4'000), Fen(0)));
  EXPECT_FALSE(IsClosed(books.freezes, kNow));
  books.Add(FreezeType::full, 0);
  EXPECT_TRUE(IsClosed(books.freezes, kNow));
}

TEST(Holding, AFreezeHoldsFromItsStartUntilItsEnd) {
  Books books;
  Freeze& freeze = books.Add(FreezeType::limit, 6'000);
  EXPECT_EQ(HeldInAll(books.freezes, Fen(10'000), freeze.expire_at - Milliseconds(1)), Fen(6'000));
  EXPECT_EQ(HeldInAll(books.freezes, Fen(10'000), freeze.expire_at), Fen(0));
  freeze.state = FreezeState::lifted;
  EXPECT_EQ(HeldInAll(books.freezes, Fen(10'000), kNow), Fen(0));
}

TEST(FreezeRule, GivesTheResultOfTheTable) {
  Books books;
  EXPECT_EQ(ResultOf(Wish(10'000), books), "0000");
  EXPECT_EQ(ResultOf(Wish(10'001), books), "1400");
  Books behind;
  behind.Add(FreezeType::limit, 4'000);
  EXPECT_EQ(ResultOf(Wish(6'000), behind), "0000");
  EXPECT_EQ(ResultOf(Wish(6'001), behind), "1402");
  behind.Add(FreezeType::no_debit, 0);
  EXPECT_EQ(ResultOf(Wish(1), behind), "1401");
  Books empty;
  empty.account.balance_fen = Fen(0);
  EXPECT_EQ(ResultOf(Wish(1), empty), "1400");
}

TEST(FreezeRule, RefusesInTheOrderInWhichABankWouldFindOut) {
  Books books;
  FreezeRequest order = Wish(1);
  order.expire_time = AddMonths(order.freeze_start_time, 6) + Seconds(1);
  EXPECT_EQ(ResultOf(order, books), "0801");
  order = Wish(1);
  order.tail.application_time = kNow + Hours(2);
  EXPECT_EQ(ResultOf(order, books), "0802");
  order = Wish(1);
  order.tail.attachments.pop_back();
  EXPECT_EQ(ResultOf(order, books), "0600");
  order = Wish(1);
  order.target.account_name = PersonName("钱某某");
  EXPECT_EQ(ResultOf(order, books), "0301");
  EXPECT_EQ(JudgeFreeze(Wish(1), Facts(), kNow).result, "0300");
  books.account.standing = Standing::whitelisted;
  EXPECT_EQ(ResultOf(Wish(1), books), "0302");
}

TEST(FreezeRule, OneCaseFreezesAnAccountOnceAndAnotherCaseQueues) {
  Books books;
  Freeze& own = books.Add(FreezeType::no_debit, 0, TestTail().application_org_name.str().c_str());
  own.case_number = TestFreeze().head.case_number.str();
  EXPECT_EQ(ResultOf(Wish(1), books), "1403");
  FreezeRequest other = Wish(1);
  other.head.case_number = "AJ430102202604010002";
  EXPECT_EQ(ResultOf(other, books), "1401");
}

TEST(FreezeRule, TheTermIsTheOneAskedForFromWhenItTakesEffect) {
  const FreezeRequest order = Wish(1);
  const FreezeVerdict verdict = JudgeFreeze(order, Books().facts(), kNow + Minutes(3));
  ASSERT_TRUE(verdict.freeze.has_value());
  EXPECT_EQ(verdict.freeze->start_at, kNow + Minutes(3));
  EXPECT_EQ(verdict.freeze->expire_at - verdict.freeze->start_at,
            order.expire_time - order.freeze_start_time);
}

TEST(LiftRule, GivesTheResultOfTheTable) {
  Books books;
  FreezeLift order = TestLift();
  order.original_application_id = "F1";
  EXPECT_EQ(JudgeFreeze(order, books.facts(), kNow).result, "0400");
  Freeze& freeze = books.Add(FreezeType::limit, 1);
  const FreezeVerdict done = JudgeFreeze(order, books.facts(), kNow);
  EXPECT_EQ(done.result, "0000");
  EXPECT_EQ(done.freeze->lifted_at, kNow);
  EXPECT_EQ(JudgeFreeze(order, books.facts(), freeze.expire_at).result, "1500");
  freeze.state = FreezeState::lifted;
  EXPECT_EQ(JudgeFreeze(order, books.facts(), kNow).result, "1501");
}

TEST(RenewalRule, FollowsTheOldTermAndNeverWidensTheSum) {
  Books books;
  FreezeRenewal order = TestRenewal();
  order.original_application_id = "F1";
  order.balance_fen = Fen(2'000);
  Freeze& freeze = books.Add(FreezeType::limit, 2'000);
  const FreezeVerdict done = JudgeFreeze(order, books.facts(), kNow);
  EXPECT_EQ(done.result, "0000");
  EXPECT_EQ(done.freeze->expire_at,
            freeze.expire_at + (order.expire_time - order.postpone_start_time));
  EXPECT_EQ(done.freeze->renewals, 1);
  order.balance_fen = Fen(2'001);
  EXPECT_EQ(JudgeFreeze(order, books.facts(), kNow).result, "0299");
  order.balance_fen = Fen(1'999);
  EXPECT_EQ(JudgeFreeze(order, books.facts(), kNow).freeze->limit_fen, Fen(1'999));
  EXPECT_EQ(JudgeFreeze(order, books.facts(), freeze.expire_at).result, "1600");
  order.expire_time = AddMonths(order.postpone_start_time, 6) + Seconds(1);
  EXPECT_EQ(JudgeFreeze(order, books.facts(), kNow).result, "0801");
}

TEST(ReturnRule, NeverMoreThanThisFreezeHolds) {
  Books books;
  ReturnNotice notice = TestReturn();
  notice.tail.attachments = {{"通知书.html", "x"}};
  notice.original_application_id = "F2";
  notice.total_amount_fen = Fen(4'000);
  EXPECT_EQ(JudgeReturn(notice, books.facts(), kNow), "0400");
  books.Add(FreezeType::limit, 6'000);
  Freeze& own = books.Add(FreezeType::limit, 9'000);
  EXPECT_EQ(JudgeReturn(notice, books.facts(), kNow), "0000");
  notice.total_amount_fen = Fen(4'001);
  EXPECT_EQ(JudgeReturn(notice, books.facts(), kNow), "1701");
  own.state = FreezeState::queued;
  EXPECT_EQ(JudgeReturn(notice, books.facts(), kNow), "1702");
  notice.tail.attachments.clear();
  EXPECT_EQ(JudgeReturn(notice, books.facts(), kNow), "0600");
}

TEST(PaymentRule, TheMoneyOfOnePaymentIsHeldOnceAndExtendedOnce) {
  Books books;
  Movement payment;
  payment.amount_fen = Fen(500'000);
  EXPECT_EQ(JudgePayment(TestPaymentStop(), payment, books.facts(), kNow).result, "1200");
  books.account.balance_fen = Fen(500'000);
  FreezeVerdict verdict = JudgePayment(TestPaymentStop(), payment, books.facts(), kNow);
  EXPECT_EQ(verdict.result, "0000");
  books.freezes = {*verdict.freeze};
  EXPECT_EQ(JudgePayment(TestPaymentStop(), payment, books.facts(), kNow).result, "1301");
  verdict = JudgePayment(TestPaymentChange(), books.facts(), kNow + Hours(47));
  EXPECT_EQ(verdict.result, "0000");
  EXPECT_EQ(verdict.freeze->expire_at, kNow + Hours(96));
  EXPECT_EQ(JudgePayment(TestPaymentChange(), books.facts(), kNow + Hours(48)).result, "1800");
  books.freezes = {*verdict.freeze};
  EXPECT_EQ(JudgePayment(TestPaymentChange(), books.facts(), kNow).result, "1304");
  payment.amount_fen = Fen(1);
  EXPECT_EQ(JudgePayment(TestPaymentStop(), payment, books.facts(), kNow).result, "0299");
}

}  // namespace
}  // namespace hetang::bank::simulated
