// Orders that a second person agrees to: before they leave, or afterwards when there was no time.
// Which, and who, is said by the centre's table of approvals (platform/approval/rules.h).
#pragma once

#include "desk/funds/placing.h"

namespace hetang::funds {

// The act of the table for orders of this kind; empty for those that nobody approves or reviews.
std::string_view ApprovalActOf(OrderKind kind);

// How an order goes.
struct Leaving {
  const Bank& bank;
  const Signers& signers;
  bool urgent = false;       // It leaves now in any case and is approved afterwards.
  std::string message = {};  // Of a stop, written from its wish; of others, from the row.
};
// Puts the order down: with its papers in the outbox, or `asked` where the table wants the approval
// first. Then nothing leaves yet, but what could not go out is refused before anybody is asked.
Status PutApproved(database::Transaction& tx, Order& order, Leaving leaving,
                   const auth::Principal& who, Moment now);

approval::Handlers OrderHandlers();
Status SeedApprovals(database::Transaction& tx);

}  // namespace hetang::funds
