#include "engine/statement/pairs.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include <boost/unordered/unordered_flat_set.hpp>

#include "base/check.h"
#include "engine/statement/loom.h"
#include "engine/statement/matcher.h"
#include "engine/statement/wallets.h"

namespace hetang::statement {
namespace {

struct Item {
  std::uint64_t accounts;  // The payer's and the payee's.
  std::int64_t amount_fen;
  std::uint32_t sort;  // Rows of another sort are no witnesses of the same.
  std::uint32_t strand;
  bool out;
};

bool AreEqual(const Item& a, const Item& b) {
  return std::tie(a.accounts, a.amount_fen, a.sort) == std::tie(b.accounts, b.amount_fen, b.sort);
}

class Pairer {
 public:
  Pairer(std::span<const Strand> strands, const Chains& chains, Matcher& matcher, Pairs& pairs)
      : strands_(strands), chains_(chains), matcher_(matcher), pairs_(pairs) {
    for (std::size_t i = 0; i + 1 < chains.begins.size(); ++i) {
      held_.insert(strands[chains.order[chains.begins[i]]].account);
    }
  }

  // Failed rows pair with failed rows and reversals with reversals.
  void PairAlike();
  // What one bank calls a reversal the other may have booked as a payment back.
  void PairReversalsWithRest();

 private:
  std::vector<Item> OpenItems() const;
  template <typename Decide>
  void ForEachGroup(std::vector<Item> items, const Decide& decide);
  bool IsReversal(std::uint32_t strand) const {
    return strands_[strand].kind == trace::Kind::reversal;
  }

