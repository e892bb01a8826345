#include "gateway/bank/messages_freeze.h"

#include <fstream>
#include <iterator>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "gateway/bank/profile.h"
#include "gateway/bank/test_messages.h"

namespace hetang::bank {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

const Profile& Utf8() { return *FindProfile("platform"); }
const Profile& Payment() { return *FindProfile("payment"); }

std::string MustWrite(const Body& body, const Profile& profile = Utf8()) {
  const auto bytes = Write(TestEnvelope(body), profile);
  EXPECT_TRUE(bytes.has_value());
  return bytes.value_or("");
}

// What is wrong with a body, as `Element:code`.
std::vector<std::string> WrongWith(const Body& body, const Profile& profile = Utf8()) {
  const auto bytes = Write(TestEnvelope(body), profile);
  std::vector<std::string> names;
  if (bytes.has_value()) return names;
  for (const FieldError& field : bytes.error().fields)
    names.push_back(field.path + ":" + field.code);
  return names;
}

std::string Golden(const std::string& name) {
  std::ifstream file("src/gateway/bank/testdata/" + name, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST(Freeze, TheMessagesOfTheSampleFilesAreWrittenToTheByte) {
  const std::vector<std::pair<const char*, Body>> files = {
      {"freeze.xml", TestFreeze()},
      {"freeze_answer.xml", TestFreezeFeedback()},
      {"lift.xml", TestLift()},
      {"lift_answer.xml", TestLiftFeedback()},
      {"renewal.xml", TestRenewal()},
      {"renewal_answer.xml", TestRenewalFeedback()},
      {"return.xml", TestReturn()},
      {"return_answer.xml", TestReturnFeedback()},
      {"watch.xml", TestWatch()},
      {"watch_answer.xml", TestWatchFeedback()},
      {"watch_end.xml", TestWatchEnd()},
      {"watch_end_answer.xml", TestWatchEndFeedback()},
      {"payment_stop.xml", TestPaymentStop()},
      {"payment_stop_answer.xml", TestPaymentStopFeedback()},
      {"payment_change.xml", TestPaymentChange()},
      {"payment_change_answer.xml", TestPaymentChangeFeedback()},
      {"payment_query.xml", TestPaymentQuery()},
      {"payment_answer.xml", TestPaymentDetail()}};
  for (const auto& [name, body] : files) {
    EXPECT_EQ(MustWrite(body, Payment()), Golden(name)) << name;
  }
}

TEST(Freeze, OnlyALimitedFreezeHasASum) {
  FreezeRequest freeze = TestFreeze();
  freeze.balance_fen.reset();
  EXPECT_THAT(WrongWith(freeze), ElementsAre("Balance:missing"));
  freeze.balance_fen = Fen(0);
  EXPECT_THAT(WrongWith(freeze), ElementsAre("Balance:positive"));
  for (const FreezeType mode : {FreezeType::no_debit, FreezeType::full}) {
    freeze.freeze_type = mode;
    freeze.balance_fen = Fen(1);
    EXPECT_THAT(WrongWith(freeze), ElementsAre("Balance:unexpected"));
    freeze.balance_fen.reset();
    EXPECT_THAT(WrongWith(freeze), ElementsAre());
  }
  FreezeRenewal renewal = TestRenewal();
  renewal.balance_fen.reset();
  EXPECT_THAT(WrongWith(renewal), ElementsAre("Balance:missing"));
}

TEST(Freeze, ATermThatEndsBeforeItBeginsIsRefused) {
  FreezeRequest freeze = TestFreeze();
  freeze.expire_time = freeze.freeze_start_time;
  EXPECT_THAT(WrongWith(freeze), ElementsAre("ExpireTime:order"));
  FreezeRenewal renewal = TestRenewal();
  renewal.expire_time = renewal.postpone_start_time - Seconds(1);
  EXPECT_THAT(WrongWith(renewal), ElementsAre("ExpireTime:order"));
}

TEST(Freeze, AnIdentityNumberSaysOfWhatKindItIs) {
  FreezeLift lift = TestLift();
  lift.id_number = IdentityNumber("430102199001010015");
  EXPECT_THAT(WrongWith(lift), ElementsAre("IDType:missing"));
}

TEST(Freeze, TheCodeOfAModeIsTheBanksOwn) {
  Profile hundsun = Utf8();
  Profile citic = *FindProfile("platform_two_modes");
  FreezeRequest freeze = TestFreeze();
  freeze.freeze_type = FreezeType::full;
  freeze.balance_fen.reset();
  EXPECT_THAT(MustWrite(freeze, hundsun), HasSubstr("<FreezeType>03<"));
  const std::string xml = MustWrite(freeze, citic);
  EXPECT_THAT(xml, HasSubstr("<FreezeType>02<"));
  const auto back = Read(xml, citic);
  ASSERT_TRUE(back.has_value());
  EXPECT_EQ(std::get<FreezeRequest>(back->body).freeze_type, FreezeType::full);
  // The same digits are another mode to another bank.
  const auto other = Read(xml, hundsun);
  ASSERT_TRUE(other.has_value());
  EXPECT_EQ(std::get<FreezeRequest>(other->body).freeze_type, FreezeType::no_debit);
  freeze.freeze_type = FreezeType::no_debit;
  EXPECT_THAT(WrongWith(freeze, citic), ElementsAre("FreezeType:unsupported"));
  EXPECT_FALSE(Carries(citic, FreezeType::no_debit));
  EXPECT_TRUE(Carries(hundsun, FreezeType::no_debit));
  const std::string unlisted = MustWrite(freeze, hundsun);
  EXPECT_TRUE(Read(unlisted, hundsun).has_value());
  std::string three = unlisted;
  three.replace(three.find("<FreezeType>02"), 14, "<FreezeType>03");
  EXPECT_FALSE(Read(three, citic).has_value());
}

TEST(Freeze, AnAnswerInForceTellsWhatIsFrozenAndNeverMoreThanWasAsked) {
  FreezeFeedback answer = TestFreezeFeedback();
  answer.frozed_balance_fen = *answer.applied_balance_fen + Fen(1);
  EXPECT_THAT(WrongWith(answer), ElementsAre("FrozedBalance:range"));
  answer.frozed_balance_fen.reset();
  answer.account_balance_fen.reset();
  answer.expire_time.reset();
  EXPECT_THAT(WrongWith(answer),
              ElementsAre("AccountBalance:missing", "FrozedBalance:missing", "ExpireTime:missing"));
  for (const char* nothing_held : {"1401", "1499", "0300", "9876"}) {
    answer.result = nothing_held;
    EXPECT_THAT(WrongWith(answer), ElementsAre()) << nothing_held;
  }
}

TEST(Freeze, TheSuccessOfAnotherKindOfOrderIsNone) {
  StopFeedback stop = TestFeedback();
  stop.result = "1400";
  EXPECT_THAT(WrongWith(stop), ElementsAre("Result:choice"));
  FreezeFeedback freeze = TestFreezeFeedback();
  freeze.result = "1200";
  EXPECT_THAT(WrongWith(freeze), ElementsAre("Result:choice"));
  TransactionsFeedback query = TestTransactionsFeedback();
  query.result = "1700";
  EXPECT_THAT(WrongWith(query), ElementsAre("Result:choice"));
  // A failure is one whatever its group.
  stop.result = "1499";
  EXPECT_THAT(WrongWith(stop), ElementsAre());
}

TEST(Freeze, ALiftTellsWhatWentFreeAndWhen) {
  FreezeLiftFeedback answer = TestLiftFeedback();
  answer.unfreeze_balance_fen.reset();
  answer.withdrawal_time.reset();
  EXPECT_THAT(WrongWith(answer), ElementsAre("UnfreezeBalance:missing", "WithdrawalTime:missing"));
}

TEST(Return, TheLinesAddUpToTheTotalToTheFen) {
  ReturnNotice notice = TestReturn();
  notice.total_amount_fen += Fen(1);
  EXPECT_THAT(WrongWith(notice), ElementsAre("TotalAmount:total"));
  notice = TestReturn();
  notice.payee[1].serial = "1";
  EXPECT_THAT(WrongWith(notice), ElementsAre("Serial:doubled"));
  notice = TestReturn();
  notice.payee[1].amount_fen = Fen(0);
  EXPECT_THAT(WrongWith(notice), ElementsAre("Amount:positive", "TotalAmount:total"));
  notice.payee.clear();
  EXPECT_THAT(WrongWith(notice), Contains("Payee:missing"));
}

TEST(Return, ANoticeOfTooManyLinesIsRefusedAndTheMostIsTaken) {
  ReturnNotice notice = TestReturn();
  notice.payee.clear();
  for (std::size_t i = 0; i < kMostPayees; ++i) {
    notice.payee.push_back(TestReturn().payee[0]);
    notice.payee.back().serial = std::to_string(i + 1);
    notice.payee.back().amount_fen = Fen(1);
  }
  notice.total_amount_fen = Fen(static_cast<std::int64_t>(kMostPayees));
  EXPECT_THAT(WrongWith(notice), ElementsAre());
  EXPECT_TRUE(Read(MustWrite(notice), Utf8()).has_value());
  notice.payee.push_back(notice.payee.back());
  EXPECT_THAT(WrongWith(notice), ElementsAre("Payee:too_many"));
}

TEST(Return, AnAnswerTellsEachLineAndTheirSum) {
  ReturnFeedback answer = TestReturnFeedback();
  answer.executed_amount_fen = Fen(5'000'001);
  EXPECT_THAT(WrongWith(answer), ElementsAre("ExecutedAmount:total"));
  answer = TestReturnFeedback();
  answer.payee[1].executed_amount_fen = Fen(1);
  answer.executed_amount_fen = Fen(2'000'002);
  EXPECT_THAT(WrongWith(answer), ElementsAre("ExecutedAmount:unexpected"));
  answer = TestReturnFeedback();
  answer.payee[0].executed_time.reset();
  EXPECT_THAT(WrongWith(answer), ElementsAre("ExecutedTime:missing"));
}

TEST(Return, AProfileWithoutItKeepsTheNoticeAPaper) {
  Profile paper = Utf8();
  paper.return_notice = false;
  EXPECT_FALSE(Carries(paper, "100211"));
  EXPECT_TRUE(Carries(paper, "100201"));
  const auto refused = Write(TestEnvelope(TestReturn()), paper);
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().rule, "tx_code");
  EXPECT_FALSE(Read(MustWrite(TestReturnFeedback()), paper).has_value());
}

TEST(Watch, LastsAHundredDaysAtMost) {
  WatchRequest watch = TestWatch();
  watch.interception_end_time = watch.interception_start_time + Days(100);
  EXPECT_THAT(WrongWith(watch), ElementsAre());
  watch.interception_end_time = watch.interception_end_time + Seconds(1);
  EXPECT_THAT(WrongWith(watch), ElementsAre("InterceptionEndTime:range"));
  watch.interception_end_time = watch.interception_start_time;
  EXPECT_THAT(WrongWith(watch), ElementsAre("InterceptionEndTime:order"));
}

TEST(Watch, AnAnswerMayBringNothingNew) {
  WatchFeedback answer = TestWatchFeedback();
  answer.accounts[0].account[0].transaction.clear();
  EXPECT_THAT(WrongWith(answer), ElementsAre());
}

TEST(Payment, TheSetOfTheInstitutionsIsThatOfTheirProfileOnly) {
  for (const Body& body : TestPayments()) {
    const std::string xml = MustWrite(body, Payment());
    EXPECT_THAT(xml, HasSubstr("<TxCode>A00"));
    const auto back = Read(xml, Payment());
    ASSERT_TRUE(back.has_value()) << TxCodeOf(body);
    EXPECT_EQ(back->body.index(), body.index());
    const auto refused = Read(xml, Utf8());
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().rule, "tx_code");
    EXPECT_FALSE(Write(TestEnvelope(body), Utf8()).has_value());
  }
  EXPECT_THAT(MustWrite(TestPaymentStop(), Payment()), HasSubstr("<NumberKind>A2<"));
}

TEST(Payment, TheOperationIsThatOfTheMessage) {
  PaymentStop stop = TestPaymentStop();
  stop.operation_type = PaymentOperation::release;
  EXPECT_THAT(WrongWith(stop, Payment()), ElementsAre("OperationType:choice"));
  PaymentStopChange change = TestPaymentChange();
  change.expire_time.reset();
  EXPECT_THAT(WrongWith(change, Payment()), ElementsAre("ExpireTime:missing"));
  change.operation_type = PaymentOperation::release;
  EXPECT_THAT(WrongWith(change, Payment()), ElementsAre());
}

TEST(HostileReturn, HugeSumsOnManyLinesDoNotOverflow) {
  ReturnFeedback answer = TestReturnFeedback();
  const std::string xml = MustWrite(answer);
  const std::size_t at = xml.find("    <Payee>");
  std::string lines;
  for (int i = 0; i < 15'000; ++i) {
    lines += "<Payee><Serial>" + std::to_string(i + 10) +
             "</Serial><Result>1703</Result><ExecutedAmount>9999999999999</ExecutedAmount></Payee>";
  }
  const auto read = Read(xml.substr(0, at) + lines + xml.substr(at), Utf8());
  ASSERT_FALSE(read.has_value());
  EXPECT_LT(read.error().fields.size(), 60u);
}

}  // namespace
}  // namespace hetang::bank
