#include "desk/funds/effects.h"

#include "desk/funds/order_clocks.h"
#include "desk/funds/placing.h"

namespace hetang::funds {
namespace {

bool IsRenewal(OrderKind kind) {
  return kind == OrderKind::stop_renewal || kind == OrderKind::freeze_renewal;
}

// A stop that had run out here before the bank's word of its renewal came is in force again as it
// was: in full or short.
OrderAct RenewedAct(const Order& original) {
  if (original.state != OrderState::expired) return OrderAct::renewed;
  const bool in_part = original.held_fen.value_or(Fen(0)) < original.amount_fen;
  return in_part ? OrderAct::renewed_in_part : OrderAct::renewed;
}

// The word of a renewal may come after that of the release or the freeze that followed on it: the
// bank had done it first, and it keeps nothing any more.
bool IsOvertaken(const Order& renewal, const Order& original) {
  return original.released_at && renewal.requested_at <= *original.released_at;
}

Status Renew(database::Transaction& tx, Order original, const Told& told, Moment now) {
  HT_TRY(const auto* transition,
         RequireTransition(StatesOf(original.kind), original.state, RenewedAct(original)));
  original.expires_at = told.expires_at;
  if (told.held_fen && original.kind == OrderKind::freeze) {
    HT_TRY(const Fen returned, ReturnedFrom(tx, original.id));
    const Fen held = *told.held_fen + returned;
    original.let_go_fen += std::max(Fen(0), original.held_fen.value_or(held) - held);
    original.held_fen = held;
  }
  return Step(tx, original, *transition, journal::Actor(), "order_renewed", now);
}

Status LetGo(database::Transaction& tx, Order original, const Told& told, Moment now) {
  const auto* transition =
      FindTransition(StatesOf(original.kind), original.state, OrderAct::let_go);
  if (transition == nullptr) return {};
  original.released_at = told.released_at.value_or(now);
  HT_TRY_STATUS(deadline::Meet(tx, kLiftUnrelated, "order", original.id, now));
  return Step(tx, original, *transition, journal::Actor(), "order_released", now);
}

Status TakePapers(database::Transaction& tx, Order original, Moment now) {
  original.papers_at = now;
  HT_TRY_STATUS(tx.Update(original));
  HT_TRY_STATUS(deadline::Meet(tx, kLatePaperwork, "order", original.id, now));
  return JournalOrder(tx, original, journal::Actor(), "papers_taken", now);
}

// Only a freeze that is in force ends its stop; one that waits behind another keeps nothing yet.
Status Convert(database::Transaction& tx, const Order& freeze, Moment now) {
  HT_TRY(Order stop, tx.Get<Order>(*freeze.converts_order_id));
  const auto* transition = FindTransition(StatesOf(stop.kind), stop.state, OrderAct::convert);
  if (transition == nullptr) return {};
  stop.released_at = now;
  return Step(tx, stop, *transition, journal::Actor(), "order_converted", now);
}

}  // namespace

Result<Fen> ReturnedFrom(database::Transaction& tx, std::int64_t freeze_id) {
  HT_TRY(const auto given,
         tx.Query<Fen>("SELECT COALESCE(SUM(executed_fen), 0) FROM funds_return_round"
                       " WHERE order_id = :o",
                       freeze_id));
  return given.front();
}

Status Step(database::Transaction& tx, Order& order, const OrderTransition& transition,
            const journal::Actor& actor, std::string act, Moment now) {
  order.state = transition.to;
  HT_TRY_STATUS(tx.Update(order));
  HT_TRY_STATUS(MoveClocks(tx, order, transition, now));
  return JournalOrder(tx, order, actor, std::move(act), now);
}

Result<std::string> DoubtAbout(database::Transaction& tx, const Order& follow_up,
                               const Told& told) {
  if (!IsRenewal(follow_up.kind)) return "";
  HT_TRY(const Order original, tx.Get<Order>(*follow_up.original_order_id));
  if (IsOvertaken(follow_up, original)) return "";
  if (FindTransition(StatesOf(original.kind), original.state, RenewedAct(original)) == nullptr) {
    return "The order that it renews is " + std::string(EnumName(original.state)) + ".";
  }
  if (!told.expires_at) return "ExpireTime is missing.";
  if (original.expires_at && *told.expires_at <= *original.expires_at) {
    return "ExpireTime is not after the end that it moves.";
  }
  const bool limited =
      original.kind == OrderKind::freeze && original.freeze_mode == FreezeMode::limit;
  if (limited && told.held_fen && *told.held_fen > original.amount_fen) {
    return "FrozedBalance is more than was asked for.";
  }
  return "";
}

Status TakeEffect(database::Transaction& tx, const Order& order, const Told& told, Moment now) {
  if (order.kind == OrderKind::freeze && order.converts_order_id && IsInForce(order.state)) {
    return Convert(tx, order, now);
  }
  if (order.kind == OrderKind::freeze_return) return {};  // Its answer is the round's receipt.
  if (!IsFollowUp(order.kind) || order.state != OrderState::done) return {};
  HT_TRY(Order original, tx.Get<Order>(*order.original_order_id));
  if (order.kind == OrderKind::stop_papers) return TakePapers(tx, std::move(original), now);
  if (IsRenewal(order.kind)) {
    return IsOvertaken(order, original) ? Status() : Renew(tx, std::move(original), told, now);
  }
  return LetGo(tx, std::move(original), told, now);
}

}  // namespace hetang::funds
