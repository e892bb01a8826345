#include "desk/trail/plan.h"

#include <algorithm>
#include <map>

#include <boost/unordered/unordered_flat_map.hpp>
#include <boost/unordered/unordered_flat_set.hpp>

#include "base/check.h"
#include "base/text.h"

namespace hetang::trail {
namespace {

// FNV-1a. It is stored with every row: it must never change.
class Hash {
 public:
  Hash& Add(std::string_view text) {
    for (const char c : text) Byte(static_cast<unsigned char>(c));
    return Byte(0xFF);
  }
  Hash& Add(std::int64_t value) {
    auto bits = static_cast<std::uint64_t>(value);
    for (int i = 0; i < 8; ++i, bits >>= 8) Byte(static_cast<unsigned char>(bits & 0xFF));
    return *this;
  }
  std::int64_t value() const { return static_cast<std::int64_t>(state_); }

 private:
  Hash& Byte(unsigned char byte) {
    state_ = (state_ ^ byte) * 0x100000001B3ULL;
    return *this;
  }
  std::uint64_t state_ = 0xCBF29CE484222325ULL;
};

// What makes two rows one: same account, same counterparty, same hash of the rest.
struct RowKey {
  std::int64_t account = 0;
  std::int64_t other = 0;
  std::int64_t hash = 0;
  friend bool operator==(const RowKey&, const RowKey&) = default;
  friend std::size_t hash_value(const RowKey& key) {
    return static_cast<std::size_t>(Hash().Add(key.account).Add(key.other).value() ^ key.hash);
  }
};

// What two rows that disagree have in common.
struct SerialKey {
  std::int64_t account = 0;
  std::int64_t at_ms = 0;
  std::string_view serial;
  friend bool operator==(const SerialKey&, const SerialKey&) = default;
  friend std::size_t hash_value(const SerialKey& key) {
    return static_cast<std::size_t>(Hash().Add(key.account).Add(key.at_ms).Add(key.serial).value());
  }
};
struct Told {
  std::int64_t amount_fen = 0;
  std::optional<std::int64_t> balance_fen;
  friend bool operator==(const Told&, const Told&) = default;
};

std::optional<std::int64_t> BalanceOf(const StagedEntry& entry) {
  return entry.has_balance ? std::optional(entry.balance_fen) : std::nullopt;
}

// Tells new rows from those that are held, and from each other.
class Comparer {
 public:
  Comparer(Staging& staging, const Resolved& resolved) : staging_(staging), resolved_(resolved) {}

  void Know(const HeldRow& row) {
    ++held_[{row.account_id, row.other_id.value_or(0), row.row_hash}];
    if (row.serial.empty()) return;
    std::optional<std::int64_t> balance;
    if (row.balance_fen) balance = row.balance_fen->value();
    told_.emplace(SerialKey{row.account_id, row.at.ms, row.serial},
                  Told{row.amount_fen.value(), balance});
  }

  // The hash of a row that is new; nothing for one that is known.
  std::optional<std::int64_t> IfNew(const StagedEntry& entry) {
    RowKey key;
    key.account = OwnAccount(resolved_, entry);
    key.other = entry.other.main == 0 ? 0 : resolved_.account_of[entry.other.main];
    key.hash = HashOf(entry);
    // Rows that nothing tells apart are as many as the file lists that lists most of them.
    std::int64_t nth = 1;
    if (entry.serial == 0 && !entry.has_balance) {
      nth =
          ++repeats_[RowKey{key.account, key.other, Hash().Add(key.hash).Add(entry.sheet).value()}];
    }
    ImportedFile& file = staging_.files[entry.sheet];
    const bool fails = entry.kind == trace::Kind::failed;
    std::int64_t& held = held_[key];
    const bool is_known = nth <= held;
    held = std::max(held, nth);
    if (is_known) {
      if (!fails) ++file.entries_known;
      return std::nullopt;
    }
    if (!fails) ++file.entries_new;
    NoteConflict(entry, key.account, file);
    return key.hash;
  }

 private:
  std::int64_t HashOf(const StagedEntry& entry) const {
    const Pool& pool = staging_.pool;
    Hash hash;
    hash.Add(entry.at_ms).Add(entry.amount_fen).Add(static_cast<std::int64_t>(entry.direction));
    hash.Add(entry.has_balance ? 1 : 0).Add(entry.balance_fen).Add(pool.At(entry.serial));
    hash.Add(entry.kind == trace::Kind::failed ? 1 : 0);
    if (entry.other.main == 0) hash.Add(pool.At(entry.other_name));
    return hash.value();
  }

