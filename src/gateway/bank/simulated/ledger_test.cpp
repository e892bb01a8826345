#include "gateway/bank/simulated/ledger.h"

#include <random>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "gateway/bank/simulated/holding.h"
#include "gateway/bank/simulated/postman.h"
#include "gateway/bank/simulated/truth.h"
#include "gateway/bank/test_messages.h"
#include "gateway/bank/test_peer.h"
#include "platform/database/test_database.h"

namespace hetang::bank::simulated {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;

const Moment kStart = At("2026-04-01T15:12:30+08:00");

constexpr const char* kAccounts =
    R"({"bank":"900000000001","account":"6222020000000000016","name":"赵某某",)"
    R"("balance_fen":30000000})"
    "\n"
    R"({"bank":"中国建设银行","account":"6217000000000000024","card":"6217000000000009999",)"
    R"("name":"芦小芳","balance_fen":50000000,"type":"personal"})"
    "\n";

class LedgerTest : public testing::Test {
 protected:
  LedgerTest() { Open({}); }

  // Opens the books as a program that starts does.
  void Open(const LedgerOptions& options) {
    ledger_.reset();
    database_.reset();
    database_ = *database::Database::Open({.target = folder_.path() + "/bank.db"}, Migrations());
    ledger_ = std::make_unique<Ledger>(*database_, clock_, banks_, faults_, options);
  }

  Receipt Take(const Envelope& envelope) {
    return *ledger_->Receive(*banks_.ByCode(envelope.to),
                             *Write(envelope, *FindProfile("platform")), false);
  }
  std::int64_t Run() { return *ledger_->RunDue(); }
  std::int64_t Load(std::string_view lines) {
    const auto added = ledger_->Load(lines);
    EXPECT_TRUE(added.has_value());
    return added.value_or(-1);
  }
  LedgerTruth Truth() {
    return *database_->Read([](database::Transaction& tx) { return ShowLedger(tx); });
  }
  Fen Balance(const char* number) {
    return database_
        ->Read([&](database::Transaction& tx) { return ShowAccount(tx, AccountNumber(number)); })
        ->account.balance_fen;
  }
  StopFeedback FeedbackOf(const std::string& application_id) {
    const auto orders = *database_->Read([&](database::Transaction& tx) {
      return tx.Find<Order>("WHERE application_id = :id", application_id);
    });
    return std::get<StopFeedback>(
        Read(orders.at(0).feedback.Reveal(), *FindProfile("platform"))->body);
  }
  static Envelope StopNamed(std::string application_id) {
    StopRequest stop = TestStop();
    stop.head.application_id = std::move(application_id);
    return TestEnvelope(stop);
  }

  database::TemporaryFolder folder_;
  SimulatedClock clock_{kStart};
  Directory banks_{DemoBanks("")};
  Faults faults_;
  std::unique_ptr<database::Database> database_;
  std::unique_ptr<Ledger> ledger_;
};

TEST_F(LedgerTest, AStopTakesEffectWhenItsDelayIsOver) {
  Open({.least_delay = Seconds(3), .most_delay = Seconds(3)});
  Load(kAccounts);
  EXPECT_EQ(Take(TestEnvelope(TestStop())).result, "0000");
  EXPECT_EQ(Run(), 0);
  EXPECT_THAT(Truth().stops, SizeIs(0));
  clock_.Advance(Seconds(3));
  EXPECT_EQ(Run(), 1);
  const LedgerTruth truth = Truth();
  ASSERT_THAT(truth.stops, SizeIs(1));
  EXPECT_EQ(truth.stops[0].start_at, kStart + Seconds(3));
  EXPECT_EQ(truth.orders.at(0).result, "0000");
  EXPECT_EQ(FeedbackOf("100101202604010000000001").account_balance_fen, Fen(30'000'000));
}

TEST_F(LedgerTest, ARepeatedOrderIsEffectiveOnceAndAnsweredTheSame) {
  Load(kAccounts);
  Envelope order = TestEnvelope(TestStop());
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(Take(order).result, "0000");
    order.serial = NewSerial(kCentreNode);
    Run();
  }
  const LedgerTruth truth = Truth();
  EXPECT_THAT(truth.stops, SizeIs(1));
  ASSERT_THAT(truth.orders, SizeIs(1));
  EXPECT_EQ(truth.orders[0].received, 5);
  EXPECT_EQ(FeedbackOf("100101202604010000000001").result.str(), "0000");
}

