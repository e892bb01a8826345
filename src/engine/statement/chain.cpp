#include "engine/statement/chain.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <tuple>
#include <utility>

#include "engine/statement/cluster.h"
#include "engine/statement/loom.h"

namespace hetang::statement {
namespace {

struct Item {
  std::uint64_t group;  // Account and sub-account.
  std::int64_t first_ms;
  std::uint64_t file_order;
  std::uint32_t strand;
};

std::uint64_t GroupOf(const Strand& strand) {
  return (static_cast<std::uint64_t>(strand.account) << 32U) | strand.sub;
}

bool MovesBalance(const Strand& strand) { return !IsStill(strand); }

// A row whose balance can be trusted to be the account's: a failed row may show what would have
// been.
bool IsAnchor(const Strand& strand) { return strand.balance_fen.has_value() && !IsStill(strand); }

bool IsEitherWay(const Strand& strand) {
  return strand.direction == Direction::unknown && !IsStill(strand);
}

bool LeadsOnFrom(const Strand& strand, std::int64_t balance_fen) {
  const std::int64_t change = ChangeOf(strand);
  return Minus(*strand.balance_fen, change) == balance_fen ||
         (IsEitherWay(strand) && Plus(*strand.balance_fen, change) == balance_fen);
}

// Puts the rows of one sub-account in order, cluster by cluster. A cluster is a run of rows whose
// times overlap.
class Orderer {
 public:
  Orderer(std::span<const Strand> strands, std::vector<std::uint8_t>& aside)
      : strands_(strands), aside_(aside) {}

  void Order(std::span<std::uint32_t> rows);

 private:
  using Rows = std::span<std::uint32_t>;

  std::size_t ClusterEnd(std::span<const std::uint32_t> rows, std::size_t begin) const;
  void OrderCluster(Rows cluster, std::span<const std::uint32_t> after);
  Ordered Solve(const std::vector<std::uint32_t>& moving);
  // Looks for a row that tells the same movement as another and breaks the chain; sets it aside.
  bool SetTwinAside(std::vector<std::uint32_t>& moving, Ordered& ordered);
  void Put(Rows cluster, const std::vector<std::uint32_t>& moving, const Ordered& ordered);
  void Advance(std::span<const std::uint32_t> cluster);

