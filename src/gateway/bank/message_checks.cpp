// What one field of a message alone cannot tell: CheckBody of messages.h.
#include <algorithm>
#include <set>

#include "base/text.h"
#include "gateway/bank/codes.h"
#include "gateway/bank/messages.h"

namespace hetang::bank {
namespace {

using Errors = std::vector<FieldError>;

constexpr std::size_t kMostMissing = 50;  // Of one list; more would say no more.

void Require(bool good, std::string_view element, std::string_view code, Errors& errors) {
  if (!good) errors.push_back({std::string(element), std::string(code), ""});
}

template <typename T>
void RequireThere(const std::optional<T>& value, std::string_view element, Errors& errors) {
  Require(value.has_value(), element, "missing", errors);
}

bool IsDigitsOf(std::string_view text, std::size_t count) {
  return text.size() == count && IsDigits(text);
}

bool IsPlainId(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' ||
           c == '_';
  });
}

bool IsBareName(std::string_view name) {
  return name != "." && name != ".." && name.find_first_of("/\\") == std::string_view::npos;
}

bool IsLate(ApplicationType type) {
  return type == ApplicationType::late_paperwork || type == ApplicationType::late_paperwork_foreign;
}

bool IsFirst(ApplicationType type) {
  return type == ApplicationType::first || type == ApplicationType::first_foreign;
}

void CheckOrder(const OrderHead& head, const Text<12>& bank_id, const OrderTail& tail,
                Errors& errors) {
  Require(IsPlainId(head.application_id.str()), "ApplicationID", "id", errors);
  Require(IsPlainId(head.case_number.str()), "CaseNumber", "id", errors);
  Require(IsDigitsOf(bank_id.str(), 12), "BankID", "digits", errors);
  Require(IsDigitsOf(tail.application_org_id.str(), 12), "ApplicationOrgID", "digits", errors);
  RequireThere(tail.operator_.phone_number, "OperatorPhoneNumber", errors);
  for (const Attachment& attachment : tail.attachments) {
    Require(IsBareName(attachment.filename.str()), "Filename", "path", errors);
  }
}

void CheckOriginal(const Text<36>& original, Errors& errors) {
  Require(IsPlainId(original.str()), "OriginalApplicationID", "id", errors);
}

void Check(const StopRequest& stop, Errors& errors) {
  CheckOrder(stop.head, stop.target.bank_id, stop.tail, errors);
  if (stop.original_application_id) {
    CheckOriginal(*stop.original_application_id, errors);
  } else {
    Require(IsFirst(stop.application_type), "OriginalApplicationID", "missing", errors);
  }
  const TransferLeg& leg = stop.transfer_out;
  if (leg.bank_id)
    Require(IsDigitsOf(leg.bank_id->str(), 12), "TransferOutBankID", "digits", errors);
  if (stop.transfer_amount_fen) {
    Require(stop.transfer_amount_fen->value() > 0, "TransferAmount", "positive", errors);
  }
  Require(stop.start_time < stop.expire_time, "ExpireTime", "order", errors);
  if (IsLate(stop.application_type)) return;
  RequireThere(leg.bank_id, "TransferOutBankID", errors);
  RequireThere(leg.bank_name, "TransferOutBankName", errors);
  RequireThere(leg.account_name, "TransferOutAccountName", errors);
  RequireThere(leg.account_number, "TransferOutAccountNumber", errors);
  RequireThere(stop.transfer_amount_fen, "TransferAmount", errors);
  RequireThere(stop.transfer_time, "TransferTime", errors);
  RequireThere(stop.target.account_name, "AccountName", errors);
}

void Check(const StopRelease& release, Errors& errors) {
  CheckOrder(release.head, release.target.bank_id, release.tail, errors);
  CheckOriginal(release.original_application_id, errors);
}

void Check(const StopExtension& extension, Errors& errors) {
  CheckOrder(extension.head, extension.target.bank_id, extension.tail, errors);
  CheckOriginal(extension.original_application_id, errors);
  Require(extension.postpone_start_time < extension.expire_time, "ExpireTime", "order", errors);
}

// The group whose codes may say that such an order took effect with a defect; empty: none.
template <typename Feedback>
constexpr std::string_view GroupOf() {
  if constexpr (std::is_base_of_v<FreezeFeedback, Feedback>) return "14";
  if constexpr (std::is_same_v<Feedback, ReturnFeedback>) return "17";
  if constexpr (std::is_same_v<Feedback, StopFeedback>) return "12";
  if constexpr (std::is_same_v<Feedback, ExtensionFeedback>) return "12";
  if constexpr (std::is_same_v<Feedback, PaymentStopFeedback>) return "12";
  return "";
}

