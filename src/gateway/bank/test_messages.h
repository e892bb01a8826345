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

inline FreezeRequest TestFreeze() {
  FreezeRequest freeze;
  freeze.head = TestHead("100201202604020000000007");
  freeze.target = TestTarget();
  freeze.id_type = "01";
  freeze.id_number = IdentityNumber("430102199001010015");
  freeze.balance_fen = Fen(23'500'000);
  freeze.reason = "电信网络诈骗";
  freeze.freeze_start_time = At("2026-04-02T10:00:00+08:00");
  freeze.expire_time = At("2026-10-02T10:00:00+08:00");
  freeze.tail = TestTail();
  freeze.tail.attachments = {{"立案决定书.html", "<html>立案</html>"},
                             {"协助冻结财产通知书.html", "<html>冻结</html>"}};
  return freeze;
}

inline FreezeLift TestLift() {
  FreezeLift lift;
  lift.head = TestHead("100203202604050000000008");
  lift.original_application_id = "100201202604020000000007";
  lift.target = TestTarget();
  lift.withdrawal_remark = "核实无关";
  lift.tail = TestTail();
  return lift;
}

inline FreezeRenewal TestRenewal() {
  FreezeRenewal renewal;
  renewal.head = TestHead("100205202609300000000009");
  renewal.original_application_id = "100201202604020000000007";
  renewal.target = TestTarget();
  renewal.balance_fen = Fen(23'500'000);
  renewal.postpone_start_time = At("2026-10-02T10:00:00+08:00");
  renewal.expire_time = At("2027-04-02T10:00:00+08:00");
  renewal.tail = TestTail();
  return renewal;
}

// Executed in part behind an earlier freeze of another authority.
inline FreezeFeedback TestFreezeFeedback() {
  FreezeFeedback feedback;
  static_cast<StopFeedback&>(feedback) = TestFeedback();
  feedback.application_id = "100201202604020000000007";
  feedback.result = "1402";
  feedback.start_time = At("2026-04-02T10:00:05+08:00");
  feedback.expire_time = At("2026-10-02T10:00:05+08:00");
  feedback.feedback_remark = "部分冻结";
  feedback.applied_balance_fen = Fen(23'500'000);
  feedback.frozed_balance_fen = Fen(13'450'050);
  feedback.currency = "CNY";
  feedback.former_application_department = "某地公安局";
  feedback.former_frozen_currency = "CNY";
  feedback.former_frozen_balance_fen = Fen(10'000'000);
  feedback.former_frozen_expire_time = At("2026-08-01T00:00:00+08:00");
  feedback.account_available_balance_fen = Fen(0);
  return feedback;
}

inline FreezeLiftFeedback TestLiftFeedback() {
  FreezeLiftFeedback feedback;
  static_cast<StopFeedback&>(feedback) = TestFeedback();
  feedback.application_id = "100203202604050000000008";
  feedback.feedback_remark = "已解除";
  feedback.unfreeze_balance_fen = Fen(13'450'050);
  feedback.withdrawal_time = At("2026-04-05T09:00:00+08:00");
  return feedback;
}

inline FreezeRenewalFeedback TestRenewalFeedback() {
  FreezeRenewalFeedback feedback;
  static_cast<FreezeFeedback&>(feedback) = TestFreezeFeedback();
  feedback.application_id = "100205202609300000000009";
  feedback.start_time = At("2026-10-02T10:00:05+08:00");
  feedback.expire_time = At("2027-04-02T10:00:05+08:00");
  return feedback;
}

inline ReturnNotice TestReturn() {
  ReturnNotice notice;
  notice.head = TestHead("100211202607050000000010");
  notice.original_application_id = "100201202604020000000007";
  notice.target = TestTarget();
  notice.decision_number = "荷公(刑)返字〔2026〕0001号";
  notice.total_amount_fen = Fen(5'000'001);
  notice.payee = {{"1", "中国建设银行", PersonName("芦小芳"), AccountNumber("6217000000000000024"),
                   Fen(2'000'001)},
                  {"2", "中国银行", PersonName("荷某某"), AccountNumber("6216000000000000032"),
                   Fen(3'000'000)}};
  notice.tail = TestTail();
  return notice;
}

inline ReturnFeedback TestReturnFeedback() {
  ReturnFeedback feedback;
  static_cast<StopFeedback&>(feedback) = TestFeedback();
  feedback.application_id = "100211202607050000000010";
  feedback.result = "1700";
  feedback.start_time.reset();
  feedback.expire_time.reset();
  feedback.feedback_remark = "部分返还";
  feedback.executed_amount_fen = Fen(2'000'001);
  feedback.frozed_balance_fen = Fen(11'450'049);
  feedback.payee = {{"1", "0000", Fen(2'000'001), At("2026-07-05T10:00:00+08:00"), std::nullopt},
                    {"2", "1703", Fen(0), std::nullopt, Text<500>("收款账户已销户")}};
  return feedback;
}

inline WatchRequest TestWatch() {
  WatchRequest watch;
  watch.head = TestHead("100305202604010000000011");
  watch.target = TestQueryTarget();
  watch.interception_order_id = "W202604010001";
  watch.interception_start_time = At("2026-04-01T15:20:00+08:00");
  watch.interception_end_time = At("2026-05-01T15:20:00+08:00");
  watch.reason = "电信网络诈骗";
  watch.tail = TestTail();
  return watch;
}