  void NoteConflict(const StagedEntry& entry, std::int64_t account, ImportedFile& file) {
    if (entry.serial == 0) return;
    const Told told{entry.amount_fen, BalanceOf(entry)};
    const auto [first, is_first] =
        told_.emplace(SerialKey{account, entry.at_ms, staging_.pool.At(entry.serial)}, told);
    if (!is_first && !(first->second == told)) file.conflicts.push_back({entry.row, "same_serial"});
  }

  Staging& staging_;
  const Resolved& resolved_;
  boost::unordered_flat_map<RowKey, std::int64_t> held_;  // How many of each.
  boost::unordered_flat_map<RowKey, std::int64_t> repeats_;
  boost::unordered_flat_map<SerialKey, Told> told_;
};

std::uint32_t Small(std::int64_t id) {
  HT_CHECK(id >= 0 && id < statement::kNoStrand);
  return static_cast<std::uint32_t>(id);
}

statement::Strand StrandOf(const HeldRow& row, Pool& pool) {
  statement::Strand strand;
  strand.account = Small(row.account_id);
  strand.sub = pool.Add(row.sub);
  strand.other = Small(row.other_id.value_or(0));
  strand.serial = pool.Add(row.serial);
  strand.order_number = pool.Add(row.order_number);
  strand.at_ms = row.at.ms;
  strand.precision = row.precision;
  strand.direction = row.direction;
  strand.kind = row.kind;
  strand.wallet = row.wallet;
  strand.newest_first = row.newest_first;
  strand.amount_fen = row.amount_fen.value();
  if (row.balance_fen) strand.balance_fen = row.balance_fen->value();
  strand.position = static_cast<std::uint64_t>(row.id);
  return strand;
}

statement::Strand StrandOf(const StagedEntry& entry, const Resolved& resolved, std::int64_t id) {
  statement::Strand strand;
  strand.account = Small(OwnAccount(resolved, entry));
  strand.sub = entry.account.sub != 0 ? entry.account.sub : entry.card.sub;
  if (entry.other.main != 0) strand.other = Small(resolved.account_of[entry.other.main]);
  strand.serial = entry.serial;
  strand.order_number = entry.order_number;
  strand.at_ms = entry.at_ms;
  strand.precision = entry.precision;
  strand.direction = entry.direction;
  strand.kind = entry.kind;
  strand.wallet = entry.wallet;
  strand.newest_first = entry.newest_first;
  strand.amount_fen = entry.amount_fen;
  strand.balance_fen = BalanceOf(entry);
  strand.position = static_cast<std::uint64_t>(id);
  return strand;
}

std::optional<std::int64_t> Account(std::uint32_t id) {
  return id == 0 ? std::nullopt : std::optional(static_cast<std::int64_t>(id));
}

// Makes the plan out of what weaving found.
class Planner {
 public:
  Planner(Staging& staging, const Resolved& resolved, const Held& held, const LastIds& last,
          std::int64_t import_id, Plan& plan)
      : staging_(staging),
        resolved_(resolved),
        held_(held),
        last_(last),
        import_id_(import_id),
        plan_(plan) {}

  void Run() {
    std::vector<statement::Strand> strands;
    strands.reserve(held_.rows.size() + plan_.entries.size());
    for (const HeldRow& row : held_.rows) strands.push_back(StrandOf(row, staging_.pool));
    for (std::size_t i = 0; i < plan_.entries.size(); ++i) {
      strands.push_back(StrandOf(staging_.entries[plan_.entries[i]], resolved_, NewId(i)));
    }
    const std::vector<statement::Settled> settled = SettledPairs();
    statement::Woven woven = statement::Weave(strands, {}, settled);
    Compare(woven.knots);
    NoteBreaks(woven.breaks);
    NoteDoubts(woven.doubts);
    for (const statement::Opening& opening : woven.openings) {
      if (!held_.partial.contains(opening.account)) plan_.openings.push_back(opening);
    }
    NoteSpans();
  }

 private:
  std::int64_t NewId(std::size_t index) const {
    return last_.entry + 1 + static_cast<std::int64_t>(index);
  }
  bool IsNew(std::uint32_t strand) const { return strand >= held_.rows.size(); }
  const StagedEntry& Staged(std::uint32_t strand) const {
    return staging_.entries[plan_.entries[strand - held_.rows.size()]];
  }
  std::optional<std::int64_t> EntryOf(std::uint32_t strand) const {
    if (strand == statement::kNoStrand) return std::nullopt;
    return IsNew(strand) ? NewId(strand - held_.rows.size()) : held_.rows[strand].id;
  }