  std::span<const Strand> strands_;
  std::vector<std::uint8_t>& aside_;
  Patience patience_;
  std::optional<std::int64_t> balance_;
  std::vector<std::int64_t> next_;
  std::vector<ClusterRow> rows_;
};

std::size_t Orderer::ClusterEnd(std::span<const std::uint32_t> rows, std::size_t begin) const {
  std::int64_t last_ms = LastMs(strands_[rows[begin]]);
  std::size_t end = begin + 1;
  for (; end < rows.size() && FirstMs(strands_[rows[end]]) <= last_ms; ++end) {
    last_ms = std::max(last_ms, LastMs(strands_[rows[end]]));
  }
  return end;
}

Ordered Orderer::Solve(const std::vector<std::uint32_t>& moving) {
  rows_.clear();
  for (const std::uint32_t strand : moving) {
    const Strand& row = strands_[strand];
    rows_.push_back({FirstMs(row), LastMs(row), row.balance_fen.has_value(), IsEitherWay(row),
                     ChangeOf(row), row.balance_fen.value_or(0)});
  }
  return statement::OrderCluster(rows_, balance_, next_, patience_);
}

bool Orderer::SetTwinAside(std::vector<std::uint32_t>& moving, Ordered& ordered) {
  constexpr std::size_t kMostRows = 64;
  if (moving.size() > kMostRows) return false;
  const auto is_twin = [&](std::size_t a, std::size_t b) {
    const Strand& one = strands_[moving[a]];
    const Strand& two = strands_[moving[b]];
    return a != b && one.serial != 0 && one.serial == two.serial && one.at_ms == two.at_ms &&
           one.precision == two.precision && one.direction == two.direction &&
           one.other == two.other;
  };
  // The row read last is the first to be doubted.
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < moving.size(); ++i) {
    for (std::size_t k = 0; k < moving.size(); ++k) {
      if (!is_twin(i, k)) continue;
      places.push_back(i);
      break;
    }
  }
  std::sort(places.begin(), places.end(), [&](std::size_t a, std::size_t b) {
    return strands_[moving[a]].position > strands_[moving[b]].position;
  });
  for (const std::size_t place : places) {
    std::vector<std::uint32_t> others = moving;
    others.erase(others.begin() + static_cast<std::ptrdiff_t>(place));
    Ordered without = Solve(others);
    if (without.breaks >= ordered.breaks) continue;
    aside_[moving[place]] = 1;
    moving = std::move(others);
    ordered = std::move(without);
    return true;
  }
  return false;
}

// Rows that move nothing keep their place behind the row they stood behind.
void Orderer::Put(Rows cluster, const std::vector<std::uint32_t>& moving, const Ordered& ordered) {
  std::vector<std::vector<std::uint32_t>> behind(moving.size() + 1);
  std::size_t place = 0;
  for (const std::uint32_t strand : cluster) {
    if (place < moving.size() && moving[place] == strand) {
      ++place;
    } else {
      behind[place].push_back(strand);
    }
  }
  auto out = cluster.begin();
  out = std::copy(behind[0].begin(), behind[0].end(), out);
  for (const std::uint32_t at : ordered.order) {
    *out++ = moving[at];
    out = std::copy(behind[at + 1].begin(), behind[at + 1].end(), out);
  }
}

void Orderer::OrderCluster(Rows cluster, std::span<const std::uint32_t> after) {
  std::sort(cluster.begin(), cluster.end(), [&](std::uint32_t a, std::uint32_t b) {
    const auto key = [&](std::uint32_t strand) {
      return std::make_tuple(LastMs(strands_[strand]), FileOrder(strands_[strand]), strand);
    };
    return key(a) < key(b);
  });
  std::vector<std::uint32_t> moving;
  bool has_anchor = false;
  for (const std::uint32_t strand : cluster) {
    if (!MovesBalance(strands_[strand])) continue;
    moving.push_back(strand);
    has_anchor = has_anchor || IsAnchor(strands_[strand]);
  }
  if (!has_anchor || moving.size() < 2) return;
  next_.clear();
  for (const std::uint32_t strand : after) {
    const Strand& row = strands_[strand];
    if (!MovesBalance(row)) continue;
    if (!IsAnchor(row)) {
      next_.clear();  // What is between may be anything.
      break;
    }
    next_.push_back(Minus(*row.balance_fen, ChangeOf(row)));
    if (IsEitherWay(row)) next_.push_back(Plus(*row.balance_fen, ChangeOf(row)));
  }
  Ordered ordered = Solve(moving);
  while (ordered.breaks > 0 && moving.size() > 1 && SetTwinAside(moving, ordered)) {
  }
  Put(cluster, moving, ordered);
}

void Orderer::Advance(std::span<const std::uint32_t> cluster) {
  for (const std::uint32_t strand : cluster) {
    const Strand& row = strands_[strand];
    if (aside_[strand] != 0 || IsStill(row)) continue;
    if (row.balance_fen) {
      balance_ = row.balance_fen;
    } else if (IsEitherWay(row)) {
      balance_.reset();
    } else if (balance_) {
      balance_ = Plus(*balance_, ChangeOf(row));
    }
  }
}

void Orderer::Order(Rows rows) {
  balance_.reset();
  std::size_t begin = 0;
  std::size_t end = rows.empty() ? 0 : ClusterEnd(rows, 0);
  while (begin < rows.size()) {
    const std::size_t next_end = end < rows.size() ? ClusterEnd(rows, end) : end;
    const Rows cluster = rows.subspan(begin, end - begin);
    if (cluster.size() > 1) OrderCluster(cluster, rows.subspan(end, next_end - end));
    Advance(cluster);
    begin = end;
    end = next_end;
  }
}

// Follows the balances of one sub-account in its order.
class Walk {
 public:
  Walk(std::span<const Strand> strands, Chains& chains) : strands_(strands), chains_(chains) {}

  // The balance before the first row, if any row has one.
  std::optional<std::int64_t> Over(std::uint32_t begin, std::uint32_t end);

 private:
  // What the balance may be: several while rows of unknown direction lie between.
  static constexpr std::size_t kMostPossible = 64;

  void FindAnchors(std::uint32_t begin, std::uint32_t end);
  void Take(std::uint32_t place);
  void TakeStill(std::uint32_t place);
  void Reached(std::int64_t balance_fen, std::int64_t before_fen);
  std::int64_t Expected(const Strand& row) const;

