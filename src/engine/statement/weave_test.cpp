#include "engine/statement/weave.h"

#include "engine/statement/test_weave.h"

namespace hetang::statement {
namespace {

// Reversals.

TEST(Reversals, ARowAndItsReversalStayVisibleAndDoNotFlow) {
  EXPECT_EQ(Drawing("A 10:00:00 out 100 B =900\n"
                    "A 10:05:00 in 100 B =1000 reversal\n"
                    "A 10:06:00 out 100 B =900\n")
                .Transfers(),
            "A>B 100 1/10:00:00 transfer 0 still\n"
            "B>A 100 1/10:05:00 reversal 1 still\n"
            "A>B 100 1/10:06:00 transfer 2\n");
}

TEST(Reversals, TheNearestEarlierRowOfTheSameCounterpartyIsTakenBack) {
  EXPECT_EQ(Drawing("A 10:00:00 out 100 B\n"
                    "A 10:01:00 out 100 B\n"
                    "A 10:02:00 out 100 C\n"
                    "A 10:05:00 in 100 B reversal\n")
                .Transfers(),
            "A>B 100 1/10:00:00 transfer 0\n"
            "A>B 100 1/10:01:00 transfer 1 still\n"
            "A>C 100 1/10:02:00 transfer 2\n"
            "B>A 100 1/10:05:00 reversal 3 still\n");
}

TEST(Reversals, ItsSerialNamesTheRowTakenBack) {
  EXPECT_EQ(Drawing("A 10:00:00 out 100 B #1\n"
                    "A 10:01:00 out 100 B #2\n"
                    "A 10:05:00 in 100 - #1 reversal\n")
                .Transfers(),
            "A>B 100 1/10:00:00 transfer 0 still\n"
            "A>B 100 1/10:01:00 transfer 1\n"
            "->A 100 1/10:05:00 reversal 2 still\n");
}

TEST(Reversals, BothWitnessesLeaveTheFlowWhicheverBankTellsOfIt) {
  EXPECT_EQ(Drawing("A 10:00:00 out 100 B\n"
                    "B 10:00:03 in 100 A\n"
                    "A 10:05:00 in 100 B reversal\n"
                    "B 10:05:01 out 100 A\n")
                .Transfers(),
            "A>B 100 1/10:00:00 transfer 0+1 still\n"
            "B>A 100 1/10:05:01 reversal 3+2 still\n");
}

TEST(Reversals, APaymentTriedAgainIsNotTakenForTheFirst) {
  EXPECT_EQ(Drawing("A 10:00:00 out 100 B\n"
                    "A 10:00:20 in 100 B reversal\n"
                    "A 10:00:40 out 100 B\n"
                    "B 10:00:41 in 100 A\n")
                .Transfers(),
            "A>B 100 1/10:00:00 transfer 0 still\n"
            "B>A 100 1/10:00:20 reversal 1 still\n"
            "A>B 100 1/10:00:40 transfer 2+3\n");
}

TEST(Reversals, AReversalWithoutItsRowMovesMoney) {
  EXPECT_EQ(Drawing("A 1/10:00:00 out 100 B\n"
                    "A 9/10:05:00 in 100 B reversal\n")
                .Transfers(),
            "A>B 100 1/10:00:00 transfer 0\n"
            "B>A 100 9/10:05:00 reversal 1\n");
}

// Pairs.

TEST(Pairs, TwoRowsOfOneTransferAreOneAtThePayersTime) {
  EXPECT_EQ(Drawing("B 10:02:00 in 100 A\n"
                    "A 10:00:00 out 100 B\n")
                .Transfers(),
            "A>B 100 1/10:00:00 transfer 1+0\n");
}

TEST(Pairs, BeyondTheWindowTheyAreTwo) {
  EXPECT_EQ(Drawing("A 10:00:00 out 100 B\n"
                    "B 10:02:01 in 100 A\n")
                .Order(),
            "0 1");
}

TEST(Pairs, EachMustNameTheOther) {
  EXPECT_EQ(Drawing("A 10:00:00 out 100 B\n"
                    "B 10:00:00 in 100 -\n"
                    "B 10:00:01 in 100 C\n"
                    "B 10:00:02 in 101 A\n"
                    "B 10:00:03 out 100 A\n")
                .Order(),
            "0 1 2 3 4");
}

TEST(Pairs, TheFinerTimeIsTaken) {
  EXPECT_EQ(Drawing("A 10:00 out 100 B\n"
                    "B 10:02:59 in 100 A\n"
                    "A - out 200 B\n"
                    "B 15:00 in 200 A\n"
                    "A 16:00:00 out 300 B\n"
                    "B - in 300 A\n")
                .Transfers(),
            "A>B 100 1/10:02:59 transfer 0+1\n"
            "A>B 200 1/15:00:00 transfer 2+3\n"
            "A>B 300 1/16:00:00 transfer 4+5\n");
}

TEST(Pairs, ADayAloneMatchesWithinItsDay) {
  EXPECT_EQ(Drawing("A 1/- out 100 B\n"
                    "B 1/23:59:59 in 100 A\n"
                    "A 3/- out 100 B\n"
                    "B 4/00:00:00 in 100 A\n")
                .Order(),
            "0+1 2 3");
}

TEST(Pairs, EqualCandidatesPairInOrder) {
  EXPECT_EQ(Drawing("A 10:00:00 out 100 B\n"
                    "A 10:00:00 out 100 B\n"
                    "A 10:00:30 out 100 B\n"
                    "B 10:00:01 in 100 A newest\n"
                    "B 10:00:01 in 100 A newest\n"
                    "B 10:00:31 in 100 A newest\n")
                .Order(),
            "0+4 1+3 2+5");
}

TEST(Pairs, EqualDayOnlyCandidatesPairInOrder) {
  EXPECT_EQ(Drawing("A - out 100 B\n"
                    "A - out 100 B\n"
                    "B - in 100 A\n"
                    "B - in 100 A\n")
                .Order(),
            "0+2 1+3");
}

TEST(Pairs, CandidatesOfUnequalNumberWaitForAPerson) {
  const Drawing drawing(
      "A 10:00:00 out 100 B\n"
      "A 10:01:00 out 100 B\n"
      "B 10:00:01 in 100 A\n");
  EXPECT_EQ(drawing.Order(), "0 2 1");
  EXPECT_EQ(drawing.Doubts(), "0 1 | 2\n");
}

TEST(Pairs, AnOrderNumberOfBothSidesDecides) {
  const Drawing drawing(
      "A 10:00:00 out 100 B @1\n"
      "A 10:01:00 out 100 B @2\n"
      "B 10:01:05 in 100 A @2\n");
  EXPECT_EQ(drawing.Order(), "0 1+2");
  EXPECT_EQ(drawing.Doubts(), "");
}

TEST(Pairs, SerialsDecideWhereTheyTellEachRowItsMate) {
  EXPECT_EQ(Drawing("A 10:00:00 out 100 B #1\n"
                    "A 10:00:20 out 100 B #2\n"
                    "B 10:00:25 in 100 A #2\n"
                    "B 10:00:40 in 100 A #1\n")
                .Order(),
            "0+3 1+2");
}

TEST(Pairs, ASerialThatTwoBanksHappenToShareProvesNothing) {
  EXPECT_EQ(Drawing("A 10:00:00 out 100 B #11\n"
                    "A 10:00:30 out 100 B #12\n"
                    "A 10:01:00 out 100 B #13\n"
                    "B 10:00:01 in 100 A #12\n"
                    "B 10:00:31 in 100 A #13\n"
                    "B 10:01:01 in 100 A #14\n")
                .Order(),
            "0+3 1+4 2+5");
  const Drawing drawing(
      "A 10:00:00 out 100 B #11\n"
      "A 10:00:30 out 100 B #12\n"
      "B 10:00:31 in 100 A #11\n");
  EXPECT_EQ(drawing.Doubts(), "0 1 | 2\n");
}

TEST(Pairs, ABalanceThatBreaksByTheAmountTellsWhichRowIsMissing) {
  const Drawing drawing(
      "A 10:00:00 out 100 B\n"
      "A 10:01:00 out 100 B\n"
      "B 09:00:00 in 10 - =10\n"
      "B 10:00:31 in 100 A =110\n"
      "B 10:10:00 in 1 - =211\n");
  EXPECT_EQ(drawing.Order(), "2 0+3 1 4");
  EXPECT_EQ(drawing.Breaks(), "4 111 211\n");
}

TEST(Pairs, ARowWithItsTimeComesBeforeARowOfTheDay) {
  EXPECT_EQ(Drawing("A 10:00:00 out 100 B\n"
                    "A 15:00:00 out 100 B\n"
                    "B - in 100 A\n"
                    "B 15:00:05 in 100 A\n")
                .Order(),
            "0+2 1+3");
}

TEST(Pairs, FailedRowsPairWithFailedRowsOnly) {
  EXPECT_EQ(Drawing("A 10:00:00 out 100 B failed\n"
                    "A 10:00:30 out 100 B\n"
                    "B 10:00:31 in 100 A\n"
                    "A 12:00:00 out 100 B failed\n"
                    "B 12:00:00 in 100 A failed\n")
                .Transfers(),
            "A>B 100 1/10:00:00 failed 0 still\n"
            "A>B 100 1/10:00:30 transfer 1+2\n"
            "A>B 100 1/12:00:00 failed 3+4 still\n");
}

TEST(Pairs, SubAccountsOfOneAccountMakeASelfTransfer) {
  EXPECT_EQ(Drawing("A.1 10:00:00 out 100 A =0\n"
                    "A.2 10:00:00 in 100 A =100\n"
                    "A.1 11:00:00 in 50 A\n")
                .Transfers(),
            "A>A 100 1/10:00:00 transfer 0+1\n"
            "A>A 50 1/11:00:00 transfer 2\n");
}

TEST(Pairs, CashFeeAndInterestAreWithTheOutside) {
  EXPECT_EQ(Drawing("A 10:00:00 out 100 B cash\n"
                    "A 10:00:01 out 2 - fee\n"
                    "A 10:00:02 in 3 - interest\n"
                    "A 10:00:03 out 4 S third_party\n")
                .Transfers(),
            "A>- 100 1/10:00:00 cash 0\n"
            "A>- 2 1/10:00:01 fee 1\n"
            "->A 3 1/10:00:02 interest 2\n"
            "A>- 4 1/10:00:03 third_party 3\n");
}

// Wallets.

TEST(Wallets, AnOrderNumberLeadsFromTheCardToTheWallet) {
  EXPECT_EQ(Drawing("A 10:00:00 out 100 S third_party #5\n"
                    "W 10:03:00 in 100 A @5 wallet\n"
                    "W 10:04:00 out 100 V @6 wallet\n")
                .Transfers(),
            "A>W 100 1/10:00:00 transfer 0+1\n"
            "W>V 100 1/10:04:00 transfer 2\n");
}

TEST(Wallets, AnOrderNumberLeadsFromTheWalletBackToACard) {
  EXPECT_EQ(Drawing("W 10:00:00 out 100 - @5 wallet third_party\n"
                    "A 10:03:00 in 100 S third_party @5\n")
                .Transfers(),
            "W>A 100 1/10:00:00 transfer 0+1\n");
}

TEST(Wallets, AnotherAmountIsAnotherPayment) {
  EXPECT_EQ(Drawing("A 10:00:00 out 100 S third_party #5\n"
                    "W 10:00:01 in 101 A @5 wallet\n")
                .Transfers(),
            "A>- 100 1/10:00:00 third_party 0\n"
            "A>W 101 1/10:00:01 transfer 1\n");
}

TEST(Wallets, TheRowOfTheWalletsOwnPaymentIsTheNextStep) {
  EXPECT_EQ(Drawing("A 10:00:00 out 100 S third_party #5\n"
                    "W 10:00:01 out 100 V @5 wallet\n"
                    "V 10:00:01 in 100 W @5 wallet\n")
                .Transfers(),
            "A>W 100 1/10:00:00 transfer 0\n"
            "W>V 100 1/10:00:01 transfer 1+2\n");
}

TEST(Wallets, ThePaymentIntoAWalletStandsBeforeTheRowThatSpendsIt) {
  EXPECT_EQ(Drawing("W 10:00:01 out 100 V @5 wallet\n"
                    "A 10:00:03 out 100 S third_party #5\n"
                    "W 11:00:00 out 200 V @6 wallet\n"
                    "A 11:00:00 out 200 S third_party #6\n")
                .Transfers(),
            "A>W 100 1/10:00:03 transfer 1\n"
            "W>V 100 1/10:00:01 transfer 0\n"
            "A>W 200 1/11:00:00 transfer 3\n"
            "W>V 200 1/11:00:00 transfer 2\n");
}

TEST(Wallets, ARowThatIsAloneWithItsOrderNumberIsTheOtherEnd) {
  EXPECT_EQ(Drawing("A 10:00:00 out 100 S third_party #5\n"
                    "V 10:00:01 in 100 W @5 wallet\n")
                .Transfers(),
            "A>V 100 1/10:00:00 transfer 0+1\n");
}

TEST(Wallets, RowsOfOneOrderOfUnequalNumberWaitForAPerson) {
  const Drawing drawing(
      "A 10:00:00 out 100 S third_party #5\n"
      "A 10:00:09 out 100 S third_party #5\n"
      "W 10:00:01 in 100 A @5 wallet\n");
  EXPECT_EQ(drawing.Order(), "0 2 1");
  EXPECT_EQ(drawing.Doubts(), "0 1 | 2\n");
}

// What a person has decided.

std::string Settle(const Drawing& drawing, const std::vector<Settled>& settled) {
  const Woven woven = Weave(drawing.strands, {}, settled);
  std::string text = drawing.Transfers(woven);
  for (const Doubt& doubt : woven.doubts) {
    text += std::to_string(doubt.outs.size()) + "|" + std::to_string(doubt.ins.size()) + "\n";
  }
  return text;
}

TEST(Settled, TwoRowsThatAreOneAreOneAndTheOthersAreToldApart) {
  const Drawing drawing(
      "A 10:00:00 out 100 B\n"
      "A 10:00:30 out 100 B\n"
      "B 10:00:10 in 100 A\n");
  EXPECT_EQ(drawing.Doubts(), "0 1 | 2\n");
  EXPECT_EQ(Settle(drawing, {{2, 1, true}}),
            "A>B 100 1/10:00:00 transfer 0\n"
            "A>B 100 1/10:00:30 transfer 1+2\n");
}

TEST(Settled, WhatIsNotOneLeavesTheOnlyOtherPair) {
  const Drawing drawing(
      "A 10:00:00 out 100 B\n"
      "A 10:00:30 out 100 B\n"
      "B 10:00:10 in 100 A\n");
  EXPECT_EQ(Settle(drawing, {{0, 2, false}}),
            "A>B 100 1/10:00:00 transfer 0\n"
            "A>B 100 1/10:00:30 transfer 1+2\n");
}

TEST(Settled, RowsThatAreAllApartAreInDoubtNoMore) {
  const Drawing drawing(
      "A 10:00:00 out 100 B\n"
      "A 10:00:30 out 100 B\n"
      "B 10:00:10 in 100 A\n");
  EXPECT_EQ(Settle(drawing, {{0, 2, false}, {1, 2, false}}),
            "A>B 100 1/10:00:00 transfer 0\n"
            "A>B 100 1/10:00:10 transfer 2\n"
            "A>B 100 1/10:00:30 transfer 1\n");
}

TEST(Settled, APersonGoesBeforeAnyRule) {
  // One row of each side fits, and yet they are two.
  const Drawing apart(
      "A 10:00:00 out 100 B\n"
      "B 10:00:10 in 100 A\n");
  EXPECT_EQ(Settle(apart, {{1, 0, false}}),
            "A>B 100 1/10:00:00 transfer 0\n"
            "A>B 100 1/10:00:10 transfer 1\n");
  // The order number would tell the first row.
  const Drawing order(
      "A 10:00:00 out 100 S third_party #5\n"
      "A 10:00:09 out 100 S third_party #5\n"
      "W 10:00:01 in 100 A @5 wallet\n");
  EXPECT_EQ(Settle(order, {{1, 2, true}}),
            "A>- 100 1/10:00:00 third_party 0\n"
            "A>W 100 1/10:00:09 transfer 1+2\n");
}

// The flow.

TEST(Flow, MoneyMovedBetweenSubAccountsArrivesBeforeItLeaves) {
  EXPECT_EQ(Drawing("A.2 10:00:00 out 100 Y =0\n"
                    "A.2 10:00:00 in 100 A =100\n"
                    "A.1 10:00:00 out 100 A =7\n"
                    "A.1 10:00:00 in 100 X =107\n"
                    "A.1 09:00:00 in 7 - =7\n"
                    "A.2 09:00:00 in 1 - =1\n"
                    "A.2 09:00:01 out 1 - =0\n")
                .Order(),
            "4 5 6 3 2+1 0");
}

TEST(Flow, WithinOneMomentTheRowsOfEachAccountKeepTheirOrder) {
  // By file order alone B would pay on before it was paid.
  EXPECT_EQ(Drawing("B 10:00:00 out 100 C =5\n"
                    "B 10:00:00 in 100 A =105\n"
                    "A 10:00:00 out 100 B =7\n"
                    "A 10:00:00 in 100 - =107\n"
                    "A 09:00:00 in 7 - =7\n"
                    "B 09:00:00 in 5 - =5\n")
                .Order(),
            "4 5 3 2+1 0");
}

TEST(Flow, RanksCountWithinAMoment) {
  const Drawing drawing(
      "A 10:00:00 in 100 -\n"
      "A 10:00:00 in 200 -\n"
      "A 10:00:01 in 300 -\n");
  std::string ranks;
  for (const Knot& knot : Weave(drawing.strands, {}).knots) {
    ranks += std::to_string(knot.order_rank) + " ";
  }
  EXPECT_EQ(ranks, "0 1 0 ");
}

TEST(Flow, NothingWovenIsNothing) { EXPECT_EQ(Drawing("").Transfers(), ""); }

}  // namespace
}  // namespace hetang::statement
