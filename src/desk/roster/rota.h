// The rota: who is on duty when, and on which days the administration works.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "desk/roster/roster.h"

namespace hetang::roster {

inline constexpr Duration kLongestShift = Hours(24);
// How much of the rota one question may span.
inline constexpr Duration kLongestSpan = Days(92);

struct ShiftForm {
  std::int64_t officer_id = 0;
  std::int64_t unit_id = 0;
  std::string role;
  Moment since;
  Moment until;
};
BOOST_DESCRIBE_STRUCT(ShiftForm, (), (officer_id, unit_id, role, since, until))

// A shift as the page shows it.
struct ShiftLine {
  std::int64_t id = 0;
  std::int64_t officer_id = 0;
  std::string officer_name;
  std::int64_t unit_id = 0;
  std::string role;
  Moment since;
  Moment until;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(ShiftLine, (),
                      (id, officer_id, officer_name, unit_id, role, since, until, version))

// Half-open spans: a shift that begins when another ends does not overlap it.
bool Overlap(Moment since, Moment until, Moment other_since, Moment other_until);

// What is wrong with the times alone: `until` not after `since`, or longer than a day and a night.
std::vector<FieldError> FaultsOfSpan(Moment since, Moment until);

// Errors: invalid (each field), conflict (`shift_overlap`).
Result<ShiftLine> AddShift(database::Transaction& tx, const ShiftForm& form,
                           const journal::Actor& actor, Moment now);
Status RemoveShift(database::Transaction& tx, std::int64_t shift_id, const journal::Actor& actor,
                   Moment now);

struct Span {
  Moment from;
  Moment to;
};
// Every shift of these units that touches the span, by its beginning.
Result<std::vector<ShiftLine>> ShiftsIn(database::Transaction& tx, const Span& span,
                                        std::span<const std::int64_t> units);

}  // namespace hetang::roster
