#include "desk/roster/shift_parts.h"

#include <algorithm>

#include "desk/roster/roles.h"

namespace hetang::roster {

Status CheckService(database::Transaction& tx, const Service& service,
                    std::vector<FieldError>& faults) {
  HT_TRY(const auto found, tx.Find<Officer>("WHERE id = :id AND active = 1", service.officer_id));
  if (found.empty()) {
    faults.push_back({service.path, "unknown_officer", "There is no such active officer."});
    return {};
  }
  const std::vector<std::string> held = WordsOf(found.front().roles);
  if (std::find(held.begin(), held.end(), service.role) == held.end()) {
    faults.push_back({service.role_path, "role_not_held", "The officer does not hold this role."});
  }
  return {};
}

Result<std::vector<Shift>> Overlapping(database::Transaction& tx, std::int64_t officer_id,
                                       const Span& span, std::int64_t except_id) {
  return tx.Find<Shift>(
      "WHERE officer_id = :officer AND since > :earliest AND since < :to AND until > :from "
      "AND id <> :except ORDER BY since",
      officer_id, span.from - kLongestShift, span.to, span.from, except_id);
}

Status CheckFree(database::Transaction& tx, std::int64_t officer_id, const Span& span,
                 const std::string& path, std::int64_t except_id) {
  HT_TRY(const auto others, Overlapping(tx, officer_id, span, except_id));
  if (others.empty()) return {};
  return Fail(Error{ErrorCode::conflict,
                    "The officer has another shift then.",
                    "shift_overlap",
                    {{path, "shift_overlap", "The officer has another shift then."}}});
}

Status CheckSees(const auth::Principal& who, std::int64_t unit_id) {
  if (who.Sees(unit_id)) return {};
  return Fail(ErrorCode::forbidden, "The rota of another unit.", "other_unit");
}

Status NoteShift(database::Transaction& tx, const Shift& shift, std::string act, std::string why,
                 const journal::Actor& actor, Moment now) {
  journal::Entry entry;
  entry.actor = actor;
  entry.desk = "roster";
  entry.act = std::move(act);
  entry.subject = "shift";
  entry.subject_id = shift.id;
  entry.unit_id = shift.unit_id;
  entry.why = std::move(why);
  entry.facts = {{"officer_id", shift.officer_id},
                 {"role", shift.role},
                 {"since", FormatIso(shift.since)},
                 {"until", FormatIso(shift.until)}};
  if (shift.replaces_id != 0) entry.facts["replaces_shift"] = shift.replaces_id;
  return journal::Append(tx, entry, now);
}

Status MoveShift(database::Transaction& tx, Shift& shift, std::int64_t to_officer,
                 const std::string& path) {
  HT_TRY_STATUS(CheckFree(tx, to_officer, {shift.since, shift.until}, path));
  shift.officer_id = to_officer;
  return tx.Update(shift);
}

std::string SpanText(Moment since, Moment until) {
  const auto text = [](Moment moment) {
    std::string iso = FormatIso(moment).substr(5, 11);
    iso[5] = ' ';
    return iso;
  };
  return text(since) + " – " + text(until);
}

}  // namespace hetang::roster
