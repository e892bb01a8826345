#include "desk/funds/orders.h"

#include "desk/funds/asking.h"
#include "desk/funds/effects.h"
#include "desk/funds/follow_ups.h"
#include "desk/funds/order_clocks.h"
#include "desk/funds/query_answers.h"
#include "desk/funds/return_rounds.h"
#include "desk/funds/return_wire.h"
#include "gateway/bank/codes.h"

namespace hetang::funds {

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
  HT_TRY_STATUS(JournalOrder(tx, order, who.actor(), "order_resent", now));
  return order;
}

Result<Order> OrderFor(database::Transaction& tx, std::int64_t order_id,
                       const auth::Principal& who) {
  HT_TRY(Order order, tx.Get<Order>(order_id));
  if (!who.Sees(order.unit_id)) {
    return Fail(ErrorCode::forbidden, "The order belongs to another unit.", "other_unit");
  }
  return order;
}

Result<registry::Payment> PaymentOf(database::Transaction& tx, std::int64_t case_id,
                                    std::int64_t payment_id) {
  HT_TRY(auto payments, registry::PaymentsOf(tx, case_id));
  for (registry::Payment& payment : payments) {
    if (payment.id == payment_id) return std::move(payment);
  }
  return Invalid({{"payment_id", "not_of_case", "The case has no such payment."}});
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
  return JournalOrder(tx, order, journal::Actor(), "order_sent", now);
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
  HT_TRY_STATUS(MoveClocks(tx, order, *transition, now));
  if (order.kind == OrderKind::freeze_return) HT_TRY_STATUS(TakeReturnRefused(tx, order, now));
  return JournalOrder(tx, order, journal::Actor(), "order_refused", now);
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

namespace {

// Acts that the state allows and a rule does not are told apart, with the rule that says no; papers
// that nobody waits for are no act at all.
Status TakeOutBlocked(database::Transaction& tx, const Order& order, OrderView& view) {
  std::vector<std::string> possible;
  for (std::string& name : view.actions) {
    HT_TRY(std::string rule, RuleAgainst(tx, order, *EnumFromName<OrderAct>(name)));
    if (rule.empty()) {
      possible.push_back(std::move(name));
    } else if (rule != "no_papers_due" && rule != "papers_there" && rule != "already_unrelated") {
      view.blocked.push_back({std::move(name), std::move(rule)});
    }
  }
  view.actions = std::move(possible);
  return {};
}

}  // namespace

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
  if (order.kind == OrderKind::freeze) {
    HT_TRY(view.returned_fen, ReturnedFrom(tx, order.id));
  } else if (order.kind == OrderKind::freeze_return) {
    HT_TRY(const auto shares, SharesOf(tx, order.id));
    if (!shares.empty()) view.round_id = shares.front().round_id;
  }
  HT_TRY_STATUS(TakeOutBlocked(tx, order, view));
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

namespace {

// What still waits for a bank, or keeps somebody's money.
Result<std::vector<registry::OpenItem>> OpenOrders(database::Transaction& tx,
                                                   std::int64_t case_id) {
  HT_TRY(const auto orders, tx.Find<Order>("WHERE case_id = :c ORDER BY id", case_id));
  std::vector<registry::OpenItem> open;
  for (const Order& order : orders) {
    const bool stands = IsOpen(order.state) || IsInForce(order.state) ||
                        order.state == OrderState::queued || order.state == OrderState::watching;
    if (!stands) continue;
    open.push_back({"orders/" + std::to_string(order.id), std::string(EnumName(order.state))});
  }
  return open;
}

}  // namespace

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
  later.open_items.push_back(OpenOrders);
  return later;
}

approval::Handlers ApprovalHandlers() {
  approval::Handlers handlers = OrderHandlers();
  handlers.merge(ReturnApprovalHandlers());
  return handlers;
}

}  // namespace hetang::funds
