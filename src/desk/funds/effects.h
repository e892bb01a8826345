// What a follow-up does to its original, once the bank has carried it out, and what a freeze does
// to the stop that it was made of.
#pragma once

#include "desk/funds/told.h"
#include "platform/journal/journal.h"

namespace hetang::funds {

// What return rounds have given back of the money that this freeze keeps; the bank keeps the rest.
Result<Fen> ReturnedFrom(database::Transaction& tx, std::int64_t freeze_id);

// Why this answer to a follow-up cannot be believed beside what its original says; empty: it can.
Result<std::string> DoubtAbout(database::Transaction& tx, const Order& follow_up, const Told& told);

// `order` is as its answer left it. A release that finds nothing in force any more changes nothing.
Status TakeEffect(database::Transaction& tx, const Order& order, const Told& told, Moment now);

// One step of an order in its table: the row, its clocks and a journal entry, together.
Status Step(database::Transaction& tx, Order& order, const OrderTransition& transition,
            const journal::Actor& actor, std::string act, Moment now);

}  // namespace hetang::funds
