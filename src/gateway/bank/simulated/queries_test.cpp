#include "gateway/bank/simulated/queries.h"

#include <random>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "gateway/bank/simulated/ledger.h"
#include "gateway/bank/simulated/truth.h"
#include "gateway/bank/test_messages.h"
#include "platform/database/test_database.h"

namespace hetang::bank::simulated {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

const Moment kStart = At("2026-04-01T15:12:30+08:00");

// One person with two cards at the test bank and one elsewhere; somebody of the same name.
constexpr const char* kAccounts =
    R"({"bank":"900000000001","account":"6222020000000000016","name":"赵某某",)"
    R"("balance_fen":30000000,"identity":"430102199001010015"})"
    "\n"
    R"({"bank":"900000000001","account":"6222020000000000099","name":"赵某某","balance_fen":7,)"
    R"("identity":"430102199001010015"})"
    "\n"
    R"({"bank":"900000000001","account":"6222020000000000073","name":"赵某某","balance_fen":8,)"
    R"("identity":"430102199001010031"})"
    "\n"
    R"({"bank":"900000000004","account":"6217000000000000024","card":"6217000000000009999",)"
    R"("name":"芦小芳","balance_fen":50000000})"
    "\n"
    R"({"bank":"900000000004","account":"6217000000000000099","name":"赵某某","balance_fen":9,)"
    R"("identity":"430102199001010015"})"
    "\n";

class QueryTest : public testing::Test {
 protected:
  QueryTest() { Open({}); }
  void Open(const LedgerOptions& options) {
    ledger_ = std::make_unique<Ledger>(*database_, clock_, banks_, faults_, options);
  }
  void Load(std::string_view lines) { ASSERT_TRUE(ledger_->Load(lines).has_value()); }
  void Take(const Body& order) {
    const Envelope envelope = TestEnvelope(order);
    const auto bytes = Write(envelope, *FindProfile("platform"));
    ASSERT_TRUE(bytes.has_value());
    EXPECT_EQ(ledger_->Receive(*banks_.ByCode(kTestBank), *bytes, false)->result, "0000");
  }
  std::string RawOf(const std::string& application_id) {
    const auto orders = *database_->Read([&](database::Transaction& tx) {
      return tx.Find<Order>("WHERE application_id = :id", application_id);
    });
    return orders.at(0).feedback.Reveal();
  }
  // Sends the order, works off what is due, and gives the answer.
  template <typename Feedback>
  Feedback Ask(const Body& order) {
    Take(order);
    EXPECT_TRUE(ledger_->RunDue().has_value());
    return std::get<Feedback>(Read(RawOf(ApplicationIdOf(order)), *FindProfile("platform"))->body);
  }
  TransactionsFeedback AskRows(const TransactionsQuery& query) {
    return Ask<TransactionsFeedback>(query);
  }
  // A query of its own application id for all that moved.
  TransactionsQuery Query(InquiryMode mode = InquiryMode::both) {
    TransactionsQuery query = TestTransactionsQuery();
    query.head.application_id = "100301-" + std::to_string(++queries_);
    query.tail.application_time = clock_.Now();
    query.inquiry_mode = mode;
    query.inquiry_period_start.reset();
    query.inquiry_period_end.reset();
    return query;
  }
  static const std::vector<TransactionRow>& RowsOf(const TransactionsFeedback& answer) {
    return answer.accounts.at(0).account.at(0).transaction;
  }

