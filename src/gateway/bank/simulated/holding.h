// Orders on the books beyond the stops: freezes, returns of frozen money, live watches and the
// payments of an institution. Each is judged (freezes.h) and its effect written, inside the
// transaction of the event that it is.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "gateway/bank/messages.h"
#include "gateway/bank/simulated/books.h"
#include "platform/database/database.h"

namespace hetang::bank::simulated {

// An order that takes effect now.
struct Carrying {
  const Order& order;
  const Body& request;
  std::string bank_name;  // Signs the answer.
  Moment at;
};

// The answer to any order that is neither a stop nor a query of what the books hold.
Result<Body> CarryOutHolding(database::Transaction& tx, const Carrying& carrying);

Result<std::vector<Freeze>> FreezesOn(database::Transaction& tx, std::int64_t account_id);

// Freezes that waited and hold something from now on are put in force, and their order is answered
// once more. To be called after anything that leaves more money to them.
Status GiveTurns(database::Transaction& tx, std::int64_t account_id, Moment at);

// Ends a freeze whose term is over.
Status Expire(database::Transaction& tx, Freeze freeze);

// Notes for the watches of these accounts that money moved, or failed to.
Status NoteForWatches(database::Transaction& tx, const Movement& movement,
                      const std::optional<Account>& payer, const std::optional<Account>& payee);

// Answers a watch's order once more, with what has moved since the last time.
Status Report(database::Transaction& tx, Watch watch);

// A further answer to an order; `at` is when it goes out.
Status Tell(database::Transaction& tx, std::int64_t order_id, const Body& answer, Moment at);

}  // namespace hetang::bank::simulated
