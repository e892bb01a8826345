#include "engine/statement/flow_order.h"

#include <algorithm>
#include <functional>
#include <queue>
#include <tuple>
#include <utility>

#include <boost/unordered/unordered_flat_map.hpp>

#include "engine/statement/loom.h"

namespace hetang::statement {
namespace {

// Transfers of one moment, put so that the order of each account's rows is kept. Where accounts
// contradict each other, what balances prove or a payer's statement says comes first, then what
// balances prove.
class Moments {
 public:
  Moments(const Chains& chains, const std::vector<Knot>& knots,
          const std::vector<std::uint32_t>& next)
      : chains_(chains), knots_(knots), next_(next) {}

  // Reorders knots (given by number).
  void Order(std::span<std::uint32_t> moment);

 private:
  struct Stop {  // A knot at a place of a sub-account.
    std::uint32_t group;
    std::uint32_t place;
    std::uint32_t knot;  // Within the moment.
    bool payer;
  };
  // How much may be left aside: nothing; what only a payee's file says; all but proven order.
  static constexpr std::size_t kLevels = 3;
  struct Node {
    struct Behind {
      std::uint32_t knot;
      std::size_t levels;  // The level it counts up to, plus one.
    };
    std::vector<Behind> behind;
    int waits[kLevels] = {};
    bool done = false;
  };

  std::vector<Node> Nodes(std::span<const std::uint32_t> moment) const;
  std::vector<Stop> Stops(std::span<const std::uint32_t> moment) const;
  std::uint32_t GroupOf(std::uint32_t place) const {
    const auto next = std::upper_bound(chains_.begins.begin(), chains_.begins.end(), place);
    return static_cast<std::uint32_t>(next - chains_.begins.begin());
  }

