#include "desk/funds/follow_ups.h"

#include <algorithm>

#include "desk/funds/bank_edit.h"
#include "desk/funds/effects.h"
#include "desk/funds/follow_message.h"
#include "desk/funds/orders.h"
#include "desk/funds/stop_counts.h"
#include "desk/funds/stop_message.h"

namespace hetang::funds {
namespace {

OrderKind KindFor(OrderAct act, OrderKind original) {
  switch (act) {
    case OrderAct::release:
      return OrderKind::stop_release;
    case OrderAct::hand_in_papers:
      return OrderKind::stop_papers;
    case OrderAct::lift:
      return OrderKind::freeze_lift;
    case OrderAct::end_watch:
      return OrderKind::watch_end;
    default:
      return IsStop(original) ? OrderKind::stop_renewal : OrderKind::freeze_renewal;
  }
}

// What travels with the follow-up of its original: whom it is about, and who holds what.
Order FollowUpOf(const Order& original, OrderKind kind, const Signers& signers, Moment now) {
  Order order;
  order.case_id = original.case_id;
  order.unit_id = original.unit_id;
  order.payment_id = original.payment_id;
  order.account_id = original.account_id;
  order.kind = kind;
  order.application_id =
      bank::NewApplicationId(TxCodeFor(kind, !original.payment_number.empty()), now);
  order.bank_code = original.bank_code;
  order.bank_name = original.bank_name;
  order.account_number = original.account_number;
  order.account_holder = original.account_holder;
  order.amount_fen = original.amount_fen;
  order.requested_at = now;
  order.operator_id = signers.handler.id;
  if (signers.second) order.second_officer_id = signers.second->id;
  order.original_order_id = original.id;
  order.protective = original.protective;
  order.freeze_mode = original.freeze_mode;
  order.filing_number = original.filing_number;
  order.payment_number = original.payment_number;
  order.payment_number_kind = original.payment_number_kind;
  return order;
}

Result<bool> IsUnderWay(database::Transaction& tx, std::int64_t original_id, OrderKind kind) {
  HT_TRY(const auto open,
         tx.Query<std::int64_t>("SELECT id FROM funds_order WHERE original_order_id = :o AND"
                                " kind = :k AND state IN ('asked', 'waiting', 'sent') LIMIT 1",
                                original_id, kind));
  return !open.empty();
}

Result<std::string> RuleAgainstRenewing(database::Transaction& tx, const Order& stop) {
  HT_TRY(const StopCounts counts, StopsLike(tx, stop));
  HT_TRY(const RuleValues rules, ValuesInForce(tx));
  return counts.in_case >= StopsAllowed(rules, stop.protective) ? "third_stop" : "";
}

Result<bool> IsFreezeUnderWay(database::Transaction& tx, std::int64_t stop_id) {
  HT_TRY(const auto open,
         tx.Query<std::int64_t>("SELECT id FROM funds_order WHERE converts_order_id = :o AND"
                                " state IN ('asked', 'waiting', 'sent', 'queued') LIMIT 1",
                                stop_id));
  return !open.empty();
}

Result<std::string> RuleAgainstFreezing(database::Transaction& tx, const Order& order) {
  HT_TRY(const bool under_way, IsFreezeUnderWay(tx, order.id));
  if (under_way) return "follow_up_under_way";
  HT_TRY(const auto record, tx.Get<registry::Case>(order.case_id));
  if (record.state != registry::CaseState::filed) return "case_not_filed";
  return order.payment_number.empty() ? "" : "no_freeze_by_number";
}

Result<std::string> RuleAgainstPapers(database::Transaction& tx, const Order& stop) {
  if (!stop.papers_due_at) return "no_papers_due";
  if (stop.papers_at) return "papers_there";
  HT_TRY(const auto payments, registry::PaymentsOf(tx, stop.case_id));
  for (const registry::Payment& payment : payments) {
    StopWish wish;
    wish.payment = payment;
    wish.holder = stop.account_holder.empty() ? payment.to_holder : stop.account_holder;
    if (payment.to_account == stop.account_number && IsLegWhole(wish)) return "";
  }
  return "papers_incomplete";
}

std::string WhyNot(std::string_view rule) {
  if (rule == "third_stop") return "The account was stopped as often as one case allows.";
  if (rule == "case_not_filed") return "A freeze needs a filed case.";
  if (rule == "papers_incomplete") return "The payment into the account still lacks something.";
  if (rule == "no_papers_due") return "The order went out with its papers.";
  if (rule == "papers_there") return "The bank has the papers.";
  if (rule == "no_freeze_by_number") return "A freeze needs the account, not a payment's number.";
  return "An order of this kind is under way.";
}

// The payment that makes a late form whole, as the order's own from now on.
Status FillPapers(database::Transaction& tx, Order& form) {
  HT_TRY(const auto payments, registry::PaymentsOf(tx, form.case_id));
  for (const registry::Payment& payment : payments) {
    StopWish wish;
    wish.payment = payment;
    wish.holder = form.account_holder.empty() ? payment.to_holder : form.account_holder;
    if (!(payment.to_account == form.account_number) || !IsLegWhole(wish)) continue;
    form.payment_id = payment.id;
    form.account_holder = wish.holder;
    return {};
  }
  return {};
}

Status FillTerm(Order& order, const Order& original, const FollowForm& form,
                const RuleValues& rules, Moment now) {
  if (order.kind == OrderKind::stop_renewal) {
    order.asked_until = original.expires_at.value_or(now) + Hours(rules.stop_hours);
    return {};
  }
  const Moment from = original.expires_at.value_or(now);
  const Moment longest = AddMonths(from, static_cast<int>(rules.freeze_months));
  order.asked_until = form.until.value_or(longest);
  if (*order.asked_until <= from) {
    return Invalid({{"until", "before_from", "A renewal ends after what it renews."}});
  }
  if (*order.asked_until > longest) {
    return Fail(ErrorCode::conflict, "A freeze is renewed for six months at most.",
                "freeze_too_long");
  }
  return {};
}

// What has gone home is not to stay frozen, nor what is to be let go.
Status FillKept(database::Transaction& tx, Order& order, const Order& original,
                const FollowForm& form) {
  HT_TRY(const Fen returned, ReturnedFrom(tx, original.id));
  order.amount_fen = std::max(Fen(0), original.amount_fen - returned);
  if (!form.keep_fen) return {};
  if (original.freeze_mode != FreezeMode::limit) {
    return Fail(ErrorCode::conflict, "Only a limited freeze keeps a part.", "keeps_all");
  }
  if (*form.keep_fen <= Fen(0) || *form.keep_fen > order.amount_fen) {
    return Invalid({{"keep_fen", "range", "Not more than is frozen, and more than nothing."}});
  }
  order.amount_fen = *form.keep_fen;
  return {};
}

// Whether the freeze that it renews would end before a leader can be expected to decide.
bool IsUrgent(const Order& order, const Order& original, const RuleValues& rules, Moment now) {
  return order.kind == OrderKind::freeze_renewal && original.expires_at &&
         *original.expires_at - now < Minutes(rules.freeze_urgent_minutes);
}

Status CheckMay(const OrderTransition& transition, const auth::Principal& who) {
  if (who.May(transition.right)) return {};
  return Fail(ErrorCode::forbidden, "The officer lacks the right.", std::string(transition.right));
}

}  // namespace

Result<Placed> Follow(database::Transaction& tx, std::int64_t order_id, OrderAct act,
                      const FollowForm& form, const auth::Principal& who, Moment now) {
  HT_TRY(const Order original, OrderFor(tx, order_id, who));
  HT_TRY(const auto* transition, RequireTransition(StatesOf(original.kind), original.state, act));
  HT_TRY_STATUS(CheckMay(*transition, who));
  const bool says_why = act == OrderAct::release || act == OrderAct::lift;
  if (says_why && form.reason.empty()) {
    return Invalid({{"reason", "missing", "Say why the money is let go."}});
  }
  HT_TRY(const std::string rule, RuleAgainst(tx, original, act));
  if (!rule.empty()) return Fail(ErrorCode::conflict, WhyNot(rule), rule);
  HT_TRY(const Bank bank, BankOf(tx, original.bank_code));
  HT_TRY(const Signers signers, SignersFor(tx, who, now));
  HT_TRY(const RuleValues rules, ValuesInForce(tx));
  Placed placed;
  Order& order = placed.order;
  order = FollowUpOf(original, KindFor(act, original.kind), signers, now);
  order.reason = form.reason.empty() ? original.reason : form.reason;
  order.notice_number = form.notice_number.value_or(Text<60>());
  if (act == OrderAct::renew) {
    HT_TRY_STATUS(FillTerm(order, original, form, rules, now));
  }
  if (order.kind == OrderKind::freeze_renewal) {
    HT_TRY_STATUS(FillKept(tx, order, original, form));
  }
  if (act == OrderAct::hand_in_papers) {
    HT_TRY_STATUS(FillPapers(tx, order));
  }
  const bool urgent = IsUrgent(order, original, rules, now);
  HT_TRY_STATUS(PutApproved(tx, order, {bank, signers, urgent}, who, now));
  placed.party = PartyOf(bank, signers);
  if (!signers.second) placed.warnings.emplace_back("no_second_officer");
  if (order.state == OrderState::asked) placed.warnings.emplace_back("approval_asked");
  return placed;
}

Result<Order> FindUnrelated(database::Transaction& tx, std::int64_t order_id,
                            const FollowForm& form, const auth::Principal& who, Moment now) {
  HT_TRY(Order order, OrderFor(tx, order_id, who));
  HT_TRY(const auto* transition,
         RequireTransition(StatesOf(order.kind), order.state, OrderAct::find_unrelated));
  HT_TRY_STATUS(CheckMay(*transition, who));
  if (form.reason.empty()) {
    return Invalid({{"reason", "missing", "Say what shows that the money is no victim's."}});
  }
  if (order.unrelated_at) {
    return Fail(ErrorCode::conflict, "That is known already.", "already_unrelated");
  }
  order.unrelated_at = now;
  HT_TRY_STATUS(Step(tx, order, *transition, who.actor(), "order_unrelated", now));
  return order;
}

Result<std::string> RuleAgainst(database::Transaction& tx, const Order& order, OrderAct act) {
  if (act == OrderAct::freeze) return RuleAgainstFreezing(tx, order);
  if (act == OrderAct::find_unrelated) return order.unrelated_at ? "already_unrelated" : "";
  const bool places = act == OrderAct::renew || act == OrderAct::release || act == OrderAct::lift ||
                      act == OrderAct::end_watch || act == OrderAct::hand_in_papers;
  if (!places) return "";
  HT_TRY(const bool under_way, IsUnderWay(tx, order.id, KindFor(act, order.kind)));
  if (under_way) return "follow_up_under_way";
  if (act == OrderAct::hand_in_papers) return RuleAgainstPapers(tx, order);
  if (act == OrderAct::renew && IsStop(order.kind)) return RuleAgainstRenewing(tx, order);
  return "";
}

Status CheckOriginalStands(database::Transaction& tx, const Order& follow_up) {
  if (!follow_up.original_order_id) return {};
  HT_TRY(const Order original, tx.Get<Order>(*follow_up.original_order_id));
  const bool renews = follow_up.kind == OrderKind::freeze_renewal;
  HT_TRY_STATUS(RequireTransition(StatesOf(original.kind), original.state,
                                  renews ? OrderAct::renew : OrderAct::let_go));
  return {};
}

}  // namespace hetang::funds
