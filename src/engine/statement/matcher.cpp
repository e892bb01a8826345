#include "engine/statement/matcher.h"

#include <algorithm>
#include <limits>
#include <tuple>

#include <boost/unordered/unordered_flat_set.hpp>

#include "engine/statement/loom.h"

namespace hetang::statement {
namespace {

using Rows = Matcher::Rows;

std::int64_t DayOf(const Strand& strand) {
  constexpr std::int64_t kDayMs = Days(1).ms;
  const std::int64_t local_ms = strand.at_ms + Hours(8).ms;
  return local_ms >= 0 ? local_ms / kDayMs : -((-local_ms + kDayMs - 1) / kDayMs);
}

// The rows of `all` that are (not) in `some`.
template <typename Condition>
Rows Only(const Rows& all, const Condition& condition) {
  Rows rows;
  std::copy_if(all.begin(), all.end(), std::back_inserter(rows), condition);
  return rows;
}

}  // namespace

bool Matcher::Fits(std::uint32_t a, std::uint32_t b) const {
  if (!pairs_.MayBeOne(a, b)) return false;
  const Strand& one = strands_[a];
  const Strand& two = strands_[b];
  if (one.precision == Precision::day || two.precision == Precision::day) {
    return DayOf(one) == DayOf(two);
  }
  const std::int64_t apart = std::max(FirstMs(one) - LastMs(two), FirstMs(two) - LastMs(one));
  return apart <= rules_.pair_window.ms;
}

void Matcher::Match(Rows outs, Rows ins) {
  std::vector<Sides> pieces;
  SplitByTime(std::move(outs), std::move(ins), pieces);
  for (const Sides& piece : pieces) {
    for (Sides& component : Components(piece)) Decide(std::move(component));
  }
}

// Cuts where no row before can fit a row after.
void Matcher::SplitByTime(Rows outs, Rows ins, std::vector<Sides>& pieces) const {
  struct Row {
    std::int64_t first_ms;
    std::uint32_t strand;
    bool out;
  };
  std::vector<Row> rows;
  rows.reserve(outs.size() + ins.size());
  for (const std::uint32_t out : outs) rows.push_back({FirstMs(strands_[out]), out, true});
  for (const std::uint32_t in : ins) rows.push_back({FirstMs(strands_[in]), in, false});
  std::sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) {
    return std::tie(a.first_ms, a.strand) < std::tie(b.first_ms, b.strand);
  });
  std::int64_t last_ms = std::numeric_limits<std::int64_t>::min();
  Sides piece;
  const auto close = [&] {
    if (!piece.outs.empty() && !piece.ins.empty()) pieces.push_back(std::move(piece));
    piece = {};
  };
  for (const Row& row : rows) {
    const bool any = !piece.outs.empty() || !piece.ins.empty();
    if (any && row.first_ms - last_ms > rules_.pair_window.ms) close();
    last_ms = std::max(last_ms, LastMs(strands_[row.strand]));
    (row.out ? piece.outs : piece.ins).push_back(row.strand);
  }
  close();
}

std::vector<Matcher::Sides> Matcher::Components(const Sides& piece) const {
  constexpr std::size_t kMostTests = 65'536;
  // Too many to look at each two: what is true of the whole is true enough.
  if (piece.outs.size() * piece.ins.size() > kMostTests) return {piece};
  std::vector<Sides> components;
  Rows outs = piece.outs;
  Rows ins = piece.ins;
  while (!outs.empty()) {
    Sides component;
    Rows frontier{outs.back()};
    outs.pop_back();
    bool of_outs = true;
    while (!frontier.empty()) {
      Rows& open = of_outs ? ins : outs;
      const auto reached = std::partition(open.begin(), open.end(), [&](std::uint32_t row) {
        return std::none_of(frontier.begin(), frontier.end(),
                            [&](std::uint32_t from) { return Fits(row, from); });
      });
      Rows& mine = of_outs ? component.outs : component.ins;
      mine.insert(mine.end(), frontier.begin(), frontier.end());
      frontier.assign(reached, open.end());
      open.erase(reached, open.end());
      of_outs = !of_outs;
    }
    if (!component.ins.empty()) components.push_back(std::move(component));
  }
  return components;
}

