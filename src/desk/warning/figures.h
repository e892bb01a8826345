// What the desk has done within a period, by level.
#pragma once

#include <string>
#include <vector>

#include "desk/warning/warning.h"

namespace hetang::warning {

// Of the warnings that arrived within the period. `in_time`: reached within the time of the level.
struct LevelFigures {
  std::string level;
  std::int64_t received = 0;
  std::int64_t instructions = 0;
  std::int64_t open = 0;
  std::int64_t reached = 0;
  std::int64_t in_time = 0;
  std::int64_t dissuaded = 0;
  std::int64_t paid = 0;
  std::int64_t with_leader = 0;
};
BOOST_DESCRIBE_STRUCT(LevelFigures, (),
                      (level, received, instructions, open, reached, in_time, dissuaded, paid,
                       with_leader))

struct WarningFigures {
  Moment from;
  Moment until;
  std::vector<LevelFigures> levels;
};
BOOST_DESCRIBE_STRUCT(WarningFigures, (), (from, until, levels))

// The last 24 hours unless `from` and `until` say otherwise. Error: invalid.
Result<WarningFigures> FiguresOf(const http::Call& call, database::Transaction& tx);

}  // namespace hetang::warning
