// The life of an order. An answer may overtake the note that the order was sent.
#pragma once

#include <array>
#include <span>

#include "base/states.h"
#include "desk/funds/funds.h"

namespace hetang::funds {

enum class OrderAct {
  mark_sent,
  answer_stopped,
  answer_stopped_short,
  answer_refused,
  answer_failed,
  answer_given,
  resend,
  stop_again,
  expire,
};
BOOST_DESCRIBE_ENUM(OrderAct, mark_sent, answer_stopped, answer_stopped_short, answer_refused,
                    answer_failed, answer_given, resend, stop_again, expire)

inline constexpr std::string_view kStopRight = "funds:stop";
inline constexpr std::string_view kQueryRight = "funds:query";
inline constexpr std::string_view kBankAnswer = "bank_answer";  // The bank's time to answer.
inline constexpr std::string_view kStopExpiry = "stop_expiry";  // 48 hours from the stop.
inline constexpr std::string_view kFirstStop = "first_stop";    // The five minutes of a case.

// `stop_again` places a new order and leaves this one as it is. Resending a sent order is always
// harmless: the bank takes an application id once.
inline constexpr std::array<Transition<OrderState, OrderAct>, 17> kOrderStates{{
    {OrderState::waiting, OrderAct::mark_sent, OrderState::sent},
    {OrderState::waiting, OrderAct::answer_stopped, OrderState::stopped, "", "", kStopExpiry,
     kBankAnswer},
    {OrderState::waiting, OrderAct::answer_stopped_short, OrderState::stopped_short, "", "",
     kStopExpiry, kBankAnswer},
    {OrderState::waiting, OrderAct::answer_refused, OrderState::refused, "", "", "", kBankAnswer},
    {OrderState::waiting, OrderAct::answer_failed, OrderState::failed, "", "", "", kBankAnswer},
    {OrderState::sent, OrderAct::mark_sent, OrderState::sent},
    {OrderState::sent, OrderAct::resend, OrderState::sent, kStopRight},
    {OrderState::sent, OrderAct::answer_stopped, OrderState::stopped, "", "", kStopExpiry,
     kBankAnswer},
    {OrderState::sent, OrderAct::answer_stopped_short, OrderState::stopped_short, "", "",
     kStopExpiry, kBankAnswer},
    {OrderState::sent, OrderAct::answer_refused, OrderState::refused, "", "", "", kBankAnswer},
    {OrderState::sent, OrderAct::answer_failed, OrderState::failed, "", "", "", kBankAnswer},
    {OrderState::stopped, OrderAct::expire, OrderState::expired, "", "", "", kStopExpiry},
    {OrderState::stopped_short, OrderAct::expire, OrderState::expired, "", "", "", kStopExpiry},
    {OrderState::refused, OrderAct::stop_again, OrderState::refused, kStopRight},
    {OrderState::failed, OrderAct::stop_again, OrderState::failed, kStopRight},
    {OrderState::expired, OrderAct::stop_again, OrderState::expired, kStopRight},
    {OrderState::stopped, OrderAct::mark_sent, OrderState::stopped},
}};

// A query is asked, answered, and done: it holds nothing that could expire.
inline constexpr std::array<Transition<OrderState, OrderAct>, 9> kQueryStates{{
    {OrderState::waiting, OrderAct::mark_sent, OrderState::sent},
    {OrderState::waiting, OrderAct::answer_given, OrderState::answered, "", "", "", kBankAnswer},
    {OrderState::waiting, OrderAct::answer_refused, OrderState::refused, "", "", "", kBankAnswer},
    {OrderState::waiting, OrderAct::answer_failed, OrderState::failed, "", "", "", kBankAnswer},
    {OrderState::sent, OrderAct::mark_sent, OrderState::sent},
    {OrderState::sent, OrderAct::resend, OrderState::sent, kQueryRight},
    {OrderState::sent, OrderAct::answer_given, OrderState::answered, "", "", "", kBankAnswer},
    {OrderState::sent, OrderAct::answer_refused, OrderState::refused, "", "", "", kBankAnswer},
    {OrderState::sent, OrderAct::answer_failed, OrderState::failed, "", "", "", kBankAnswer},
}};

constexpr std::span<const Transition<OrderState, OrderAct>> StatesOf(OrderKind kind) {
  if (kind == OrderKind::stop) return kOrderStates;
  return kQueryStates;
}

constexpr bool IsAnswered(OrderState state) {
  return state != OrderState::waiting && state != OrderState::sent;
}

}  // namespace hetang::funds
