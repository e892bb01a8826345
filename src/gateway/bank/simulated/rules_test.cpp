#include "gateway/bank/simulated/rules.h"

#include <functional>

#include <gtest/gtest.h>

#include "gateway/bank/codes.h"
#include "gateway/bank/test_messages.h"

namespace hetang::bank::simulated {
namespace {

const Moment kNow = At("2026-04-01T15:12:41+08:00");

// The books as the order of TestStop expects them; each case spoils one thing.
struct Scene {
  StopRequest order = TestStop();
  Account account;
  std::vector<Stop> stops;
  std::vector<Movement> payments;
  bool known = true;

  Scene() {
    account.id = 7;
    account.bank = kTestBank;
    account.account = order.target.account_number;
    account.card = account.account;
    account.name = *order.target.account_name;
    account.balance_fen = Fen(30'000'000);
  }
  Facts AsFacts() const { return {known ? &account : nullptr, stops, {}, payments}; }
  void AddStop(Moment start, std::int64_t extensions = 0, bool released = false) {
    Stop stop;
    stop.id = static_cast<std::int64_t>(stops.size()) + 1;
    stop.account_id = account.id;
    stop.application_id = "100101202604010000000001";
    stop.start_at = start;
    stop.expire_at = start + Hours(48 * (1 + extensions));
    stop.extensions = extensions;
    if (released) stop.released_at = start + Hours(1);
    stops.push_back(stop);
  }
  void AddPayment(std::int64_t fen, Moment at) {
    Movement payment;
    payment.amount_fen = Fen(fen);
    payment.due_at = at;
    payments.push_back(payment);
  }
};

struct Case {
  const char* what;
  const char* result;
  std::function<void(Scene&)> spoil;
};

void PrintTo(const Case& one, std::ostream* out) { *out << one.what; }

class StopRule : public testing::TestWithParam<Case> {};

TEST_P(StopRule, GivesTheResultOfTheTable) {
  Scene scene;
  GetParam().spoil(scene);
  const Verdict verdict = Judge(scene.order, scene.AsFacts(), kNow);
  EXPECT_EQ(verdict.result, GetParam().result);
  EXPECT_EQ(verdict.stop.has_value(), IsInForce(verdict.result));
}

const Case kStopCases[] = {
    {"all as expected", "0000", [](Scene&) {}},
    {"balance is just enough", "0000",
     [](Scene& s) { s.account.balance_fen = *s.order.transfer_amount_fen; }},
    {"a fen is missing", "1200",
     [](Scene& s) { s.account.balance_fen = *s.order.transfer_amount_fen - Fen(1); }},
    {"no such account", "0300", [](Scene& s) { s.known = false; }},
    {"another name", "0301", [](Scene& s) { s.account.name = PersonName("钱某某"); }},
    {"the late form of a stop in force", "0000",
     [](Scene& s) {
       s.AddStop(kNow - Hours(1));
       s.order.application_type = ApplicationType::late_paperwork;
       s.order.head.application_id = "100101202604010000000002";
       s.order.original_application_id = s.stops.back().application_id;
     }},
    {"late paperwork names nobody", "0000",
     [](Scene& s) {
       s.order.application_type = ApplicationType::late_paperwork;
       s.order.target.account_name.reset();
     }},
    {"whitelisted", "0302", [](Scene& s) { s.account.standing = Standing::whitelisted; }},
    {"reported lost", "0303", [](Scene& s) { s.account.standing = Standing::lost; }},
    {"limit frozen", "1302", [](Scene& s) { s.account.standing = Standing::limit_frozen; }},
    {"fully frozen", "1303", [](Scene& s) { s.account.standing = Standing::frozen; }},
    {"payment of this amount", "0000",
     [](Scene& s) { s.AddPayment(23'500'000, At("2026-04-01T14:00:00+08:00")); }},
    {"payments of other amounts only", "0299",
     [](Scene& s) { s.AddPayment(23'500'001, At("2026-04-01T15:02:00+08:00")); }},
    {"payment of another day", "0899",
     [](Scene& s) { s.AddPayment(23'500'000, At("2026-03-30T15:02:00+08:00")); }},
    {"one payment of several fits", "0000",
     [](Scene& s) {
       s.AddPayment(1, At("2026-04-01T15:02:00+08:00"));
       s.AddPayment(23'500'000, At("2026-04-01T15:02:00+08:00"));
     }},
    {"stopped and running", "1301", [](Scene& s) { s.AddStop(kNow - Hours(47)); }},
    {"first stop has just expired", "0000", [](Scene& s) { s.AddStop(kNow - Hours(48)); }},
    {"first stop was released", "0000", [](Scene& s) { s.AddStop(kNow - Hours(2), 0, true); }},
    {"third stop", "1304",
     [](Scene& s) {
       s.AddStop(kNow - Hours(200));
       s.AddStop(kNow - Hours(100));
     }},
    {"an extension counts as a stop", "1304", [](Scene& s) { s.AddStop(kNow - Hours(200), 1); }},
    {"longer than 48 hours", "0801",
     [](Scene& s) { s.order.expire_time = s.order.start_time + Hours(49); }},
    {"applied for tomorrow", "0802",
     [](Scene& s) { s.order.tail.application_time = kNow + Hours(24); }},
};
INSTANTIATE_TEST_SUITE_P(Table, StopRule, testing::ValuesIn(kStopCases));

TEST(StopRule, RunsFortyEightHoursFromTheStop) {
  const Scene scene;
  const Verdict verdict = Judge(scene.order, scene.AsFacts(), kNow);
  ASSERT_TRUE(verdict.stop.has_value());
  EXPECT_EQ(verdict.stop->start_at, kNow);
  EXPECT_EQ(verdict.stop->expire_at, kNow + Hours(48));
  EXPECT_TRUE(verdict.stop->InForce(kNow));
  EXPECT_TRUE(verdict.stop->InForce(kNow + Hours(48) - Milliseconds(1)));
  EXPECT_FALSE(verdict.stop->InForce(kNow + Hours(48)));
}

TEST(ExtensionRule, GivesTheResultOfTheTable) {
  const Case cases[] = {
      {"running", "0000", [](Scene& s) { s.AddStop(kNow - Hours(47)); }},
      {"never stopped", "0400", [](Scene&) {}},
      {"no such account", "0300", [](Scene& s) { s.known = false; }},
      {"expired", "1800", [](Scene& s) { s.AddStop(kNow - Hours(48)); }},
      {"released", "1899", [](Scene& s) { s.AddStop(kNow - Hours(2), 0, true); }},
      {"extended before", "1304", [](Scene& s) { s.AddStop(kNow - Hours(50), 1); }}};
  for (const Case& one : cases) {
    Scene scene;
    one.spoil(scene);
    const Verdict verdict = Judge(TestExtension(), scene.AsFacts(), kNow);
    EXPECT_EQ(verdict.result, one.result) << one.what;
    EXPECT_EQ(verdict.stop.has_value(), IsInForce(verdict.result)) << one.what;
    if (verdict.stop) {
      EXPECT_EQ(verdict.stop->expire_at, scene.stops[0].expire_at + Hours(48));
    }
  }
}

TEST(ReleaseRule, GivesTheResultOfTheTable) {
  const Case cases[] = {
      {"running", "0000", [](Scene& s) { s.AddStop(kNow - Hours(1)); }},
      {"never stopped", "0400", [](Scene&) {}},
      {"another name", "0301", [](Scene& s) { s.account.name = PersonName("钱某某"); }},
      {"expired", "1900", [](Scene& s) { s.AddStop(kNow - Hours(48)); }},
      {"released before", "1999", [](Scene& s) { s.AddStop(kNow - Hours(2), 0, true); }}};
  for (const Case& one : cases) {
    Scene scene;
    one.spoil(scene);
    const Verdict verdict = Judge(TestRelease(), scene.AsFacts(), kNow);
    EXPECT_EQ(verdict.result, one.result) << one.what;
    if (verdict.stop) {
      EXPECT_FALSE(verdict.stop->InForce(kNow));
    }
  }
}

TEST(Feedback, TellsTheBalanceBeforeTheStopAndCanAlwaysBeWritten) {
  Scene scene;
  scene.AddStop(kNow - Hours(1));
  for (const Body& order : {Body(TestStop()), Body(TestRelease()), Body(TestExtension())}) {
    for (const bool known : {true, false}) {
      scene.known = known;
      const Facts facts = scene.AsFacts();
      const Verdict verdict = std::visit(
          [&](const auto& message) -> Verdict {
            if constexpr (requires { Judge(message, facts, kNow); }) {
              return Judge(message, facts, kNow);
            }
            return {};
          },
          order);
      const Body feedback = FeedbackOn(order, verdict, facts, "中国工商银行", kNow);
      EXPECT_TRUE(Write(TestEnvelope(feedback), *FindProfile("platform")).has_value());
      EXPECT_EQ(ApplicationIdOf(feedback), ApplicationIdOf(order));
    }
  }
  const Scene fresh;
  const Verdict verdict = Judge(fresh.order, fresh.AsFacts(), kNow);
  const Body feedback = FeedbackOn(fresh.order, verdict, fresh.AsFacts(), "x", kNow);
  EXPECT_EQ(std::get<StopFeedback>(feedback).account_balance_fen, fresh.account.balance_fen);
}

}  // namespace
}  // namespace hetang::bank::simulated
