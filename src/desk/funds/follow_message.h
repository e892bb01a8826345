// Freezes, watches, payments stopped by their number, and what follows on an order, as the messages
// their banks read (domain.md §2.3). All of it comes from the rows, so that an order that waited
// for its approval is written when it leaves.
#pragma once

#include "desk/funds/order_message.h"

namespace hetang::funds {

// What a message is made from besides the order.
struct MessageParts {
  const registry::Case& record;
  const Order& order;
  const Order* original = nullptr;  // Of a follow-up.
  const Signers& signers;
  IdentityNumber identity = {};  // Of the holder, where an answer told it; of freezes.
  std::vector<bank::Attachment> attachments = {};
  std::optional<registry::Payment> payment = {};  // The victim's leg, of stops.
  bank::ReturnNotice shares = {};                 // Decision and payees, of a return.
};

bank::FreezeType WireMode(FreezeMode mode);

bank::Body BodyFor(const MessageParts& parts, Moment now);

// The transaction code under which an order of this kind goes out; `of_payment` when it is about a
// payment's number.
std::string_view TxCodeFor(OrderKind kind, bool of_payment);

// Reads the parts and writes the message. Errors: those of MessageTo.
Result<std::string> MessageFor(database::Transaction& tx, const Order& order, const Bank& bank,
                               const Signers& signers, Moment now);

}  // namespace hetang::funds
