// A plain CSV file of transfers, as `hetang trace --transfers` takes it. Columns, units and times:
// docs/trace.md and the command's help. Made for ten million rows: the file's bytes are not copied.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "app/csv_rows.h"
#include "app/name_table.h"
#include "base/result.h"
#include "engine/trace/transfer.h"

namespace hetang::app {

enum class Unit { fen, yuan };

// Which columns hold what; absent ones have the names and units of the default header.
struct ColumnNames {
  std::optional<std::string> from, to, amount, at, id, kind;
  std::optional<Unit> unit;
};
// Reads `from=A,to=B,amount=C:yuan,at=D,id=E,kind=F`, any part of it. Errors: invalid.
Result<ColumnNames> ParseColumns(std::string_view text);

// Reads an amount as a file writes it; answers what is wrong with it, or nothing.
std::string_view AmountIn(std::string_view text, Unit unit, std::int64_t& fen);
// ISO 8601 (+08:00 without an offset) or Unix seconds.
std::optional<std::int64_t> ParseTime(std::string_view text);

class TransferFile {
 public:
  // `text` must outlive the file. Errors: invalid. The message names the row (from 1, without the
  // header) and the line.
  static Result<TransferFile> Read(std::string_view text, const ColumnNames& columns);

  const std::vector<trace::Transfer>& transfers() const { return transfers_; }
  // By the numbers that the transfers use.
  const std::vector<std::string_view>& accounts() const { return names_.names(); }
  // The text of the id column, or the row's number.
  std::string IdOf(std::uint32_t position) const;
  // The positions with each id; more than one where the file names an id twice.
  std::vector<std::vector<std::uint32_t>> Find(const std::vector<std::string>& ids) const;

 private:
  class Reader;

  CsvRows rows_{std::string_view()};
  std::vector<trace::Transfer> transfers_;
  NameTable names_;
  std::vector<std::string_view> ids_;  // Empty without an id column.
};

// What accounts held before their first row: `account,amount_fen`. Errors: as Read().
Result<std::unordered_map<std::string, std::int64_t>> ReadOpening(std::string_view text);

}  // namespace hetang::app
