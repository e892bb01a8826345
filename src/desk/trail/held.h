// What the trail already holds near an import: the rows that its own rows may repeat, follow, pair
// with or reverse, and the transfers those rows prove so far.
#pragma once

#include <set>
#include <vector>

#include "desk/trail/accounts.h"

namespace hetang::trail {

// A stored row as far as comparing and weaving needs it.
struct HeldRow {
  std::int64_t id = 0;
  std::int64_t account_id = 0;
  std::string sub;
  std::optional<std::int64_t> other_id;
  Moment at;
  statement::Precision precision = statement::Precision::second;
  statement::Direction direction = statement::Direction::unknown;
  trace::Kind kind = trace::Kind::transfer;
  Fen amount_fen;
  std::optional<Fen> balance_fen;
  std::string serial;
  std::string order_number;
  bool wallet = false;
  bool newest_first = false;
  std::int64_t row_hash = 0;
};
BOOST_DESCRIBE_STRUCT(HeldRow, (),
                      (id, account_id, sub, other_id, at, precision, direction, kind, amount_fen,
                       balance_fen, serial, order_number, wallet, newest_first, row_hash))

// Rows that may be one transfer, where nothing decides.
struct Doubt {
  std::int64_t id = 0;
  std::int64_t import_id = 0;
  std::string outs;  // Entry ids, comma-separated.
  std::string ins;
};
BOOST_DESCRIBE_STRUCT(Doubt, (), (id, import_id, outs, ins))

// What a person has decided about rows that were in doubt: `same`, one row of each side is one
// transfer; else none of `outs` is one with any of `ins`. It stands until it is taken back.
struct Settlement {
  std::int64_t id = 0;
  std::int64_t case_id = 0;
  std::int64_t doubt_id = 0;
  std::string outs;  // Entry ids, comma-separated.
  std::string ins;
  bool same = false;
  Text<400> note;
  std::int64_t officer_id = 0;
  Moment made_at;
  std::optional<std::int64_t> withdrawn_by;
  std::optional<Moment> withdrawn_at;
  Text<400> withdrawn_note;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(Settlement, (),
                      (id, case_id, doubt_id, outs, ins, same, note, officer_id, made_at,
                       withdrawn_by, withdrawn_at, withdrawn_note, version))

// The ids in a comma-separated list.
std::vector<std::int64_t> IdsIn(const std::string& text);

struct Held {
  std::vector<Settlement> settled;  // Those that stand.
  std::vector<Doubt> doubts;
  std::vector<HeldRow> rows;  // In order of id; accounts as they are after merging.
  std::vector<Transfer> transfers;
  // Accounts of which only some rows are here, as other halves of transfers.
  std::set<std::int64_t> partial;
};
// The rows of all accounts the import has rows of, of the accounts these deal with, and of the
// accounts with rows of the same order numbers; and the other halves of their transfers.
Result<Held> HeldNear(database::Transaction& tx, const Staging& staging, const Resolved& resolved);
// The rows of these accounts, and the other halves of their transfers.
Result<Held> HeldOf(database::Transaction& tx, const std::set<std::int64_t>& accounts);

}  // namespace hetang::trail

namespace hetang::database {
template <>
inline constexpr std::string_view kTable<trail::Doubt> = "trail_doubt";
template <>
inline constexpr std::string_view kTable<trail::Settlement> = "trail_settlement";
}  // namespace hetang::database
