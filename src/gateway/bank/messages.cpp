#include "gateway/bank/messages.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "gateway/bank/codes.h"

namespace hetang::bank {
namespace {

using Errors = std::vector<FieldError>;

constexpr std::size_t kMostMissing = 50;  // Of one list; more would say no more.

// In the order of Body.
constexpr std::array<std::string_view, std::variant_size_v<Body>> kTxCodes = {
    "100101", "100103", "100105", "100102", "100104", "100106",
    "100301", "100303", "100309", "100302", "100304", "100310"};

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

template <typename Feedback>
void CheckCommon(const Feedback& feedback, Errors& errors) {
  Require(IsPlainId(feedback.application_id.str()), "ApplicationID", "id", errors);
  Require(IsDigitsOf(feedback.result.str(), 4), "Result", "digits", errors);
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

std::string RandomDigits(std::size_t count) {
  std::string digits;
  while (digits.size() < count) {
    const auto bytes = FromHex(RandomToken(count));
    for (const char byte : *bytes) {
      const auto value = static_cast<unsigned char>(byte);
      // 250 and above would make some digits likelier than others.
      if (value < 250 && digits.size() < count) digits += static_cast<char>('0' + value % 10);
    }
  }
  return digits;
}

template <std::size_t kIndex = 0>
std::optional<Body> BodyAt(std::size_t index) {
  if constexpr (kIndex < std::variant_size_v<Body>) {
    if (index == kIndex) return Body(std::in_place_index<kIndex>);
    return BodyAt<kIndex + 1>(index);
  } else {
    return std::nullopt;
  }
}

}  // namespace

bool IsOrder(const Body& body) {
  return std::visit(
      [](const auto& message) { return !kIsAnswer<std::remove_cvref_t<decltype(message)>>; }, body);
}

std::string_view TxCodeOf(const Body& body) { return kTxCodes[body.index()]; }

std::optional<Body> BodyFor(std::string_view tx_code) {
  if (tx_code.size() != 6 || (tx_code[0] != '1' && tx_code[0] != '2')) return std::nullopt;
  for (std::size_t i = 0; i < kTxCodes.size(); ++i) {
    if (kTxCodes[i].substr(1) == tx_code.substr(1)) return BodyAt(i);
  }
  return std::nullopt;
}

const std::string& ApplicationIdOf(const Body& body) {
  return std::visit(
      [](const auto& message) -> const std::string& {
        if constexpr (requires { message.head; }) {
          return message.head.application_id.str();
        } else {
          return message.application_id.str();
        }
      },
      body);
}

std::string NewApplicationId(std::string_view tx_code, Moment now) {
  return std::string(tx_code) + FormatCompact(now).substr(0, 8) + RandomDigits(22);
}

std::string NewSerial(std::string_view org_code) {
  return std::string(org_code) + RandomDigits(28);
}

void CheckBody(const Body& body, Errors& errors) {
  std::visit([&](const auto& message) { Check(message, errors); }, body);
}

}  // namespace hetang::bank
