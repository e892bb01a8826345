#include <map>

#include "desk/funds/order_states.h"
#include "desk/funds/orders.h"
#include "desk/funds/placing.h"
#include "desk/funds/query_answers.h"
#include "desk/funds/rules.h"
#include "desk/funds/stop_message.h"
#include "gateway/bank/codes.h"
#include "platform/approval/evidence.h"
#include "platform/approval/rules.h"

namespace hetang::funds {
namespace {

// Earlier stops of an account, as the rules count them: refused and failed ones stopped nothing.
struct EarlierStops {
  std::int64_t in_case = 0;
  std::int64_t in_force = 0;
  std::int64_t over_all = 0;
};
BOOST_DESCRIBE_STRUCT(EarlierStops, (), (in_case, in_force, over_all))

Result<EarlierStops> EarlierStopsOf(database::Transaction& tx, std::int64_t account_id,
                                    std::int64_t case_id) {
  HT_TRY(auto rows, tx.Query<EarlierStops>(
                        "SELECT COALESCE(SUM(CASE WHEN case_id = :c THEN 1 ELSE 0 END), 0),"
                        " COALESCE(SUM(CASE WHEN case_id = :d AND state <> 'expired' THEN 1 ELSE 0"
                        " END), 0), COUNT(*) FROM funds_order WHERE account_id = :a"
                        " AND kind = 'stop' AND state NOT IN ('refused', 'failed')",
                        case_id, case_id, account_id));
  return rows.front();
}

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

Status CheckStopRules(const EarlierStops& earlier, std::int64_t allowed_in_case) {
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
             "SELECT id FROM funds_order WHERE case_id = :c AND kind = 'stop' LIMIT 2", record.id));
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
  opening.due_at = record.began_at + Milliseconds(five_minutes.length_ms);
  HT_TRY_STATUS(deadline::Open(tx, opening, now));
  return {};
}

Status AskReview(database::Transaction& tx, const Order& order, Moment now) {
  if (!order.second_officer_id) return {};
  HT_TRY(const auto rule, approval::RuleFor(tx, "funds", "stop_review", order.amount_fen));
  if (rule.timing == approval::Timing::not_needed) return {};
  approval::Request request = approval::RequestUnder(rule);
  request.subject = "order";
  request.subject_id = order.id;
  request.case_id = order.case_id;
  request.unit_id = order.unit_id;
  if (rule.second_officer) request.decider_id = *order.second_officer_id;
  request.requested_by = order.operator_id;
  request.grounds = Text<400>(order.reason.str());
  approval::Evidence evidence;
  evidence.amount_fen = order.amount_fen;
  evidence.bank_name = order.bank_name;
  evidence.account = order.account_number;
  evidence.holder = order.account_holder;
  evidence.links = {{"order", order.id, Text<80>(order.application_id)}};
  approval::Attach(request, evidence);
  HT_TRY_STATUS(approval::Ask(tx, request, now));
  return {};
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
  HT_TRY(const EarlierStops earlier, EarlierStopsOf(tx, account.id, wish.record.id));
  HT_TRY(const RuleValues rules, ValuesInForce(tx));
  HT_TRY_STATUS(CheckStopRules(earlier, rules.stops_per_case));
  HT_TRY(const Signers signers, SignersFor(tx, who, now));

  Placed placed;
  Order& order = placed.order;
  order = NewOrder(wish.record, account, bank, signers, now);
  if (wish.payment) order.payment_id = wish.payment->id;
  order.application_id = bank::NewApplicationId("100101", now);
  order.application_type = TypeOf(wish);
  order.late_paperwork = order.application_type == ApplicationType::late_demand;
  order.account_holder = wish.holder;
  order.amount_fen = wish.amount_fen;
  order.reason = wish.reason;
  HT_TRY(std::string message,
         MessageTo(bank, signers, StopRequestFor(wish, order, signers, rules.stop_hours)));
  HT_TRY_STATUS(PutOrder(tx, order, std::move(message), bank, who, now));
  HT_TRY_STATUS(OpenFirstStop(tx, order, wish.record, bank, now));
  HT_TRY_STATUS(AskReview(tx, order, now));

  placed.party = PartyOf(bank, signers);
  if (order.late_paperwork) placed.warnings.emplace_back("late_paperwork");
  if (earlier.over_all >= rules.stops_warning)
    placed.warnings.emplace_back("stopped_in_other_cases");
  if (!signers.second) placed.warnings.emplace_back("no_second_officer");
  return placed;
}

Result<Order> Resend(database::Transaction& tx, std::int64_t order_id, const auth::Principal& who,
                     Moment now) {
  HT_TRY(Order order, OrderFor(tx, order_id, who));
  HT_TRY(const auto* transition,
         RequireTransition(StatesOf(order.kind), order.state, OrderAct::resend));
  if (!who.May(transition->right)) {
    return Fail(ErrorCode::forbidden, "The officer lacks the right.",
                std::string(transition->right));
  }
  HT_TRY_STATUS(outbox::SendAgain(tx, kChannel, order.application_id, now));
  HT_TRY_STATUS(JournalOrder(tx, order, who, "order_resent", now));
  return order;
}

