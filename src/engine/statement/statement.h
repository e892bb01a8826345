// Statement (交易明细): what the rows of a bank's or payment company's table say. Finds the header,
// tells which of the known tables it is, and reads each row into an Entry: numbers, dates, amounts,
// directions and kinds in one form whatever the layout. Nothing is dropped: every data row is an
// entry, a failed entry, a query failure, a row of another table, or refused with a reason.
//
// Tables, columns, header aliases and quirks: domain.md §3. Pure: no files, no clock, no database.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>

#include "base/personal.h"
#include "base/time.h"
#include "engine/trace/transfer.h"

namespace hetang::statement {

enum class Table { transactions, persons, accounts, sub_accounts, wallet, unknown };
BOOST_DESCRIBE_ENUM(Table, transactions, persons, accounts, sub_accounts, wallet, unknown)

enum class Direction : std::uint8_t { unknown, in, out };
BOOST_DESCRIBE_ENUM(Direction, unknown, in, out)

// How finely a row tells its time.
enum class Precision : std::uint8_t { day, minute, second };
BOOST_DESCRIBE_ENUM(Precision, day, minute, second)

// A number of an account as files write it: `6222020000001234567_001_156` is a main number and a
// sub-account. Blanks, tabs, quotes and dashes are gone.
struct NumberInFile {
  AccountNumber main;
  std::string sub;
};
BOOST_DESCRIBE_STRUCT(NumberInFile, (), (main, sub))
NumberInFile ReadNumber(std::string_view cell);

// One row about money, normalised.
struct Entry {
  NumberInFile card;     // The account the bank was asked about: its card number ...
  NumberInFile account;  // ... and its account number; at least one is there.
  PersonName holder;
  IdentityNumber holder_identity;
  Moment at;  // At +08:00 when the file has no zone; the begin of the day or minute it tells.
  Precision precision = Precision::second;
  std::int64_t amount_fen = 0;  // Never negative: a negative amount is the opposite direction.
  bool was_negative = false;
  Direction direction = Direction::unknown;
  NumberInFile other;  // The counterparty's number, empty where unknown.
  PersonName other_name;
  std::string other_bank;
  std::optional<std::int64_t> balance_fen;
  std::string serial;
  std::string order_number;  // Of a payment company.
  std::string summary;
  std::string place;  // Branch, terminal or merchant: what an exit is called by.
  std::string ip;
  std::string mac;
  trace::Kind kind = trace::Kind::transfer;  // `reversal` and `failed` included.
  bool wallet = false;                       // A row of a payment company about a wallet.
};
BOOST_DESCRIBE_STRUCT(Entry, (),
                      (card, account, holder, holder_identity, at, precision, amount_fen,
                       was_negative, direction, other, other_name, other_bank, balance_fen, serial,
                       order_number, summary, place, ip, mac, kind, wallet))

// A row of a table about accounts: one account under its numbers, and whose it is.
struct AccountRow {
  NumberInFile card;
  NumberInFile account;
  PersonName holder;
  IdentityNumber identity;
  std::string bank;
};
BOOST_DESCRIBE_STRUCT(AccountRow, (), (card, account, holder, identity, bank))

// A row that is counted as `other`: of a table about persons, or without a number.
struct OtherRow {};
// A row that only says why the bank's query failed.
struct QueryFailure {
  std::string reason;
};
// A title, a header repeated, a total: not a data row.
struct NotData {};
// Reasons are stable names: no_account, no_time, wrong_time, no_amount, wrong_amount,
// amount_too_large, digits_lost, both_directions, unterminated_quote, other_encoding,
// too_many_cells, too_long, unmapped.
struct Refused {
  std::string reason;
};
using Outcome = std::variant<NotData, Entry, AccountRow, OtherRow, QueryFailure, Refused>;

// What a column means. One description of the known columns; the aliases of each are in
// columns.cpp.
enum class Column {
  card,
  account,
  holder,
  holder_identity,
  time,
  date,  // With `clock` in a column of its own.
  clock,
  amount,
  amount_in,
  amount_out,
  balance,
  direction,
  other_number,
  other_name,
  other_bank,
  cash_mark,
  summary,
  remark,
  currency,
  success,
  serial,
  order_number,
  merchant,
  place,
  terminal,
  ip,
  mac,
  transaction_type,
  failure_reason,
  // Of the wallet table, which tells both sides.
  payer_wallet,
  payer_bank,
  payer_card,
  payee_wallet,
  payee_bank,
  payee_card,
  payer_name,
  payee_name,
  // Of the tables about persons and accounts.
  person_name,
  identity,
  bank,
  open_branch,
  sub_account,
  sub_account_kind,
  ignored,
};
BOOST_DESCRIBE_ENUM(Column, card, account, holder, holder_identity, time, date, clock, amount,
                    amount_in, amount_out, balance, direction, other_number, other_name, other_bank,
                    cash_mark, summary, remark, currency, success, serial, order_number, merchant,
                    place, terminal, ip, mac, transaction_type, failure_reason, payer_wallet,
                    payer_bank, payer_card, payee_wallet, payee_bank, payee_card, payer_name,
                    payee_name, person_name, identity, bank, open_branch, sub_account,
                    sub_account_kind, ignored)

// Which column of a table means what: found in the header, or drawn by hand once and remembered.
struct Mapping {
  Table table = Table::unknown;
  std::vector<Column> columns;  // One for each column of the table, `ignored` where none fits.
  bool amounts_in_fen = false;  // Said by the header: `金额(分)`.
  bool amounts_in_wan = false;  // `金额(万元)`.
};
// What names a header, whatever its blanks and marks are: mappings by hand are remembered by it.
std::string HeaderKey(std::span<const std::string_view> cells);
using Remembered = std::map<std::string, Mapping>;

// Reads one table from its first row on. The header is looked for in the first 30 rows; rows before
// it are titles, and what they say of the queried account (`账号：6222...  户名：...`) holds for
// rows without a column of their own. Without a header every data row is refused as `unmapped` and
// table() is unknown.
class TableReader {
 public:
  explicit TableReader(const Remembered& remembered);
  TableReader(TableReader&&) noexcept;
  TableReader& operator=(TableReader&&) noexcept;
  ~TableReader();
  Outcome Read(std::span<const std::string_view> cells);
  Table table() const { return mapping().table; }
  const Mapping& mapping() const;
  // The cells of the header found; or, when none was, the row that looks most like one.
  const std::vector<std::string>& header() const;

 private:
  class State;
  std::unique_ptr<State> state_;
};

}  // namespace hetang::statement
