#include "desk/funds/order_clocks.h"

#include "desk/funds/orders.h"

namespace hetang::funds {
namespace {

constexpr const char* kSubject = "order";

// An order that stopped nothing needs no papers.
bool NeedsPapers(const Order& order) {
  return order.state != OrderState::refused && order.state != OrderState::failed;
}

// A queued freeze waits for the earlier one to end: somebody looks whether it took effect then.
Status MoveTurn(database::Transaction& tx, const Order& order, OrderState from, Moment now) {
  if (from == OrderState::queued && order.state != OrderState::queued) {
    return deadline::Cancel(tx, kQueuedTurn, kSubject, order.id, now);
  }
  if (from == OrderState::queued || order.state != OrderState::queued) return {};
  if (!order.former_expires_at) return {};
  return OpenClock(tx, order, kQueuedTurn, order.former_expires_at, order.bank_name.str(), now);
}

// The five minutes of a case end with the answer to its last open stop.
Status EndFirstStop(database::Transaction& tx, const Order& order, Moment now) {
  HT_TRY(const auto open,
         tx.Query<std::int64_t>("SELECT id FROM funds_order WHERE case_id = :c AND"
                                " kind IN ('stop', 'payment_stop') AND state IN ('waiting', 'sent')"
                                " LIMIT 1",
                                order.case_id));
  if (!open.empty()) return {};
  HT_TRY(const auto record, tx.Get<registry::Case>(order.case_id));
  return deadline::Meet(tx, FirstStopRule(record.source), "case", order.case_id, now);
}

}  // namespace

Status OpenClock(database::Transaction& tx, const Order& order, std::string_view rule,
                 std::optional<Moment> due_at, const std::string& note, Moment now) {
  deadline::Opening opening;
  opening.rule = rule;
  opening.desk = "funds";
  opening.subject = kSubject;
  opening.subject_id = order.id;
  opening.case_id = order.case_id;
  opening.unit_id = order.unit_id;
  opening.officer_id = order.operator_id;
  opening.due_at = due_at;
  opening.note = note;
  HT_TRY_STATUS(deadline::Open(tx, opening, now));
  return {};
}

Status MoveClocks(database::Transaction& tx, const Order& order, const OrderTransition& transition,
                  Moment now) {
  if (!transition.ends.empty()) {
    HT_TRY_STATUS(transition.ends == transition.opens
                      ? deadline::Cancel(tx, transition.ends, kSubject, order.id, now)
                      : deadline::Meet(tx, transition.ends, kSubject, order.id, now));
  }
  const bool ends_by_itself = transition.opens == kStopExpiry ||
                              transition.opens == kFreezeExpiry || transition.opens == kWatchExpiry;
  if (ends_by_itself && order.expires_at) {
    HT_TRY_STATUS(
        OpenClock(tx, order, transition.opens, order.expires_at, order.bank_name.str(), now));
  } else if (transition.opens == kLiftUnrelated) {
    HT_TRY_STATUS(OpenClock(tx, order, transition.opens, std::nullopt, order.bank_name.str(), now));
  }
  if (order.kind == OrderKind::freeze) return MoveTurn(tx, order, transition.from, now);
  if (!IsStop(order.kind)) return {};
  if (order.state == OrderState::released && order.papers_due_at && !order.papers_at) {
    HT_TRY_STATUS(deadline::Cancel(tx, kLatePaperwork, kSubject, order.id, now));
  }
  if (IsAnswered(transition.from)) return {};
  if (order.papers_due_at && !NeedsPapers(order)) {
    HT_TRY_STATUS(deadline::Cancel(tx, kLatePaperwork, kSubject, order.id, now));
  }
  return IsAnswered(order.state) ? EndFirstStop(tx, order, now) : Status();
}

}  // namespace hetang::funds
