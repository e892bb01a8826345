// What the simulated banks know: accounts, stops, freezes, watches, orders and the money that will
// move. These rows are the truth from which a test judges a centre from outside.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "gateway/bank/messages.h"
#include "platform/database/database.h"

namespace hetang::bank::simulated {

// Orders can be refused and payments cannot leave when it is not normal. Whitelisted accounts pay.
enum class Standing { normal, whitelisted, lost, limit_frozen, frozen };
BOOST_DESCRIBE_ENUM(Standing, normal, whitelisted, lost, limit_frozen, frozen)

struct Account {
  std::int64_t id = 0;
  std::string bank;       // 12 digits.
  AccountNumber account;  // Both numbers name the account.
  AccountNumber card;
  PersonName name;
  AccountType type = AccountType::personal;
  Standing standing = Standing::normal;
  Fen opening_fen;  // When it was loaded.
  Fen balance_fen;
  IdentityNumber identity;  // The holder's; empty when the bank has none.
};
BOOST_DESCRIBE_STRUCT(Account, (),
                      (id, bank, account, card, name, type, standing, opening_fen, balance_fen,
                       identity))

// One stop that took effect. From start to expiry money may arrive but not leave.
struct Stop {
  std::int64_t id = 0;
  std::int64_t account_id = 0;
  std::string application_id;
  Moment start_at;
  Moment expire_at;
  std::int64_t extensions = 0;
  std::optional<Moment> released_at;

  bool InForce(Moment at) const { return !released_at && start_at <= at && at < expire_at; }
};
BOOST_DESCRIBE_STRUCT(Stop, (),
                      (id, account_id, application_id, start_at, expire_at, extensions,
                       released_at))

enum class FreezeState {
  queued,  // Behind an earlier freeze that holds everything; its term has not begun.
  in_force,
  lifted,
  expired,
};
BOOST_DESCRIBE_ENUM(FreezeState, queued, in_force, lifted, expired)

// A claim of an authority on an account's money. Claims rank by id: the earlier takes first. What
// one holds follows from the balance, see freezes.h.
struct Freeze {
  std::int64_t id = 0;
  std::int64_t account_id = 0;
  std::int64_t order_id = 0;   // 0: laid on by another authority before this story begins.
  std::string application_id;  // Empty then, too.
  std::string case_number;
  std::string authority;
  std::string order_number;  // Of the one payment that a payment institution stopped, for 48 hours.
  FreezeType mode = FreezeType::limit;
  Fen limit_fen;  // What is still to be held, of a limited freeze.
  FreezeState state = FreezeState::in_force;
  Moment start_at;
  Moment expire_at;
  std::int64_t renewals = 0;
  std::optional<Moment> lifted_at;

  bool InForce(Moment at) const {
    return state == FreezeState::in_force && start_at <= at && at < expire_at;
  }
};
BOOST_DESCRIBE_STRUCT(Freeze, (),
                      (id, account_id, order_id, application_id, case_number, authority,
                       order_number, mode, limit_fen, state, start_at, expire_at, renewals,
                       lifted_at))

// Frozen money that went home: one line of a return notice that was executed.
struct Returned {
  std::int64_t id = 0;
  std::int64_t freeze_id = 0;
  std::int64_t movement_id = 0;
  std::string application_id;  // Of the notice.
  std::string serial;
  Fen amount_fen;
  Moment at;
};
BOOST_DESCRIBE_STRUCT(Returned, (),
                      (id, freeze_id, movement_id, application_id, serial, amount_fen, at))

// A live watch. What moved and is not told yet waits in WatchRow until `report_at`.
struct Watch {
  std::int64_t id = 0;
  std::int64_t account_id = 0;
  std::int64_t order_id = 0;
  std::string application_id;
  Moment start_at;
  Moment end_at;
  std::optional<Moment> ended_at;  // By an order, before its time.
  std::optional<Moment> report_at;

