// The rules of docs/trace.md, one test a sentence, with the money drawn as a table:
//   second payer payee fen [kind] [*]     `*` is a seed, `-` the outside
//   open account fen
// and the accounts of the answer as a table too: level, received, passed on, exited, resting, and
// how much of it for each seed.

#include <limits>
#include <sstream>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/trace/test_world.h"

namespace hetang::trace {
namespace {

std::uint32_t NumberOf(const std::string& name) {
  return name == "-" ? kOutside : static_cast<std::uint32_t>(name[0] - 'A');
}
std::string NameOf(std::uint32_t account) {
  return account == kOutside ? "-" : std::string(1, static_cast<char>('A' + account));
}

TestWorld Draw(Method method, const std::string& table) {
  TestWorld world;
  world.question.method = method;
  std::istringstream lines(table);
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string first, from, to, word;
    std::int64_t fen = 0;
    if (!(words >> first)) continue;
    if (first == "open") {
      words >> from >> fen;
      world.known.knowledge[NumberOf(from)].opening_fen = fen;
      continue;
    }
    words >> from >> to >> fen;
    Transfer transfer{NumberOf(from), NumberOf(to), std::stoll(first) * 1000, fen, Kind::transfer};
    while (words >> word) {
      if (word == "*") {
        world.question.seeds.push_back(static_cast<std::uint32_t>(world.transfers.size()));
      } else {
        transfer.kind = EnumFromName<Kind>(word).value();
      }
    }
    world.transfers.push_back(transfer);
  }
  return world;
}

std::string Accounts(const Answer& answer) {
  std::string text;
  for (const AccountSum& sum : answer.accounts) {
    text += NameOf(sum.account) + std::to_string(sum.level);
    text += " in " + std::to_string(sum.received_fen) + " on " + std::to_string(sum.passed_on_fen);
    if (sum.exited_fen > 0) text += " exit " + std::to_string(sum.exited_fen);
    text += " rest " + std::to_string(sum.resting_fen);
    if (sum.by_seed.size() > 1) {
      text += " (";
      for (const std::int64_t fen : sum.by_seed) text += " " + std::to_string(fen);
      text += " )";
    }
    text += sum.overdrawn ? " overdrawn\n" : "\n";
  }
  return text;
}

std::string Follow(Method method, const std::string& table) {
  const auto answer = Draw(method, table).Trace();
  return answer ? Accounts(*answer) : answer.error().message;
}

TEST(Trace, FifoLetsTheOldestMoneyLeaveFirst) {
  EXPECT_EQ(Follow(Method::fifo, R"(
      1 X B 30
      2 V B 100 *
      3 X B 50
      4 B C 60
      5 B D 90
  )"),
            "B1 in 100 on 100 rest 0\n"
            "C2 in 30 on 0 rest 30\n"
            "D2 in 70 on 0 rest 70\n");
}

TEST(Trace, LifoLetsTheNewestMoneyLeaveFirst) {
  EXPECT_EQ(Follow(Method::lifo, R"(
      1 X B 30
      2 V B 100 *
      3 X B 50
      4 B C 60
      5 B D 100
  )"),
            "B1 in 100 on 100 rest 0\n"
            "C2 in 10 on 0 rest 10\n"
            "D2 in 90 on 0 rest 90\n");
}

TEST(Trace, ProRataTakesEachTagAndTheCleanPartInProportion) {
  EXPECT_EQ(Follow(Method::pro_rata, R"(
      1 X B 100
      2 V B 200 *
      3 W B 300 *
      4 B C 60
  )"),
            "B1 in 500 on 50 rest 450 ( 180 270 )\n"
            "C2 in 50 on 0 rest 50 ( 20 30 )\n");
}

TEST(Trace, ProRataGivesLeftoverFenToTheLargestRemainderTiesInSeedOrderCleanLast) {
  // A third of each of three equal parts, of 2 fen: two parts give one, and clean is the last.
  EXPECT_EQ(Follow(Method::pro_rata, R"(
      1 X B 1
      2 V B 1 *
      3 W B 1 *
      4 B C 2
  )"),
            "B1 in 2 on 2 rest 0 ( 0 0 )\n"
            "C2 in 2 on 0 rest 2 ( 1 1 )\n");
  // 1 of 10: the shares are 0.2, 0.3 and 0.5, so the clean part has the largest remainder.
  EXPECT_EQ(Follow(Method::pro_rata, R"(
      1 X B 5
      2 V B 2 *
      3 W B 3 *
      4 B C 1
  )"),
            "B1 in 5 on 0 rest 5 ( 2 3 )\n");
}

TEST(Trace, TaintFirstLetsTagsLeaveBeforeCleanMoneyInOrderOfArrival) {
  EXPECT_EQ(Follow(Method::taint_first, R"(
      1 X B 500
      2 V B 100 *
      3 W B 50 *
      4 B C 120
      5 B D 400
  )"),
            "B1 in 150 on 150 rest 0 ( 0 0 )\n"
            "C2 in 120 on 0 rest 120 ( 100 20 )\n"
            "D2 in 30 on 0 rest 30 ( 0 30 )\n");
}

TEST(Trace, PoisonCountsEveryOutflowAfterTheFirstTaggedArrivalInFull) {
  const auto answer = Draw(Method::poison, R"(
      1 B Z 10
      2 V B 100 *
      3 X B 500
      4 B C 450
      5 C D 9 cash
      6 B C 20
  )")
                          .Trace();
  EXPECT_EQ(Accounts(*answer),
            "B1 in 100 on 470 rest 0\n"
            "C2 in 470 on 0 exit 9 rest 461\n");
  EXPECT_EQ(answer->tagged_fen, 100);
  EXPECT_EQ(answer->exited_fen, 9);
  EXPECT_EQ(answer->resting_fen, 461);
}

TEST(Trace, InPoisonASeedsWholeAmountIsReceivedAndTaggedWhateverItsPayerHeld) {
  const auto answer = Draw(Method::poison, R"(
      1 V B 100 *
      2 B C 80 *
  )")
                          .Trace();
  EXPECT_EQ(Accounts(*answer),
            "B1 in 100 on 80 rest 20\n"
            "C1 in 80 on 0 rest 80\n");
  EXPECT_EQ(answer->tagged_fen, 180);
}

TEST(Trace, WhatAnAccountHeldBeforeTheFirstTaggedArrivalCounts) {
  EXPECT_EQ(Follow(Method::fifo, R"(
      open B 25
      1 X B 40
      2 B Y 30
      3 V B 100 *
      4 B C 50
  )"),
            "B1 in 100 on 15 rest 85\n"
            "C2 in 15 on 0 rest 15\n");
}

TEST(Trace, WhatLeavesAboveTheHoldingIsCleanAndFlaggedAndEntersLast) {
  EXPECT_EQ(Follow(Method::lifo, R"(
      1 V B 100 *
      2 B C 130
      3 C D 40
  )"),
            "B1 in 100 on 100 rest 0 overdrawn\n"
            "C2 in 100 on 10 rest 90\n"
            "D3 in 10 on 0 rest 10\n");
}

TEST(Trace, PiecesEnterThePayeeInTheOrderInWhichTheyLeft) {
  // By lifo the second victim's money leaves B first; C's newest is then the first victim's.
  EXPECT_EQ(Follow(Method::lifo, R"(
      1 V B 100 *
      2 W B 50 *
      3 B C 150
      4 C D 60
  )"),
            "B1 in 150 on 150 rest 0 ( 0 0 )\n"
            "C2 in 150 on 60 rest 90 ( 40 50 )\n"
            "D3 in 60 on 0 rest 60 ( 60 0 )\n");
}

TEST(Trace, ASeedWhosePayerHoldsTaggedMoneyTagsOnlyTheRest) {
  const auto answer = Draw(Method::fifo, R"(
      1 V B 100 *
      2 B C 130 *
      3 C D 110
  )")
                          .Trace();
  EXPECT_EQ(answer->seeds[1].tagged_fen, 30);
  EXPECT_EQ(answer->tagged_fen, 130);
  EXPECT_EQ(Accounts(*answer),
            "B1 in 100 on 100 rest 0 ( 0 0 ) overdrawn\n"
            "C1 in 130 on 110 rest 20 ( 0 20 )\n"
            "D2 in 110 on 0 rest 110 ( 100 10 )\n");
}

TEST(Trace, ASelfTransferMovesNothingAndTagsNothing) {
  const auto answer = Draw(Method::lifo, R"(
      1 V V 70 *
      2 V B 100 *
      3 B B 60
      4 B C 100
  )")
                          .Trace();
  EXPECT_EQ(answer->seeds[0].tagged_fen, 0);
  EXPECT_EQ(Accounts(*answer),
            "B1 in 100 on 100 rest 0 ( 0 0 )\n"
            "C2 in 100 on 0 rest 100 ( 0 100 )\n");
}

TEST(Trace, LevelIsTheHopsOfTheEarliestTaggedArrival) {
  const auto answer = Draw(Method::fifo, R"(
      1 V B 100 *
      2 B C 50
      3 C D 10
      4 B D 50
      5 W C 5 *
  )")
                          .Trace();
  EXPECT_EQ(Accounts(*answer),
            "B1 in 100 on 100 rest 0 ( 0 0 )\n"
            "C2 in 55 on 10 rest 45 ( 40 5 )\n"
            "D3 in 60 on 0 rest 60 ( 60 0 )\n");
}

TEST(Trace, RowsOfOneMomentFlowInOrderOfPosition) {
  EXPECT_EQ(Follow(Method::fifo, "1 B C 40\n1 V B 100 *\n1 C D 40\n"),
            "B1 in 100 on 0 rest 100 overdrawn\n");
  EXPECT_EQ(Follow(Method::fifo, "1 V B 100 *\n1 B C 40\n1 C D 40\n"),
            "B1 in 100 on 40 rest 60\nC2 in 40 on 40 rest 0\nD3 in 40 on 0 rest 40\n");
}

TEST(Trace, EveryExitKindLeavesTheWorldAtThePayer) {
  for (const char* kind : {"cash", "merchant", "third_party", "abroad", "fee"}) {
    const auto answer = Draw(Method::fifo, std::string("1 V B 100 *\n2 B C 40 ") + kind +
                                               "\n3 C D 40\n4 B B 10 " + kind + "\n5 B - 20\n")
                            .Trace();
    EXPECT_EQ(Accounts(*answer), "B1 in 100 on 0 exit 70 rest 30\n") << kind;
    EXPECT_EQ(answer->exited_fen, 70);
    ASSERT_EQ(answer->edges.size(), 4U);
    EXPECT_EQ(answer->edges[1].exit, EnumFromName<Kind>(kind));
    EXPECT_EQ(answer->edges[3].exit, std::nullopt) << "to the outside, kind unknown";
  }
}

TEST(Trace, InterestAddsCleanMoneyAndTakesNoneFromItsPayer) {
  EXPECT_EQ(Follow(Method::fifo, R"(
      1 A B 10 interest
      2 V B 100 *
      3 B B 5 interest
      4 B C 30 interest
      5 B D 50
  )"),
            "B1 in 100 on 40 rest 60\n"
            "D2 in 40 on 0 rest 40\n");
}

TEST(Trace, AFailedTransferNeverFlowsAndAReversalFlowsAsAnyOther) {
  EXPECT_EQ(Follow(Method::fifo, "1 V B 100 *\n2 B C 40 failed\n3 B D 30 reversal\n"),
            "B1 in 100 on 30 rest 70\nD2 in 30 on 0 rest 30\n");
}

TEST(Trace, ASeedThatIsAnExitIsTaggedAndExitsAtOnce) {
  const auto answer = Draw(Method::fifo, "1 V B 100 cash *\n2 B C 5\n").Trace();
  EXPECT_EQ(answer->seeds[0].tagged_fen, 100);
  EXPECT_EQ(answer->seeds[0].exited_fen, 100);
  EXPECT_EQ(answer->exited_fen, 100);
  EXPECT_TRUE(answer->accounts.empty());
  ASSERT_EQ(answer->edges.size(), 1U);
  EXPECT_EQ(answer->edges[0].sum_fen, 100);
}

TEST(Trace, AFailedSeedAndAnInterestSeedTagNothing) {
  const auto answer = Draw(Method::poison, "1 V B 9 failed *\n2 V B 9 interest *\n").Trace();
  EXPECT_EQ(answer->tagged_fen, 0);
  EXPECT_TRUE(answer->accounts.empty());
  EXPECT_TRUE(answer->edges.empty());
}

TEST(Trace, AVictimIsListedOnlyWhenMoneyCameBack) {
  EXPECT_EQ(Follow(Method::fifo, "open V 100\n1 V B 100 *\n2 B V 30\n3 V C 20\n"),
            "B1 in 100 on 30 rest 70\nV2 in 30 on 20 rest 10\nC3 in 20 on 0 rest 20\n");
}

TEST(Trace, MoneyThatComesBackInACycleIsCountedEachTimeItArrives) {
  EXPECT_EQ(Follow(Method::fifo, "1 V B 100 *\n2 B C 100\n3 C B 100\n4 B D 60\n"),
            "B1 in 200 on 160 rest 40\nC2 in 100 on 100 rest 0\nD2 in 60 on 0 rest 60\n");
}

TEST(Trace, TheOutsideNeverMergesWhatDifferentPayersSentThere) {
  EXPECT_EQ(Follow(Method::fifo, "1 V B 100 *\n2 B - 100\n3 - C 100\n4 - B 7 *\n"),
            "B1 in 107 on 0 exit 100 rest 7 ( 0 7 )\n");
}

TEST(Trace, EdgesCountTaggedMoneyOnlyAndNameTheirTransfers) {
  const auto answer = Draw(Method::fifo, R"(
      1 X B 30
      2 V B 100 *
      3 B C 20
      4 B C 50
      5 B C 5
  )")
                          .Trace();
  ASSERT_EQ(answer->edges.size(), 2U);
  EXPECT_EQ(answer->edges[0].sum_fen, 100);
  EXPECT_EQ(answer->edges[1].count, 2);
  EXPECT_EQ(answer->edges[1].sum_fen, 45);
  EXPECT_EQ(answer->edges[1].first_at_ms, 4000);
  EXPECT_THAT(answer->edges[1].positions, testing::ElementsAre(3, 4));
}

TEST(Trace, TransfersAfterTheMomentAskedForAreNotLookedAt) {
  TestWorld world = Draw(Method::fifo, "1 V B 100 *\n2 B C 40\n3 B D 60\n4 W B 9 *\n");
  world.question.until_ms = 2000;
  const auto answer = world.Trace();
  EXPECT_EQ(Accounts(*answer),
            "B1 in 100 on 40 rest 60 ( 60 0 )\nC2 in 40 on 0 rest 40 ( 40 0 )\n");
  EXPECT_EQ(answer->accounts[0].last_seen_at_ms, 2000);
}

TEST(Trace, AnUnknownOrDoubledSeedIsNamed) {
  TestWorld world = Draw(Method::fifo, "1 V B 100 *\n2 B C 40\n");
  world.question.seeds = {1, 0, 1};
  EXPECT_EQ(world.Trace().error().fields.front().path, "seeds[2]");
  EXPECT_EQ(world.Trace().error().fields.front().code, "doubled");
  world.question.seeds = {0, 7};
  EXPECT_EQ(world.Trace().error().fields.front().path, "seeds[1]");
  EXPECT_EQ(world.Trace().error().fields.front().code, "unknown");
}

TEST(Trace, ASumBeyondTheLimitNamesTheTransferThatPassedIt) {
  const std::int64_t most = std::numeric_limits<std::int64_t>::max();
  for (const Method method :
       {Method::fifo, Method::lifo, Method::pro_rata, Method::taint_first, Method::poison}) {
    EXPECT_EQ(Follow(method, fmt::format("1 V B {0} *\n2 B C {0}\n", most)),
              fmt::format("B1 in {0} on {0} rest 0\nC2 in {0} on 0 rest {0}\n", most));
    const auto answer =
        Draw(method, fmt::format("1 V B 1 *\n2 V C {0} *\n3 C B {0}\n", most)).Trace();
    ASSERT_FALSE(answer.has_value());
    EXPECT_EQ(answer.error().code, ErrorCode::too_large);
  }
  const auto clean = Draw(Method::fifo, fmt::format("1 V B 1 *\n2 X B {}\n", most)).Trace();
  ASSERT_FALSE(clean.has_value());
  EXPECT_EQ(clean.error().fields.front().path, "transfers[1]");
}

TEST(Trace, StopNowRanksByWhatRestsAndHowFreshTheLastSightIs) {
  // C rests more but was last seen ten days before D; E was seen with D and holds less.
  const auto answer = Draw(Method::fifo, R"(
      1 V B 1000 *
      2 B C 500
      864000 B D 300
      864000 B E 200
  )")
                          .Trace();
  std::string order;
  for (const StopAdvice& stop : answer->stop_now) order += NameOf(stop.account);
  EXPECT_EQ(order, "DEC");
}

TEST(Trace, AccountsWithoutAStatementOrPaidAfterItsEndAreAskedForNext) {
  TestWorld world = Draw(Method::fifo, R"(
      1 V B 1000 *
      2 B C 300
      3 B D 200
      4 B D 100
      5 B E 50
  )");
  world.known.knowledge[NumberOf("B")].held_until_ms = 5000;
  world.known.knowledge[NumberOf("D")].held_until_ms = 3000;
  world.known.knowledge[NumberOf("E")].held_until_ms = 9000;
  const auto answer = world.Trace();
  ASSERT_EQ(answer->query_next.size(), 2U);
  EXPECT_EQ(answer->query_next[0].account, NumberOf("C"));
  EXPECT_EQ(answer->query_next[0].reason, Reason::no_statement);
  EXPECT_EQ(answer->query_next[1].account, NumberOf("D"));
  EXPECT_EQ(answer->query_next[1].reason, Reason::after_statement);
  EXPECT_EQ(answer->query_next[1].from_at_ms, 4000);
  EXPECT_EQ(answer->query_next[1].received_fen, 100);
  for (const StopAdvice& stop : answer->stop_now) {
    const bool seen = stop.account == NumberOf("B") || stop.account == NumberOf("E");
    EXPECT_EQ(stop.reason, seen ? Reason::resting_now : Reason::resting_unseen);
  }
}

}  // namespace
}  // namespace hetang::trace
