#include "desk/funds/delivery.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "desk/funds/bank_edit.h"
#include "desk/funds/test_centre.h"
#include "gateway/bank/test_peer.h"

namespace hetang::funds {
namespace {

using bank::TestPeer;

std::string SerialIn(const std::string& request) {
  constexpr std::string_view kOpen = "<TransSerialNumber>";
  const std::size_t from = request.find(kOpen) + kOpen.size();
  return request.substr(from, request.find('<', from) - from);
}

class DeliveryTest : public testing::TestWithParam<database::Engine> {
 protected:
  void Reach(const TestPeer& peer) {
    ASSERT_TRUE(centre_
                    .Write([&](database::Transaction& tx) -> Status {
                      HT_TRY_STATUS(tx.Execute("UPDATE funds_bank SET address = :a WHERE code = :c",
                                               peer.url(), kBankA));
                      return SetBankKey(tx, kBankA, std::string(31, '\xfe') + '\0');
                    })
                    .has_value());
  }

  // Until the bank has been asked `count` times, and what was under way has come to its end.
  void DeliverUntil(const TestPeer& peer, std::size_t count) {
    Reach(peer);
    const SimulatedClock clock(centre_.now());
    BankPost post(centre_.db(), clock);
    const auto dispatcher = outbox::Dispatcher::Start(
        centre_.db(), clock, std::string(kChannel),
        [&](const outbox::Message& message) { return post.Deliver(message); }, {});
    EXPECT_TRUE(peer.WaitFor(count));
  }

  TestCentre centre_{GetParam()};
};
INSTANTIATE_TEST_SUITE_P(Funds, DeliveryTest, database::BothEngines(),
                         testing::PrintToStringParamName());

TEST_P(DeliveryTest, AnOrderThatTheBankCannotReadIsRefusedAndTheNextOneGoesOut) {
  const Order first = centre_.Place(centre_.WishFor(centre_.OpenCase()))->order;
  const Order next = centre_.Place(centre_.WishFor(centre_.OpenCase("6222020000000000026")))->order;
  const TestPeer peer([&](const std::string& request) {
    const bool is_read = request.find(first.application_id) == std::string::npos;
    const bank::Receipt receipt =
        is_read ? bank::Receipt{SerialIn(request), "0000", ""} : bank::Receipt{"", "0599", ""};
    return TestPeer::Reply(bank::WriteReceipt(receipt, *bank::FindProfile("platform")));
  });
  DeliverUntil(peer, 2);
  EXPECT_EQ(centre_.Reload(first).state, OrderState::refused);
  EXPECT_EQ(centre_.Reload(first).result_code, "0599");
  EXPECT_EQ(centre_.Reload(next).state, OrderState::sent);
  EXPECT_EQ(centre_.Count("outbox_message WHERE state = 'waiting'"), 0);
  EXPECT_EQ(centre_.Count("journal_entry WHERE act = 'order_refused'"), 1);
}

// Whoever edits a bank's profile may leave it without what an order on its way needs.
TEST_P(DeliveryTest, AnOrderThatTheProfileCannotSayIsRefusedAndTheNextOneGoesOut) {
  const auto carry = [&](const char* profile) {
    ASSERT_TRUE(centre_
                    .Write([&](database::Transaction& tx) {
                      return tx.Execute(
                          "UPDATE funds_bank SET profile = :p, version = version + 1"
                          " WHERE code = :c",
                          profile, kBankA);
                    })
                    .has_value());
  };
  carry("payment");
  const registry::OpenedCase opened = centre_.OpenCase();
  PaymentStopWish wish;
  wish.record = opened.record;
  wish.payment = opened.payments.front();
  wish.bank_code = kBankA;
  wish.number = Text<64>("202603020000123456");
  wish.amount_fen = Fen(50'000);
  wish.reason = "涉案资金按订单止付";
  const Order first = centre_
                          .Write([&](database::Transaction& tx) {
                            return PlacePaymentStop(tx, wish, centre_.duty(), centre_.now());
                          })
                          ->order;
  const Order next = centre_.Place(centre_.WishFor(centre_.OpenCase("6222020000000000026")))->order;
  carry("platform");
  const TestPeer peer([&](const std::string& request) {
    return TestPeer::Reply(
        bank::WriteReceipt({SerialIn(request), "0000", ""}, *bank::FindProfile("platform")));
  });
  DeliverUntil(peer, 1);
  EXPECT_EQ(centre_.Reload(first).state, OrderState::refused);
  EXPECT_EQ(centre_.Reload(first).result_code, "unwritable");
  EXPECT_EQ(centre_.Reload(next).state, OrderState::sent);
}

}  // namespace
}  // namespace hetang::funds
