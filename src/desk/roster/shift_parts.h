// What every change of the rota asks and writes; for the files of this desk only.
#pragma once

#include <string>
#include <vector>

#include "desk/roster/rota.h"

namespace hetang::roster {

// Adds what is wrong with this officer in this role: `unknown_officer` at `path`, or
// `role_not_held` at `role_path`.
struct Service {
  std::int64_t officer_id = 0;
  std::string role;
  std::string path = "officer_id";
  std::string role_path = "role";
};
Status CheckService(database::Transaction& tx, const Service& service,
                    std::vector<FieldError>& faults);

// The officer's shifts that overlap the span. `except_id` is a shift that does not count; 0: all.
Result<std::vector<Shift>> Overlapping(database::Transaction& tx, std::int64_t officer_id,
                                       const Span& span, std::int64_t except_id = 0);
// Conflict `shift_overlap` at `path` when there are any.
Status CheckFree(database::Transaction& tx, std::int64_t officer_id, const Span& span,
                 const std::string& path, std::int64_t except_id = 0);

// Forbidden `other_unit` unless the officer sees the unit.
Status CheckSees(const auth::Principal& who, std::int64_t unit_id);

Status NoteShift(database::Transaction& tx, const Shift& shift, std::string act, std::string why,
                 const journal::Actor& actor, Moment now);

// Gives the shift to another officer, who must be free. Errors: conflict (`shift_overlap`).
Status MoveShift(database::Transaction& tx, Shift& shift, std::int64_t to_officer,
                 const std::string& path);

Result<ShiftView> ShiftViewOf(database::Transaction& tx, std::int64_t shift_id,
                              const auth::Principal& who, Moment now);

inline bool IsRunning(const Shift& shift, Moment now) {
  return shift.since <= now && now < shift.until;
}

// `04-01 20:00 – 04-02 08:00`, for the note of a notice.
std::string SpanText(Moment since, Moment until);

}  // namespace hetang::roster
