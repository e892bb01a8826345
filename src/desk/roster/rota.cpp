#include "desk/roster/rota.h"

#include <algorithm>

#include "desk/roster/forms.h"
#include "desk/roster/gaps.h"
#include "desk/roster/handover.h"
#include "desk/roster/roles.h"
#include "desk/roster/shift_parts.h"
#include "desk/roster/swaps.h"

namespace hetang::roster {
namespace {

constexpr char kLines[] =
    "SELECT s.id, s.officer_id, o.name, s.unit_id, u.name, s.role, s.since, s.until, s.version, "
    "COALESCE(b.name, ''), s.why FROM roster_shift s JOIN roster_officer o ON o.id = s.officer_id "
    "JOIN roster_unit u ON u.id = s.unit_id LEFT JOIN roster_shift r ON r.id = s.replaces_id "
    "LEFT JOIN roster_officer b ON b.id = r.officer_id ";

// The officer among these who is not without the right to review.
std::optional<Officer> Reviewer(std::vector<Officer> officers, std::span<const Role> roles) {
  for (Officer& officer : officers) {
    if (Gives(roles, officer.roles, kReviewRight)) return std::move(officer);
  }
  return std::nullopt;
}

std::vector<std::string> ActionsOf(const ShiftLine& shift, const auth::Principal& who, Moment now) {
  std::vector<std::string> actions;
  const bool begun = shift.since <= now;
  const bool ended = shift.until <= now;
  const bool mine = shift.officer_id == who.officer_id;
  const bool seen = who.Sees(shift.unit_id);
  if (mine && !begun) actions.emplace_back("swap");
  if (mine && begun && now < shift.until + kNoteTaken) actions.emplace_back("hand_over");
  if (seen && begun && !ended && who.May(kImposeRight)) actions.emplace_back("replace");
  if (seen && !begun && who.May(kPlanRight)) actions.emplace_back("remove");
  return actions;
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

Result<ShiftView> AddShift(database::Transaction& tx, const ShiftForm& form,
                           const auth::Principal& who, Moment now) {
  std::vector<FieldError> faults = FaultsOfSpan(form.since, form.until);
  HT_TRY_STATUS(CheckService(tx, {form.officer_id, form.role}, faults));
  HT_TRY(const auto unit, tx.Find<Unit>("WHERE id = :id", form.unit_id));
  if (unit.empty()) faults.push_back({"unit_id", "unknown_unit", "There is no such unit."});
  if (!faults.empty()) return Invalid(std::move(faults));
  HT_TRY_STATUS(CheckSees(who, form.unit_id));
  HT_TRY_STATUS(CheckFree(tx, form.officer_id, {form.since, form.until}, "since"));
  Shift shift{0, form.officer_id, form.unit_id, form.role, form.since, form.until, 1};
  HT_TRY(shift.id, tx.Insert(shift));
  HT_TRY_STATUS(NoteShift(tx, shift, "shift_added", "", who.actor(), now));
  HT_TRY_STATUS(CheckGaps(tx, now));
  return ShiftViewOf(tx, shift.id, who, now);
}

Status RemoveShift(database::Transaction& tx, std::int64_t shift_id, const auth::Principal& who,
                   Moment now) {
  HT_TRY(const Shift shift, tx.Get<Shift>(shift_id));
  HT_TRY_STATUS(CheckSees(who, shift.unit_id));
  if (shift.since <= now) {
    return Fail(ErrorCode::conflict, "The shift has begun; replace the officer.", "shift_begun");
  }
  HT_TRY_STATUS(LapseSwapOf(tx, shift.id, now));
  HT_TRY_STATUS(tx.Execute("DELETE FROM roster_shift WHERE id = :id", shift_id));
  HT_TRY_STATUS(NoteShift(tx, shift, "shift_removed", "", who.actor(), now));
  return CheckGaps(tx, now);
}

Result<ShiftView> ReplaceOnShift(database::Transaction& tx, std::int64_t shift_id,
                                 const ReplaceForm& form, const auth::Principal& who, Moment now) {
  HT_TRY(Shift shift, tx.Get<Shift>(shift_id));
  HT_TRY_STATUS(CheckSees(who, shift.unit_id));
  std::vector<FieldError> faults;
  HT_TRY_STATUS(
      CheckService(tx, {form.officer_id, shift.role, "officer_id", "officer_id"}, faults));
  if (form.officer_id == shift.officer_id) {
    faults.push_back({"officer_id", "same_officer", "The officer is on this shift already."});
  }
  if (form.why.empty()) faults.push_back({"why", "missing", "Say why."});
  if (!faults.empty()) return Invalid(std::move(faults));
  if (!IsRunning(shift, now)) {
    return Fail(ErrorCode::conflict, "Only whoever is on duty is replaced.", "shift_not_running");
  }
  HT_TRY_STATUS(CheckFree(tx, form.officer_id, {now, shift.until}, "officer_id"));
  Shift rest{0, form.officer_id, shift.unit_id, shift.role, now, shift.until, 1};
  rest.replaces_id = shift.id;
  rest.why = form.why;
  shift.until = now;
  HT_TRY_STATUS(tx.Update(shift));
  if (shift.note_due) HT_TRY_STATUS(OpenNoteClock(tx, shift, now));
  HT_TRY(rest.id, tx.Insert(rest));
  HT_TRY_STATUS(NoteShift(tx, rest, "officer_replaced", form.why.str(), who.actor(), now));
  HT_TRY_STATUS(CheckGaps(tx, now));
  return ShiftViewOf(tx, rest.id, who, now);
}

Result<std::vector<ShiftLine>> ShiftsIn(database::Transaction& tx, const Span& span,
                                        std::span<const std::int64_t> units) {
  return tx.Query<ShiftLine>(kLines + ("WHERE s.unit_id IN (" + IdList(units)) +
                                 ") AND s.since > :earliest AND s.since < :to AND s.until > :from "
                                 "AND s.until > s.since ORDER BY s.since, s.id",
                             span.from - kLongestShift, span.to, span.from);
}

Result<std::vector<ShiftLine>> ShiftsOf(database::Transaction& tx, std::int64_t officer_id,
                                        const Span& span) {
  return tx.Query<ShiftLine>(
      std::string(kLines) +
          "WHERE s.officer_id = :officer AND s.since > :earliest AND s.since < :to "
          "AND s.until > :from AND s.until > s.since ORDER BY s.since, s.id",
      officer_id, span.from - kLongestShift, span.to, span.from);
}

std::vector<ShiftView> ViewsOf(std::vector<ShiftLine> lines, const auth::Principal& who,
                               Moment now) {
  std::vector<ShiftView> views;
  for (ShiftLine& line : lines) {
    std::vector<std::string> actions = ActionsOf(line, who, now);
    views.push_back({std::move(line), std::move(actions)});
  }
  return views;
}

Result<ShiftView> ShiftViewOf(database::Transaction& tx, std::int64_t shift_id,
                              const auth::Principal& who, Moment now) {
  HT_TRY(auto lines, tx.Query<ShiftLine>(std::string(kLines) + "WHERE s.id = :id", shift_id));
  if (lines.empty()) return Fail(ErrorCode::not_found, "There is no such shift.");
  return std::move(ViewsOf(std::move(lines), who, now).front());
}

Result<std::vector<Officer>> OnDuty(database::Transaction& tx, std::int64_t unit_id,
                                    std::string_view role, Moment now) {
  return tx.Query<Officer>(
      "SELECT o.id, o.unit_id, o.name, o.number, o.phone, o.roles, o.active, o.login, o.version "
      "FROM roster_shift s JOIN roster_officer o ON o.id = s.officer_id "
      "WHERE s.unit_id = :unit AND s.since > :earliest AND s.since <= :now AND s.until > :now_too "
      "AND (:any = '' OR s.role = :role) AND o.active = 1 ORDER BY s.until DESC, o.id",
      unit_id, now - kLongestShift, now, now, role, role);
}

Result<std::optional<Officer>> SecondOfficerFor(database::Transaction& tx, const Officer& first,
                                                Moment now) {
  HT_TRY(const auto roles, tx.Find<Role>("ORDER BY id"));
  HT_TRY(auto on_duty, OnDuty(tx, first.unit_id, "", now));
  std::erase_if(on_duty, [&](const Officer& officer) { return officer.id == first.id; });
  if (auto second = Reviewer(std::move(on_duty), roles)) return second;
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
