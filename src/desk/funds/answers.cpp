#include "desk/funds/answers.h"

#include <algorithm>

#include <sodium.h>

#include "base/text.h"
#include "desk/funds/bank_edit.h"
#include "desk/funds/effects.h"
#include "desk/funds/order_clocks.h"
#include "desk/funds/orders.h"
#include "desk/funds/query_answers.h"
#include "desk/funds/return_wire.h"
#include "gateway/bank/profile.h"

namespace hetang::funds {
namespace {

// What one answer says and how it stands to what is known.
struct Examined {
  Answer answer;
  std::optional<Order> order;
  bank::Answer message;
  std::string serial;  // The bank's number of the answer.
  Told told;
  bool repeats = false;  // The order is answered, and said the same.
  std::string doubt;     // Why it cannot be true, beside what the order's original says.
};

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

// An order that was refused before its answer was weighed has no earlier answer; then its result is
// all there is to compare, as it is for answers from before digests were kept.
Result<bool> SaysTheSame(database::Transaction& tx, const Order& order, const Examined& finding) {
  HT_TRY(const auto earlier,
         tx.Query<std::string>("SELECT content_digest FROM funds_answer WHERE order_id = :o AND"
                               " verdict = 'effective'",
                               order.id));
  const bool same_result = order.result_code == finding.told.result;
  const auto* code = bank::FindResultCode(finding.told.result);
  const bool keeps_nothing = code != nullptr && !bank::IsInForce(code->code);
  if (earlier.empty() || earlier.front().empty()) return same_result;
  if (same_result && keeps_nothing && code->outcome != bank::Outcome::queued) return true;
  return std::find(earlier.begin(), earlier.end(), finding.answer.content_digest) != earlier.end();
}

void Reject(Examined& finding, Verdict verdict, std::string problem) {
  finding.answer.verdict = verdict;
  finding.answer.problem = std::move(problem);
}

// More than was asked for, or an end that moves nothing, is no answer to this order.
std::string DoubtAboutSums(const Order& order, const Told& told) {
  const bool limited = order.kind == OrderKind::freeze && order.freeze_mode == FreezeMode::limit;
  if (limited && told.held_fen && *told.held_fen > order.amount_fen) {
    return "FrozedBalance is more than was asked for.";
  }
  return "";
}

// Compares a readable feedback with the order it names. The order of the tests is the order in
// which an answer may be believed: is it ours, is it this bank's, is it news, is it about the
// account.
void Weigh(Examined& finding, std::string_view bank_code) {
  if (!finding.order) {
    return Reject(finding, Verdict::unknown_order, "ApplicationID names no order of this centre.");
  }
  const Order& order = *finding.order;
  if (order.bank_code != bank_code) {
    return Reject(finding, Verdict::wrong_bank, "ApplicationID names another bank's order.");
  }
  finding.answer.order_id = order.id;
  if (!HasLeft(order.state)) {
    return Reject(finding, Verdict::contradicts, "The order has not been sent, or was taken back.");
  }
  if (!IsAnswerTo(order, finding.message)) {
    return Reject(finding, Verdict::contradicts, "TxCode is not the answer to this order.");
  }
  if (!NamesWhatWasOrdered(order, finding.message)) {
    return Reject(finding, Verdict::contradicts, "AccountNumber is not the account of the order.");
  }
  if (IsAnswered(order.state) && finding.repeats) return Reject(finding, Verdict::repeated, "");
  const auto* code = bank::FindResultCode(finding.told.result);
  if (code == nullptr) {
    return Reject(finding, Verdict::unreadable, "Result is not in the table of codes.");
  }
  if (code->outcome == bank::Outcome::already_done) {
    return Reject(finding, Verdict::contradicts, "Result says processed before, not how.");
  }
  const OrderAct act = ActOf(order.kind, code->outcome, order, finding.told);
  if (FindTransition(StatesOf(order.kind), order.state, act) == nullptr) {
    return Reject(finding, Verdict::contradicts, "Result differs from the earlier answer.");
  }
  const bool weighs_all = order.kind == OrderKind::freeze_return;  // A refusal may name sums too.
  if (!finding.doubt.empty() && (weighs_all || act == OrderAct::answer_done)) {
    return Reject(finding, Verdict::contradicts, finding.doubt);
  }
  if (std::string doubt = DoubtAboutSums(order, finding.told); !doubt.empty()) {
    return Reject(finding, Verdict::contradicts, std::move(doubt));
  }
  finding.answer.verdict = Verdict::effective;
}

Result<Examined> Examine(database::Transaction& tx, std::string_view bank_code,
                         std::string_view raw, Moment now) {
  Examined finding;
  finding.answer.bank_code = bank_code;
  finding.answer.received_at = now;
  finding.answer.digest = journal::DigestOfText(raw);
  finding.answer.raw = PersonalText(Storable(raw));
  HT_TRY(const Bank bank, BankOf(tx, bank_code));
  HT_TRY(const bank::Profile profile, ProfileOf(bank));
  auto incoming = bank::ReadAnswer(raw, profile, bank_code);
  if (!incoming) {
    const bool other_bank = incoming.error().rule == "other_bank";
    Reject(finding, other_bank ? Verdict::wrong_bank : Verdict::unreadable,
           ProblemOf(incoming.error()));
    return finding;
  }
  finding.message = std::move(incoming->answer);
  finding.serial = std::move(incoming->serial);
  if (!IsWaitedFor(finding.message)) {
    Reject(finding, Verdict::unreadable, "TxCode is no answer that is waited for.");
    return finding;
  }
  finding.told = ToldBy(finding.message);
  finding.answer.content_digest = ContentDigest(finding.message);
  HT_TRY(auto orders, tx.Find<Order>("WHERE application_id = :a", finding.told.application_id));
  if (!orders.empty()) finding.order = std::move(orders.front());
  if (finding.order && IsAnswered(finding.order->state)) {
    HT_TRY(finding.repeats, SaysTheSame(tx, *finding.order, finding));
  }
  const auto* returned = std::get_if<bank::ReturnFeedback>(&finding.message);
  if (finding.order && finding.order->kind == OrderKind::freeze_return && returned != nullptr) {
    HT_TRY(finding.doubt, DoubtAboutReturn(tx, *finding.order, *returned, now));
  } else if (finding.order && IsFollowUp(finding.order->kind)) {
    HT_TRY(finding.doubt, DoubtAbout(tx, *finding.order, finding.told));
  }
  Weigh(finding, bank_code);
  return finding;
}

// The wallet in which a stopped payment's money lies becomes the account of the order.
Status LearnWallet(database::Transaction& tx, Order& order, const bank::Answer& message) {
  const auto* told = std::get_if<bank::PaymentStopFeedback>(&message);
  if (told == nullptr || !told->account_number) return {};
  registry::Account wanted;
  wanted.bank_code = order.bank_code;
  wanted.bank_name = order.bank_name;
  wanted.number = *told->account_number;
  HT_TRY(const registry::Account account, registry::AccountOf(tx, wanted));
  order.account_id = account.id;
  order.account_number = account.number;
  return {};
}

Status Apply(database::Transaction& tx, Examined& finding, Moment now) {
  Order& order = *finding.order;
  const Told& told = finding.told;
  const auto* code = bank::FindResultCode(told.result);
  HT_TRY(const auto* transition, RequireTransition(StatesOf(order.kind), order.state,
                                                   ActOf(order.kind, code->outcome, order, told)));
  journal::Entry entry;
  entry.before = journal::DigestOf(order);
  order.state = transition->to;
  order.answered_at = now;
  if (!order.sent_at) order.sent_at = now;
  order.result_code = code->code;
  TakeDown(order, told, now);
  if (order.account_id == 0) HT_TRY_STATUS(LearnWallet(tx, order, finding.message));
  HT_TRY_STATUS(tx.Update(order));
  if (order.state == OrderState::answered || order.kind == OrderKind::watch) {
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
  if (order.held_fen) entry.facts["held_fen"] = order.held_fen->value();
  HT_TRY_STATUS(journal::Append(tx, entry, now));
  if (const auto* returned = std::get_if<bank::ReturnFeedback>(&finding.message)) {
    return TakeReturn(tx, order, *returned, finding.serial, now);
  }
  return TakeEffect(tx, order, told, now);
}

// What a person must look at reaches the people who deal with banks.
Status CallForAttention(database::Transaction& tx, const Examined& finding, Moment now) {
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
  HT_TRY(Examined finding, Examine(tx, bank_code, raw, now));
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
  return Step(tx, order, *transition, journal::Actor(), "order_expired", entry.at);
}

}  // namespace hetang::funds