  database::TemporaryFolder folder_;
  SimulatedClock clock_{kStart};
  Directory banks_{DemoBanks("")};
  Faults faults_;
  std::unique_ptr<database::Database> database_ =
      *database::Database::Open({.target = folder_.path() + "/bank.db"}, Migrations());
  std::unique_ptr<Ledger> ledger_;
  int queries_ = 0;
};

TEST_F(QueryTest, BothSidesOfATransferAreToldWithNumberNameAndBank) {
  Load(std::string(kAccounts) +
       R"({"at_offset_ms":0,"from":"6217000000000009999","to":"6222020000000000016","amount_fen":5}
{"at_offset_ms":1000,"from":"6222020000000000016","to":"9990000","amount_fen":3})");
  clock_.Advance(Seconds(2));
  const auto answer = AskRows(Query());
  EXPECT_EQ(answer.result.str(), "0000");
  EXPECT_EQ(answer.accounts.at(0).account_name, PersonName("赵某某"));
  EXPECT_EQ(answer.accounts.at(0).account.at(0).account_balance_fen, Fen(30'000'002));
  const auto& rows = RowsOf(answer);
  ASSERT_THAT(rows, SizeIs(2));
  EXPECT_EQ(rows[0].borrowing_signs, BorrowingSigns::credit);
  EXPECT_EQ(rows[0].transaction_amount_fen, Fen(5));
  EXPECT_EQ(rows[0].account_balance_fen, Fen(30'000'005));
  EXPECT_EQ(rows[0].transaction_time, kStart);
  EXPECT_EQ(rows[0].opponent_account_number, AccountNumber("6217000000000009999"));
  EXPECT_EQ(rows[0].opponent_name, PersonName("芦小芳"));
  EXPECT_EQ(rows[0].opponent_deposit_bank_id->str(), "900000000004");
  EXPECT_EQ(rows[1].borrowing_signs, BorrowingSigns::debit);
  EXPECT_EQ(rows[1].opponent_account_number, AccountNumber("9990000"));
  EXPECT_FALSE(rows[1].opponent_name.has_value());
}

TEST_F(QueryTest, CashIsToldByItsMarkAndMachineAndNamesNobody) {
  Load(
      std::string(kAccounts) +
      R"({"at_offset_ms":0,"from":"6222020000000000016","to":"ATM7","amount_fen":5,"way":"cash"})");
  const auto answer = AskRows(Query());
  ASSERT_THAT(RowsOf(answer), SizeIs(1));
  EXPECT_EQ(RowsOf(answer)[0].cash_mark, CashMark::cash);
  EXPECT_EQ(RowsOf(answer)[0].terminal_number->str(), "ATM7");
  EXPECT_FALSE(RowsOf(answer)[0].opponent_account_number.has_value());
}

TEST_F(QueryTest, WhatIsStillToMoveIsNotTold) {
  Load(std::string(kAccounts) +
       R"({"at_offset_ms":5000,"from":"6222020000000000016","to":"x","amount_fen":3})");
  EXPECT_THAT(RowsOf(AskRows(Query())), IsEmpty());
  clock_.Advance(Seconds(5));
  EXPECT_THAT(RowsOf(AskRows(Query())), SizeIs(1));
}

TEST_F(QueryTest, WhatFailedIsToldAsFailedAndMovesNoBalance) {
  Load(std::string(kAccounts) +
       R"({"at_offset_ms":0,"from":"6222020000000000016","to":"x","amount_fen":99000000}
{"at_offset_ms":2000,"from":"6222020000000000016","to":"6217000000000000024","amount_fen":3})");
  Take(TestStop());
  clock_.Advance(Seconds(3));
  const auto rows = RowsOf(AskRows(Query()));
  ASSERT_THAT(rows, SizeIs(2));
  for (const TransactionRow& row : rows) {
    EXPECT_EQ(row.transaction_status, TransactionStatus::failure);
    EXPECT_EQ(row.account_balance_fen, Fen(30'000'000));
  }
  // The stop shows in the account as well.
  const auto answer = AskRows(Query(InquiryMode::basic));
  EXPECT_THAT(RowsOf(answer), IsEmpty());
  EXPECT_EQ(answer.accounts[0].account[0].account_status->str(), "止付");
  EXPECT_EQ(answer.accounts[0].account[0].available_balance_fen, Fen(0));
  // The payee's bank never saw what failed at the payer's.
  TransactionsQuery payee = Query();
  payee.target = {SubjectType::natural, kTestBank, "x", std::nullopt,
                  AccountNumber("6222020000000000099")};
  EXPECT_THAT(RowsOf(AskRows(payee)), IsEmpty());
}

TEST_F(QueryTest, AQuickQueryIsAnsweredAtOnceWithTheLatestRows) {
  Open({.least_delay = Seconds(30), .most_delay = Seconds(30)});
  std::string lines = kAccounts;
  for (int i = 0; i < 250; ++i) {
    lines += R"({"at_offset_ms":)" + std::to_string(i) +
             R"(,"from":"6222020000000000016","to":"x","amount_fen":1})"
             "\n";
  }
  Load(lines);
  clock_.Advance(Seconds(1));
  const auto answer = AskRows(Query(InquiryMode::quick));
  ASSERT_THAT(RowsOf(answer), SizeIs(kQuickRows));
  EXPECT_EQ(RowsOf(answer).back().account_balance_fen, Fen(30'000'000 - 250));
  EXPECT_EQ(RowsOf(answer).front().account_balance_fen, Fen(30'000'000 - 51));
  EXPECT_THAT(answer.feedback_remark->str(), HasSubstr("200"));
  // Another query takes the bank's time.
  Take(Query());
  EXPECT_EQ(*ledger_->RunDue(), 0);
  clock_.Advance(Seconds(30));
  EXPECT_EQ(*ledger_->RunDue(), 1);
}

TEST_F(QueryTest, APeriodKeepsItsSecondsAtBothEnds) {
  Load(std::string(kAccounts) +
       R"({"at_offset_ms":999,"from":"6222020000000000016","to":"x","amount_fen":1}
{"at_offset_ms":1000,"from":"6222020000000000016","to":"x","amount_fen":2}
{"at_offset_ms":2999,"from":"6222020000000000016","to":"x","amount_fen":3}
{"at_offset_ms":3000,"from":"6222020000000000016","to":"x","amount_fen":4})");
  clock_.Advance(Seconds(9));
  TransactionsQuery query = Query();
  query.inquiry_period_start = kStart + Seconds(1);
  query.inquiry_period_end = kStart + Seconds(2);
  const auto answer = AskRows(query);
  std::vector<std::int64_t> amounts;
  for (const TransactionRow& row : RowsOf(answer)) {
    amounts.push_back(row.transaction_amount_fen.value());
  }
  EXPECT_THAT(amounts, ElementsAre(2, 3));
}

TEST_F(QueryTest, AnAccountOfAnotherBankOrNameIsNotTold) {
  Load(kAccounts);
  TransactionsQuery query = Query();
  query.target.card_number = AccountNumber("6217000000000000024");
  EXPECT_EQ(AskRows(query).result.str(), "0300");
  query = Query();
  query.target.account_name = PersonName("钱某某");
  const auto answer = AskRows(query);
  EXPECT_EQ(answer.result.str(), "0301");
  EXPECT_THAT(answer.accounts, IsEmpty());
  query = Query();
  query.tail.application_time = clock_.Now() + Hours(5);
  EXPECT_EQ(AskRows(query).result.str(), "0802");
}

TEST_F(QueryTest, AQueryThatComesAgainIsAnsweredWithTheSameBytes) {
  Load(std::string(kAccounts) +
       R"({"at_offset_ms":5000,"from":"6222020000000000016","to":"x","amount_fen":3})");
  const TransactionsQuery query = Query();
  AskRows(query);
  const std::string first = RawOf(query.head.application_id.str());
  clock_.Advance(Seconds(9));
  EXPECT_THAT(RowsOf(AskRows(query)), IsEmpty());
  EXPECT_EQ(RawOf(query.head.application_id.str()), first);
}

TEST_F(QueryTest, TheHolderIsToldWithTheIdentityTheBankHas) {
  Load(kAccounts);
  const auto answer = Ask<HolderFeedback>(TestHolderQuery());
  EXPECT_EQ(answer.result.str(), "0000");
  EXPECT_EQ(answer.account_subject_name, PersonName("赵某某"));
  EXPECT_EQ(answer.account_credential_number, IdentityNumber("430102199001010015"));
}

TEST_F(QueryTest, AllAccountsOfAPersonAreThoseOfThisBank) {
  Load(kAccounts);
  Take(TestStop());
  const auto numbers = [](const AccountsFeedback& answer) {
    std::vector<std::string> found;
    for (const CardAccounts& card : answer.accounts) found.push_back(card.card_number->Reveal());
    return found;
  };
  const auto by_identity = Ask<AccountsFeedback>(TestAccountsQuery());
  EXPECT_THAT(numbers(by_identity), ElementsAre("6222020000000000016", "6222020000000000099"));
  ASSERT_THAT(by_identity.measures, SizeIs(1));
  EXPECT_EQ(by_identity.measures[0].freeze_type.str(), "0001");
  AccountsQuery by_name = TestAccountsQuery();
  by_name.head.application_id = "100309-2";
  by_name.subject.account_credential_type.reset();
  by_name.subject.account_credential_number.reset();
  EXPECT_THAT(numbers(Ask<AccountsFeedback>(by_name)), SizeIs(3));
  by_name.head.application_id = "100309-3";
  by_name.subject.account_subject_name = PersonName("无此人");
  EXPECT_EQ(Ask<AccountsFeedback>(by_name).result.str(), "0300");
}

// Whatever moved, was stopped or failed until then: the rows of every answer are one chain from the
// opening balance to the balance told.
TEST_F(QueryTest, EveryAnswerIsAnUnbrokenChainWhileMoneyMoves) {
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    std::mt19937_64 random(seed);
    const auto pick = [&](std::int64_t most) {
      return std::uniform_int_distribution<std::int64_t>(0, most)(random);
    };
    const auto number = [&](std::int64_t i) {
      return std::to_string(seed) + "88800000000000" + std::to_string(100 + i);
    };
    std::string lines;
    std::vector<Fen> openings;
    for (std::int64_t i = 0; i < 8; ++i) {
      openings.emplace_back(pick(1'000'000));
      lines += R"({"bank":"900000000001","account":")" + number(i) +
               R"(","name":"甲","balance_fen":)" + std::to_string(openings.back().value()) + "}\n";
    }
    for (int i = 0; i < 300; ++i) {  // Numbers 8 and 9 are outside; payer and payee may be one.
      lines += R"({"at_offset_ms":)" + std::to_string(pick(100'000)) + R"(,"from":")" +
               number(pick(9)) + R"(","to":")" + number(pick(9)) + R"(","amount_fen":)" +
               std::to_string(1 + pick(300'000)) + "}\n";
    }
    Load(lines);
    std::size_t rows_seen = 0;
    for (int i = 0; i < 60; ++i) {
      clock_.Advance(Milliseconds(pick(2'000)));
      const auto asked = static_cast<std::size_t>(pick(7));
      if (pick(4) == 0) {
        StopRequest stop = TestStop();
        stop.head.application_id = "100101-" + std::to_string(seed) + "-" + std::to_string(i);
        stop.target.account_number = AccountNumber(number(pick(7)));
        stop.target.account_name = PersonName("甲");
        Take(stop);
      }
      TransactionsQuery query = Query();
      query.target.card_number = AccountNumber(number(static_cast<std::int64_t>(asked)));
      query.target.account_name = PersonName("甲");
      const auto answer = AskRows(query);
      Fen balance = openings[asked];
      for (const TransactionRow& row : RowsOf(answer)) {
        ++rows_seen;
        if (row.transaction_status == TransactionStatus::success) {
          const bool is_in = row.borrowing_signs == BorrowingSigns::credit;
          balance =
              is_in ? balance + row.transaction_amount_fen : balance - row.transaction_amount_fen;
        }
        ASSERT_EQ(row.account_balance_fen, balance) << "seed " << seed;
      }
      ASSERT_EQ(answer.accounts.at(0).account.at(0).account_balance_fen, balance)
          << "seed " << seed;
    }
    EXPECT_GT(rows_seen, 500u);
  }
}

}  // namespace
}  // namespace hetang::bank::simulated
