// Payments between a card and a wallet: the bank sees the payment company's settlement account
// only, and the order number leads on.
#pragma once

#include <span>

#include "engine/statement/chain.h"
#include "engine/statement/pairs.h"
#include "engine/statement/weave.h"

namespace hetang::statement {

// Pairs bank rows with the wallet rows of the same order number, amount and opposite direction.
// Adds to `pairs`.
void PairByOrderNumber(std::span<const Strand> strands, const Chains& chains,
                       const WeaveRules& rules, Pairs& pairs);

}  // namespace hetang::statement