void Matcher::Decide(Sides sides) {
  if (sides.outs.empty() || sides.ins.empty()) return;
  if (sides.outs.size() == 1 && sides.ins.size() == 1) {
    if (Fits(sides.outs[0], sides.ins[0])) Pair(sides.outs[0], sides.ins[0]);
    return;
  }
  const auto by_place = [&](std::uint32_t a, std::uint32_t b) {
    return std::tie(chains_.stands_ms[a], chains_.place[a]) <
           std::tie(chains_.stands_ms[b], chains_.place[b]);
  };
  std::sort(sides.outs.begin(), sides.outs.end(), by_place);
  std::sort(sides.ins.begin(), sides.ins.end(), by_place);
  if (PairBySerial(sides) || PairByReversal(sides)) return Restart(std::move(sides));
  if (sides.outs.size() == sides.ins.size()) {
    if (HasOrder(sides.outs) && HasOrder(sides.ins) && PairInOrder(sides)) return;
    if (PairForced(sides)) return;
  }
  if (PairByPrecision(sides) || PairByGap(sides)) return Restart(std::move(sides));
  pairs_.doubts.push_back({std::move(sides.outs), std::move(sides.ins)});
}

void Matcher::Pair(std::uint32_t out, std::uint32_t in) {
  pairs_.mate[out] = in;
  pairs_.mate[in] = out;
}

// Goes on with what is not paired yet; that may have come apart.
void Matcher::Restart(Sides sides) {
  const auto open = [&](std::uint32_t row) { return pairs_.mate[row] == kNoStrand; };
  Rows outs = Only(sides.outs, open);
  Rows ins = Only(sides.ins, open);
  if (!outs.empty() && !ins.empty()) Match(std::move(outs), std::move(ins));
}

// An order number that one row of each side has, and no other, decides. Serials decide only when
// they tell every row its own mate: banks count for themselves, and a few equal numbers among
// others come by chance.
bool Matcher::PairBySerial(Sides& sides) {
  std::vector<Namesakes> namesakes = FindNamesakes(sides);
  const bool all = sides.outs.size() == sides.ins.size() && namesakes.size() == sides.outs.size();
  if (!all) std::erase_if(namesakes, [](const Namesakes& pair) { return !pair.by_order; });
  for (const Namesakes& pair : namesakes) Pair(pair.out, pair.in);
  return !namesakes.empty();
}

// Rows of which each fits the other and no other row has the number that both have.
std::vector<Matcher::Namesakes> Matcher::FindNamesakes(const Sides& sides) const {
  struct Named {
    std::uint32_t number;
    bool out;
    std::uint32_t strand;
    bool is_order;
  };
  std::vector<Named> named;
  const auto collect = [&](const Rows& rows, bool out) {
    for (const std::uint32_t row : rows) {
      const Strand& strand = strands_[row];
      const bool same = strand.order_number == strand.serial;
      if (strand.serial != 0 && !same) named.push_back({strand.serial, out, row, false});
      if (strand.order_number != 0) named.push_back({strand.order_number, out, row, true});
    }
  };
  collect(sides.outs, true);
  collect(sides.ins, false);
  std::sort(named.begin(), named.end(), [](const Named& a, const Named& b) {
    return std::tie(a.number, a.out, a.strand) < std::tie(b.number, b.out, b.strand);
  });
  std::vector<Namesakes> found;
  boost::unordered_flat_set<std::uint32_t> taken;
  // Order numbers first: they weigh more than serials of the same rows.
  for (const bool by_order : {true, false}) {
    for (std::size_t begin = 0, end = 0; begin < named.size(); begin = end) {
      while (end < named.size() && named[end].number == named[begin].number) ++end;
      if (end - begin != 2 || named[begin].out || !named[begin + 1].out) continue;
      const Named& in = named[begin];
      const Named& out = named[begin + 1];
      if ((in.is_order || out.is_order) != by_order || !Fits(out.strand, in.strand)) continue;
      if (taken.contains(in.strand) || taken.contains(out.strand)) continue;
      taken.insert(in.strand);
      taken.insert(out.strand);
      found.push_back({out.strand, in.strand, by_order});
    }
  }
  return found;
}

// A row that was taken back belongs to one that was, as far as both banks tell of it: a payment
// tried again after its reversal is not mistaken for the first.
bool Matcher::PairByReversal(Sides& sides) {
  const auto is_reversed = [&](std::uint32_t row) { return reversed_[row] != 0; };
  const auto is_not = [&](std::uint32_t row) { return reversed_[row] == 0; };
  const Sides taken{Only(sides.outs, is_reversed), Only(sides.ins, is_reversed)};
  if (taken.outs.empty() && taken.ins.empty()) return false;
  const Sides kept{Only(sides.outs, is_not), Only(sides.ins, is_not)};
  const bool taken_equal = taken.outs.size() == taken.ins.size();
  const bool kept_equal = kept.outs.size() == kept.ins.size();
  // Of equal number, but one bank does not tell of the reversal: their order decides.
  if (!taken_equal && sides.outs.size() == sides.ins.size()) return false;
  const auto fits = [&](const Sides& some) {
    return HasOrder(some.outs) && HasOrder(some.ins) && FitInOrder(some);
  };
  const bool taken_fits = taken_equal && fits(taken);
  const bool kept_fits = kept_equal && fits(kept);
  // Where one half fits and the other does not, a reversal was read wrongly.
  if (taken_equal && kept_equal && !(taken_fits && kept_fits)) return false;
  if (taken_fits) PairInOrder(taken);
  if (kept_fits) PairInOrder(kept);
  return (taken_fits && !taken.outs.empty()) || (kept_fits && !kept.outs.empty());
}