  bool InForce(Moment at) const { return !ended_at && start_at <= at && at < end_at; }
};
BOOST_DESCRIBE_STRUCT(Watch, (),
                      (id, account_id, order_id, application_id, start_at, end_at, ended_at,
                       report_at))

struct WatchRow {
  std::int64_t id = 0;
  std::int64_t watch_id = 0;
  std::int64_t movement_id = 0;
};
BOOST_DESCRIBE_STRUCT(WatchRow, (), (id, watch_id, movement_id))

enum class OrderState {
  received,   // Receipt given; takes effect when due.
  answered,   // The feedback is decided and on its way.
  delivered,  // The centre has accepted the feedback, or it was lost on purpose.
};
BOOST_DESCRIBE_ENUM(OrderState, received, answered, delivered)

struct Order {
  std::int64_t id = 0;
  std::string bank;
  std::string application_id;  // With the bank: unique. A repeat finds this row.
  std::string tx_code;
  PersonalText request;  // The envelope as UTF-8 XML.
  bool by_folder = false;
  OrderState state = OrderState::received;
  Moment due_at;  // Of the next step: taking effect, or delivery.
  std::string result;
  PersonalText feedback;      // As UTF-8 XML; empty until answered.
  std::int64_t received = 1;  // How often the order came.
  std::int64_t attempts = 0;  // Of this delivery.
};
BOOST_DESCRIBE_STRUCT(Order, (),
                      (id, bank, application_id, tx_code, request, by_folder, state, due_at, result,
                       feedback, received, attempts))

// A further answer to an order that was answered before: news of a watch, or of a freeze whose turn
// has come.
struct News {
  std::int64_t id = 0;
  std::int64_t order_id = 0;
  PersonalText feedback;
  OrderState state = OrderState::answered;
  Moment due_at;
  std::int64_t attempts = 0;
};
BOOST_DESCRIBE_STRUCT(News, (), (id, order_id, feedback, state, due_at, attempts))

enum class MovementState { waiting, done, failed };
BOOST_DESCRIBE_ENUM(MovementState, waiting, done, failed)

// `cash`: taken out at the machine that the payee's number names. `returned`: frozen money that a
// bank sent home.
enum class Way { transfer, cash, returned };
BOOST_DESCRIBE_ENUM(Way, transfer, cash, returned)

// Money from one number to another. A number that no account has is outside of the books.
struct Movement {
  std::int64_t id = 0;
  std::optional<std::string> key;  // The line's own id: loading it twice changes nothing.
  AccountNumber payer;
  AccountNumber payee;
  Fen amount_fen;
  Moment due_at;
  MovementState state = MovementState::waiting;
  Fen taken_fen;  // From an account of the books: what the payer lost ...
  Fen given_fen;  // ... and what the payee got.
  Way way = Way::transfer;
};
BOOST_DESCRIBE_STRUCT(Movement, (),
                      (id, key, payer, payee, amount_fen, due_at, state, taken_fen, given_fen, way))

std::span<const database::Migration> Migrations();

}  // namespace hetang::bank::simulated

namespace hetang::database {

template <>
inline constexpr std::string_view kTable<bank::simulated::Account> = "sandbox_account";
template <>
inline constexpr std::string_view kTable<bank::simulated::Stop> = "sandbox_stop";
template <>
inline constexpr std::string_view kTable<bank::simulated::Freeze> = "sandbox_freeze";
template <>
inline constexpr std::string_view kTable<bank::simulated::Returned> = "sandbox_returned";
template <>
inline constexpr std::string_view kTable<bank::simulated::Watch> = "sandbox_watch";
template <>
inline constexpr std::string_view kTable<bank::simulated::WatchRow> = "sandbox_watch_row";
template <>
inline constexpr std::string_view kTable<bank::simulated::News> = "sandbox_news";
template <>
inline constexpr std::string_view kTable<bank::simulated::Order> = "sandbox_order";
template <>
inline constexpr std::string_view kTable<bank::simulated::Movement> = "sandbox_movement";

}  // namespace hetang::database
