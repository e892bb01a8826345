// The engine against the plain reading of the rules, and what must hold whatever the world is.

#include <numeric>
#include <random>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/trace/test_reference.h"
#include "engine/trace/test_world.h"

namespace hetang::trace {
namespace {

constexpr std::array kMethods{Method::fifo, Method::lifo, Method::pro_rata, Method::taint_first,
                              Method::poison};

class Dice {
 public:
  explicit Dice(std::uint64_t seed) : engine_(seed) {}
  std::int64_t Roll(std::int64_t from, std::int64_t to) {
    return std::uniform_int_distribution<std::int64_t>(from, to)(engine_);
  }
  bool OneIn(std::int64_t n) { return Roll(1, n) == 1; }
  std::mt19937_64& engine() { return engine_; }

 private:
  std::mt19937_64 engine_;
};

Kind AnyKind(Dice& dice) {
  if (!dice.OneIn(4)) return Kind::transfer;
  return static_cast<Kind>(dice.Roll(0, static_cast<std::int64_t>(Kind::failed)));
}

// Few accounts, so that there are cycles, and accounts that many seeds share; few moments, so that
// many rows share one; amounts from zero, self-transfers, the outside on either side, any kind.
TestWorld AnyWorld(std::uint64_t number, bool distinct_times = false) {
  Dice dice(number);
  TestWorld world;
  const std::int64_t accounts = dice.Roll(2, 9);
  const std::int64_t count = dice.Roll(1, 45);
  const std::int64_t most_fen = dice.OneIn(3) ? 7 : 1000;
  const std::int64_t last_ms = dice.OneIn(2) ? 10 : 60;
  const auto account = [&] {
    return dice.OneIn(25) ? kOutside : static_cast<std::uint32_t>(dice.Roll(0, accounts - 1));
  };
  for (std::int64_t i = 0; i < count; ++i) {
    const std::uint32_t from = account();
    const std::uint32_t to = account();
    const std::int64_t at_ms = distinct_times ? i * 3 : dice.Roll(0, last_ms);
    world.transfers.push_back({from, to, at_ms, dice.Roll(0, most_fen), AnyKind(dice)});
  }
  for (std::uint32_t i = 0; i < accounts; ++i) {
    if (!dice.OneIn(3)) continue;
    Knowledge known;
    known.opening_fen = dice.Roll(-50, most_fen);
    known.opening_known = dice.OneIn(2);
    if (dice.OneIn(2)) known.held_until_ms = dice.Roll(0, last_ms);
    world.known.knowledge[i] = known;
  }
  std::vector<std::uint32_t> positions(world.transfers.size());
  std::iota(positions.begin(), positions.end(), 0U);
  std::shuffle(positions.begin(), positions.end(), dice.engine());
  const std::int64_t seeds = dice.Roll(1, std::min<std::int64_t>(count, 6));
  world.question.seeds.assign(positions.begin(), positions.begin() + seeds);
  if (dice.OneIn(4)) world.question.until_ms = dice.Roll(0, last_ms);
  return world;
}

// Asks as SQL is asked: for many accounts at once, each of them once.
class BatchedNeighbours final : public Neighbours {
 public:
  explicit BatchedNeighbours(TransferGraph& graph, std::size_t batch)
      : graph_(graph), batch_(batch) {}
  Result<std::vector<std::vector<Leg>>> LegsOf(std::span<const std::uint32_t> accounts) override {
    EXPECT_LE(accounts.size(), batch_);
    for (const std::uint32_t account : accounts) EXPECT_TRUE(asked_.insert(account).second);
    ++questions_;
    return graph_.LegsOf(accounts);
  }
  Result<std::vector<Transfer>> At(std::span<const std::uint32_t> positions) override {
    return graph_.At(positions);
  }
  std::size_t BatchSize() const override { return batch_; }
  int questions() const { return questions_; }

