#include "sim/ledger.h"

#include <algorithm>

#include <fmt/format.h>

namespace hetang::sim {
namespace {

std::size_t At(int index) { return static_cast<std::size_t>(index); }

// Under one of the names that its bank knows the account by.
std::string NumberAsWritten(const TownAccount& account, int sub, Random& random) {
  const std::string& sub_name = account.subs[At(sub)];
  const std::string with_sub = sub_name.empty() ? account.number : account.number + "_" + sub_name;
  if (!account.held()) return account.card;
  // Two sub-accounts are told apart by their names only.
  if (account.subs.size() > 1) return with_sub;
  const std::uint64_t choice = random.Below(4);
  if (account.card.empty()) return choice == 0 ? with_sub : account.number;
  if (choice == 0) return with_sub;
  return choice == 1 ? account.number : account.card;
}

void AddRow(const Town& town, int deed_index, bool out, Random& random, Ledger& ledger) {
  const Deed& deed = town.deeds[At(deed_index)];
  LedgerRow row;
  row.account = out ? deed.payer : deed.payee;
  row.deed = deed_index;
  row.out = out;
  row.sub = out ? deed.payer_sub : deed.payee_sub;
  row.at = out ? deed.payer_at : deed.payee_at;
  const int other = out ? deed.payee : deed.payer;
  if (!deed.outside_number.empty()) {
    row.other_text = deed.outside_number;
  } else if (other != kNobody) {
    const int other_sub = out ? deed.payee_sub : deed.payer_sub;
    row.other_text = NumberAsWritten(town.accounts[At(other)], other_sub, random);
  }
  ledger.of_account[At(row.account)].push_back(static_cast<int>(ledger.rows.size()));
  ledger.rows.push_back(std::move(row));
}

// Balances that never fall below zero, from an opening that allows it.
void RunBalances(const Town& town, int account, Random& random, Ledger& ledger) {
  const std::size_t subs = town.accounts[At(account)].subs.size();
  std::vector<std::int64_t> lowest(subs, 0);
  std::vector<std::int64_t> balance(subs, 0);
  const auto effect = [&](const LedgerRow& row) {
    const Deed& deed = town.deeds[At(row.deed)];
    if (deed.trait == Trait::failed) return std::int64_t{0};
    return row.out ? -deed.amount_fen : deed.amount_fen;
  };
  for (const int index : ledger.of_account[At(account)]) {
    const LedgerRow& row = ledger.rows[At(index)];
    balance[At(row.sub)] += effect(row);
    lowest[At(row.sub)] = std::min(lowest[At(row.sub)], balance[At(row.sub)]);
  }
  for (std::size_t sub = 0; sub < subs; ++sub) {
    balance[sub] = -lowest[sub] + random.Between(0, 90'000) * 7;
  }
  ledger.opening_fen[At(account)] = balance;
  for (const int index : ledger.of_account[At(account)]) {
    LedgerRow& row = ledger.rows[At(index)];
    row.balance_fen = balance[At(row.sub)] += effect(row);
  }
}

class Planner {
 public:
  Planner(const Town& town, Ledger& ledger, Random& random, Planted& planted)
      : town_(town), ledger_(ledger), random_(random), planted_(planted) {}

  void Run() {
    for (std::size_t i = 0; i < town_.accounts.size(); ++i) {
      if (!town_.accounts[i].held()) continue;
      for (const int index : ledger_.of_account[i]) PlanRow(ledger_.rows[At(index)]);
      if (random_.Unit() < 0.25) PlanGap(static_cast<int>(i));
    }
  }

 private:
  void PlanRow(LedgerRow& row) {
    const TownAccount& account = town_.accounts[At(row.account)];
    const Deed& deed = town_.deeds[At(row.deed)];
    const Layout& layout = *account.layout;
    if (layout.Has("holder") && random_.Unit() < 0.05) {
      row.blank_holder = true;
      ++planted_["blank_holder"];
    }
    if (deed.trait == Trait::reversal) {
      if (random_.Unit() < 0.5) row.quirk = RowQuirk::negative;
      return;
    }
    if (account.wallet() || deed.trait != Trait::plain) return;
    const double share = random_.Unit();
    const bool numbered = layout.Has("other") && !row.other_text.empty();
    if (share < 0.02) {
      row.quirk = RowQuirk::negative;
    } else if (share < 0.03 && layout.Has("direction")) {
      row.quirk = random_.Unit() < 0.6 ? RowQuirk::blank_direction : RowQuirk::odd_direction;
    } else if (share < 0.04 && numbered) {
      row.quirk = RowQuirk::blank_other;
    } else if (share < 0.05 && numbered) {
      row.quirk = RowQuirk::scientific_other;
    }
  }

  // One or two rows that the bank left out, where nothing else makes the place unsure.
  void PlanGap(int account) {
    const Layout& layout = *town_.accounts[At(account)].layout;
    const auto& rows = ledger_.of_account[At(account)];
    if (!layout.Has("balance") || layout.fineness != Fineness::second || rows.size() < 8) return;
    const int begin = static_cast<int>(random_.Between(2, static_cast<int>(rows.size()) - 4));
    const int count = random_.Unit() < 0.7 ? 1 : 2;
    for (int i = begin - 2; i <= begin + count + 1; ++i) {
      if (i < 0 || At(i) + 1 >= rows.size()) return;
      const LedgerRow& row = ledger_.rows[At(rows[At(i)])];
      const LedgerRow& next = ledger_.rows[At(rows[At(i) + 1])];
      const Trait trait = town_.deeds[At(row.deed)].trait;
      if (row.quirk != RowQuirk::none || trait != Trait::plain || row.at == next.at) return;
    }
    for (int i = begin; i < begin + count; ++i) {
      ledger_.rows[At(rows[At(i)])].quirk = RowQuirk::missing;
    }
  }

  const Town& town_;
  Ledger& ledger_;
  Random& random_;
  Planted& planted_;
};

}  // namespace

Ledger KeepLedger(const Town& town, Random& random) {
  Ledger ledger;
  ledger.of_account.resize(town.accounts.size());
  ledger.opening_fen.resize(town.accounts.size());
  for (int i = 0; i < static_cast<int>(town.deeds.size()); ++i) {
    const Deed& deed = town.deeds[At(i)];
    if (deed.payer != kNobody && deed.seen_by_payer) AddRow(town, i, true, random, ledger);
    if (deed.payee != kNobody && deed.seen_by_payee) AddRow(town, i, false, random, ledger);
  }
  for (int account = 0; account < static_cast<int>(town.accounts.size()); ++account) {
    auto& rows = ledger.of_account[At(account)];
    std::stable_sort(rows.begin(), rows.end(),
                     [&](int a, int b) { return ledger.rows[At(a)].at < ledger.rows[At(b)].at; });
    RunBalances(town, account, random, ledger);
    // Each bank counts for itself, so the same serials come again elsewhere.
    std::int64_t serial = 100'000 + random.Between(0, 900);
    for (const int index : rows) ledger.rows[At(index)].serial = fmt::format("{}", ++serial);
  }
  return ledger;
}

void PlanRowQuirks(const Town& town, Ledger& ledger, Random& random, Planted& planted) {
  Planner(town, ledger, random, planted).Run();
}

}  // namespace hetang::sim
