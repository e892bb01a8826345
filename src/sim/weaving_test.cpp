// The books of a town's banks, woven without any file between: what the rows prove is what moved.
#include <algorithm>
#include <map>
#include <set>

#include <gtest/gtest.h>

#include "base/describe.h"
#include "engine/statement/weave.h"
#include "sim/spelling.h"
#include "sim/truth.h"

namespace hetang::sim {
namespace {

using statement::Direction;
using statement::kNoStrand;
using statement::Knot;
using statement::Strand;
using statement::Woven;

std::size_t At(int index) { return static_cast<std::size_t>(index); }

// A town whose banks' rows are strands; strand and ledger row are known by each other's index.
class Loom {
 public:
  explicit Loom(std::uint64_t seed) : random_(seed + 99) {
    town_ = InventTown({seed, 120, 1'500});
    ledger_ = KeepLedger(town_, random_);
    Planted planted;
    PlanRowQuirks(town_, ledger_, random_, planted);
    for (std::size_t account = 0; account < town_.accounts.size(); ++account) {
      if (town_.accounts[account].held()) AddAccount(ledger_.of_account[account]);
    }
    truth_.files.resize(1);
    Conclude(town_, ledger_, truth_);
  }

  const std::vector<Strand>& strands() const { return strands_; }
  const Truth& truth() const { return truth_; }
  int RowOf(std::uint32_t strand) const { return rows_[strand]; }
  std::uint32_t AccountNumber(std::uint32_t strand) const { return strands_[strand].account; }

 private:
  void AddAccount(const std::vector<int>& rows) {
    std::vector<int> told;
    for (const int index : rows) {
      if (ledger_.rows[At(index)].quirk != RowQuirk::missing) told.push_back(index);
    }
    if (told.empty()) return;
    const Layout& layout = *town_.accounts[At(ledger_.rows[At(told.front())].account)].layout;
    if (layout.newest_first) std::reverse(told.begin(), told.end());
    for (const int index : told) AddRow(index, layout);
  }

  void AddRow(int index, const Layout& layout) {
    LedgerRow& row = ledger_.rows[At(index)];
    const Deed& deed = town_.deeds[At(row.deed)];
    row.file = 0;
    row.file_row = index;
    Strand strand;
    strand.account = Number(row.account);
    strand.sub = strand.account * 10 + static_cast<std::uint32_t>(row.sub);
    const bool wallet = layout.table == LayoutTable::wallet;
    const int other = row.out ? deed.payee : deed.payer;
    if (wallet || (layout.Has("other") && row.names_other())) {
      const bool through = !wallet && !deed.outside_number.empty();
      strand.other = through ? kSettlement : other == kNobody ? 0 : Number(other);
    }
    if (wallet || layout.Has("order")) strand.order_number = Text(deed.order_number);
    if (layout.Has("serial")) strand.serial = Text(row.serial);
    strand.at_ms = AsTold(row.at, layout.fineness).ms;
    strand.precision = static_cast<statement::Precision>(layout.fineness);
    strand.direction =
        row.directed() ? (row.out ? Direction::out : Direction::in) : Direction::unknown;
    strand.kind = *EnumFromName<trace::Kind>(deed.kind);
    if (!wallet && !deed.outside_number.empty()) strand.kind = trace::Kind::third_party;
    strand.wallet = wallet;
    strand.newest_first = layout.newest_first;
    strand.amount_fen = deed.amount_fen;
    if (layout.Has("balance")) strand.balance_fen = row.balance_fen;
    strand.position = strands_.size() + 1;
    strands_.push_back(strand);
    rows_.push_back(index);
  }

  static std::uint32_t Number(int account) { return static_cast<std::uint32_t>(account) + 1; }
  std::uint32_t Text(const std::string& text) {
    if (text.empty()) return 0;
    return texts_.try_emplace(text, static_cast<std::uint32_t>(texts_.size() + 1)).first->second;
  }

  static constexpr std::uint32_t kSettlement = 1'000'000;
  Random random_;
  Town town_;
  Ledger ledger_;
  Truth truth_;
  std::vector<Strand> strands_;
  std::vector<int> rows_;
  std::map<std::string, std::uint32_t> texts_;
};

using Pair = std::pair<int, int>;  // Ledger rows of the payer's and the payee's bank.

std::set<Pair> PairsIn(const Truth& truth) {
  std::set<Pair> pairs;
  for (const TransferTruth& transfer : truth.transfers) {
    if (transfer.witnesses.size() == 2) {
      pairs.insert({transfer.witnesses[0].row, transfer.witnesses[1].row});
    }
  }
  return pairs;
}

std::set<Pair> PairsIn(const Woven& woven, const Loom& loom) {
  std::set<Pair> pairs;
  for (const Knot& knot : woven.knots) {
    if (knot.out == kNoStrand || knot.in == kNoStrand) continue;
    pairs.insert({loom.RowOf(knot.out), loom.RowOf(knot.in)});
  }
  return pairs;
}

TEST(Weaving, PairsTheTwoRowsOfEachTransferOfATownAndNoOthers) {
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    const Loom loom(seed);
    const Woven woven = statement::Weave(loom.strands(), {});
    EXPECT_EQ(PairsIn(woven, loom), PairsIn(loom.truth())) << "seed " << seed;
    EXPECT_EQ(woven.knots.size(), loom.truth().transfers.size()) << "seed " << seed;
  }
}

TEST(Weaving, FindsEachGapInTheBooksOfATownAndNoOthers) {
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    const Loom loom(seed);
    const FileTruth& file = loom.truth().files.front();
    std::set<std::tuple<int, std::int64_t, std::int64_t>> wanted;
    for (const BreakRow& row : file.breaks) {
      wanted.insert({row.row, row.expected_fen, row.found_fen});
    }
    const std::set<int> unsure(file.unsure_breaks.begin(), file.unsure_breaks.end());
    std::set<std::tuple<int, std::int64_t, std::int64_t>> found;
    for (const statement::Break& row : statement::Weave(loom.strands(), {}).breaks) {
      const int ledger_row = loom.RowOf(row.strand);
      if (unsure.contains(ledger_row)) continue;
      found.insert({ledger_row, row.expected_fen, row.found_fen});
    }
    EXPECT_EQ(found, wanted) << "seed " << seed;
  }
}

}  // namespace
}  // namespace hetang::sim