// Another kind of order's success is none of this one.
template <typename Feedback>
bool IsResultOf(std::string_view result) {
  if (result == "0000" || !IsInForce(result)) return true;
  const std::string_view group = GroupOf<Feedback>();
  return !group.empty() && result.starts_with(group);
}

template <typename Feedback>
void CheckCommon(const Feedback& feedback, Errors& errors) {
  Require(IsPlainId(feedback.application_id.str()), "ApplicationID", "id", errors);
  Require(IsDigitsOf(feedback.result.str(), 4), "Result", "digits", errors);
  Require(IsResultOf<Feedback>(feedback.result.str()), "Result", "choice", errors);
}

void Check(const StopFeedback& feedback, Errors& errors) {
  CheckCommon(feedback, errors);
  if (!IsInForce(feedback.result.str())) return;
  RequireThere(feedback.account_balance_fen, "AccountBalance", errors);
  RequireThere(feedback.start_time, "StartTime", errors);
  RequireThere(feedback.expire_time, "ExpireTime", errors);
  if (feedback.start_time && feedback.expire_time) {
    Require(*feedback.start_time < *feedback.expire_time, "ExpireTime", "order", errors);
  }
}

void Check(const ReleaseFeedback& feedback, Errors& errors) {
  CheckCommon(feedback, errors);
  if (IsInForce(feedback.result.str())) {
    RequireThere(feedback.withdrawal_time, "WithdrawalTime", errors);
  }
}

void Check(const TransactionsQuery& query, Errors& errors) {
  CheckOrder(query.head, query.target.bank_id, query.tail, errors);
  if (query.inquiry_period_start && query.inquiry_period_end) {
    Require(*query.inquiry_period_start <= *query.inquiry_period_end, "InquiryPeriodEnd", "order",
            errors);
  }
}

void Check(const HolderQuery& query, Errors& errors) {
  CheckOrder(query.head, query.target.bank_id, query.tail, errors);
}

void Check(const AccountsQuery& query, Errors& errors) {
  CheckOrder(query.head, query.subject.bank_id, query.tail, errors);
  if (query.subject.account_credential_number) {
    RequireThere(query.subject.account_credential_type, "AccountCredentialType", errors);
  } else {
    RequireThere(query.subject.account_subject_name, "AccountSubjectName", errors);
  }
}

template <typename Feedback>
void CheckAccounts(const Feedback& feedback, Errors& errors) {
  CheckCommon(feedback, errors);
  if (!IsInForce(feedback.result.str())) return;
  Require(!feedback.accounts.empty(), "Accounts", "missing", errors);
  for (const CardAccounts& card : feedback.accounts) {
    if (errors.size() >= kMostMissing) return;
    Require(!card.account.empty() || card.card_number.has_value(), "CardNumber", "missing", errors);
  }
}

void Check(const TransactionsFeedback& feedback, Errors& errors) {
  CheckAccounts(feedback, errors);
}

void Check(const AccountsFeedback& feedback, Errors& errors) { CheckAccounts(feedback, errors); }

void Check(const HolderFeedback& feedback, Errors& errors) {
  CheckCommon(feedback, errors);
  if (IsInForce(feedback.result.str())) {
    RequireThere(feedback.account_subject_name, "AccountSubjectName", errors);
  }
}

void CheckIdentity(const std::optional<Text<2>>& type, const std::optional<IdentityNumber>& number,
                   Errors& errors) {
  if (number) RequireThere(type, "IDType", errors);
}

// The sum belongs to a limited freeze, and to no other.
void CheckLimit(FreezeType type, const std::optional<Fen>& limit, Errors& errors) {
  if (type == FreezeType::limit) {
    RequireThere(limit, "Balance", errors);
    if (limit) Require(limit->value() > 0, "Balance", "positive", errors);
  } else {
    Require(!limit.has_value(), "Balance", "unexpected", errors);
  }
}

void Check(const FreezeRequest& freeze, Errors& errors) {
  CheckOrder(freeze.head, freeze.target.bank_id, freeze.tail, errors);
  RequireThere(freeze.target.account_name, "AccountName", errors);
  CheckIdentity(freeze.id_type, freeze.id_number, errors);
  CheckLimit(freeze.freeze_type, freeze.balance_fen, errors);
  Require(freeze.freeze_start_time < freeze.expire_time, "ExpireTime", "order", errors);
}