  // What persons have decided; and pairs with a half of an account that is not here as a whole: the
  // rows around it told what its mate is.
  std::vector<statement::Settled> SettledPairs() const {
    boost::unordered_flat_map<std::int64_t, std::uint32_t> strand_of;
    for (std::size_t i = 0; i < held_.rows.size(); ++i) {
      strand_of[held_.rows[i].id] = static_cast<std::uint32_t>(i);
    }
    std::vector<statement::Settled> settled;
    boost::unordered_flat_set<std::uint32_t> taken;
    const auto note = [&](std::int64_t out, std::int64_t in, bool same) {
      const auto row = strand_of.find(out);
      const auto other = strand_of.find(in);
      if (row == strand_of.end() || other == strand_of.end()) return;
      if (same && (taken.contains(row->second) || taken.contains(other->second))) return;
      if (same) taken.insert({row->second, other->second});
      settled.push_back({row->second, other->second, same});
    };
    for (const Settlement& each : held_.settled) {
      for (const std::int64_t out : IdsIn(each.outs)) {
        for (const std::int64_t in : IdsIn(each.ins)) note(out, in, each.same);
      }
    }
    for (const Transfer& transfer : held_.transfers) {
      if (transfer.Witnesses() < 2) continue;
      const auto is_partial = [&](std::int64_t entry) {
        const auto found = strand_of.find(entry);
        return found != strand_of.end() && IsPartial(found->second);
      };
      if (is_partial(*transfer.out_entry) || is_partial(*transfer.in_entry)) {
        note(*transfer.out_entry, *transfer.in_entry, true);
      }
    }
    return settled;
  }

  // Which stored transfers become which knots. One of two halves keeps its id.
  void Compare(const std::vector<statement::Knot>& knots) {
    boost::unordered_flat_map<std::int64_t, std::size_t> stored_of_entry;
    for (std::size_t i = 0; i < held_.transfers.size(); ++i) {
      for (const auto& half : {held_.transfers[i].out_entry, held_.transfers[i].in_entry}) {
        if (half) stored_of_entry[*half] = i;
      }
    }
    std::vector<bool> used(held_.transfers.size(), false);
    std::vector<std::pair<Transfer, const Transfer*>> now_and_before;
    for (const statement::Knot& knot : knots) {
      const Transfer* before = nullptr;
      for (const std::uint32_t strand : {knot.out, knot.in}) {
        if (before != nullptr || strand == statement::kNoStrand || IsNew(strand)) continue;
        const auto found = stored_of_entry.find(held_.rows[strand].id);
        if (found == stored_of_entry.end() || used[found->second]) continue;
        used[found->second] = true;
        before = &held_.transfers[found->second];
      }
      CountPair(knot, before);
      now_and_before.emplace_back(TransferOf(knot), before);
      if (before != nullptr) KeepWhatOthersTell(knot, *before, now_and_before.back().first);
    }
    KeepRanks(now_and_before);
    std::int64_t next_id = last_.transfer;
    for (auto& [now, before] : now_and_before) {
      if (before == nullptr) {
        now.id = ++next_id;
        now.import_id = import_id_;
        plan_.added.push_back(now);
        continue;
      }
      now.id = before->id;
      now.import_id = before->import_id;
      if (!Differs(*before, now)) continue;
      plan_.changed.push_back(now);
      plan_.before.push_back(*before);
    }
    for (std::size_t i = 0; i < used.size(); ++i) {
      if (used[i]) continue;
      plan_.removed.push_back(held_.transfers[i].id);
      plan_.before.push_back(held_.transfers[i]);
    }
  }

  bool IsPartial(std::uint32_t strand) const {
    return strand != statement::kNoStrand && !IsNew(strand) &&
           held_.partial.contains(held_.rows[strand].account_id);
  }

  // The rows around a half of an account that is not here as a whole put it in its place and may
  // have taken it out of the flow: that stays.
  void KeepWhatOthersTell(const statement::Knot& knot, const Transfer& before,
                          Transfer& now) const {
    if (!IsPartial(knot.out) && !IsPartial(knot.in)) return;
    now.flows = now.flows && before.flows;
    now.order_at = before.order_at;
  }

  // Ranks are among all transfers of a moment, of which some are not here: they stay where nothing
  // of the moment has changed.
  static void KeepRanks(std::vector<std::pair<Transfer, const Transfer*>>& now_and_before) {
    boost::unordered_flat_set<std::int64_t> changed;
    for (const auto& [now, before] : now_and_before) {
      const bool same = before != nullptr && before->order_at == now.order_at &&
                        before->out_entry == now.out_entry && before->in_entry == now.in_entry;
      if (same) continue;
      changed.insert(now.order_at.ms);
      if (before != nullptr) changed.insert(before->order_at.ms);
    }
    for (auto& [now, before] : now_and_before) {
      if (before != nullptr && !changed.contains(now.order_at.ms)) {
        now.order_rank = before->order_rank;
      }
    }
  }

