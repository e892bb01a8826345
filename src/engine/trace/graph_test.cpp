#include "engine/trace/graph.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hetang::trace {
namespace {

using ::testing::ElementsAre;

std::vector<std::uint32_t> PositionsOf(TransferGraph& graph, std::uint32_t account) {
  const std::array accounts{account};
  std::vector<std::uint32_t> positions;
  const auto legs = graph.LegsOf(accounts);
  for (const Leg& leg : legs.value().front()) positions.push_back(leg.position);
  return positions;
}

const std::vector<Transfer> kWorld{{0, 1, 50, 10, Kind::transfer},
                                   {1, 2, 20, 5, Kind::cash},
                                   {1, 1, 20, 7, Kind::transfer},
                                   {kOutside, 1, 20, 3, Kind::interest},
                                   {1, kOutside, 10, 2, Kind::transfer}};

TEST(TransferGraph, GivesLegsByTimeThenPositionAndASelfTransferOnce) {
  TransferGraph graph = *TransferGraph::Make(kWorld);
  EXPECT_THAT(PositionsOf(graph, 1), ElementsAre(4, 1, 2, 3, 0));
  EXPECT_THAT(PositionsOf(graph, 0), ElementsAre(0));
  EXPECT_THAT(PositionsOf(graph, 2), ElementsAre(1));
  EXPECT_THAT(PositionsOf(graph, 77), ElementsAre());
}

TEST(TransferGraph, GivesEveryFieldBackByPosition) {
  TransferGraph graph = *TransferGraph::Make(kWorld);
  const std::array<std::uint32_t, 5> all{0, 1, 2, 3, 4};
  const auto transfers = graph.At(all);
  ASSERT_TRUE(transfers.has_value());
  for (std::size_t i = 0; i < kWorld.size(); ++i) {
    EXPECT_EQ((*transfers)[i].from, kWorld[i].from) << i;
    EXPECT_EQ((*transfers)[i].to, kWorld[i].to) << i;
    EXPECT_EQ((*transfers)[i].at_ms, kWorld[i].at_ms) << i;
    EXPECT_EQ((*transfers)[i].amount_fen, kWorld[i].amount_fen) << i;
    EXPECT_EQ((*transfers)[i].kind, kWorld[i].kind) << i;
  }
}

TEST(TransferGraph, LaterTransfersOfAnyTimeStandInTheirPlace) {
  TransferGraph graph = *TransferGraph::Make(kWorld);
  const std::vector<Transfer> later{{3, 1, 20, 9, Kind::transfer}, {1, 3, 5, 9, Kind::transfer}};
  ASSERT_TRUE(graph.Add(later).has_value());
  EXPECT_THAT(PositionsOf(graph, 1), ElementsAre(6, 4, 1, 2, 3, 5, 0));
  EXPECT_THAT(PositionsOf(graph, 3), ElementsAre(6, 5));
  EXPECT_EQ(graph.size(), 7U);
}

TEST(TransferGraph, LeavesOutWhatLiesAfterTheMomentAskedFor) {
  TransferGraph graph = *TransferGraph::Make(kWorld);
  ASSERT_TRUE(graph.Add(std::vector<Transfer>{{3, 1, 21, 9, Kind::transfer}}).has_value());
  const std::array<std::uint32_t, 1> accounts{1};
  std::vector<std::uint32_t> positions;
  const auto legs = graph.LegsUntil(accounts, 20);
  for (const Leg& leg : legs.value().front()) positions.push_back(leg.position);
  EXPECT_THAT(positions, ElementsAre(4, 1, 2, 3));
}

TEST(TransferGraph, KnowsWhenAnAccountLastPaidByAnyRowButInterest) {
  TransferGraph graph = *TransferGraph::Make(std::vector<Transfer>{{0, 1, 50, 10, Kind::transfer},
                                                                   {0, 1, 90, 10, Kind::interest},
                                                                   {1, 2, 70, 5, Kind::cash},
                                                                   {1, 0, 20, 5, Kind::transfer}});
  EXPECT_EQ(graph.LastPaidMs(0), 50);
  EXPECT_EQ(graph.LastPaidMs(1), 70);
  EXPECT_EQ(graph.LastPaidMs(2), std::nullopt);
  EXPECT_EQ(graph.LastPaidMs(9), std::nullopt);
  ASSERT_TRUE(
      graph.Add(std::vector<Transfer>{{0, 2, 60, 1, Kind::failed}, {9, 0, 80, 1, Kind::fee}})
          .has_value());
  EXPECT_EQ(graph.LastPaidMs(0), 60);
  EXPECT_EQ(graph.LastPaidMs(9), 80);
}

TEST(TransferGraph, ManyLaterTransfersAreBuiltInWithoutAnyLoss) {
  TransferGraph graph = *TransferGraph::Make(kWorld);
  std::vector<Transfer> later;
  for (std::int64_t i = 0; i < 70'000; ++i) {
    later.push_back({static_cast<std::uint32_t>(i % 7), static_cast<std::uint32_t>(i % 5),
                     70'000 - i, i, Kind::transfer});
  }
  const std::span<const Transfer> all = later;
  ASSERT_TRUE(graph.Add(all.first(10)).has_value());
  ASSERT_TRUE(graph.Add(all.subspan(10)).has_value());
  std::vector<Transfer> whole = kWorld;
  whole.insert(whole.end(), later.begin(), later.end());
  TransferGraph at_once = *TransferGraph::Make(whole);
  for (std::uint32_t account = 0; account < 7; ++account) {
    EXPECT_EQ(PositionsOf(graph, account), PositionsOf(at_once, account));
  }
}

TEST(TransferGraph, AnAmountBelowZeroIsRefusedAndNamed) {
  TransferGraph graph = *TransferGraph::Make(kWorld);
  const std::vector<Transfer> wrong{{0, 1, 1, 1, Kind::transfer}, {0, 1, 1, -1, Kind::transfer}};
  const auto made = TransferGraph::Make(wrong);
  ASSERT_FALSE(made.has_value());
  EXPECT_EQ(made.error().fields.front().path, "transfers[1]");
  const auto added = graph.Add(wrong);
  ASSERT_FALSE(added.has_value());
  EXPECT_EQ(added.error().fields.front().path, "transfers[6]");
  EXPECT_EQ(graph.size(), kWorld.size());
}

TEST(TransferGraph, APositionBeyondTheEndIsNotFound) {
  TransferGraph graph = *TransferGraph::Make(kWorld);
  const std::array<std::uint32_t, 1> beyond{5};
  EXPECT_EQ(graph.At(beyond).error().code, ErrorCode::not_found);
}

}  // namespace
}  // namespace hetang::trace
