#include "engine/statement/chain.h"

#include "engine/statement/test_weave.h"

namespace hetang::statement {
namespace {

TEST(Chain, RowsOfOneSecondKeepFileOrderWithoutBalances) {
  EXPECT_EQ(Drawing("A 10:00:00 in 100 -\n"
                    "A 10:00:00 in 200 -\n"
                    "A 09:00:00 in 300 -\n")
                .Order(),
            "2 0 1");
}

TEST(Chain, RowsOfOneSecondOfANewestFirstFileAreTurnedRound) {
  EXPECT_EQ(Drawing("A 10:00:00 in 100 - newest\n"
                    "A 10:00:00 in 200 - newest\n"
                    "A 10:00:00 in 300 - newest\n")
                .Order(),
            "2 1 0");
}

TEST(Chain, RowsOfOneSecondStandAsTheirBalancesProve) {
  const Drawing drawing(
      "A 09:00:00 in 1000 - =1000\n"
      "A 10:00:00 out 100 - =700\n"
      "A 10:00:00 out 200 - =800\n"
      "A 10:00:00 in 50 - =750\n"
      "A 11:00:00 out 750 - =0\n");
  EXPECT_EQ(drawing.Order(), "0 2 1 3 4");
  EXPECT_EQ(drawing.Breaks(), "");
}

TEST(Chain, ALoopOfBalancesIsTakenBeforeTheWayOn) {
  const Drawing drawing(
      "A 09:00:00 in 1000 - =1000\n"
      "A 10:00:00 out 200 - =800\n"
      "A 10:00:00 out 100 - =900\n"
      "A 10:00:00 in 100 - =1000\n"
      "A 10:01:00 in 1 - =801\n");
  EXPECT_EQ(drawing.Order(), "0 2 3 1 4");
  EXPECT_EQ(drawing.Breaks(), "");
}

TEST(Chain, ALongSecondIsFollowedLikeAPath) {
  // A hundred rows written in the wrong order, with balances that come back.
  std::string text = "A 09:00:00 in 1000 - =1000\n";
  std::vector<std::string> rows;
  for (int i = 0; i < 50; ++i) {
    const std::string low = std::to_string(900 - i % 7);
    rows.push_back("A 10:00:00 out " + std::to_string(100 + i % 7) + " - =" + low + "\n");
    rows.push_back("A 10:00:00 in " + std::to_string(100 + i % 7) + " - =1000\n");
  }
  rows.push_back("A 10:00:00 out 1 - =999\n");
  for (std::size_t i = 0; i < rows.size(); ++i) text += rows[i * 37 % rows.size()];
  EXPECT_EQ(Drawing(text + "A 10:00:01 out 999 - =0\n").Breaks(), "");
}

TEST(Chain, ARowWithoutSecondsStandsWhereItsBalancePutsIt) {
  const Drawing drawing(
      "A - out 100 - =900\n"
      "A 09:00:00 in 1000 - =1000\n"
      "A 12:00:00 out 200 - =700\n"
      "A 12:00 out 300 - =400\n"
      "A 12:00:30 out 100 - =300\n");
  EXPECT_EQ(drawing.Order(), "1 0 2 3 4");
  EXPECT_EQ(drawing.Breaks(), "");
}

TEST(Chain, ARowWithoutSecondsAndBalanceStandsAtTheEndOfItsMinuteOrDay) {
  EXPECT_EQ(Drawing("A - out 100 -\n"
                    "A 09:00 out 100 -\n"
                    "A 09:00:59 in 1000 -\n"
                    "A 09:01:00 in 1000 -\n"
                    "A 23:59:59 in 1000 -\n"
                    "A 2/00:00:00 in 1000 -\n")
                .Order(),
            "2 1 3 4 0 5");
}

TEST(Chain, ARowBeforeAPairedRowStandsBeforeItsMoment) {
  // The payee tells when row 2 happened; row 1 led to its balance.
  EXPECT_EQ(Drawing("A - in 1000 - =1000\n"
                    "A - out 100 - =900\n"
                    "A - out 200 B =700\n"
                    "B 10:00:00 in 200 A\n"
                    "B 11:00:00 out 200 -\n")
                .Order(),
            "0 1 2+3 4");
}

TEST(Chain, BalancesNeverPutARowBeforeAnEarlierSecond) {
  EXPECT_EQ(Drawing("A 09:00:00 in 1000 - =1000\n"
                    "A 10:00:00 out 100 - =800\n"
                    "A 10:00:01 out 100 - =900\n")
                .Order(),
            "0 1 2");
}

TEST(Chain, ABreakIsToldAtTheRowAfterTheGapOnly) {
  EXPECT_EQ(Drawing("A 09:00:00 in 1000 - =1000\n"
                    "A 10:00:00 out 100 - =850\n"
                    "A 11:00:00 out 50 - =800\n")
                .Breaks(),
            "1 900 850\n");
}

TEST(Chain, AGapInsideOneSecondIsToldOnce) {
  EXPECT_EQ(Drawing("A 09:00:00 in 1000 - =1000\n"
                    "A 10:00:00 out 100 - =700\n"
                    "A 10:00:00 out 100 - =900\n"
                    "A 10:00:00 out 50 - =650\n")
                .Breaks(),
            "1 800 700\n");
}

TEST(Chain, RowsWithoutBalanceCarryTheExpectationAlong) {
  EXPECT_EQ(Drawing("A 09:00:00 in 1000 - =1000\n"
                    "A 10:00:00 out 100 -\n"
                    "A 11:00:00 out 50 - =850\n"
                    "A 12:00:00 in 100 -\n"
                    "A 13:00:00 out 50 - =899\n")
                .Breaks(),
            "4 900 899\n");
}

TEST(Chain, ARowOfUnknownDirectionIsBridgedAndStaysUnknown) {
  const Drawing drawing(
      "A 09:00:00 in 1000 - =1000\n"
      "A 10:00:00 ? 100 B =900\n"
      "A 11:00:00 ? 50 -\n"
      "A 12:00:00 out 50 - =900\n");
  EXPECT_EQ(drawing.Breaks(), "");
  EXPECT_EQ(drawing.Transfers(),
            "->A 1000 1/09:00:00 transfer 0\n"
            "A>B 100 1/10:00:00 transfer 1 still\n"
            "A>- 50 1/11:00:00 transfer 2 still\n"
            "A>- 50 1/12:00:00 transfer 3\n");
}

TEST(Chain, FailedAndZeroRowsMoveNoBalance) {
  const Drawing drawing(
      "A 09:00:00 in 1000 - =1000\n"
      "A 10:00:00 out 100 B =1000 failed\n"
      "A 10:30:00 out 100 B =900 failed\n"
      "A 11:00:00 out 0 - =1000\n"
      "A 12:00:00 out 50 - =950\n");
  EXPECT_EQ(drawing.Breaks(), "");
  EXPECT_EQ(drawing.Transfers(),
            "->A 1000 1/09:00:00 transfer 0\n"
            "A>B 100 1/10:00:00 failed 1 still\n"
            "A>B 100 1/10:30:00 failed 2 still\n"
            "A>- 0 1/11:00:00 transfer 3 still\n"
            "A>- 50 1/12:00:00 transfer 4\n");
}

TEST(Chain, ABreakBeforeAFailedRowIsToldThere) {
  EXPECT_EQ(Drawing("A 09:00:00 in 1000 - =1000\n"
                    "A 10:00:00 out 100 B =700 failed\n"
                    "A 12:00:00 out 50 - =650\n")
                .Breaks(),
            "1 1000 700\n");
}

TEST(Chain, BalancesRunForEachSubAccountAndOpeningsAddUp) {
  const Drawing drawing(
      "A.1 09:00:00 out 100 - =900\n"
      "A.2 09:30:00 in 5 - =55\n"
      "A.1 10:00:00 out 100 - =800\n"
      "A.2 10:30:00 in 5 - =60\n");
  EXPECT_EQ(drawing.Breaks(), "");
  EXPECT_EQ(drawing.Openings(), "A 1050\n");
}

TEST(Chain, RowsOfALayoutWithoutSubAccountsJoinTheOnlyOneThatTheyContinue) {
  const Drawing drawing(
      "A.1 09:00:00 out 100 - =900\n"
      "A.1 10:00:00 out 100 - =700\n"
      "A 09:30:00 out 100 - =800\n"
      "A 11:00:00 out 100 - =600\n");
  EXPECT_EQ(drawing.Breaks(), "");
  EXPECT_EQ(drawing.Openings(), "A 1000\n");
}

TEST(Chain, RowsWithoutSubAccountThatContinueNoOtherStayApart) {
  const Drawing drawing(
      "A.1 09:00:00 out 100 - =900\n"
      "A.1 10:00:00 out 100 - =800\n"
      "A 09:30:00 out 100 - =400\n"
      "A 11:00:00 out 100 - =250\n");
  EXPECT_EQ(drawing.Breaks(), "3 300 250\n");
  EXPECT_EQ(drawing.Openings(), "A 1500\n");
}

TEST(Chain, AnOpeningIsTheBalanceBeforeRowsWithoutOne) {
  EXPECT_EQ(Drawing("A 09:00:00 out 100 -\n"
                    "A 09:30:00 in 5 - =55\n"
                    "B 09:30:00 in 5 -\n")
                .Openings(),
            "A 150\n");
}

TEST(Chain, TwoRowsThatDisagreeBreakNothingWhenBalancesTellWhichIsRight) {
  const Drawing drawing(
      "A 09:00:00 in 1000 - =1000\n"
      "A 10:00:00 out 100 B =900 #7\n"
      "A 11:00:00 out 50 - =850\n"
      "A 10:00:00 out 100 B =950 #7\n"
      "B 10:00:00 in 100 A\n");
  EXPECT_EQ(drawing.Breaks(), "");
  EXPECT_EQ(drawing.Transfers(),
            "->A 1000 1/09:00:00 transfer 0\n"
            "A>B 100 1/10:00:00 transfer 1+4\n"
            "A>B 100 1/10:00:00 transfer 3 still\n"
            "A>- 50 1/11:00:00 transfer 2\n");
}

TEST(Chain, WhereBalancesCannotTellTheOtherBanksRowTells) {
  const Drawing drawing(
      "A 10:00:00 out 101 B =900 #7\n"
      "A 11:00:00 out 50 - =850\n"
      "A 10:00:00 out 100 B =900 #7\n"
      "B 10:00:05 in 100 A\n");
  EXPECT_EQ(drawing.Breaks(), "");
  EXPECT_EQ(drawing.Transfers(),
            "A>B 101 1/10:00:00 transfer 0 still\n"
            "A>B 100 1/10:00:00 transfer 2+3\n"
            "A>- 50 1/11:00:00 transfer 1\n");
}

TEST(Chain, AFeeOfTheSameSerialIsNoContradiction) {
  EXPECT_EQ(Drawing("A 09:00:00 in 1000 - =1000\n"
                    "A 10:00:00 out 2 - =898 #7 fee\n"
                    "A 10:00:00 out 100 B =900 #7\n")
                .Transfers(),
            "->A 1000 1/09:00:00 transfer 0\n"
            "A>B 100 1/10:00:00 transfer 2\n"
            "A>- 2 1/10:00:00 fee 1\n");
}

}  // namespace
}  // namespace hetang::statement
