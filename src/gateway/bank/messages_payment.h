// The set of messages that payment institutions use beside the banks' one: a stop of one payment by
// its order number, its extension and release, and the query of a single payment. A bank sees only
// the institution's settlement account, so this is how money is followed through a wallet.
//
// Known of this set are the codes A00105, A00107 and A00311, the operation types, the kinds of
// order numbers and the statuses. The element names, and the answers' codes (the order's plus one),
// are assumptions in the manner of the banks' set. The freezes A00205 and A00207 are left out.
#pragma once

#include <optional>

#include "gateway/bank/messages_stop.h"

namespace hetang::bank {

// 00, 01, 02 on the wire.
enum class PaymentOperation { extend = 0, release = 1, stop = 2 };
BOOST_DESCRIBE_ENUM(PaymentOperation, extend, release, stop)

// A1, A2, A3 on the wire: whose number names the payment.
enum class OrderNumberKind {
  bank_serial = 1,        // The serial of the bank that the money came from.
  institution_order = 2,  // The payment institution's order number.
  pos_serial = 3,         // The serial of a machine at a till.
};
BOOST_DESCRIBE_ENUM(OrderNumberKind, bank_serial, institution_order, pos_serial)

// One digit on the wire.
enum class PaymentStatus { accepted = 1, fed_back = 2, feedback_taken = 3, feedback_failed = 4 };
BOOST_DESCRIBE_ENUM(PaymentStatus, accepted, fed_back, feedback_taken, feedback_failed)

// The payment an order is about, at the institution it went through.
struct PaymentTarget {
  static constexpr bool kInline = true;
  Text<12> bank_id;  // The institution's code.
  Text<100> bank_name;
  OrderNumberKind number_kind = OrderNumberKind::institution_order;
  Text<64> order_number;
};
BOOST_DESCRIBE_STRUCT(PaymentTarget, (), (bank_id, bank_name, number_kind, order_number))

// A00105. CaseType is `0000`, telecom fraud.
struct PaymentStop {
  OrderHead head;
  PaymentOperation operation_type = PaymentOperation::stop;
  PaymentTarget target;
  TransferLeg transfer_out;
  Text<3> currency = "CNY";
  std::optional<Fen> transfer_amount_fen;
  std::optional<Moment> transfer_time;
  Text<500> reason;
  std::optional<Text<1000>> remark;
  Moment start_time;
  Moment expire_time;
  OrderTail tail;
};
BOOST_DESCRIBE_STRUCT(PaymentStop, (),
                      (head, operation_type, target, transfer_out, currency, transfer_amount_fen,
                       transfer_time, reason, remark, start_time, expire_time, tail))

// A00107. An extension has its new expiry.
struct PaymentStopChange {
  OrderHead head;
  PaymentOperation operation_type = PaymentOperation::release;
  Text<36> original_application_id;
  PaymentTarget target;
  std::optional<Moment> expire_time;
  std::optional<Text<1000>> remark;
  OrderTail tail;
};
BOOST_DESCRIBE_STRUCT(PaymentStopChange, (),
                      (head, operation_type, original_application_id, target, expire_time, remark,
                       tail))

// A00311: from whom to whom one payment went.
struct PaymentQuery {
  OrderHead head;
  PaymentTarget target;
  Text<500> reason;
  OrderTail tail;
};
BOOST_DESCRIBE_STRUCT(PaymentQuery, (), (head, target, reason, tail))

// How every answer of an institution begins.
struct PaymentFeedback {
  Text<36> application_id;
  Text<4> result;  // codes.h tells what it means.
  std::optional<PaymentStatus> status;
  Text<64> order_number;
  std::optional<Text<500>> failure_cause;
  std::optional<Text<1000>> feedback_remark;
  Text<100> feedback_org_name;
  std::optional<PersonName> operator_name;
  std::optional<PhoneNumber> operator_phone_number;
};
BOOST_DESCRIBE_STRUCT(PaymentFeedback, (),
                      (application_id, result, status, order_number, failure_cause, feedback_remark,
                       feedback_org_name, operator_name, operator_phone_number))

// A00106. When the result says in force, the sum, start and expiry are there.
struct PaymentStopFeedback : PaymentFeedback {
  std::optional<Fen> stopped_amount_fen;        // Of the payment's money, what had not gone on.
  std::optional<AccountNumber> account_number;  // The wallet the money lies in.
  std::optional<Moment> start_time;
  std::optional<Moment> expire_time;
};
BOOST_DESCRIBE_STRUCT(PaymentStopFeedback, (PaymentFeedback),
                      (stopped_amount_fen, account_number, start_time, expire_time))

// A00108. When the result says done: an extension has its expiry, a release its time.
struct PaymentChangeFeedback : PaymentFeedback {
  std::optional<Moment> expire_time;
  std::optional<Moment> withdrawal_time;
};
BOOST_DESCRIBE_STRUCT(PaymentChangeFeedback, (PaymentFeedback), (expire_time, withdrawal_time))

// A00312. When the result says done, time and sum are there, and whose wallet was paid.
struct PaymentDetail : PaymentFeedback {
  std::optional<Moment> transaction_time;
  std::optional<Text<3>> currency;
  std::optional<Fen> transaction_amount_fen;
  TransferLeg payer;
  TransferLeg payee;
  std::optional<Text<200>> merchant_name;
  std::optional<Text<60>> merchant_code;
};
BOOST_DESCRIBE_STRUCT(PaymentDetail, (PaymentFeedback),
                      (transaction_time, currency, transaction_amount_fen, payer, payee,
                       merchant_name, merchant_code))

}  // namespace hetang::bank
