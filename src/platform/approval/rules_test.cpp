#include "platform/approval/rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/json.h"
#include "platform/approval/evidence.h"
#include "platform/database/test_database.h"

namespace hetang::approval {
namespace {

using database::Engine;
using database::Transaction;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

constexpr Moment kNow{1'775'000'000'000};
constexpr journal::Actor kLeader{9, 3};

ApprovalRule StopReview() {
  ApprovalRule rule;
  rule.desk = "funds";
  rule.act = "stop_review";
  rule.timing = Timing::afterwards;
  rule.choices = "afterwards,not_needed";
  rule.right_needed = "funds:review";
  rule.second_officer = true;
  rule.basis = "local practice";
  return rule;
}

std::vector<database::Migration> AllMigrations() {
  std::vector<database::Migration> all(journal::Migrations().begin(), journal::Migrations().end());
  all.insert(all.end(), Migrations().begin(), Migrations().end());
  return all;
}

class ApprovalRulesTest : public testing::TestWithParam<Engine> {
 protected:
  ApprovalRulesTest() {
    EXPECT_TRUE(Do([](Transaction& tx) { return SeedRule(tx, StopReview()); }).has_value());
  }
  template <typename Work>
  std::invoke_result_t<Work, Transaction&> Do(Work work) {
    return database_->Write(work);
  }
  Result<ApprovalRule> At(std::int64_t fen) {
    return Do([&](Transaction& tx) { return RuleFor(tx, "funds", "stop_review", Fen(fen)); });
  }
  Result<ApprovalRule> Add(const ApprovalRule& rule) {
    return Do([&](Transaction& tx) { return AddRule(tx, rule, kLeader, kNow); });
  }
  Result<ApprovalRule> Change(const ApprovalRule& rule) {
    return Do([&](Transaction& tx) { return ChangeRule(tx, rule, kLeader, kNow); });
  }
  Status Remove(std::int64_t id) {
    return Do([&](Transaction& tx) { return RemoveRule(tx, id, kLeader, kNow); });
  }
  std::vector<std::string> Acts() {
    return *database_->Read([](Transaction& tx) {
      return tx.Query<std::string>("SELECT act FROM journal_entry ORDER BY id");
    });
  }