  std::span<const Strand> strands_;
  const Chains& chains_;
  Matcher& matcher_;
  Pairs& pairs_;
  boost::unordered_flat_set<std::uint32_t> held_;  // Accounts of which rows are held.
};

std::vector<Item> Pairer::OpenItems() const {
  std::vector<Item> items;
  for (std::uint32_t i = 0; i < strands_.size(); ++i) {
    const Strand& strand = strands_[i];
    const bool may_pair = strand.direction != Direction::unknown && strand.other != 0 &&
                          pairs_.mate[i] == kNoStrand && chains_.aside[i] == 0;
    if (!may_pair || !held_.contains(strand.other)) continue;
    const bool out = strand.direction == Direction::out;
    const std::uint64_t payer = out ? strand.account : strand.other;
    const std::uint64_t payee = out ? strand.other : strand.account;
    const bool failed = strand.kind == trace::Kind::failed;
    const std::uint32_t sort = failed ? 2U : (IsReversal(i) ? 1U : 0U);
    items.push_back({(payer << 32U) | payee, strand.amount_fen, sort, i, out});
  }
  return items;
}

template <typename Decide>
void Pairer::ForEachGroup(std::vector<Item> items, const Decide& decide) {
  std::sort(items.begin(), items.end(), [](const Item& a, const Item& b) {
    return std::tie(a.accounts, a.amount_fen, a.sort, b.out, a.strand) <
           std::tie(b.accounts, b.amount_fen, b.sort, a.out, b.strand);  // Outs come first.
  });
  for (std::size_t begin = 0, end = 0; begin < items.size(); begin = end) {
    std::size_t outs = 0;
    for (; end < items.size() && AreEqual(items[end], items[begin]); ++end) {
      outs += items[end].out ? 1 : 0;
    }
    if (outs == 0 || outs == end - begin) continue;
    decide(std::span(items).subspan(begin, outs),
           std::span(items).subspan(begin + outs, end - begin - outs));
  }
}

void Pairer::PairAlike() {
  ForEachGroup(OpenItems(), [&](std::span<const Item> outs, std::span<const Item> ins) {
    if (outs.size() == 1 && ins.size() == 1) {
      const std::uint32_t out = outs[0].strand;
      const std::uint32_t in = ins[0].strand;
      if (!matcher_.Fits(out, in)) return;
      pairs_.mate[out] = in;
      pairs_.mate[in] = out;
      return;
    }
    Matcher::Rows out_rows;
    Matcher::Rows in_rows;
    for (const Item& item : outs) out_rows.push_back(item.strand);
    for (const Item& item : ins) in_rows.push_back(item.strand);
    matcher_.Match(std::move(out_rows), std::move(in_rows));
  });
}

void Pairer::PairReversalsWithRest() {
  std::vector<std::uint8_t> doubtful(strands_.size());
  for (const Doubt& doubt : pairs_.doubts) {
    for (const std::uint32_t strand : doubt.outs) doubtful[strand] = 1;
    for (const std::uint32_t strand : doubt.ins) doubtful[strand] = 1;
  }
  std::vector<Item> items = OpenItems();
  std::erase_if(items, [&](const Item& item) { return item.sort == 2 || doubtful[item.strand]; });
  for (Item& item : items) item.sort = 0;
  ForEachGroup(std::move(items), [&](std::span<const Item> outs, std::span<const Item> ins) {
    const auto match = [&](bool reversal_out) {
      Matcher::Rows out_rows;
      Matcher::Rows in_rows;
      for (const Item& item : outs) {
        if (IsReversal(item.strand) == reversal_out) out_rows.push_back(item.strand);
      }
      for (const Item& item : ins) {
        if (IsReversal(item.strand) != reversal_out) in_rows.push_back(item.strand);
      }
      if (!out_rows.empty() && !in_rows.empty()) {
        matcher_.Match(std::move(out_rows), std::move(in_rows));
      }
    };
    match(true);
    match(false);
  });
}

// A card and a wallet whose rows share a number: the bank's row says which way the money went.
bool AreOfOneOrder(const Strand& row, const Strand& other) {
  const auto has = [](const Strand& strand, std::uint32_t number) {
    return number != 0 && (strand.order_number == number || strand.serial == number);
  };
  return row.wallet != other.wallet && (has(other, row.order_number) || has(other, row.serial) ||
                                        row.direction == other.direction);
}

void Keep(std::span<const Settled> settled, std::span<const Strand> strands, Pairs& pairs) {
  for (const Settled& each : settled) {
    if (!each.same) {
      pairs.apart.insert((std::uint64_t{each.row} << 32U) | each.other);
      pairs.apart.insert((std::uint64_t{each.other} << 32U) | each.row);
      continue;
    }
    HT_CHECK(pairs.mate[each.row] == kNoStrand && pairs.mate[each.other] == kNoStrand);
    pairs.mate[each.row] = each.other;
    pairs.mate[each.other] = each.row;
    const bool by_order = AreOfOneOrder(strands[each.row], strands[each.other]);
    pairs.by_order[each.row] = pairs.by_order[each.other] = by_order ? 1 : 0;
  }
}

}  // namespace

Pairs PairUp(std::span<const Strand> strands, const Chains& chains,
             std::span<const std::uint8_t> reversed, const WeaveRules& rules,
             std::span<const Settled> settled) {
  Pairs pairs;
  pairs.mate.assign(strands.size(), kNoStrand);
  pairs.by_order.assign(strands.size(), 0);
  pairs.next_step.assign(strands.size(), kNoStrand);
  Keep(settled, strands, pairs);
  PairByOrderNumber(strands, chains, rules, pairs);
  Matcher matcher(strands, chains, reversed, rules, pairs);
  Pairer pairer(strands, chains, matcher, pairs);
  pairer.PairAlike();
  pairer.PairReversalsWithRest();
  const auto is_paired = [&](std::uint32_t row) { return pairs.mate[row] != kNoStrand; };
  for (Doubt& doubt : pairs.doubts) {
    std::erase_if(doubt.outs, is_paired);
    std::erase_if(doubt.ins, is_paired);
  }
  std::erase_if(pairs.doubts,
                [](const Doubt& doubt) { return doubt.outs.empty() || doubt.ins.empty(); });
  return pairs;
}

}  // namespace hetang::statement