TEST_F(LedgerTest, ABankThatForgetsOnPurposeTakesEffectTwice) {
  ASSERT_TRUE(faults_.Plan({{"twice_effective=1"}, 0, 1}).has_value());
  Load(kAccounts);
  Take(TestEnvelope(TestStop()));
  Run();
  EXPECT_THAT(Truth().stops, SizeIs(1));
  Take(TestEnvelope(TestStop()));
  EXPECT_THAT(Truth().stops, SizeIs(2));
}

TEST_F(LedgerTest, AnotherOrderUnderAKnownIdIsNotTaken) {
  Load(kAccounts);
  EXPECT_EQ(Take(TestEnvelope(TestStop())).result, "0000");
  StopRequest other = TestStop();
  other.transfer_amount_fen = Fen(100);
  EXPECT_EQ(Take(TestEnvelope(other)).result, "0900");
}

TEST_F(LedgerTest, AnAcknowledgedOrderSurvivesARestart) {
  Open({.least_delay = Seconds(3), .most_delay = Seconds(3)});
  Load(kAccounts);
  Take(TestEnvelope(TestStop()));
  Open({});
  clock_.Advance(Hours(1));
  EXPECT_EQ(Run(), 1);
  // It was due before the restart, and that is when it stopped the account.
  EXPECT_EQ(Truth().stops.at(0).start_at, kStart + Seconds(3));
}

TEST_F(LedgerTest, AnOrderForAnotherBankIsNotTaken) {
  const std::string bytes = *Write(TestEnvelope(TestStop()), *FindProfile("platform"));
  const auto receipt = ledger_->Receive(*banks_.ByCode("900000000002"), bytes, false);
  EXPECT_EQ(receipt->result, "0700");
  Envelope answer = TestEnvelope(TestFeedback());
  answer.to = kTestBank;
  EXPECT_EQ(Take(answer).result, "1000");
  EXPECT_EQ(ledger_->Receive(banks_.entries()[0], "<x/>", false)->result, "0501");
  EXPECT_THAT(Truth().orders, SizeIs(0));
}

TEST_F(LedgerTest, AnAccountOfAnotherBankIsNotFound) {
  Load(kAccounts);
  StopRequest stop = TestStop();
  stop.target.account_number = AccountNumber("6217000000000000024");
  Take(TestEnvelope(stop));
  Run();
  EXPECT_EQ(Truth().orders.at(0).result, "0300");
}

TEST_F(LedgerTest, AStoppedAccountReceivesButDoesNotPay) {
  Load(kAccounts);
  Take(TestEnvelope(TestStop()));
  Run();
  Load(R"({"at_offset_ms":1000,"from":"6222020000000000016","to":"outside","amount_fen":100}
{"at_offset_ms":1000,"from":"6217000000000009999","to":"6222020000000000016","amount_fen":700}
{"at_offset_ms":172800000,"from":"6222020000000000016","to":"outside","amount_fen":5}
)");
  clock_.Advance(Seconds(2));
  Run();
  EXPECT_EQ(Balance("6222020000000000016"), Fen(30'000'700));
  clock_.Advance(Hours(48));
  Run();
  EXPECT_EQ(Balance("6222020000000000016"), Fen(30'000'695));
}

TEST_F(LedgerTest, MoneyThatLeavesBeforeTheStopIsGone) {
  Open({.least_delay = Seconds(10), .most_delay = Seconds(10)});
  Load(std::string(kAccounts) +
       R"({"at_offset_ms":9000,"from":"6222020000000000016","to":"x","amount_fen":20000000}
{"at_offset_ms":11000,"from":"6222020000000000016","to":"x","amount_fen":5000000})");
  Take(TestEnvelope(TestStop()));
  clock_.Advance(Minutes(1));
  Run();
  EXPECT_EQ(Truth().orders.at(0).result, "1200");
  EXPECT_EQ(FeedbackOf("100101202604010000000001").account_balance_fen, Fen(10'000'000));
  EXPECT_EQ(Balance("6222020000000000016"), Fen(10'000'000));
}

TEST_F(LedgerTest, ATransferAboveTheBalanceFailsWhole) {
  Load(std::string(kAccounts) +
       R"({"at_offset_ms":0,"from":"6222020000000000016","to":"x","amount_fen":30000001})");
  Run();
  EXPECT_EQ(Balance("6222020000000000016"), Fen(30'000'000));
}

