#include "desk/funds/appeal_release.h"

#include "desk/funds/effects.h"
#include "desk/funds/follow_ups.h"
#include "desk/funds/freezes.h"
#include "desk/funds/order_states.h"

namespace hetang::funds {

bool KeepsMoney(const Order& order) {
  switch (order.state) {
    case OrderState::stopped:
    case OrderState::stopped_short:
    case OrderState::frozen:
    case OrderState::frozen_in_part:
    case OrderState::queued:
      return true;
    default:
      return false;
  }
}

bool HasFailed(const Order& order) {
  return order.state == OrderState::refused || order.state == OrderState::failed ||
         order.state == OrderState::not_approved;
}

Result<std::int64_t> ReleaseHold(database::Transaction& tx, const Order& order,
                                 const Text<200>& reason, const auth::Principal& who, Moment now) {
  FollowForm form;
  form.reason = reason;
  const bool unrelated =
      FindTransition(StatesOf(order.kind), order.state, OrderAct::find_unrelated) != nullptr;
  if (unrelated && !order.unrelated_at) {
    HT_TRY_STATUS(FindUnrelated(tx, order.id, form, who, now));
  }
  const OrderAct act = IsStop(order.kind) ? OrderAct::release : OrderAct::lift;
  HT_TRY(const Placed placed, Follow(tx, order.id, act, form, who, now));
  return placed.order.id;
}

Result<std::string> RuleAgainstPart(database::Transaction& tx, const Order& order, Fen keep) {
  const bool is_stop = IsStop(order.kind);
  if (!is_stop && order.freeze_mode != FreezeMode::limit) return "keeps_all";
  if (is_stop && order.account_holder.empty()) return "holder_unknown";
  HT_TRY(const Fen returned, ReturnedFrom(tx, order.id));
  if (!is_stop && keep > order.amount_fen - returned) return "keeps_less";
  const OrderAct act = is_stop ? OrderAct::freeze : OrderAct::renew;
  if (FindTransition(StatesOf(order.kind), order.state, act) == nullptr) return "not_in_this_state";
  return RuleAgainst(tx, order, act);
}

Result<std::int64_t> ReleasePart(database::Transaction& tx, const Order& order, Fen keep,
                                 const Text<200>& reason, const auth::Principal& who, Moment now) {
  if (IsStop(order.kind)) {
    FreezeForm form;
    form.amount_fen = keep;
    form.reason = reason;
    HT_TRY(const Placed placed, ConvertToFreeze(tx, order.id, form, who, now));
    return placed.order.id;
  }
  FollowForm form;
  form.reason = reason;
  form.keep_fen = keep;
  // A renewal ends after what it renews, by as little as banks write.
  form.until = order.expires_at.value_or(now) + Seconds(1);
  HT_TRY(const Placed placed, Follow(tx, order.id, OrderAct::renew, form, who, now));
  return placed.order.id;
}

}  // namespace hetang::funds
