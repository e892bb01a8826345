// Acts on one order, within the desk.
#pragma once

#include "desk/funds/funds.h"

namespace hetang::funds {

// The order if this officer may see it. Errors: not_found, forbidden (`other_unit`).
Result<Order> OrderFor(database::Transaction& tx, std::int64_t order_id,
                       const auth::Principal& who);
Result<OrderView> ViewOf(database::Transaction& tx, const Order& order, const auth::Principal& who);

OrderView ViewWith(const Order& order, const Party& party, const auth::Principal& who);

// Sends the same message again; the bank takes its application id once.
Result<Order> Resend(database::Transaction& tx, std::int64_t order_id, const auth::Principal& who,
                     Moment now);
// A new stop of the same account for the same payment, counted by the rules.
Result<Placed> StopAgain(database::Transaction& tx, std::int64_t order_id,
                         const auth::Principal& who, Moment now);

// Error: invalid (`payment_id`).
Result<registry::Payment> PaymentOf(database::Transaction& tx, std::int64_t case_id,
                                    std::int64_t payment_id);

// The bank has accepted the message. An order that was answered meanwhile stays as it is.
Status MarkSent(database::Transaction& tx, std::string_view application_id, Moment now);

// The bank would not even take the message; `code` is of the table of result codes.
Status MarkRefused(database::Transaction& tx, std::string_view application_id,
                   const std::string& code, Moment now);

// The rule of the five-minute clock for a source: `first_stop_call`.
std::string FirstStopRule(registry::Source source);

}  // namespace hetang::funds
