// What an answer of a bank says, whichever message carries it, and whether it can be the answer to
// an order.
#pragma once

#include "desk/funds/order_states.h"
#include "gateway/bank/codes.h"
#include "gateway/bank/messages.h"

namespace hetang::funds {

// Absent is what the message does not say.
struct Told {
  std::string application_id;
  std::string result;
  std::optional<Fen> balance_before_fen;
  std::optional<Moment> starts_at;
  std::optional<Moment> expires_at;
  std::optional<Fen> held_fen;
  std::optional<Fen> available_fen;
  std::string former_authority;
  std::optional<Fen> former_amount_fen;
  std::optional<Moment> former_expires_at;
  std::optional<Moment> released_at;
};
BOOST_DESCRIBE_STRUCT(Told, (),
                      (application_id, result, balance_before_fen, starts_at, expires_at, held_fen,
                       available_fen, former_authority, former_amount_fen, former_expires_at,
                       released_at))

Told ToldBy(const bank::Answer& message);

// Two answers to one order with the same digest say the same. Who at the bank wrote it and in what
// words does not count; what a query tells does, to the last field.
std::string ContentDigest(const bank::Answer& message);

// Whether any order of ours waits for a message of this type, and whether this one does.
bool IsWaitedFor(const bank::Answer& message);
bool IsAnswerTo(const Order& order, const bank::Answer& message);

// An answer that names an account or a payment names the order's.
bool NamesWhatWasOrdered(const Order& order, const bank::Answer& message);

// The act of the order's table that an answer with this outcome is.
OrderAct ActOf(OrderKind kind, bank::Outcome outcome, const Order& order, const Told& told);

// Writes what was told on the row of a stop, freeze or watch that it is about. `order.state` is
// the new one.
void TakeDown(Order& order, const Told& told, Moment now);

}  // namespace hetang::funds
