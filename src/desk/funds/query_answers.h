// The answers to queries and watches, kept: whose account it is and which accounts there are. Rows
// of transactions become a statement (statement.h) and are not kept here.
#pragma once

#include "desk/funds/funds.h"
#include "gateway/bank/messages.h"

namespace hetang::funds {

struct QueryAnswer {
  std::int64_t id = 0;
  std::int64_t order_id = 0;
  PersonName holder;
  IdentityNumber identity;
  std::int64_t row_count = 0;
};
BOOST_DESCRIBE_STRUCT(QueryAnswer, (), (id, order_id, holder, identity, row_count))

// Keeps the answer of an order that is answered by it; holders it tells are learnt by the register
// where it knew none. The message is the answer to a query or to a watch, whose answers add up.
Status KeepQueryAnswer(database::Transaction& tx, const Order& order, const bank::Answer& message,
                       Moment now);

// An answer that tells accounts tells the one that was asked about; others cannot be told apart.
bool QueryAnswerNamesTheAccount(const Order& order, const bank::Answer& message);

// What officers see of it; nothing for an order without one.
Result<std::optional<QueryAnswerView>> QueryAnswerOf(database::Transaction& tx, const Order& order);

// The identity number an answer has told for this account's holder; empty where none has.
Result<IdentityNumber> IdentityToldOf(database::Transaction& tx, std::int64_t account_id);

}  // namespace hetang::funds

namespace hetang::database {
template <>
inline constexpr std::string_view kTable<funds::QueryAnswer> = "funds_query_answer";
}  // namespace hetang::database