void Check(const FreezeLift& lift, Errors& errors) {
  CheckOrder(lift.head, lift.target.bank_id, lift.tail, errors);
  CheckOriginal(lift.original_application_id, errors);
  CheckIdentity(lift.id_type, lift.id_number, errors);
}

void Check(const FreezeRenewal& renewal, Errors& errors) {
  CheckOrder(renewal.head, renewal.target.bank_id, renewal.tail, errors);
  CheckOriginal(renewal.original_application_id, errors);
  CheckIdentity(renewal.id_type, renewal.id_number, errors);
  CheckLimit(renewal.freeze_type, renewal.balance_fen, errors);
  Require(renewal.postpone_start_time < renewal.expire_time, "ExpireTime", "order", errors);
}

void Check(const FreezeFeedback& feedback, Errors& errors) {
  CheckCommon(feedback, errors);
  for (const auto& [sum, element] : {std::pair(&feedback.applied_balance_fen, "AppliedBalance"),
                                     std::pair(&feedback.frozed_balance_fen, "FrozedBalance")}) {
    if (*sum) Require((*sum)->value() >= 0, element, "positive", errors);
  }
  if (!IsInForce(feedback.result.str())) return;
  RequireThere(feedback.account_balance_fen, "AccountBalance", errors);
  RequireThere(feedback.frozed_balance_fen, "FrozedBalance", errors);
  RequireThere(feedback.start_time, "StartTime", errors);
  RequireThere(feedback.expire_time, "ExpireTime", errors);
  if (feedback.start_time && feedback.expire_time) {
    Require(*feedback.start_time < *feedback.expire_time, "ExpireTime", "order", errors);
  }
  if (feedback.applied_balance_fen && feedback.frozed_balance_fen) {
    Require(*feedback.frozed_balance_fen <= *feedback.applied_balance_fen, "FrozedBalance", "range",
            errors);
  }
}

void Check(const FreezeLiftFeedback& feedback, Errors& errors) {
  CheckCommon(feedback, errors);
  if (!IsInForce(feedback.result.str())) return;
  RequireThere(feedback.unfreeze_balance_fen, "UnfreezeBalance", errors);
  RequireThere(feedback.withdrawal_time, "WithdrawalTime", errors);
}

// No serial twice, every sum positive, and together the total. As many lines as are let in cannot
// overflow the sum.
void CheckPayees(const ReturnNotice& notice, Errors& errors) {
  Require(!notice.payee.empty(), "Payee", "missing", errors);
  Require(notice.payee.size() <= kMostPayees, "Payee", "too_many", errors);
  if (notice.payee.size() > kMostPayees) return;
  std::set<std::string> serials;
  Fen total;
  for (const ReturnPayee& payee : notice.payee) {
    if (errors.size() >= kMostMissing) return;
    Require(serials.insert(payee.serial.str()).second, "Serial", "doubled", errors);
    Require(payee.amount_fen > Fen(0), "Amount", "positive", errors);
    total += payee.amount_fen;
  }
  Require(total == notice.total_amount_fen, "TotalAmount", "total", errors);
}

void Check(const ReturnNotice& notice, Errors& errors) {
  CheckOrder(notice.head, notice.target.bank_id, notice.tail, errors);
  CheckOriginal(notice.original_application_id, errors);
  CheckPayees(notice, errors);
}

void CheckReturned(const ReturnedLine& line, Errors& errors) {
  Require(IsDigitsOf(line.result.str(), 4), "Result", "digits", errors);
  if (line.result == "0000") {
    Require(line.executed_amount_fen > Fen(0), "ExecutedAmount", "positive", errors);
    RequireThere(line.executed_time, "ExecutedTime", errors);
  } else {
    Require(line.executed_amount_fen == Fen(0), "ExecutedAmount", "unexpected", errors);
  }
}

