// The rows under a figure, each with where it stands.
#pragma once

#include "desk/trail/trail.h"

namespace hetang::trail {

struct EntryRow {
  std::int64_t id = 0;
  std::int64_t import_id = 0;
  std::string file;
  std::string sheet;
  std::int64_t row = 0;
  Moment at;
  statement::Direction direction = statement::Direction::unknown;
  Fen amount_fen;
  std::optional<Fen> balance_fen;
  std::string serial;
  PersonalText summary;
};
BOOST_DESCRIBE_STRUCT(EntryRow, (),
                      (id, import_id, file, sheet, row, at, direction, amount_fen, balance_fen,
                       serial, summary))

Result<EntryRow> RowOf(database::Transaction& tx, const Entry& entry);

struct AccountEntry : EntryRow {
  trace::Kind kind = trace::Kind::transfer;
  AccountNumber other_number;
  PersonName other_name;
};
BOOST_DESCRIBE_STRUCT(AccountEntry, (EntryRow), (kind, other_number, other_name))

struct TransferRow {
  std::int64_t id = 0;
  Moment at;
  statement::Precision precision = statement::Precision::second;
  AccountNumber from_number;
  PersonName from_holder;
  AccountNumber to_number;
  PersonName to_holder;
  Fen amount_fen;
  trace::Kind kind = trace::Kind::transfer;
  std::int64_t witnesses = 0;
  bool flows = true;
  std::vector<EntryRow> entries;
};
BOOST_DESCRIBE_STRUCT(TransferRow, (),
                      (id, at, precision, from_number, from_holder, to_number, to_holder,
                       amount_fen, kind, witnesses, flows, entries))

struct RowsForm {
  std::vector<std::int64_t> transfer_ids;
};
BOOST_DESCRIBE_STRUCT(RowsForm, (), (transfer_ids))
struct TransferRows {
  std::vector<TransferRow> items;
};
BOOST_DESCRIBE_STRUCT(TransferRows, (), (items))
// Errors: too_large (more than 500), not_found.
Result<TransferRows> RowsOf(database::Transaction& tx, const RowsForm& form);

Result<http::Page<AccountEntry>> EntriesOf(const http::Call& call, database::Transaction& tx);

// A cell of CSV: quoted where it must be, and never a formula.
std::string CsvCell(std::string_view text);

}  // namespace hetang::trail
