#include "desk/warning/steps.h"

#include <algorithm>
#include <array>
#include <span>

#include "desk/warning/advance.h"
#include "desk/warning/taking.h"

namespace hetang::warning {
namespace {

struct Work {
  StepRow row;
  Warning warning;
};

Result<Work> WorkFor(database::Transaction& tx, std::int64_t step_id, const auth::Principal& who) {
  Work work;
  HT_TRY(work.row, tx.Get<StepRow>(step_id));
  HT_TRY(work.warning, WarningFor(tx, work.row.warning_id, who));
  const auto& roles = who.roles;
  const bool holds = std::find(roles.begin(), roles.end(), work.row.role) != roles.end();
  if (!holds && !who.May(kLeadRight)) {
    return Fail(ErrorCode::forbidden, "The step is for officers of another role.", "other_role");
  }
  return work;
}

// Another officer has it: who.
Status RefuseTaken(database::Transaction& tx, const StepRow& row, const auth::Principal& who) {
  if (!row.taken_by || *row.taken_by == who.officer_id) return {};
  const bool at_it = row.phase == StepPhase::taken || row.phase == StepPhase::reached;
  if (!at_it) return {};
  HT_TRY(const auto other, roster::OfficerOf(tx, *row.taken_by));
  return Fail(Error{ErrorCode::conflict,
                    "Taken by " + other.name.str() + ".",
                    "taken_by",
                    {{"taken_by", "taken_by", other.name.str()}}});
}

Status RefuseEnded(const Warning& warning, const StepRow& row) {
  const bool at_work = row.rung < 0 ? warning.state == WarningState::watched
                                    : IsClimbing(warning.state) && row.climb == warning.climb;
  if (at_work) return {};
  return Fail(ErrorCode::conflict, "The warning has ended or begun anew.", "warning_ended");
}

Status JournalStep(database::Transaction& tx, const Work& work, std::string act,
                   const journal::Actor& actor, Moment now) {
  journal::Entry entry;
  entry.act = std::move(act);
  entry.facts = {{"step_id", work.row.id}, {"rung", work.row.name}, {"number", work.row.number}};
  if (work.row.outcome) entry.facts["outcome"] = EnumName(*work.row.outcome);
  return JournalWarning(tx, work.warning, std::move(entry), actor, now);
}

// While somebody is at it, the runner looks when two thirds of the time left are over.
Status PlanBack(database::Transaction& tx, Work& work, Moment now) {
  Duration left = work.row.due_at - now;
  if (left <= Duration{}) left = work.row.due_at - work.row.begins_at;
  work.row.back_at = now + Milliseconds(left.ms * kBackNumerator / kBackDenominator);
  Warning& warning = work.warning;
  warning.next_at = std::min(warning.next_at.value_or(*work.row.back_at), *work.row.back_at);
  return tx.Update(warning);
}

Status AddNextContact(database::Transaction& tx, const Warning& warning, const TellForm& form) {
  if (!form.next_contact) return {};
  Contact contact;
  contact.warning_id = warning.id;
  contact.kind = form.next_contact->kind;
  contact.name = form.next_contact->name.value_or(PersonName());
  contact.phone = Plain(form.next_contact->phone.value_or(PhoneNumber()));
  contact.place = form.next_contact->place.value_or(Address());
  if (contact.phone.empty() && contact.place.empty()) {
    return Invalid({{"next_contact", "missing", "A contact has a phone or a place."}});
  }
  HT_TRY_STATUS(tx.Insert(contact));
  return {};
}

Status InsertTold(database::Transaction& tx, const Work& work, const TellForm& form,
                  const auth::Principal& who, Moment now) {
  ToldRow told;
  told.warning_id = work.warning.id;
  told.climb = work.row.climb;
  told.step_id = work.row.id;
  told.rung = work.row.rung;
  told.number = work.row.number;
  told.outcome = form.outcome;
  told.said_at = form.said_at;
  told.officer_id = who.officer_id;
  told.note = form.note.value_or(PersonalText());
  // A clock that jumped back does not put what is told now before what was told earlier.
  HT_TRY(const auto last,
         tx.Query<Moment>("SELECT at FROM warning_told WHERE warning_id = :w AND climb = :c"
                          " ORDER BY id DESC LIMIT 1",
                          told.warning_id, told.climb));
  told.at = last.empty() ? now : std::max(now, last.front());
  HT_TRY_STATUS(tx.Insert(told));
  return {};
}

// A return visit is no rung: only that the money has left changes the warning.
Status TellReturnVisit(database::Transaction& tx, Work& work, const auth::Principal& who,
                       Moment now) {
  work.row.phase = StepPhase::done;
  HT_TRY_STATUS(tx.Update(work.row));
  HT_TRY_STATUS(deadline::Meet(tx, kStepRule, kStepSubject, work.row.id, now));
  if (work.row.outcome == Outcome::already_paid) {
    HT_TRY_STATUS(End(tx, work.warning, WarningAct::lose, Outcome::already_paid, now));
    HT_TRY_STATUS(tx.Update(work.warning));
  }
  return JournalStep(tx, work, "step_told", who.actor(), now);
}

using enum Outcome;
constexpr std::array kOfCall{reached, busy,         no_answer, refused,
                             hung_up, wrong_number, moved,     found_elsewhere};
constexpr std::array kOfThirdCall{done,    reached,      busy,  no_answer,      refused,
                                  hung_up, wrong_number, moved, found_elsewhere};
constexpr std::array kOfVisit{reached, no_answer, refused, moved, found_elsewhere};
constexpr std::array kOfText{done, wrong_number};
constexpr std::array kOfCut{done, refused};
constexpr std::array kOfReached{refused, hung_up};
constexpr std::array kEnding{dissuaded, already_paid, not_a_fraud, repeated};

std::span<const Outcome> BeforeTheEnd(const StepRow& row) {
  if (row.phase == StepPhase::called_off) return {};
  if (row.phase == StepPhase::reached) return kOfReached;
  switch (row.act) {
    case Act::call:
      return kOfCall;
    case Act::family_call:
    case Act::workplace_call:
      return kOfThirdCall;
    case Act::visit:
      return kOfVisit;
    case Act::text:
      return kOfText;
    case Act::cut_line:
      return kOfCut;
  }
  return {};
}

}  // namespace

std::vector<Outcome> OutcomesOf(const StepRow& row) {
  const auto before = BeforeTheEnd(row);
  std::vector<Outcome> outcomes(before.begin(), before.end());
  const bool nobody_answers = row.act == Act::text || row.act == Act::cut_line;
  if (!nobody_answers) outcomes.insert(outcomes.end(), kEnding.begin(), kEnding.end());
  return outcomes;
}

Result<Warning> WarningFor(database::Transaction& tx, std::int64_t warning_id,
                           const auth::Principal& who) {
  HT_TRY(auto warning, tx.Get<Warning>(warning_id));
  if (!who.Sees(warning.unit_id) && !who.Sees(warning.desk_unit_id)) {
    return Fail(ErrorCode::forbidden, "The warning belongs to another unit.", "other_unit");
  }
  return warning;
}

Result<StepRow> TakeStep(database::Transaction& tx, std::int64_t step_id,
                         const auth::Principal& who, Moment now) {
  HT_TRY(Work work, WorkFor(tx, step_id, who));
  HT_TRY_STATUS(RefuseEnded(work.warning, work.row));
  HT_TRY_STATUS(RefuseTaken(tx, work.row, who));
  // Asked again by who has it already, as a phone does that has not heard the answer.
  if (work.row.phase == StepPhase::taken) return work.row;
  HT_TRY_STATUS(RequireTransition(life::kStepStates, work.row.phase, StepAct::take));
  work.row.phase = StepPhase::taken;
  work.row.taken_by = who.officer_id;
  work.row.taken_at = now;
  HT_TRY_STATUS(PlanBack(tx, work, now));
  HT_TRY_STATUS(tx.Update(work.row));
  HT_TRY_STATUS(JournalStep(tx, work, "step_taken", who.actor(), now));
  return work.row;
}

Status ComeBack(database::Transaction& tx, StepRow& row, const Warning& warning, Moment now) {
  HT_TRY_STATUS(RequireTransition(life::kStepStates, row.phase, StepAct::come_back));
  const std::int64_t officer_id = row.taken_by.value_or(0);
  row.phase = row.due_at <= now ? StepPhase::late : StepPhase::open;
  row.taken_by.reset();
  row.taken_at.reset();
  row.back_at.reset();
  HT_TRY_STATUS(tx.Update(row));
  deadline::Notice notice;
  notice.at = now;
  notice.kind = "attention";
  notice.code = "warning_step_back";
  notice.officer_id = officer_id;
  notice.unit_id = row.unit_id;
  notice.subject = kStepSubject;
  notice.subject_id = row.id;
  notice.note = warning.number;
  if (officer_id != 0) HT_TRY_STATUS(deadline::Notify(tx, notice));
  return JournalStep(tx, {row, warning}, "step_came_back", {}, now);
}

Result<StepRow> GiveBack(database::Transaction& tx, std::int64_t step_id,
                         const auth::Principal& who, Moment now) {
  HT_TRY(Work work, WorkFor(tx, step_id, who));
  HT_TRY_STATUS(RefuseTaken(tx, work.row, who));
  HT_TRY_STATUS(RequireTransition(life::kStepStates, work.row.phase, StepAct::give_back));
  work.row.phase = work.row.due_at <= now ? StepPhase::late : StepPhase::open;
  work.row.taken_by.reset();
  work.row.taken_at.reset();
  work.row.back_at.reset();
  HT_TRY_STATUS(tx.Update(work.row));
  HT_TRY_STATUS(JournalStep(tx, work, "step_given_back", who.actor(), now));
  return work.row;
}

Result<StepRow> TellStep(database::Transaction& tx, std::int64_t step_id, const TellForm& form,
                         const auth::Principal& who, Moment now) {
  HT_TRY(Work work, WorkFor(tx, step_id, who));
  // Time first: what is told late finds the ladder where time has brought it.
  HT_TRY_STATUS(Advance(tx, work.warning, {}, now));
  HT_TRY(work.row, tx.Get<StepRow>(step_id));
  HT_TRY_STATUS(RefuseEnded(work.warning, work.row));
  HT_TRY_STATUS(RefuseTaken(tx, work.row, who));
  const bool ends = Ends(form.outcome);
  const bool called_off = work.row.phase == StepPhase::called_off;
  HT_TRY_STATUS(RequireTransition(life::kStepStates, work.row.phase,
                                  ends && called_off ? StepAct::tell_end : StepAct::tell));
  HT_TRY_STATUS(AddNextContact(tx, work.warning, form));
  HT_TRY_STATUS(InsertTold(tx, work, form, who, now));
  work.row.taken_by = who.officer_id;
  if (!work.row.taken_at) work.row.taken_at = now;
  work.row.told_by = who.officer_id;
  work.row.told_at = now;
  work.row.outcome = form.outcome;
  if (work.row.rung < 0) {
    HT_TRY_STATUS(TellReturnVisit(tx, work, who, now));
    return work.row;
  }
  HT_TRY_STATUS(tx.Update(work.row));
  HT_TRY_STATUS(JournalStep(tx, work, "step_told", who.actor(), now));
  HT_TRY_STATUS(Advance(tx, work.warning, who.actor(), now));
  return tx.Get<StepRow>(step_id);
}

}  // namespace hetang::warning
