#include "gateway/bank/simulated/holding.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "gateway/bank/simulated/ledger.h"
#include "gateway/bank/simulated/truth.h"
#include "gateway/bank/test_messages.h"
#include "platform/database/test_database.h"

namespace hetang::bank::simulated {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

const Moment kStart = At("2026-04-02T10:00:00+08:00");
constexpr const char* kFrozen = "6222020000000000016";
constexpr const char* kVictim = "6217000000000000024";
constexpr const char* kBehind = R"(,"freezes":[{"authority":"某地公安局","limit_fen":6000,)"
                                R"("until":"2026-04-12T10:00:00+08:00"}])";

class HoldingTest : public testing::Test {
 protected:
  HoldingTest() { Open(); }

  void Open() {
    ledger_.reset();
    database_.reset();
    database_ = *database::Database::Open({.target = folder_.path() + "/bank.db"}, Migrations());
    ledger_ = std::make_unique<Ledger>(*database_, clock_, banks_, faults_, LedgerOptions());
  }
  void Load(const std::string& lines) { ASSERT_TRUE(ledger_->Load(lines).has_value()); }
  // The account of 100.00 yuan that the orders are about, and the victim's.
  void LoadAccounts(const std::string& more = "") {
    Load(R"({"bank":"900000000001","account":"6222020000000000016","name":"赵某某",)"
         R"("balance_fen":10000)" +
         more +
         "}\n"
         R"({"bank":"900000000004","account":"6217000000000000024","name":"芦小芳",)"
         R"("balance_fen":0})");
  }
  void Pay(const char* from, const char* to, std::int64_t fen, const char* id = nullptr) {
    std::string line = R"({"at_offset_ms":0,"from":")" + std::string(from) + R"(","to":")" + to +
                       R"(","amount_fen":)" + std::to_string(fen);
    if (id != nullptr) line += R"(,"id":")" + std::string(id) + '"';
    Load(line + "}");
    Run();
  }
  void Run() { ASSERT_TRUE(ledger_->RunDue().has_value()); }

  // Sends an order, lets it take effect, and answers what the bank says.
  template <typename Feedback, typename OrderT>
  Feedback Answer(OrderT order, const std::string& id) {
    order.head.application_id = id;
    order.tail.application_time = clock_.Now();
    Envelope envelope = TestEnvelope(order);
    envelope.to = order.target.bank_id.str();
    const BankEntry& bank = *banks_.ByCode(order.target.bank_id.str());
    const auto receipt =
        ledger_->Receive(bank, *Write(envelope, *FindProfile(bank.profile)), false);
    EXPECT_EQ(receipt->result, "0000");
    Run();
    const auto orders = *database_->Read(
        [&](database::Transaction& tx) { return tx.Find<Order>("WHERE application_id = :i", id); });
    return std::get<Feedback>(Read(orders.at(0).feedback.Reveal(), KeepingProfile())->body);
  }
  FreezeFeedback FreezeSum(std::int64_t limit, const std::string& id = "F1") {
    FreezeRequest order = TestFreeze();
    order.balance_fen = Fen(limit);
    return Answer<FreezeFeedback>(order, id);
  }
  ReturnFeedback ReturnTo(std::vector<std::int64_t> amounts, const std::string& id = "R1") {
    ReturnNotice notice = TestReturn();
    notice.tail.attachments = {{"通知书.html", "x"}};
    notice.original_application_id = "F1";
    notice.payee.resize(1);
    const ReturnPayee line = notice.payee[0];
    notice.payee.clear();
    notice.total_amount_fen = Fen(0);
    for (const std::int64_t amount : amounts) {
      notice.payee.push_back(line);
      notice.payee.back().serial = std::to_string(notice.payee.size());
      notice.payee.back().amount_fen = Fen(amount);
      notice.total_amount_fen += Fen(amount);
    }
    return Answer<ReturnFeedback>(notice, id);
  }
  std::vector<News> AllNews() {
    return *database_->Read(
        [](database::Transaction& tx) { return tx.Find<News>("WHERE id > 0 ORDER BY id"); });
  }
  template <typename Feedback>
  static Feedback BodyOf(const News& news) {
    return std::get<Feedback>(Read(news.feedback.Reveal(), KeepingProfile())->body);
  }
  Fen Balance(const char* number) { return Shown(number).account.balance_fen; }
  AccountTruth Shown(const char* number) {
    return *database_->Read(
        [&](database::Transaction& tx) { return ShowAccount(tx, AccountNumber(number)); });
  }
  LedgerTruth Truth() {
    return *database_->Read([](database::Transaction& tx) { return ShowLedger(tx); });
  }

  database::TemporaryFolder folder_;
  SimulatedClock clock_{kStart};
  Directory banks_{DemoBanks("")};
  Faults faults_;
  std::unique_ptr<database::Database> database_;
  std::unique_ptr<Ledger> ledger_;
};

