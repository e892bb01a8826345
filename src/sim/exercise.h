// A training exercise in the invented town: reports that come one after another while the money
// moves, and what was saved in the end against the most that could have been.
//
// The most is all the money that no cash machine had given out when the report came: what somebody
// would have saved who knew every account and stopped them all at once. Nobody can, so a share of
// it is a measure between exercises and not a mark out of a hundred.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "sim/district.h"

namespace hetang::sim {

struct ExerciseOptions {
  std::uint64_t seed = 1;
  Moment start;
  int reports = 6;
  Duration spacing = Minutes(4);  // Between two reports, about.
  int dwell_minutes = 6;
  std::vector<Bank> banks;
};

struct ExerciseReport {
  Moment at;  // When it comes in.
  std::string external_number;
  Story story;
  std::vector<Card> cards;
  std::vector<Movement> movements;  // If nobody stops anything, in order of time.
  std::int64_t lost_fen = 0;        // What the victim paid.
  std::int64_t best_fen = 0;        // Of that, in reach when the report came.
};

std::vector<ExerciseReport> PlanExercise(const ExerciseOptions& options);
// The truth of all reports, as hetang-bank loads it.
std::string TruthOf(const std::vector<ExerciseReport>& reports);

// What of the victim's money rests on the accounts of `held`, after these movements, in order of
// time. On an account the victim's money leaves before its owner's own. With the movements that
// took place and the accounts that are stopped or frozen: what was saved.
std::int64_t RestingOn(const ExerciseReport& report, const std::vector<Movement>& movements,
                       const std::set<std::string>& held);

}  // namespace hetang::sim
