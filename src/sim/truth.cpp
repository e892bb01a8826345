#include "sim/truth.h"

#include <cstdlib>
#include <set>

#include <boost/json/array.hpp>

#include "sim/spelling.h"

namespace hetang::sim {
namespace {

std::size_t At(int index) { return static_cast<std::size_t>(index); }

constexpr std::string_view TraitName(Trait trait) {
  switch (trait) {
    case Trait::plain:
      return "plain";
    case Trait::self:
      return "self";
    case Trait::burst:
      return "burst";
    case Trait::ambiguous:
      return "ambiguous";
    case Trait::late:
      return "late";
    case Trait::failed:
      return "failed";
    case Trait::reversed:
      return "reversed";
    case Trait::reversal:
      return "reversal";
    case Trait::same_second:
      return "same_second";
    case Trait::third_party:
      return "third_party";
    case Trait::top_up:
      return "top_up";
    case Trait::withdrawal:
      return "withdrawal";
    case Trait::zero:
      return "zero";
  }
  return "";
}

class Concluder {
 public:
  Concluder(const Town& town, const Ledger& ledger, Truth& truth)
      : town_(town), ledger_(ledger), truth_(truth) {}

  void Run() {
    std::vector<const LedgerRow*> outs(town_.deeds.size(), nullptr);
    std::vector<const LedgerRow*> ins(town_.deeds.size(), nullptr);
    for (const LedgerRow& row : ledger_.rows) {
      if (row.told()) (row.out ? outs : ins)[At(row.deed)] = &row;
    }
    for (std::size_t i = 0; i < town_.deeds.size(); ++i) {
      AddTransfers(town_.deeds[i], outs[i], ins[i]);
    }
    for (int i = 0; i < static_cast<int>(town_.accounts.size()); ++i) {
      if (town_.accounts[At(i)].held()) Account(i);
    }
    MarkComplete();
  }

 private:
  Fineness FinenessOf(const LedgerRow& row) const {
    return town_.accounts[At(row.account)].layout->fineness;
  }
  bool Names(const LedgerRow& row) const {
    const Layout& layout = *town_.accounts[At(row.account)].layout;
    return layout.table == LayoutTable::wallet || (layout.Has("other") && row.names_other());
  }

  // The rules of the contract: each names the other, or both carry the payment company's order
  // number; never more than two minutes apart unless one tells the day only.
  bool ArePair(const Deed& deed, const LedgerRow& out, const LedgerRow& in) const {
    if (!out.directed() || !in.directed() || !Names(out) || !Names(in)) return false;
    if (deed.trait == Trait::ambiguous) return false;
    if (FinenessOf(out) == Fineness::day || FinenessOf(in) == Fineness::day) return true;
    constexpr std::int64_t kWindowMs = 120'000;
    return std::abs(out.at.ms - in.at.ms) <= kWindowMs;
  }

  void AddTransfers(const Deed& deed, const LedgerRow* out, const LedgerRow* in) {
    if (out != nullptr && in != nullptr && ArePair(deed, *out, *in)) {
      const bool payees = FinenessOf(*in) > FinenessOf(*out);
      const LedgerRow& finer = payees ? *in : *out;
      TransferTruth transfer = Begin(deed, finer);
      transfer.from = NameOf(deed.payer);
      transfer.to = NameOf(deed.payee);
      transfer.witnesses = {{out->file, out->file_row, true}, {in->file, in->file_row, false}};
      truth_.transfers.push_back(std::move(transfer));
      ++truth_.pairs;
      return;
    }
    for (const LedgerRow* row : {out, in}) {
      if (row != nullptr) AddSingle(deed, *row);
    }
  }

  TransferTruth Begin(const Deed& deed, const LedgerRow& row) const {
    TransferTruth transfer;
    transfer.amount_fen = deed.amount_fen;
    transfer.at = AsTold(row.at, FinenessOf(row));
    transfer.kind = deed.kind;
    transfer.trait = deed.trait;
    return transfer;
  }

  void AddSingle(const Deed& deed, const LedgerRow& row) {
    TransferTruth transfer = Begin(deed, row);
    std::optional<std::string> other;
    const int account = row.out ? deed.payee : deed.payer;
    // What a bank knows of a payment company is its settlement account: the outside.
    const bool outside = !deed.outside_number.empty() && !town_.accounts[At(row.account)].wallet();
    if (Names(row) && !outside && account != kNobody) other = NameOf(account);
    (row.out ? transfer.from : transfer.to) = NameOf(row.account);
    (row.out ? transfer.to : transfer.from) = other;
    transfer.undirected = !row.directed();
    transfer.witnesses = {{row.file, row.file_row, row.out}};
    truth_.transfers.push_back(std::move(transfer));
  }

  std::string NameOf(int account) const { return town_.accounts[At(account)].name(); }

  // Balances run for each sub-account; a row after one that was left out does not follow.
  void Account(int account) {
    const TownAccount& facts = town_.accounts[At(account)];
    AccountTruth answer;
    answer.account = facts.name();
    std::vector<std::int64_t> balance = ledger_.opening_fen[At(account)];
    for (const std::int64_t fen : balance) answer.opening_fen += fen;
    std::vector<const LedgerRow*> before(facts.subs.size(), nullptr);
    for (const int index : ledger_.of_account[At(account)]) {
      const LedgerRow& row = ledger_.rows[At(index)];
      balance[At(row.sub)] = row.balance_fen;
      if (!row.told()) continue;
      if (facts.layout->Has("balance")) CheckChain(facts, before[At(row.sub)], row);
      before[At(row.sub)] = &row;
    }
    for (const std::int64_t fen : balance) answer.closing_fen += fen;
    answer.complete = true;  // Until MarkComplete() knows better.
    truth_.accounts.push_back(std::move(answer));
  }

