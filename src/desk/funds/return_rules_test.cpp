#include "desk/funds/return_rules.h"

#include <algorithm>
#include <numeric>
#include <random>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hetang::funds {
namespace {

using testing::ElementsAre;
using testing::Gt;

constexpr std::int64_t kYuan = 100;

Moment Minute(std::int64_t minute) { return Moment{1'775'000'000'000 + minute * 60'000}; }

// An account of which everything is known until it was frozen at minute 100.
class Story {
 public:
  explicit Story(std::vector<std::int64_t> losses_yuan) {
    for (const std::int64_t yuan : losses_yuan) question.losses.emplace_back(yuan * kYuan);
    question.frozen_at = Minute(100);
    question.held_until = Minute(200);
    question.opening_fen = Fen(0);
  }
  Story& In(std::int64_t minute, std::int64_t yuan, std::optional<std::uint32_t> victim = {}) {
    ReturnRow& row = Add(minute, yuan);
    row.credit = true;
    if (victim) row.parts.push_back({*victim, row.amount_fen});
    return *this;
  }
  Story& Out(std::int64_t minute, std::int64_t yuan) {
    Add(minute, yuan);
    return *this;
  }
  Story& Interest(std::int64_t minute, std::int64_t yuan) {
    ReturnRow& row = Add(minute, yuan);
    row.credit = true;
    row.interest = true;
    return *this;
  }
  Story& Frozen(std::int64_t yuan) {
    question.frozen_fen = Fen(yuan * kYuan);
    return *this;
  }
  ReturnProof Prove() const {
    const auto proof = ProveReturn(question);
    EXPECT_TRUE(proof.has_value()) << proof.error().message;
    return *proof;
  }

  ReturnQuestion question;

 private:
  ReturnRow& Add(std::int64_t minute, std::int64_t yuan) {
    ReturnRow& row = question.rows.emplace_back();
    row.transfer_id = static_cast<std::int64_t>(question.rows.size());
    row.at = Minute(minute);
    row.amount_fen = Fen(yuan * kYuan);
    return row;
  }
};

std::vector<std::int64_t> Yuan(const ReturnProof& proof) {
  std::vector<std::int64_t> all;
  for (const VictimProof& victim : proof.victims) all.push_back(victim.return_fen.value() / kYuan);
  return all;
}

TEST(ReturnRules, ASingleInflowGoesBackToItsVictim) {
  const auto proof = Story({50'000}).In(10, 50'000, 0).Out(20, 18'000).Frozen(32'000).Prove();
  EXPECT_EQ(proof.article, Article::single_inflow);
  EXPECT_EQ(proof.inflows, 1);
  EXPECT_THAT(Yuan(proof), ElementsAre(32'000));
}

TEST(ReturnRules, InterestIsNoInflow) {
  const auto proof = Story({50'000}).In(10, 50'000, 0).Interest(30, 1).Frozen(50'001).Prove();
  EXPECT_EQ(proof.article, Article::single_inflow);
  EXPECT_EQ(proof.remains_fen, Fen(1 * kYuan));
}

TEST(ReturnRules, OlderMoneyThatStillCoversTheVictimsAmountLeavesItTraceableByTime) {
  const auto proof =
      Story({50'000}).In(1, 700).In(10, 50'000, 0).Out(20, 500).Frozen(50'200).Prove();
  EXPECT_EQ(proof.article, Article::traced_by_time);
  EXPECT_THAT(Yuan(proof), ElementsAre(50'000));
  ASSERT_EQ(proof.rows.size(), 2u);  // From the victim's credit on.
  EXPECT_EQ(proof.rows[0].finding, Finding::victim_credit);
  EXPECT_EQ(proof.rows[0].balance_fen, Fen(50'700 * kYuan));
  EXPECT_EQ(proof.rows[1].finding, Finding::debit_of_other);
  EXPECT_EQ(proof.rows[1].held_fen, Fen(50'000 * kYuan));
}

TEST(ReturnRules, DebitsOfTheVictimsMoneyAloneLessenTheAmountThatIsTraced) {
  const auto proof = Story({60'000})
                         .In(1, 300)
                         .Out(2, 300)
                         .In(10, 40'000, 0)
                         .Out(20, 15'000)
                         .In(30, 20'000, 0)
                         .Frozen(45'000)
                         .Prove();
  EXPECT_EQ(proof.article, Article::traced_by_time);
  EXPECT_EQ(proof.victims[0].resting_fen, Fen(45'000 * kYuan));
  EXPECT_THAT(Yuan(proof), ElementsAre(45'000));
}

TEST(ReturnRules, AVictimWhoseMoneyLeftBeforeTheAccountWasEmptyHasNoShareOfAnothersMoney) {
  const auto proof = Story({30'000, 20'000})
                         .In(1, 30'000, 0)
                         .Out(2, 30'000)
                         .In(10, 20'000, 1)
                         .Frozen(20'000)
                         .Prove();
  EXPECT_EQ(proof.article, Article::traced_by_time);
  EXPECT_EQ(proof.victims[0].whereabouts, Whereabouts::gone);
  EXPECT_THAT(Yuan(proof), ElementsAre(0, 20'000));
}

TEST(ReturnRules, AnotherCreditMixesAndLeadsToTheRatio) {
  const auto proof =
      Story({50'000}).In(10, 50'000, 0).In(20, 8'000).Out(30, 30'000).Frozen(28'000).Prove();
  EXPECT_EQ(proof.article, Article::pro_rata);
  EXPECT_EQ(proof.victims[0].doubt, Doubt::other_credit);
  EXPECT_EQ(proof.victims[0].doubt_transfer_id, 2);
  EXPECT_THAT(Yuan(proof), ElementsAre(28'000));
}

TEST(ReturnRules, ABalanceBelowTheVictimsAmountLeadsToTheRatioAndItsRowIsShown) {
  const auto proof =
      Story({50'000}).In(1, 700).In(10, 50'000, 0).Out(20, 900).Frozen(49'800).Prove();
  EXPECT_EQ(proof.article, Article::pro_rata);
  EXPECT_EQ(proof.victims[0].doubt, Doubt::balance_fell);
  EXPECT_EQ(proof.rows.back().finding, Finding::debit_undecided);
}

TEST(ReturnRules, WhatCannotBeProvenIsNotAssumed) {
  Story unknown_opening = Story({50'000}).In(10, 50'000, 0).Frozen(50'000);
  unknown_opening.question.opening_fen.reset();
  EXPECT_EQ(unknown_opening.Prove().gap, Gap::opening_unknown);
  Story ends_early = Story({50'000}).In(10, 50'000, 0).Frozen(50'000);
  ends_early.question.held_until = Minute(50);
  EXPECT_EQ(ends_early.Prove().gap, Gap::ends_early);
  Story no_statement = Story({50'000}).Frozen(50'000);
  no_statement.question.held_until.reset();
  EXPECT_EQ(no_statement.Prove().gap, Gap::no_statement);
  Story disagrees = Story({50'000}).In(10, 50'000, 0).Frozen(50'000);
  disagrees.question.rows[0].balance_fen = Fen(1);
  EXPECT_EQ(disagrees.Prove().gap, Gap::balances_disagree);
  for (const Story* story : {&unknown_opening, &ends_early, &no_statement, &disagrees}) {
    const ReturnProof proof = story->Prove();
    EXPECT_EQ(proof.article, Article::pro_rata);
    EXPECT_THAT(Yuan(proof), ElementsAre(50'000));
  }
}

TEST(ReturnRules, ACreditAfterTheFreezeIsNotWhatWasFrozen) {
  const auto proof = Story({50'000}).In(150, 50'000, 0).Frozen(900).Prove();
  EXPECT_EQ(proof.victims[0].doubt, Doubt::after_freeze);
  EXPECT_EQ(proof.article, Article::pro_rata);
}

TEST(ReturnRules, ACreditOfSeveralVictimsIsNobodysAlone) {
  Story story = Story({30'000, 20'000}).In(10, 50'000).Frozen(25'000);
  story.question.rows[0].parts = {{0, Fen(30'000 * kYuan)}, {1, Fen(20'000 * kYuan)}};
  const auto proof = story.Prove();
  EXPECT_EQ(proof.article, Article::pro_rata);
  EXPECT_EQ(proof.victims[1].doubt, Doubt::mixed_credit);
  EXPECT_THAT(Yuan(proof), ElementsAre(15'000, 10'000));
}

// The worked example of the rule's reading A.
TEST(ReturnRules, ReadingADividesByTheSumOfTheLosses) {
  const auto proof = Story({60'000, 90'000, 150'000}).Frozen(100'000).Prove();
  EXPECT_THAT(Yuan(proof), ElementsAre(20'000, 30'000, 50'000));
  EXPECT_EQ(proof.losses_fen, Fen(300'000 * kYuan));
  EXPECT_EQ(proof.remains_fen, Fen(0));
}

TEST(ReturnRules, ReadingBDividesByAllThatIsFrozenInTheCaseAndIsCapped) {
  Story story = Story({60'000, 90'000, 150'000}).Frozen(100'000);
  story.question.basis = Basis::frozen_in_case;
  story.question.frozen_in_case_fen = Fen(400'000 * kYuan);
  const auto proof = story.Prove();
  EXPECT_THAT(Yuan(proof), ElementsAre(15'000, 22'500, 37'500));
  EXPECT_EQ(proof.remains_fen, Fen(25'000 * kYuan));
  story.question.frozen_in_case_fen = Fen(300'000 * kYuan);  // T = sum: as reading A.
  EXPECT_THAT(Yuan(story.Prove()), ElementsAre(20'000, 30'000, 50'000));
  story.question.frozen_in_case_fen = Fen(100'000 * kYuan);  // Uncapped it would give 300,000.
  EXPECT_THAT(Yuan(story.Prove()), ElementsAre(20'000, 30'000, 50'000));
}

TEST(ReturnRules, NobodyGetsMoreThanTheLossAndTheRestStaysFrozen) {
  const auto proof = Story({10'000, 5'000}).Frozen(100'000).Prove();
  EXPECT_THAT(Yuan(proof), ElementsAre(10'000, 5'000));
  EXPECT_EQ(proof.remains_fen, Fen(85'000 * kYuan));
}

// A later round divides what remains and takes nothing back.
TEST(ReturnRules, ALaterRoundIsComputedOnWhatRemains) {
  const auto first = Story({6'000, 2'000}).Frozen(10'000).Prove();
  Story later = Story({3'000});
  later.question.frozen_fen = first.remains_fen;
  const auto second = later.Prove();
  EXPECT_THAT(Yuan(first), ElementsAre(6'000, 2'000));
  EXPECT_THAT(Yuan(second), ElementsAre(2'000));
}

TEST(ReturnRules, TheLastFenGoesToTheLargestRemainderAndTiesToTheFirst) {
  std::int64_t rounding = 0;
  const Fen thirds[] = {Fen(10), Fen(10), Fen(10)};
  EXPECT_THAT(Apportion(Fen(11), thirds, rounding), ElementsAre(Fen(4), Fen(4), Fen(3)));
  EXPECT_EQ(rounding, 2);
  const Fen uneven[] = {Fen(1), Fen(2), Fen(4)};
  EXPECT_THAT(Apportion(Fen(5), uneven, rounding), ElementsAre(Fen(1), Fen(1), Fen(3)));
}

TEST(ReturnRules, TheOldestAndTheNewestMoneyFirstAreOtherEvidence) {
  const auto proof =
      Story({50'000}).In(10, 50'000, 0).In(20, 50'000).Out(30, 50'000).Frozen(50'000).Prove();
  EXPECT_EQ(proof.victims[0].fifo_fen, Fen(0));
  EXPECT_EQ(proof.victims[0].lifo_fen, Fen(50'000 * kYuan));
  EXPECT_THAT(Yuan(proof), ElementsAre(50'000));  // The decision is the ratio.
}

TEST(ReturnRules, RecoveredMoneyIsDividedByTheLosses) {
  const Fen losses[] = {Fen(300), Fen(100)};
  const auto proof = DivideRecovered(Fen(200), losses);
  ASSERT_TRUE(proof.has_value());
  EXPECT_EQ(proof->article, Article::recovered);
  EXPECT_EQ(proof->victims[0].return_fen, Fen(150));
  EXPECT_EQ(proof->victims[1].return_fen, Fen(50));
}

TEST(ReturnRules, WrongInputIsNamed) {
  Story none({});
  EXPECT_EQ(ProveReturn(none.question).error().fields.at(0).path, "victims");
  Story negative({100});
  negative.question.losses[0] = Fen(-1);
  EXPECT_EQ(ProveReturn(negative.question).error().fields.at(0).path, "victims[0].loss_fen");
  Story less_in_case = Story({100}).Frozen(100);
  less_in_case.question.basis = Basis::frozen_in_case;
  EXPECT_EQ(ProveReturn(less_in_case.question).error().fields.at(0).path, "frozen_in_case_fen");
  Story over = Story({100}).In(10, 50, 0);
  over.question.rows[0].parts[0].fen = Fen(51 * kYuan);
  EXPECT_EQ(ProveReturn(over.question).error().fields.at(0).code, "over_amount");
  Story stranger = Story({100}).In(10, 50, 7);
  EXPECT_EQ(ProveReturn(stranger.question).error().fields.at(0).path, "rows[0].parts");
  Story huge({});
  huge.question.losses.assign(10'000, Fen(kMaxFen));
  EXPECT_EQ(ProveReturn(huge.question).error().code, ErrorCode::too_large);
}

class ReturnProperties : public testing::TestWithParam<std::uint64_t> {
 protected:
  std::int64_t Roll(std::int64_t from, std::int64_t to) {
    return std::uniform_int_distribution<std::int64_t>(from, to)(engine_);
  }
  ReturnQuestion AnyQuestion() {
    ReturnQuestion question;
    const std::int64_t most = Roll(0, 2) == 0 ? kMaxFen / 100 : Roll(1, 5'000);
    const std::int64_t victims = Roll(0, 1) == 0 ? 1 : Roll(1, 12);
    for (std::int64_t i = 0; i < victims; ++i) question.losses.emplace_back(Roll(0, most));
    question.frozen_at = Minute(50);
    if (Roll(0, 3) > 0) question.opening_fen = Fen(Roll(0, 2) == 0 ? Roll(0, most) : 0);
    if (Roll(0, 3) > 0) question.held_until = Minute(Roll(30, 80));
    std::int64_t balance = question.opening_fen.value_or(Fen()).value();
    for (std::int64_t i = Roll(0, 25); i > 0; --i) {
      ReturnRow row;
      row.transfer_id = i;
      row.at = Minute(Roll(0, 3) == 0 ? 20 : 60 - i);
      row.credit = Roll(0, 1) == 0;
      row.interest = row.credit && Roll(0, 9) == 0;
      row.amount_fen = Fen(row.credit ? Roll(0, most) : Roll(0, balance));
      balance += row.credit ? row.amount_fen.value() : -row.amount_fen.value();
      if (row.credit && Roll(0, 1) == 0) {
        const auto victim = static_cast<std::uint32_t>(Roll(0, victims - 1));
        row.parts.push_back(
            {victim, Fen(Roll(0, 3) == 0 ? row.amount_fen.value() / 2 : row.amount_fen.value())});
      }
      if (row.at <= question.frozen_at) question.frozen_fen = Fen(balance);
      question.rows.push_back(row);
    }
    question.frozen_fen =
        Fen(Roll(0, 2) == 0 ? question.frozen_fen.value() / 3 : question.frozen_fen.value());
    question.frozen_in_case_fen = question.frozen_fen + Fen(Roll(0, most));
    question.basis = Roll(0, 2) == 0 ? Basis::frozen_in_case : Basis::sum_of_losses;
    return question;
  }

  std::mt19937_64 engine_{GetParam()};
};
INSTANTIATE_TEST_SUITE_P(Seeds, ReturnProperties, testing::Range<std::uint64_t>(1, 301));

TEST_P(ReturnProperties, EveryFenIsReturnedOrRemainsAndNobodyPassesTheirLoss) {
  const ReturnQuestion question = AnyQuestion();
  const auto proof = ProveReturn(question);
  ASSERT_TRUE(proof.has_value());
  Fen sum;
  for (std::size_t i = 0; i < proof->victims.size(); ++i) {
    EXPECT_LE(proof->victims[i].return_fen, question.losses[i]);
    EXPECT_GE(proof->victims[i].return_fen, Fen(0));
    sum += proof->victims[i].return_fen;
  }
  EXPECT_EQ(sum, proof->return_fen);
  EXPECT_LE(sum, question.frozen_fen);
  EXPECT_EQ(sum + proof->remains_fen, question.frozen_fen);
  EXPECT_LT(proof->rounding_fen, static_cast<std::int64_t>(question.losses.size()));
  if (proof->article == Article::pro_rata && proof->basis == Basis::sum_of_losses) {
    EXPECT_EQ(sum, std::min(question.frozen_fen, proof->losses_fen));
  }
}

// Nobody's return may hang on the order in which victims are named, but for the one fen of a tie.
TEST_P(ReturnProperties, TheOrderOfVictimsAndRowsDecidesNoMoreThanATiedFen) {
  const ReturnQuestion question = AnyQuestion();
  const auto straight = ProveReturn(question);
  std::vector<std::uint32_t> place(question.losses.size());
  std::iota(place.begin(), place.end(), 0u);
  std::shuffle(place.begin(), place.end(), engine_);
  ReturnQuestion shuffled = question;
  for (std::size_t i = 0; i < place.size(); ++i) shuffled.losses[place[i]] = question.losses[i];
  for (ReturnRow& row : shuffled.rows) {
    for (VictimPart& part : row.parts) part.victim = place[part.victim];
  }
  std::stable_sort(shuffled.rows.begin(), shuffled.rows.end(),
                   [](const ReturnRow& a, const ReturnRow& b) { return b.at < a.at; });
  const auto turned = ProveReturn(shuffled);
  ASSERT_TRUE(straight.has_value() && turned.has_value());
  EXPECT_EQ(straight->article, turned->article);
  EXPECT_EQ(straight->return_fen, turned->return_fen);
  for (std::size_t i = 0; i < place.size(); ++i) {
    const auto a = straight->victims[i].return_fen.value();
    const auto b = turned->victims[place[i]].return_fen.value();
    EXPECT_LE(std::abs(a - b), 1);
  }
}

// What a direct article gives was proven to be there: no order in which money can leave an account
// takes it away from the victim to whom the last credit belongs.
TEST_P(ReturnProperties, ADirectArticleNeverRestsOnDoubt) {
  const auto proof = ProveReturn(AnyQuestion());
  ASSERT_TRUE(proof.has_value());
  if (proof->article == Article::pro_rata) return;
  EXPECT_EQ(proof->gap, Gap::none);
  for (const VictimProof& victim : proof->victims) {
    EXPECT_EQ(victim.doubt, Doubt::none);
    EXPECT_LE(victim.return_fen, victim.resting_fen);
  }
  if (proof->article == Article::single_inflow) {
    EXPECT_EQ(proof->inflows, 1);
  }
}

}  // namespace
}  // namespace hetang::funds