void Check(const ReturnFeedback& feedback, Errors& errors) {
  CheckCommon(feedback, errors);
  Require(feedback.payee.size() <= kMostPayees, "Payee", "too_many", errors);
  if (feedback.payee.size() > kMostPayees) return;
  std::set<std::string> serials;
  Fen total;
  for (const ReturnedLine& line : feedback.payee) {
    if (errors.size() >= kMostMissing) return;
    Require(serials.insert(line.serial.str()).second, "Serial", "doubled", errors);
    CheckReturned(line, errors);
    total += line.executed_amount_fen;
  }
  if (!IsInForce(feedback.result.str())) return;
  Require(!feedback.payee.empty(), "Payee", "missing", errors);
  RequireThere(feedback.executed_amount_fen, "ExecutedAmount", errors);
  RequireThere(feedback.frozed_balance_fen, "FrozedBalance", errors);
  if (feedback.executed_amount_fen) {
    Require(*feedback.executed_amount_fen == total, "ExecutedAmount", "total", errors);
  }
}

void Check(const WatchRequest& watch, Errors& errors) {
  CheckOrder(watch.head, watch.target.bank_id, watch.tail, errors);
  Require(IsPlainId(watch.interception_order_id.str()), "InterceptionOrderID", "id", errors);
  const Duration lasts = watch.interception_end_time - watch.interception_start_time;
  Require(lasts > Duration(), "InterceptionEndTime", "order", errors);
  Require(lasts <= kLongestWatch, "InterceptionEndTime", "range", errors);
}

void Check(const WatchEnd& end, Errors& errors) {
  CheckOrder(end.head, end.target.bank_id, end.tail, errors);
  CheckOriginal(end.original_application_id, errors);
}

void Check(const WatchFeedback& feedback, Errors& errors) { CheckAccounts(feedback, errors); }

void Check(const WatchEndFeedback& feedback, Errors& errors) {
  CheckCommon(feedback, errors);
  if (IsInForce(feedback.result.str())) {
    RequireThere(feedback.interception_end_time, "InterceptionEndTime", errors);
  }
}

void CheckOrderNumber(const Text<64>& number, Errors& errors) {
  Require(IsPlainId(number.str()), "OrderNumber", "id", errors);
}

void Check(const PaymentStop& stop, Errors& errors) {
  CheckOrder(stop.head, stop.target.bank_id, stop.tail, errors);
  CheckOrderNumber(stop.target.order_number, errors);
  Require(stop.operation_type == PaymentOperation::stop, "OperationType", "choice", errors);
  if (stop.transfer_amount_fen) {
    Require(stop.transfer_amount_fen->value() > 0, "TransferAmount", "positive", errors);
  }
  Require(stop.start_time < stop.expire_time, "ExpireTime", "order", errors);
}

void Check(const PaymentStopChange& change, Errors& errors) {
  CheckOrder(change.head, change.target.bank_id, change.tail, errors);
  CheckOriginal(change.original_application_id, errors);
  CheckOrderNumber(change.target.order_number, errors);
  Require(change.operation_type != PaymentOperation::stop, "OperationType", "choice", errors);
  if (change.operation_type == PaymentOperation::extend) {
    RequireThere(change.expire_time, "ExpireTime", errors);
  }
}

void Check(const PaymentQuery& query, Errors& errors) {
  CheckOrder(query.head, query.target.bank_id, query.tail, errors);
  CheckOrderNumber(query.target.order_number, errors);
}

void Check(const PaymentStopFeedback& feedback, Errors& errors) {
  CheckCommon(feedback, errors);
  if (!IsInForce(feedback.result.str())) return;
  RequireThere(feedback.stopped_amount_fen, "StoppedAmount", errors);
  RequireThere(feedback.start_time, "StartTime", errors);
  RequireThere(feedback.expire_time, "ExpireTime", errors);
  if (feedback.start_time && feedback.expire_time) {
    Require(*feedback.start_time < *feedback.expire_time, "ExpireTime", "order", errors);
  }
}

void Check(const PaymentChangeFeedback& feedback, Errors& errors) {
  CheckCommon(feedback, errors);
  if (!IsInForce(feedback.result.str())) return;
  Require(feedback.expire_time || feedback.withdrawal_time, "WithdrawalTime", "missing", errors);
}

void Check(const PaymentDetail& detail, Errors& errors) {
  CheckCommon(detail, errors);
  if (!IsInForce(detail.result.str())) return;
  RequireThere(detail.transaction_time, "TransactionTime", errors);
  RequireThere(detail.transaction_amount_fen, "TransactionAmount", errors);
  RequireThere(detail.payee.account_number, "PayeeAccountNumber", errors);
}

}  // namespace

void CheckBody(const Body& body, Errors& errors) {
  std::visit([&](const auto& message) { Check(message, errors); }, body);
}

}  // namespace hetang::bank
