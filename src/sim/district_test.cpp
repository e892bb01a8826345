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