  const Chains& chains_;
  const std::vector<Knot>& knots_;
  const std::vector<std::uint32_t>& next_;  // Of each knot: one that it must stand before.
};

std::vector<Moments::Stop> Moments::Stops(std::span<const std::uint32_t> moment) const {
  std::vector<Stop> stops;
  for (std::uint32_t i = 0; i < moment.size(); ++i) {
    const Knot& knot = knots_[moment[i]];
    const auto add = [&](std::uint32_t strand, bool payer) {
      if (strand == kNoStrand) return;
      const std::uint32_t place = chains_.place[strand];
      stops.push_back({GroupOf(place), place, i, payer});
    };
    add(knot.out, true);
    add(knot.in, knot.out == kNoStrand);
  }
  std::sort(stops.begin(), stops.end(),
            [](const Stop& a, const Stop& b) { return a.place < b.place; });
  return stops;
}

std::vector<Moments::Node> Moments::Nodes(std::span<const std::uint32_t> moment) const {
  const std::vector<Stop> stops = Stops(moment);
  std::vector<Node> nodes(moment.size());
  for (std::size_t i = 1; i < stops.size(); ++i) {
    const Stop& stop = stops[i];
    const Stop& before = stops[i - 1];
    if (stop.group != before.group || stop.knot == before.knot) continue;
    const bool proven = before.place + 1 == stop.place && chains_.proven[stop.place] != 0;
    const std::size_t levels = proven ? 3 : (stop.payer ? 2 : 1);
    nodes[before.knot].behind.push_back({stop.knot, levels});
    for (std::size_t level = 0; level < levels; ++level) ++nodes[stop.knot].waits[level];
  }
  const auto has_next = [&](std::uint32_t knot) { return next_[knot] != kNoStrand; };
  if (std::none_of(moment.begin(), moment.end(), has_next)) return nodes;
  boost::unordered_flat_map<std::uint32_t, std::uint32_t> number_of;
  for (std::uint32_t i = 0; i < moment.size(); ++i) number_of[moment[i]] = i;
  for (std::uint32_t i = 0; i < moment.size(); ++i) {
    const auto behind = has_next(moment[i]) ? number_of.find(next_[moment[i]]) : number_of.end();
    if (behind == number_of.end()) continue;
    nodes[i].behind.push_back({behind->second, kLevels});
    for (int& waits : nodes[behind->second].waits) ++waits;
  }
  return nodes;
}

// Takes, again and again, the first knot that waits for no other. Knots come numbered in the order
// they have without any proof.
void Moments::Order(std::span<std::uint32_t> moment) {
  using Heap = std::priority_queue<std::uint32_t, std::vector<std::uint32_t>, std::greater<>>;
  std::vector<Node> nodes = Nodes(moment);
  Heap ready[kLevels];
  for (std::uint32_t i = 0; i < nodes.size(); ++i) {
    for (std::size_t level = 0; level < kLevels; ++level) {
      if (nodes[i].waits[level] == 0) ready[level].push(i);
    }
  }
  std::uint32_t first_open = 0;
  const auto take = [&] {
    for (Heap& heap : ready) {
      while (!heap.empty() && nodes[heap.top()].done) heap.pop();
      if (!heap.empty()) return heap.top();
    }
    while (nodes[first_open].done) ++first_open;
    return first_open;
  };
  std::vector<std::uint32_t> ordered;
  while (ordered.size() < moment.size()) {
    const std::uint32_t next = take();
    nodes[next].done = true;
    ordered.push_back(moment[next]);
    for (const Node::Behind& behind : nodes[next].behind) {
      for (std::size_t level = 0; level < behind.levels; ++level) {
        if (--nodes[behind.knot].waits[level] == 0) ready[level].push(behind.knot);
      }
    }
  }
  std::copy(ordered.begin(), ordered.end(), moment.begin());
}

bool TellsSeconds(std::span<const Strand> strands, const Knot& knot) {
  const auto tells = [&](std::uint32_t strand) {
    return strand != kNoStrand && strands[strand].precision == Precision::second;
  };
  return tells(knot.out) || tells(knot.in);
}

// The latest a knot without seconds can stand by its own rows.
std::int64_t LatestOf(std::span<const Strand> strands, const Chains& chains, const Knot& knot) {
  std::int64_t first = knot.at_ms;
  std::int64_t latest = 0;
  bool any = false;
  for (const std::uint32_t strand : {knot.out, knot.in}) {
    if (strand == kNoStrand) continue;
    first = std::max(first, FirstMs(strands[strand]));
    latest = any ? std::min(latest, chains.stands_ms[strand]) : chains.stands_ms[strand];
    any = true;
  }
  return std::max(first, latest);
}

// A pair may tell when a row without seconds happened; the rows that balances prove to lead to it
// then stand before that moment too.
void PullBack(std::span<const Strand> strands, const Chains& chains,
              const std::vector<std::uint32_t>& knot_of, std::vector<Knot>& knots) {
  constexpr int kRounds = 4;
  bool changed = true;
  for (int round = 0; round < kRounds && changed; ++round) {
    changed = false;
    for (auto place = static_cast<std::uint32_t>(chains.order.size()); place-- > 1;) {
      if (chains.proven[place] == 0) continue;
      const std::uint32_t strand = chains.order[place - 1];
      if (strands[strand].precision == Precision::second || chains.aside[strand] != 0) continue;
      Knot& knot = knots[knot_of[strand]];
      const Knot& next = knots[knot_of[chains.order[place]]];
      if (TellsSeconds(strands, knot) || next.order_at_ms >= knot.order_at_ms) continue;
      if (next.order_at_ms < knot.at_ms) continue;  // Clocks disagree.
      knot.order_at_ms = next.order_at_ms;
      changed = true;
    }
  }
}

std::vector<std::uint32_t> KnotOfStrand(std::size_t strands, const std::vector<Knot>& knots) {
  std::vector<std::uint32_t> knot_of(strands, kNoStrand);
  for (std::uint32_t i = 0; i < knots.size(); ++i) {
    if (knots[i].out != kNoStrand) knot_of[knots[i].out] = i;
    if (knots[i].in != kNoStrand) knot_of[knots[i].in] = i;
  }
  return knot_of;
}

}  // namespace

void PutInFlowOrder(std::span<const Strand> strands, const Chains& chains,
                    std::span<const std::uint32_t> next_step, std::vector<Knot>& knots) {
  const std::vector<std::uint32_t> knot_of = KnotOfStrand(strands.size(), knots);
  std::vector<std::uint32_t> next(knots.size(), kNoStrand);
  bool any_without_seconds = false;
  for (Knot& knot : knots) {
    const bool tells = TellsSeconds(strands, knot);
    knot.order_at_ms = tells ? knot.at_ms : LatestOf(strands, chains, knot);
    any_without_seconds = any_without_seconds || !tells;
  }
  if (any_without_seconds) PullBack(strands, chains, knot_of, knots);
  for (std::uint32_t i = 0; i < knots.size(); ++i) {
    const bool alone = knots[i].out != kNoStrand && knots[i].in == kNoStrand;
    const std::uint32_t step = alone ? next_step[knots[i].out] : kNoStrand;
    if (step == kNoStrand) continue;
    next[i] = knot_of[step];
    knots[i].order_at_ms = std::min(knots[i].order_at_ms, knots[next[i]].order_at_ms);
  }
  struct Key {
    std::int64_t at_ms;
    std::uint64_t file_order;
    std::uint32_t knot;
  };
  std::vector<Key> keys(knots.size());
  for (std::uint32_t i = 0; i < knots.size(); ++i) {
    const std::uint32_t strand = knots[i].out != kNoStrand ? knots[i].out : knots[i].in;
    keys[i] = {knots[i].order_at_ms, FileOrder(strands[strand]), i};
  }
  std::sort(keys.begin(), keys.end(), [](const Key& a, const Key& b) {
    return std::tie(a.at_ms, a.file_order, a.knot) < std::tie(b.at_ms, b.file_order, b.knot);
  });
  std::vector<std::uint32_t> order(keys.size());
  for (std::size_t i = 0; i < keys.size(); ++i) order[i] = keys[i].knot;
  Moments moments(chains, knots, next);
  std::vector<std::uint32_t> ranks(keys.size());
  for (std::size_t begin = 0, end = 0; begin < keys.size(); begin = end) {
    while (end < keys.size() && keys[end].at_ms == keys[begin].at_ms) ++end;
    if (end - begin > 1) moments.Order(std::span(order).subspan(begin, end - begin));
    for (std::size_t i = begin; i < end; ++i) ranks[i] = static_cast<std::uint32_t>(i - begin);
  }
  std::vector<Knot> sorted;
  sorted.reserve(knots.size());
  for (std::size_t i = 0; i < order.size(); ++i) {
    sorted.push_back(knots[order[i]]);
    sorted.back().order_rank = ranks[i];
  }
  knots = std::move(sorted);
}

}  // namespace hetang::statement