inline WatchEnd TestWatchEnd() {
  WatchEnd end;
  end.head = TestHead("100307202604100000000012");
  end.original_application_id = "100305202604010000000011";
  end.target = TestQueryTarget();
  end.interception_end_time = At("2026-04-10T09:00:00+08:00");
  end.tail = TestTail();
  return end;
}

inline WatchFeedback TestWatchFeedback() {
  WatchFeedback feedback;
  static_cast<TransactionsFeedback&>(feedback) = TestTransactionsFeedback();
  feedback.application_id = "100305202604010000000011";
  feedback.accounts[0].account.pop_back();
  feedback.accounts[0].account[0].transaction.erase(
      feedback.accounts[0].account[0].transaction.begin());
  return feedback;
}

inline WatchEndFeedback TestWatchEndFeedback() {
  WatchEndFeedback feedback;
  feedback.application_id = "100307202604100000000012";
  feedback.result = "0000";
  feedback.feedback_org_name = "中国工商银行";
  feedback.interception_end_time = At("2026-04-10T09:00:03+08:00");
  return feedback;
}

inline PaymentTarget TestPaymentTarget() {
  return {kTestBank, "荷塘支付", OrderNumberKind::institution_order, "20260401150200001"};
}

inline PaymentStop TestPaymentStop() {
  PaymentStop stop;
  stop.head = TestHead("A00105202604010000000013");
  stop.head.case_type = "0000";
  stop.target = TestPaymentTarget();
  stop.transfer_out = TestStop().transfer_out;
  stop.transfer_amount_fen = Fen(500'000);
  stop.transfer_time = At("2026-04-01T15:02:00+08:00");
  stop.reason = "电信网络诈骗";
  stop.start_time = At("2026-04-01T15:12:30+08:00");
  stop.expire_time = At("2026-04-03T15:12:30+08:00");
  stop.tail = TestTail();
  return stop;
}

inline PaymentStopChange TestPaymentChange() {
  PaymentStopChange change;
  change.head = TestHead("A00107202604020000000014");
  change.head.case_type = "0000";
  change.operation_type = PaymentOperation::extend;
  change.original_application_id = "A00105202604010000000013";
  change.target = TestPaymentTarget();
  change.expire_time = At("2026-04-05T15:12:30+08:00");
  change.tail = TestTail();
  return change;
}

inline PaymentQuery TestPaymentQuery() {
  PaymentQuery query;
  query.head = TestHead("A00311202604010000000015");
  query.head.case_type = "0000";
  query.target = TestPaymentTarget();
  query.reason = "电信网络诈骗";
  query.tail = TestTail();
  return query;
}

inline void FillTestPayment(PaymentFeedback& feedback, const char* application_id) {
  feedback.application_id = application_id;
  feedback.result = "0000";
  feedback.status = PaymentStatus::fed_back;
  feedback.order_number = "20260401150200001";
  feedback.feedback_org_name = "荷塘支付";
}

inline PaymentStopFeedback TestPaymentStopFeedback() {
  PaymentStopFeedback feedback;
  FillTestPayment(feedback, "A00105202604010000000013");
  feedback.stopped_amount_fen = Fen(500'000);
  feedback.account_number = AccountNumber("wallet-0001");
  feedback.start_time = At("2026-04-01T15:12:31+08:00");
  feedback.expire_time = At("2026-04-03T15:12:31+08:00");
  return feedback;
}

inline PaymentChangeFeedback TestPaymentChangeFeedback() {
  PaymentChangeFeedback feedback;
  FillTestPayment(feedback, "A00107202604020000000014");
  feedback.expire_time = At("2026-04-05T15:12:31+08:00");
  return feedback;
}

inline PaymentDetail TestPaymentDetail() {
  PaymentDetail detail;
  FillTestPayment(detail, "A00311202604010000000015");
  detail.transaction_time = At("2026-04-01T15:02:00+08:00");
  detail.currency = "CNY";
  detail.transaction_amount_fen = Fen(500'000);
  detail.payer = TestStop().transfer_out;
  detail.payee.account_name = PersonName("赵某某");
  detail.payee.account_number = AccountNumber("wallet-0001");
  detail.merchant_name = "某某商店";
  return detail;
}

// One of each that this file has beyond the stops and queries.
inline std::vector<Body> TestHoldsAndReturns() {
  return {TestFreeze(),         TestLift(),           TestRenewal(),
          TestFreezeFeedback(), TestLiftFeedback(),   TestRenewalFeedback(),
          TestReturn(),         TestReturnFeedback(), TestWatch(),
          TestWatchEnd(),       TestWatchFeedback(),  TestWatchEndFeedback()};
}
inline std::vector<Body> TestPayments() {
  return {TestPaymentStop(),         TestPaymentChange(),         TestPaymentQuery(),
          TestPaymentStopFeedback(), TestPaymentChangeFeedback(), TestPaymentDetail()};
}

inline Envelope TestEnvelope(Body body) {
  const bool is_order = IsOrder(body);
  Envelope envelope{is_order ? kTestBank : std::string(kCentreNode), "", std::move(body)};
  envelope.serial = (is_order ? std::string(kCentreNode) : std::string(kTestBank)) +
                    "0000000000000000000000000001";
  return envelope;
}

}  // namespace hetang::bank