  const Strand& RowAt(std::uint32_t place) const { return strands_[chains_.order[place]]; }

  std::span<const Strand> strands_;
  Chains& chains_;
  std::uint32_t begin_ = 0;
  std::vector<std::uint32_t> next_anchor_;  // The next row with a trusted balance, or `end`.
  std::vector<std::int64_t> possible_;      // Empty: not known.
  std::vector<std::int64_t> sums_;
  bool at_anchor_ = false;  // The row before shows the balance itself.
  std::optional<std::int64_t> opening_;
  std::int64_t moved_fen_ = 0;  // Before the first balance.
};

void Walk::FindAnchors(std::uint32_t begin, std::uint32_t end) {
  next_anchor_.assign(end - begin, end);
  std::uint32_t next = end;
  for (std::uint32_t place = end; place-- > begin;) {
    next_anchor_[place - begin] = next;
    if (chains_.aside[chains_.order[place]] == 0 && IsAnchor(RowAt(place))) next = place;
  }
}

void Walk::Reached(std::int64_t balance_fen, std::int64_t before_fen) {
  if (!opening_) opening_ = Minus(before_fen, moved_fen_);
  possible_.assign(1, balance_fen);
}

// A failed row may show a balance that never was: it counts only when the rows around it agree.
void Walk::TakeStill(std::uint32_t place) {
  const Strand& row = RowAt(place);
  if (!row.balance_fen) return;
  const std::int64_t balance = *row.balance_fen;
  if (std::find(possible_.begin(), possible_.end(), balance) != possible_.end()) {
    possible_.assign(1, balance);
    return;
  }
  const std::uint32_t next = next_anchor_[place - begin_];
  const bool is_last = next == begin_ + next_anchor_.size();
  const bool agrees = is_last ? possible_.empty() && !opening_ : LeadsOnFrom(RowAt(next), balance);
  if (!agrees) return;
  if (!possible_.empty()) {
    chains_.breaks.push_back({chains_.order[place], possible_.front(), balance});
  }
  at_anchor_ = false;
  Reached(balance, balance);
}

std::int64_t Walk::Expected(const Strand& row) const {
  const std::int64_t change = ChangeOf(row);
  const std::int64_t expected = Plus(possible_.front(), change);
  if (!IsEitherWay(row)) return expected;
  const std::int64_t other = Minus(possible_.front(), change);
  const auto distance = [&](std::int64_t sum) {
    const std::int64_t off = Minus(sum, *row.balance_fen);
    return off < 0 ? Minus(0, off) : off;
  };
  return distance(other) < distance(expected) ? other : expected;
}

void Walk::Take(std::uint32_t place) {
  const Strand& row = RowAt(place);
  const std::int64_t change = ChangeOf(row);
  if (row.balance_fen) {
    const bool follows = std::any_of(possible_.begin(), possible_.end(), [&](std::int64_t balance) {
      return LeadsOnFrom(row, balance);
    });
    chains_.proven[place] = follows && at_anchor_ ? 1 : 0;
    if (!follows && !possible_.empty()) {
      chains_.breaks.push_back({chains_.order[place], Expected(row), *row.balance_fen});
    }
    // A row of unknown direction does not flow, so it is left out of the opening too.
    Reached(*row.balance_fen,
            IsEitherWay(row) ? *row.balance_fen : Minus(*row.balance_fen, change));
    at_anchor_ = true;
    return;
  }
  at_anchor_ = false;
  sums_.clear();
  for (const std::int64_t balance : possible_) {
    sums_.push_back(Plus(balance, change));
    if (IsEitherWay(row)) sums_.push_back(Minus(balance, change));
  }
  if (sums_.size() > kMostPossible) sums_.clear();
  possible_.swap(sums_);
  if (!opening_ && !IsEitherWay(row)) moved_fen_ = Plus(moved_fen_, change);
}

std::optional<std::int64_t> Walk::Over(std::uint32_t begin, std::uint32_t end) {
  begin_ = begin;
  possible_.clear();
  at_anchor_ = false;
  opening_.reset();
  moved_fen_ = 0;
  FindAnchors(begin, end);
  for (std::uint32_t place = begin; place < end; ++place) {
    if (chains_.aside[chains_.order[place]] != 0) continue;
    if (IsStill(RowAt(place))) {
      TakeStill(place);
    } else {
      Take(place);
    }
  }
  return opening_;
}

std::vector<Item> SortedItems(std::span<const Strand> strands) {
  std::vector<Item> items(strands.size());
  for (std::uint32_t i = 0; i < items.size(); ++i) {
    const Strand& strand = strands[i];
    items[i] = {GroupOf(strand), FirstMs(strand), FileOrder(strand), i};
  }
  std::sort(items.begin(), items.end(), [](const Item& a, const Item& b) {
    return std::tie(a.group, a.first_ms, a.file_order, a.strand) <
           std::tie(b.group, b.first_ms, b.file_order, b.strand);
  });
  return items;
}

void AddOpening(std::uint32_t account, std::int64_t opening_fen, std::vector<Opening>& openings) {
  if (openings.empty() || openings.back().account != account) {
    openings.push_back({account, opening_fen});
  } else {
    openings.back().opening_fen = Plus(openings.back().opening_fen, opening_fen);
  }
}

// Backwards: a row without seconds stands no later than the row behind it.
void SetTimes(std::span<const Strand> strands, std::uint32_t begin, std::uint32_t end,
              Chains& chains) {
  std::int64_t latest = std::numeric_limits<std::int64_t>::max();
  for (std::uint32_t place = end; place-- > begin;) {
    const std::uint32_t strand = chains.order[place];
    latest = std::min(latest, LastMs(strands[strand]));
    chains.stands_ms[strand] = std::max(latest, FirstMs(strands[strand]));
    chains.place[strand] = place;
  }
}

}  // namespace

