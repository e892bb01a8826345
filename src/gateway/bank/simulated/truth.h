// The books as others see them: the lines that fill them, and what the truth pages show.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "gateway/bank/directory.h"
#include "gateway/bank/simulated/books.h"

namespace hetang::bank::simulated {

// One line of a truth file; an account when it has `account`, else a movement.
struct AccountLine {
  std::string bank;  // Code or name.
  AccountNumber account;
  std::optional<AccountNumber> card;
  PersonName name;
  Fen balance_fen;
  std::optional<AccountType> type;
  std::optional<Standing> standing;
  std::optional<IdentityNumber> identity;  // Of the holder.
};
BOOST_DESCRIBE_STRUCT(AccountLine, (),
                      (bank, account, card, name, balance_fen, type, standing, identity))

struct MovementLine {
  std::optional<std::string> id;
  std::optional<std::int64_t> at_offset_ms;  // After loading; or
  std::optional<Moment> at;                  // at this moment. Exactly one of the two.
  AccountNumber from;
  AccountNumber to;
  Fen amount_fen;
  std::optional<Way> way;
};
BOOST_DESCRIBE_STRUCT(MovementLine, (), (id, at_offset_ms, at, from, to, amount_fen, way))

struct TruthLines {
  std::vector<Account> accounts;
  std::vector<Movement> movements;
};
// Every wrong line is reported, up to a hundred. What lies ahead comes `speed` times as soon.
Result<TruthLines> ReadTruth(std::string_view lines, const Directory& banks, Moment now,
                             double speed);

struct AccountTruth {
  Account account;
  std::vector<Stop> stops;
  std::vector<Movement> movements;  // In and out, those to come included.
};
BOOST_DESCRIBE_STRUCT(AccountTruth, (), (account, stops, movements))
Result<AccountTruth> ShowAccount(database::Transaction& tx, const AccountNumber& number);

struct StopTruth {
  std::string bank;
  AccountNumber account;
  std::string application_id;
  Moment start_at;
  Moment expire_at;
  std::int64_t extensions = 0;
  std::optional<Moment> released_at;
};
BOOST_DESCRIBE_STRUCT(StopTruth, (),
                      (bank, account, application_id, start_at, expire_at, extensions, released_at))

struct OrderTruth {
  std::string bank;
  std::string application_id;
  std::string tx_code;
  OrderState state = OrderState::received;
  std::string result;
  std::int64_t received = 0;
};
BOOST_DESCRIBE_STRUCT(OrderTruth, (), (bank, application_id, tx_code, state, result, received))

// All that took effect. opening + given - taken = balance, or the sandbox has lost money.
struct LedgerTruth {
  Fen opening_fen;
  Fen given_fen;
  Fen taken_fen;
  Fen balance_fen;
  std::vector<StopTruth> stops;
  std::vector<OrderTruth> orders;
};
BOOST_DESCRIBE_STRUCT(LedgerTruth, (),
                      (opening_fen, given_fen, taken_fen, balance_fen, stops, orders))
Result<LedgerTruth> ShowLedger(database::Transaction& tx);

}  // namespace hetang::bank::simulated
