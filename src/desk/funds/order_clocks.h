// The clocks of an order: what a transition of its table starts and ends.
#pragma once

#include "desk/funds/order_states.h"
#include "platform/deadline/deadline.h"

namespace hetang::funds {

// Starts a clock of this order that falls due at `due_at`, by default after its rule's length.
Status OpenClock(database::Transaction& tx, const Order& order, std::string_view rule,
                 std::optional<Moment> due_at, const std::string& note, Moment now);

// `order` is as the transition left it. A clock that starts anew (a renewal) replaces the one that
// ran; the bank's own clock is started by whoever sends.
Status MoveClocks(database::Transaction& tx, const Order& order, const OrderTransition& transition,
                  Moment now);

}  // namespace hetang::funds
