#include "desk/trail/sql_neighbours.h"

#include <numeric>
#include <random>

#include <gmock/gmock.h>

#include "desk/trail/test_trail.h"
#include "desk/trail/world.h"
#include "engine/trace/test_world.h"

namespace hetang::trail {
namespace {

using testing::ElementsAre;

constexpr std::array kMethods{trace::Method::fifo, trace::Method::lifo, trace::Method::pro_rata,
                              trace::Method::taint_first, trace::Method::poison};

class Dice {
 public:
  explicit Dice(std::uint64_t seed) : engine_(seed) {}
  std::int64_t Roll(std::int64_t from, std::int64_t to) {
    return std::uniform_int_distribution<std::int64_t>(from, to)(engine_);
  }
  bool OneIn(std::int64_t n) { return Roll(1, n) == 1; }
  std::mt19937_64& engine() { return engine_; }

 private:
  std::mt19937_64 engine_;
};

constexpr std::int64_t kShown = 1;
constexpr std::int64_t kUnseen = 2;  // An import that loads.

// A world as the trail stores it: few accounts, so that there are cycles; few moments and ranks,
// so that many transfers share both; ids that follow neither.
struct StoredWorld {
  std::vector<Transfer> transfers;  // Of both imports.
  trace::KnownAccounts known;
  trace::Question question;  // With seeds by position in flow order.
};

StoredWorld AnyWorld(std::int64_t number) {
  Dice dice(static_cast<std::uint64_t>(number));
  StoredWorld world;
  const std::int64_t first_account = 1 + number * 10;
  const std::int64_t accounts = dice.Roll(2, 9);
  const std::int64_t count = dice.Roll(2, 40);
  // Two worlds next to each other share their moments.
  const std::int64_t first_ms = number / 2 * 100;
  const std::int64_t last_ms = dice.OneIn(2) ? 8 : 60;
  std::vector<std::int64_t> ids(static_cast<std::size_t>(count));
  std::iota(ids.begin(), ids.end(), 1 + number * 100);
  std::shuffle(ids.begin(), ids.end(), dice.engine());
  const auto account = [&]() -> std::optional<std::int64_t> {
    if (dice.OneIn(20)) return std::nullopt;
    return first_account + dice.Roll(0, accounts - 1);
  };
  std::int64_t shown = 0;
  for (const std::int64_t id : ids) {
    Transfer transfer;
    transfer.id = id;
    transfer.import_id = shown > 0 && dice.OneIn(10) ? kUnseen : kShown;
    shown += transfer.import_id == kShown ? 1 : 0;
    transfer.from_id = account();
    transfer.to_id = account();
    transfer.amount_fen = Fen(dice.Roll(0, dice.OneIn(3) ? 7 : 1'000));
    transfer.kind = static_cast<trace::Kind>(
        dice.OneIn(4) ? dice.Roll(0, static_cast<std::int64_t>(trace::Kind::failed)) : 0);
    transfer.flows = !dice.OneIn(12);
    transfer.order_at = Moment{first_ms + dice.Roll(0, last_ms)};
    transfer.order_rank = dice.Roll(0, 3);
    world.transfers.push_back(transfer);
  }
  for (std::int64_t i = 0; i < accounts; ++i) {
    if (!dice.OneIn(3)) continue;
    trace::Knowledge& known = world.known.knowledge[static_cast<std::uint32_t>(first_account + i)];
    known.opening_fen = dice.Roll(-50, 500);
    if (dice.OneIn(2)) known.held_until_ms = first_ms + dice.Roll(0, last_ms);
  }
  std::vector<std::uint32_t> positions(static_cast<std::size_t>(shown));
  std::iota(positions.begin(), positions.end(), 0U);
  std::shuffle(positions.begin(), positions.end(), dice.engine());
  positions.resize(std::min<std::size_t>(positions.size(), 4));
  world.question.seeds = positions;
  if (dice.OneIn(4)) world.question.until_ms = first_ms + dice.Roll(0, last_ms);
  return world;
}

// The transfers that are shown, in order of flow.
std::vector<Transfer> FlowOf(const StoredWorld& world) {
  std::vector<Transfer> flow;
  for (const Transfer& transfer : world.transfers) {
    if (transfer.import_id == kShown) flow.push_back(transfer);
  }
  std::sort(flow.begin(), flow.end(), [](const Transfer& a, const Transfer& b) {
    return std::tuple(a.order_at, a.order_rank, a.id) < std::tuple(b.order_at, b.order_rank, b.id);
  });
  return flow;
}

class SqlNeighboursTest : public testing::TestWithParam<database::Engine> {
 protected:
  void Store(std::span<const Transfer> transfers) {
    Must(trail_.Do([&](database::Transaction& tx) -> Status {
      for (const std::int64_t id : {kShown, kUnseen}) {
        Import import;
        import.id = id;
        import.state = id == kShown ? ImportState::shown : ImportState::loading;
        import.ended_at = TestTrail::kStart;
        HT_TRY_STATUS(tx.Insert(import));
      }
      return tx.InsertAll<Transfer>(transfers);
    }));
  }

  TestTrail trail_{GetParam()};
};

// Names transfers by their ids, wherever an answer has positions.
template <typename IdAt>
std::string TextById(trace::Answer answer, IdAt id_at) {
  for (trace::SeedSum& seed : answer.seeds) seed.position = id_at(seed.position);
  for (trace::EdgeSum& edge : answer.edges) {
    for (std::uint32_t& position : edge.positions) position = id_at(position);
  }
  return TextOf(answer);
}

TEST_P(SqlNeighboursTest, AnswersAsTheWorldInMemoryOnRandomWorldsInEveryMethod) {
  constexpr std::int64_t kWorlds = 1'000;
  std::vector<Transfer> all;
  for (std::int64_t number = 0; number < kWorlds; ++number) {
    const StoredWorld world = AnyWorld(number);
    all.insert(all.end(), world.transfers.begin(), world.transfers.end());
  }
  Store(all);
  int moved = 0;
  for (std::int64_t number = 0; number < kWorlds; ++number) {
    StoredWorld world = AnyWorld(number);
    const std::vector<Transfer> flow = FlowOf(world);
    std::vector<trace::Transfer> in_memory;
    for (const Transfer& transfer : flow) in_memory.push_back(InEngine(transfer));
    trace::TransferGraph graph = Must(trace::TransferGraph::Make(in_memory));
    Must(trail_.See([&](database::Transaction& tx) -> Status {
      // Small questions, so that the transfers of a moment come in several of them.
      SqlNeighbours sql(tx, static_cast<std::size_t>(1 + number % 4));
      std::vector<std::int64_t> seeds;
      for (const std::uint32_t position : world.question.seeds) {
        seeds.push_back(flow[position].id);
      }
      trace::Question asked = world.question;
      HT_TRY(asked.seeds, sql.PositionsOf(seeds));
      for (const trace::Method method : kMethods) {
        world.question.method = asked.method = method;
        HT_TRY(const trace::Answer expected, trace::Trace(graph, world.known, world.question));
        HT_TRY(const trace::Answer found, trace::Trace(sql, world.known, asked));
        EXPECT_EQ(TextById(found,
                           [&](std::uint32_t position) {
                             return static_cast<std::uint32_t>(sql.TransferAt(position));
                           }),
                  TextById(expected,
                           [&](std::uint32_t position) {
                             return static_cast<std::uint32_t>(flow[position].id);
                           }))
            << "world " << number;
        moved += expected.accounts.size() > 2 ? 1 : 0;
      }
      return {};
    }));
    ASSERT_FALSE(testing::Test::HasFailure());
  }
  EXPECT_GT(moved, kWorlds);  // The worlds are not so empty that anything would be equal.
}

TEST_P(SqlNeighboursTest, OneQuestionNamesManyAccounts) {
  Transfer paid;
  paid.id = 5;
  paid.import_id = kShown;
  paid.from_id = 1;
  paid.to_id = 2;
  paid.amount_fen = Fen(100);
  paid.order_at = Moment{10};
  Transfer to_itself = paid;
  to_itself.id = 4;
  to_itself.to_id = 1;
  to_itself.order_rank = 1;
  Transfer unseen = paid;
  unseen.id = 3;
  unseen.import_id = kUnseen;
  Store(std::vector{paid, to_itself, unseen});
  Must(trail_.See([&](database::Transaction& tx) -> Status {
    SqlNeighbours sql(tx);
    HT_TRY(const auto legs, sql.LegsOf(std::vector<std::uint32_t>{2, 9, 1}));
    const auto ids_of = [&](const std::vector<trace::Leg>& of) {
      std::vector<std::int64_t> ids;
      for (const trace::Leg& leg : of) ids.push_back(sql.TransferAt(leg.position));
      return ids;
    };
    EXPECT_THAT(ids_of(legs[0]), ElementsAre(5));
    EXPECT_THAT(ids_of(legs[1]), ElementsAre());
    EXPECT_THAT(ids_of(legs[2]), ElementsAre(5, 4));
    HT_TRY(const auto none, sql.LegsUntil(std::vector<std::uint32_t>{1}, 9));
    EXPECT_THAT(none[0], ElementsAre());
    const auto hidden = sql.PositionsOf(std::vector<std::int64_t>{unseen.id});
    EXPECT_FALSE(hidden.has_value());
    const auto beyond = sql.At(std::vector<std::uint32_t>{77});
    EXPECT_FALSE(beyond.has_value());
    return {};
  }));
}

INSTANTIATE_TEST_SUITE_P(SqlNeighbours, SqlNeighboursTest, database::BothEngines(),
                         testing::PrintToStringParamName());

}  // namespace
}  // namespace hetang::trail
