// Which rows were taken back: a reversal (冲正) books the money of an earlier row of its account
// back, and both leave the flow.
#pragma once

#include <span>
#include <vector>

#include "engine/statement/chain.h"
#include "engine/statement/weave.h"

namespace hetang::statement {

// A reversal takes back the nearest earlier row of its sub-account with the same amount in the
// opposite direction, of the same counterparty where both are known, not taken back yet. A row with
// the reversal's own serial or order number comes before nearer ones. In the order of `chains`.
std::vector<Reversal> FindReversals(std::span<const Strand> strands, const Chains& chains,
                                    const WeaveRules& rules);

}  // namespace hetang::statement