TEST_F(LedgerTest, TheSpeedBringsWhatLiesAheadSooner) {
  Open({.speed = 60});
  Load(
      std::string(kAccounts) +
      R"({"at":"2026-04-01T16:12:30+08:00","from":"6222020000000000016","to":"x","amount_fen":1})");
  clock_.Advance(Seconds(59));
  EXPECT_EQ(Run(), 0);
  clock_.Advance(Seconds(1));
  EXPECT_EQ(Run(), 1);
}

TEST_F(LedgerTest, LoadingTwiceChangesNothing) {
  const std::string lines =
      std::string(kAccounts) +
      R"({"id":"m1","at_offset_ms":0,"from":"6222020000000000016","to":"x","amount_fen":1})";
  EXPECT_EQ(Load(lines), 3);
  Run();
  EXPECT_EQ(Load(lines), 0);
  EXPECT_EQ(Run(), 0);
  EXPECT_EQ(Balance("6222020000000000016"), Fen(29'999'999));
}

TEST_F(LedgerTest, EveryWrongLineIsReportedAndNothingIsLoaded) {
  const auto loaded = ledger_->Load(std::string(kAccounts) +
                                    "not json\n"
                                    R"({"bank":"none","account":"1","name":"x","balance_fen":-1})"
                                    "\n"
                                    R"({"from":"1","to":"2","amount_fen":0,"at_offset_ms":1})");
  ASSERT_FALSE(loaded.has_value());
  std::vector<std::string> paths;
  for (const FieldError& field : loaded.error().fields) paths.push_back(field.path);
  EXPECT_THAT(paths, ElementsAre("lines[2]", "lines[3].bank", "lines[3].balance_fen",
                                 "lines[4].amount_fen"));
  EXPECT_EQ(Truth().balance_fen, Fen(0));
}

TEST_F(LedgerTest, AnUnknownNumberIsOpenedOnlyWhenAskedFor) {
  Take(StopNamed("100101a"));
  Run();
  EXPECT_EQ(FeedbackOf("100101a").result.str(), "0300");
  Open({.open_unknown = true});
  Take(StopNamed("100101b"));
  Run();
  const std::string result = FeedbackOf("100101b").result.str();
  EXPECT_TRUE(result == "0000" || result == "1200") << result;
  EXPECT_THAT(Truth().stops, SizeIs(1));
}

