// The stop order of a case as the message its bank reads (domain.md §2.3).
#pragma once

#include "desk/funds/order_message.h"

namespace hetang::funds {

// The victim's leg is whole when bank, name, account, amount and time are known. Without it, or
// without the target's holder, a stop goes out only as late paperwork (ApplicationType 04).
bool IsLegWhole(const StopWish& wish);

bank::StopRequest StopRequestFor(const StopWish& wish, const Order& order, const Signers& signers,
                                 std::int64_t stop_hours);

}  // namespace hetang::funds
