// Which two rows witness one transfer. Never guesses: where more than one pairing fits, the rows
// wait for a person.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include <boost/unordered/unordered_flat_set.hpp>

#include "engine/statement/chain.h"
#include "engine/statement/weave.h"

namespace hetang::statement {

struct Pairs {
  std::vector<std::uint32_t> mate;  // Of each strand: its other witness, or kNoStrand.
  // Of each strand: 1 when its pair moved money between a card and a payment company's wallet.
  std::vector<std::uint8_t> by_order;
  // Of each bank row: the row of the wallet that spent its money under the same order number, when
  // that row tells of the next step and so is no witness of this one. Else kNoStrand.
  std::vector<std::uint32_t> next_step;
  std::vector<Doubt> doubts;
  // Rows of which a person says that they are not one transfer; both orders of each two.
  boost::unordered_flat_set<std::uint64_t> apart;

  bool MayBeOne(std::uint32_t row, std::uint32_t other) const {
    return apart.empty() || !apart.contains((std::uint64_t{row} << 32U) | other);
  }
};

// `reversed` is 1 for each strand that was taken back or takes back.
Pairs PairUp(std::span<const Strand> strands, const Chains& chains,
             std::span<const std::uint8_t> reversed, const WeaveRules& rules,
             std::span<const Settled> settled);

}  // namespace hetang::statement
