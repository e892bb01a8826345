#include "engine/trace/graph.h"

#include <algorithm>
#include <string>
#include <tuple>

namespace hetang::trace {
namespace {

constexpr std::int64_t kMostMs = std::int64_t{1} << 54;

Status Check(std::span<const Transfer> transfers, std::size_t before) {
  if (transfers.size() >= 0xFFFF'FFFFU - before) {
    return Fail(ErrorCode::too_large, "There are too many transfers for one graph.");
  }
  for (std::size_t i = 0; i < transfers.size(); ++i) {
    const Transfer& transfer = transfers[i];
    const bool negative = transfer.amount_fen < 0;
    if (!negative && transfer.at_ms <= kMostMs && transfer.at_ms >= -kMostMs) continue;
    return Invalid(
        {{"transfers[" + std::to_string(before + i) + "]", negative ? "negative" : "out_of_range",
          negative ? "An amount is not below zero." : "No calendar has this time."}});
  }
  return {};
}

// Turns counts into begins; the counts stand one place to the right of their bucket.
void Accumulate(std::vector<std::uint32_t>& counts) {
  for (std::size_t i = 1; i < counts.size(); ++i) counts[i] += counts[i - 1];
}

bool IsBefore(const Leg& a, const Leg& b) {
  return std::tie(a.transfer.at_ms, a.position) < std::tie(b.transfer.at_ms, b.position);
}

}  // namespace

Result<TransferGraph> TransferGraph::Make(std::span<const Transfer> transfers) {
  HT_TRY_STATUS(Check(transfers, 0));
  TransferGraph graph;
  graph.Build(transfers);
  return graph;
}

void TransferGraph::Build(std::span<const Transfer> transfers) {
  std::uint32_t most = 0;
  bool in_order = true;
  for (std::size_t i = 0; i < transfers.size(); ++i) {
    const Transfer& transfer = transfers[i];
    if (transfer.from != kOutside) most = std::max(most, transfer.from + 1);
    if (transfer.to != kOutside) most = std::max(most, transfer.to + 1);
    in_order = in_order && (i == 0 || transfers[i - 1].at_ms <= transfer.at_ms);
  }
  accounts_ = most;
  out_begin_.assign(accounts_ + 2, 0);
  for (const Transfer& transfer : transfers) ++out_begin_[BucketOf(transfer.from) + 1];
  Accumulate(out_begin_);
  rows_.resize(transfers.size());
  slot_of_.resize(transfers.size());
  std::vector<std::uint32_t> next(out_begin_.begin(), out_begin_.end() - 1);
  for (std::size_t i = 0; i < transfers.size(); ++i) {
    const Transfer& transfer = transfers[i];
    const std::uint32_t slot = next[BucketOf(transfer.from)]++;
    Row& row = rows_[slot];
    row.amount_fen = transfer.amount_fen;
    row.at_and_kind = transfer.at_ms * 256 + static_cast<std::uint8_t>(transfer.kind);
    row.to = transfer.to;
    row.position = static_cast<std::uint32_t>(i);
    slot_of_[i] = slot;
  }
  if (!in_order) SortRows();
  FillIncoming(transfers, in_order);
}

void TransferGraph::SortRows() {
  for (std::size_t bucket = 0; bucket <= accounts_; ++bucket) {
    const auto begin = rows_.begin() + out_begin_[bucket];
    const auto end = rows_.begin() + out_begin_[bucket + 1];
    if (!std::is_sorted(begin, end)) std::sort(begin, end);
  }
  for (std::size_t slot = 0; slot < rows_.size(); ++slot) {
    slot_of_[rows_[slot].position] = static_cast<std::uint32_t>(slot);
  }
}

void TransferGraph::FillIncoming(std::span<const Transfer> transfers, bool in_order) {
  const auto arrives = [](const Transfer& transfer) {
    return transfer.to != kOutside && transfer.to != transfer.from;
  };
  in_begin_.assign(accounts_ + 1, 0);
  for (const Transfer& transfer : transfers) {
    if (arrives(transfer)) ++in_begin_[transfer.to + 1];
  }
  Accumulate(in_begin_);
  in_.resize(in_begin_.back());
  std::vector<std::uint32_t> next(in_begin_.begin(), in_begin_.end() - 1);
  for (std::size_t i = 0; i < transfers.size(); ++i) {
    const Transfer& transfer = transfers[i];
    if (arrives(transfer)) in_[next[transfer.to]++] = {transfer.from, slot_of_[i]};
  }
  if (in_order) return;
  const auto is_before = [this](const Incoming& a, const Incoming& b) {
    return rows_[a.slot] < rows_[b.slot];
  };
  for (std::size_t account = 0; account < accounts_; ++account) {
    const auto begin = in_.begin() + in_begin_[account];
    const auto end = in_.begin() + in_begin_[account + 1];
    if (!std::is_sorted(begin, end, is_before)) std::sort(begin, end, is_before);
  }
}

Status TransferGraph::Add(std::span<const Transfer> transfers) {
  HT_TRY_STATUS(Check(transfers, size()));
  constexpr std::size_t kFew = 65'536;
  if (later_.size() + transfers.size() > std::max(kFew, rows_.size() / 4)) {
    std::vector<Transfer> all = All();
    all.insert(all.end(), transfers.begin(), transfers.end());
    later_.clear();
    later_of_.clear();
    Build(all);
    return {};
  }
  for (const Transfer& transfer : transfers) {
    const auto place = static_cast<std::uint32_t>(later_.size());
    later_.push_back(transfer);
    const auto note = [&](std::uint32_t account) {
      if (account == kOutside) return;
      std::vector<std::uint32_t>& places = later_of_[account];
      const auto after = std::upper_bound(
          places.begin(), places.end(), transfer.at_ms,
          [this](std::int64_t at_ms, std::uint32_t other) { return at_ms < later_[other].at_ms; });
      places.insert(after, place);
    };
    note(transfer.from);
    if (transfer.to != transfer.from) note(transfer.to);
  }
  return {};
}

std::vector<Transfer> TransferGraph::All() const {
  std::vector<Transfer> all(rows_.size());
  for (std::size_t bucket = 0; bucket + 1 < out_begin_.size(); ++bucket) {
    const auto from = bucket == accounts_ ? kOutside : static_cast<std::uint32_t>(bucket);
    for (std::uint32_t slot = out_begin_[bucket]; slot < out_begin_[bucket + 1]; ++slot) {
      all[rows_[slot].position] = LegAt(from, slot).transfer;
    }
  }
  all.insert(all.end(), later_.begin(), later_.end());
  return all;
}

Leg TransferGraph::LegAt(std::uint32_t from, std::uint32_t slot) const {
  const Row& row = rows_[slot];
  return {row.position,
          {from, row.to, row.at_ms(), row.amount_fen, static_cast<Kind>(row.at_and_kind & 0xFF)}};
}

std::vector<Leg> TransferGraph::LegsOfOne(std::uint32_t account, std::int64_t until_ms) const {
  std::vector<Leg> legs;
  if (account < accounts_) {
    const std::uint32_t out_begin = out_begin_[account];
    const std::uint32_t out_end = out_begin_[account + 1];
    const std::uint32_t in_begin = in_begin_[account];
    const std::uint32_t in_end = in_begin_[account + 1];
    // What arrived lies all over the rows. It is asked for some rows ahead and gathered in a loop
    // of its own: waiting for one row after the other would be most of the work of a trace.
    constexpr std::uint32_t kAhead = 24;
    std::vector<Leg> arrivals;
    arrivals.reserve(in_end - in_begin);
    for (std::uint32_t i = in_begin; i < in_end; ++i) {
      __builtin_prefetch(&rows_[in_[std::min(i + kAhead, in_end - 1)].slot]);
      const Leg arrived = LegAt(in_[i].from, in_[i].slot);
      if (arrived.transfer.at_ms > until_ms) break;
      arrivals.push_back(arrived);
    }
    legs.reserve(arrivals.size() + out_end - out_begin);
    auto arrival = arrivals.begin();
    for (std::uint32_t slot = out_begin; slot < out_end; ++slot) {
      const Leg payment = LegAt(account, slot);
      if (payment.transfer.at_ms > until_ms) break;
      while (arrival != arrivals.end() && IsBefore(*arrival, payment)) legs.push_back(*arrival++);
      legs.push_back(payment);
    }
    legs.insert(legs.end(), arrival, arrivals.end());
  }
  const auto later = later_of_.find(account);
  if (later == later_of_.end()) return legs;
  const auto old_end = static_cast<std::ptrdiff_t>(legs.size());
  for (const std::uint32_t place : later->second) {
    if (later_[place].at_ms > until_ms) break;
    legs.push_back({static_cast<std::uint32_t>(rows_.size() + place), later_[place]});
  }
  std::inplace_merge(legs.begin(), legs.begin() + old_end, legs.end(), IsBefore);
  return legs;
}

std::optional<std::int64_t> TransferGraph::LastPaidMs(std::uint32_t account) const {
  std::optional<std::int64_t> last;
  if (account < accounts_) {
    for (std::uint32_t slot = out_begin_[account + 1]; slot > out_begin_[account]; --slot) {
      const Transfer transfer = LegAt(account, slot - 1).transfer;
      if (transfer.kind == Kind::interest) continue;
      last = transfer.at_ms;
      break;
    }
  }
  const auto later = later_of_.find(account);
  if (later == later_of_.end()) return last;
  for (const std::uint32_t place : later->second) {
    const Transfer& transfer = later_[place];
    if (transfer.from != account || transfer.kind == Kind::interest) continue;
    last = std::max(last.value_or(transfer.at_ms), transfer.at_ms);
  }
  return last;
}

Result<std::vector<std::vector<Leg>>> TransferGraph::LegsOf(
    std::span<const std::uint32_t> accounts) {
  return LegsUntil(accounts, kMostMs);
}

Result<std::vector<std::vector<Leg>>> TransferGraph::LegsUntil(
    std::span<const std::uint32_t> accounts, std::int64_t until_ms) {
  std::vector<std::vector<Leg>> legs;
  legs.reserve(accounts.size());
  for (const std::uint32_t account : accounts) legs.push_back(LegsOfOne(account, until_ms));
  return legs;
}

Result<std::vector<Transfer>> TransferGraph::At(std::span<const std::uint32_t> positions) {
  std::vector<Transfer> found;
  found.reserve(positions.size());
  for (const std::uint32_t position : positions) {
    if (position >= size()) return Fail(ErrorCode::not_found, "There is no such transfer.");
    if (position >= slot_of_.size()) {
      found.push_back(later_[position - slot_of_.size()]);
      continue;
    }
    const std::uint32_t slot = slot_of_[position];
    const auto after = std::upper_bound(out_begin_.begin(), out_begin_.end(), slot);
    const auto bucket = static_cast<std::size_t>(after - out_begin_.begin()) - 1;
    found.push_back(
        LegAt(bucket == accounts_ ? kOutside : static_cast<std::uint32_t>(bucket), slot).transfer);
  }
  return found;
}

}  // namespace hetang::trace
