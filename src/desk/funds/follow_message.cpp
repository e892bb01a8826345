#include "desk/funds/follow_message.h"

#include "desk/funds/attachments.h"
#include "desk/funds/placing.h"
#include "desk/funds/query_answers.h"
#include "desk/funds/return_wire.h"

namespace hetang::funds {
namespace {

constexpr const char* kIdentityCard = "01";
constexpr const char* kTelecomFraud = "0000";  // CaseType of the payment companies' set.

bank::TargetAccount TargetOf(const Order& order) {
  bank::TargetAccount target;
  target.bank_id = Text<12>(order.bank_code);
  target.bank_name = Text<100>(order.bank_name.str());
  target.account_name = Known(order.account_holder);
  target.account_number = order.account_number;
  return target;
}

bank::QueryTarget QueryTargetOf(const Order& order) {
  return {bank::SubjectType::natural, Text<12>(order.bank_code), Text<100>(order.bank_name.str()),
          Known(order.account_holder), order.account_number};
}

bank::PaymentTarget PaymentTargetOf(const Order& order) {
  bank::PaymentTarget target;
  target.bank_id = Text<12>(order.bank_code);
  target.bank_name = Text<100>(order.bank_name.str());
  switch (order.payment_number_kind.value_or(PaymentNumberKind::company_order)) {
    case PaymentNumberKind::bank_serial:
      target.number_kind = bank::OrderNumberKind::bank_serial;
      break;
    case PaymentNumberKind::company_order:
      target.number_kind = bank::OrderNumberKind::institution_order;
      break;
    case PaymentNumberKind::terminal_serial:
      target.number_kind = bank::OrderNumberKind::pos_serial;
      break;
  }
  target.order_number = order.payment_number;
  return target;
}

bank::TransferLeg LegOf(const registry::Payment& payment) {
  return {Known(Text<12>(payment.from_bank_code)), Known(Text<100>(payment.from_bank_name.str())),
          Known(payment.from_holder), Known(payment.from_account)};
}

template <typename Message>
void FillIdentity(Message& message, const MessageParts& parts) {
  if (parts.identity.empty()) return;
  message.id_type = Text<2>(kIdentityCard);
  message.id_number = parts.identity;
}

template <typename Message>
void FillFrozen(Message& message, const Order& freeze) {
  const FreezeMode mode = freeze.freeze_mode.value_or(FreezeMode::limit);
  message.freeze_type = WireMode(mode);
  if (mode == FreezeMode::limit) message.balance_fen = freeze.amount_fen;
}

// How every order begins and ends, and the papers that travel with it.
template <typename Message>
Message Signed(Message message, const MessageParts& parts, Moment now) {
  message.head = HeadFor(parts.record, parts.order);
  message.tail = TailFor(parts.order, parts.signers);
  message.tail.application_time = now;
  message.tail.attachments = parts.attachments;
  if constexpr (requires { message.original_application_id; }) {
    if (parts.original != nullptr) {
      message.original_application_id = Text<36>(parts.original->application_id);
    }
  }
  return message;
}

bank::Body FreezeBody(const MessageParts& parts, Moment now) {
  const Order& order = parts.order;
  if (order.kind == OrderKind::freeze) {
    bank::FreezeRequest freeze;
    freeze.target = TargetOf(order);
    FillIdentity(freeze, parts);
    FillFrozen(freeze, order);
    freeze.reason = Text<500>(order.reason.str());
    freeze.freeze_start_time = now;
    freeze.expire_time = order.asked_until.value_or(now);
    return Signed(std::move(freeze), parts, now);
  }
  if (order.kind == OrderKind::freeze_renewal) {
    bank::FreezeRenewal renewal;
    renewal.target = TargetOf(order);
    FillIdentity(renewal, parts);
    FillFrozen(renewal, order);
    renewal.postpone_start_time = parts.original->expires_at.value_or(now);
    renewal.expire_time = order.asked_until.value_or(now);
    renewal.extend_remark = Known(Text<1000>(order.reason.str()));
    return Signed(std::move(renewal), parts, now);
  }
  bank::FreezeLift lift;
  lift.target = TargetOf(order);
  FillIdentity(lift, parts);
  lift.withdrawal_remark = Known(Text<1000>(order.reason.str()));
  return Signed(std::move(lift), parts, now);
}

bank::Body ReturnBody(const MessageParts& parts, Moment now) {
  bank::ReturnNotice notice = parts.shares;
  notice.target = TargetOf(parts.order);
  return Signed(std::move(notice), parts, now);
}

bank::Body WatchBody(const MessageParts& parts, Moment now) {
  const Order& order = parts.order;
  if (order.kind == OrderKind::watch) {
    bank::WatchRequest watch;
    watch.target = QueryTargetOf(order);
    watch.interception_order_id = Text<36>(order.application_id);
    watch.interception_start_time = now;
    watch.interception_end_time = order.asked_until.value_or(now);
    watch.reason = Text<500>(order.reason.str());
    return Signed(std::move(watch), parts, now);
  }
  bank::WatchEnd end;
  end.target = QueryTargetOf(order);
  end.interception_end_time = now;
  return Signed(std::move(end), parts, now);
}

bank::Body PaymentBody(const MessageParts& parts, Moment now) {
  const Order& order = parts.order;
  if (order.kind == OrderKind::payment_stop) {
    bank::PaymentStop stop;
    stop.target = PaymentTargetOf(order);
    if (parts.payment) {
      stop.transfer_out = LegOf(*parts.payment);
      stop.transfer_time = parts.payment->at;
    }
    if (order.amount_fen > Fen(0)) stop.transfer_amount_fen = order.amount_fen;
    stop.reason = Text<500>(order.reason.str());
    stop.start_time = now;
    stop.expire_time = order.asked_until.value_or(now);
    stop = Signed(std::move(stop), parts, now);
    stop.head.case_type = kTelecomFraud;
    return stop;
  }
  bank::PaymentStopChange change;
  change.target = PaymentTargetOf(order);
  const bool extends = order.kind == OrderKind::stop_renewal;
  change.operation_type =
      extends ? bank::PaymentOperation::extend : bank::PaymentOperation::release;
  if (extends) change.expire_time = order.asked_until;
  change.remark = Known(Text<1000>(order.reason.str()));
  change = Signed(std::move(change), parts, now);
  change.head.case_type = kTelecomFraud;
  return change;
}

// The form of a stop that went out first. It is the same message, now with the whole leg, and names
// the application that it makes good.
bank::Body PapersBody(const MessageParts& parts, Moment now) {
  const Order& order = parts.order;
  bank::StopRequest form;
  form.application_type = bank::ApplicationType::late_paperwork;
  if (parts.payment) {
    form.transfer_out = LegOf(*parts.payment);
    form.transfer_amount_fen = parts.payment->amount_fen;
    form.transfer_time = parts.payment->at;
  }
  form.target = TargetOf(order);
  form.reason = Text<500>(order.reason.str());
  form.start_time = parts.original->starts_at.value_or(parts.original->requested_at);
  form.expire_time = parts.original->expires_at.value_or(now);
  return Signed(std::move(form), parts, now);
}

bank::Body StopBody(const MessageParts& parts, Moment now) {
  const Order& order = parts.order;
  if (order.kind == OrderKind::stop_papers) return PapersBody(parts, now);
  if (order.kind == OrderKind::stop_renewal) {
    bank::StopExtension extension;
    extension.target = TargetOf(order);
    extension.postpone_start_time = parts.original->expires_at.value_or(now);
    extension.expire_time = order.asked_until.value_or(now);
    extension.extend_remark = Known(Text<1000>(order.reason.str()));
    return Signed(std::move(extension), parts, now);
  }
  bank::StopRelease release;
  release.target = TargetOf(order);
  release.withdrawal_remark = Known(Text<1000>(order.reason.str()));
  return Signed(std::move(release), parts, now);
}

Result<std::optional<registry::Payment>> LegFor(database::Transaction& tx, const Order& order) {
  if (!order.payment_id) return std::nullopt;
  HT_TRY(const auto payments, registry::PaymentsOf(tx, order.case_id));
  for (const registry::Payment& payment : payments) {
    if (payment.id == *order.payment_id) return payment;
  }
  return std::nullopt;
}

}  // namespace

bank::FreezeType WireMode(FreezeMode mode) {
  switch (mode) {
    case FreezeMode::limit:
      return bank::FreezeType::limit;
    case FreezeMode::no_debit:
      return bank::FreezeType::no_debit;
    case FreezeMode::full:
      return bank::FreezeType::full;
  }
  return bank::FreezeType::limit;
}

bank::Body BodyFor(const MessageParts& parts, Moment now) {
  const OrderKind kind = parts.order.kind;
  if (kind == OrderKind::freeze || kind == OrderKind::freeze_renewal ||
      kind == OrderKind::freeze_lift) {
    return FreezeBody(parts, now);
  }
  if (kind == OrderKind::freeze_return) return ReturnBody(parts, now);
  if (kind == OrderKind::watch || kind == OrderKind::watch_end) return WatchBody(parts, now);
  return parts.order.payment_number.empty() ? StopBody(parts, now) : PaymentBody(parts, now);
}

std::string_view TxCodeFor(OrderKind kind, bool of_payment) {
  switch (kind) {
    case OrderKind::stop:
    case OrderKind::stop_papers:
      return "100101";
    case OrderKind::payment_stop:
      return "A00105";
    case OrderKind::stop_renewal:
      return of_payment ? "A00107" : "100105";
    case OrderKind::stop_release:
      return of_payment ? "A00107" : "100103";
    case OrderKind::freeze:
      return "100201";
    case OrderKind::freeze_lift:
      return "100203";
    case OrderKind::freeze_renewal:
      return "100205";
    case OrderKind::freeze_return:
      return "100211";
    case OrderKind::watch:
      return "100305";
    case OrderKind::watch_end:
      return "100307";
    case OrderKind::transactions:
      return "100301";
    case OrderKind::holder:
      return "100303";
    case OrderKind::all_accounts:
      return "100309";
  }
  return "100101";
}

Result<std::string> MessageFor(database::Transaction& tx, const Order& order, const Bank& bank,
                               const Signers& signers, Moment now) {
  HT_TRY(const auto record, tx.Get<registry::Case>(order.case_id));
  std::optional<Order> original;
  if (order.original_order_id) {
    HT_TRY(original, tx.Get<Order>(*order.original_order_id));
  }
  MessageParts parts{record, order, original ? &*original : nullptr, signers};
  if (order.account_id != 0) {
    HT_TRY(parts.identity, IdentityToldOf(tx, order.account_id));
  }
  HT_TRY(parts.payment, LegFor(tx, order));
  if (order.kind == OrderKind::freeze_return) {
    HT_TRY(parts.shares, NoticeOfShares(tx, order));
  }
  HT_TRY(parts.attachments, AttachmentsFor(tx, order));
  return MessageTo(bank, signers, BodyFor(parts, now));
}

}  // namespace hetang::funds
