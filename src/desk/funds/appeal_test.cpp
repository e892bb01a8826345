#include "desk/funds/appeal.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "desk/funds/test_returns.h"

namespace hetang::funds {
namespace {

constexpr std::int64_t kYuan = 100;

class AppealTest : public testing::TestWithParam<database::Engine> {
 protected:
  // Frozen by the second officer, so that the first may review.
  void SetUp() override { freeze_ = centre_.Freeze(centre_.OpenCase(), Fen(20'000 * kYuan)); }
  AppealForm Form() const {
    AppealForm form;
    form.order_id = freeze_.id;
    form.owner_name = PersonName("邬望舒");
    form.owner_phone = PhoneNumber("19900002222");
    form.way = AppealWay::walk_in;
    form.text = PersonalText("这是我卖货的钱");
    return form;
  }
  Result<Appeal> Receive(const AppealForm& form) {
    return centre_.Do(
        [&](auto& tx) { return ReceiveAppeal(tx, form, centre_.duty(), centre_.now()); });
  }
  Result<Appeal> TakeUp(const Appeal& appeal, const auth::Principal& who) {
    return centre_.Do([&](auto& tx) { return TakeUpAppeal(tx, appeal.id, who, centre_.now()); });
  }
  Result<Appeal> Answer(const Appeal& appeal, Outcome outcome, std::optional<Fen> keep = {}) {
    const AnswerForm form{outcome, Text<2000>("经核查，资金来源合法"), keep};
    return centre_.Do(
        [&](auto& tx) { return AnswerAppeal(tx, appeal.id, form, centre_.duty(), centre_.now()); });
  }
  Result<Appeal> Release(const Appeal& appeal) {
    return centre_.Do(
        [&](auto& tx) { return ReleaseForAppeal(tx, appeal.id, centre_.duty(), centre_.now()); });
  }

  TestReturns centre_{GetParam()};
  Order freeze_;
};
INSTANTIATE_TEST_SUITE_P(Appeals, AppealTest, database::BothEngines(),
                         testing::PrintToStringParamName());

TEST_P(AppealTest, AnUpheldAppealReleasesWithItsAnswerAndMeetsItsClock) {
  const auto appeal = Receive(Form());
  ASSERT_TRUE(appeal.has_value()) << appeal.error().message;
  EXPECT_EQ(appeal->answer_by, centre_.now() + Days(7));
  ASSERT_TRUE(TakeUp(*appeal, centre_.duty()).has_value());
  ASSERT_TRUE(centre_
                  .Do([&](auto& tx) {
                    return AddAppealStep(tx, appeal->id, {Text<1000>("调取货运单据，与陈述一致")},
                                         centre_.duty(), centre_.now());
                  })
                  .has_value());
  const auto answered = Answer(*appeal, Outcome::upheld);
  ASSERT_TRUE(answered.has_value()) << answered.error().message << answered.error().rule;
  ASSERT_TRUE(answered->release_order_id.has_value());
  EXPECT_EQ(centre_.Count("funds_order WHERE kind = 'freeze_lift'"), 1);
  EXPECT_TRUE(centre_.Reload(freeze_).unrelated_at.has_value());
  EXPECT_EQ(centre_.Count("deadline_clock WHERE rule = 'appeal_answer' AND state = 'met'"), 1);
  EXPECT_EQ(centre_.Count("deadline_clock WHERE rule = 'lift_unrelated' AND state = 'open'"), 1);
  EXPECT_EQ(Release(*appeal).error().rule, "already_released");
}

TEST_P(AppealTest, ARefusedAppealKeepsTheMoneyAndItsReasons) {
  const auto appeal = Receive(Form());
  ASSERT_TRUE(TakeUp(*appeal, centre_.duty()).has_value());
  const auto answered = Answer(*appeal, Outcome::refused);
  ASSERT_TRUE(answered.has_value());
  EXPECT_FALSE(answered->release_order_id.has_value());
  EXPECT_EQ(Release(*appeal).error().rule, "appeal_refused");
}

TEST_P(AppealTest, APartlyUpheldAppealSaysHowMuchStays) {
  const auto appeal = Receive(Form());
  ASSERT_TRUE(TakeUp(*appeal, centre_.duty()).has_value());
  EXPECT_EQ(Answer(*appeal, Outcome::partly).error().fields.at(0).path, "keep_fen");
  EXPECT_EQ(Answer(*appeal, Outcome::partly, Fen(20'000 * kYuan)).error().fields.at(0).code,
            "range");
  ASSERT_TRUE(Answer(*appeal, Outcome::partly, Fen(5'000 * kYuan)).has_value());
  EXPECT_EQ(centre_.Count("funds_order WHERE original_order_id IS NOT NULL"), 0);
}

TEST_P(AppealTest, OfAPartlyUpheldAppealTheRestIsLetGoAndThePartStaysFrozen) {
  const auto appeal = Receive(Form());
  ASSERT_TRUE(TakeUp(*appeal, centre_.duty()).has_value());
  ASSERT_TRUE(Answer(*appeal, Outcome::partly, Fen(5'000 * kYuan)).has_value());
  const auto let_go = Release(*appeal);
  ASSERT_TRUE(let_go.has_value()) << let_go.error().message << let_go.error().rule;
  const Order renewal =
      *centre_.Do([&](auto& tx) { return tx.template Get<Order>(*let_go->release_order_id); });
  EXPECT_EQ(renewal.kind, OrderKind::freeze_renewal);
  EXPECT_EQ(renewal.amount_fen, Fen(5'000 * kYuan));
  EXPECT_EQ(renewal.asked_until, *freeze_.expires_at + Seconds(1)) << "no longer than it was";
  EXPECT_EQ(Release(*appeal).error().rule, "already_released");
}

TEST_P(AppealTest, AFreezeThatKeepsAllCannotKeepAPart) {
  freeze_.freeze_mode = FreezeMode::no_debit;
  ASSERT_TRUE(centre_.Do([&](auto& tx) { return tx.Update(freeze_); }).has_value());
  const auto appeal = Receive(Form());
  ASSERT_TRUE(TakeUp(*appeal, centre_.duty()).has_value());
  ASSERT_TRUE(Answer(*appeal, Outcome::partly, Fen(5'000 * kYuan)).has_value());
  EXPECT_EQ(Release(*appeal).error().rule, "keeps_all");
}

TEST_P(AppealTest, WhoPlacedTheOrderDoesNotReviewItAndOnlyTheReviewerAnswers) {
  const auto appeal = Receive(Form());
  EXPECT_EQ(TakeUp(*appeal, centre_.second()).error().rule, "own_order");
  EXPECT_EQ(Answer(*appeal, Outcome::refused).error().rule, "not_in_this_state");
  ASSERT_TRUE(TakeUp(*appeal, centre_.duty()).has_value());
  const auto other = centre_.Do([&](auto& tx) {
    return AnswerAppeal(tx, appeal->id, {Outcome::refused, Text<2000>("理由"), {}},
                        centre_.second(), centre_.now());
  });
  EXPECT_EQ(other.error().rule, "not_the_reviewer");
}

TEST_P(AppealTest, AnAppealIsOfMoneyThatIsKept) {
  AppealForm form = Form();
  form.order_id.reset();
  form.account_number = AccountNumber("6222020000000009999");
  EXPECT_EQ(Receive(form).error().fields.at(0).code, "no_hold");
  form.account_number = AccountNumber(kMule);
  ASSERT_TRUE(Receive(form).has_value());
  Order ended = centre_.Reload(freeze_);
  ended.state = OrderState::released;
  ASSERT_TRUE(centre_.Do([&](auto& tx) { return tx.Update(ended); }).has_value());
  EXPECT_EQ(Receive(Form()).error().fields.at(0).code, "no_hold");
  AppealForm empty;
  empty.order_id = freeze_.id;
  EXPECT_THAT(Receive(empty).error().fields, testing::SizeIs(3));
}

TEST(AppealStates, WhatIsNotInTheTableCannotHappen) {
  int allowed = 0;
  for (const std::string_view state : EnumNames<AppealState>()) {
    for (const std::string_view act : EnumNames<AppealAct>()) {
      const auto from = *EnumFromName<AppealState>(state);
      const auto what = *EnumFromName<AppealAct>(act);
      if (FindTransition(kAppealStates, from, what) != nullptr) {
        ++allowed;
      } else {
        EXPECT_EQ(RequireTransition(kAppealStates, from, what).error().rule, "not_in_this_state");
      }
    }
  }
  EXPECT_EQ(allowed, static_cast<int>(kAppealStates.size()));
}

}  // namespace
}  // namespace hetang::funds