// Rows that tell their time come before rows that tell their day only.
bool Matcher::PairByPrecision(Sides& sides) {
  const auto is_precise = [&](std::uint32_t row) {
    return strands_[row].precision != Precision::day;
  };
  const Sides precise{Only(sides.outs, is_precise), Only(sides.ins, is_precise)};
  const bool all =
      precise.outs.size() == sides.outs.size() && precise.ins.size() == sides.ins.size();
  if (all || precise.outs.empty() || precise.ins.empty()) return false;
  std::vector<Sides> pieces;
  SplitByTime(precise.outs, precise.ins, pieces);
  std::vector<Sides> components;
  for (const Sides& piece : pieces) {
    for (Sides& component : Components(piece)) {
      if (component.outs.size() != 1 || component.ins.size() != 1) return false;
      components.push_back(std::move(component));
    }
  }
  for (const Sides& component : components) Pair(component.outs[0], component.ins[0]);
  return !components.empty();
}

bool Matcher::FitInOrder(const Sides& sides) const {
  for (std::size_t i = 0; i < sides.outs.size(); ++i) {
    if (!Fits(sides.outs[i], sides.ins[i])) return false;
  }
  return true;
}

bool Matcher::PairInOrder(const Sides& sides) {
  if (sides.outs.size() != sides.ins.size() || !FitInOrder(sides)) return false;
  for (std::size_t i = 0; i < sides.outs.size(); ++i) Pair(sides.outs[i], sides.ins[i]);
  return true;
}

// Rows of one precision have the order of their times and their file. Among others, a row without
// seconds has a place only if balances gave it one.
bool Matcher::HasOrder(const Rows& rows) const {
  if (rows.empty()) return true;
  const bool alike = std::all_of(rows.begin(), rows.end(), [&](std::uint32_t row) {
    return strands_[row].precision == strands_[rows.front()].precision;
  });
  return alike || std::all_of(rows.begin(), rows.end(), [&](std::uint32_t row) {
           return strands_[row].precision == Precision::second ||
                  chains_.proven[chains_.place[row]] != 0;
         });
}

// Pairs all when only one way to pair all fits: then, again and again, some row fits one row alone.
bool Matcher::PairForced(const Sides& sides) {
  constexpr std::size_t kMostRows = 64;
  const std::size_t size = sides.outs.size();
  if (size > kMostRows) return false;
  Rows outs = sides.outs;
  Rows ins = sides.ins;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> forced;
  const auto take = [&](Rows& from, Rows& to, bool from_outs) {
    for (std::size_t i = 0; i < from.size(); ++i) {
      const auto fits = [&](std::uint32_t row) { return Fits(row, from[i]); };
      const auto only = std::find_if(to.begin(), to.end(), fits);
      if (only == to.end() || std::find_if(only + 1, to.end(), fits) != to.end()) continue;
      forced.emplace_back(from_outs ? from[i] : *only, from_outs ? *only : from[i]);
      to.erase(only);
      from.erase(from.begin() + static_cast<std::ptrdiff_t>(i));
      return true;
    }
    return false;
  };
  while (take(outs, ins, true) || take(ins, outs, false)) {
  }
  if (forced.size() != size) return false;
  for (const auto& [out, in] : forced) Pair(out, in);
  return true;
}

// One row is missing on one side, and the balances of that side's account break by exactly its
// amount at one place: there it was.
bool Matcher::PairByGap(Sides& sides) {
  const bool in_missing = sides.outs.size() == sides.ins.size() + 1;
  if (!in_missing && sides.ins.size() != sides.outs.size() + 1) return false;
  const Rows& some = in_missing ? sides.ins : sides.outs;
  const Rows& all = in_missing ? sides.outs : sides.ins;
  if (!HasOrder(some) || !HasOrder(all)) return false;
  const std::int64_t amount = strands_[some.front()].amount_fen;
  const auto gap = chains_.GapNear(some, in_missing ? amount : -amount,
                                   {FirstMs(strands_[all.front()]) - rules_.pair_window.ms,
                                    LastMs(strands_[all.back()]) + rules_.pair_window.ms});
  if (!gap) return false;
  Rows rest = all;
  rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(*gap));
  return PairInOrder(in_missing ? Sides{rest, some} : Sides{some, rest});
}

}  // namespace hetang::statement