  database::TestDatabase database_{GetParam(), AllMigrations()};
};
INSTANTIATE_TEST_SUITE_P(Engines, ApprovalRulesTest, database::BothEngines(),
                         testing::PrintToStringParamName());

TEST_P(ApprovalRulesTest, TheRuleOfTheLargestAmountReachedCounts) {
  ApprovalRule large = StopReview();
  large.from_fen = Fen(20'000'000);
  large.right_needed = "funds:approve";
  ASSERT_TRUE(Add(large).has_value());
  large.from_fen = Fen(100'000'000);
  large.right_needed = "funds:approve_major";
  ASSERT_TRUE(Add(large).has_value());
  EXPECT_EQ(At(0)->right_needed, "funds:review");
  EXPECT_EQ(At(19'999'999)->right_needed, "funds:review");
  EXPECT_EQ(At(20'000'000)->right_needed, "funds:approve");
  EXPECT_EQ(At(99'999'999)->right_needed, "funds:approve");
  EXPECT_EQ(At(100'000'000)->right_needed, "funds:approve_major");
  EXPECT_EQ(Do([](Transaction& tx) { return RuleFor(tx, "funds", "return"); }).error().code,
            ErrorCode::corrupt);
}

TEST_P(ApprovalRulesTest, SeedingAgainKeepsAnEditedRule) {
  ApprovalRule rule = *At(0);
  rule.timing = Timing::not_needed;
  rule.second_officer = false;
  ASSERT_TRUE(Change(rule).has_value());
  ASSERT_TRUE(Do([](Transaction& tx) { return SeedRule(tx, StopReview()); }).has_value());
  EXPECT_EQ(At(0)->timing, Timing::not_needed);
  EXPECT_FALSE(At(0)->second_officer);
  EXPECT_THAT(Acts(), ElementsAre("approval_rule_changed"));
}

TEST_P(ApprovalRulesTest, AChangeKeepsWhatTheRuleIsForAndIsRefusedWhenItCannotBe) {
  ApprovalRule rule = *At(0);
  rule.desk = "register";
  rule.act = "case_filing";
  rule.choices = "before,afterwards,not_needed";
  rule.timing = Timing::before;
  ASSERT_FALSE(Change(rule).has_value());
  EXPECT_EQ(Change(rule).error().fields.front().code, "timing_not_possible");
  rule.timing = Timing::afterwards;
  rule.right_needed = "";
  EXPECT_EQ(Change(rule).error().fields.front().path, "right_needed");
  rule.right_needed = "funds:release";
  const auto changed = Change(rule);
  ASSERT_TRUE(changed.has_value());
  EXPECT_EQ(changed->act, "stop_review");
  EXPECT_EQ(changed->choices, "afterwards,not_needed");
  EXPECT_EQ(Change(rule).error().code, ErrorCode::stale);
}

TEST_P(ApprovalRulesTest, AnActKeepsItsRuleOfAllAmounts) {
  ApprovalRule step = StopReview();
  EXPECT_EQ(Add(step).error().rule, "amount_has_rule");
  step.from_fen = Fen(-1);
  EXPECT_EQ(Add(step).error().fields.front().path, "from_fen");
  step.from_fen = Fen(500);
  step.act = "no_such_act";
  EXPECT_EQ(Add(step).error().code, ErrorCode::not_found);
  step.act = "stop_review";
  const auto added = Add(step);
  ASSERT_TRUE(added.has_value());
  EXPECT_TRUE(Remove(added->id).has_value());
  EXPECT_EQ(Remove(added->id).error().code, ErrorCode::not_found);
  EXPECT_EQ(Remove(At(0)->id).error().rule, "rule_of_all_amounts");
  EXPECT_THAT(Acts(), ElementsAre("approval_rule_added", "approval_rule_removed"));
}

TEST_P(ApprovalRulesTest, AChangedRuleDoesNotTouchWhatWasAskedBefore) {
  Request request = RequestUnder(*At(0));
  request.subject = "order";
  request.subject_id = 5;
  request.unit_id = 3;
  request.requested_by = 7;
  const auto id = *Do([&](Transaction& tx) { return Ask(tx, request, kNow); });
  ApprovalRule rule = *At(0);
  rule.right_needed = "funds:approve";
  ASSERT_TRUE(Change(rule).has_value());
  const Request asked = *Do([&](Transaction& tx) { return tx.Get<Request>(id); });
  EXPECT_EQ(asked.right_needed, "funds:review");
  EXPECT_TRUE(asked.afterwards);
  const Decider second{{8, 3}, {"funds:review"}, {3}};
  EXPECT_TRUE(Do([&](Transaction& tx) {
                return Decide(tx, id, second, {true, {}}, {}, kNow);
              }).has_value());
}

TEST_P(ApprovalRulesTest, EvidenceStaysAsItWasAndIsMaskedUnlessItMayBeSeen) {
  Request request = RequestUnder(*At(0));
  request.requested_by = 7;
  Evidence evidence;
  evidence.amount_fen = Fen(6'600'000);
  evidence.bank_name = "某银行";
  evidence.account = AccountNumber("6222021234567890123");
  evidence.holder = PersonName("邬望舒");
  evidence.links = {{"order", 5, "A1"}};
  evidence.facts = {{"level", "2", false}};
  Attach(request, evidence);
  const auto id = *Do([&](Transaction& tx) { return Ask(tx, request, kNow); });
  const Request asked = *Do([&](Transaction& tx) { return tx.Get<Request>(id); });
  const Evidence kept = EvidenceOf(asked);
  EXPECT_EQ(kept.account, evidence.account);
  EXPECT_EQ(kept.amount_fen, evidence.amount_fen);
  EXPECT_EQ(kept.links.at(0).label.str(), "A1");
  EXPECT_EQ(kept.facts.at(0).name, "level");
  EXPECT_THAT(json::Write(kept), Not(HasSubstr("6222021234567890123")));
  EXPECT_THAT(json::Write(asked), Not(HasSubstr("6222021234567890123")));
  EXPECT_FALSE(EvidenceOf(Request()).amount_fen.has_value());
  request.evidence = PersonalText("{\"older\":1}");
  EXPECT_TRUE(EvidenceOf(request).facts.empty());
}

}  // namespace
}  // namespace hetang::approval
