// Answers of banks as officers see and settle them.
#pragma once

#include "desk/funds/funds.h"

namespace hetang::funds {

struct Settlement {
  Text<400> note;
};
BOOST_DESCRIBE_STRUCT(Settlement, (), (note))

// A person has dealt with an answer that changed nothing. Errors: not_found, conflict
// (`already_settled`), invalid (no note).
Result<Answer> Settle(database::Transaction& tx, std::int64_t answer_id,
                      const Settlement& settlement, const auth::Principal& who, Moment now);

}  // namespace hetang::funds
