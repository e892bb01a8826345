#include "desk/roster/rota.h"

#include <algorithm>

#include "base/text.h"
#include "desk/roster/forms.h"
#include "desk/roster/roles.h"

namespace hetang::roster {
namespace {

Status Journal(database::Transaction& tx, const Shift& shift, std::string act,
               const journal::Actor& actor, Moment now) {
  journal::Entry entry;
  entry.actor = actor;
  entry.desk = "roster";
  entry.act = std::move(act);
  entry.subject = "shift";
  entry.subject_id = shift.id;
  entry.unit_id = shift.unit_id;
  entry.facts = {{"officer_id", shift.officer_id},
                 {"role", shift.role},
                 {"since", FormatIso(shift.since)},
                 {"until", FormatIso(shift.until)}};
  return journal::Append(tx, entry, now);
}

ShiftLine LineOf(const Shift& shift, const Officer& officer) {
  return {shift.id,   officer.id,  officer.name.str(), shift.unit_id,
          shift.role, shift.since, shift.until,        shift.version};
}

Status CheckOfficer(database::Transaction& tx, const ShiftForm& form,
                    std::vector<FieldError>& faults) {
  HT_TRY(const auto found, tx.Find<Officer>("WHERE id = :id AND active = 1", form.officer_id));
  if (found.empty()) {
    faults.push_back({"officer_id", "unknown_officer", "There is no such active officer."});
    return {};
  }
  const std::vector<std::string> held = WordsOf(found.front().roles);
  if (std::find(held.begin(), held.end(), form.role) == held.end()) {
    faults.push_back({"role", "role_not_held", "The officer does not hold this role."});
  }
  return {};
}

// The officer among these who is neither the first one nor without the right to review.
std::optional<Officer> Reviewer(std::vector<Officer> officers, std::span<const Role> roles) {
  for (Officer& officer : officers) {
    if (Gives(roles, officer.roles, kReviewRight)) return std::move(officer);
  }
  return std::nullopt;
}

}  // namespace

bool Overlap(Moment since, Moment until, Moment other_since, Moment other_until) {
  return since < other_until && other_since < until;
}

std::vector<FieldError> FaultsOfSpan(Moment since, Moment until) {
  if (until <= since) return {{"until", "before_since", "A shift ends after it begins."}};
  if (until - since > kLongestShift) {
    return {{"until", "too_long", "A shift lasts at most 24 hours."}};
  }
  return {};
}

Result<ShiftLine> AddShift(database::Transaction& tx, const ShiftForm& form,
                           const journal::Actor& actor, Moment now) {
  std::vector<FieldError> faults = FaultsOfSpan(form.since, form.until);
  HT_TRY_STATUS(CheckOfficer(tx, form, faults));
  HT_TRY(const auto unit, tx.Find<Unit>("WHERE id = :id", form.unit_id));
  if (unit.empty()) faults.push_back({"unit_id", "unknown_unit", "There is no such unit."});
  if (!faults.empty()) return Invalid(std::move(faults));
  HT_TRY(const auto near, tx.Find<Shift>("WHERE officer_id = :o AND since > :from AND since < :to",
                                         form.officer_id, form.since - kLongestShift, form.until));
  for (const Shift& other : near) {
    if (!Overlap(form.since, form.until, other.since, other.until)) continue;
    return Fail(Error{ErrorCode::conflict,
                      "The officer has another shift then.",
                      "shift_overlap",
                      {{"since", "shift_overlap", "The officer has another shift then."}}});
  }
  Shift shift{0, form.officer_id, form.unit_id, form.role, form.since, form.until, 1};
  HT_TRY(shift.id, tx.Insert(shift));
  HT_TRY_STATUS(Journal(tx, shift, "shift_added", actor, now));
  HT_TRY(const Officer officer, OfficerOf(tx, form.officer_id));
  return LineOf(shift, officer);
}

Status RemoveShift(database::Transaction& tx, std::int64_t shift_id, const journal::Actor& actor,
                   Moment now) {
  HT_TRY(const Shift shift, tx.Get<Shift>(shift_id));
  HT_TRY_STATUS(tx.Execute("DELETE FROM roster_shift WHERE id = :id", shift_id));
  return Journal(tx, shift, "shift_removed", actor, now);
}

Result<std::vector<ShiftLine>> ShiftsIn(database::Transaction& tx, const Span& span,
                                        std::span<const std::int64_t> units) {
  return tx.Query<ShiftLine>(
      "SELECT s.id, s.officer_id, o.name, s.unit_id, s.role, s.since, s.until, s.version "
      "FROM roster_shift s JOIN roster_officer o ON o.id = s.officer_id WHERE s.unit_id IN (" +
          IdList(units) +
          ") AND s.since > :earliest AND s.since < :to AND s.until > :from "
          "ORDER BY s.since, s.id",
      span.from - kLongestShift, span.to, span.from);
}

Result<std::optional<Officer>> SecondOfficerFor(database::Transaction& tx, const Officer& first,
                                                Moment now) {
  HT_TRY(const auto roles, tx.Find<Role>("ORDER BY id"));
  HT_TRY(auto on_shift,
         tx.Query<Officer>(
             "SELECT o.id, o.unit_id, o.name, o.number, o.phone, o.roles, o.active, o.login, "
             "o.version FROM roster_shift s JOIN roster_officer o ON o.id = s.officer_id "
             "WHERE s.unit_id = :unit AND s.since > :earliest AND s.since <= :now "
             "AND s.until > :now_too AND o.active = 1 AND o.id <> :first "
             "ORDER BY s.until DESC, o.id",
             first.unit_id, now - kLongestShift, now, now, first.id));
  if (auto second = Reviewer(std::move(on_shift), roles)) return second;
  HT_TRY(auto others,
         tx.Find<Officer>("WHERE unit_id = :unit AND active = 1 AND id <> :first ORDER BY id",
                          first.unit_id, first.id));
  std::erase_if(others, [](const Officer& officer) {
    const std::vector<std::string> held = WordsOf(officer.roles);
    return std::none_of(held.begin(), held.end(),
                        [](const std::string& role) { return role == "duty" || role == "leader"; });
  });
  return Reviewer(std::move(others), roles);
}

}  // namespace hetang::roster
