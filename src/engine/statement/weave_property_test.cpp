#include <algorithm>
#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "engine/statement/test_world.h"
#include "engine/statement/weave.h"

namespace hetang::statement {
namespace {

constexpr std::uint64_t kSeeds = 60;

// A transfer of two witnesses as it is seen from outside.
struct Seen {
  std::uint32_t from = 0;
  std::uint32_t to = 0;
  std::int64_t amount_fen = 0;
  std::int64_t at_ms = 0;
  auto operator<=>(const Seen&) const = default;
};

std::vector<Seen> TrueTransfers(const World& world) {
  std::map<int, std::pair<std::uint32_t, std::uint32_t>> rows;
  for (std::uint32_t i = 0; i < world.strands.size(); ++i) {
    const bool out = world.strands[i].direction == Direction::out;
    auto& both = rows.try_emplace(world.transfer[i], kNoStrand, kNoStrand).first->second;
    (out ? both.first : both.second) = i;
  }
  std::vector<Seen> seen;
  for (const int pair : world.pairs) {
    const Strand& out = world.strands[rows.at(pair).first];
    const Strand& in = world.strands[rows.at(pair).second];
    const std::int64_t at_ms = in.precision > out.precision ? in.at_ms : out.at_ms;
    seen.push_back({out.account, in.account, out.amount_fen, at_ms});
  }
  std::sort(seen.begin(), seen.end());
  return seen;
}

std::vector<Seen> WovenTransfers(const Woven& woven) {
  std::vector<Seen> seen;
  for (const Knot& knot : woven.knots) {
    if (knot.out == kNoStrand || knot.in == kNoStrand) continue;
    seen.push_back({knot.from, knot.to, knot.amount_fen, knot.at_ms});
  }
  std::sort(seen.begin(), seen.end());
  return seen;
}

struct Score {
  std::size_t pairs = 0;
  std::size_t right = 0;
  std::size_t wrong = 0;
  std::string first_wrong;
};

void Add(const World& world, const Woven& woven, Score& score) {
  const std::vector<Seen> truth = TrueTransfers(world);
  const std::vector<Seen> found = WovenTransfers(woven);
  std::vector<Seen> wrong;
  std::set_difference(found.begin(), found.end(), truth.begin(), truth.end(),
                      std::back_inserter(wrong));
  score.pairs += truth.size();
  score.right += found.size() - wrong.size();
  score.wrong += wrong.size();
  if (wrong.empty() || !score.first_wrong.empty()) return;
  score.first_wrong = std::to_string(wrong[0].from) + ">" + std::to_string(wrong[0].to) + " " +
                      std::to_string(wrong[0].amount_fen) + " at " +
                      std::to_string(wrong[0].at_ms / 1000);
}

TEST(WeaveProperty, NoPairIsFalseAndAlmostAllAreFound) {
  Score score;
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
    const World world({.seed = seed, .mean_gap_ms = 240'000});
    Add(world, Weave(world.strands, {}), score);
  }
  EXPECT_EQ(score.wrong, 0u) << score.first_wrong;
  EXPECT_GE(score.right * 1000, score.pairs * 995) << score.right << " of " << score.pairs;
}

TEST(WeaveProperty, AmongManyEqualAmountsNoPairIsFalse) {
  Score score;
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
    const World world({.seed = seed, .accounts = 6, .amounts = 5, .burst_percent = 30});
    Add(world, Weave(world.strands, {}), score);
  }
  EXPECT_EQ(score.wrong, 0u) << score.first_wrong;
  EXPECT_GE(score.right * 100, score.pairs * 98) << score.right << " of " << score.pairs;
}

TEST(WeaveProperty, RowsLostMakeNoPairFalse) {
  Score score;
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
    const World world({.seed = seed, .mixed_permille = 20, .missing_permille = 20});
    Add(world, Weave(world.strands, {}), score);
  }
  EXPECT_EQ(score.wrong, 0u) << score.first_wrong;
  EXPECT_GE(score.right * 1000, score.pairs * 995) << score.right << " of " << score.pairs;
}

TEST(WeaveProperty, EachRowIsInOneTransferAndTransfersStandInOrder) {
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
    const World world({.seed = seed,
                       .transfers = 300,
                       .mixed_permille = 50,
                       .missing_permille = 50,
                       .unknown_permille = 50});
    const Woven woven = Weave(world.strands, {});
    std::vector<int> uses(world.strands.size());
    const Knot* before = nullptr;
    for (const Knot& knot : woven.knots) {
      if (knot.out != kNoStrand) ++uses[knot.out];
      if (knot.in != kNoStrand) ++uses[knot.in];
      const bool first = before == nullptr || before->order_at_ms < knot.order_at_ms;
      if (!first) {
        ASSERT_EQ(before->order_at_ms, knot.order_at_ms) << seed;
      }
      ASSERT_EQ(knot.order_rank, first ? 0 : before->order_rank + 1) << seed;
      before = &knot;
    }
    ASSERT_EQ(std::count(uses.begin(), uses.end(), 1), std::ssize(uses)) << seed;
  }
}

