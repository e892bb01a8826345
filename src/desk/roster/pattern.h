// A repeating pattern of shifts laid over a span of days.
//
// The cycle says what an officer does on one day after another: by day, by night or off. The first
// officer begins it at its first step, each following one `stagger` steps earlier in it, so that
// four officers on "day, night, off, off" with a stagger of 1 serve every day and every night.
#pragma once

#include <vector>

#include "desk/roster/rota.h"
#include "desk/roster/time_of_day.h"

namespace hetang::roster {

enum class Turn { day, night, off };
BOOST_DESCRIBE_ENUM(Turn, day, night, off)

inline constexpr std::size_t kMostOfficers = 50;
inline constexpr std::size_t kLongestCycle = 31;

struct PatternForm {
  std::int64_t unit_id = 0;
  std::string role;
  std::vector<std::int64_t> officers;
  std::vector<Turn> cycle;
  std::int64_t stagger = 1;  // 0: all do the same.
  std::string from;          // `2026-04-01`
  std::string to;            // The last day, included.
  TimeOfDay day_begins = At(8);
  TimeOfDay night_begins = At(20);  // The night lasts until the next day begins.
};
BOOST_DESCRIBE_STRUCT(PatternForm, (),
                      (unit_id, role, officers, cycle, stagger, from, to, day_begins, night_begins))

struct PlannedShift {
  std::int64_t officer_id = 0;
  std::string officer_name;
  Turn turn = Turn::day;
  Moment since;
  Moment until;
  // The shift of the officer that stands in its way.
  std::optional<Moment> taken_since;
  std::optional<Moment> taken_until;
};
BOOST_DESCRIBE_STRUCT(PlannedShift, (),
                      (officer_id, officer_name, turn, since, until, taken_since, taken_until))

struct PatternPlan {
  std::vector<PlannedShift> shifts;  // By beginning, then in the order of the officers.
  std::int64_t overlaps = 0;
};
BOOST_DESCRIBE_STRUCT(PatternPlan, (), (shifts, overlaps))

// What the pattern would put on the rota; nothing is stored. Shifts that have ended are none.
// Errors: invalid (each field), forbidden (`other_unit`).
Result<PatternPlan> PlanPattern(database::Transaction& tx, const PatternForm& form,
                                const auth::Principal& who, Moment now);
// Stores it. Errors: those of PlanPattern, and conflict (`shift_overlap`: nothing is stored; each
// overlap is named by its place in the plan, `shifts[3]`).
Result<PatternPlan> LayPattern(database::Transaction& tx, const PatternForm& form,
                               const auth::Principal& who, Moment now);

}  // namespace hetang::roster
