// What a round gives from: the money that a freeze keeps, or a sum recovered, less what earlier
// rounds gave.
#pragma once

#include "desk/funds/return_rounds.h"

namespace hetang::funds {

// The numbers of returning money that a centre may change.
struct ReturnRuleValues {
  std::int64_t wait_months = 0;
  std::int64_t notice_days = 0;
  std::int64_t noticed_from_article = 0;  // 1 to 3: 8(1), 8(2), 8(3).
};
Result<ReturnRuleValues> ReturnRules(database::Transaction& tx);

// Errors: conflict (`not_a_freeze`, `freeze_queued`, `freeze_not_in_force`: refused, lifted,
// lapsed, or past its end though nobody has said so yet).
Status CheckFreezeKeeps(const Order& order, Moment now);
// The same for the round's own freeze; nothing for recovered money.
Status CheckStillKept(database::Transaction& tx, const Round& round, Moment now);

// What is left for this round.
Result<Fen> LeftFor(database::Transaction& tx, const Round& round);
// All that is frozen in the round's case and not given back.
Result<Fen> FrozenInCase(database::Transaction& tx, const Round& round);

// The next number of this prefix, four digits long, without a gap.
Result<std::string> NextReturnNumber(database::Transaction& tx, const std::string& prefix);

}  // namespace hetang::funds
