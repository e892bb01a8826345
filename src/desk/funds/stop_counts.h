// How often an account has been stopped, as the rules count it: a renewal is the second stop, and
// what was refused or failed stopped nothing. Protective stops of a victim's own account have a
// count of their own.
#pragma once

#include "desk/funds/rules.h"

namespace hetang::funds {

struct StopCounts {
  std::int64_t in_case = 0;
  std::int64_t in_force = 0;  // Under way or in force in the case.
  std::int64_t over_all = 0;
};
BOOST_DESCRIBE_STRUCT(StopCounts, (), (in_case, in_force, over_all))

// Of the account of `order`, or of its payment's number when it is about one; in its case.
Result<StopCounts> StopsLike(database::Transaction& tx, const Order& order);

// How many the rules allow in one case.
std::int64_t StopsAllowed(const RuleValues& rules, bool protective);

}  // namespace hetang::funds
