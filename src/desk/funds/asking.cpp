#include "desk/funds/asking.h"

#include "desk/funds/bank_edit.h"
#include "desk/funds/follow_message.h"
#include "desk/funds/follow_ups.h"
#include "desk/funds/order_states.h"
#include "desk/funds/paper_making.h"
#include "platform/approval/evidence.h"
#include "platform/approval/rules.h"

namespace hetang::funds {
namespace {

constexpr std::string_view kDesk = "funds";
constexpr std::string_view kStopReview = "stop_review";
constexpr const char* kAnyTiming = "before,afterwards,not_needed";

// What is approved, when and by whom, until a centre says otherwise. A stop cannot wait: it is
// reviewed when it has gone out.
struct Seeded {
  std::string_view act;
  approval::Timing timing;
  const char* choices;
  std::string_view right;
  bool second_officer;
  const char* basis;
};
constexpr Seeded kSeeded[] = {
    {kStopReview, approval::Timing::afterwards, "afterwards,not_needed", kReviewRight, true,
     "local practice"},
    {"freeze", approval::Timing::before, kAnyTiming, kApproveRight, false, "local practice"},
    {"freeze_renewal", approval::Timing::before, kAnyTiming, kApproveRight, false,
     "local practice"},
    {"freeze_lift", approval::Timing::before, kAnyTiming, kApproveRight, false, "local practice"},
    {"stop_release", approval::Timing::before, kAnyTiming, kApproveRight, false, "local practice"},
};

Status AttachEvidence(database::Transaction& tx, approval::Request& request, const Order& order) {
  approval::Evidence evidence;
  evidence.amount_fen = order.amount_fen;
  evidence.bank_name = order.bank_name;
  evidence.account = order.account_number;
  evidence.holder = order.account_holder;
  evidence.links = {{"case", order.case_id, Text<80>()},
                    {"order", order.id, Text<80>(order.application_id)}};
  if (order.freeze_mode) {
    evidence.facts.push_back(
        {"freeze_mode", Text<200>(std::string(EnumName(*order.freeze_mode))), true});
  }
  if (order.asked_until) {
    evidence.facts.push_back({"until", Text<200>(FormatIso(*order.asked_until)), false});
  }
  if (order.converts_order_id) {
    HT_TRY(const Order stop, tx.Get<Order>(*order.converts_order_id));
    if (stop.expires_at) {
      evidence.facts.push_back({"stop_lapses", Text<200>(FormatIso(*stop.expires_at)), false});
    }
  }
  approval::Attach(request, evidence);
  return {};
}

Status AskUnder(database::Transaction& tx, const approval::ApprovalRule& rule, const Order& order,
                bool afterwards, Moment now) {
  approval::Request request = approval::RequestUnder(rule);
  request.afterwards = afterwards;
  request.subject = "order";
  request.subject_id = order.id;
  request.case_id = order.case_id;
  request.unit_id = order.unit_id;
  if (rule.second_officer && order.second_officer_id) {
    request.decider_id = *order.second_officer_id;
  }
  request.requested_by = order.operator_id;
  request.grounds = Text<400>(order.reason.str());
  HT_TRY_STATUS(AttachEvidence(tx, request, order));
  HT_TRY_STATUS(approval::Ask(tx, request, now));
  return {};
}

// The order leaves with the papers that travel with it.
Status Leave(database::Transaction& tx, Order& order, Leaving leaving, const auth::Principal& who,
             Moment now) {
  HT_TRY_STATUS(MakeTravelling(tx, order, who, now));
  if (leaving.message.empty()) {
    HT_TRY(leaving.message, MessageFor(tx, order, leaving.bank, leaving.signers, now));
  }
  return SendOrder(tx, order, std::move(leaving.message), leaving.bank, who.actor(), now);
}

// What was approved leaves now, and is dated now.
Status Dispatch(database::Transaction& tx, Order& order, const approval::Request& request,
                Moment now) {
  HT_TRY_STATUS(CheckOriginalStands(tx, order));
  HT_TRY(const Bank bank, BankOf(tx, order.bank_code));
  HT_TRY(const Signers signers, SignersOf(tx, order));
  HT_TRY(const roster::Officer decider, roster::OfficerOf(tx, request.decided_by));
  auth::Principal who;
  who.officer_id = decider.id;
  who.unit_id = request.unit_id;
  who.name = decider.name.str();
  order.requested_at = now;
  HT_TRY_STATUS(tx.Update(order));
  return Leave(tx, order, {bank, signers}, who, now);
}

Status Decide(database::Transaction& tx, const approval::Request& request, Moment now) {
  HT_TRY(Order order, tx.Get<Order>(request.subject_id));
  const bool approved = request.state == approval::State::approved;
  order.reviewed = approved ? Review::approved : Review::refused;
  if (request.afterwards) return tx.Update(order);
  HT_TRY(const auto* transition,
         RequireTransition(StatesOf(order.kind), order.state,
                           approved ? OrderAct::approve : OrderAct::decline));
  order.state = transition->to;
  if (approved) return Dispatch(tx, order, request, now);
  HT_TRY_STATUS(tx.Update(order));
  return JournalOrder(tx, order, {request.decided_by, request.unit_id}, "order_not_approved", now);
}

}  // namespace

std::string_view ApprovalActOf(OrderKind kind) {
  switch (kind) {
    case OrderKind::stop:
    case OrderKind::payment_stop:
    case OrderKind::stop_renewal:
      return kStopReview;
    case OrderKind::freeze:
    case OrderKind::freeze_renewal:
    case OrderKind::freeze_lift:
    case OrderKind::stop_release:
      return EnumName(kind);
    default:
      return "";
  }
}

Status PutApproved(database::Transaction& tx, Order& order, Leaving leaving,
                   const auth::Principal& who, Moment now) {
  const std::string_view act = ApprovalActOf(order.kind);
  if (act.empty()) {
    order.reviewed = Review::none;
    HT_TRY(order.id, tx.Insert(order));
    return Leave(tx, order, std::move(leaving), who, now);
  }
  HT_TRY(const auto rule, approval::RuleFor(tx, kDesk, act, order.amount_fen));
  order.reviewed = rule.timing == approval::Timing::not_needed ? Review::none : Review::waiting;
  if (rule.timing == approval::Timing::before && !leaving.urgent) {
    HT_TRY_STATUS(MessageFor(tx, order, leaving.bank, leaving.signers, now));
    order.state = OrderState::asked;
    HT_TRY(order.id, tx.Insert(order));
    HT_TRY_STATUS(JournalOrder(tx, order, who.actor(), "order_asked", now));
    return AskUnder(tx, rule, order, false, now);
  }
  HT_TRY(order.id, tx.Insert(order));
  HT_TRY_STATUS(Leave(tx, order, std::move(leaving), who, now));
  if (rule.timing == approval::Timing::not_needed) return {};
  // A review that falls to the second officer waits for nobody else.
  if (rule.second_officer && !order.second_officer_id) return {};
  return AskUnder(tx, rule, order, true, now);
}

approval::Handlers OrderHandlers() {
  approval::Handlers handlers;
  for (const Seeded& seeded : kSeeded) handlers.emplace(std::string(seeded.act), Decide);
  return handlers;
}

Status SeedApprovals(database::Transaction& tx) {
  for (const Seeded& seeded : kSeeded) {
    approval::ApprovalRule rule;
    rule.desk = kDesk;
    rule.act = seeded.act;
    rule.timing = seeded.timing;
    rule.choices = seeded.choices;
    rule.right_needed = seeded.right;
    rule.second_officer = seeded.second_officer;
    rule.basis = seeded.basis;
    HT_TRY_STATUS(approval::SeedRule(tx, rule));
  }
  return {};
}

}  // namespace hetang::funds
