#include "sim/exercise.h"

#include <gtest/gtest.h>

namespace hetang::sim {
namespace {

std::vector<ExerciseReport> Plan(std::uint64_t seed) {
  ExerciseOptions options;
  options.seed = seed;
  options.start = *ParseIso("2026-03-02T21:00:00+08:00");
  options.banks = {{"900000000001", "中国工商银行"}, {"900000000002", "中国农业银行"}};
  return PlanExercise(options);
}

std::set<std::string> AllOf(const ExerciseReport& report) {
  std::set<std::string> numbers;
  for (const Card& card : report.cards) numbers.insert(card.number);
  return numbers;
}

TEST(Exercise, TheSameSeedGivesTheSameExercise) {
  EXPECT_EQ(TruthOf(Plan(7)), TruthOf(Plan(7)));
  EXPECT_NE(TruthOf(Plan(7)), TruthOf(Plan(8)));
}

TEST(Exercise, TheBestIsLessThanWhatWasLostAndMoreThanNothing) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    for (const ExerciseReport& report : Plan(seed)) {
      EXPECT_GT(report.best_fen, 0) << seed;
      EXPECT_LE(report.best_fen, report.lost_fen) << seed;
    }
  }
}

TEST(Exercise, NobodySavesMoreThanTheBest) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    for (const ExerciseReport& report : Plan(seed)) {
      // Stopping some accounts at any time after the report makes movements fail; what is left of
      // them never makes more than was in reach.
      std::set<std::string> held;
      for (const Card& card : report.cards) {
        if (card.level % 2 == 1) held.insert(card.number);
      }
      std::vector<Movement> done;
      for (const Movement& movement : report.movements) {
        const bool stopped = movement.at > report.at && held.count(movement.from) > 0;
        if (!stopped) done.push_back(movement);
      }
      EXPECT_LE(RestingOn(report, done, AllOf(report)), report.best_fen) << seed;
    }
  }
}

TEST(Exercise, MoneyOfTheOwnerIsNotSavedMoney) {
  ExerciseReport report;
  report.cards.resize(2);
  report.cards[0].number = "victim";
  report.cards[1].number = "one";
  const std::vector<Movement> movements = {
      {Moment{1}, "victim", "one", 500, false},
      {Moment{2}, "one", "two", 800, false},  // 300 of it are the owner's own.
      {Moment{3}, "three", "two", 900, false},
  };
  EXPECT_EQ(RestingOn(report, movements, {"two"}), 500);
  EXPECT_EQ(RestingOn(report, movements, {"one", "three"}), 0);
}

}  // namespace
}  // namespace hetang::sim
