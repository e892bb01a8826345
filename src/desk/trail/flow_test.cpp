// A flow that grew answers as one that is made anew.
#include "desk/trail/flow.h"

#include <map>
#include <random>

#include <gmock/gmock.h>

#include "desk/trail/test_trail.h"
#include "engine/trace/test_world.h"

namespace hetang::trail {
namespace {

using testing::ElementsAre;

constexpr std::int64_t kAccounts = 8;
constexpr std::array kMethods{trace::Method::fifo, trace::Method::lifo, trace::Method::pro_rata,
                              trace::Method::taint_first, trace::Method::poison};

class Dice {
 public:
  explicit Dice(std::uint64_t seed) : engine_(seed) {}
  std::int64_t Roll(std::int64_t from, std::int64_t to) {
    return std::uniform_int_distribution<std::int64_t>(from, to)(engine_);
  }
  bool OneIn(std::int64_t n) { return Roll(1, n) == 1; }

 private:
  std::mt19937_64 engine_;
};

// Few accounts, moments and ranks, so that there are cycles and many share a moment.
Transfer AnyTransfer(Dice& dice, std::int64_t id) {
  const auto account = [&]() -> std::optional<std::int64_t> {
    if (dice.OneIn(20)) return std::nullopt;
    return dice.Roll(1, kAccounts);
  };
  Transfer transfer;
  transfer.id = id;
  transfer.from_id = account();
  transfer.to_id = account();
  transfer.amount_fen = Fen(dice.Roll(0, 1'000));
  transfer.kind = static_cast<trace::Kind>(
      dice.OneIn(4) ? dice.Roll(0, static_cast<std::int64_t>(trace::Kind::failed)) : 0);
  transfer.flows = !dice.OneIn(12);
  transfer.order_at = Moment{dice.Roll(0, 20)};
  transfer.order_rank = dice.Roll(0, 3);
  return transfer;
}

class FlowNeighbours final : public trace::Neighbours {
 public:
  explicit FlowNeighbours(const Flow& flow) : flow_(flow) {}
  Result<std::vector<std::vector<trace::Leg>>> LegsOf(
      std::span<const std::uint32_t> accounts) override {
    std::vector<std::vector<trace::Leg>> legs;
    for (const std::uint32_t account : accounts) {
      HT_TRY(legs.emplace_back(), flow_.LegsOf(account));
    }
    return legs;
  }
  Result<std::vector<trace::Transfer>> At(std::span<const std::uint32_t> positions) override {
    std::vector<trace::Transfer> found;
    for (const std::uint32_t position : positions) found.push_back(InEngine(*flow_.At(position)));
    return found;
  }
  std::size_t BatchSize() const override { return 1; }

 private:
  const Flow& flow_;
};

std::map<std::int64_t, std::uint32_t> PositionsIn(const Flow& flow) {
  std::map<std::int64_t, std::uint32_t> positions;
  for (std::uint32_t position = 0; position < flow.end(); ++position) {
    if (const Transfer* transfer = flow.At(position)) positions[transfer->id] = position;
  }
  return positions;
}

// The answer to the question about these transfers, with ids wherever an answer has positions.
std::string Traced(const Flow& flow, trace::Method method, const std::vector<std::int64_t>& seeds) {
  const auto positions = PositionsIn(flow);
  trace::Question question;
  question.method = method;
  for (const std::int64_t id : seeds) question.seeds.push_back(positions.at(id));
  FlowNeighbours neighbours(flow);
  trace::KnownAccounts known;
  trace::Answer answer = Must(trace::Trace(neighbours, known, question));
  const auto id_at = [&](std::uint32_t position) {
    return static_cast<std::uint32_t>(flow.At(position)->id);
  };
  for (trace::SeedSum& seed : answer.seeds) seed.position = id_at(seed.position);
  for (trace::EdgeSum& edge : answer.edges) {
    for (std::uint32_t& position : edge.positions) position = id_at(position);
  }
  return TextOf(answer);
}

std::vector<std::int64_t> IdsOf(const std::vector<Transfer>& transfers) {
  std::vector<std::int64_t> ids;
  for (const Transfer& transfer : transfers) ids.push_back(transfer.id);
  return ids;
}

// The stored transfers and a flow that follows them.
class Followed {
 public:
  explicit Followed(std::uint64_t seed)
      : dice_(seed), few_(static_cast<std::size_t>(dice_.Roll(0, 60))) {}

  void Change() {
    std::vector<Transfer> now;
    std::vector<std::int64_t> removed;
    for (auto each = stored_.begin(); each != stored_.end();) {
      if (dice_.OneIn(8)) {
        removed.push_back(each->first);
        each = stored_.erase(each);
        continue;
      }
      // One that only changed its accounts stays where it is.
      if (dice_.OneIn(8)) {
        Transfer changed = AnyTransfer(dice_, each->first);
        if (dice_.OneIn(2)) {
          changed.order_at = each->second.order_at;
          changed.order_rank = each->second.order_rank;
        }
        each->second = changed;
        now.push_back(changed);
      }
      ++each;
    }
    for (std::int64_t more = dice_.Roll(0, 12); more > 0; --more) {
      // Ids follow neither time nor each other.
      const Transfer added = AnyTransfer(dice_, dice_.Roll(1, 1'000'000));
      if (stored_.emplace(added.id, added).second) now.push_back(added);
    }
    flow_ = Must(flow_.With(now, removed, few_));
  }

  const Flow& flow() const { return flow_; }
  Flow Anew() const {
    std::vector<Transfer> all;
    for (const auto& [id, transfer] : stored_) all.push_back(transfer);
    return Must(Flow::Make(std::move(all)));
  }
  std::vector<std::int64_t> AnySeeds() {
    std::vector<std::int64_t> ids;
    for (const auto& [id, transfer] : stored_) {
      if (dice_.OneIn(6)) ids.push_back(id);
    }
    return ids;
  }

 private:
  Dice dice_;
  std::size_t few_;
  std::map<std::int64_t, Transfer> stored_;
  Flow flow_;
};

TEST(Flow, AfterAnyChangesItAnswersAsOneMadeAnewInEveryMethod) {
  int grown = 0;
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Followed followed(seed);
    for (int change = 0; change < 8; ++change) {
      followed.Change();
      const Flow anew = followed.Anew();
      ASSERT_EQ(IdsOf(followed.flow().All()), IdsOf(anew.All()));
      grown += followed.flow().end() != anew.end() ? 1 : 0;
      const auto seeds = followed.AnySeeds();
      if (seeds.empty()) continue;
      for (const trace::Method method : kMethods) {
        ASSERT_EQ(Traced(followed.flow(), method, seeds), Traced(anew, method, seeds));
      }
    }
  }
  EXPECT_GT(grown, 300);  // Not all were built anew at every change.
}

TEST(Flow, WhoeverHoldsAnOlderOneReadsOn) {
  Dice dice(7);
  std::vector<Transfer> transfers;
  for (std::int64_t id = 1; id <= 50; ++id) transfers.push_back(AnyTransfer(dice, id));
  const Flow before = Must(Flow::Make(transfers));
  const Flow middle = Must(before.With(std::vector{AnyTransfer(dice, 51)}, {}));
  const auto ids = IdsOf(middle.All());
  const Flow after = Must(middle.With({}, ids));
  EXPECT_EQ(before.All().size(), 50U);
  EXPECT_EQ(IdsOf(middle.All()), ids);
  EXPECT_TRUE(after.All().empty());
}

TEST(Flow, TransfersOfOneMomentFlowByRankWhenOneComesBetween) {
  Transfer first;
  first.id = 1;
  first.from_id = 1;
  first.to_id = 2;
  Transfer last = first;
  last.id = 2;
  last.order_rank = 9;
  Transfer between = first;
  between.id = 3;
  between.order_rank = 5;
  const Flow flow = Must(Must(Flow::Make({last, first})).With(std::vector{between}, {}));
  std::vector<std::int64_t> ids;
  for (const trace::Leg& leg : Must(flow.LegsOf(2))) ids.push_back(flow.At(leg.position)->id);
  EXPECT_THAT(ids, ElementsAre(1, 3, 2));
}

}  // namespace
}  // namespace hetang::trail
