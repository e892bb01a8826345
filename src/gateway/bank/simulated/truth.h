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

// A freeze of another authority, on an account that is loaded or was loaded before. An authority
// that has laid one on the account lays no second one.
struct FreezeLine {
  std::string authority;           // 某地公安局
  std::optional<FreezeType> mode;  // Limited, unless said.
  std::optional<Fen> limit_fen;    // Of a limited one, and of that only.
  Moment until;
};
BOOST_DESCRIBE_STRUCT(FreezeLine, (), (authority, mode, limit_fen, until))

// One line of a truth file; an account when it has `account`, else a movement.
struct AccountLine {
  std::string bank;  // Code or name.
  AccountNumber account;
  std::optional<AccountNumber> card;
  PersonName name;
  Fen balance_fen;
  std::optional<AccountType> type;
  std::optional<Standing> standing;
  std::optional<IdentityNumber> identity;          // Of the holder.
  std::optional<std::vector<FreezeLine>> freezes;  // In order of rank.
};
BOOST_DESCRIBE_STRUCT(AccountLine, (),
                      (bank, account, card, name, balance_fen, type, standing, identity, freezes))

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

struct AccountSeed {
  Account account;
  std::vector<Freeze> freezes;
};
struct TruthLines {
  std::vector<AccountSeed> accounts;
  std::vector<Movement> movements;
};
// Every wrong line is reported, up to a hundred. What lies ahead comes `speed` times as soon.
Result<TruthLines> ReadTruth(std::string_view lines, const Directory& banks, Moment now,
                             double speed);

struct AccountTruth {
  Account account;
  std::vector<Stop> stops;
  std::vector<Freeze> freezes;  // In order of rank.
  Fen held_fen;                 // By all freezes in force; never above the balance.
  std::vector<Watch> watches;
  std::vector<Movement> movements;  // In and out, those to come included.
};
BOOST_DESCRIBE_STRUCT(AccountTruth, (), (account, stops, freezes, held_fen, watches, movements))
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

struct FreezeTruth {
  std::string bank;
  AccountNumber account;
  std::string application_id;  // Empty: of another authority, from before.
  std::string authority;
  std::string order_number;
  FreezeType mode = FreezeType::limit;
  Fen limit_fen;
  Fen held_fen;  // Now.
  FreezeState state = FreezeState::in_force;
  Moment start_at;
  Moment expire_at;
  std::int64_t renewals = 0;
  std::optional<Moment> lifted_at;
};
BOOST_DESCRIBE_STRUCT(FreezeTruth, (),
                      (bank, account, application_id, authority, order_number, mode, limit_fen,
                       held_fen, state, start_at, expire_at, renewals, lifted_at))

struct ReturnTruth {
  std::string bank;
  AccountNumber account;
  std::string application_id;         // Of the notice.
  std::string freeze_application_id;  // Whose money it was.
  std::string serial;
  AccountNumber payee;
  Fen amount_fen;
  Moment at;
};
BOOST_DESCRIBE_STRUCT(ReturnTruth, (),
                      (bank, account, application_id, freeze_application_id, serial, payee,
                       amount_fen, at))

struct OrderTruth {
  std::string bank;
  std::string application_id;
  std::string tx_code;
  OrderState state = OrderState::received;
  std::string result;
  std::int64_t received = 0;
};
BOOST_DESCRIBE_STRUCT(OrderTruth, (), (bank, application_id, tx_code, state, result, received))

// All that took effect. opening + given - taken = balance, or the sandbox has lost money; what is
// held of an account is never above its balance.
struct LedgerTruth {
  Fen opening_fen;
  Fen given_fen;
  Fen taken_fen;
  Fen balance_fen;
  Fen held_fen;      // By all freezes.
  Fen returned_fen;  // Sent home out of frozen money; a part of what was taken.
  std::vector<StopTruth> stops;
  std::vector<FreezeTruth> freezes;
  std::vector<ReturnTruth> returns;
  std::vector<OrderTruth> orders;
};
BOOST_DESCRIBE_STRUCT(LedgerTruth, (),
                      (opening_fen, given_fen, taken_fen, balance_fen, held_fen, returned_fen,
                       stops, freezes, returns, orders))
Result<LedgerTruth> ShowLedger(database::Transaction& tx);

}  // namespace hetang::bank::simulated
