#include "desk/funds/answers.h"

#include <algorithm>

#include <sodium.h>

#include "base/text.h"
#include "desk/funds/bank_edit.h"
#include "desk/funds/order_states.h"
#include "desk/funds/orders.h"
#include "desk/funds/query_answers.h"
#include "gateway/bank/codes.h"
#include "gateway/bank/profile.h"

namespace hetang::funds {
namespace {

// What one answer says and how it stands to what is known.
struct Finding {
  Answer answer;
  std::optional<Order> order;
  bank::Answer message;
  bool repeats = false;  // The order is answered, and said the same.
};

// What every answer says.
struct Gist {
  std::string application_id;
  std::string result;
};
Gist GistOf(const bank::Answer& message) {
  return std::visit(
      [](const auto& feedback) {
        return Gist{feedback.application_id.str(), feedback.result.str()};
      },
      message);
}

// Nothing for an answer that no order of ours waits for.
std::optional<OrderKind> KindOf(const bank::Answer& message) {
  if (std::holds_alternative<bank::StopFeedback>(message)) return OrderKind::stop;
  if (std::holds_alternative<bank::TransactionsFeedback>(message)) return OrderKind::transactions;
  if (std::holds_alternative<bank::HolderFeedback>(message)) return OrderKind::holder;
  if (std::holds_alternative<bank::AccountsFeedback>(message)) return OrderKind::all_accounts;
  return std::nullopt;
}

// Bytes that cannot be stored as text are kept as base64.
std::string Storable(std::string_view raw) {
  if (IsUtf8(raw) && raw.find('\0') == std::string_view::npos) return std::string(raw);
  std::string encoded(sodium_base64_encoded_len(raw.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
  sodium_bin2base64(encoded.data(), encoded.size(),
                    reinterpret_cast<const unsigned char*>(raw.data()), raw.size(),
                    sodium_base64_VARIANT_ORIGINAL);
  encoded.pop_back();
  return "base64:" + encoded;
}

std::string ProblemOf(const Error& error) {
  std::string problem = error.message;
  for (const FieldError& field : error.fields)
    problem += " " + field.path + ": " + field.code + ";";
  return problem;
}

Result<bool> SaysTheSame(database::Transaction& tx, const Order& order,
                         const bank::Answer& message) {
  if (order.result_code != GistOf(message).result) return false;
  const auto* feedback = std::get_if<bank::StopFeedback>(&message);
  if (feedback == nullptr) return IsQueryAnswerKept(tx, order, message);
  return order.balance_before_fen == feedback->account_balance_fen &&
         order.starts_at == feedback->start_time && order.expires_at == feedback->expire_time;
}

bool NamesTheAccount(const Order& order, const bank::Answer& message) {
  const auto* feedback = std::get_if<bank::StopFeedback>(&message);
  if (feedback == nullptr) return QueryAnswerNamesTheAccount(order, message);
  return feedback->account_number == order.account_number ||
         (feedback->card_number && *feedback->card_number == order.account_number);
}

void Reject(Finding& finding, Verdict verdict, std::string problem) {
  finding.answer.verdict = verdict;
  finding.answer.problem = std::move(problem);
}

// Compares a readable feedback with the order it names. The order of the tests is the order in
// which an answer may be believed: is it ours, is it this bank's, is it news, is it about the
// account.
void Weigh(Finding& finding, std::string_view bank_code) {
  if (!finding.order) {
    return Reject(finding, Verdict::unknown_order, "ApplicationID names no order of this centre.");
  }
  const Order& order = *finding.order;
  if (order.bank_code != bank_code) {
    return Reject(finding, Verdict::wrong_bank, "ApplicationID names another bank's order.");
  }
  finding.answer.order_id = order.id;
  if (KindOf(finding.message) != order.kind) {
    return Reject(finding, Verdict::contradicts, "TxCode is not the answer to this order.");
  }
  if (!NamesTheAccount(order, finding.message)) {
    return Reject(finding, Verdict::contradicts, "AccountNumber is not the account of the order.");
  }
  if (IsAnswered(order.state)) {
    if (finding.repeats) return Reject(finding, Verdict::repeated, "");
    return Reject(finding, Verdict::contradicts, "Result differs from the earlier answer.");
  }
  const auto* code = bank::FindResultCode(GistOf(finding.message).result);
  if (code == nullptr) {
    return Reject(finding, Verdict::unreadable, "Result is not in the table of codes.");
  }
  if (code->outcome == bank::Outcome::already_done) {
    return Reject(finding, Verdict::contradicts, "Result says processed before, not how.");
  }
  finding.answer.verdict = Verdict::effective;
}

Result<Finding> Examine(database::Transaction& tx, std::string_view bank_code, std::string_view raw,
                        Moment now) {
  Finding finding;
  finding.answer.bank_code = bank_code;
  finding.answer.received_at = now;
  finding.answer.digest = journal::DigestOfText(raw);
  finding.answer.raw = PersonalText(Storable(raw));
  HT_TRY(const Bank bank, BankOf(tx, bank_code));
  HT_TRY(const bank::Profile* profile, ProfileOf(bank));
  auto incoming = bank::ReadAnswer(raw, *profile, bank_code);
  if (!incoming) {
    const bool other_bank = incoming.error().rule == "other_bank";
    Reject(finding, other_bank ? Verdict::wrong_bank : Verdict::unreadable,
           ProblemOf(incoming.error()));
    return finding;
  }
  finding.message = std::move(incoming->answer);
  if (!KindOf(finding.message)) {
    Reject(finding, Verdict::unreadable, "TxCode is no answer that is waited for.");
    return finding;
  }
  HT_TRY(auto orders,
         tx.Find<Order>("WHERE application_id = :a", GistOf(finding.message).application_id));
  if (!orders.empty()) finding.order = std::move(orders.front());
  if (finding.order && IsAnswered(finding.order->state)) {
    HT_TRY(finding.repeats, SaysTheSame(tx, *finding.order, finding.message));
  }
  Weigh(finding, bank_code);
  return finding;
}

OrderAct ActOf(OrderKind kind, bank::Outcome outcome) {
  const bool is_query = IsQuery(kind);
  switch (outcome) {
    case bank::Outcome::done:
      return is_query ? OrderAct::answer_given : OrderAct::answer_stopped;
    case bank::Outcome::done_with_defect:
      return is_query ? OrderAct::answer_given : OrderAct::answer_stopped_short;
    case bank::Outcome::refused:
    case bank::Outcome::already_done:
      return OrderAct::answer_refused;
    case bank::Outcome::failed:
    case bank::Outcome::unreachable:
    case bank::Outcome::queued:
      return OrderAct::answer_failed;
  }
  return OrderAct::answer_failed;
}

// The stop's own clock, and the five minutes of the case when this was its last open order.
Status MoveClocks(database::Transaction& tx, const Order& order,
                  const Transition<OrderState, OrderAct>& transition, Moment now) {
  HT_TRY_STATUS(deadline::Meet(tx, transition.ends, "order", order.id, now));
  if (!transition.opens.empty() && order.expires_at) {
    deadline::Opening opening;
    opening.rule = transition.opens;
    opening.desk = "funds";
    opening.subject = "order";
    opening.subject_id = order.id;
    opening.case_id = order.case_id;
    opening.unit_id = order.unit_id;
    opening.officer_id = order.operator_id;
    opening.due_at = order.expires_at;
    HT_TRY_STATUS(deadline::Open(tx, opening, now));
  }
  if (!IsStop(order.kind)) return {};
  HT_TRY(const auto open,
         tx.Query<std::int64_t>("SELECT id FROM funds_order WHERE case_id = :c"
                                " AND kind = 'stop' AND state IN ('waiting', 'sent') LIMIT 1",
                                order.case_id));
  if (!open.empty()) return {};
  HT_TRY(const auto record, tx.Get<registry::Case>(order.case_id));
  return deadline::Meet(tx, FirstStopRule(record.source), "case", order.case_id, now);
}

Status Apply(database::Transaction& tx, Finding& finding, Moment now) {
  Order& order = *finding.order;
  const auto* code = bank::FindResultCode(GistOf(finding.message).result);
  HT_TRY(const auto* transition,
         RequireTransition(StatesOf(order.kind), order.state, ActOf(order.kind, code->outcome)));
  journal::Entry entry;
  entry.before = journal::DigestOf(order);
  order.state = transition->to;
  order.answered_at = now;
  if (!order.sent_at) order.sent_at = now;
  order.result_code = code->code;
  if (const auto* feedback = std::get_if<bank::StopFeedback>(&finding.message)) {
    order.balance_before_fen = feedback->account_balance_fen;
    order.starts_at = feedback->start_time;
    order.expires_at = feedback->expire_time;
    if (IsInForce(order.state)) {
      order.held_fen = std::min(feedback->account_balance_fen.value_or(Fen(0)), order.amount_fen);
    }
  }
  HT_TRY_STATUS(tx.Update(order));
  if (order.state == OrderState::answered) {
    HT_TRY_STATUS(KeepQueryAnswer(tx, order, finding.message, now));
  }
  HT_TRY_STATUS(MoveClocks(tx, order, *transition, now));
  entry.after = journal::DigestOf(order);
  entry.desk = "funds";
  entry.act = "order_answered";
  entry.subject = "order";
  entry.subject_id = order.id;
  entry.case_id = order.case_id;
  entry.unit_id = order.unit_id;
  entry.facts = {{"kind", EnumName(order.kind)},
                 {"bank", order.bank_name.str()},
                 {"result_code", order.result_code},
                 {"state", EnumName(order.state)}};
  return journal::Append(tx, entry, now);
}

// What a person must look at reaches the people who deal with banks.
Status CallForAttention(database::Transaction& tx, const Finding& finding, Moment now) {
  journal::Entry entry;
  entry.desk = "funds";
  entry.act = "answer_kept";
  entry.subject = "answer";
  entry.subject_id = finding.answer.id;
  entry.facts = {{"verdict", EnumName(finding.answer.verdict)},
                 {"bank_code", finding.answer.bank_code}};
  deadline::Notice notice;
  notice.at = now;
  notice.kind = "attention";
  notice.code = "answer_" + std::string(EnumName(finding.answer.verdict));
  notice.role = "leader";
  notice.subject = "answer";
  notice.subject_id = finding.answer.id;
  notice.note = finding.answer.bank_code;
  if (finding.answer.order_id) {
    notice.case_id = entry.case_id = finding.order->case_id;
    notice.unit_id = entry.unit_id = finding.order->unit_id;
  }
  HT_TRY_STATUS(journal::Append(tx, entry, now));
  return deadline::Notify(tx, notice);
}

}  // namespace

Result<Verdict> TakeAnswer(database::Transaction& tx, std::string_view bank_code,
                           std::string_view raw, Moment now) {
  HT_TRY(Finding finding, Examine(tx, bank_code, raw, now));
  HT_TRY(const auto seen,
         tx.Query<std::int64_t>("SELECT id FROM funds_answer WHERE digest = :d AND bank_code = :b",
                                finding.answer.digest, bank_code));
  if (!seen.empty()) return Verdict::repeated;  // The very same bytes: kept once.
  HT_TRY(finding.answer.id, tx.Insert(finding.answer));
  switch (finding.answer.verdict) {
    case Verdict::effective:
      HT_TRY_STATUS(Apply(tx, finding, now));
      break;
    case Verdict::repeated:
      break;
    default:
      HT_TRY_STATUS(CallForAttention(tx, finding, now));
  }
  return finding.answer.verdict;
}

Result<Answer> Settle(database::Transaction& tx, std::int64_t answer_id,
                      const Settlement& settlement, const auth::Principal& who, Moment now) {
  if (settlement.note.empty()) {
    return Invalid({{"note", "missing", "Say what was done about the answer."}});
  }
  HT_TRY(Answer answer, tx.Get<Answer>(answer_id));
  if (answer.settled_at) {
    return Fail(ErrorCode::conflict, "The answer is settled.", "already_settled");
  }
  answer.settled_by = who.officer_id;
  answer.settled_at = now;
  answer.settled_note = settlement.note;
  HT_TRY_STATUS(tx.Update(answer));
  journal::Entry entry;
  entry.actor = who.actor();
  entry.desk = "funds";
  entry.act = "answer_settled";
  entry.subject = "answer";
  entry.subject_id = answer.id;
  entry.why = settlement.note.str();
  HT_TRY_STATUS(journal::Append(tx, entry, now));
  return answer;
}

Status OnJournal(database::Transaction& tx, const journal::Sealed& entry) {
  if (entry.desk != "deadline" || entry.act != "deadline_fell_due" || entry.subject != "order") {
    return {};
  }
  HT_TRY(auto found, tx.Find<Order>("WHERE id = :id", entry.subject_id));
  if (found.empty() || !found.front().expires_at || *found.front().expires_at > entry.at) return {};
  Order& order = found.front();
  const auto* transition = FindTransition(StatesOf(order.kind), order.state, OrderAct::expire);
  if (transition == nullptr) return {};
  order.state = transition->to;
  HT_TRY_STATUS(tx.Update(order));
  HT_TRY_STATUS(deadline::Meet(tx, transition->ends, "order", order.id, entry.at));
  journal::Entry expired;
  expired.desk = "funds";
  expired.act = "order_expired";
  expired.subject = "order";
  expired.subject_id = order.id;
  expired.case_id = order.case_id;
  expired.unit_id = order.unit_id;
  expired.facts = {{"bank", order.bank_name.str()}};
  return journal::Append(tx, expired, entry.at);
}

}  // namespace hetang::funds
