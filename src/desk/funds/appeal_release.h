// Letting money go because an appeal was upheld: the release of a stop, the lift of a freeze.
#pragma once

#include "desk/funds/funds.h"

namespace hetang::funds {

// The order keeps the account's money, or will (a queued freeze).
bool KeepsMoney(const Order& order);
// A follow-up that did not take effect.
bool HasFailed(const Order& order);

// Why this part of what the order keeps cannot be kept alone now, by the name of the rule; empty
// when it can. `keeps_less`: returns have left less than that.
Result<std::string> RuleAgainstPart(database::Transaction& tx, const Order& order, Fen keep);

// Lets go what is more than `keep` and keeps the rest: a stop is turned into a freeze of the rest,
// a limited freeze is renewed for it alone, to the end it has. Gives the order that does it.
// Errors: conflict (`keeps_all`: a freeze of this mode cannot keep a part), and as ConvertToFreeze,
// Follow.
Result<std::int64_t> ReleasePart(database::Transaction& tx, const Order& order, Fen keep,
                                 const Text<200>& reason, const auth::Principal& who, Moment now);

// Places the follow-up that ends this order and gives its id. A freeze is first marked as of money
// that is no victim's, which starts the three days in which it is to be lifted. Errors: as Follow.
Result<std::int64_t> ReleaseHold(database::Transaction& tx, const Order& order,
                                 const Text<200>& reason, const auth::Principal& who, Moment now);

}  // namespace hetang::funds
