#include "desk/roster/swaps.h"

#include <algorithm>

#include "desk/roster/forms.h"
#include "desk/roster/gaps.h"
#include "desk/roster/shift_parts.h"
#include "platform/deadline/deadline.h"

namespace hetang::roster {
namespace {

constexpr Duration kShown = Days(7);

auto MayOf(const Swap& swap, const auth::Principal& who) {
  return [&](std::string_view right) {
    if (right == kAsker) return who.officer_id == swap.from_officer;
    if (right == kAsked) return who.officer_id == swap.to_officer;
    return who.May(right) && who.Sees(swap.unit_id);
  };
}

// A shift that has begun is nobody's to swap.
std::vector<std::string> ActionsOf(const Swap& swap, const auth::Principal& who, Moment now) {
  if (swap.since <= now) return {};
  return ActionsIn(kSwapStates, swap.state, MayOf(swap, who));
}

Result<std::vector<SwapView>> ViewsOf(database::Transaction& tx, std::vector<Swap> swaps,
                                      const auth::Principal& who, Moment now) {
  std::vector<std::int64_t> officers;
  for (const Swap& swap : swaps) {
    officers.insert(officers.end(), {swap.from_officer, swap.to_officer, swap.decided_by});
  }
  HT_TRY(auto names, NamesOf(tx, officers));
  std::vector<SwapView> views;
  for (Swap& swap : swaps) {
    auto actions = ActionsOf(swap, who, now);
    const std::int64_t from = swap.from_officer, to = swap.to_officer, by = swap.decided_by;
    views.push_back({std::move(swap), names[from], names[to], names[by], std::move(actions)});
  }
  return views;
}

Result<SwapView> ViewOf(database::Transaction& tx, const Swap& swap, const auth::Principal& who,
                        Moment now) {
  HT_TRY(auto views, ViewsOf(tx, {swap}, who, now));
  return std::move(views.front());
}

Status Note(database::Transaction& tx, const Swap& swap, const journal::Actor& actor, Moment now) {
  journal::Entry entry;
  entry.actor = actor;
  entry.desk = "roster";
  entry.act = "swap_" + std::string(EnumName(swap.state));
  entry.subject = "swap";
  entry.subject_id = swap.id;
  entry.unit_id = swap.unit_id;
  entry.why = swap.state == SwapState::asked ? swap.why.str() : swap.reason.str();
  entry.facts = {{"shift_id", swap.shift_id},
                 {"from_officer", swap.from_officer},
                 {"to_officer", swap.to_officer}};
  return journal::Append(tx, entry, now);
}

Status Tell(database::Transaction& tx, const Swap& swap, std::int64_t officer_id, Moment now) {
  deadline::Notice notice;
  notice.at = now;
  notice.kind = "attention";
  notice.code = "swap_" + std::string(EnumName(swap.state));
  notice.officer_id = officer_id;
  notice.unit_id = swap.unit_id;
  notice.subject = "swap";
  notice.subject_id = swap.id;
  notice.note = SpanText(swap.since, swap.until);
  return deadline::Notify(tx, notice);
}

tl::unexpected<Error> Begun() {
  return Fail(ErrorCode::conflict, "The shift has begun.", "shift_begun");
}

// The shift of the swap goes to the officer who was asked.
Status Move(database::Transaction& tx, const Swap& swap) {
  HT_TRY(auto shifts, tx.Find<Shift>("WHERE id = :id AND officer_id = :officer", swap.shift_id,
                                     swap.from_officer));
  if (shifts.empty()) {
    return Fail(ErrorCode::conflict, "The shift is no longer the asker's.", "shift_moved");
  }
  std::vector<FieldError> faults;
  HT_TRY_STATUS(CheckService(tx, {swap.to_officer, swap.role, "to_officer", "to_officer"}, faults));
  if (!faults.empty()) return Invalid(std::move(faults));
  return MoveShift(tx, shifts.front(), swap.to_officer, "to_officer");
}

// Who hears of it: the other side, and of an imposed one both.
Status TellSides(database::Transaction& tx, const Swap& swap, Moment now) {
  const bool by_asker = swap.state == SwapState::asked || swap.state == SwapState::withdrawn;
  if (by_asker || swap.state == SwapState::imposed) {
    HT_TRY_STATUS(Tell(tx, swap, swap.to_officer, now));
  }
  if (by_asker) return {};
  return Tell(tx, swap, swap.from_officer, now);
}

Status Enter(database::Transaction& tx, Swap& swap, const SwapTransition& step,
             const journal::Actor& actor, Moment now) {
  swap.state = step.to;
  swap.decided_by = actor.officer_id;
  swap.decided_at = now;
  HT_TRY_STATUS(tx.Update(swap));
  if (!step.ends.empty()) HT_TRY_STATUS(deadline::Meet(tx, step.ends, "swap", swap.id, now));
  HT_TRY_STATUS(Note(tx, swap, actor, now));
  return TellSides(tx, swap, now);
}

Status OpenClock(database::Transaction& tx, const Swap& swap, Moment now) {
  HT_TRY(const deadline::Rule rule, deadline::RuleOf(tx, kSwapClock));
  HT_TRY(const Moment due, deadline::DueUnder(tx, rule, now));
  deadline::Opening opening;
  opening.rule = kSwapClock;
  opening.desk = "roster";
  opening.subject = "swap";
  opening.subject_id = swap.id;
  opening.unit_id = swap.unit_id;
  opening.officer_id = swap.to_officer;
  opening.due_at = std::min(due, swap.since);
  opening.note = SpanText(swap.since, swap.until);
  return deadline::Open(tx, opening, now).map([](std::int64_t) {});
}

}  // namespace

Result<SwapView> AskSwap(database::Transaction& tx, std::int64_t shift_id, const SwapForm& form,
                         const auth::Principal& who, Moment now) {
  HT_TRY(const Shift shift, tx.Get<Shift>(shift_id));
  if (shift.officer_id != who.officer_id) {
    return Fail(ErrorCode::not_found, "There is no such shift of yours.");
  }
  std::vector<FieldError> faults;
  if (form.to_officer == who.officer_id) {
    faults.push_back({"to_officer", "self", "Nobody asks himself."});
  }
  HT_TRY_STATUS(
      CheckService(tx, {form.to_officer, shift.role, "to_officer", "to_officer"}, faults));
  if (!faults.empty()) return Invalid(std::move(faults));
  if (shift.since <= now) return Begun();
  HT_TRY(const auto open, tx.Find<Swap>("WHERE shift_id = :shift AND state = 'asked'", shift_id));
  if (!open.empty()) {
    return Fail(ErrorCode::conflict, "Somebody has been asked to take this shift.", "swap_open");
  }
  HT_TRY_STATUS(CheckFree(tx, form.to_officer, {shift.since, shift.until}, "to_officer"));
  Swap swap{0,           shift.id,       shift.unit_id,   shift.role, shift.since,
            shift.until, who.officer_id, form.to_officer, form.why,   now};
  swap.version = 1;
  HT_TRY(swap.id, tx.Insert(swap));
  HT_TRY_STATUS(OpenClock(tx, swap, now));
  HT_TRY_STATUS(Note(tx, swap, who.actor(), now));
  HT_TRY_STATUS(TellSides(tx, swap, now));
  return ViewOf(tx, swap, who, now);
}

Result<SwapView> DecideSwap(database::Transaction& tx, std::int64_t swap_id,
                            const SwapDecision& decision, const auth::Principal& who, Moment now) {
  HT_TRY(Swap swap, tx.Get<Swap>(swap_id));
  const auto may = MayOf(swap, who);
  if (!may(kAsker) && !may(kAsked) && !may(kImposeRight)) {
    return Fail(ErrorCode::not_found, "There is no such swap.");
  }
  HT_TRY(const auto step, RequireTransition(kSwapStates, swap.state, decision.act));
  if (step->right.empty() || !may(step->right)) {
    return Fail(ErrorCode::forbidden, "This is for another officer to do.");
  }
  if (decision.act == SwapAct::impose && decision.reason.empty()) {
    return Invalid({{"reason", "missing", "Say why."}});
  }
  if (swap.since <= now) return Begun();
  const bool moves = step->to == SwapState::agreed || step->to == SwapState::imposed;
  if (moves) HT_TRY_STATUS(Move(tx, swap));
  swap.reason = decision.reason;
  HT_TRY_STATUS(Enter(tx, swap, *step, who.actor(), now));
  if (moves) HT_TRY_STATUS(CheckGaps(tx, now));
  return ViewOf(tx, swap, who, now);
}

Result<std::vector<SwapView>> SwapsFor(database::Transaction& tx, const auth::Principal& who,
                                       Moment now) {
  const std::string units = who.May(kImposeRight) ? IdList(who.units) : "0";
  HT_TRY(auto swaps,
         tx.Find<Swap>("WHERE until > :shown AND (from_officer = :me OR to_officer = :me_too OR "
                       "unit_id IN (" +
                           units + ")) ORDER BY id DESC",
                       now - kShown, who.officer_id, who.officer_id));
  return ViewsOf(tx, std::move(swaps), who, now);
}

Status LapseSwapOf(database::Transaction& tx, std::int64_t shift_id, Moment now) {
  HT_TRY(auto open, tx.Find<Swap>("WHERE shift_id = :shift AND state = 'asked'", shift_id));
  for (Swap& swap : open) {
    HT_TRY(const auto step, RequireTransition(kSwapStates, swap.state, SwapAct::lapse));
    HT_TRY_STATUS(Enter(tx, swap, *step, {}, now));
  }
  return {};
}

Result<std::vector<Swap>> SwapsToLapse(database::Transaction& tx, Moment now) {
  return tx.Find<Swap>("WHERE state = 'asked' AND since <= :now ORDER BY id", now);
}

}  // namespace hetang::roster
