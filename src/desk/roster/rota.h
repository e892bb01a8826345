// The rota: who is on duty when.
//
// A shift that has begun stays as it is: an officer is replaced by a shift that begins where the
// first one is cut short. Every change looks for gaps (gaps.h) in the same transaction.
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

// Half-open.
struct Span {
  Moment from;
  Moment to;
};

struct ShiftForm {
  std::int64_t officer_id = 0;
  std::int64_t unit_id = 0;
  std::string role;
  Moment since;
  Moment until;
};
BOOST_DESCRIBE_STRUCT(ShiftForm, (), (officer_id, unit_id, role, since, until))

// A shift with its names.
struct ShiftLine {
  std::int64_t id = 0;
  std::int64_t officer_id = 0;
  std::string officer_name;
  std::int64_t unit_id = 0;
  std::string unit_name;
  std::string role;
  Moment since;
  Moment until;
  std::int64_t version = 0;
  std::string replaces_name;  // Whom the officer replaces; empty: nobody.
  std::string why;
};
BOOST_DESCRIBE_STRUCT(ShiftLine, (),
                      (id, officer_id, officer_name, unit_id, unit_name, role, since, until,
                       version, replaces_name, why))

// As the page shows it: what this officer may do with it is `swap`, `hand_over`, `replace`,
// `remove`.
struct ShiftView : ShiftLine {
  std::vector<std::string> actions;
};
BOOST_DESCRIBE_STRUCT(ShiftView, (ShiftLine), (actions))

// Half-open spans: a shift that begins when another ends does not overlap it.
bool Overlap(Moment since, Moment until, Moment other_since, Moment other_until);

// What is wrong with the times alone: `until` not after `since`, or longer than a day and a night.
std::vector<FieldError> FaultsOfSpan(Moment since, Moment until);

// Errors: invalid (each field), conflict (`shift_overlap`), forbidden (`other_unit`).
Result<ShiftView> AddShift(database::Transaction& tx, const ShiftForm& form,
                           const auth::Principal& who, Moment now);
// Errors: not_found, forbidden (`other_unit`), conflict (`shift_begun`).
Status RemoveShift(database::Transaction& tx, std::int64_t shift_id, const auth::Principal& who,
                   Moment now);

// Puts another officer in the place of the one who is on duty, from now on.
struct ReplaceForm {
  std::int64_t officer_id = 0;
  Text<200> why;
};
BOOST_DESCRIBE_STRUCT(ReplaceForm, (), (officer_id, why))
// Gives the new shift. Errors: invalid (each field), not_found, forbidden (`other_unit`), conflict
// (`shift_not_running`, `shift_overlap`).
Result<ShiftView> ReplaceOnShift(database::Transaction& tx, std::int64_t shift_id,
                                 const ReplaceForm& form, const auth::Principal& who, Moment now);

// Every shift of these units that touches the span, by its beginning.
Result<std::vector<ShiftLine>> ShiftsIn(database::Transaction& tx, const Span& span,
                                        std::span<const std::int64_t> units);
// The same of one officer, in all units.
Result<std::vector<ShiftLine>> ShiftsOf(database::Transaction& tx, std::int64_t officer_id,
                                        const Span& span);

std::vector<ShiftView> ViewsOf(std::vector<ShiftLine> lines, const auth::Principal& who,
                               Moment now);

}  // namespace hetang::roster