// The banks' books over random movements and stops: to the fen, and no stopped account ever pays.
TEST_F(LedgerTest, NoFenIsMadeOrLostWhateverHappens) {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    std::mt19937_64 random(seed);
    const auto pick = [&](std::int64_t most) {
      return std::uniform_int_distribution<std::int64_t>(0, most)(random);
    };
    const auto number = [&](std::int64_t i) {
      return std::to_string(seed) + "88800000000000" + std::to_string(100 + i);
    };
    std::string lines;
    for (std::int64_t i = 0; i < 20; ++i) {
      lines += R"({"bank":"900000000001","account":")" + number(i) +
               R"(","name":"甲","balance_fen":)" + std::to_string(pick(1'000'000)) + "}\n";
    }
    for (int i = 0; i < 400; ++i) {  // Numbers 20 to 24 are outside of the books.
      lines += R"({"at_offset_ms":)" + std::to_string(pick(100'000)) + R"(,"from":")" +
               number(pick(24)) + R"(","to":")" + number(pick(24)) + R"(","amount_fen":)" +
               std::to_string(1 + pick(300'000)) + "}\n";
    }
    Load(lines);
    for (int i = 0; i < 100; ++i) {
      clock_.Advance(Milliseconds(pick(2'000)));
      if (pick(3) == 0) {
        StopRequest stop = TestStop();
        stop.head.application_id = "100101-" + std::to_string(seed) + "-" + std::to_string(i);
        stop.target.account_number = AccountNumber(number(pick(24)));
        stop.target.account_name = PersonName("甲");
        Take(TestEnvelope(stop));
      }
      Run();
      const LedgerTruth truth = Truth();
      ASSERT_EQ(truth.opening_fen + truth.given_fen - truth.taken_fen, truth.balance_fen)
          << "seed " << seed;
    }
    clock_.Advance(Minutes(5));
    Run();
    const auto paid_while_stopped = *database_->Read([](database::Transaction& tx) {
      return tx.Query<std::int64_t>(
          "SELECT COUNT(*) FROM sandbox_movement m JOIN sandbox_account a ON a.account = m.payer "
          "JOIN sandbox_stop s ON s.account_id = a.id WHERE m.state = 'done' AND "
          "m.due_at > s.start_at AND m.due_at < s.expire_at");
    });
    EXPECT_EQ(paid_while_stopped.at(0), 0) << "seed " << seed;
    EXPECT_FALSE(Truth().stops.empty());
  }
}

class PostmanTest : public LedgerTest {
 protected:
  PostmanTest() {
    std::vector<std::string> codes;
    for (const BankEntry& bank : banks_.entries()) codes.push_back(bank.code);
    keys_ = *Keys::LoadOrCreate(folder_.path() + "/keys", codes);
    Load(kAccounts);
    Take(TestEnvelope(TestStop()));
    Run();
  }

  // What a centre sees of one answer that goes out under this fault, until the bank is content.
  std::vector<std::string> Deliver(const std::string& fault, int status = 202) {
    if (!fault.empty()) {
      EXPECT_TRUE(faults_.Plan({{fault}}).has_value());
    }
    TestPeer centre([&](const std::string&) { return TestPeer::Reply("", status); });
    Postman postman(*database_, clock_, banks_, keys_, faults_,
                    {centre.url().substr(0, centre.url().size() - 2), ""});
    EXPECT_TRUE(postman.DeliverDue().has_value());
    return centre.requests();
  }
  static std::string BodyOf(const std::string& request) {
    return request.substr(request.find("\r\n\r\n") + 4);
  }
  static Result<Incoming> AnswerIn(const std::string& request) {
    return ReadAnswer(BodyOf(request), *FindProfile("platform"), kTestBank);
  }
  OrderState State() { return Truth().orders.at(0).state; }

  Keys keys_;
};

TEST_F(PostmanTest, TheAnswerGoesSignedToTheBanksRouteOfTheCentre) {
  const auto requests = Deliver("");
  ASSERT_THAT(requests, SizeIs(1));
  EXPECT_THAT(requests[0],
              HasSubstr("POST /api/v1/gateway/bank/900000000001/answers HTTP/1.1\r\n"));
  EXPECT_THAT(requests[0], HasSubstr(Sign(*keys_.For(kTestBank), BodyOf(requests[0]))));
  EXPECT_TRUE(AnswerIn(requests[0]).has_value());
  EXPECT_EQ(State(), OrderState::delivered);
  EXPECT_THAT(Deliver(""), SizeIs(0));
}

TEST_F(PostmanTest, WhatTheCentreDoesNotAcceptIsBroughtAgainAfterAPause) {
  EXPECT_THAT(Deliver("", 503), SizeIs(1));
  EXPECT_THAT(Deliver(""), SizeIs(0));
  clock_.Advance(Seconds(1));
  EXPECT_THAT(Deliver(""), SizeIs(1));
  EXPECT_EQ(State(), OrderState::delivered);
}

TEST_F(PostmanTest, AnOrderThatComesAgainIsAnsweredAgainWithTheSameBytes) {
  const auto first = Deliver("");
  Take(TestEnvelope(TestStop()));
  const auto second = Deliver("");
  ASSERT_THAT(second, SizeIs(1));
  EXPECT_EQ(BodyOf(first.at(0)), BodyOf(second[0]));
}

TEST_F(PostmanTest, NeverDeliversNothing) {
  EXPECT_THAT(Deliver("never=1"), SizeIs(0));
  EXPECT_EQ(State(), OrderState::delivered);
}

TEST_F(PostmanTest, TwiceDeliversTheSameAnswerTwice) {
  const auto requests = Deliver("twice=1");
  ASSERT_THAT(requests, SizeIs(2));
  EXPECT_EQ(BodyOf(requests[0]), BodyOf(requests[1]));
}

TEST_F(PostmanTest, AReorderedAnswerWaitsOnceSoThatLaterOnesGoFirst) {
  EXPECT_THAT(Deliver("reorder=1"), SizeIs(0));
  EXPECT_EQ(State(), OrderState::answered);
  clock_.Advance(Seconds(5));
  EXPECT_THAT(Deliver("reorder=1"), SizeIs(1));
  EXPECT_EQ(State(), OrderState::delivered);
}

TEST_F(PostmanTest, AFurtherAnswerGoesAfterTheFirstAndOnce) {
  ASSERT_TRUE(database_
                  ->Write([&](database::Transaction& tx) {
                    return Tell(tx, 1, TestFeedback(), clock_.Now());
                  })
                  .has_value());
  EXPECT_THAT(Deliver("reorder=1"), SizeIs(0));
  clock_.Advance(Seconds(5));
  EXPECT_THAT(Deliver("reorder=0"), SizeIs(2));
  EXPECT_THAT(Deliver(""), SizeIs(0));
}

TEST_F(PostmanTest, AWrongCodeOrGarbageIsNoAnswer) {
  EXPECT_FALSE(AnswerIn(Deliver("wrong_code=1").at(0)).has_value());
  Take(TestEnvelope(TestStop()));
  EXPECT_FALSE(AnswerIn(Deliver("garbage=1").at(0)).has_value());
}

TEST_F(PostmanTest, AnotherBanksAnswerComesFirstAndIsTheirsBySignature) {
  const auto requests = Deliver("other_banks_order=1");
  ASSERT_THAT(requests, SizeIs(2));
  EXPECT_THAT(requests[0], HasSubstr("/bank/900000000002/answers"));
  EXPECT_THAT(requests[0], HasSubstr(Sign(*keys_.For("900000000002"), BodyOf(requests[0]))));
  EXPECT_EQ(AnswerIn(requests[0]).error().rule, "other_bank");
  EXPECT_TRUE(AnswerIn(requests[1]).has_value());
}

TEST_F(PostmanTest, AContradictionFollowsTheAnswer) {
  const auto requests = Deliver("contradict=1");
  ASSERT_THAT(requests, SizeIs(2));
  EXPECT_EQ(std::get<StopFeedback>(AnswerIn(requests[0])->answer).result.str(), "0000");
  EXPECT_EQ(std::get<StopFeedback>(AnswerIn(requests[1])->answer).result.str(), "1300");
}

TEST_F(PostmanTest, AQuerysAnswerIsContradictedWithoutInventingOne) {
  Deliver("");
  Take(TestEnvelope(TestHolderQuery()));
  HolderQuery unknown = TestHolderQuery();
  unknown.head.application_id = "100303-2";
  unknown.target.card_number = AccountNumber("6222020000000000909");
  Take(TestEnvelope(unknown));
  Run();
  const auto requests = Deliver("contradict=1");
  ASSERT_THAT(requests, SizeIs(4));
  std::vector<std::string> results;
  for (const std::string& request : requests) {
    results.push_back(std::get<HolderFeedback>(AnswerIn(request)->answer).result.str());
  }
  EXPECT_THAT(results, ElementsAre("0000", "0300", "0300", "0399"));
}

TEST_F(PostmanTest, ACutAnswerNeverArrivesWholeAndIsBroughtAgain) {
  EXPECT_THAT(Deliver("cut=1"), SizeIs(0));
  EXPECT_EQ(State(), OrderState::answered);
  clock_.Advance(Seconds(1));
  EXPECT_THAT(Deliver("cut=0"), SizeIs(1));
}

TEST(Faults, APlanThatIsWrongLeavesTheLastInPlace) {
  Faults faults;
  ASSERT_TRUE(faults.Plan({{"never=1"}}).has_value());
  for (const char* wrong :
       {"never", "never=2", "never=-1", "never=x", "never=nan", "bad=0.5", ""}) {
    EXPECT_FALSE(faults.Plan({{wrong}}).has_value()) << wrong;
  }
  EXPECT_TRUE(faults.Strikes(Fault::never, ""));
  EXPECT_FALSE(faults.Strikes(Fault::late, ""));
}

TEST(Faults, StrikeTheSameMessagesForTheSameSeedInAnyOrder) {
  constexpr int kCount = 64;
  const auto draw = [](std::int64_t seed, int step) {
    Faults faults;
    EXPECT_TRUE(faults.Plan({{"twice=0.5"}, 0, seed}).has_value());
    std::string strikes(kCount, '?');
    for (int i = 0; i < kCount; ++i) {
      const int n = i * step % kCount;
      const bool struck = faults.Strikes(Fault::twice, "order " + std::to_string(n));
      strikes[static_cast<std::size_t>(n)] = struck ? '1' : '0';
    }
    return strikes;
  };
  EXPECT_EQ(draw(7, 1), draw(7, 5));
  EXPECT_NE(draw(7, 1), draw(8, 1));
}

TEST(Faults, PassOverWhatIsDrawnAnewInEachRun) {
  Faults faults;
  ASSERT_TRUE(faults.Plan({{}, 0, 7}).has_value());
  const std::string card = "<A>6222020000000000016</A>";
  const std::string one(36, '1');
  const std::string other(36, '2');
  EXPECT_EQ(faults.Draw(one + card), faults.Draw(other + card));
  EXPECT_NE(faults.Draw(one + card), faults.Draw(one + "<A>6222020000000000024</A>"));
}

}  // namespace
}  // namespace hetang::bank::simulated
