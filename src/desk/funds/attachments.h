// The legal documents that travel with an order: with a freeze and its renewal the decision to file
// the case (立案决定书) and the notice to assist (协助冻结财产通知书), with a return its notice
// (冻结资金协助返还通知书). Without them a bank refuses (06xx).
#pragma once

#include "desk/funds/order_message.h"

namespace hetang::funds {

// None for other kinds of order.
Result<std::vector<bank::Attachment>> AttachmentsFor(database::Transaction& tx, const Order& order,
                                                     const registry::Case& record,
                                                     const Signers& signers, Moment now);

}  // namespace hetang::funds