Result<Placed> StopAgain(database::Transaction& tx, std::int64_t order_id,
                         const auth::Principal& who, Moment now) {
  HT_TRY(const Order earlier, OrderFor(tx, order_id, who));
  HT_TRY_STATUS(RequireTransition(StatesOf(earlier.kind), earlier.state, OrderAct::stop_again));
  StopWish wish;
  HT_TRY(wish.record, registry::CaseFor(tx, earlier.case_id, who));
  HT_TRY(const auto payments, registry::PaymentsOf(tx, earlier.case_id));
  for (const registry::Payment& payment : payments) {
    if (earlier.payment_id == payment.id) wish.payment = payment;
  }
  wish.bank_code = earlier.bank_code;
  wish.account = earlier.account_number;
  wish.holder = earlier.account_holder;
  wish.amount_fen = earlier.amount_fen;
  wish.reason = earlier.reason;
  return PlaceStop(tx, wish, who, now);
}

Result<Order> OrderFor(database::Transaction& tx, std::int64_t order_id,
                       const auth::Principal& who) {
  HT_TRY(Order order, tx.Get<Order>(order_id));
  if (!who.Sees(order.unit_id)) {
    return Fail(ErrorCode::forbidden, "The order belongs to another unit.", "other_unit");
  }
  return order;
}

Status MarkSent(database::Transaction& tx, std::string_view application_id, Moment now) {
  HT_TRY(auto found, tx.Find<Order>("WHERE application_id = :key", application_id));
  if (found.empty()) return {};
  Order& order = found.front();
  const auto* transition = FindTransition(StatesOf(order.kind), order.state, OrderAct::mark_sent);
  if (transition == nullptr) return {};
  order.state = transition->to;
  ++order.sends;
  if (!order.sent_at) order.sent_at = now;
  HT_TRY_STATUS(tx.Update(order));
  return JournalOrder(tx, order, auth::Principal(), "order_sent", now);
}

Status MarkRefused(database::Transaction& tx, std::string_view application_id,
                   const std::string& code, Moment now) {
  HT_TRY(auto found, tx.Find<Order>("WHERE application_id = :key", application_id));
  if (found.empty()) return {};
  Order& order = found.front();
  const auto* transition =
      FindTransition(StatesOf(order.kind), order.state, OrderAct::answer_refused);
  if (transition == nullptr) return {};
  order.state = transition->to;
  order.result_code = code;
  order.answered_at = now;
  HT_TRY_STATUS(tx.Update(order));
  HT_TRY_STATUS(deadline::Meet(tx, transition->ends, "order", order.id, now));
  return JournalOrder(tx, order, auth::Principal(), "order_refused", now);
}

OrderView ViewWith(const Order& order, const Party& party, const auth::Principal& who) {
  OrderView view;
  static_cast<Order&>(view) = order;
  if (const auto* code = bank::FindResultCode(order.result_code)) {
    view.result_meaning_zh = code->zh;
    view.result_meaning_en = code->en;
  }
  view.bank_phone_24h = party.bank_phone_24h;
  view.operator_name = party.operator_name;
  view.second_officer_name = party.second_officer_name;
  view.actions = ActionsIn(StatesOf(order.kind), order.state,
                           [&](std::string_view right) { return who.May(right); });
  return view;
}

Result<OrderView> ViewOf(database::Transaction& tx, const Order& order,
                         const auth::Principal& who) {
  Party party;
  HT_TRY(const Bank bank, BankOf(tx, order.bank_code));
  party.bank_phone_24h = bank.phone_24h.str();
  HT_TRY(const roster::Officer handler, roster::OfficerOf(tx, order.operator_id));
  party.operator_name = handler.name.str();
  if (order.second_officer_id) {
    HT_TRY(const roster::Officer second, roster::OfficerOf(tx, *order.second_officer_id));
    party.second_officer_name = second.name.str();
  }
  OrderView view = ViewWith(order, party, who);
  HT_TRY(view.answer, QueryAnswerOf(tx, order));
  return view;
}

Result<std::vector<OrderView>> OrdersOf(database::Transaction& tx, std::int64_t case_id,
                                        const auth::Principal& who) {
  HT_TRY(const auto orders, tx.Find<Order>("WHERE case_id = :c ORDER BY id", case_id));
  std::vector<OrderView> views;
  views.reserve(orders.size());
  for (const Order& order : orders) {
    HT_TRY(OrderView view, ViewOf(tx, order, who));
    views.push_back(std::move(view));
  }
  return views;
}

registry::LaterDesks ForRegister() {
  registry::LaterDesks later;
  later.orders_of_case = [](database::Transaction& tx, const auth::Principal& who,
                            std::int64_t case_id, Reveal reveal) -> Result<boost::json::value> {
    HT_TRY(const auto orders, OrdersOf(tx, case_id, who));
    return json::ToValue(orders, reveal);
  };
  later.order_sums = [](database::Transaction& tx, std::int64_t first, std::int64_t last) {
    return tx.Query<registry::OrderSum>(
        "SELECT case_id, SUM(CASE WHEN state IN ('waiting', 'sent') THEN 1 ELSE 0 END),"
        " SUM(CASE WHEN kind IN ('stop', 'payment_stop') THEN COALESCE(held_fen, 0) ELSE 0 END)"
        " FROM funds_order "
        "WHERE case_id >= :first AND case_id <= :last"
        " GROUP BY case_id",
        first, last);
  };
  return later;
}

approval::Handlers ApprovalHandlers() {
  return {{"stop_review",
           [](database::Transaction& tx, const approval::Request& request, Moment) -> Status {
             HT_TRY(Order order, tx.Get<Order>(request.subject_id));
             order.reviewed =
                 request.state == approval::State::approved ? Review::approved : Review::refused;
             return tx.Update(order);
           }}};
}

}  // namespace hetang::funds