std::optional<std::size_t> Chains::GapNear(std::span<const std::uint32_t> rows,
                                           std::int64_t change_fen, Between time) const {
  const std::uint32_t place_of_one = place[rows.front()];
  const auto next = std::upper_bound(begins.begin(), begins.end(), place_of_one);
  const std::uint32_t begin = *(next - 1);
  const std::uint32_t end = *next;
  for (const std::uint32_t row : rows) {
    if (place[row] < begin || place[row] >= end) return std::nullopt;  // Of two sub-accounts.
  }
  const auto stands = [&](std::uint32_t at) { return stands_ms[order[at]]; };
  std::uint32_t from = place_of_one;
  while (from > begin && stands(from - 1) >= time.first_ms) --from;
  std::optional<std::uint32_t> gap;
  for (std::uint32_t at = from; at < end; ++at) {
    const auto found = missing_fen.find(order[at]);
    if (found != missing_fen.end()) {
      if (gap || found->second != change_fen) return std::nullopt;
      gap = at;
    }
    if (stands(at) > time.last_ms) break;
  }
  if (!gap) return std::nullopt;
  const auto behind =
      std::find_if(rows.begin(), rows.end(), [&](std::uint32_t row) { return place[row] >= *gap; });
  return static_cast<std::size_t>(behind - rows.begin());
}

Chains Chain(std::span<const Strand> strands) {
  Chains chains;
  const std::size_t size = strands.size();
  chains.proven.assign(size, 0);
  chains.aside.assign(size, 0);
  chains.place.resize(size);
  chains.stands_ms.resize(size);
  chains.order.resize(size);
  {
    const std::vector<Item> items = SortedItems(strands);
    for (std::uint32_t i = 0; i < size; ++i) {
      chains.order[i] = items[i].strand;
      if (i == 0 || items[i].group != items[i - 1].group) chains.begins.push_back(i);
    }
  }
  chains.begins.push_back(static_cast<std::uint32_t>(size));
  Orderer orderer(strands, chains.aside);
  Walk walk(strands, chains);
  for (std::size_t group = 0; group + 1 < chains.begins.size(); ++group) {
    const std::uint32_t begin = chains.begins[group];
    const std::uint32_t end = chains.begins[group + 1];
    orderer.Order(std::span(chains.order).subspan(begin, end - begin));
    const auto opening = walk.Over(begin, end);
    if (opening) AddOpening(strands[chains.order[begin]].account, *opening, chains.openings);
    SetTimes(strands, begin, end, chains);
  }
  for (const Break& gap : chains.breaks) {
    chains.missing_fen[gap.strand] = Minus(gap.found_fen, gap.expected_fen);
  }
  return chains;
}

}  // namespace hetang::statement
