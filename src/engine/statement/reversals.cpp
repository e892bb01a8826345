#include "engine/statement/reversals.h"

#include <algorithm>
#include <optional>

#include <boost/unordered/unordered_flat_map.hpp>

#include "engine/statement/loom.h"

namespace hetang::statement {
namespace {

bool IsReversal(const Strand& strand) {
  return strand.kind == trace::Kind::reversal && strand.direction != Direction::unknown &&
         strand.amount_fen > 0;
}

// Rows by amount and direction, in their order.
class Shelf {
 public:
  std::vector<std::uint32_t>& Of(std::int64_t amount_fen, Direction direction) {
    return rows_[direction == Direction::in ? 0 : 1][amount_fen];
  }

 private:
  boost::unordered_flat_map<std::int64_t, std::vector<std::uint32_t>> rows_[2];
};

class Finder {
 public:
  Finder(std::span<const Strand> strands, const Chains& chains, const WeaveRules& rules)
      : strands_(strands), chains_(chains), rules_(rules), taken_(strands.size()) {}

  void Look(std::span<const std::uint32_t> rows, std::vector<Reversal>& found);

 private:
  std::optional<std::uint32_t> OriginalOf(std::uint32_t reversal,
                                          const std::vector<std::uint32_t>& shelf) const;
  bool Fits(const Strand& reversal, std::uint32_t row) const;

  std::span<const Strand> strands_;
  const Chains& chains_;
  const WeaveRules& rules_;
  std::vector<std::uint8_t> taken_;
};

bool Finder::Fits(const Strand& reversal, std::uint32_t row) const {
  const Strand& strand = strands_[row];
  const bool other_known = reversal.other != 0 && strand.other != 0;
  return taken_[row] == 0 && (!other_known || reversal.other == strand.other);
}

std::optional<std::uint32_t> Finder::OriginalOf(std::uint32_t reversal,
                                                const std::vector<std::uint32_t>& shelf) const {
  constexpr int kReach = 4096;
  const Strand& row = strands_[reversal];
  const auto later = std::partition_point(shelf.begin(), shelf.end(), [&](std::uint32_t strand) {
    return chains_.place[strand] < chains_.place[reversal];
  });
  std::optional<std::uint32_t> nearest;
  int looked = 0;
  for (auto it = later; it != shelf.begin() && looked < kReach; ++looked) {
    const std::uint32_t candidate = *--it;
    const Strand& strand = strands_[candidate];
    if (LastMs(strand) < FirstMs(row) - rules_.reversal_window.ms) break;
    if (!Fits(row, candidate)) continue;
    const bool named = (row.serial != 0 && row.serial == strand.serial) ||
                       (row.order_number != 0 && row.order_number == strand.order_number);
    if (named) return candidate;
    if (!nearest) nearest = candidate;
  }
  if (nearest) return nearest;
  // Rows of one moment may stand in the wrong order.
  for (auto it = later; it != shelf.end() && FirstMs(strands_[*it]) <= LastMs(row); ++it) {
    if (Fits(row, *it)) return *it;
  }
  return std::nullopt;
}

void Finder::Look(std::span<const std::uint32_t> rows, std::vector<Reversal>& found) {
  std::vector<std::uint32_t> reversals;
  for (const std::uint32_t strand : rows) {
    if (IsReversal(strands_[strand]) && chains_.aside[strand] == 0) reversals.push_back(strand);
  }
  if (reversals.empty()) return;
  Shelf shelf;
  for (const std::uint32_t strand : rows) {
    const Strand& row = strands_[strand];
    const bool may_be_original = row.kind != trace::Kind::reversal && !IsStill(row) &&
                                 row.direction != Direction::unknown && chains_.aside[strand] == 0;
    if (may_be_original) shelf.Of(row.amount_fen, row.direction).push_back(strand);
  }
  for (const std::uint32_t reversal : reversals) {
    const Strand& row = strands_[reversal];
    const Direction opposite = row.direction == Direction::in ? Direction::out : Direction::in;
    const auto original = OriginalOf(reversal, shelf.Of(row.amount_fen, opposite));
    if (!original) continue;
    taken_[*original] = 1;
    found.push_back({reversal, *original});
  }
}

}  // namespace

std::vector<Reversal> FindReversals(std::span<const Strand> strands, const Chains& chains,
                                    const WeaveRules& rules) {
  std::vector<Reversal> found;
  Finder finder(strands, chains, rules);
  for (std::size_t group = 0; group + 1 < chains.begins.size(); ++group) {
    const std::uint32_t begin = chains.begins[group];
    finder.Look(std::span(chains.order).subspan(begin, chains.begins[group + 1] - begin), found);
  }
  return found;
}

}  // namespace hetang::statement
