// The world of a case: which row proves a payment, what is presumed, what was known when.

#include "desk/trail/world.h"

#include <gmock/gmock.h>

#include "desk/trail/test_trail.h"

namespace hetang::trail {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

constexpr const char* kPayer = "6222020000000000011";
constexpr const char* kPayee = "6222020000000000022";
constexpr const char* kThird = "6222020000000000033";
constexpr Moment kTen = TestTrail::kStart + Seconds(8'800);  // 2026-04-01 10:00:00 at +08:00.

class WorldTest : public testing::TestWithParam<database::Engine> {
 protected:
  registry::Case OpenCase(Moment paid_at = kTen) {
    registry::Payment payment = registry::PaidTo(kPayee, 100'000, paid_at);
    payment.from_account = AccountNumber(kPayer);
    const auto duty = trail_.Somebody(trail_.centre(), "duty");
    return Must(trail_.Open(trail_.Report(trail_.centre(), {payment}), duty, kTen + Days(9)))
        .record;
  }

  // What the payee's bank tells: the money came in, most of it went on.
  static std::string PayeesStatement() {
    return Transactions(
        {{kPayee, "", "2026-04-01 10:00:03", "1000.00", "1000.00", "进", kPayer, "B1"},
         {kPayee, "", "2026-04-01 10:05:00", "600.00", "400.00", "出", kThird, "B2"}});
  }

  struct Traced {
    std::vector<Seed> seeds;
    const Transfer* witness = nullptr;  // Of the first seed.
    std::shared_ptr<const World> world;
    trace::Answer answer;
    std::vector<std::string> names;  // Of the answer's accounts, in its order.
  };
  Traced Trace(const registry::Case& record, std::optional<Moment> known_at = std::nullopt) {
    return Must(trail_.See([&](database::Transaction& tx) -> Result<Traced> {
      Traced traced;
      HT_TRY(traced.world, ReadWorld(tx));
      if (known_at) {
        HT_TRY(traced.world, WorldAt(tx, traced.world, *known_at));
      }
      HT_TRY(const auto world, CaseWorld::Make(tx, traced.world, record, known_at));
      traced.seeds = world->seeds();
      trace::Question question;
      for (const Seed& seed : traced.seeds) {
        if (seed.position) question.seeds.push_back(*seed.position);
      }
      HT_TRY(traced.answer, trace::Trace(*world, *world, question));
      for (const trace::AccountSum& sum : traced.answer.accounts) {
        HT_TRY(const Account account, world->AccountAt(sum.account));
        traced.names.push_back(account.Name().Reveal());
      }
      if (!question.seeds.empty()) traced.witness = world->StoredAt(question.seeds.front());
      return traced;
    }));
  }

  TestTrail trail_{GetParam()};
};

TEST_P(WorldTest, APaymentIsTheRowThatProvesIt) {
  const registry::Case record = OpenCase();
  trail_.Import({PayeesStatement()});
  const Traced traced = Trace(record);
  ASSERT_THAT(traced.seeds, SizeIs(1));
  EXPECT_TRUE(traced.seeds[0].witnessed);
  ASSERT_NE(traced.witness, nullptr);
  EXPECT_TRUE(traced.witness->in_entry.has_value());
  EXPECT_EQ(traced.names, (std::vector<std::string>{kPayee, kThird}));
  EXPECT_EQ(traced.answer.tagged_fen, 100'000);
  EXPECT_EQ(traced.answer.accounts[0].resting_fen, 40'000);
  EXPECT_EQ(traced.answer.accounts[1].resting_fen, 60'000);
  ASSERT_THAT(traced.answer.query_next, SizeIs(1));
  EXPECT_EQ(traced.answer.query_next[0].account, traced.answer.accounts[1].account);
}

TEST_P(WorldTest, APaymentThatNoRowProvesIsPresumed) {
  const registry::Case record = OpenCase();
  const Traced traced = Trace(record);
  ASSERT_THAT(traced.seeds, SizeIs(1));
  EXPECT_FALSE(traced.seeds[0].witnessed);
  EXPECT_EQ(traced.witness, nullptr);
  EXPECT_EQ(traced.names, std::vector<std::string>{kPayee});
  EXPECT_EQ(traced.answer.resting_fen, 100'000);
  ASSERT_THAT(traced.answer.query_next, SizeIs(1));
  EXPECT_EQ(traced.answer.query_next[0].reason, trace::Reason::no_statement);
}

// An import writes its accounts before it is shown, while the world kept from before is asked.
TEST_P(WorldTest, AnAccountNewerThanTheWorldIsOneOnlyThePaymentNames) {
  const registry::Case record = OpenCase();
  const auto before = Must(trail_.See([](database::Transaction& tx) { return ReadWorld(tx); }));
  trail_.Import({PayeesStatement()});
  const Account named = Must(trail_.See([&](database::Transaction& tx) -> Result<Account> {
    HT_TRY(const auto world, CaseWorld::Make(tx, before, record, std::nullopt));
    HT_TRY(const auto seeded, world->At(std::vector{world->seeds().at(0).position.value()}));
    EXPECT_TRUE(world->PaymentNaming(seeded.at(0).to).has_value());
    return world->AccountAt(seeded.at(0).to);
  }));
  EXPECT_EQ(named.Name().Reveal(), kPayee);
  EXPECT_FALSE(named.held_until.has_value());
}

TEST_P(WorldTest, ARowOfAnotherDayProvesNothing) {
  const registry::Case record = OpenCase(kTen + Days(2));
  trail_.Import({PayeesStatement()});
  const Traced traced = Trace(record);
  EXPECT_FALSE(traced.seeds.at(0).witnessed);
  EXPECT_EQ(traced.answer.tagged_fen, 100'000);
}

TEST_P(WorldTest, OneRowProvesOnePayment) {
  const registry::Case record = OpenCase();
  registry::Payment twin = registry::PaidTo(kPayee, 100'000, kTen + Minutes(30));
  twin.from_account = AccountNumber(kPayer);
  const auto duty = trail_.Somebody(trail_.centre(), "duty");
  Must(trail_.Do([&](database::Transaction& tx) {
    return registry::AddToCase(tx, record.id, trail_.Report(trail_.centre(), {twin}), duty,
                               kTen + Days(9));
  }));
  trail_.Import({PayeesStatement()});
  const Traced traced = Trace(record);
  ASSERT_THAT(traced.seeds, SizeIs(2));
  EXPECT_TRUE(traced.seeds[0].witnessed);
  EXPECT_FALSE(traced.seeds[1].witnessed);
  EXPECT_EQ(traced.answer.tagged_fen, 200'000);
}

TEST_P(WorldTest, LaterImportsAreUnknownToAnEarlierDay) {
  const registry::Case record = OpenCase();
  trail_.clock().Set(kTen + Hours(1));
  trail_.Import({PayeesStatement()});
  trail_.clock().Set(kTen + Hours(2));
  trail_.Import({Transactions(
      {{kThird, "", "2026-04-01 10:05:01", "600.00", "600.00", "进", kPayee, "C1"},
       {kThird, "", "2026-04-01 10:09:00", "600.00", "0.00", "出", "6222020000000000044", "C2"}})});
  EXPECT_THAT(Trace(record).names, SizeIs(3));
  EXPECT_THAT(Trace(record, kTen + Hours(2)).names, SizeIs(3));
  EXPECT_THAT(Trace(record, kTen + Hours(1)).names, SizeIs(2));
  const Traced before = Trace(record, kTen);
  EXPECT_THAT(before.names, SizeIs(1));
  EXPECT_FALSE(before.seeds.at(0).witnessed);
}

TEST_P(WorldTest, BeforeTheSecondWitnessCameATransferIsAsItsOnlyRowTellsIt) {
  const registry::Case record = OpenCase();
  trail_.clock().Set(kTen + Hours(1));
  trail_.Import({PayeesStatement()});
  trail_.clock().Set(kTen + Hours(2));
  const std::string thirds =
      Transactions({{kThird, "", "2026-04-01 10:05:20", "600.00", "600.00", "进", kPayee, "C1"}});
  trail_.Import({thirds});
  const Traced then = Trace(record, kTen + Hours(1));
  const std::vector<Transfer> known_then = then.world->flow.All();
  const std::vector<Transfer> known_now = Trace(record).world->flow.All();
  ASSERT_THAT(known_then, SizeIs(2));
  EXPECT_EQ(known_then[1].Witnesses(), 1);
  EXPECT_EQ(known_now[1].Witnesses(), 2);
  EXPECT_EQ(known_then[1].id, known_now[1].id);
  // No statement of the third was held then.
  ASSERT_THAT(then.answer.query_next, SizeIs(1));
  EXPECT_EQ(then.answer.query_next[0].reason, trace::Reason::no_statement);
  EXPECT_THAT(Trace(record).answer.query_next, IsEmpty());
}

TEST_P(WorldTest, BeforeItsReversalWasKnownAPaymentFlowed) {
  const registry::Case record = OpenCase();
  trail_.clock().Set(kTen + Hours(1));
  trail_.Import({PayeesStatement()});
  trail_.clock().Set(kTen + Hours(2));
  trail_.Import({Transactions(
      {{kPayee, "", "2026-04-01 10:20:00", "-600.00", "1000.00", "出", kThird, "B3"}})});
  EXPECT_EQ(Trace(record).answer.accounts[0].resting_fen, 100'000);
  EXPECT_EQ(Trace(record, kTen + Hours(1)).answer.accounts[0].resting_fen, 40'000);
}

TEST_P(WorldTest, AnAnswerAtAMomentIsTheAnswerGivenThen) {
  const registry::Case record = OpenCase();
  const std::vector<std::string> files{
      PayeesStatement(),
      Transactions({{kThird, "", "2026-04-01 10:05:00", "600.00", "600.00", "进", kPayee, "C1"},
                    {kThird, "", "2026-04-01 10:05:00", "250.00", "350.00", "出", kPayer, "C2"}}),
      Transactions({{kPayer, "", "2026-04-01 09:59:58", "1000.00", "0.00", "出", kPayee, "A1"},
                    {kPayer, "", "2026-04-01 10:05:01", "250.00", "250.00", "进", kThird, "A2"}}),
      AccountSheet("刘强", kThird, "1903000000000000033")};
  std::vector<trace::Answer> given{Trace(record).answer};
  for (std::size_t i = 0; i < files.size(); ++i) {
    trail_.clock().Set(kTen + Hours(static_cast<int>(i) + 1));
    trail_.Import({files[i]});
    given.push_back(Trace(record).answer);
  }
  for (std::size_t i = 0; i < given.size(); ++i) {
    const auto then = Trace(record, kTen + Hours(static_cast<int>(i))).answer;
    ASSERT_EQ(then.accounts.size(), given[i].accounts.size()) << i;
    for (std::size_t at = 0; at < then.accounts.size(); ++at) {
      EXPECT_EQ(then.accounts[at].received_fen, given[i].accounts[at].received_fen) << i;
      EXPECT_EQ(then.accounts[at].resting_fen, given[i].accounts[at].resting_fen) << i;
    }
    EXPECT_EQ(then.edges.size(), given[i].edges.size()) << i;
    EXPECT_EQ(then.query_next.size(), given[i].query_next.size()) << i;
  }
}

TEST_P(WorldTest, TheWarmWorldGrowsWhenSomethingIsShown) {
  WarmWorld warm;
  const auto get = [&] {
    return Must(trail_.See([&](database::Transaction& tx) { return warm.Get(tx); }));
  };
  const auto empty = get();
  EXPECT_THAT(empty->flow.All(), IsEmpty());
  EXPECT_EQ(get(), empty);
  trail_.Import({PayeesStatement()});
  EXPECT_THAT(get()->flow.All(), SizeIs(2));
  EXPECT_THAT(empty->flow.All(), IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(World, WorldTest, database::BothEngines(),
                         testing::PrintToStringParamName());

}  // namespace
}  // namespace hetang::trail
