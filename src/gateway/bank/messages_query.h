// Queries of a centre and a bank's answers: the transactions of an account, its holder, and all
// accounts of a person. The conventions are those of messages.h; besides, a field that holds many
// records (`account`) is an element of its name for each of them, in their order.
//
// What a bank need not know of itself (a merchant, a terminal, the counterparty's bank) is
// optional here, so that an answer is not lost for want of it. Amounts of an answer may be
// negative: banks write reversals so.
#pragma once

#include <optional>
#include <vector>

#include "gateway/bank/messages_stop.h"

namespace hetang::bank {

// One digit on the wire; two are read as well.
enum class SubjectType { natural = 1, legal = 2 };
BOOST_DESCRIBE_ENUM(SubjectType, natural, legal)

enum class InquiryMode {
  basic = 1,         // The accounts and what they hold.
  transactions = 2,  // What moved in the period.
  both = 3,
  quick = 4,  // The latest transactions, at once.
};
BOOST_DESCRIBE_ENUM(InquiryMode, basic, transactions, both, quick)

enum class AccountsInquiryMode { basic = 1, with_measures = 2 };
BOOST_DESCRIBE_ENUM(AccountsInquiryMode, basic, with_measures)

// The card or account a query is about.
struct QueryTarget {
  static constexpr bool kInline = true;
  SubjectType subject_type = SubjectType::natural;
  Text<12> bank_id;
  Text<100> bank_name;
  std::optional<PersonName> account_name;
  AccountNumber card_number;
};
BOOST_DESCRIBE_STRUCT(QueryTarget, (),
                      (subject_type, bank_id, bank_name, account_name, card_number))

// 100301. Without a period: all that the bank keeps at hand, the latest first to be cut.
struct TransactionsQuery {
  OrderHead head;
  QueryTarget target;
  InquiryMode inquiry_mode = InquiryMode::quick;
  std::optional<Moment> inquiry_period_start;
  std::optional<Moment> inquiry_period_end;
  Text<500> reason;
  std::optional<Text<1000>> remark;
  OrderTail tail;
};
BOOST_DESCRIBE_STRUCT(TransactionsQuery, (),
                      (head, target, inquiry_mode, inquiry_period_start, inquiry_period_end, reason,
                       remark, tail))

// 100303: whose account it is.
struct HolderQuery {
  OrderHead head;
  QueryTarget target;
  Text<500> reason;
  OrderTail tail;
};
BOOST_DESCRIBE_STRUCT(HolderQuery, (), (head, target, reason, tail))

// Whose accounts are asked for: by credential, by name, or by both; one of them is there.
struct QuerySubject {
  static constexpr bool kInline = true;
  Text<12> bank_id;
  Text<100> bank_name;
  SubjectType subject_type = SubjectType::natural;
  std::optional<Text<2>> account_credential_type;  // 01 identity card.
  std::optional<IdentityNumber> account_credential_number;
  std::optional<PersonName> account_subject_name;
};
BOOST_DESCRIBE_STRUCT(QuerySubject, (),
                      (bank_id, bank_name, subject_type, account_credential_type,
                       account_credential_number, account_subject_name))

// 100309: all accounts of a person or company.
struct AccountsQuery {
  OrderHead head;
  QuerySubject subject;
  AccountsInquiryMode inquiry_mode = AccountsInquiryMode::basic;
  OrderTail tail;
};
BOOST_DESCRIBE_STRUCT(AccountsQuery, (), (head, subject, inquiry_mode, tail))

// How every answer to a query begins.
struct QueryFeedback {
  Text<36> application_id;
  Text<4> result;  // codes.h tells what it means.
  std::optional<Text<500>> failure_cause;
  std::optional<Text<1000>> feedback_remark;
  Text<100> feedback_org_name;
  std::optional<PersonName> operator_name;
  std::optional<PhoneNumber> operator_phone_number;
};
BOOST_DESCRIBE_STRUCT(QueryFeedback, (),
                      (application_id, result, failure_cause, feedback_remark, feedback_org_name,
                       operator_name, operator_phone_number))

// One digit on the wire; two are read as well.
enum class BorrowingSigns { debit = 0, credit = 1 };  // Out and in, as the account's owner sees it.
BOOST_DESCRIBE_ENUM(BorrowingSigns, debit, credit)

enum class CashMark { other = 0, cash = 1 };
BOOST_DESCRIBE_ENUM(CashMark, other, cash)

enum class TransactionStatus { success = 0, failure = 1 };
BOOST_DESCRIBE_ENUM(TransactionStatus, success, failure)

struct TransactionRow {
  std::optional<Text<60>> transaction_type;
  BorrowingSigns borrowing_signs = BorrowingSigns::debit;
  Text<3> currency = "CNY";  // Banks also write RMB.
  Fen transaction_amount_fen;
  std::optional<Fen> account_balance_fen;  // After the transaction.
  Moment transaction_time;
  std::optional<Text<60>> transaction_serial;
  std::optional<PersonName> opponent_name;
  std::optional<AccountNumber> opponent_account_number;
  std::optional<IdentityNumber> opponent_credential_number;
  std::optional<Text<100>> opponent_deposit_bank_id;  // A code or a name.
  std::optional<Text<400>> transaction_remark;
  std::optional<Text<200>> transaction_branch_name;
  std::optional<Text<60>> transaction_branch_code;
  std::optional<Text<60>> log_number;
  std::optional<Text<60>> summons_number;
  std::optional<Text<60>> voucher_type;
  std::optional<Text<60>> voucher_code;
  std::optional<CashMark> cash_mark;
  std::optional<Text<60>> terminal_number;
  std::optional<TransactionStatus> transaction_status;
  std::optional<Text<200>> transaction_address;
  std::optional<Text<200>> merchant_name;
  std::optional<Text<60>> merchant_code;
  std::optional<Text<60>> ip_address;
  std::optional<Text<60>> mac;
  std::optional<Text<60>> teller_code;
  std::optional<Text<1000>> remark;
};
BOOST_DESCRIBE_STRUCT(TransactionRow, (),
                      (transaction_type, borrowing_signs, currency, transaction_amount_fen,
                       account_balance_fen, transaction_time, transaction_serial, opponent_name,
                       opponent_account_number, opponent_credential_number,
                       opponent_deposit_bank_id, transaction_remark, transaction_branch_name,
                       transaction_branch_code, log_number, summons_number, voucher_type,
                       voucher_code, cash_mark, terminal_number, transaction_status,
                       transaction_address, merchant_name, merchant_code, ip_address, mac,
                       teller_code, remark))

// One account under a card. The number is `main_sub` where a bank tells sub-accounts apart.
struct SubAccount {
  AccountNumber account_number;
  std::optional<Text<60>> account_serial;
  std::optional<Text<60>> account_type;
  std::optional<Text<60>> account_status;
  std::optional<Text<3>> currency;
  std::optional<Text<60>> cash_remit;
  std::optional<Fen> account_balance_fen;
  std::optional<Fen> available_balance_fen;
  std::optional<Moment> last_transaction_time;
  std::vector<TransactionRow> transaction;
};
BOOST_DESCRIBE_STRUCT(SubAccount, (),
                      (account_number, account_serial, account_type, account_status, currency,
                       cash_remit, account_balance_fen, available_balance_fen,
                       last_transaction_time, transaction))

// One card or passbook with the accounts under it.
struct CardAccounts {
  std::optional<PersonName> account_name;
  std::optional<AccountNumber> card_number;
  std::optional<Text<200>> deposit_bank_branch;
  std::optional<Text<60>> deposit_bank_branch_code;
  std::optional<Moment> account_open_time;
  std::optional<Moment> account_cancellation_time;
  std::optional<Text<200>> account_cancellation_branch;
  std::optional<Text<1000>> remark;
  std::vector<SubAccount> account;
};
BOOST_DESCRIBE_STRUCT(CardAccounts, (),
                      (account_name, card_number, deposit_bank_branch, deposit_bank_branch_code,
                       account_open_time, account_cancellation_time, account_cancellation_branch,
                       remark, account))

// 100302. When the result says done, there is at least one account.
struct TransactionsFeedback : QueryFeedback {
  std::vector<CardAccounts> accounts;
};
BOOST_DESCRIBE_STRUCT(TransactionsFeedback, (QueryFeedback), (accounts))

// 100304. When the result says done, account_subject_name is there.
struct HolderFeedback : QueryFeedback {
  std::optional<Text<2>> account_credential_type;
  std::optional<IdentityNumber> account_credential_number;
  std::optional<PersonName> account_subject_name;
  std::optional<PhoneNumber> tel_number;
  std::optional<PersonName> card_operator_name;  // Who opened the account in the holder's name.
  std::optional<Text<2>> card_operator_credential_type;
  std::optional<IdentityNumber> card_operator_credential_number;
  std::optional<Address> resident_address;
  std::optional<PhoneNumber> resident_tel_number;
  std::optional<Text<200>> work_company_name;
  std::optional<Address> work_address;
  std::optional<PhoneNumber> work_tel_number;
  std::optional<PersonalText> email_address;
  std::optional<PersonName> artificial_person_rep;
  std::optional<Text<2>> artificial_person_rep_credential_type;
  std::optional<IdentityNumber> artificial_person_rep_credential_number;
  std::optional<Text<60>> business_license_number;
  std::optional<Text<60>> state_tax_serial;
  std::optional<Text<60>> local_tax_serial;
  std::optional<Text<8>> credential_expiry_date;  // yyyyMMdd
  std::optional<Text<1000>> remark;
};
BOOST_DESCRIBE_STRUCT(HolderFeedback, (QueryFeedback),
                      (account_credential_type, account_credential_number, account_subject_name,
                       tel_number, card_operator_name, card_operator_credential_type,
                       card_operator_credential_number, resident_address, resident_tel_number,
                       work_company_name, work_address, work_tel_number, email_address,
                       artificial_person_rep, artificial_person_rep_credential_type,
                       artificial_person_rep_credential_number, business_license_number,
                       state_tax_serial, local_tax_serial, credential_expiry_date, remark))

// What an authority has laid on an account.
struct Measure {
  std::optional<Text<60>> freeze_serial;
  std::optional<AccountNumber> account_number;
  std::optional<AccountNumber> card_number;
  std::optional<Moment> freeze_start_time;
  std::optional<Moment> freeze_end_time;
  std::optional<Text<200>> freeze_dept_name;
  std::optional<Text<3>> currency;
  std::optional<Fen> freeze_balance_fen;
  std::optional<Text<1000>> remark;
  Text<4> freeze_type;  // 0001 stop by police, 0002 freeze by police, 1001 freeze by a court.
};
BOOST_DESCRIBE_STRUCT(Measure, (),
                      (freeze_serial, account_number, card_number, freeze_start_time,
                       freeze_end_time, freeze_dept_name, currency, freeze_balance_fen, remark,
                       freeze_type))

// Whose claim on an account comes first, or whom it belongs to besides its holder.
struct Priority {
  std::optional<Text<60>> serial;
  std::optional<AccountNumber> account_number;
  std::optional<AccountNumber> card_number;
  std::optional<IdentityNumber> credential_number;
  std::optional<Text<60>> rights_type;  // 01 co-owner, 02 first claim, 03 pledge.
  std::optional<PersonName> obligee_name;
  std::optional<Fen> rights_balance_fen;
  std::optional<Address> obligee_address;
  std::optional<PersonalText> obligee_contact_info;
};
BOOST_DESCRIBE_STRUCT(Priority, (),
                      (serial, account_number, card_number, credential_number, rights_type,
                       obligee_name, rights_balance_fen, obligee_address, obligee_contact_info))

// 100310. When the result says done, there is at least one account; none of them tells
// transactions.
struct AccountsFeedback : QueryFeedback {
  std::vector<CardAccounts> accounts;
  std::vector<Measure> measures;
  std::vector<Priority> priorities;
};
BOOST_DESCRIBE_STRUCT(AccountsFeedback, (QueryFeedback), (accounts, measures, priorities))

}  // namespace hetang::bank
