#include "engine/statement/chain.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <tuple>
#include <utility>

#include "engine/statement/loom.h"
#include "engine/statement/orderer.h"

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

bool LeadsOnFrom(const Strand& strand, std::int64_t balance_fen) {
  const std::int64_t change = ChangeOf(strand);
  return Minus(*strand.balance_fen, change) == balance_fen ||
         (IsEitherWay(strand) && Plus(*strand.balance_fen, change) == balance_fen);
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

// Chains the sub-accounts of all accounts, one account after the other.
class Chainer {
 public:
  Chainer(std::span<const Strand> strands, Chains& chains)
      : strands_(strands),
        chains_(chains),
        orderer_(strands, chains.aside),
        walk_(strands, chains) {}

  void Run(const std::vector<std::uint32_t>& begins);

 private:
  struct Range {
    std::uint32_t begin;
    std::uint32_t end;
  };

  void Add(Range range);
  void Finish(Range range, std::optional<std::int64_t> opening);
  std::optional<std::int64_t> ChainRange(Range range);
  bool AreOneAccountsBlankAndNamed(Range blank, Range named) const;
  void AddJoinedOrApart(Range blank, Range named);
  bool MayContinueEachOther(Range blank, Range named) const;

  std::span<const Strand> strands_;
  Chains& chains_;
  Orderer orderer_;
  Walk walk_;
};

std::optional<std::int64_t> Chainer::ChainRange(Range range) {
  orderer_.Order(std::span(chains_.order).subspan(range.begin, range.end - range.begin));
  return walk_.Over(range.begin, range.end);
}

void Chainer::Finish(Range range, std::optional<std::int64_t> opening) {
  chains_.begins.push_back(range.begin);
  const std::uint32_t account = strands_[chains_.order[range.begin]].account;
  if (opening) AddOpening(account, *opening, chains_.openings);
  SetTimes(strands_, range.begin, range.end, chains_);
}

void Chainer::Add(Range range) { Finish(range, ChainRange(range)); }

bool Chainer::AreOneAccountsBlankAndNamed(Range blank, Range named) const {
  const Strand& one = strands_[chains_.order[blank.begin]];
  const Strand& two = strands_[chains_.order[named.begin]];
  const bool is_last = named.end == chains_.order.size() ||
                       strands_[chains_.order[named.end]].account != two.account;
  return one.account == two.account && one.sub == 0 && is_last;
}

// Whether a row anywhere leads on from the row of the other range that came before it; a look that
// spares the work of joining what does not belong together.
bool Chainer::MayContinueEachOther(Range blank, Range named) const {
  const Strand* before = nullptr;
  bool before_is_blank = true;
  std::uint32_t a = blank.begin;
  std::uint32_t b = named.begin;
  while (a < blank.end || b < named.end) {
    const bool is_blank =
        b == named.end || (a < blank.end && FirstMs(strands_[chains_.order[a]]) <=
                                                FirstMs(strands_[chains_.order[b]]));
    const Strand& row = strands_[chains_.order[is_blank ? a++ : b++]];
    if (IsStill(row)) continue;
    if (!row.balance_fen || row.precision != Precision::second) return true;
    const bool turns = before != nullptr && is_blank != before_is_blank;
    if (turns && LeadsOnFrom(row, *before->balance_fen)) return true;
    before = &row;
    before_is_blank = is_blank;
  }
  return false;
}

// One layout may write the sub-account and another leave it out. If the account has one sub-account
// only, and the rows of both make a chain that breaks no more often than the two alone, they are of
// the same.
void Chainer::AddJoinedOrApart(Range blank, Range named) {
  const std::size_t breaks = chains_.breaks.size();
  const auto opening = ChainRange(blank);
  const auto named_opening = ChainRange(named);
  if (!MayContinueEachOther(blank, named)) {
    Finish(blank, opening);
    return Finish(named, named_opening);
  }
  const auto first = chains_.order.begin() + blank.begin;
  const auto last = chains_.order.begin() + named.end;
  const std::vector<std::uint32_t> order(first, last);
  const std::vector<std::uint8_t> proven(chains_.proven.begin() + blank.begin,
                                         chains_.proven.begin() + named.end);
  const std::vector<Break> apart(chains_.breaks.begin() + static_cast<std::ptrdiff_t>(breaks),
                                 chains_.breaks.end());
  std::vector<std::uint32_t> aside;
  for (const std::uint32_t strand : order) {
    if (chains_.aside[strand] != 0) aside.push_back(strand);
    chains_.aside[strand] = 0;
  }
  chains_.breaks.resize(breaks);
  std::fill(chains_.proven.begin() + blank.begin, chains_.proven.begin() + named.end,
            std::uint8_t{0});
  std::sort(first, last, [&](std::uint32_t a, std::uint32_t b) {
    return std::make_tuple(FirstMs(strands_[a]), FileOrder(strands_[a]), a) <
           std::make_tuple(FirstMs(strands_[b]), FileOrder(strands_[b]), b);
  });
  const Range both{blank.begin, named.end};
  const auto joined_opening = ChainRange(both);
  const std::size_t joined = chains_.breaks.size() - breaks;
  // Without balances on one side nothing but a break mended proves that they belong together.
  const std::size_t most = apart.size() + (opening && named_opening ? 1 : 0);
  if (joined < most) return Finish(both, joined_opening);

  std::copy(order.begin(), order.end(), first);
  std::copy(proven.begin(), proven.end(), chains_.proven.begin() + blank.begin);
  chains_.breaks.resize(breaks);
  chains_.breaks.insert(chains_.breaks.end(), apart.begin(), apart.end());
  for (const std::uint32_t strand : order) chains_.aside[strand] = 0;
  for (const std::uint32_t strand : aside) chains_.aside[strand] = 1;
  Finish(blank, opening);
  Finish(named, named_opening);
}

void Chainer::Run(const std::vector<std::uint32_t>& begins) {
  const std::size_t groups = begins.size() - 1;
  std::uint32_t account_before = 0;
  bool any_before = false;
  for (std::size_t group = 0; group < groups; ++group) {
    const Range range{begins[group], begins[group + 1]};
    const std::uint32_t account = strands_[chains_.order[range.begin]].account;
    const bool is_first = !any_before || account != account_before;
    any_before = true;
    account_before = account;
    const bool has_next = group + 1 < groups;
    const Range next = has_next ? Range{begins[group + 1], begins[group + 2]} : range;
    if (is_first && has_next && AreOneAccountsBlankAndNamed(range, next)) {
      AddJoinedOrApart(range, next);
      ++group;
    } else {
      Add(range);
    }
  }
  chains_.begins.push_back(begins.back());
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
  std::vector<std::uint32_t> begins;
  {
    const std::vector<Item> items = SortedItems(strands);
    for (std::uint32_t i = 0; i < size; ++i) {
      chains.order[i] = items[i].strand;
      if (i == 0 || items[i].group != items[i - 1].group) begins.push_back(i);
    }
  }
  begins.push_back(static_cast<std::uint32_t>(size));
  Chainer(strands, chains).Run(begins);
  for (const Break& gap : chains.breaks) {
    chains.missing_fen[gap.strand] = Minus(gap.found_fen, gap.expected_fen);
  }
  return chains;
}

}  // namespace hetang::statement
