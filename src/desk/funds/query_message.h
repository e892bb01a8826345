// The queries of a case as the messages their banks read (domain.md §2.3).
#pragma once

#include "desk/funds/order_message.h"

namespace hetang::funds {

// `identity`: of the holder, where an earlier answer told it; of a query for all accounts.
bank::Body QueryFor(const QueryWish& wish, const Order& order, const Signers& signers,
                    const IdentityNumber& identity);

}  // namespace hetang::funds
