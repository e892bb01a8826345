#include "engine/statement/wallets.h"

#include <algorithm>
#include <cstdlib>
#include <tuple>

#include "engine/statement/loom.h"

namespace hetang::statement {
namespace {

struct Item {
  std::uint32_t number;  // An order number, or the serial that may be one.
  std::int64_t amount_fen;
  bool wallet;
  std::uint32_t strand;
};

using Rows = std::vector<std::uint32_t>;

class OrderPairer {
 public:
  OrderPairer(std::span<const Strand> strands, const Chains& chains, const WeaveRules& rules,
              Pairs& pairs)
      : strands_(strands), chains_(chains), rules_(rules), pairs_(pairs) {}

  void Run();

 private:
  std::vector<Item> Items() const;
  void Decide(Rows banks, Rows wallets, Direction direction);
  void PointToWallet(std::uint32_t bank, const Rows& wallets);
  bool PairAlone(const Rows& banks, const Rows& wallets);
  void Pair(std::uint32_t bank, std::uint32_t wallet);
  bool AreNear(std::uint32_t bank, std::uint32_t wallet) const;
  bool AreAlike(std::uint32_t bank, std::uint32_t wallet) const;
  bool IsWitness(std::uint32_t bank, std::uint32_t wallet) const;

  std::span<const Strand> strands_;
  const Chains& chains_;
  const WeaveRules& rules_;
  Pairs& pairs_;
};

// A bank names the order by its serial only in a row that it marks as a payment company's.
std::vector<Item> OrderPairer::Items() const {
  std::vector<Item> items;
  for (std::uint32_t i = 0; i < strands_.size(); ++i) {
    const Strand& strand = strands_[i];
    if (chains_.aside[i] != 0) continue;
    const bool by_serial = strand.wallet ? strand.order_number == 0
                                         : strand.kind == trace::Kind::third_party ||
                                               strand.kind == trace::Kind::failed ||
                                               strand.kind == trace::Kind::reversal;
    const auto add = [&](std::uint32_t number) {
      if (number != 0) items.push_back({number, strand.amount_fen, strand.wallet, i});
    };
    add(strand.order_number);
    if (by_serial && strand.serial != strand.order_number) add(strand.serial);
  }
  std::sort(items.begin(), items.end(), [](const Item& a, const Item& b) {
    return std::tie(a.number, a.amount_fen, a.wallet, a.strand) <
           std::tie(b.number, b.amount_fen, b.wallet, b.strand);
  });
  return items;
}

bool OrderPairer::AreNear(std::uint32_t bank, std::uint32_t wallet) const {
  const std::int64_t apart = strands_[bank].at_ms - strands_[wallet].at_ms;
  return std::abs(apart) <= rules_.order_window.ms;
}

bool OrderPairer::AreAlike(std::uint32_t bank, std::uint32_t wallet) const {
  const auto is = [&](std::uint32_t row, trace::Kind kind) { return strands_[row].kind == kind; };
  return is(bank, trace::Kind::failed) == is(wallet, trace::Kind::failed) &&
         is(bank, trace::Kind::reversal) == is(wallet, trace::Kind::reversal);
}

// Whether the wallet's row tells of the money that came from the card (or went to it), and not of
// its next step to another wallet or a merchant.
bool OrderPairer::IsWitness(std::uint32_t bank, std::uint32_t wallet) const {
  const Strand& card = strands_[bank];
  const Strand& row = strands_[wallet];
  if (!pairs_.MayBeOne(bank, wallet)) return false;
  if (!AreNear(bank, wallet) || !AreAlike(bank, wallet)) return false;
  const bool names_card = row.other == card.account;
  if (row.other != 0 && !names_card && row.other != card.other) return false;
  if (row.direction != card.direction) return true;
  // The company's own view may call the card's payment one of the wallet.
  const bool is_exit = trace::IsExit(row.kind) && row.kind != trace::Kind::third_party;
  return names_card || !is_exit;
}

// The wallet that paid with the card's money: its row is the next step.
void OrderPairer::PointToWallet(std::uint32_t bank, const Rows& wallets) {
  std::uint32_t step = kNoStrand;
  for (const std::uint32_t row : wallets) {
    const Strand& strand = strands_[row];
    if (strand.direction != Direction::out || !AreNear(bank, row) || !AreAlike(bank, row)) continue;
    if (step != kNoStrand && strands_[step].account != strand.account) return;
    if (step == kNoStrand || chains_.stands_ms[row] < chains_.stands_ms[step]) step = row;
  }
  pairs_.next_step[bank] = step;
}

// Of an order one row is held that names somebody else: the card paid into that wallet at once, and
// the wallet in between is known by name only.
bool OrderPairer::PairAlone(const Rows& banks, const Rows& wallets) {
  if (banks.size() != 1 || wallets.size() != 1) return false;
  if (strands_[banks[0]].direction == strands_[wallets[0]].direction) return false;
  if (!AreNear(banks[0], wallets[0]) || !AreAlike(banks[0], wallets[0])) return false;
  if (!pairs_.MayBeOne(banks[0], wallets[0])) return false;
  Pair(banks[0], wallets[0]);
  return true;
}

void OrderPairer::Pair(std::uint32_t bank, std::uint32_t wallet) {
  pairs_.mate[bank] = wallet;
  pairs_.mate[wallet] = bank;
  pairs_.by_order[bank] = pairs_.by_order[wallet] = 1;
}

void OrderPairer::Decide(Rows banks, Rows wallets, Direction direction) {
  const auto is_open = [&](std::uint32_t row) { return pairs_.mate[row] == kNoStrand; };
  std::erase_if(banks, [&](std::uint32_t row) {
    return !is_open(row) || strands_[row].direction != direction;
  });
  if (banks.empty()) return;
  std::erase_if(wallets, [&](std::uint32_t row) { return !is_open(row); });
  Rows fitting;
  std::copy_if(wallets.begin(), wallets.end(), std::back_inserter(fitting), [&](std::uint32_t row) {
    return std::any_of(banks.begin(), banks.end(),
                       [&](std::uint32_t bank) { return IsWitness(bank, row); });
  });
  // A row of the opposite direction is the plain witness; others count only without one.
  const auto is_opposite = [&](std::uint32_t row) { return strands_[row].direction != direction; };
  if (std::any_of(fitting.begin(), fitting.end(), is_opposite)) {
    std::erase_if(fitting, [&](std::uint32_t row) { return !is_opposite(row); });
  }
  if (fitting.empty()) {
    if (PairAlone(banks, wallets) || direction == Direction::in) return;
    for (const std::uint32_t bank : banks) PointToWallet(bank, wallets);
    return;
  }
  const auto by_place = [&](std::uint32_t a, std::uint32_t b) {
    return std::tie(chains_.stands_ms[a], chains_.place[a]) <
           std::tie(chains_.stands_ms[b], chains_.place[b]);
  };
  std::sort(banks.begin(), banks.end(), by_place);
  std::sort(fitting.begin(), fitting.end(), by_place);
  bool fit = banks.size() == fitting.size();
  for (std::size_t i = 0; fit && i < banks.size(); ++i) fit = IsWitness(banks[i], fitting[i]);
  if (!fit) {
    const bool out = direction == Direction::out;
    pairs_.doubts.push_back(out ? Doubt{banks, fitting} : Doubt{fitting, banks});
    return;
  }
  for (std::size_t i = 0; i < banks.size(); ++i) Pair(banks[i], fitting[i]);
}

void OrderPairer::Run() {
  const std::vector<Item> items = Items();
  for (std::size_t begin = 0, end = 0; begin < items.size(); begin = end) {
    Rows banks;
    Rows wallets;
    for (; end < items.size() && items[end].number == items[begin].number &&
           items[end].amount_fen == items[begin].amount_fen;
         ++end) {
      (items[end].wallet ? wallets : banks).push_back(items[end].strand);
    }
    if (banks.empty() || wallets.empty()) continue;
    Decide(banks, wallets, Direction::out);
    Decide(banks, wallets, Direction::in);
  }
}

}  // namespace

void PairByOrderNumber(std::span<const Strand> strands, const Chains& chains,
                       const WeaveRules& rules, Pairs& pairs) {
  const bool any = std::any_of(strands.begin(), strands.end(),
                               [](const Strand& strand) { return strand.wallet; });
  if (any) OrderPairer(strands, chains, rules, pairs).Run();
}

}  // namespace hetang::statement
