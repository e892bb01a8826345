// Which two rows witness one transfer. Never guesses: where more than one pairing fits, the rows
// wait for a person.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/statement/chain.h"
#include "engine/statement/weave.h"

namespace hetang::statement {

struct Pairs {
  std::vector<std::uint32_t> mate;  // Of each strand: its other witness, or kNoStrand.
  // Of each strand: 1 when its pair moved money between a card and a payment company's wallet.
  std::vector<std::uint8_t> by_order;
  // Of each bank row: the wallet that its order number names as the one it was paid from, when the
  // wallet's row tells of the money's next step and so is no witness of this one. Else 0.
  std::vector<std::uint32_t> wallet;
  std::vector<Doubt> doubts;
};

// `reversed` is 1 for each strand that was taken back or takes back.
Pairs PairUp(std::span<const Strand> strands, const Chains& chains,
             std::span<const std::uint8_t> reversed, const WeaveRules& rules);

}  // namespace hetang::statement
