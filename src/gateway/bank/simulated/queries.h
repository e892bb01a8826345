// How a bank answers a query: from its books as they are when the query takes effect, while money
// keeps moving. What moved by then is told with running balances, so that opening + in - out =
// balance; what failed is told as failed and changes no balance. All banks share one book here, so
// counterparties are named wherever one of them has the account.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "base/result.h"
#include "gateway/bank/messages.h"
#include "gateway/bank/simulated/books.h"
#include "platform/database/database.h"

namespace hetang::bank::simulated {

inline constexpr std::size_t kQuickRows = 200;   // The latest ones, of a quick query.
inline constexpr std::size_t kMostRows = 5'000;  // Of one answer: it fits into a message.

bool IsQuery(const Body& body);
bool IsQuick(const Body& body);  // Answered at once.

// The bank an order of any kind is for; empty for an answer.
std::string BankIdOf(const Body& order);

// What asks and when: `query` is a query.
struct Asked {
  const Body& query;
  std::string bank;       // 12 digits.
  std::string bank_name;  // Signs the answer.
  Moment at;
};
Result<Body> AnswerQuery(database::Transaction& tx, const Asked& asked);

// What an answer to any query says of itself.
void Sign(QueryFeedback& feedback, const Asked& asked, std::string result);

// Empty when the bank has the account and its name is the one asked about; else the result code.
std::string RefusalOf(const QueryTarget& target, const OrderTail& tail, const Asked& asked,
                      const std::optional<Account>& account);

// The account without its rows, and with the rows of these movements.
Result<CardAccounts> CardOf(database::Transaction& tx, const Account& account, Moment at);
Result<CardAccounts> CardWithRows(database::Transaction& tx, const Account& account, Moment at,
                                  const std::set<std::int64_t>& movements);

// The account of this number, whichever bank has it.
Result<std::optional<Account>> FindAccount(database::Transaction& tx, const AccountNumber& number);

}  // namespace hetang::bank::simulated
