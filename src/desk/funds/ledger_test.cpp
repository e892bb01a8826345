#include "desk/funds/ledger.h"

#include <gtest/gtest.h>

#include <map>
#include <random>

namespace hetang::funds {
namespace {

Piece PieceOf(std::int64_t case_id, std::int64_t account, Place place, std::int64_t fen,
              std::int64_t at = 0) {
  Piece piece;
  piece.case_id = case_id;
  piece.account_id = account;
  piece.place = place;
  piece.amount_fen = piece.held_fen = Fen(fen);
  piece.at = Moment{at};
  piece.subject = "order";
  return piece;
}

LedgerSums Filled(std::vector<Loss> losses, std::vector<Piece> pieces) {
  FillLosses(losses, pieces);
  LedgerSums sums;
  for (const Loss& loss : losses) AddTo(sums, loss);
  for (const Piece& piece : pieces) AddTo(sums, piece);
  return sums;
}

Fen PlacesOf(const LedgerSums& sums) {
  return sums.returned_fen + sums.recovered_fen + sums.frozen_fen + sums.stopped_fen +
         sums.lapsed_fen + sums.released_fen + sums.still_out_fen;
}

TEST(Ledger, ALossOfWhichNothingIsHeldIsStillOut) {
  const LedgerSums sums = Filled({{1, Fen(100), {}}}, {});
  EXPECT_EQ(sums.lost_fen, Fen(100));
  EXPECT_EQ(sums.still_out_fen, Fen(100));
}

TEST(Ledger, StoppedAndFrozenMoneyIsNotSaved) {
  const LedgerSums sums = Filled(
      {{1, Fen(100), {}}}, {PieceOf(1, 7, Place::stopped, 40), PieceOf(1, 8, Place::frozen, 30)});
  EXPECT_EQ(sums.stopped_fen, Fen(40));
  EXPECT_EQ(sums.frozen_fen, Fen(30));
  EXPECT_EQ(sums.saved_fen, Fen(0));
  EXPECT_EQ(sums.still_out_fen, Fen(30));
}

TEST(Ledger, RecoveredAndReturnedMoneyIsSaved) {
  const LedgerSums sums = Filled({{1, Fen(100), {}}}, {PieceOf(1, 0, Place::recovered, 10),
                                                       PieceOf(1, 8, Place::returned, 30)});
  EXPECT_EQ(sums.saved_fen, Fen(40));
}

TEST(Ledger, AnAccountStoppedAgainAfterALapseIsStoppedOnce) {
  const LedgerSums sums = Filled({{1, Fen(100), {}}}, {PieceOf(1, 7, Place::lapsed, 40, 1),
                                                       PieceOf(1, 7, Place::stopped, 40, 2)});
  EXPECT_EQ(sums.stopped_fen, Fen(40));
  EXPECT_EQ(sums.lapsed_fen, Fen(0));
  EXPECT_EQ(sums.still_out_fen, Fen(60));
}

TEST(Ledger, WhatAFreezeDidNotTakeOfItsStopHasLapsed) {
  Piece frozen = PieceOf(1, 7, Place::frozen, 60);
  Piece rest = PieceOf(1, 7, Place::lapsed, 40);
  frozen.held_fen = rest.held_fen = Fen(100);
  const LedgerSums sums = Filled({{1, Fen(100), {}}}, {frozen, rest});
  EXPECT_EQ(sums.frozen_fen, Fen(60));
  EXPECT_EQ(sums.lapsed_fen, Fen(40));
}

TEST(Ledger, WhatIsHeldBeyondTheLossStandsBesideTheSum) {
  const LedgerSums sums = Filled(
      {{1, Fen(100), {}}}, {PieceOf(1, 7, Place::frozen, 80), PieceOf(1, 8, Place::stopped, 50)});
  EXPECT_EQ(sums.frozen_fen, Fen(80));
  EXPECT_EQ(sums.stopped_fen, Fen(20));
  EXPECT_EQ(sums.over_fen, Fen(30));
  EXPECT_EQ(sums.still_out_fen, Fen(0));
  EXPECT_EQ(PlacesOf(sums), sums.lost_fen);
}

TEST(Ledger, MoneyThatLapsedIsHeldByNobodyAndNeverOver) {
  const LedgerSums sums = Filled({{1, Fen(10), {}}}, {PieceOf(1, 7, Place::lapsed, 80)});
  EXPECT_EQ(sums.lapsed_fen, Fen(10));
  EXPECT_EQ(sums.over_fen, Fen(0));
}

TEST(Ledger, OneCasesMoneyFillsNoOthersLoss) {
  const LedgerSums sums =
      Filled({{1, Fen(100), {}}, {2, Fen(50), {}}}, {PieceOf(1, 7, Place::stopped, 300)});
  EXPECT_EQ(sums.stopped_fen, Fen(100));
  EXPECT_EQ(sums.still_out_fen, Fen(50));
}

// Whatever the records say: each case adds up, no piece counts beyond itself, and the order in
// which records are read does not matter.
TEST(Ledger, EveryLossIsInItsPlacesToTheFen) {
  for (std::uint32_t seed = 1; seed <= 500; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937 random(seed);
    const auto below = [&](int limit) { return static_cast<std::int64_t>(random() % limit); };
    std::vector<Loss> losses;
    for (std::int64_t id = 1; id <= 4; ++id) losses.push_back({id, Fen(below(2000)), {}});
    std::vector<Piece> pieces;
    for (int i = 0; i < 24; ++i) {
      pieces.push_back(
          PieceOf(1 + below(4), below(5), static_cast<Place>(below(6)), below(900), below(3)));
      pieces.back().subject_id = i;
    }
    std::vector<Piece> shuffled = pieces;
    std::shuffle(shuffled.begin(), shuffled.end(), random);
    const LedgerSums sums = Filled(losses, pieces);
    EXPECT_EQ(PlacesOf(sums), sums.lost_fen);
    const LedgerSums again = Filled(losses, shuffled);
    EXPECT_EQ(again.over_fen, sums.over_fen);
    EXPECT_EQ(again.lapsed_fen, sums.lapsed_fen);

    FillLosses(losses, pieces);
    std::map<std::int64_t, Fen> counted;
    for (const Piece& piece : pieces) {
      EXPECT_GE(piece.counted_fen, Fen(0));
      EXPECT_LE(piece.counted_fen + piece.over_fen, piece.amount_fen);
      counted[piece.case_id] += piece.counted_fen;
    }
    for (const Loss& loss : losses) {
      EXPECT_GE(loss.still_out_fen, Fen(0));
      EXPECT_EQ(counted[loss.case_id] + loss.still_out_fen, loss.lost_fen);
    }
  }
}

}  // namespace
}  // namespace hetang::funds
