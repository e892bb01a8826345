#include "gateway/bank/messages_query.h"

#include <fstream>
#include <iterator>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "gateway/bank/profile.h"
#include "gateway/bank/test_messages.h"

namespace hetang::bank {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

const Profile& Utf8() { return *FindProfile("platform"); }

std::string Golden(const std::string& name) {
  std::ifstream file("src/gateway/bank/testdata/" + name, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string MustWrite(const Body& body) {
  const auto bytes = Write(TestEnvelope(body), Utf8());
  EXPECT_TRUE(bytes.has_value());
  return bytes.value_or("");
}

std::string Replaced(std::string text, std::string_view from, std::string_view to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

std::vector<std::string> WrongElements(const Error& error) {
  std::vector<std::string> names;
  for (const FieldError& field : error.fields) names.push_back(field.path + ":" + field.code);
  return names;
}

std::vector<std::string> WrongIn(const std::string& xml) {
  const auto read = Read(xml, Utf8());
  EXPECT_FALSE(read.has_value());
  return read.has_value() ? std::vector<std::string>() : WrongElements(read.error());
}

TEST(Query, TheMessagesOfTheSampleFilesAreWrittenToTheByte) {
  EXPECT_EQ(MustWrite(TestTransactionsQuery()), Golden("transactions_query.xml"));
  EXPECT_EQ(MustWrite(TestTransactionsFeedback()), Golden("transactions_answer.xml"));
  EXPECT_EQ(MustWrite(TestAccountsFeedback()), Golden("accounts_answer.xml"));
}

TEST(Query, ATransactionHasTheTwentyEightElementsOfThePlatform) {
  const std::string xml = MustWrite(TestTransactionsFeedback());
  const std::size_t begin = xml.find("<Transaction>");
  const std::string row = xml.substr(begin, xml.find("</Transaction>") - begin);
  std::size_t elements = 0;
  for (std::size_t at = row.find("</"); at != std::string::npos; at = row.find("</", at + 1)) {
    ++elements;
  }
  EXPECT_EQ(elements, 28u);
  for (const char* name : {"<IPAddress>", "<MAC>", "<OpponentDepositBankID>", "<BorrowingSigns>1<",
                           "<CashMark>00<", "<TransactionStatus>00<"}) {
    EXPECT_THAT(row, HasSubstr(name));
  }
}

TEST(Query, RowsKeepTheirOrderAndStayWithTheirAccount) {
  const auto read = Read(MustWrite(TestTransactionsFeedback()), Utf8());
  ASSERT_TRUE(read.has_value());
  const auto& answer = std::get<TransactionsFeedback>(read->body);
  ASSERT_THAT(answer.accounts, SizeIs(1));
  ASSERT_THAT(answer.accounts[0].account, SizeIs(2));
  const auto& rows = answer.accounts[0].account[0].transaction;
  ASSERT_THAT(rows, SizeIs(2));
  EXPECT_EQ(rows[0].borrowing_signs, BorrowingSigns::credit);
  EXPECT_EQ(rows[1].borrowing_signs, BorrowingSigns::debit);
  EXPECT_EQ(rows[1].account_balance_fen, Fen(50));
  EXPECT_FALSE(rows[1].opponent_name.has_value());
  EXPECT_THAT(answer.accounts[0].account[1].transaction, SizeIs(0));
}

TEST(Query, AReversalsMinusIsRead) {
  const std::string xml = Replaced(MustWrite(TestTransactionsFeedback()),
                                   "<TransactionAmount>235000<", "<TransactionAmount>-235000.10<");
  const auto read = Read(xml, Utf8());
  ASSERT_TRUE(read.has_value());
  const auto& answer = std::get<TransactionsFeedback>(read->body);
  EXPECT_EQ(answer.accounts[0].account[0].transaction[0].transaction_amount_fen, Fen(-23'500'010));
}

TEST(Query, OneDigitCodesAreReadWithALeadingNoughtToo) {
  const std::string query = MustWrite(TestTransactionsQuery());
  EXPECT_THAT(query, HasSubstr("<SubjectType>1<"));
  EXPECT_TRUE(Read(Replaced(query, "<SubjectType>1<", "<SubjectType>01<"), Utf8()).has_value());
  for (const char* wrong : {"001", "3", "+1", "x"}) {
    EXPECT_THAT(
        WrongIn(Replaced(query, "<SubjectType>1<", "<SubjectType>" + std::string(wrong) + "<")),
        ElementsAre("SubjectType:choice"))
        << wrong;
  }
}

TEST(Query, EachWrongElementOfARowIsNamedAndNoValueIsRepeated) {
  std::string xml = MustWrite(TestTransactionsFeedback());
  xml = Replaced(xml, "<BorrowingSigns>1<", "<BorrowingSigns>SECRET<");
  xml = Replaced(xml, "<TransactionTime>20260401150207<", "<TransactionTime>20260401250207<");
  xml = Replaced(xml, "<AccountSerial>1<", "<AccountSerial>1</AccountSerial><AccountSerial>2<");
  EXPECT_THAT(WrongIn(xml), ElementsAre("AccountSerial:doubled", "BorrowingSigns:choice",
                                        "TransactionTime:time"));
  const auto read = Read(xml, Utf8());
  for (const FieldError& field : read.error().fields) {
    EXPECT_THAT(field.path + field.code + field.message, Not(HasSubstr("SECRET")));
  }
}

TEST(Query, AnAnswerThatSaysDoneTellsWhatWasAsked) {
  TransactionsFeedback no_accounts = TestTransactionsFeedback();
  no_accounts.accounts.clear();
  EXPECT_THAT(WrongElements(Write(TestEnvelope(no_accounts), Utf8()).error()),
              ElementsAre("Accounts:missing"));
  HolderFeedback nobody = TestHolderFeedback();
  nobody.account_subject_name.reset();
  EXPECT_THAT(WrongElements(Write(TestEnvelope(nobody), Utf8()).error()),
              ElementsAre("AccountSubjectName:missing"));
  nobody.result = "0300";
  EXPECT_TRUE(Write(TestEnvelope(nobody), Utf8()).has_value());
}

TEST(Query, APersonIsNamedByCredentialOrByName) {
  AccountsQuery query = TestAccountsQuery();
  query.subject.account_subject_name.reset();
  EXPECT_TRUE(Write(TestEnvelope(query), Utf8()).has_value());
  query.subject.account_credential_type.reset();
  EXPECT_THAT(WrongElements(Write(TestEnvelope(query), Utf8()).error()),
              ElementsAre("AccountCredentialType:missing"));
  query.subject.account_credential_number.reset();
  EXPECT_THAT(WrongElements(Write(TestEnvelope(query), Utf8()).error()),
              ElementsAre("AccountSubjectName:missing"));
}

TEST(Query, APeriodThatEndsBeforeItBeginsIsRefused) {
  TransactionsQuery query = TestTransactionsQuery();
  query.inquiry_period_end = *query.inquiry_period_start - Seconds(1);
  EXPECT_THAT(WrongElements(Write(TestEnvelope(query), Utf8()).error()),
              ElementsAre("InquiryPeriodEnd:order"));
}

TEST(Query, AStatementOfFiveThousandRowsGoesThrough) {
  TransactionsFeedback answer = TestTransactionsFeedback();
  auto& rows = answer.accounts[0].account[0].transaction;
  rows.assign(5'000, TestTransaction());
  const auto read = Read(MustWrite(answer), Utf8());
  ASSERT_TRUE(read.has_value()) << read.error().message;
  EXPECT_THAT(std::get<TransactionsFeedback>(read->body).accounts[0].account[0].transaction,
              SizeIs(5'000));
}

TEST(HostileQuery, WhatIsSaidOfManyWrongRowsStaysShort) {
  std::string rows;
  for (int i = 0; i < 20'000; ++i) rows += "<Transaction/>";
  const std::string xml =
      Replaced(MustWrite(TestTransactionsFeedback()), "<Transaction>", rows + "<Transaction>");
  EXPECT_LT(WrongIn(xml).size(), 60u);
}

TEST(HostileQuery, EveryTruncationIsRefused) {
  const std::string xml = MustWrite(TestTransactionsFeedback());
  const std::size_t whole = xml.rfind('>') + 1;
  for (std::size_t size = 0; size < whole; ++size) {
    EXPECT_FALSE(Read(xml.substr(0, size), Utf8()).has_value()) << size;
  }
}

}  // namespace
}  // namespace hetang::bank
