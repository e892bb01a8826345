#include "engine/statement/orderer.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include <boost/container_hash/hash.hpp>

#include "engine/statement/loom.h"

namespace hetang::statement {

std::size_t Orderer::ClusterEnd(std::span<const std::uint32_t> rows, std::size_t begin) const {
  std::int64_t last_ms = LastMs(strands_[rows[begin]]);
  std::size_t end = begin + 1;
  for (; end < rows.size() && FirstMs(strands_[rows[end]]) <= last_ms; ++end) {
    last_ms = std::max(last_ms, LastMs(strands_[rows[end]]));
  }
  return end;
}

Ordered Orderer::Solve(const std::vector<std::uint32_t>& moving) {
  rows_.clear();
  for (const std::uint32_t strand : moving) {
    const Strand& row = strands_[strand];
    rows_.push_back({FirstMs(row), LastMs(row), row.balance_fen.has_value(), IsEitherWay(row),
                     ChangeOf(row), row.balance_fen.value_or(0)});
  }
  return statement::OrderCluster(rows_, balance_, next_, patience_);
}

bool Orderer::IsWitnessed(const Strand& row) {
  const auto hash = [](std::uint32_t account, std::uint32_t other, std::int64_t amount_fen,
                       Direction direction) {
    std::size_t value = 0;
    boost::hash_combine(value, account);
    boost::hash_combine(value, other);
    boost::hash_combine(value, amount_fen);
    boost::hash_combine(value, static_cast<int>(direction));
    return static_cast<std::uint64_t>(value);
  };
  if (told_.empty()) {
    for (const Strand& one : strands_) {
      if (one.other != 0) told_.insert(hash(one.account, one.other, one.amount_fen, one.direction));
    }
  }
  if (row.other == 0 || row.direction == Direction::unknown) return false;
  const Direction opposite = row.direction == Direction::out ? Direction::in : Direction::out;
  return told_.contains(hash(row.other, row.account, row.amount_fen, opposite));
}

bool Orderer::SetTwinAside(std::vector<std::uint32_t>& moving, Ordered& ordered) {
  constexpr std::size_t kMostRows = 64;
  if (moving.size() > kMostRows) return false;
  const auto is_twin = [&](std::size_t a, std::size_t b) {
    const Strand& one = strands_[moving[a]];
    const Strand& two = strands_[moving[b]];
    return a != b && one.serial != 0 && one.serial == two.serial && one.at_ms == two.at_ms &&
           one.precision == two.precision && one.direction == two.direction &&
           one.other == two.other;
  };
  // A row that the other bank knows nothing of is the first to be doubted, then the one read last.
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < moving.size(); ++i) {
    for (std::size_t k = 0; k < moving.size(); ++k) {
      if (!is_twin(i, k)) continue;
      places.push_back(i);
      break;
    }
  }
  const auto trust = [&](std::size_t place) {
    const Strand& row = strands_[moving[place]];
    return std::pair(IsWitnessed(row), ~row.position);
  };
  std::sort(places.begin(), places.end(),
            [&](std::size_t a, std::size_t b) { return trust(a) < trust(b); });
  for (const std::size_t place : places) {
    std::vector<std::uint32_t> others = moving;
    others.erase(others.begin() + static_cast<std::ptrdiff_t>(place));
    Ordered without = Solve(others);
    if (without.breaks >= ordered.breaks) continue;
    aside_[moving[place]] = 1;
    moving = std::move(others);
    ordered = std::move(without);
    return true;
  }
  return false;
}

// Rows that move nothing keep their place behind the row they stood behind.
void Orderer::Put(Rows cluster, const std::vector<std::uint32_t>& moving, const Ordered& ordered) {
  std::vector<std::vector<std::uint32_t>> behind(moving.size() + 1);
  std::size_t place = 0;
  for (const std::uint32_t strand : cluster) {
    if (place < moving.size() && moving[place] == strand) {
      ++place;
    } else {
      behind[place].push_back(strand);
    }
  }
  auto out = cluster.begin();
  out = std::copy(behind[0].begin(), behind[0].end(), out);
  for (const std::uint32_t at : ordered.order) {
    *out++ = moving[at];
    out = std::copy(behind[at + 1].begin(), behind[at + 1].end(), out);
  }
}

void Orderer::OrderCluster(Rows cluster, std::span<const std::uint32_t> after) {
  std::sort(cluster.begin(), cluster.end(), [&](std::uint32_t a, std::uint32_t b) {
    const auto key = [&](std::uint32_t strand) {
      return std::make_tuple(LastMs(strands_[strand]), FileOrder(strands_[strand]), strand);
    };
    return key(a) < key(b);
  });
  std::vector<std::uint32_t> moving;
  bool has_anchor = false;
  for (const std::uint32_t strand : cluster) {
    if (IsStill(strands_[strand])) continue;
    moving.push_back(strand);
    has_anchor = has_anchor || IsAnchor(strands_[strand]);
  }
  if (!has_anchor || moving.size() < 2) return;
  next_.clear();
  for (const std::uint32_t strand : after) {
    const Strand& row = strands_[strand];
    if (IsStill(row)) continue;
    if (!IsAnchor(row)) {
      next_.clear();  // What is between may be anything.
      break;
    }
    next_.push_back(Minus(*row.balance_fen, ChangeOf(row)));
    if (IsEitherWay(row)) next_.push_back(Plus(*row.balance_fen, ChangeOf(row)));
  }
  Ordered ordered = Solve(moving);
  while (ordered.breaks > 0 && moving.size() > 1 && SetTwinAside(moving, ordered)) {
  }
  Put(cluster, moving, ordered);
}

void Orderer::Advance(std::span<const std::uint32_t> cluster) {
  for (const std::uint32_t strand : cluster) {
    const Strand& row = strands_[strand];
    if (aside_[strand] != 0 || IsStill(row)) continue;
    if (row.balance_fen) {
      balance_ = row.balance_fen;
    } else if (IsEitherWay(row)) {
      balance_.reset();
    } else if (balance_) {
      balance_ = Plus(*balance_, ChangeOf(row));
    }
  }
}

void Orderer::Order(Rows rows) {
  balance_.reset();
  std::size_t begin = 0;
  std::size_t end = rows.empty() ? 0 : ClusterEnd(rows, 0);
  while (begin < rows.size()) {
    const std::size_t next_end = end < rows.size() ? ClusterEnd(rows, end) : end;
    const Rows cluster = rows.subspan(begin, end - begin);
    if (cluster.size() > 1) OrderCluster(cluster, rows.subspan(end, next_end - end));
    Advance(cluster);
    begin = end;
    end = next_end;
  }
}

}  // namespace hetang::statement
