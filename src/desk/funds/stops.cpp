#include "desk/funds/asking.h"
#include "desk/funds/bank_edit.h"
#include "desk/funds/follow_message.h"
#include "desk/funds/order_clocks.h"
#include "desk/funds/orders.h"
#include "desk/funds/stop_counts.h"
#include "desk/funds/stop_message.h"
#include "desk/funds/white_list.h"

namespace hetang::funds {
namespace {

Status CheckWish(const StopWish& wish) {
  std::vector<FieldError> errors;
  if (wish.account.empty()) {
    errors.push_back({"account.account", "missing", "Which account is to be stopped?"});
  }
  if (wish.amount_fen < Fen(0) || wish.amount_fen.value() > kMaxFen) {
    errors.push_back({"amount_fen", "range", "An amount is not negative."});
  }
  if (!errors.empty()) return Invalid(std::move(errors));
  return {};
}

Status CheckStopRules(const StopCounts& earlier, std::int64_t allowed_in_case) {
  if (earlier.in_force > 0) {
    return Fail(ErrorCode::conflict, "A stop of this account is under way or in force.",
                "stop_in_force");
  }
  if (earlier.in_case >= allowed_in_case) {
    return Fail(ErrorCode::conflict, "The account was stopped as often as one case allows.",
                "third_stop");
  }
  return {};
}

ApplicationType TypeOf(const StopWish& wish) {
  if (!IsLegWhole(wish)) return ApplicationType::late_demand;
  return wish.record.source == registry::Source::bank_report ? ApplicationType::bank_demand
                                                             : ApplicationType::first_demand;
}

// The five minutes of a case run until its first stops are answered; opened once.
Status OpenFirstStop(database::Transaction& tx, const Order& order, const registry::Case& record,
                     const Bank& bank, Moment now) {
  HT_TRY(const auto of_case,
         tx.Query<std::int64_t>(
             "SELECT id FROM funds_order WHERE case_id = :c AND kind IN ('stop', 'payment_stop')"
             " LIMIT 2",
             record.id));
  if (of_case.size() > 1) return {};
  deadline::Opening opening;
  opening.desk = "funds";
  opening.case_id = order.case_id;
  opening.unit_id = order.unit_id;
  opening.officer_id = order.operator_id;
  opening.note = bank.name.str() + " " + bank.phone_24h.str();
  opening.rule = FirstStopRule(record.source);
  opening.subject = "case";
  opening.subject_id = record.id;
  HT_TRY(const auto five_minutes, deadline::RuleOf(tx, opening.rule));
  HT_TRY(opening.due_at, deadline::DueUnder(tx, five_minutes, record.began_at));
  HT_TRY_STATUS(deadline::Open(tx, opening, now));
  return {};
}

// Whether the account is on the white list; then only an officer who means it stops it.
Result<bool> CheckWhiteList(database::Transaction& tx, const StopWish& wish, Moment now) {
  HT_TRY(const auto listed, WhiteListed(tx, wish.bank_code, wish.account, now));
  if (!listed) return false;
  if (!wish.white_list_confirmed) {
    return Fail(ErrorCode::conflict, "The account is on the white list: confirm that it is meant.",
                std::string(kWhiteListed));
  }
  return true;
}

// Whether the account of a protective stop is the victim's: a payment of the case came from it, or
// it bears the victim's name.
Status CheckIsVictims(database::Transaction& tx, const StopWish& wish) {
  HT_TRY(const auto payments, registry::PaymentsOf(tx, wish.record.id));
  for (const registry::Payment& payment : payments) {
    if (payment.from_account == wish.account) return {};
  }
  HT_TRY(const auto victim, tx.Get<registry::Person>(wish.record.victim_id));
  if (!wish.holder.empty() && wish.holder == victim.name) return {};
  return Fail(ErrorCode::conflict, "A protective stop is of the victim's own account.",
              "not_victims_account");
}

// The form of a stop that went out first is to be there within its time.
Status OpenLatePaperwork(database::Transaction& tx, Order& order, Moment now) {
  if (!order.late_paperwork) return {};
  HT_TRY(const auto rule, deadline::RuleOf(tx, kLatePaperwork));
  HT_TRY(order.papers_due_at, deadline::DueUnder(tx, rule, now));
  return {};
}

// The counts and rules that let a stop leave.
struct StopLeave {
  StopCounts earlier;
  RuleValues rules;
};
Result<StopLeave> LeaveFor(database::Transaction& tx, const Order& order) {
  StopLeave leave;
  HT_TRY(leave.earlier, StopsLike(tx, order));
  HT_TRY(leave.rules, ValuesInForce(tx));
  HT_TRY_STATUS(CheckStopRules(leave.earlier, StopsAllowed(leave.rules, order.protective)));
  return leave;
}

// Leaves, and starts what a stop starts: the bank's time, the case's five minutes, the time for
// its papers, and the review afterwards.
Status PutStop(database::Transaction& tx, Placed& placed, Leaving leaving,
               const registry::Case& record, const auth::Principal& who, Moment now) {
  const Bank& bank = leaving.bank;
  Order& order = placed.order;
  HT_TRY_STATUS(OpenLatePaperwork(tx, order, now));
  HT_TRY_STATUS(PutApproved(tx, order, std::move(leaving), who, now));
  if (order.papers_due_at) {
    HT_TRY_STATUS(OpenClock(tx, order, kLatePaperwork, order.papers_due_at, bank.name.str(), now));
  }
  return OpenFirstStop(tx, order, record, bank, now);
}

void Warn(Placed& placed, const StopLeave& leave, const Signers& signers) {
  if (placed.order.late_paperwork) placed.warnings.emplace_back("late_paperwork");
  if (leave.earlier.over_all >= leave.rules.stops_warning) {
    placed.warnings.emplace_back("stopped_in_other_cases");
  }
  if (!signers.second) placed.warnings.emplace_back("no_second_officer");
}

}  // namespace

std::string FirstStopRule(registry::Source source) {
  return std::string(kFirstStop) + "_" + std::string(EnumName(source));
}

Result<Placed> PlaceStop(database::Transaction& tx, const StopWish& wish,
                         const auth::Principal& who, Moment now) {
  HT_TRY_STATUS(CheckWish(wish));
  HT_TRY(const Bank bank, BankOf(tx, wish.bank_code));
  HT_TRY(const registry::Account account, AccountFor(tx, bank, wish.account, wish.holder));
  if (wish.protective) HT_TRY_STATUS(CheckIsVictims(tx, wish));
  HT_TRY(const bool listed, CheckWhiteList(tx, wish, now));
  HT_TRY(const Signers signers, SignersFor(tx, who, now));
  Placed placed;
  if (listed) placed.warnings.emplace_back(kWhiteListed);
  Order& order = placed.order;
  order = NewOrder(wish.record, account, bank, signers, now);
  order.protective = wish.protective;
  HT_TRY(const StopLeave leave, LeaveFor(tx, order));
  if (wish.payment) order.payment_id = wish.payment->id;
  order.application_id = bank::NewApplicationId("100101", now);
  order.application_type = TypeOf(wish);
  // There is no transfer into the victim's own account whose papers could follow.
  order.late_paperwork =
      order.application_type == ApplicationType::late_demand && !order.protective;
  order.account_holder = wish.holder;
  order.amount_fen = wish.amount_fen;
  order.reason = wish.reason;
  HT_TRY(std::string message,
         MessageTo(bank, signers, StopRequestFor(wish, order, signers, leave.rules.stop_hours)));
  HT_TRY_STATUS(
      PutStop(tx, placed, {bank, signers, false, std::move(message)}, wish.record, who, now));
  placed.party = PartyOf(bank, signers);
  Warn(placed, leave, signers);
  return placed;
}

Result<Placed> PlacePaymentStop(database::Transaction& tx, const PaymentStopWish& wish,
                                const auth::Principal& who, Moment now) {
  if (wish.number.empty()) {
    return Invalid({{"payment_number", "missing", "Which payment is to be stopped?"}});
  }
  if (wish.amount_fen <= Fen(0) || wish.amount_fen.value() > kMaxFen) {
    return Invalid({{"amount_fen", "positive", "How much was paid?"}});
  }
  HT_TRY(const Bank bank, BankOf(tx, wish.bank_code));
  HT_TRY(const Signers signers, SignersFor(tx, who, now));
  Placed placed;
  Order& order = placed.order;
  order = NewOrder(wish.record, registry::Account(), bank, signers, now);
  order.kind = OrderKind::payment_stop;
  order.payment_number = wish.number;
  order.payment_number_kind = wish.number_kind;
  HT_TRY(const StopLeave leave, LeaveFor(tx, order));
  if (wish.payment) order.payment_id = wish.payment->id;
  order.application_id = bank::NewApplicationId(TxCodeFor(order.kind, true), now);
  order.amount_fen = wish.amount_fen;
  order.reason = wish.reason;
  order.asked_until = now + Hours(leave.rules.stop_hours);
  HT_TRY_STATUS(PutStop(tx, placed, {bank, signers}, wish.record, who, now));
  placed.party = PartyOf(bank, signers);
  Warn(placed, leave, signers);
  return placed;
}

Result<Placed> StopAgain(database::Transaction& tx, std::int64_t order_id,
                         const auth::Principal& who, Moment now) {
  HT_TRY(const Order earlier, OrderFor(tx, order_id, who));
  HT_TRY_STATUS(RequireTransition(StatesOf(earlier.kind), earlier.state, OrderAct::stop_again));
  HT_TRY(const auto record, registry::CaseFor(tx, earlier.case_id, who));
  HT_TRY(const auto payments, registry::PaymentsOf(tx, earlier.case_id));
  std::optional<registry::Payment> payment;
  for (const registry::Payment& each : payments) {
    if (earlier.payment_id == each.id) payment = each;
  }
  if (earlier.kind == OrderKind::payment_stop) {
    PaymentStopWish wish;
    wish.record = record;
    wish.payment = payment;
    wish.bank_code = earlier.bank_code;
    wish.number = earlier.payment_number;
    wish.number_kind = earlier.payment_number_kind.value_or(PaymentNumberKind::company_order);
    wish.amount_fen = earlier.amount_fen;
    wish.reason = earlier.reason;
    return PlacePaymentStop(tx, wish, who, now);
  }
  StopWish wish{record,
                payment,
                earlier.bank_code,
                earlier.account_number,
                earlier.account_holder,
                earlier.amount_fen,
                earlier.reason,
                earlier.protective};
  wish.white_list_confirmed = true;  // The warning stays; the act is the officer's word.
  return PlaceStop(tx, wish, who, now);
}

}  // namespace hetang::funds
