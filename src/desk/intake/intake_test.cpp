#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "desk/funds/test_centre.h"
#include "desk/intake/intake.h"

namespace hetang::intake {
namespace {

using funds::kBankA;
using funds::kBankB;
using testing::Contains;
using testing::ElementsAre;

std::vector<database::Migration> IntakeMigrations() {
  const auto steps = Migrations();
  return {steps.begin(), steps.end()};
}

class IntakeTest : public testing::TestWithParam<database::Engine> {
 protected:
  ReportForm Form() {
    ReportForm form;
    form.began_at = centre_.now() - Minutes(1);
    form.text = PersonalText("我被骗了");
    form.victim.name = PersonName("缪采薇");
    form.victim.phone = PhoneNumber("19900001234");
    PaymentForm payment;
    payment.amount_fen = Fen(1'000'000);
    payment.at = centre_.now() - Minutes(9);
    payment.from = {std::string(kBankB), Text<80>("乙银行"), AccountNumber("6228480000000000018"),
                    PersonName("缪采薇")};
    payment.to = {std::string(kBankA), Text<80>("甲银行"), AccountNumber("6222020000000000026"),
                  PersonName("邬望舒")};
    payment.stop = true;
    form.payments.push_back(payment);
    return form;
  }
  Result<Taken> TakeIn(const ReportForm& form, std::int64_t waiting = 0) {
    return centre_.Write([&](database::Transaction& tx) {
      return Take(tx, form, waiting, centre_.duty(), centre_.now());
    });
  }
  funds::TestCentre centre_{GetParam(), IntakeMigrations()};
};
INSTANTIATE_TEST_SUITE_P(Intake, IntakeTest, database::BothEngines(),
                         testing::PrintToStringParamName());

TEST_P(IntakeTest, OneActTakesTheReportInAndStopsEachPayeeAccountOnce) {
  ReportForm form = Form();
  form.payments.push_back(form.payments.front());
  form.payments.back().at = centre_.now() - Minutes(3);
  form.payments.push_back(form.payments.front());
  form.payments.back().to.account = AccountNumber("6222020000000000018");
  const auto taken = TakeIn(form);
  ASSERT_TRUE(taken.has_value()) << taken.error().message;
  ASSERT_EQ(taken->orders.size(), 2u);
  EXPECT_EQ(centre_.Count("register_case"), 1);
  EXPECT_EQ(centre_.Count("register_payment"), 3);
  EXPECT_EQ(centre_.Count("outbox_message"), 2);
  EXPECT_EQ(centre_.Count("journal_entry WHERE act = 'report_taken'"), 1);
  EXPECT_EQ(taken->orders.front().amount_fen, Fen(2'000'000)) << "all that went into the account";
  // The later of two payments to one account speaks for it.
  EXPECT_EQ(taken->orders.front().payment_id.value_or(0), 2);
}

TEST_P(IntakeTest, EveryWrongFieldIsNamedAtOnceAndNothingIsStored) {
  ReportForm form = Form();
  form.began_at = centre_.now() + Hours(2);
  form.victim.identity = IdentityNumber("990000198010101230");
  form.payments.front().amount_fen = Fen(0);
  form.payments.front().at = centre_.now() + Hours(1);
  form.payments.front().to.account = AccountNumber("6222020000000000005");
  const auto taken = TakeIn(form);
  ASSERT_FALSE(taken.has_value());
  std::vector<std::string> found;
  for (const FieldError& error : taken.error().fields)
    found.push_back(error.path + " " + error.code);
  EXPECT_THAT(found, ElementsAre("began_at future_time", "payments[0].amount_fen zero_amount",
                                 "payments[0].at future_time", "payments[0].to.account checksum"));
  EXPECT_EQ(centre_.Count("register_case"), 0);
  EXPECT_EQ(centre_.Count("intake_report"), 0);
}

TEST_P(IntakeTest, APossibleDuplicateIsShownBeforeASecondCaseIsOpenedAndMergingIsAChoice) {
  const auto first = TakeIn(Form());
  ASSERT_TRUE(first.has_value());
  const auto second = TakeIn(Form());
  ASSERT_FALSE(second.has_value());
  EXPECT_EQ(second.error().rule, "possible_duplicate");
  EXPECT_EQ(second.error().fields.at(0).path, "case:" + std::to_string(first->case_id));
  EXPECT_EQ(centre_.Count("register_case"), 1);

  ReportForm merging = Form();
  merging.duplicate_choice = DuplicateChoice::merge;
  EXPECT_EQ(TakeIn(merging).error().fields.at(0).path, "merge_into");
  merging.merge_into = first->case_id;
  const auto merged = TakeIn(merging);
  ASSERT_TRUE(merged.has_value()) << merged.error().message;
  EXPECT_EQ(merged->case_id, first->case_id);
  ASSERT_EQ(merged->warnings.size(), 1u);
  EXPECT_EQ(merged->warnings.front().code, "stop_in_force");

  ReportForm separate = Form();
  separate.duplicate_choice = DuplicateChoice::separate;
  EXPECT_TRUE(TakeIn(separate).has_value());
  EXPECT_EQ(centre_.Count("register_case"), 2);
}

TEST_P(IntakeTest, OfTwoOfficersTakingOneReportOneGetsItAndTheOtherIsToldWho) {
  const auto leave = [&] {
    return centre_.Write([&](database::Transaction& tx) {
      return Leave(tx, Form(), "110-7", centre_.second(), centre_.now());
    });
  };
  const auto id = leave();
  ASSERT_TRUE(id.has_value());
  EXPECT_EQ(leave().value_or(0), *id) << "the same external number is the same report";
  ASSERT_TRUE(TakeIn(Form(), *id).has_value());
  ReportForm again = Form();
  again.duplicate_choice = DuplicateChoice::separate;
  const auto second = TakeIn(again, *id);
  ASSERT_FALSE(second.has_value());
  EXPECT_EQ(second.error().rule, "already_taken");
  EXPECT_THAT(second.error().message, testing::HasSubstr("韦青禾"));
  EXPECT_EQ(centre_.Count("register_case"), 1) << "the refused take left nothing";
}

funds::Bank BankCalled(std::string code, std::string name) {
  funds::Bank bank;
  bank.code = Text<12>(std::move(code));
  bank.name = Text<80>(std::move(name));
  return bank;
}

TEST(Reading, TheTextFillsTheFormAndTicksWhatCanBeStopped) {
  const std::vector<funds::Bank> banks{BankCalled("900000000001", "中国工商银行"),
                                       BankCalled("900000000002", "中国农业银行")};
  const Moment at = *ParseIso("2026-03-02T21:00:00+08:00");
  const Reading reading = ReadText(
      "我叫缪采薇，电话19900001234。今天20:51从我农业银行卡6228480000000000018转了3万元到工商银行"
      "卡6222020000000000026，户名邬望舒。",
      at, banks);
  ASSERT_EQ(reading.draft.payments.size(), 1u);
  const PaymentForm& payment = reading.draft.payments.front();
  EXPECT_EQ(payment.amount_fen, Fen(3'000'000));
  EXPECT_EQ(payment.to.account.Reveal(), "6222020000000000026");
  EXPECT_EQ(payment.to.bank_code, "900000000001");
  EXPECT_EQ(FormatIso(payment.at.value_or(Moment{})), "2026-03-02T20:51:00+08:00");
  EXPECT_TRUE(payment.stop);
  EXPECT_EQ(reading.draft.victim.phone.Reveal(), "19900001234");
}

TEST(Reading, ANumberThatCannotBeStoppedIsMarkedAtItsPlaceAndNotTicked) {
  const std::vector<funds::Bank> banks{BankCalled("900000000001", "中国工商银行")};
  const Moment at = *ParseIso("2026-03-02T21:00:00+08:00");
  const Reading reading = ReadText("转了2万元到工商银行尾号6612的卡", at, banks);
  ASSERT_EQ(reading.draft.payments.size(), 1u);
  EXPECT_FALSE(reading.draft.payments.front().stop);
  bool marked = false;
  for (const Mark& mark : reading.marks) {
    if (mark.path == "payments[0].to.account" && mark.code == "truncated") {
      marked = mark.start.has_value() && mark.level == Level::doubtful;
    }
  }
  EXPECT_TRUE(marked);
}

}  // namespace
}  // namespace hetang::intake
