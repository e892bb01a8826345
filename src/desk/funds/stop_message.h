// The stop order of a case as the message its bank reads (domain.md §2.3).
#pragma once

#include <string>

#include "desk/funds/funds.h"
#include "gateway/bank/messages.h"

namespace hetang::funds {

// Who signs: the handling officer, the second one when there is one, and their unit.
struct Signers {
  roster::Officer handler;
  std::optional<roster::Officer> second;
  roster::Unit unit;
};

// The victim's leg is whole when bank, name, account, amount and time are known. Without it, or
// without the target's holder, a stop goes out only as late paperwork (ApplicationType 04).
bool IsLegWhole(const StopWish& wish);

bank::StopRequest StopRequestFor(const StopWish& wish, const Order& order, const Signers& signers,
                                 std::int64_t stop_hours);

}  // namespace hetang::funds