 private:
  TransferGraph& graph_;
  std::size_t batch_;
  std::set<std::uint32_t> asked_;
  int questions_ = 0;
};

TEST(TraceProperty, EqualsThePlainReadingOnTenThousandWorldsInEveryMethod) {
  int moved = 0;
  for (std::uint64_t number = 0; number < 10'000; ++number) {
    TestWorld world = AnyWorld(number);
    for (const Method method : kMethods) {
      world.question.method = method;
      const auto answer = world.Trace();
      ASSERT_TRUE(answer.has_value()) << answer.error().message;
      const Answer plain = reference::Trace(world.transfers, world.known.knowledge, world.question);
      ASSERT_EQ(TextOf(*answer), TextOf(plain)) << "world " << number;
      moved += answer->accounts.size() > 2 ? 1 : 0;
    }
  }
  EXPECT_GT(moved, 10'000);  // The worlds are not so empty that anything would be equal.
}

TEST(TraceProperty, WhatIsTaggedRestsOrLeftInTotalAndForEachSeed) {
  for (std::uint64_t number = 0; number < 2'000; ++number) {
    TestWorld world = AnyWorld(number);
    for (const Method method : kMethods) {
      if (method == Method::poison) continue;
      world.question.method = method;
      const Answer answer = *world.Trace();
      ASSERT_EQ(answer.tagged_fen, answer.resting_fen + answer.exited_fen);
      std::vector<std::int64_t> resting(answer.seeds.size());
      for (const AccountSum& sum : answer.accounts) {
        ASSERT_EQ(sum.received_fen, sum.passed_on_fen + sum.exited_fen + sum.resting_fen);
        for (std::size_t i = 0; i < resting.size(); ++i) resting[i] += sum.by_seed[i];
      }
      for (std::size_t i = 0; i < resting.size(); ++i) {
        const SeedSum& seed = answer.seeds[i];
        ASSERT_EQ(seed.resting_fen, resting[i]);
        ASSERT_EQ(seed.tagged_fen, seed.resting_fen + seed.exited_fen);
        ASSERT_LE(seed.tagged_fen, world.transfers[seed.position].amount_fen);
      }
    }
  }
}

TEST(TraceProperty, TheOrderOfTheInputDoesNotMatterWhereTimesAreDistinct) {
  for (std::uint64_t number = 0; number < 2'000; ++number) {
    TestWorld world = AnyWorld(number, true);
    TestWorld mixed = world;
    std::vector<std::uint32_t> now_at(world.transfers.size());
    std::iota(now_at.begin(), now_at.end(), 0U);
    std::mt19937_64 engine(number);
    std::shuffle(now_at.begin(), now_at.end(), engine);
    for (std::size_t i = 0; i < now_at.size(); ++i) {
      mixed.transfers[now_at[i]] = world.transfers[i];
    }
    for (std::uint32_t& seed : mixed.question.seeds) seed = now_at[seed];
    for (const Method method : kMethods) {
      world.question.method = mixed.question.method = method;
      Answer answer = *world.Trace();
      for (SeedSum& seed : answer.seeds) seed.position = now_at[seed.position];
      for (EdgeSum& edge : answer.edges) {
        for (std::uint32_t& position : edge.positions) position = now_at[position];
      }
      ASSERT_EQ(TextOf(answer), TextOf(*mixed.Trace())) << "world " << number;
    }
  }
}

TEST(TraceProperty, APrefixOfTimeGivesAPrefixOfTheAnswer) {
  for (std::uint64_t number = 0; number < 2'000; ++number) {
    TestWorld whole = AnyWorld(number);
    whole.question.until_ms.reset();
    TestWorld begin = whole;
    begin.question.until_ms = 30;
    for (const Method method : kMethods) {
      whole.question.method = begin.question.method = method;
      const Answer after = *whole.Trace();
      const Answer before = *begin.Trace();
      std::map<std::uint32_t, const AccountSum*> later;
      for (const AccountSum& sum : after.accounts) later[sum.account] = &sum;
      std::size_t early = 0;
      for (const AccountSum& sum : after.accounts) early += sum.first_at_ms <= 30 ? 1 : 0;
      ASSERT_EQ(before.accounts.size(), early);
      for (const AccountSum& sum : before.accounts) {
        ASSERT_TRUE(later.contains(sum.account));
        ASSERT_EQ(sum.level, later[sum.account]->level);
        ASSERT_EQ(sum.first_at_ms, later[sum.account]->first_at_ms);
        ASSERT_LE(sum.received_fen, later[sum.account]->received_fen);
        ASSERT_LE(sum.passed_on_fen, later[sum.account]->passed_on_fen);
        ASSERT_LE(sum.exited_fen, later[sum.account]->exited_fen);
      }
      std::map<std::tuple<std::uint32_t, std::uint32_t, std::optional<Kind>>, const EdgeSum*> edges;
      for (const EdgeSum& edge : after.edges) edges[{edge.from, edge.to, edge.exit}] = &edge;
      for (const EdgeSum& edge : before.edges) {
        const EdgeSum* grown = edges[{edge.from, edge.to, edge.exit}];
        ASSERT_NE(grown, nullptr);
        ASSERT_LE(edge.positions.size(), grown->positions.size());
        ASSERT_TRUE(
            std::equal(edge.positions.begin(), edge.positions.end(), grown->positions.begin()));
      }
    }
  }
}

TEST(TraceProperty, AskingForManyAccountsAtOnceGivesTheSameAnswer) {
  int alone = 0;
  int together = 0;
  for (std::uint64_t number = 0; number < 1'000; ++number) {
    TestWorld world = AnyWorld(number);
    for (const Method method : kMethods) {
      world.question.method = method;
      TransferGraph graph = *TransferGraph::Make(world.transfers);
      BatchedNeighbours one(graph, 1);
      BatchedNeighbours many(graph, 5);
      const std::string text = TextOf(*Trace(one, world.known, world.question));
      ASSERT_EQ(TextOf(*Trace(many, world.known, world.question)), text);
      alone += one.questions();
      together += many.questions();
    }
  }
  EXPECT_LT(together * 3, alone * 2) << together << " against " << alone;
}

TEST(TraceProperty, TransfersAddedLaterGiveTheSameAnswerAsTheWhole) {
  for (std::uint64_t number = 0; number < 1'000; ++number) {
    TestWorld world = AnyWorld(number);
    const std::string whole = TextOf(*world.Trace());
    const std::size_t half = number % (world.transfers.size() + 1);
    const std::span<const Transfer> all = world.transfers;
    TransferGraph graph = *TransferGraph::Make(all.first(half));
    for (std::size_t i = half; i < all.size(); ++i) {
      ASSERT_TRUE(graph.Add(all.subspan(i, 1)).has_value());
    }
    ASSERT_EQ(TextOf(*Trace(graph, world.known, world.question)), whole) << "world " << number;
  }
}

}  // namespace
}  // namespace hetang::trace
