#include "desk/roster/pattern.h"

#include <algorithm>
#include <set>

#include "desk/roster/gaps.h"
#include "desk/roster/shift_parts.h"

namespace hetang::roster {
namespace {

// A date of a form as the midnight it begins with.
std::optional<Moment> DateOf(const std::string& text) {
  return text.size() == 10 ? ParseIso(text) : std::nullopt;
}

void CheckDays(const PatternForm& form, Moment now, std::vector<FieldError>& faults) {
  const auto from = DateOf(form.from);
  const auto to = DateOf(form.to);
  if (!from) faults.push_back({"from", "date", "A date is written 2026-04-01."});
  if (!to) faults.push_back({"to", "date", "A date is written 2026-04-01."});
  if (from && *from < DayOf(now)) {
    faults.push_back({"from", "past_time", "A rota is laid from today on."});
  }
  if (!from || !to) return;
  if (*to < *from)
    faults.push_back({"to", "before_since", "The last day is not before the first."});
  if (*to - *from >= kLongestSpan) {
    faults.push_back({"to", "too_long", "A pattern is laid over at most 92 days."});
  }
}

void CheckCycle(const PatternForm& form, std::vector<FieldError>& faults) {
  if (form.cycle.size() > kLongestCycle) {
    faults.push_back({"cycle", "too_many", "A cycle has at most 31 days."});
  } else if (std::none_of(form.cycle.begin(), form.cycle.end(),
                          [](Turn turn) { return turn != Turn::off; })) {
    faults.push_back({"cycle", "missing", "A cycle has a shift by day or by night."});
  }
  if (form.stagger < 0 || form.stagger > static_cast<std::int64_t>(kLongestCycle)) {
    faults.push_back({"stagger", "range", "Officers begin 0 to 31 days apart."});
  }
  if (form.night_begins <= form.day_begins) {
    faults.push_back({"night_begins", "before_since", "The night begins after the day."});
  }
}

Status CheckOfficers(database::Transaction& tx, const PatternForm& form,
                     std::vector<FieldError>& faults) {
  if (form.officers.empty()) faults.push_back({"officers", "missing", "Choose who serves."});
  if (form.officers.size() > kMostOfficers) {
    faults.push_back({"officers", "too_many", "A pattern is for at most 50 officers."});
    return {};
  }
  std::set<std::int64_t> seen;
  for (std::size_t i = 0; i < form.officers.size(); ++i) {
    const std::string path = "officers[" + std::to_string(i) + "]";
    if (!seen.insert(form.officers[i]).second) {
      faults.push_back({path, "twice", "An officer is named once."});
    }
    HT_TRY_STATUS(CheckService(tx, {form.officers[i], form.role, path, path}, faults));
  }
  return {};
}

Status Check(database::Transaction& tx, const PatternForm& form, const auth::Principal& who,
             Moment now) {
  std::vector<FieldError> faults;
  HT_TRY(const auto unit, tx.Find<Unit>("WHERE id = :id", form.unit_id));
  if (unit.empty()) faults.push_back({"unit_id", "unknown_unit", "There is no such unit."});
  HT_TRY_STATUS(CheckOfficers(tx, form, faults));
  CheckDays(form, now, faults);
  CheckCycle(form, faults);
  if (!faults.empty()) return Invalid(std::move(faults));
  return CheckSees(who, form.unit_id);
}

// What the officer at this place of the list does on this day, counted from the first.
Turn TurnOf(const PatternForm& form, std::size_t place, std::int64_t day) {
  const auto length = static_cast<std::int64_t>(form.cycle.size());
  const std::int64_t behind = static_cast<std::int64_t>(place) * form.stagger % length;
  return form.cycle[static_cast<std::size_t>((day + length - behind) % length)];
}

std::vector<PlannedShift> ShiftsOf(const PatternForm& form, Moment now) {
  std::vector<PlannedShift> shifts;
  const Moment first = *DateOf(form.from);
  const std::int64_t days = (*DateOf(form.to) - first).ms / Days(1).ms + 1;
  for (std::int64_t day = 0; day < days; ++day) {
    const Moment midnight = first + Days(day);
    for (std::size_t place = 0; place < form.officers.size(); ++place) {
      PlannedShift shift;
      shift.officer_id = form.officers[place];
      shift.turn = TurnOf(form, place, day);
      if (shift.turn == Turn::off) continue;
      const bool by_day = shift.turn == Turn::day;
      shift.since = On(midnight, by_day ? form.day_begins : form.night_begins);
      shift.until =
          by_day ? On(midnight, form.night_begins) : On(midnight + Days(1), form.day_begins);
      if (shift.until > now) shifts.push_back(shift);
    }
  }
  std::stable_sort(shifts.begin(), shifts.end(),
                   [](const PlannedShift& a, const PlannedShift& b) { return a.since < b.since; });
  return shifts;
}

Error OverlapError(const PatternPlan& plan) {
  Error error{
      ErrorCode::conflict, "Officers of the pattern have other shifts then.", "shift_overlap", {}};
  for (std::size_t i = 0; i < plan.shifts.size(); ++i) {
    const PlannedShift& shift = plan.shifts[i];
    if (!shift.taken_since) continue;
    error.fields.push_back({"shifts[" + std::to_string(i) + "]", "shift_overlap",
                            SpanText(*shift.taken_since, *shift.taken_until)});
  }
  return error;
}

Status NotePattern(database::Transaction& tx, const PatternForm& form, std::size_t shifts,
                   const journal::Actor& actor, Moment now) {
  journal::Entry entry;
  entry.actor = actor;
  entry.desk = "roster";
  entry.act = "pattern_laid";
  entry.subject = "unit";
  entry.subject_id = form.unit_id;
  entry.unit_id = form.unit_id;
  entry.facts = {{"role", form.role},
                 {"from", form.from},
                 {"to", form.to},
                 {"officers", static_cast<std::int64_t>(form.officers.size())},
                 {"shifts", static_cast<std::int64_t>(shifts)}};
  return journal::Append(tx, entry, now);
}

}  // namespace

Result<PatternPlan> PlanPattern(database::Transaction& tx, const PatternForm& form,
                                const auth::Principal& who, Moment now) {
  HT_TRY_STATUS(Check(tx, form, who, now));
  PatternPlan plan;
  plan.shifts = ShiftsOf(form, now);
  HT_TRY(const auto names, NamesOf(tx, form.officers));
  for (PlannedShift& shift : plan.shifts) {
    shift.officer_name = names.at(shift.officer_id);
    HT_TRY(const auto others, Overlapping(tx, shift.officer_id, {shift.since, shift.until}));
    if (others.empty()) continue;
    shift.taken_since = others.front().since;
    shift.taken_until = others.front().until;
    ++plan.overlaps;
  }
  return plan;
}

Result<PatternPlan> LayPattern(database::Transaction& tx, const PatternForm& form,
                               const auth::Principal& who, Moment now) {
  HT_TRY(PatternPlan plan, PlanPattern(tx, form, who, now));
  if (plan.overlaps > 0) return Fail(OverlapError(plan));
  for (const PlannedShift& planned : plan.shifts) {
    const Shift shift{0, planned.officer_id, form.unit_id, form.role, planned.since, planned.until,
                      1};
    HT_TRY_STATUS(tx.Insert(shift));
  }
  HT_TRY_STATUS(NotePattern(tx, form, plan.shifts.size(), who.actor(), now));
  HT_TRY_STATUS(CheckGaps(tx, now));
  return plan;
}

}  // namespace hetang::roster
