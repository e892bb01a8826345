#include "desk/funds/told.h"

#include <algorithm>

#include "desk/funds/query_answers.h"
#include "platform/journal/journal.h"

namespace hetang::funds {
namespace {

void Fill(Told& told, const bank::StopFeedback& feedback) {
  told.balance_before_fen = feedback.account_balance_fen;
  told.starts_at = feedback.start_time;
  told.expires_at = feedback.expire_time;
}

void Fill(Told& told, const bank::FreezeFeedback& feedback) {
  Fill(told, static_cast<const bank::StopFeedback&>(feedback));
  told.held_fen = feedback.frozed_balance_fen;
  told.available_fen = feedback.account_available_balance_fen;
  told.former_authority = feedback.former_application_department.value_or(Text<200>()).str();
  told.former_amount_fen = feedback.former_frozen_balance_fen;
  told.former_expires_at = feedback.former_frozen_expire_time;
}

void Fill(Told& told, const bank::PaymentStopFeedback& feedback) {
  told.held_fen = feedback.stopped_amount_fen;
  told.starts_at = feedback.start_time;
  told.expires_at = feedback.expire_time;
}

void Fill(Told& told, const bank::PaymentChangeFeedback& feedback) {
  told.expires_at = feedback.expire_time;
}

template <typename Message>
constexpr bool kTellsAccounts = std::is_base_of_v<bank::TransactionsFeedback, Message> ||
                                std::is_same_v<Message, bank::HolderFeedback> ||
                                std::is_same_v<Message, bank::AccountsFeedback>;

// What a return tells besides: of each share what became of it, not in which words.
std::string SharesToldBy(const bank::ReturnFeedback& feedback) {
  std::string told;
  for (const bank::ReturnedLine& line : feedback.payee) {
    told += "\n" + line.serial.str() + " " + line.result.str() + " " +
            std::to_string(line.executed_amount_fen.value());
    if (line.executed_time) told += " " + FormatIso(*line.executed_time);
  }
  return told;
}

template <typename... Messages>
bool IsOneOf(const bank::Answer& message) {
  return (std::holds_alternative<Messages>(message) || ...);
}

bool IsStopAnswer(const Order& order, const bank::Answer& message) {
  const bool of_payment = !order.payment_number.empty();
  switch (order.kind) {
    case OrderKind::stop:
    case OrderKind::stop_papers:
      return IsOneOf<bank::StopFeedback>(message);
    case OrderKind::payment_stop:
      return IsOneOf<bank::PaymentStopFeedback>(message);
    case OrderKind::stop_renewal:
      return of_payment ? IsOneOf<bank::PaymentChangeFeedback>(message)
                        : IsOneOf<bank::ExtensionFeedback>(message);
    case OrderKind::stop_release:
      return of_payment ? IsOneOf<bank::PaymentChangeFeedback>(message)
                        : IsOneOf<bank::ReleaseFeedback>(message);
    default:
      return false;
  }
}

OrderAct DoneAct(OrderKind kind, bool short_of_it) {
  if (IsStop(kind)) return short_of_it ? OrderAct::answer_stopped_short : OrderAct::answer_stopped;
  if (kind == OrderKind::freeze) {
    return short_of_it ? OrderAct::answer_frozen_in_part : OrderAct::answer_frozen;
  }
  if (kind == OrderKind::watch) return OrderAct::answer_watching;
  return IsFollowUp(kind) ? OrderAct::answer_done : OrderAct::answer_given;
}

}  // namespace

Told ToldBy(const bank::Answer& message) {
  return std::visit(
      [](const auto& feedback) {
        Told told;
        told.application_id = feedback.application_id.str();
        told.result = feedback.result.str();
        if constexpr (requires { Fill(told, feedback); }) Fill(told, feedback);
        if constexpr (requires { feedback.withdrawal_time; }) {
          told.released_at = feedback.withdrawal_time;
        }
        if constexpr (requires { feedback.interception_end_time; }) {
          told.released_at = feedback.interception_end_time;
        }
        return told;
      },
      message);
}

std::string ContentDigest(const bank::Answer& message) {
  return std::visit(
      [&](const auto& feedback) {
        if constexpr (kTellsAccounts<std::remove_cvref_t<decltype(feedback)>>) {
          return journal::DigestOf(feedback);
        } else if constexpr (requires { SharesToldBy(feedback); }) {
          return journal::DigestOfText(journal::DigestOf(ToldBy(message)) + SharesToldBy(feedback));
        } else {
          return journal::DigestOf(ToldBy(message));
        }
      },
      message);
}

bool IsWaitedFor(const bank::Answer& message) { return !IsOneOf<bank::PaymentDetail>(message); }

bool IsAnswerTo(const Order& order, const bank::Answer& message) {
  switch (order.kind) {
    case OrderKind::freeze:
      return IsOneOf<bank::FreezeFeedback>(message);
    case OrderKind::freeze_renewal:
      return IsOneOf<bank::FreezeRenewalFeedback>(message);
    case OrderKind::freeze_lift:
      return IsOneOf<bank::FreezeLiftFeedback>(message);
    case OrderKind::freeze_return:
      return IsOneOf<bank::ReturnFeedback>(message);
    case OrderKind::watch:
      return IsOneOf<bank::WatchFeedback>(message);
    case OrderKind::watch_end:
      return IsOneOf<bank::WatchEndFeedback>(message);
    case OrderKind::transactions:
      return IsOneOf<bank::TransactionsFeedback>(message);
    case OrderKind::holder:
      return IsOneOf<bank::HolderFeedback>(message);
    case OrderKind::all_accounts:
      return IsOneOf<bank::AccountsFeedback>(message);
    default:
      return IsStopAnswer(order, message);
  }
}

bool NamesWhatWasOrdered(const Order& order, const bank::Answer& message) {
  return std::visit(
      [&](const auto& feedback) {
        using Message = std::remove_cvref_t<decltype(feedback)>;
        if constexpr (std::is_base_of_v<bank::StopFeedback, Message>) {
          return feedback.account_number == order.account_number ||
                 (feedback.card_number && *feedback.card_number == order.account_number);
        } else if constexpr (std::is_base_of_v<bank::PaymentFeedback, Message>) {
          return feedback.order_number == order.payment_number;
        } else {
          return QueryAnswerNamesTheAccount(order, message);
        }
      },
      message);
}

OrderAct ActOf(OrderKind kind, bank::Outcome outcome, const Order& order, const Told& told) {
  switch (outcome) {
    case bank::Outcome::done: {
      // A bank that says done and kept less than the limit has executed in part all the same.
      const bool less = kind == OrderKind::freeze && order.freeze_mode == FreezeMode::limit &&
                        told.held_fen && *told.held_fen < order.amount_fen;
      return DoneAct(kind, less);
    }
    case bank::Outcome::done_with_defect:
      return DoneAct(kind, true);
    case bank::Outcome::queued:
      return kind == OrderKind::freeze ? OrderAct::answer_queued : OrderAct::answer_failed;
    case bank::Outcome::refused:
    case bank::Outcome::already_done:
      return OrderAct::answer_refused;
    case bank::Outcome::failed:
    case bank::Outcome::unreachable:
      return OrderAct::answer_failed;
  }
  return OrderAct::answer_failed;
}

void TakeDown(Order& order, const Told& told, Moment now) {
  if (order.kind == OrderKind::freeze_return) {
    return;  // What each share brought is on the shares.
  } else if (IsStop(order.kind)) {
    order.balance_before_fen = told.balance_before_fen;
    order.starts_at = told.starts_at;
    order.expires_at = told.expires_at;
    if (!IsInForce(order.state)) return;
    order.held_fen = std::min(told.held_fen.value_or(told.balance_before_fen.value_or(Fen(0))),
                              order.amount_fen);
  } else if (order.kind == OrderKind::freeze) {
    order.balance_before_fen = told.balance_before_fen;
    order.available_fen = told.available_fen;
    order.former_authority = told.former_authority;
    order.former_amount_fen = told.former_amount_fen;
    order.former_expires_at = told.former_expires_at;
    if (!IsInForce(order.state) && order.state != OrderState::queued) return;
    order.starts_at = told.starts_at;
    order.expires_at = told.expires_at ? told.expires_at : order.asked_until;
    if (IsInForce(order.state)) order.held_fen = told.held_fen;
  } else if (order.kind == OrderKind::watch && order.state == OrderState::watching) {
    if (!order.starts_at) order.starts_at = now;
    order.expires_at = order.asked_until;
  } else if (order.kind == OrderKind::stop_renewal || order.kind == OrderKind::freeze_renewal) {
    order.starts_at = told.starts_at;
    order.expires_at = told.expires_at;
  } else if (order.state == OrderState::done) {
    order.released_at = told.released_at;
  }
}

}  // namespace hetang::funds
