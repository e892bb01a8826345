#include "sim/district.h"

#include <map>

#include <gtest/gtest.h>

#include "base/ids.h"

namespace hetang::sim {
namespace {

DistrictOptions Options(std::uint64_t seed) {
  DistrictOptions options;
  options.seed = seed;
  options.now = *ParseIso("2026-03-02T21:00:00+08:00");
  options.stories = 20;
  options.banks = {{"900000000001", "中国工商银行"}, {"900000000002", "中国农业银行"}};
  return options;
}

TEST(District, TheSameSeedGivesTheSameDistrictAndAnotherOneAnother) {
  EXPECT_EQ(TruthOf(Invent(Options(7))), TruthOf(Invent(Options(7))));
  EXPECT_NE(TruthOf(Invent(Options(7))), TruthOf(Invent(Options(8))));
}

TEST(District, NobodyEverSpendsMoreThanArrived) {
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    const District district = Invent(Options(seed));
    std::map<std::string, std::int64_t> balances;
    for (const Card& card : district.cards) balances[card.number] = card.balance_fen;
    for (const Movement& movement : district.movements) {
      ASSERT_GT(movement.amount_fen, 0) << "seed " << seed;
      ASSERT_GE(balances[movement.from] -= movement.amount_fen, 0) << "seed " << seed;
      balances[movement.to] += movement.amount_fen;
    }
  }
}

TEST(District, EveryCardPassesItsCheckAndBelongsToOneHolder) {
  const District district = Invent(Options(3));
  std::map<std::string, int> seen;
  for (const Card& card : district.cards) {
    EXPECT_TRUE(PassesLuhn(card.number));
    EXPECT_EQ(++seen[card.number], 1);
    EXPECT_GE(card.level, 0);
    EXPECT_LE(card.level, 5);
  }
}

// What a level's cards hold at a moment, beyond what they held before.
std::int64_t GainOf(const District& district, int level, Moment at) {
  std::map<std::string, int> levels;
  for (const Card& card : district.cards) levels[card.number] = card.level;
  std::int64_t gain = 0;
  for (const Movement& movement : district.movements) {
    if (movement.at > at) break;
    if (levels[movement.from] == level) gain -= movement.amount_fen;
    if (!movement.is_cash && levels[movement.to] == level) gain += movement.amount_fen;
  }
  return gain;
}

TEST(District, TheMoneyIsARace) {
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    const DistrictOptions options = Options(seed);
    const District district = Invent(options);
    const auto share = [&](int first, int last, Duration after) {
      std::int64_t gain = 0;
      for (int level = first; level <= last; ++level) {
        gain += GainOf(district, level, options.now + after);
      }
      return static_cast<double>(gain) / -static_cast<double>(GainOf(district, 0, options.now));
    };
    // Two minutes after the last call a stop on the third level saves more than one on the first;
    // an hour later little is left there, and half of the money is cash.
    EXPECT_GT(share(3, 3, Minutes(2)), 0.2) << "seed " << seed;
    EXPECT_GT(share(3, 3, Minutes(2)), share(1, 1, Minutes(2))) << "seed " << seed;
    EXPECT_LT(share(3, 3, Minutes(60)), 0.15) << "seed " << seed;
    EXPECT_LT(share(1, 5, Minutes(60)), 0.5) << "seed " << seed;
  }
}

TEST(District, EveryStoryIsToldAfterItsPaymentsAndBeforeNow) {
  const DistrictOptions options = Options(5);
  const District district = Invent(options);
  ASSERT_EQ(district.stories.size(), 20u);
  for (const Story& story : district.stories) {
    EXPECT_LT(story.began_at, options.now);
    EXPECT_NE(story.text.find(story.victim_phone), std::string::npos);
  }
}

}  // namespace
}  // namespace hetang::sim
