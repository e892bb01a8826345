// The order in which transfers flow: by time; within one moment as the rows of each account stand.
#pragma once

#include <span>
#include <vector>

#include "engine/statement/chain.h"
#include "engine/statement/weave.h"

namespace hetang::statement {

// Sets order_at_ms and order_rank of each knot and puts the knots in that order. A transfer told
// with seconds stands at its time, even where a payee's clock says otherwise. One without stands at
// the end of its minute or day, but before what its account's balances prove to come after it. The
// payment into a wallet stands before the row that spends it (`next_step`, by strand).
void PutInFlowOrder(std::span<const Strand> strands, const Chains& chains,
                    std::span<const std::uint32_t> next_step, std::vector<Knot>& knots);

}  // namespace hetang::statement
