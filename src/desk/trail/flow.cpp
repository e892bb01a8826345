#include "desk/trail/flow.h"

#include <algorithm>
#include <numeric>
#include <tuple>

namespace hetang::trail {
namespace {

constexpr std::size_t kShare = 64;  // One in so many may stand beside the base.

std::uint32_t Node(const std::optional<std::int64_t>& account) {
  return account ? static_cast<std::uint32_t>(*account) : trace::kOutside;
}

bool FlowsBefore(const Transfer& a, const Transfer& b) {
  return std::tie(a.order_at, a.order_rank, a.id) < std::tie(b.order_at, b.order_rank, b.id);
}

bool StandsBefore(const trace::Leg& a, const trace::Leg& b) {
  return std::pair(a.transfer.at_ms, a.position) < std::pair(b.transfer.at_ms, b.position);
}

}  // namespace

trace::Transfer InEngine(const Transfer& stored) {
  trace::Transfer transfer;
  transfer.from = Node(stored.from_id);
  transfer.to = Node(stored.to_id);
  transfer.at_ms = stored.order_at.ms;
  transfer.amount_fen = stored.amount_fen.value();
  transfer.kind = stored.flows ? stored.kind : trace::Kind::failed;
  return transfer;
}

Result<Flow> Flow::Make(std::vector<Transfer> transfers) {
  auto base = std::make_shared<Base>();
  if (!std::is_sorted(transfers.begin(), transfers.end(), FlowsBefore)) {
    std::sort(transfers.begin(), transfers.end(), FlowsBefore);
  }
  std::vector<trace::Transfer> in_engine;
  in_engine.reserve(transfers.size());
  for (const Transfer& stored : transfers) in_engine.push_back(InEngine(stored));
  HT_TRY(base->graph, trace::TransferGraph::Make(in_engine));
  base->by_id.resize(transfers.size());
  std::iota(base->by_id.begin(), base->by_id.end(), 0U);
  std::sort(base->by_id.begin(), base->by_id.end(),
            [&](std::uint32_t a, std::uint32_t b) { return transfers[a].id < transfers[b].id; });
  base->transfers = std::move(transfers);
  Flow flow;
  flow.base_ = std::move(base);
  return flow;
}

Result<Flow> Flow::With(std::span<const Transfer> now, std::span<const std::int64_t> removed,
                        std::size_t few) const {
  Flow next = *this;
  const auto leave = [&](std::int64_t id) {
    if (const auto position = next.PositionOf(id)) next.Empty(*position);
  };
  boost::unordered_flat_set<std::int64_t> moments_ms;
  for (const std::int64_t id : removed) leave(id);
  for (const Transfer& transfer : now) {
    leave(transfer.id);
    moments_ms.insert(transfer.order_at.ms);
  }
  std::vector<Transfer> placed = next.TakeOut(moments_ms);
  placed.insert(placed.end(), now.begin(), now.end());
  if (next.later_.size() + placed.size() > std::max(few, BaseEnd() / kShare)) {
    std::vector<Transfer> all = next.All();
    all.insert(all.end(), placed.begin(), placed.end());
    return Make(std::move(all));
  }
  if (std::size_t{next.end()} + placed.size() >= trace::kOutside) {
    return Fail(ErrorCode::too_large, "There are too many transfers for one trace.");
  }
  std::sort(placed.begin(), placed.end(), FlowsBefore);
  for (const Transfer& transfer : placed) next.Append(transfer);
  return next;
}

std::uint32_t Flow::BaseEnd() const {
  return base_ ? static_cast<std::uint32_t>(base_->transfers.size()) : 0;
}

std::uint32_t Flow::end() const { return BaseEnd() + static_cast<std::uint32_t>(later_.size()); }

const Transfer* Flow::At(std::uint32_t position) const {
  if (position >= end() || empty_.contains(position)) return nullptr;
  const std::uint32_t base_end = BaseEnd();
  return position < base_end ? &base_->transfers[position] : &later_[position - base_end];
}

std::optional<std::uint32_t> Flow::PositionOf(std::int64_t id) const {
  if (const auto later = later_by_id_.find(id); later != later_by_id_.end()) return later->second;
  if (!base_) return std::nullopt;
  const auto found = std::lower_bound(base_->by_id.begin(), base_->by_id.end(), id,
                                      [&](std::uint32_t position, std::int64_t wanted) {
                                        return base_->transfers[position].id < wanted;
                                      });
  if (found == base_->by_id.end() || base_->transfers[*found].id != id) return std::nullopt;
  return empty_.contains(*found) ? std::nullopt : std::optional(*found);
}

void Flow::Empty(std::uint32_t position) {
  if (position >= BaseEnd()) later_by_id_.erase(later_[position - BaseEnd()].id);
  empty_.insert(position);
}

void Flow::Append(const Transfer& transfer) {
  const std::uint32_t position = end();
  later_.push_back(transfer);
  later_by_id_[transfer.id] = position;
  const trace::Transfer in_engine = InEngine(transfer);
  for (const std::uint32_t account : {in_engine.from, in_engine.to}) {
    if (account == trace::kOutside) continue;
    std::vector<std::uint32_t>& positions = later_of_[account];
    if (positions.empty() || positions.back() != position) positions.push_back(position);
  }
}

std::vector<Transfer> Flow::TakeOut(const boost::unordered_flat_set<std::int64_t>& moments_ms) {
  std::vector<std::uint32_t> positions;
  if (base_) {
    const std::vector<Transfer>& all = base_->transfers;
    for (const std::int64_t moment_ms : moments_ms) {
      auto each = std::lower_bound(
          all.begin(), all.end(), moment_ms,
          [](const Transfer& transfer, std::int64_t ms) { return transfer.order_at.ms < ms; });
      for (; each != all.end() && each->order_at.ms == moment_ms; ++each) {
        positions.push_back(static_cast<std::uint32_t>(each - all.begin()));
      }
    }
  }
  for (std::uint32_t position = BaseEnd(); position < end(); ++position) {
    if (moments_ms.contains(later_[position - BaseEnd()].order_at.ms))
      positions.push_back(position);
  }
  std::vector<Transfer> taken;
  for (const std::uint32_t position : positions) {
    const Transfer* transfer = At(position);
    if (transfer == nullptr) continue;
    taken.push_back(*transfer);
    Empty(position);
  }
  return taken;
}

Result<std::vector<trace::Leg>> Flow::LegsOf(std::uint32_t account) const {
  std::vector<trace::Leg> legs;
  if (base_) {
    HT_TRY(auto of_base, base_->graph.LegsOf(std::span(&account, 1)));
    legs = std::move(of_base.front());
  }
  if (!empty_.empty()) {
    std::erase_if(legs, [&](const trace::Leg& leg) { return empty_.contains(leg.position); });
  }
  const auto later = later_of_.find(account);
  if (later == later_of_.end()) return legs;
  const auto before = static_cast<std::ptrdiff_t>(legs.size());
  for (const std::uint32_t position : later->second) {
    if (const Transfer* transfer = At(position)) legs.push_back({position, InEngine(*transfer)});
  }
  std::sort(legs.begin() + before, legs.end(), StandsBefore);
  std::inplace_merge(legs.begin(), legs.begin() + before, legs.end(), StandsBefore);
  return legs;
}

std::vector<Transfer> Flow::All() const {
  std::vector<Transfer> moved;
  for (std::uint32_t position = BaseEnd(); position < end(); ++position) {
    if (const Transfer* transfer = At(position)) moved.push_back(*transfer);
  }
  std::sort(moved.begin(), moved.end(), FlowsBefore);
  std::vector<Transfer> all;
  all.reserve(BaseEnd() + moved.size());
  auto next = moved.begin();
  for (std::uint32_t position = 0; position < BaseEnd(); ++position) {
    const Transfer& transfer = base_->transfers[position];
    if (empty_.contains(position)) continue;
    while (next != moved.end() && FlowsBefore(*next, transfer)) all.push_back(*next++);
    all.push_back(transfer);
  }
  all.insert(all.end(), next, moved.end());
  return all;
}

}  // namespace hetang::trail
