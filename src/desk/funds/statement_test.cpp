#include "desk/funds/statement.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hetang::funds {
namespace {

using testing::SizeIs;

bank::TransactionRow Row(std::int64_t amount_fen, bank::BorrowingSigns signs) {
  bank::TransactionRow row;
  row.borrowing_signs = signs;
  row.transaction_amount_fen = Fen(amount_fen);
  row.transaction_time = *ParseIso("2026-03-02T20:15:07+08:00");
  return row;
}

statement::Entry EntryOf(const bank::TransactionRow& row) {
  Bank known;
  known.code = "900000000004";
  known.name = "乙银行";
  bank::SubAccount sub;
  sub.account_number = AccountNumber("1001_002");
  sub.transaction = {row};
  bank::CardAccounts card;
  card.account_name = PersonName("邬望舒");
  card.card_number = AccountNumber("6222020000000000018");
  card.account = {sub};
  bank::TransactionsFeedback feedback;
  feedback.accounts = {card};
  const std::vector<Bank> banks = {known};
  return StatementOf(feedback, "甲银行", banks).entries.at(0);
}

TEST(StatementOfAnswer, ARowBecomesAnEntryUnderItsCardAndAccount) {
  bank::TransactionRow row = Row(12'345, bank::BorrowingSigns::debit);
  row.account_balance_fen = Fen(55);
  row.transaction_serial = "S1";
  row.opponent_account_number = AccountNumber("2002_003");
  row.opponent_name = PersonName("屈疏影");
  row.opponent_deposit_bank_id = "900000000004";
  row.transaction_remark = "货款";
  row.ip_address = "192.0.2.1";
  const statement::Entry entry = EntryOf(row);
  EXPECT_EQ(entry.card.main, AccountNumber("6222020000000000018"));
  EXPECT_EQ(entry.account.main, AccountNumber("1001"));
  EXPECT_EQ(entry.account.sub, "002");
  EXPECT_EQ(entry.holder, PersonName("邬望舒"));
  EXPECT_EQ(entry.direction, statement::Direction::out);
  EXPECT_EQ(entry.amount_fen, 12'345);
  EXPECT_EQ(entry.balance_fen, 55);
  EXPECT_EQ(entry.other.main, AccountNumber("2002"));
  EXPECT_EQ(entry.other_bank, "乙银行");
  EXPECT_EQ(entry.summary, "货款");
  EXPECT_EQ(entry.precision, statement::Precision::second);
  EXPECT_EQ(entry.kind, trace::Kind::transfer);
}

TEST(StatementOfAnswer, ANegativeAmountIsTheOppositeDirection) {
  const statement::Entry entry = EntryOf(Row(-700, bank::BorrowingSigns::debit));
  EXPECT_EQ(entry.direction, statement::Direction::in);
  EXPECT_EQ(entry.amount_fen, 700);
  EXPECT_TRUE(entry.was_negative);
}

TEST(StatementOfAnswer, AClockOfNoughtsTellsTheDayAlone) {
  bank::TransactionRow row = Row(1, bank::BorrowingSigns::credit);
  row.transaction_time = *ParseIso("2026-03-02T00:00:00+08:00");
  EXPECT_EQ(EntryOf(row).precision, statement::Precision::day);
}

TEST(StatementOfAnswer, WhatFailedIsFailedWhateverItWouldHaveBeen) {
  bank::TransactionRow row = Row(1, bank::BorrowingSigns::debit);
  row.cash_mark = bank::CashMark::cash;
  EXPECT_EQ(EntryOf(row).kind, trace::Kind::cash);
  row.transaction_status = bank::TransactionStatus::failure;
  EXPECT_EQ(EntryOf(row).kind, trace::Kind::failed);
}

TEST(StatementOfAnswer, ACardWithoutRowsIsToldAsAnAccount) {
  bank::CardAccounts card;
  card.account_name = PersonName("邬望舒");
  card.card_number = AccountNumber("6222020000000000018");
  bank::TransactionsFeedback feedback;
  feedback.accounts = {card};
  const Stated stated = StatementOf(feedback, "甲银行", {});
  EXPECT_THAT(stated.entries, SizeIs(0));
  ASSERT_THAT(stated.accounts, SizeIs(1));
  EXPECT_EQ(stated.accounts[0].bank, "甲银行");
  EXPECT_EQ(stated.accounts[0].holder, PersonName("邬望舒"));
}

}  // namespace
}  // namespace hetang::funds
