// Orders and answers for the tests of this folder. Every person and number is invented.
#pragma once

#include "gateway/bank/messages.h"
#include "gateway/bank/profile.h"

namespace hetang::bank {

inline constexpr const char* kTestBank = "900000000001";

inline Moment At(const char* iso) { return *ParseIso(iso); }

inline OrderHead TestHead(std::string application_id) {
  return {std::move(application_id), "AJ430102202604010001", "01", EmergencyLevel::urgent};
}

inline OrderTail TestTail() {
  OrderTail tail;
  tail.application_time = At("2026-04-01T15:12:30+08:00");
  tail.application_org_id = std::string(kCentreNode);
  tail.application_org_name = "荷塘分局反诈中心";
  tail.operator_ = {"08", IdentityNumber("P430001"), PersonName("林一鸣"),
                    PhoneNumber("13900000001")};
  tail.investigator = {"08", IdentityNumber("P430002"), PersonName("沈知秋"), std::nullopt};
  return tail;
}

inline TargetAccount TestTarget() {
  return {kTestBank, "中国工商银行", AccountType::personal, PersonName("赵某某"),
          AccountNumber("6222020000000000016")};
}

inline StopRequest TestStop() {
  StopRequest stop;
  stop.head = TestHead("100101202604010000000001");
  stop.transfer_out = {"900000000003", "中国建设银行", PersonName("芦小芳"),
                       AccountNumber("6217000000000000024")};
  stop.transfer_amount_fen = Fen(23'500'000);
  stop.transfer_time = At("2026-04-01T15:02:00+08:00");
  stop.target = TestTarget();
  stop.reason = "电信网络诈骗";
  stop.remark = "<急> A&B";
  stop.start_time = At("2026-04-01T15:12:30+08:00");
  stop.expire_time = At("2026-04-03T15:12:30+08:00");
  stop.tail = TestTail();
  return stop;
}

inline StopRelease TestRelease() {
  StopRelease release;
  release.head = TestHead("100103202604020000000002");
  release.original_application_id = "100101202604010000000001";
  release.target = TestTarget();
  release.withdrawal_remark = "核实无关";
  release.tail = TestTail();
  return release;
}

inline StopExtension TestExtension() {
  StopExtension extension;
  extension.head = TestHead("100105202604030000000003");
  extension.original_application_id = "100101202604010000000001";
  extension.target = TestTarget();
  extension.postpone_start_time = At("2026-04-03T15:12:30+08:00");
  extension.expire_time = At("2026-04-05T15:12:30+08:00");
  extension.tail = TestTail();
  return extension;
}

inline StopFeedback TestFeedback() {
  StopFeedback feedback;
  feedback.application_id = "100101202604010000000001";
  feedback.result = "0000";
  feedback.account_type = AccountType::personal;
  feedback.account_number = AccountNumber("6222020000000000016");
  feedback.card_number = AccountNumber("6222020000000000016");
  feedback.account_balance_fen = Fen(23'450'050);
  feedback.start_time = At("2026-04-01T15:12:41+08:00");
  feedback.expire_time = At("2026-04-03T15:12:41+08:00");
  feedback.feedback_remark = "已止付";
  feedback.feedback_org_name = "中国工商银行";
  feedback.operator_name = PersonName("郑值班");
  feedback.operator_phone_number = PhoneNumber("02100000000");
  return feedback;
}

inline ReleaseFeedback TestReleaseFeedback() {
  ReleaseFeedback feedback;
  static_cast<StopFeedback&>(feedback) = TestFeedback();
  feedback.withdrawal_time = At("2026-04-02T09:00:00+08:00");
  return feedback;
}

inline QueryTarget TestQueryTarget() {
  return {SubjectType::natural, kTestBank, "中国工商银行", PersonName("赵某某"),
          AccountNumber("6222020000000000016")};
}

inline TransactionsQuery TestTransactionsQuery() {
  TransactionsQuery query;
  query.head = TestHead("100301202604010000000004");
  query.target = TestQueryTarget();
  query.inquiry_mode = InquiryMode::both;
  query.inquiry_period_start = At("2026-03-01T00:00:00+08:00");
  query.inquiry_period_end = At("2026-04-01T15:15:00+08:00");
  query.reason = "电信网络诈骗";
  query.tail = TestTail();
  return query;
}

inline HolderQuery TestHolderQuery() {
  HolderQuery query;
  query.head = TestHead("100303202604010000000005");
  query.target = TestQueryTarget();
  query.reason = "电信网络诈骗";
  query.tail = TestTail();
  return query;
}

inline AccountsQuery TestAccountsQuery() {
  AccountsQuery query;
  query.head = TestHead("100309202604010000000006");
  query.subject = {kTestBank,
                   "中国工商银行",
                   SubjectType::natural,
                   Text<2>("01"),
                   IdentityNumber("430102199001010015"),
                   PersonName("赵某某")};
  query.inquiry_mode = AccountsInquiryMode::with_measures;
  query.tail = TestTail();
  return query;
}

inline TransactionRow TestTransaction() {
  TransactionRow row;
  row.transaction_type = "转账";
  row.borrowing_signs = BorrowingSigns::credit;
  row.transaction_amount_fen = Fen(23'500'000);
  row.account_balance_fen = Fen(23'500'050);
  row.transaction_time = At("2026-04-01T15:02:07+08:00");
  row.transaction_serial = "000000000172";
  row.opponent_name = PersonName("芦小芳");
  row.opponent_account_number = AccountNumber("6217000000000000024");
  row.opponent_credential_number = IdentityNumber("430102199001010023");
  row.opponent_deposit_bank_id = "900000000003";
  row.transaction_remark = "网银转账";
  row.transaction_branch_name = "电子银行";
  row.transaction_branch_code = "0001";
  row.log_number = "L1";
  row.summons_number = "S1";
  row.voucher_type = "01";
  row.voucher_code = "V1";
  row.cash_mark = CashMark::other;
  row.terminal_number = "T1";
  row.transaction_status = TransactionStatus::success;
  row.transaction_address = "荷塘";
  row.merchant_name = "无";
  row.merchant_code = "M1";
  row.ip_address = "192.0.2.7";
  row.mac = "00-00-5E-00-53-01";
  row.teller_code = "A1";
  row.remark = "备注";
  return row;
}

// One card with a demand account that tells two rows and a term account that tells none.
inline TransactionsFeedback TestTransactionsFeedback() {
  TransactionsFeedback feedback;
  feedback.application_id = "100301202604010000000004";
  feedback.result = "0000";
  feedback.feedback_org_name = "中国工商银行";
  CardAccounts card;
  card.account_name = PersonName("赵某某");
  card.card_number = AccountNumber("6222020000000000016");
  card.deposit_bank_branch = "荷塘支行";
  card.account_open_time = At("2020-05-01T09:00:00+08:00");
  SubAccount demand;
  demand.account_number = AccountNumber("6222020000000000016_001");
  demand.account_serial = "1";
  demand.currency = "CNY";
  demand.account_balance_fen = Fen(50);
  demand.last_transaction_time = At("2026-04-01T15:06:00+08:00");
  TransactionRow out;
  out.transaction_amount_fen = Fen(23'500'000);
  out.account_balance_fen = Fen(50);
  out.transaction_time = At("2026-04-01T15:06:00+08:00");
  demand.transaction = {TestTransaction(), out};
  SubAccount term;
  term.account_number = AccountNumber("6222020000000000016_002");
  card.account = {demand, term};
  feedback.accounts = {card};
  return feedback;
}

inline HolderFeedback TestHolderFeedback() {
  HolderFeedback feedback;
  feedback.application_id = "100303202604010000000005";
  feedback.result = "0000";
  feedback.feedback_org_name = "中国工商银行";
  feedback.account_credential_type = "01";
  feedback.account_credential_number = IdentityNumber("430102199001010015");
  feedback.account_subject_name = PersonName("赵某某");
  feedback.tel_number = PhoneNumber("13900000003");
  feedback.resident_address = Address("荷塘路1号");
  feedback.credential_expiry_date = "20300101";
  return feedback;
}

inline AccountsFeedback TestAccountsFeedback() {
  AccountsFeedback feedback;
  feedback.application_id = "100309202604010000000006";
  feedback.result = "0000";
  feedback.feedback_org_name = "中国工商银行";
  feedback.accounts = TestTransactionsFeedback().accounts;
  for (SubAccount& account : feedback.accounts[0].account) account.transaction.clear();
  Measure stop;
  stop.freeze_serial = "1";
  stop.account_number = AccountNumber("6222020000000000016_001");
  stop.freeze_start_time = At("2026-04-01T15:12:41+08:00");
  stop.freeze_end_time = At("2026-04-03T15:12:41+08:00");
  stop.freeze_type = "0001";
  Priority owner;
  owner.serial = "1";
  owner.rights_type = "01";
  owner.obligee_name = PersonName("钱某某");
  feedback.measures = {stop};
  feedback.priorities = {owner};
  return feedback;
}

inline Envelope TestEnvelope(Body body) {
  const bool is_order = IsOrder(body);
  Envelope envelope{is_order ? kTestBank : std::string(kCentreNode), "", std::move(body)};
  envelope.serial = (is_order ? std::string(kCentreNode) : std::string(kTestBank)) +
                    "0000000000000000000000000001";
  return envelope;
}

}  // namespace hetang::bank
