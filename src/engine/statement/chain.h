// The rows of each (account, sub-account) in the order its running balances prove; where balances
// break, and what each account held before its first row.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include <boost/unordered/unordered_flat_map.hpp>

#include "engine/statement/weave.h"

namespace hetang::statement {

struct Chains {
  std::vector<std::uint32_t> order;   // All strands by account, sub-account and place.
  std::vector<std::uint32_t> begins;  // Where each sub-account begins in `order`; then its size.
  // Of each place of `order`: 1 when the balance before the row is the balance after the row at
  // the place before it.
  std::vector<std::uint8_t> proven;

  // Of each strand:
  std::vector<std::uint32_t> place;
  // When it stands: its time; without seconds as late as its time and its chain allow.
  std::vector<std::int64_t> stands_ms;
  // 1 for a row that tells of the same movement as another row (same time and serial, another
  // amount or balance) and which the balances disprove: it moves no balance and is no witness.
  std::vector<std::uint8_t> aside;

  std::vector<Break> breaks;
  std::vector<Opening> openings;
  boost::unordered_flat_map<std::uint32_t, std::int64_t> missing_fen;  // At a break, by strand.

  struct Between {
    std::int64_t first_ms;
    std::int64_t last_ms;
  };
  // Where among `rows` (of one account, in order) a row that changed the balance by `change_fen` is
  // missing: before rows[n], or behind the last. Absent unless exactly one place in that time
  // breaks, and breaks by that amount.
  std::optional<std::size_t> GapNear(std::span<const std::uint32_t> rows, std::int64_t change_fen,
                                     Between time) const;
};
Chains Chain(std::span<const Strand> strands);

}  // namespace hetang::statement