  void CheckChain(const TownAccount& account, const LedgerRow* before, const LedgerRow& row) {
    FileTruth& file = truth_.files[At(row.file)];
    const auto odd = [](const LedgerRow& one) {
      return !one.directed() || one.quirk == RowQuirk::conflicted;
    };
    if (odd(row) || (before != nullptr && odd(*before))) {
      file.unsure_breaks.push_back(row.file_row);
      return;
    }
    if (before == nullptr) return;
    const Deed& deed = town_.deeds[At(row.deed)];
    std::int64_t effect = row.out ? -deed.amount_fen : deed.amount_fen;
    if (deed.trait == Trait::failed) effect = 0;
    const std::int64_t expected = before->balance_fen + effect;
    if (expected == row.balance_fen) return;
    file.breaks.push_back({account.name(), row.file_row, expected, row.balance_fen});
    ++truth_.planted["break"];
  }

  // An account is complete when each transfer that names it has a row of its own statement, and
  // each of its rows was told, and told which way the money went.
  void MarkComplete() {
    std::set<std::string> wanting;
    for (const TransferTruth& transfer : truth_.transfers) {
      // What failed moved nothing, and a reversal undoes what it reverses.
      const Trait trait = transfer.trait;
      if (trait == Trait::failed || trait == Trait::reversed || trait == Trait::reversal) continue;
      bool has_out = false;
      bool has_in = false;
      for (const Witness& witness : transfer.witnesses) {
        (witness.out ? has_out : has_in) = true;
      }
      if (transfer.from && (!has_out || transfer.undirected || transfer.doubled))
        wanting.insert(*transfer.from);
      if (transfer.to && (!has_in || transfer.undirected || transfer.doubled))
        wanting.insert(*transfer.to);
    }
    for (const LedgerRow& row : ledger_.rows) {
      const bool wrong = !row.told() || row.quirk == RowQuirk::conflicted;
      if (wrong) wanting.insert(NameOf(row.account));
    }
    for (AccountTruth& account : truth_.accounts) {
      account.complete = !wanting.contains(account.account);
    }
  }

  const Town& town_;
  const Ledger& ledger_;
  Truth& truth_;
};

boost::json::object ToJson(const FileTruth& file) {
  boost::json::array refused;
  for (const RefusedRow& row : file.refused) {
    refused.push_back(boost::json::object{{"row", row.row}, {"reason", row.reason}});
  }
  boost::json::array breaks;
  for (const BreakRow& row : file.breaks) {
    breaks.push_back(boost::json::object{{"account", row.account},
                                         {"row", row.row},
                                         {"expected_fen", row.expected_fen},
                                         {"found_fen", row.found_fen}});
  }
  return {
      {"file", file.file},
      {"sheet", file.sheet},
      {"layout", file.layout},
      {"encoding", file.encoding},
      {"kind", file.kind},
      {"rows", file.rows},
      {"entries_new", file.entries_new},
      {"entries_known", file.entries_known},
      {"failed", file.failed},
      {"query_failures", file.query_failures},
      {"unknown_direction", file.unknown_direction},
      {"other", file.other},
      {"refused", std::move(refused)},
      {"conflicts", boost::json::array(file.conflicts.begin(), file.conflicts.end())},
      {"breaks", std::move(breaks)},
      {"unsure_breaks", boost::json::array(file.unsure_breaks.begin(), file.unsure_breaks.end())}};
}

boost::json::value OrNull(const std::optional<std::string>& text) {
  if (!text) return nullptr;
  return boost::json::value(*text);
}

boost::json::object ToJson(const TransferTruth& transfer, const Truth& truth) {
  boost::json::array witnesses;
  for (const Witness& witness : transfer.witnesses) {
    const FileTruth& file = truth.files[At(witness.file)];
    witnesses.push_back(boost::json::object{
        {"file", file.file}, {"sheet", file.sheet}, {"row", witness.row}, {"out", witness.out}});
  }
  return {{"from", OrNull(transfer.from)},      {"to", OrNull(transfer.to)},
          {"amount_fen", transfer.amount_fen},  {"at", FormatIso(transfer.at)},
          {"kind", std::string(transfer.kind)}, {"trait", std::string(TraitName(transfer.trait))},
          {"undirected", transfer.undirected},  {"doubled", transfer.doubled},
          {"witnesses", std::move(witnesses)}};
}

}  // namespace

void Conclude(const Town& town, const Ledger& ledger, Truth& truth) {
  Concluder(town, ledger, truth).Run();
}

boost::json::object ToJson(const Truth& truth) {
  boost::json::array files;
  for (const FileTruth& file : truth.files) files.push_back(ToJson(file));
  boost::json::array transfers;
  for (const TransferTruth& transfer : truth.transfers) {
    transfers.push_back(ToJson(transfer, truth));
  }
  boost::json::array accounts;
  for (const AccountTruth& account : truth.accounts) {
    accounts.push_back(boost::json::object{{"account", account.account},
                                           {"opening_fen", account.opening_fen},
                                           {"closing_fen", account.closing_fen},
                                           {"complete", account.complete}});
  }
  boost::json::object planted;
  for (const auto& [name, count] : truth.planted) planted[name] = count;
  return {{"seed", truth.seed},
          {"pairs", truth.pairs},
          {"files", std::move(files)},
          {"transfers", std::move(transfers)},
          {"accounts", std::move(accounts)},
          {"planted", std::move(planted)}};
}

}  // namespace hetang::sim
