#include "engine/statement/cluster.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include <boost/unordered/unordered_flat_map.hpp>

#include "base/check.h"
#include "engine/statement/loom.h"

namespace hetang::statement {
namespace {

using Balance = std::optional<std::int64_t>;
using Order = std::vector<std::uint32_t>;

std::int64_t Before(const ClusterRow& row) { return Minus(row.after_fen, row.change_fen); }
std::int64_t OtherBefore(const ClusterRow& row) { return Plus(row.after_fen, row.change_fen); }

bool Follows(const ClusterRow& row, Balance balance) {
  return !balance || *balance == Before(row) || (row.either_way && *balance == OtherBefore(row));
}

Balance BalanceAfter(const ClusterRow& row, Balance balance) {
  if (row.has_balance) return row.after_fen;
  if (!balance || row.either_way) return std::nullopt;
  return Plus(*balance, row.change_fen);
}

class Cluster {
 public:
  Cluster(std::span<const ClusterRow> rows, Balance before, std::span<const std::int64_t> next,
          Patience& patience)
      : rows_(rows), before_(before), next_(next), patience_(patience), placed_(rows.size()) {}

  Ordered Solve();

 private:
  bool LeadsOn(Balance balance) const {
    return !balance || next_.empty() ||
           std::find(next_.begin(), next_.end(), *balance) != next_.end();
  }
  int CountBreaks(const Order& order) const;
  // Keeps `order` when it has fewer breaks than what was found before; true when it has none.
  bool Try(Order order);

  // Whether a time sets any row before another.
  bool AllAtOnce() const;
  bool IsEulerian() const;
  std::uint32_t FirstOpen(std::uint32_t from) const;

  Order Search(Balance start);
  bool SearchOn(Balance balance, std::uint32_t open);
  Order FollowTrail(Balance start) const;
  Order FollowGreedily();

  std::span<const ClusterRow> rows_;
  Balance before_;
  std::span<const std::int64_t> next_;
  Patience& patience_;
  Ordered best_;

