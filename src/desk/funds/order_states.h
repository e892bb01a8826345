// The life of an order, one table for each way of living. An answer may overtake the note that the
// order was sent.
//
// Acts with a right are an officer's; all others are the program's: the outbox, an answer, a clock,
// the approval, or a follow-up that took effect. An officer's act that places a follow-up leaves
// the order as it is until the bank has answered that one.
#pragma once

#include <array>
#include <span>

#include "base/states.h"
#include "desk/funds/order.h"

namespace hetang::funds {

enum class OrderAct {
  approve,
  decline,
  mark_sent,
  answer_stopped,
  answer_stopped_short,
  answer_frozen,
  answer_frozen_in_part,
  answer_queued,
  answer_watching,
  answer_done,
  answer_given,
  answer_refused,
  answer_failed,
  expire,
  renewed,
  renewed_in_part,
  let_go,
  convert,
  resend,
  stop_again,
  freeze_again,
  renew,
  release,
  hand_in_papers,
  freeze,
  lift,
  find_unrelated,
  end_watch,
  withdraw,
};
BOOST_DESCRIBE_ENUM(OrderAct, approve, decline, mark_sent, answer_stopped, answer_stopped_short,
                    answer_frozen, answer_frozen_in_part, answer_queued, answer_watching,
                    answer_done, answer_given, answer_refused, answer_failed, expire, renewed,
                    renewed_in_part, let_go, convert, resend, stop_again, freeze_again, renew,
                    release, hand_in_papers, freeze, lift, find_unrelated, end_watch, withdraw)

inline constexpr std::string_view kStopRight = "funds:stop";
inline constexpr std::string_view kReleaseRight = "funds:release";
inline constexpr std::string_view kFreezeRight = "funds:freeze";
inline constexpr std::string_view kQueryRight = "funds:query";
inline constexpr std::string_view kReviewRight = "funds:review";
inline constexpr std::string_view kApproveRight = "funds:approve";  // A leader's.

inline constexpr std::string_view kBankAnswer = "bank_answer";  // The bank's time to answer.
inline constexpr std::string_view kStopExpiry = "stop_expiry";  // 48 hours from the stop.
inline constexpr std::string_view kFirstStop = "first_stop";    // The five minutes of a case.
inline constexpr std::string_view kFreezeExpiry = "freeze_expiry";
inline constexpr std::string_view kQueuedTurn = "queued_freeze_turn";  // The earlier one ends.
inline constexpr std::string_view kWatchExpiry = "watch_expiry";
inline constexpr std::string_view kLatePaperwork = "late_paperwork";
inline constexpr std::string_view kLiftUnrelated = "lift_unrelated";

using OrderTransition = Transition<OrderState, OrderAct>;

namespace life {

using S = OrderState;
using A = OrderAct;

// `stop_again` places a new order and leaves this one as it is. Resending a sent order is always
// harmless: the bank takes an application id once. A renewal or release that the bank carried out
// in time may be told after the stop ran out here: the bank's books decide, and `renewed_in_part`
// says that it had been short.
inline constexpr std::array kStopStates{
    OrderTransition{S::waiting, A::mark_sent, S::sent},
    OrderTransition{S::waiting, A::answer_stopped, S::stopped, "", "", kStopExpiry, kBankAnswer},
    OrderTransition{S::waiting, A::answer_stopped_short, S::stopped_short, "", "", kStopExpiry,
                    kBankAnswer},
    OrderTransition{S::waiting, A::answer_refused, S::refused, "", "", "", kBankAnswer},
    OrderTransition{S::waiting, A::answer_failed, S::failed, "", "", "", kBankAnswer},
    OrderTransition{S::sent, A::mark_sent, S::sent},
    OrderTransition{S::sent, A::resend, S::sent, kStopRight},
    OrderTransition{S::sent, A::answer_stopped, S::stopped, "", "", kStopExpiry, kBankAnswer},
    OrderTransition{S::sent, A::answer_stopped_short, S::stopped_short, "", "", kStopExpiry,
                    kBankAnswer},
    OrderTransition{S::sent, A::answer_refused, S::refused, "", "", "", kBankAnswer},
    OrderTransition{S::sent, A::answer_failed, S::failed, "", "", "", kBankAnswer},
    OrderTransition{S::stopped, A::freeze, S::stopped, kFreezeRight},
    OrderTransition{S::stopped, A::renew, S::stopped, kStopRight},
    OrderTransition{S::stopped, A::hand_in_papers, S::stopped, kStopRight},
    OrderTransition{S::stopped, A::release, S::stopped, kReleaseRight},
    OrderTransition{S::stopped, A::renewed, S::stopped, "", "", kStopExpiry, kStopExpiry},
    OrderTransition{S::stopped, A::let_go, S::released, "", "", "", kStopExpiry},
    OrderTransition{S::stopped, A::convert, S::converted, "", "", "", kStopExpiry},
    OrderTransition{S::stopped, A::expire, S::expired, "", "", "", kStopExpiry},
    OrderTransition{S::stopped_short, A::freeze, S::stopped_short, kFreezeRight},
    OrderTransition{S::stopped_short, A::renew, S::stopped_short, kStopRight},
    OrderTransition{S::stopped_short, A::hand_in_papers, S::stopped_short, kStopRight},
    OrderTransition{S::stopped_short, A::release, S::stopped_short, kReleaseRight},
    OrderTransition{S::stopped_short, A::renewed, S::stopped_short, "", "", kStopExpiry,
                    kStopExpiry},
    OrderTransition{S::stopped_short, A::let_go, S::released, "", "", "", kStopExpiry},
    OrderTransition{S::stopped_short, A::convert, S::converted, "", "", "", kStopExpiry},
    OrderTransition{S::stopped_short, A::expire, S::expired, "", "", "", kStopExpiry},
    OrderTransition{S::refused, A::stop_again, S::refused, kStopRight},
    OrderTransition{S::failed, A::stop_again, S::failed, kStopRight},
    OrderTransition{S::expired, A::stop_again, S::expired, kStopRight},
    OrderTransition{S::expired, A::renewed, S::stopped, "", "", kStopExpiry},
    OrderTransition{S::expired, A::renewed_in_part, S::stopped_short, "", "", kStopExpiry},
    OrderTransition{S::expired, A::let_go, S::released},
};

// A queued freeze takes effect by a later answer, when the earlier one has ended.
inline constexpr std::array kFreezeStates{
    OrderTransition{S::asked, A::approve, S::waiting, "", "", kBankAnswer},
    OrderTransition{S::asked, A::decline, S::not_approved},
    OrderTransition{S::waiting, A::mark_sent, S::sent},
    OrderTransition{S::waiting, A::answer_frozen, S::frozen, "", "", kFreezeExpiry, kBankAnswer},
    OrderTransition{S::waiting, A::answer_frozen_in_part, S::frozen_in_part, "", "", kFreezeExpiry,
                    kBankAnswer},
    OrderTransition{S::waiting, A::answer_queued, S::queued, "", "", kFreezeExpiry, kBankAnswer},
    OrderTransition{S::waiting, A::answer_refused, S::refused, "", "", "", kBankAnswer},
    OrderTransition{S::waiting, A::answer_failed, S::failed, "", "", "", kBankAnswer},
    OrderTransition{S::sent, A::mark_sent, S::sent},
    OrderTransition{S::sent, A::resend, S::sent, kFreezeRight},
    OrderTransition{S::sent, A::answer_frozen, S::frozen, "", "", kFreezeExpiry, kBankAnswer},
    OrderTransition{S::sent, A::answer_frozen_in_part, S::frozen_in_part, "", "", kFreezeExpiry,
                    kBankAnswer},
    OrderTransition{S::sent, A::answer_queued, S::queued, "", "", kFreezeExpiry, kBankAnswer},
    OrderTransition{S::sent, A::answer_refused, S::refused, "", "", "", kBankAnswer},
    OrderTransition{S::sent, A::answer_failed, S::failed, "", "", "", kBankAnswer},
    OrderTransition{S::queued, A::answer_frozen, S::frozen, "", "", kFreezeExpiry, kFreezeExpiry},
    OrderTransition{S::queued, A::answer_frozen_in_part, S::frozen_in_part, "", "", kFreezeExpiry,
                    kFreezeExpiry},
    OrderTransition{S::queued, A::renew, S::queued, kFreezeRight},
    OrderTransition{S::queued, A::lift, S::queued, kReleaseRight},
    OrderTransition{S::queued, A::renewed, S::queued, "", "", kFreezeExpiry, kFreezeExpiry},
    OrderTransition{S::queued, A::let_go, S::released, "", "", "", kFreezeExpiry},
    OrderTransition{S::queued, A::expire, S::expired, "", "", "", kFreezeExpiry},
    OrderTransition{S::frozen, A::renew, S::frozen, kFreezeRight},
    OrderTransition{S::frozen, A::find_unrelated, S::frozen, kFreezeRight, "", kLiftUnrelated},
    OrderTransition{S::frozen, A::lift, S::frozen, kReleaseRight},
    OrderTransition{S::frozen, A::renewed, S::frozen, "", "", kFreezeExpiry, kFreezeExpiry},
    OrderTransition{S::frozen, A::let_go, S::released, "", "", "", kFreezeExpiry},
    OrderTransition{S::frozen, A::expire, S::expired, "", "", "", kFreezeExpiry},
    OrderTransition{S::frozen_in_part, A::renew, S::frozen_in_part, kFreezeRight},
    OrderTransition{S::frozen_in_part, A::find_unrelated, S::frozen_in_part, kFreezeRight, "",
                    kLiftUnrelated},
    OrderTransition{S::frozen_in_part, A::lift, S::frozen_in_part, kReleaseRight},
    OrderTransition{S::frozen_in_part, A::renewed, S::frozen_in_part, "", "", kFreezeExpiry,
                    kFreezeExpiry},
    OrderTransition{S::frozen_in_part, A::let_go, S::released, "", "", "", kFreezeExpiry},
    OrderTransition{S::frozen_in_part, A::expire, S::expired, "", "", "", kFreezeExpiry},
    OrderTransition{S::refused, A::freeze_again, S::refused, kFreezeRight},
    OrderTransition{S::failed, A::freeze_again, S::failed, kFreezeRight},
    OrderTransition{S::expired, A::freeze_again, S::expired, kFreezeRight},
    OrderTransition{S::expired, A::renewed, S::frozen, "", "", kFreezeExpiry},
    OrderTransition{S::expired, A::renewed_in_part, S::frozen_in_part, "", "", kFreezeExpiry},
    OrderTransition{S::expired, A::let_go, S::released},
};

// A follow-up is done or not; what that means is written on its original.
inline constexpr std::array kFollowUpStates{
    OrderTransition{S::asked, A::approve, S::waiting, "", "", kBankAnswer},
    OrderTransition{S::asked, A::decline, S::not_approved},
    OrderTransition{S::waiting, A::mark_sent, S::sent},
    OrderTransition{S::waiting, A::answer_done, S::done, "", "", "", kBankAnswer},
    OrderTransition{S::waiting, A::answer_refused, S::refused, "", "", "", kBankAnswer},
    OrderTransition{S::waiting, A::answer_failed, S::failed, "", "", "", kBankAnswer},
    OrderTransition{S::sent, A::mark_sent, S::sent},
    OrderTransition{S::sent, A::resend, S::sent, kStopRight},
    OrderTransition{S::sent, A::answer_done, S::done, "", "", "", kBankAnswer},
    OrderTransition{S::sent, A::answer_refused, S::refused, "", "", "", kBankAnswer},
    OrderTransition{S::sent, A::answer_failed, S::failed, "", "", "", kBankAnswer},
};

// A return was approved as its round was, and the clock of its answer is the round's.
inline constexpr std::array kReturnStates{
    OrderTransition{S::waiting, A::mark_sent, S::sent},
    OrderTransition{S::waiting, A::withdraw, S::withdrawn},
    OrderTransition{S::waiting, A::answer_done, S::done},
    OrderTransition{S::waiting, A::answer_refused, S::refused},
    OrderTransition{S::waiting, A::answer_failed, S::failed},
    OrderTransition{S::sent, A::mark_sent, S::sent},
    OrderTransition{S::sent, A::resend, S::sent, kFreezeRight},
    OrderTransition{S::sent, A::answer_done, S::done},
    OrderTransition{S::sent, A::answer_refused, S::refused},
    OrderTransition{S::sent, A::answer_failed, S::failed},
};

// Each movement of a watched account is one more answer. One that comes when the watch is over
// still tells what moved.
inline constexpr std::array kWatchStates{
    OrderTransition{S::waiting, A::mark_sent, S::sent},
    OrderTransition{S::waiting, A::answer_watching, S::watching, "", "", kWatchExpiry, kBankAnswer},
    OrderTransition{S::waiting, A::answer_refused, S::refused, "", "", "", kBankAnswer},
    OrderTransition{S::waiting, A::answer_failed, S::failed, "", "", "", kBankAnswer},
    OrderTransition{S::sent, A::mark_sent, S::sent},
    OrderTransition{S::sent, A::resend, S::sent, kQueryRight},
    OrderTransition{S::sent, A::answer_watching, S::watching, "", "", kWatchExpiry, kBankAnswer},
    OrderTransition{S::sent, A::answer_refused, S::refused, "", "", "", kBankAnswer},
    OrderTransition{S::sent, A::answer_failed, S::failed, "", "", "", kBankAnswer},
    OrderTransition{S::watching, A::answer_watching, S::watching},
    OrderTransition{S::watching, A::end_watch, S::watching, kQueryRight},
    OrderTransition{S::watching, A::let_go, S::ended, "", "", "", kWatchExpiry},
    OrderTransition{S::watching, A::expire, S::expired, "", "", "", kWatchExpiry},
    OrderTransition{S::expired, A::let_go, S::ended},
    OrderTransition{S::expired, A::answer_watching, S::expired},
    OrderTransition{S::ended, A::answer_watching, S::ended},
};

// A query is asked, answered, and done: it keeps nothing that could expire.
inline constexpr std::array kQueryStates{
    OrderTransition{S::waiting, A::mark_sent, S::sent},
    OrderTransition{S::waiting, A::answer_given, S::answered, "", "", "", kBankAnswer},
    OrderTransition{S::waiting, A::answer_refused, S::refused, "", "", "", kBankAnswer},
    OrderTransition{S::waiting, A::answer_failed, S::failed, "", "", "", kBankAnswer},
    OrderTransition{S::sent, A::mark_sent, S::sent},
    OrderTransition{S::sent, A::resend, S::sent, kQueryRight},
    OrderTransition{S::sent, A::answer_given, S::answered, "", "", "", kBankAnswer},
    OrderTransition{S::sent, A::answer_refused, S::refused, "", "", "", kBankAnswer},
    OrderTransition{S::sent, A::answer_failed, S::failed, "", "", "", kBankAnswer},
};

}  // namespace life

constexpr std::span<const OrderTransition> StatesOf(OrderKind kind) {
  if (IsStop(kind)) return life::kStopStates;
  if (kind == OrderKind::freeze) return life::kFreezeStates;
  if (kind == OrderKind::freeze_return) return life::kReturnStates;
  if (IsFollowUp(kind)) return life::kFollowUpStates;
  if (kind == OrderKind::watch) return life::kWatchStates;
  return life::kQueryStates;
}

constexpr bool HasLeft(OrderState state) {
  return state != OrderState::asked && state != OrderState::not_approved &&
         state != OrderState::withdrawn;
}
constexpr bool IsAnswered(OrderState state) {
  return HasLeft(state) && state != OrderState::waiting && state != OrderState::sent;
}
// Something of it is still to come: from the leader, from the outbox or from the bank.
constexpr bool IsOpen(OrderState state) {
  return state == OrderState::asked || state == OrderState::waiting || state == OrderState::sent;
}
// The account is stopped or frozen by it now; a queued freeze keeps nothing yet.
constexpr bool IsInForce(OrderState state) {
  return state == OrderState::stopped || state == OrderState::stopped_short ||
         state == OrderState::frozen || state == OrderState::frozen_in_part;
}

}  // namespace hetang::funds
