// Orders to a payment institution. Its order number is the `id` of a movement; the money is in the
// wallet that was paid, an account of the institution's.
#pragma once

#include "gateway/bank/simulated/holding.h"

namespace hetang::bank::simulated {

Result<Body> CarryOutPayment(database::Transaction& tx, const PaymentStop& order,
                             const Carrying& carrying);
Result<Body> CarryOutPayment(database::Transaction& tx, const PaymentStopChange& order,
                             const Carrying& carrying);
Result<Body> CarryOutPayment(database::Transaction& tx, const PaymentQuery& order,
                             const Carrying& carrying);

}  // namespace hetang::bank::simulated
