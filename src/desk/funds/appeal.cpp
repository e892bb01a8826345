#include "desk/funds/appeal.h"

#include <algorithm>

#include "desk/funds/appeal_release.h"
#include "desk/funds/orders.h"
#include "desk/funds/return_hold.h"
#include "platform/http/guard.h"

namespace hetang::funds {
namespace {

constexpr std::int64_t kDayMs = 86'400'000;

Status JournalAppeal(database::Transaction& tx, const Appeal& appeal, journal::Entry entry,
                     const auth::Principal& who, Moment now) {
  entry.actor = who.actor();
  entry.desk = "funds";
  entry.subject = "appeal";
  entry.subject_id = appeal.id;
  entry.case_id = appeal.case_id;
  entry.unit_id = appeal.unit_id;
  entry.after = journal::DigestOf(appeal);
  entry.facts["number"] = appeal.number;
  return journal::Append(tx, entry, now);
}

// The order the owner means, in force.
Result<Order> HoldFor(database::Transaction& tx, const AppealForm& form,
                      const auth::Principal& who) {
  if (form.order_id) {
    HT_TRY(Order order, OrderFor(tx, *form.order_id, who));
    if (KeepsMoney(order)) return order;
  } else if (form.account_number && !form.account_number->empty()) {
    HT_TRY(auto orders,
           tx.Find<Order>("WHERE account_number = :n ORDER BY id DESC", *form.account_number));
    for (Order& order : orders) {
      if (KeepsMoney(order) && who.Sees(order.unit_id)) return std::move(order);
    }
  }
  const char* path = form.order_id ? "order_id" : "account_number";
  return Invalid({{path, "no_hold", "Nothing of this account is stopped or frozen."}});
}

Status CheckForm(const AppealForm& form) {
  std::vector<FieldError> faults;
  if (form.owner_name.empty()) faults.push_back({"owner_name", "missing", "Who appeals?"});
  if (form.owner_phone.empty()) {
    faults.push_back({"owner_phone", "missing", "Where is the owner reached?"});
  }
  if (form.text.empty()) faults.push_back({"text", "missing", "What does the owner say?"});
  if (!faults.empty()) return Invalid(std::move(faults));
  return {};
}

Result<Appeal> AppealDoing(database::Transaction& tx, std::int64_t appeal_id, AppealAct act,
                           const auth::Principal& who) {
  HT_TRY(Appeal appeal, tx.Get<Appeal>(appeal_id));
  if (!who.Sees(appeal.unit_id)) {
    return Fail(ErrorCode::forbidden, "The appeal belongs to another unit.", "other_unit");
  }
  HT_TRY(const auto* transition, RequireTransition(kAppealStates, appeal.state, act));
  if (!who.May(transition->right)) {
    return Fail(ErrorCode::forbidden, "The officer lacks the right.",
                std::string(transition->right));
  }
  return appeal;
}

Status CheckReviewer(const Appeal& appeal, const auth::Principal& who) {
  if (appeal.reviewer_id == who.officer_id) return {};
  return Fail(ErrorCode::conflict, "Another officer reviews this appeal.", "not_the_reviewer");
}

Status AddStep(database::Transaction& tx, const Appeal& appeal, const Text<1000>& note,
               const auth::Principal& who, Moment now) {
  AppealStep step;
  step.appeal_id = appeal.id;
  step.at = now;
  step.officer_id = who.officer_id;
  step.note = note;
  HT_TRY_STATUS(tx.Insert(step));
  return {};
}

Status CheckAnswer(const AnswerForm& form, const Order& order) {
  std::vector<FieldError> faults;
  if (form.answer.empty()) faults.push_back({"answer", "missing", "Give the reasons."});
  const bool partly = form.outcome == Outcome::partly;
  if (partly != form.keep_fen.has_value()) {
    faults.push_back({"keep_fen", "missing", "A partly upheld appeal says how much stays kept."});
  } else if (partly &&
             (*form.keep_fen <= Fen(0) || *form.keep_fen >= order.held_fen.value_or(Fen()))) {
    faults.push_back({"keep_fen", "range", "Less than what is kept now, and more than nothing."});
  }
  if (!faults.empty()) return Invalid(std::move(faults));
  return {};
}

Status Release(database::Transaction& tx, Appeal& appeal, const Order& order,
               const auth::Principal& who, Moment now) {
  if (appeal.keep_fen) {
    const Text<200> reason("申诉部分成立 " + appeal.number);
    HT_TRY(appeal.release_order_id, ReleasePart(tx, order, *appeal.keep_fen, reason, who, now));
  } else {
    const Text<200> reason("申诉成立 " + appeal.number);
    HT_TRY(appeal.release_order_id, ReleaseHold(tx, order, reason, who, now));
  }
  HT_TRY_STATUS(tx.Update(appeal));
  journal::Entry entry;
  entry.act = "appeal_released";
  entry.facts = {{"release_order_id", *appeal.release_order_id}};
  return JournalAppeal(tx, appeal, std::move(entry), who, now);
}

}  // namespace

Result<Appeal> ReceiveAppeal(database::Transaction& tx, const AppealForm& form,
                             const auth::Principal& who, Moment now) {
  HT_TRY_STATUS(CheckForm(form));
  HT_TRY(const Order order, HoldFor(tx, form, who));
  HT_TRY(const deadline::Rule clock, deadline::RuleOf(tx, kAppealClock));
  HT_TRY(const roster::Unit unit, roster::UnitOf(tx, order.unit_id));
  Appeal appeal;
  HT_TRY(appeal.number, NextReturnNumber(tx, "SS" + unit.code.str().substr(0, 6) +
                                                 FormatCompact(now).substr(0, 8)));
  appeal.order_id = order.id;
  appeal.case_id = order.case_id;
  appeal.unit_id = order.unit_id;
  appeal.bank_name = order.bank_name;
  appeal.account_number = order.account_number;
  appeal.owner_name = form.owner_name;
  appeal.owner_phone = form.owner_phone;
  appeal.owner_identity = form.owner_identity.value_or(IdentityNumber());
  appeal.way = form.way;
  appeal.received_at = now;
  appeal.received_by = who.officer_id;
  appeal.text = form.text;
  HT_TRY(appeal.answer_by, deadline::DueUnder(tx, clock, now));
  HT_TRY(appeal.id, tx.Insert(appeal));
  deadline::Opening opening;
  opening.rule = kAppealClock;
  opening.desk = "funds";
  opening.subject = "appeal";
  opening.subject_id = appeal.id;
  opening.case_id = appeal.case_id;
  opening.unit_id = appeal.unit_id;
  opening.officer_id = who.officer_id;
  opening.due_at = appeal.answer_by;
  opening.note = appeal.number + " " + appeal.bank_name.str();
  HT_TRY_STATUS(deadline::Open(tx, opening, now));
  journal::Entry entry;
  entry.act = "appeal_received";
  entry.facts = {{"way", EnumName(appeal.way)}, {"order_id", appeal.order_id}};
  HT_TRY_STATUS(JournalAppeal(tx, appeal, std::move(entry), who, now));
  return appeal;
}

Result<Appeal> TakeUpAppeal(database::Transaction& tx, std::int64_t appeal_id,
                            const auth::Principal& who, Moment now) {
  HT_TRY(Appeal appeal, AppealDoing(tx, appeal_id, AppealAct::take_up, who));
  HT_TRY(const Order order, tx.Get<Order>(appeal.order_id));
  if (order.operator_id == who.officer_id) {
    return Fail(ErrorCode::conflict, "Who placed the order does not review it.", "own_order");
  }
  appeal.state = AppealState::reviewing;
  appeal.reviewer_id = who.officer_id;
  HT_TRY_STATUS(tx.Update(appeal));
  journal::Entry entry;
  entry.act = "appeal_taken_up";
  HT_TRY_STATUS(JournalAppeal(tx, appeal, std::move(entry), who, now));
  return appeal;
}

Result<Appeal> AddAppealStep(database::Transaction& tx, std::int64_t appeal_id,
                             const StepForm& form, const auth::Principal& who, Moment now) {
  HT_TRY(const Appeal appeal, AppealDoing(tx, appeal_id, AppealAct::add_step, who));
  HT_TRY_STATUS(CheckReviewer(appeal, who));
  if (form.note.empty()) return Invalid({{"note", "missing", "What was done or found?"}});
  HT_TRY_STATUS(AddStep(tx, appeal, form.note, who, now));
  journal::Entry entry;
  entry.act = "appeal_step_added";
  HT_TRY_STATUS(JournalAppeal(tx, appeal, std::move(entry), who, now));
  return appeal;
}

Result<Appeal> AnswerAppeal(database::Transaction& tx, std::int64_t appeal_id,
                            const AnswerForm& form, const auth::Principal& who, Moment now) {
  HT_TRY(Appeal appeal, AppealDoing(tx, appeal_id, AppealAct::answer, who));
  HT_TRY_STATUS(CheckReviewer(appeal, who));
  HT_TRY(const Order order, tx.Get<Order>(appeal.order_id));
  HT_TRY_STATUS(CheckAnswer(form, order));
  appeal.state = AppealState::answered;
  appeal.outcome = form.outcome;
  appeal.answer = form.answer;
  appeal.keep_fen = form.keep_fen;
  appeal.answered_by = who.officer_id;
  appeal.answered_at = now;
  HT_TRY_STATUS(tx.Update(appeal));
  HT_TRY_STATUS(deadline::Meet(tx, kAppealClock, "appeal", appeal.id, now));
  journal::Entry entry;
  entry.act = "appeal_answered";
  entry.facts = {{"outcome", EnumName(form.outcome)}};
  HT_TRY_STATUS(JournalAppeal(tx, appeal, std::move(entry), who, now));
  if (form.outcome != Outcome::upheld || !KeepsMoney(order)) return appeal;
  HT_TRY_STATUS(Release(tx, appeal, order, who, now));
  return appeal;
}

Result<Appeal> ReleaseForAppeal(database::Transaction& tx, std::int64_t appeal_id,
                                const auth::Principal& who, Moment now) {
  HT_TRY(Appeal appeal, AppealDoing(tx, appeal_id, AppealAct::release, who));
  if (appeal.outcome == Outcome::refused) {
    return Fail(ErrorCode::conflict, "The appeal was refused.", "appeal_refused");
  }
  HT_TRY(const Order order, tx.Get<Order>(appeal.order_id));
  if (!KeepsMoney(order)) {
    return Fail(ErrorCode::conflict, "The order keeps nothing any more.", "not_held");
  }
  if (appeal.release_order_id) {
    HT_TRY(const Order earlier, tx.Get<Order>(*appeal.release_order_id));
    if (!HasFailed(earlier)) {
      return Fail(ErrorCode::conflict, "The release is under way or done.", "already_released");
    }
  }
  HT_TRY_STATUS(Release(tx, appeal, order, who, now));
  return appeal;
}

Result<Appeal> LookAtAppeal(database::Transaction& tx, std::int64_t appeal_id, const LookForm& form,
                            const auth::Principal& who, Moment now) {
  if (form.why.empty()) return Invalid({{"why", "missing", "Say why you need to see it."}});
  HT_TRY(const Appeal appeal, tx.Get<Appeal>(appeal_id));
  if (!who.Sees(appeal.unit_id)) {
    return Fail(ErrorCode::forbidden, "The appeal belongs to another unit.", "other_unit");
  }
  journal::Entry entry;
  entry.act = "appeal_revealed";
  entry.why = form.why.str();
  HT_TRY_STATUS(JournalAppeal(tx, appeal, std::move(entry), who, now));
  return appeal;
}

Result<AppealView> ViewOf(database::Transaction& tx, const Appeal& appeal,
                          const auth::Principal& who) {
  AppealView view;
  static_cast<Appeal&>(view) = appeal;
  HT_TRY(const registry::Case record, tx.Get<registry::Case>(appeal.case_id));
  view.case_number = record.number;
  HT_TRY(const Order order, tx.Get<Order>(appeal.order_id));
  view.order_kind = order.kind;
  view.order_state = order.state;
  view.held_fen = order.held_fen;
  HT_TRY(const auto steps, tx.Find<AppealStep>("WHERE appeal_id = :a ORDER BY id", appeal.id));
  std::vector<std::int64_t> ids{appeal.received_by, appeal.reviewer_id.value_or(0),
                                appeal.answered_by.value_or(0)};
  for (const AppealStep& step : steps) ids.push_back(step.officer_id);
  HT_TRY(auto names, roster::NamesOf(tx, ids));
  view.received_by_name = names[appeal.received_by];
  view.reviewer_name = names[appeal.reviewer_id.value_or(0)];
  view.answered_by_name = names[appeal.answered_by.value_or(0)];
  for (const AppealStep& step : steps) {
    AppealStepView& shown = view.steps.emplace_back();
    static_cast<AppealStep&>(shown) = step;
    shown.officer_name = names[step.officer_id];
  }
  view.actions = ActionsIn(kAppealStates, appeal.state,
                           [&](std::string_view right) { return who.May(right); });
  const bool reviews = appeal.reviewer_id == who.officer_id;
  std::string against_part;
  if (appeal.keep_fen && KeepsMoney(order)) {
    HT_TRY(against_part, RuleAgainstPart(tx, order, *appeal.keep_fen));
  }
  std::erase_if(view.actions, [&](const std::string& action) {
    if (action == "take_up") return reviews || order.operator_id == who.officer_id;
    if (action == "release") {
      return appeal.outcome == Outcome::refused || !KeepsMoney(order) ||
             appeal.release_order_id.has_value() || !against_part.empty();
    }
    return !reviews;
  });
  if (who.May(http::kRevealRight)) view.actions.emplace_back("reveal");
  return view;
}

Status SeedAppealClock(database::Transaction& tx) {
  deadline::Rule rule;
  rule.name = kAppealClock;
  rule.length_ms = 7 * kDayMs;
  rule.remind_ms = std::to_string(3 * kDayMs) + "," + std::to_string(kDayMs);
  rule.escalate_role = "leader";
  rule.basis = "local practice: an appeal is answered within a week";
  return deadline::SeedRule(tx, rule);
}

}  // namespace hetang::funds
