#include "sim/exercise.h"

#include <algorithm>
#include <map>

#include "sim/random.h"

namespace hetang::sim {
namespace {

std::set<std::string> AllCards(const ExerciseReport& report) {
  std::set<std::string> numbers;
  for (const Card& card : report.cards) {
    if (card.level > 0) numbers.insert(card.number);
  }
  return numbers;
}

void Count(ExerciseReport& report) {
  const std::string& victim = report.cards.front().number;
  for (const Movement& movement : report.movements) {
    if (movement.from == victim) report.lost_fen += movement.amount_fen;
  }
  std::vector<Movement> before;
  for (const Movement& movement : report.movements) {
    if (movement.at <= report.at) before.push_back(movement);
  }
  report.best_fen = RestingOn(report, before, AllCards(report));
}

}  // namespace

std::vector<ExerciseReport> PlanExercise(const ExerciseOptions& options) {
  Random random(options.seed);
  std::vector<ExerciseReport> reports;
  Moment at = options.start;
  for (int i = 0; i < options.reports; ++i) {
    DistrictOptions wanted;
    wanted.seed = random.Next();
    wanted.now = at;
    wanted.stories = 1;
    wanted.dwell_minutes = options.dwell_minutes;
    wanted.banks = options.banks;
    District district = Invent(wanted);
    ExerciseReport report;
    report.at = at;
    report.external_number = "D" + std::to_string(options.seed) + "-" +
                             std::to_string(options.start.ms / 1000) + "-" + std::to_string(i + 1);
    report.story = std::move(district.stories.front());
    report.cards = std::move(district.cards);
    report.movements = std::move(district.movements);
    Count(report);
    reports.push_back(std::move(report));
    at = at + Milliseconds(options.spacing.ms * random.Between(50, 150) / 100);
  }
  return reports;
}

std::string TruthOf(const std::vector<ExerciseReport>& reports) {
  District all;
  for (const ExerciseReport& report : reports) {
    all.cards.insert(all.cards.end(), report.cards.begin(), report.cards.end());
    all.movements.insert(all.movements.end(), report.movements.begin(), report.movements.end());
  }
  return TruthOf(all);
}

std::int64_t RestingOn(const ExerciseReport& report, const std::vector<Movement>& movements,
                       const std::set<std::string>& held) {
  const std::string& victim = report.cards.front().number;
  std::map<std::string, std::int64_t> resting;
  for (const Movement& movement : movements) {
    std::int64_t moved = movement.amount_fen;
    if (movement.from != victim) {
      std::int64_t& left = resting[movement.from];
      moved = std::min(moved, left);
      left -= moved;
    }
    resting[movement.to] += moved;
  }
  std::int64_t sum = 0;
  for (const std::string& number : held) {
    const auto found = resting.find(number);
    if (found != resting.end() && number != victim) sum += found->second;
  }
  return sum;
}

}  // namespace hetang::sim