TEST_F(HoldingTest, ALimitedFreezeKeepsItsSumAndLetsTheRestGo) {
  LoadAccounts();
  const FreezeFeedback answer = FreezeSum(7'000);
  EXPECT_EQ(answer.result.str(), "0000");
  EXPECT_EQ(answer.frozed_balance_fen, Fen(7'000));
  EXPECT_EQ(answer.account_balance_fen, Fen(10'000));
  EXPECT_EQ(answer.account_available_balance_fen, Fen(3'000));
  EXPECT_FALSE(answer.former_application_department.has_value());
  Pay(kFrozen, kVictim, 3'001);
  EXPECT_EQ(Balance(kFrozen), Fen(10'000));
  Pay(kFrozen, kVictim, 3'000);
  EXPECT_EQ(Balance(kFrozen), Fen(7'000));
  EXPECT_EQ(Shown(kFrozen).held_fen, Fen(7'000));
}

TEST_F(HoldingTest, MoneyThatArrivesFillsAFreezeThatIsShort) {
  LoadAccounts();
  const FreezeFeedback answer = FreezeSum(12'000);
  EXPECT_EQ(answer.result.str(), "1400");
  EXPECT_EQ(answer.frozed_balance_fen, Fen(10'000));
  Pay("8880000000000001", kFrozen, 5'000);
  EXPECT_EQ(Truth().freezes.at(0).held_fen, Fen(12'000));
  Pay(kFrozen, kVictim, 3'001);
  EXPECT_EQ(Balance(kFrozen), Fen(15'000));
}

TEST_F(HoldingTest, AFullFreezeLetsNothingIn) {
  LoadAccounts();
  FreezeRequest order = TestFreeze();
  order.freeze_type = FreezeType::full;
  order.balance_fen.reset();
  EXPECT_EQ(Answer<FreezeFeedback>(order, "F1").result.str(), "0000");
  Pay("8880000000000001", kFrozen, 5'000);
  EXPECT_EQ(Balance(kFrozen), Fen(10'000));
  EXPECT_EQ(Truth().given_fen, Fen(0));
}

TEST_F(HoldingTest, EveryModeThatABanksProfileCarriesIsReadAsThatMode) {
  for (const BankEntry& bank : banks_.entries()) {
    const Profile& profile = *FindProfile(bank.profile);
    const std::string number = "62220200000" + bank.code.substr(4);
    Load(R"({"name":"赵某某","balance_fen":10000,"bank":")" + bank.code + R"(","account":")" +
         number + "\"}");
    for (const FreezeType mode : {FreezeType::limit, FreezeType::no_debit, FreezeType::full}) {
      if (!Carries(profile, mode)) continue;
      FreezeRequest order = TestFreeze();
      order.target.bank_id = Text<12>(bank.code);
      order.target.account_number = AccountNumber(number);
      order.head.case_number = Text<36>("A" + std::to_string(Truth().freezes.size()));
      order.freeze_type = mode;
      if (mode != FreezeType::limit) order.balance_fen.reset();
      Answer<FreezeFeedback>(order, bank.code + EnumName(mode).data());
      EXPECT_EQ(Truth().freezes.back().mode, mode) << bank.code;
    }
  }
}

TEST_F(HoldingTest, AnotherAuthorityFreezesAnAccountThatIsThereAlreadyOnce) {
  LoadAccounts();
  for (int times = 0; times < 2; ++times) LoadAccounts(kBehind);
  EXPECT_THAT(Truth().freezes, SizeIs(1));
  EXPECT_EQ(FreezeSum(7'000).result.str(), "1402");
}

TEST_F(HoldingTest, BehindAnEarlierFreezeWhatIsLeftIsFrozenAndTheFormerIsNamed) {
  LoadAccounts(kBehind);
  const FreezeFeedback answer = FreezeSum(7'000);
  EXPECT_EQ(answer.result.str(), "1402");
  EXPECT_EQ(answer.applied_balance_fen, Fen(7'000));
  EXPECT_EQ(answer.frozed_balance_fen, Fen(4'000));
  EXPECT_EQ(answer.former_application_department->str(), "某地公安局");
  EXPECT_EQ(answer.former_frozen_balance_fen, Fen(6'000));
  EXPECT_EQ(answer.former_frozen_expire_time, At("2026-04-12T10:00:00+08:00"));
  EXPECT_EQ(answer.account_available_balance_fen, Fen(0));
  // The earlier one ends by itself: what it held is ours without another order.
  clock_.Advance(Days(10));
  Run();
  EXPECT_EQ(Truth().freezes.at(1).held_fen, Fen(7'000));
}

TEST_F(HoldingTest, AFreezeThatWaitsGetsItsTurnWhenTheFormerEndsAndIsAnsweredOnceMore) {
  LoadAccounts(R"(,"freezes":[{"authority":"某地公安局","mode":"no_debit",)"
               R"("until":"2026-04-12T10:00:00+08:00"}])");
  const FreezeFeedback waits = FreezeSum(7'000);
  EXPECT_EQ(waits.result.str(), "1401");
  EXPECT_FALSE(waits.start_time.has_value());
  EXPECT_EQ(waits.frozed_balance_fen, Fen(0));
  clock_.Set(At("2026-04-12T09:59:59+08:00"));
  Run();
  EXPECT_THAT(AllNews(), IsEmpty());
  Open();  // The wait survives a restart.
  clock_.Advance(Days(1));
  Run();
  ASSERT_THAT(AllNews(), SizeIs(1));
  const auto answer = BodyOf<FreezeFeedback>(AllNews()[0]);
  EXPECT_EQ(answer.application_id.str(), "F1");
  EXPECT_EQ(answer.result.str(), "0000");
  EXPECT_EQ(answer.frozed_balance_fen, Fen(7'000));
  EXPECT_EQ(answer.start_time, At("2026-04-12T10:00:00+08:00"));
  EXPECT_FALSE(answer.former_application_department.has_value());
}

TEST_F(HoldingTest, AFreezeEndsByItselfUnlessItWasRenewedBefore) {
  LoadAccounts();
  const FreezeFeedback answer = FreezeSum(7'000);
  FreezeRenewal renewal = TestRenewal();
  renewal.original_application_id = "F1";
  renewal.balance_fen = Fen(7'000);
  clock_.Set(*answer.expire_time - Hours(1));
  const auto renewed = Answer<FreezeRenewalFeedback>(renewal, "N1");
  EXPECT_EQ(renewed.result.str(), "0000");
  EXPECT_EQ(renewed.start_time, answer.expire_time);
  clock_.Set(*answer.expire_time);
  Pay(kFrozen, kVictim, 3'001);
  EXPECT_EQ(Balance(kFrozen), Fen(10'000));
  // Renewed again, and then forgotten.
  EXPECT_EQ(Answer<FreezeRenewalFeedback>(renewal, "N2").result.str(), "0000");
  clock_.Set(Truth().freezes.at(0).expire_at);
  Run();
  EXPECT_EQ(Truth().freezes.at(0).state, FreezeState::expired);
  EXPECT_EQ(Truth().freezes.at(0).renewals, 2);
  EXPECT_EQ(Answer<FreezeRenewalFeedback>(renewal, "N3").result.str(), "1600");
  Pay(kFrozen, kVictim, 3'001);
  EXPECT_EQ(Balance(kFrozen), Fen(6'999));
}

TEST_F(HoldingTest, ALiftTellsWhatWentFree) {
  LoadAccounts(kBehind);
  FreezeSum(7'000);
  FreezeLift lift = TestLift();
  lift.original_application_id = "F1";
  const auto answer = Answer<FreezeLiftFeedback>(lift, "L1");
  EXPECT_EQ(answer.result.str(), "0000");
  EXPECT_EQ(answer.unfreeze_balance_fen, Fen(4'000));
  Pay(kFrozen, kVictim, 4'000);
  EXPECT_EQ(Balance(kFrozen), Fen(6'000));
  EXPECT_EQ(Answer<FreezeLiftFeedback>(lift, "L2").result.str(), "1501");
}

TEST_F(HoldingTest, AStopIsRefusedOnAFrozenAccountAndAFreezeFollowsAStop) {
  LoadAccounts();
  StopRequest stop = TestStop();
  stop.transfer_amount_fen = Fen(1);
  EXPECT_EQ(Answer<StopFeedback>(stop, "S1").result.str(), "0000");
  EXPECT_EQ(FreezeSum(7'000).result.str(), "0000");
  StopRelease release = TestRelease();
  release.original_application_id = "S1";
  EXPECT_EQ(Answer<ReleaseFeedback>(release, "S2").result.str(), "0000");
  EXPECT_EQ(Answer<StopFeedback>(stop, "S3").result.str(), "1302");
  Pay(kFrozen, kVictim, 3'001);
  EXPECT_EQ(Balance(kFrozen), Fen(10'000));
}

TEST_F(HoldingTest, AReturnMovesExactlyItsSumsOutOfTheFrozenMoney) {
  LoadAccounts();
  FreezeSum(7'000);
  const ReturnFeedback answer = ReturnTo({2'001, 1'999});
  EXPECT_EQ(answer.result.str(), "0000");
  EXPECT_EQ(answer.executed_amount_fen, Fen(4'000));
  EXPECT_EQ(answer.frozed_balance_fen, Fen(3'000));
  ASSERT_THAT(answer.payee, SizeIs(2));
  EXPECT_EQ(answer.payee[0].executed_amount_fen, Fen(2'001));
  EXPECT_EQ(Balance(kVictim), Fen(4'000));
  EXPECT_EQ(Balance(kFrozen), Fen(6'000));
  const LedgerTruth truth = Truth();
  EXPECT_EQ(truth.returned_fen, Fen(4'000));
  EXPECT_THAT(truth.returns, SizeIs(2));
  EXPECT_EQ(truth.opening_fen + truth.given_fen - truth.taken_fen, truth.balance_fen);
  // What is above the freeze may still go, what is left of it not.
  Pay(kFrozen, kVictim, 3'001);
  EXPECT_EQ(Balance(kFrozen), Fen(6'000));
}

TEST_F(HoldingTest, ANoticeThatComesAgainMovesNothingAgain) {
  LoadAccounts();
  FreezeSum(7'000);
  ReturnTo({4'000});
  const ReturnFeedback again = ReturnTo({4'000});
  EXPECT_EQ(again.executed_amount_fen, Fen(4'000));
  EXPECT_EQ(Balance(kVictim), Fen(4'000));
  EXPECT_EQ(ReturnTo({3'001}, "R2").result.str(), "1701");
  EXPECT_EQ(ReturnTo({3'000}, "R3").result.str(), "0000");
  EXPECT_EQ(Balance(kVictim), Fen(7'000));
}

TEST_F(HoldingTest, APayeeWhoseNameDiffersGetsNothing) {
  LoadAccounts();
  Load(R"({"bank":"900000000003","account":"6216000000000000032","name":"别人","balance_fen":0})");
  FreezeSum(7'000);
  ReturnNotice notice = TestReturn();
  notice.tail.attachments = {{"通知书.html", "x"}};
  notice.original_application_id = "F1";
  notice.payee[0].amount_fen = Fen(1'000);
  notice.payee[1].amount_fen = Fen(500);
  notice.total_amount_fen = Fen(1'500);
  const auto answer = Answer<ReturnFeedback>(notice, "R1");
  EXPECT_EQ(answer.result.str(), "1700");
  EXPECT_EQ(answer.executed_amount_fen, Fen(1'000));
  EXPECT_EQ(answer.payee.at(1).result.str(), "1703");
  EXPECT_EQ(Truth().freezes.at(0).held_fen, Fen(6'000));
}

TEST_F(HoldingTest, AWatchTellsEachNewMovementOnceUntilItEnds) {
  LoadAccounts();
  WatchRequest watch = TestWatch();
  watch.interception_start_time = kStart;
  watch.interception_end_time = kStart + Days(3);
  Pay(kFrozen, kVictim, 1);  // Before the watch.
  const auto first = Answer<WatchFeedback>(watch, "W1");
  EXPECT_EQ(first.result.str(), "0000");
  EXPECT_THAT(first.accounts.at(0).account.at(0).transaction, IsEmpty());
  Pay(kFrozen, kVictim, 1'000);
  Pay("8880000000000001", kFrozen, 500);
  EXPECT_THAT(AllNews(), IsEmpty());  // Told together, a little later.
  clock_.Advance(Seconds(2));
  Run();
  ASSERT_THAT(AllNews(), SizeIs(1));
  const auto news = BodyOf<WatchFeedback>(AllNews()[0]);
  EXPECT_EQ(news.application_id.str(), "W1");
  const auto& rows = news.accounts.at(0).account.at(0).transaction;
  ASSERT_THAT(rows, SizeIs(2));
  EXPECT_EQ(rows[0].transaction_amount_fen, Fen(1'000));
  EXPECT_EQ(rows[1].account_balance_fen, Fen(9'499));
  Pay(kFrozen, kVictim, 7);
  clock_.Advance(Days(3));
  Run();
  EXPECT_THAT(AllNews(), SizeIs(2));
  Pay(kFrozen, kVictim, 8);  // After its end.
  clock_.Advance(Hours(1));
  Run();
  EXPECT_THAT(AllNews(), SizeIs(2));
}

TEST_F(HoldingTest, AWatchEndsByAnOrderOnce) {
  LoadAccounts();
  WatchRequest watch = TestWatch();
  watch.interception_end_time = kStart + Days(3);
  Answer<WatchFeedback>(watch, "W1");
  WatchEnd end = TestWatchEnd();
  end.original_application_id = "W1";
  EXPECT_EQ(Answer<WatchEndFeedback>(end, "E1").interception_end_time, kStart);
  EXPECT_EQ(Answer<WatchEndFeedback>(end, "E2").result.str(), "1999");
  Pay(kFrozen, kVictim, 8);
  clock_.Advance(Hours(1));
  Run();
  EXPECT_THAT(AllNews(), IsEmpty());
}

TEST_F(HoldingTest, APaymentIsStoppedAndToldByItsOrderNumber) {
  Load(R"({"bank":"900000000036","account":"wallet-0001","name":"赵某某","balance_fen":0})"
       "\n"
       R"({"bank":"900000000004","account":"6217000000000000024","name":"芦小芳",)"
       R"("balance_fen":900000})");
  Pay(kVictim, "wallet-0001", 500'000, "20260401150200001");
  PaymentQuery query = TestPaymentQuery();
  query.target.bank_id = "900000000036";
  PaymentStop stop = TestPaymentStop();
  stop.target.bank_id = "900000000036";
  PaymentStopChange change = TestPaymentChange();
  change.target.bank_id = "900000000036";
  change.operation_type = PaymentOperation::release;
  change.expire_time.reset();
  const auto detail = Answer<PaymentDetail>(query, "Q1");
  EXPECT_EQ(detail.result.str(), "0000");
  EXPECT_EQ(detail.transaction_amount_fen, Fen(500'000));
  EXPECT_EQ(detail.payee.account_number->Reveal(), "wallet-0001");
  EXPECT_EQ(detail.payer.account_name->Reveal(), "芦小芳");
  const auto stopped = Answer<PaymentStopFeedback>(stop, "P1");
  EXPECT_EQ(stopped.result.str(), "0000");
  EXPECT_EQ(stopped.stopped_amount_fen, Fen(500'000));
  Pay("wallet-0001", kVictim, 1);
  EXPECT_EQ(Balance("wallet-0001"), Fen(500'000));
  change.original_application_id = "P1";
  EXPECT_TRUE(Answer<PaymentChangeFeedback>(change, "P2").withdrawal_time.has_value());
  Pay("wallet-0001", kVictim, 1);
  EXPECT_EQ(Balance("wallet-0001"), Fen(499'999));
  query.target.order_number = "nobody-knows-it";
  EXPECT_EQ(Answer<PaymentDetail>(query, "Q2").result.str(), "0400");
}

TEST_F(HoldingTest, AllAccountsTellTheFreezesOfEveryAuthority) {
  LoadAccounts(kBehind);
  FreezeSum(7'000);
  AccountsQuery query = TestAccountsQuery();
  query.subject.account_credential_number.reset();
  query.head.application_id = "A1";
  query.tail.application_time = clock_.Now();
  const Envelope envelope = TestEnvelope(query);
  ASSERT_TRUE(
      ledger_->Receive(*banks_.ByCode(kTestBank), *Write(envelope, *FindProfile("platform")), false)
          .has_value());
  Run();
  const auto orders = *database_->Read([](database::Transaction& tx) {
    return tx.Find<Order>("WHERE application_id = :i", std::string("A1"));
  });
  const auto answer =
      std::get<AccountsFeedback>(Read(orders.at(0).feedback.Reveal(), KeepingProfile())->body);
  ASSERT_THAT(answer.measures, SizeIs(2));
  EXPECT_EQ(answer.measures[0].freeze_dept_name->str(), "某地公安局");
  EXPECT_EQ(answer.measures[1].freeze_balance_fen, Fen(4'000));
  EXPECT_EQ(answer.accounts.at(0).account.at(0).available_balance_fen, Fen(0));
}

TEST_F(HoldingTest, WrongFreezesInATruthFileAreReported) {
  const auto loaded =
      ledger_->Load(R"({"bank":"900000000001","account":"1","name":"甲","balance_fen":1,"freezes":)"
                    R"([{"authority":"","until":"2026-04-12T10:00:00+08:00"}]})");
  ASSERT_FALSE(loaded.has_value());
  ASSERT_THAT(loaded.error().fields, SizeIs(2));
  EXPECT_EQ(loaded.error().fields[0].path, "lines[0].freezes[0].authority");
}

}  // namespace
}  // namespace hetang::bank::simulated