  Transfer TransferOf(const statement::Knot& knot) const {
    Transfer transfer;
    transfer.changed_in = import_id_;
    transfer.from_id = Account(knot.from);
    transfer.to_id = Account(knot.to);
    transfer.amount_fen = Fen(knot.amount_fen);
    transfer.at = Moment{knot.at_ms};
    transfer.kind = knot.kind;
    transfer.flows = knot.flows;
    transfer.order_at = Moment{knot.order_at_ms};
    transfer.order_rank = knot.order_rank;
    transfer.out_entry = EntryOf(knot.out);
    transfer.in_entry = EntryOf(knot.in);
    return transfer;
  }

  static bool Differs(const Transfer& a, const Transfer& b) {
    return a.from_id != b.from_id || a.to_id != b.to_id || a.at != b.at || a.kind != b.kind ||
           a.flows != b.flows || a.order_at != b.order_at || a.order_rank != b.order_rank ||
           a.out_entry != b.out_entry || a.in_entry != b.in_entry;
  }

  // A pair belongs to the file that brought the second witness.
  void CountPair(const statement::Knot& knot, const Transfer* before) {
    if (knot.out == statement::kNoStrand || knot.in == statement::kNoStrand) return;
    if (before != nullptr && before->Witnesses() == 2) return;
    ++plan_.pairs;
    const std::uint32_t second = std::max(knot.out, knot.in);
    if (IsNew(second)) ++staging_.files[Staged(second).sheet].pairs;
  }

  void NoteBreaks(const std::vector<statement::Break>& breaks) {
    for (const statement::Break& gap : breaks) {
      if (!IsNew(gap.strand)) continue;
      const StagedEntry& entry = Staged(gap.strand);
      const AccountNumber& name = resolved_.names.at(OwnAccount(resolved_, entry));
      staging_.files[entry.sheet].breaks.push_back(
          {name, entry.row, Fen(gap.expected_fen), Fen(gap.found_fen)});
    }
  }

  void NoteDoubts(const std::vector<statement::Doubt>& doubts) {
    const auto list = [&](const std::vector<std::uint32_t>& strands) {
      std::string text;
      for (const std::uint32_t strand : strands) {
        text += (text.empty() ? "" : ",") + std::to_string(*EntryOf(strand));
      }
      return text;
    };
    boost::unordered_flat_set<std::string> woven;
    for (const HeldRow& row : held_.rows) woven.insert(std::to_string(row.id));
    for (const Doubt& doubt : held_.doubts) {
      const auto all = [&](const std::string& ids) {
        const auto parts = Split(ids, ',');
        return std::all_of(parts.begin(), parts.end(),
                           [&](std::string_view id) { return woven.contains(std::string(id)); });
      };
      if (all(doubt.outs) && all(doubt.ins)) plan_.settled_doubts.push_back(doubt.id);
    }
    for (const statement::Doubt& doubt : doubts) {
      plan_.doubts.push_back({0, import_id_, list(doubt.outs), list(doubt.ins)});
    }
  }

  void NoteSpans() {
    std::map<std::int64_t, Plan::Span> spans;
    for (const std::size_t index : plan_.entries) {
      const StagedEntry& entry = staging_.entries[index];
      const std::int64_t account = OwnAccount(resolved_, entry);
      const auto [found, fresh] = spans.try_emplace(account);
      Plan::Span& span = found->second;
      if (fresh) span = {account, entry.at_ms, entry.at_ms};
      span.from_ms = std::min(span.from_ms, entry.at_ms);
      span.until_ms = std::max(span.until_ms, entry.at_ms);
    }
    for (const auto& [account, span] : spans) plan_.spans.push_back(span);
  }

  Staging& staging_;
  const Resolved& resolved_;
  const Held& held_;
  const LastIds& last_;
  std::int64_t import_id_;
  Plan& plan_;
};

}  // namespace

Plan MakePlan(Staging& staging, const Resolved& resolved, const Held& held, const LastIds& last,
              std::int64_t import_id) {
  Plan plan;
  Comparer comparer(staging, resolved);
  for (const HeldRow& row : held.rows) comparer.Know(row);
  for (std::size_t i = 0; i < staging.entries.size(); ++i) {
    const auto hash = comparer.IfNew(staging.entries[i]);
    if (!hash) continue;
    plan.entries.push_back(i);
    plan.row_hashes.push_back(*hash);
  }
  Planner(staging, resolved, held, last, import_id, plan).Run();
  return plan;
}

}  // namespace hetang::trail