  // Of the search.
  std::vector<std::uint8_t> placed_;
  Order path_;
  Order complete_;  // The first path that takes all rows, though the next row does not follow.
  std::int64_t steps_ = 0;
};

int Cluster::CountBreaks(const Order& order) const {
  int breaks = 0;
  Balance balance = before_;
  for (const std::uint32_t at : order) {
    if (rows_[at].has_balance && !Follows(rows_[at], balance)) ++breaks;
    balance = BalanceAfter(rows_[at], balance);
  }
  return breaks + (LeadsOn(balance) ? 0 : 1);
}

bool Cluster::Try(Order order) {
  if (order.size() != rows_.size()) return false;
  const int breaks = CountBreaks(order);
  if (best_.order.empty() || breaks < best_.breaks) best_ = {std::move(order), breaks};
  return best_.breaks == 0;
}

bool Cluster::AllAtOnce() const {
  std::int64_t first = rows_[0].first_ms;
  for (const ClusterRow& row : rows_) first = std::max(first, row.first_ms);
  return first <= rows_[0].last_ms;  // The first row's time is over first.
}

bool Cluster::IsEulerian() const {
  return std::all_of(rows_.begin(), rows_.end(),
                     [](const ClusterRow& row) { return row.has_balance && !row.either_way; });
}

std::uint32_t Cluster::FirstOpen(std::uint32_t from) const {
  while (from < placed_.size() && placed_[from] != 0) ++from;
  return from;
}

// Depth first, in file order, so that the first path found is the one nearest to the file.
Order Cluster::Search(Balance start) {
  std::fill(placed_.begin(), placed_.end(), std::uint8_t{0});
  path_.clear();
  complete_.clear();
  const auto size = static_cast<std::int64_t>(rows_.size());
  steps_ = std::min(patience_.steps, 4000 * size);
  patience_.steps -= steps_;
  const bool found = SearchOn(start, 0);
  patience_.steps += std::max<std::int64_t>(steps_, 0);
  return found ? path_ : complete_;
}

bool Cluster::SearchOn(Balance balance, std::uint32_t open) {
  open = FirstOpen(open);
  if (open == rows_.size()) {
    if (LeadsOn(balance)) return true;
    if (complete_.empty()) complete_ = path_;
    return false;
  }
  // Rows stand by the end of their time: the first open row is over before all other open ones.
  const std::int64_t over = rows_[open].last_ms;
  for (std::uint32_t at = open; at < rows_.size(); ++at) {
    if (--steps_ < 0) return false;
    const ClusterRow& row = rows_[at];
    if (placed_[at] != 0 || row.first_ms > over) continue;
    if (row.has_balance && !Follows(row, balance)) continue;
    placed_[at] = 1;
    path_.push_back(at);
    if (SearchOn(BalanceAfter(row, balance), open)) return true;
    path_.pop_back();
    placed_[at] = 0;
  }
  return false;
}

// Hierholzer's way: rows are edges between balances; detours are spliced in where they begin.
Order Cluster::FollowTrail(Balance start) const {
  boost::unordered_flat_map<std::int64_t, std::uint32_t> numbers;
  std::vector<std::vector<std::uint32_t>> leaving;
  std::vector<int> surplus;
  const auto number = [&](std::int64_t balance) {
    const auto [found, is_new] =
        numbers.try_emplace(balance, static_cast<std::uint32_t>(leaving.size()));
    if (is_new) {
      leaving.emplace_back();
      surplus.push_back(0);
    }
    return found->second;
  };
  for (std::uint32_t at = 0; at < rows_.size(); ++at) {
    const std::uint32_t from = number(Before(rows_[at]));
    const std::uint32_t to = number(rows_[at].after_fen);
    leaving[from].push_back(at);
    ++surplus[from];
    --surplus[to];
  }
  std::uint32_t root = numbers.find(Before(rows_[0]))->second;
  for (std::uint32_t node = 0; node < surplus.size(); ++node) {
    if (surplus[node] > 0) root = node;
  }
  if (start) {
    const auto found = numbers.find(*start);
    if (found == numbers.end()) return {};
    root = found->second;
  }
  for (auto& rows : leaving) std::reverse(rows.begin(), rows.end());
  constexpr std::uint32_t kNone = 0xFFFF'FFFF;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> stack{{root, kNone}};
  Order order;
  while (!stack.empty()) {
    const auto [node, by] = stack.back();
    if (leaving[node].empty()) {
      stack.pop_back();
      if (by != kNone) order.push_back(by);
      continue;
    }
    const std::uint32_t at = leaving[node].back();
    leaving[node].pop_back();
    stack.emplace_back(numbers.find(rows_[at].after_fen)->second, at);
  }
  std::reverse(order.begin(), order.end());
  return order;
}

// Takes the next row that follows; where none does, begins anew with a row that follows no other.
// Linear but for rows that share a balance.
Order Cluster::FollowGreedily() {
  constexpr std::uint32_t kReach = 64;
  std::fill(placed_.begin(), placed_.end(), std::uint8_t{0});
  boost::unordered_flat_map<std::int64_t, std::vector<std::uint32_t>> leading;
  boost::unordered_flat_map<std::int64_t, int> afters;
  for (auto at = static_cast<std::uint32_t>(rows_.size()); at-- > 0;) {
    const ClusterRow& row = rows_[at];
    if (!row.has_balance) continue;
    leading[Before(row)].push_back(at);
    if (row.either_way) leading[OtherBefore(row)].push_back(at);
    ++afters[row.after_fen];
  }
  Order order;
  Balance balance = before_;
  std::uint32_t open = 0;
  const auto following = [&](std::int64_t over) {
    const auto found = balance ? leading.find(*balance) : leading.end();
    if (found == leading.end()) return static_cast<std::uint32_t>(rows_.size());
    std::vector<std::uint32_t>& rows = found->second;
    while (!rows.empty() && placed_[rows.back()] != 0) rows.pop_back();
    const std::size_t reach = std::min<std::size_t>(rows.size(), kReach);
    for (std::size_t i = 1; i <= reach; ++i) {
      const std::uint32_t at = rows[rows.size() - i];
      if (placed_[at] == 0 && rows_[at].first_ms <= over) return at;
    }
    return static_cast<std::uint32_t>(rows_.size());
  };
  const auto beginning = [&](std::int64_t over) {
    for (std::uint32_t at = open; at < std::min<std::size_t>(rows_.size(), open + kReach); ++at) {
      const ClusterRow& row = rows_[at];
      if (placed_[at] != 0 || row.first_ms > over) continue;
      if (!row.has_balance) return at;
      const auto found = afters.find(Before(row));
      if (found == afters.end() || found->second <= 0) return at;
    }
    return open;
  };
  while ((open = FirstOpen(open)) < rows_.size()) {
    const std::int64_t over = rows_[open].last_ms;
    std::uint32_t at = following(over);
    if (at == rows_.size()) at = beginning(over);
    placed_[at] = 1;
    order.push_back(at);
    if (rows_[at].has_balance) --afters[rows_[at].after_fen];
    balance = BalanceAfter(rows_[at], balance);
  }
  return order;
}

Ordered Cluster::Solve() {
  constexpr std::size_t kTrailFrom = 24;
  constexpr std::size_t kSearchTo = 256;
  Order order(rows_.size());
  std::iota(order.begin(), order.end(), 0U);
  if (Try(order)) return best_;
  const bool all_at_once = AllAtOnce();
  if (all_at_once) {
    std::reverse(order.begin(), order.end());
    if (Try(std::move(order))) return best_;
  }
  if (all_at_once && rows_.size() > kTrailFrom && IsEulerian()) {
    if (Try(FollowTrail(before_)) || Try(FollowTrail(std::nullopt))) return best_;
  } else if (rows_.size() <= kSearchTo) {
    if (Try(Search(before_))) return best_;
    if (before_ && Try(Search(std::nullopt))) return best_;
  }
  Try(FollowGreedily());
  return best_;
}

}  // namespace

Ordered OrderCluster(std::span<const ClusterRow> rows, std::optional<std::int64_t> before_fen,
                     std::span<const std::int64_t> next_fen, Patience& patience) {
  HT_CHECK(!rows.empty());
  return Cluster(rows, before_fen, next_fen, patience).Solve();
}

}  // namespace hetang::statement