// A knot by the positions of its rows, with what it says.
using Told = std::tuple<std::uint64_t, std::uint64_t, std::int64_t, std::int64_t, std::uint32_t,
                        trace::Kind, bool>;
std::vector<Told> Tell(const std::vector<Strand>& strands, const Woven& woven) {
  std::vector<Told> told;
  const auto position = [&](std::uint32_t row) {
    return row == kNoStrand ? 0 : strands[row].position;
  };
  for (const Knot& knot : woven.knots) {
    told.emplace_back(position(knot.out), position(knot.in), knot.at_ms, knot.order_at_ms,
                      knot.order_rank, knot.kind, knot.flows);
  }
  return told;
}

TEST(WeaveProperty, TheOrderOfTheInputDoesNotMatter) {
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
    const World world({.seed = seed,
                       .accounts = 8,
                       .transfers = 300,
                       .amounts = 20,
                       .burst_percent = 40,
                       .mixed_permille = 50,
                       .missing_permille = 50,
                       .unknown_permille = 50});
    std::vector<Strand> shuffled = world.strands;
    std::sort(shuffled.begin(), shuffled.end(), [](const Strand& a, const Strand& b) {
      return a.position * 0x9E3779B97F4A7C15u < b.position * 0x9E3779B97F4A7C15u;
    });
    ASSERT_EQ(Tell(world.strands, Weave(world.strands, {})), Tell(shuffled, Weave(shuffled, {})))
        << seed;
  }
}

// Where nothing is lost, what flowed through an account is the change of its balances.
TEST(WeaveProperty, OpeningAndFlowMakeTheLastBalance) {
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
    const World world(
        {.seed = seed, .burst_percent = 40, .mixed_permille = 20, .reversed_permille = 30});
    const Woven woven = Weave(world.strands, {});
    ASSERT_TRUE(woven.breaks.empty()) << seed << ": row " << woven.breaks[0].strand;
    std::map<std::uint32_t, std::int64_t> held;
    for (const Opening& opening : woven.openings) held[opening.account] = opening.opening_fen;
    const std::map<std::uint32_t, std::int64_t> openings = held;
    for (const Knot& knot : woven.knots) {
      if (!knot.flows) continue;
      // What only the other side's bank tells of may be told by the account's own bank in a row
      // that found no pair.
      if (knot.out != kNoStrand) held[knot.from] -= knot.amount_fen;
      if (knot.in != kNoStrand) held[knot.to] += knot.amount_fen;
    }
    std::map<std::uint32_t, std::int64_t> last;
    for (const auto& life : world.lives) {
      const Strand& row = world.strands[life.back()];
      if (row.balance_fen) last[row.account] += *row.balance_fen;
    }
    ASSERT_EQ(openings.size(), last.size()) << seed;
    for (const auto& [account, balance_fen] : last) {
      ASSERT_EQ(held[account], balance_fen) << seed << ": account " << account;
    }
  }
}

// Where clocks agree, the order of flow is an order in which every account's balances follow from
// one row to the next, whatever its statement leaves out of the times.
TEST(WeaveProperty, WithOneClockTheFlowFollowsEveryChain) {
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
    const World world({.seed = seed,
                       .burst_percent = 60,
                       .coarse_percent = 40,
                       .mixed_permille = 20,
                       .skew_ms = 0});
    std::map<std::pair<std::uint32_t, std::uint32_t>, std::int64_t> balances;
    std::size_t torn = 0;
    const auto follow = [&](std::uint32_t row) {
      if (row == kNoStrand || !world.strands[row].balance_fen) return;
      const Strand& strand = world.strands[row];
      const std::int64_t change =
          strand.direction == Direction::in ? strand.amount_fen : -strand.amount_fen;
      const auto [before, first] =
          balances.try_emplace({strand.account, strand.sub}, *strand.balance_fen);
      torn += !first && before->second + change != *strand.balance_fen ? 1 : 0;
      before->second = *strand.balance_fen;
    };
    for (const Knot& knot : Weave(world.strands, {}).knots) {
      follow(knot.out);
      follow(knot.in);
    }
    EXPECT_EQ(torn, 0u) << seed;
  }
}

TEST(WeaveProperty, BreaksAreWhereRowsAreMissing) {
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
    const World world({.seed = seed, .coarse_percent = 0, .missing_permille = 10});
    std::vector<std::uint32_t> expected;
    for (const auto& life : world.lives) {
      for (std::size_t i = 1; i < life.size(); ++i) {
        const Strand& row = world.strands[life[i]];
        if (!row.balance_fen) continue;
        const std::int64_t change =
            row.direction == Direction::in ? row.amount_fen : -row.amount_fen;
        const bool follows = *world.strands[life[i - 1]].balance_fen + change == *row.balance_fen;
        if (!follows) expected.push_back(life[i]);
      }
    }
    std::vector<std::uint32_t> found;
    for (const Break& gap : Weave(world.strands, {}).breaks) found.push_back(gap.strand);
    std::sort(expected.begin(), expected.end());
    std::sort(found.begin(), found.end());
    ASSERT_EQ(found, expected) << seed;
  }
}

}  // namespace
}  // namespace hetang::statement
