// The orders of a centre that hold money, as plain described records: stop, extension and release
// of an account, and the bank's feedback on each. messages.h gathers all messages.
//
// An element's name follows from the field's name (`original_application_id` is
// OriginalApplicationID; `_fen` is dropped). The fields of a nested record follow the name of the
// field that holds it (`transfer_out.bank_id` is TransferOutBankID) unless the record says kInline.
// A field that is not optional must be there and not be empty.
//
// The wire carries whole seconds: the milliseconds of a Moment are dropped.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/field.h"

namespace hetang::bank {

// On the wire each of these is its number in two digits.
enum class ApplicationType {
  first = 0,          // Stop of a demand account in yuan.
  first_foreign = 1,  // The same for foreign currency and term deposits: `main_sub` account key.
  bank_reported = 2,  // The bank handed the report in (100401).
  bank_reported_foreign = 3,
  late_paperwork = 4,  // Stop first, papers follow: the victim's leg may be missing.
  late_paperwork_foreign = 5,
};
BOOST_DESCRIBE_ENUM(ApplicationType, first, first_foreign, bank_reported, bank_reported_foreign,
                    late_paperwork, late_paperwork_foreign)

enum class EmergencyLevel { normal = 1, urgent = 2 };
BOOST_DESCRIBE_ENUM(EmergencyLevel, normal, urgent)

enum class AccountType { personal = 1, corporate = 2 };
BOOST_DESCRIBE_ENUM(AccountType, personal, corporate)

// How every order begins.
struct OrderHead {
  static constexpr bool kInline = true;
  Text<36> application_id;  // The idempotency key: a bank makes it effective once.
  Text<36> case_number;
  Text<4> case_type;
  EmergencyLevel emergency_level = EmergencyLevel::urgent;
};
BOOST_DESCRIBE_STRUCT(OrderHead, (), (application_id, case_number, case_type, emergency_level))

struct Officer {
  Text<2> id_type;  // 01 identity card, 08 police card.
  IdentityNumber id_number;
  PersonName name;
  std::optional<PhoneNumber> phone_number;  // The operator's must be there.
};
BOOST_DESCRIBE_STRUCT(Officer, (), (id_type, id_number, name, phone_number))

struct Attachment {
  Text<200> filename;   // A bare name, no path.
  std::string content;  // Bytes; base64 on the wire.
};
BOOST_DESCRIBE_STRUCT(Attachment, (), (filename, content))

// How every order ends: when, by whom, and the two officers.
struct OrderTail {
  static constexpr bool kInline = true;
  Moment application_time;
  Text<12> application_org_id;
  Text<100> application_org_name;
  Officer operator_;
  Officer investigator;
  std::vector<Attachment> attachments;
};
BOOST_DESCRIBE_STRUCT(OrderTail, (),
                      (application_time, application_org_id, application_org_name, operator_,
                       investigator, attachments))

// The account the victim paid from.
struct TransferLeg {
  std::optional<Text<12>> bank_id;
  std::optional<Text<100>> bank_name;
  std::optional<PersonName> account_name;
  std::optional<AccountNumber> account_number;
};
BOOST_DESCRIBE_STRUCT(TransferLeg, (), (bank_id, bank_name, account_name, account_number))

// The account the order is about. The bank compares name and number with its own books.
struct TargetAccount {
  static constexpr bool kInline = true;
  Text<12> bank_id;
  Text<100> bank_name;
  AccountType account_type = AccountType::personal;
  std::optional<PersonName> account_name;  // May be missing in late paperwork only.
  AccountNumber account_number;
};
BOOST_DESCRIBE_STRUCT(TargetAccount, (),
                      (bank_id, bank_name, account_type, account_name, account_number))

// 100101. All of the leg, the amount and the time must be there unless the type is late paperwork.
// Types 02 to 05 name an earlier application; late paperwork without one names itself.
struct StopRequest {
  OrderHead head;
  ApplicationType application_type = ApplicationType::first;
  std::optional<Text<36>> original_application_id;
  TransferLeg transfer_out;
  Text<3> currency = "CNY";  // Banks also write RMB.
  std::optional<Fen> transfer_amount_fen;
  std::optional<Moment> transfer_time;
  TargetAccount target;
  Text<500> reason;
  std::optional<Text<1000>> remark;
  Moment start_time;
  Moment expire_time;
  OrderTail tail;
};
BOOST_DESCRIBE_STRUCT(StopRequest, (),
                      (head, application_type, original_application_id, transfer_out, currency,
                       transfer_amount_fen, transfer_time, target, reason, remark, start_time,
                       expire_time, tail))

// 100103: lets the money go again.
struct StopRelease {
  OrderHead head;
  Text<36> original_application_id;
  TargetAccount target;
  std::optional<Text<1000>> withdrawal_remark;
  OrderTail tail;
};
BOOST_DESCRIBE_STRUCT(StopRelease, (),
                      (head, original_application_id, target, withdrawal_remark, tail))

// 100105: the second 48 hours, from postpone_start_time.
struct StopExtension {
  OrderHead head;
  Text<36> original_application_id;
  TargetAccount target;
  Moment postpone_start_time;
  Moment expire_time;
  std::optional<Text<1000>> extend_remark;
  OrderTail tail;
};
BOOST_DESCRIBE_STRUCT(StopExtension, (),
                      (head, original_application_id, target, postpone_start_time, expire_time,
                       extend_remark, tail))

// 100102. When the result says the stop is in force, balance, start and expiry are there.
struct StopFeedback {
  Text<36> application_id;
  Text<4> result;  // codes.h tells what it means.
  std::optional<AccountType> account_type;
  AccountNumber account_number;
  std::optional<AccountNumber> card_number;
  std::optional<Fen> account_balance_fen;  // Before the stop.
  std::optional<Moment> start_time;
  std::optional<Moment> expire_time;
  std::optional<Text<500>> failure_cause;     // Technical.
  std::optional<Text<1000>> feedback_remark;  // Of the business side.
  Text<100> feedback_org_name;
  std::optional<PersonName> operator_name;
  std::optional<PhoneNumber> operator_phone_number;
};
BOOST_DESCRIBE_STRUCT(StopFeedback, (),
                      (application_id, result, account_type, account_number, card_number,
                       account_balance_fen, start_time, expire_time, failure_cause, feedback_remark,
                       feedback_org_name, operator_name, operator_phone_number))

// 100104. When the result says done, withdrawal_time is there.
struct ReleaseFeedback : StopFeedback {
  std::optional<Moment> withdrawal_time;
};
BOOST_DESCRIBE_STRUCT(ReleaseFeedback, (StopFeedback), (withdrawal_time))

// 100106: the fields and rules of 100102.
struct ExtensionFeedback : StopFeedback {};
BOOST_DESCRIBE_STRUCT(ExtensionFeedback, (StopFeedback), ())

}  // namespace hetang::bank
