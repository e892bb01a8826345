// The legal documents that travel with an order: those made for it as it leaves (paper_making.h),
// with a return the notice of its round. Without them a bank refuses (06xx).
#pragma once

#include "desk/funds/order_message.h"

namespace hetang::funds {

// None of an order that is not put down yet.
Result<std::vector<bank::Attachment>> AttachmentsFor(database::Transaction& tx, const Order& order);

}  // namespace hetang::funds
