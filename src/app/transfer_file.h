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

// Amounts as a file writes them. Errors: invalid, with what is wrong as the message.
Result<std::int64_t> ParseAmount(std::string_view text, Unit unit);
// ISO 8601 (+08:00 without an offset) or Unix seconds.
std::optional<std::int64_t> ParseTime(std::string_view text);

class TransferFile {
 public:
  // `text` must outlive the file. Errors: invalid. The message names the row (from 1, without the
  // header) and the line.
  static Result<TransferFile> Read(std::string_view text, const ColumnNames& columns);

  const std::vector<trace::Transfer>& transfers() const { return transfers_; }
  // By the numbers that the transfers use.
  const std::vector<std::string_view>& accounts() const { return accounts_; }
  // The moment of each account's last own outgoing row, of whatever kind but interest.
  const std::vector<std::optional<std::int64_t>>& last_paid_ms() const { return last_paid_ms_; }
  // The text of the id column, or the row's number.
  std::string IdOf(std::uint32_t position) const;
  // The positions with each id; more than one where the file names an id twice.
  std::vector<std::vector<std::uint32_t>> Find(const std::vector<std::string>& ids) const;

 private:
  class Reader;

  CsvRows rows_{std::string_view()};
  std::vector<trace::Transfer> transfers_;
  std::vector<std::string_view> accounts_;
  std::vector<std::optional<std::int64_t>> last_paid_ms_;
  std::vector<std::string_view> ids_;  // Empty without an id column.
};

// What accounts held before their first row: `account,amount_fen`. Errors: as Read().
Result<std::unordered_map<std::string, std::int64_t>> ReadOpening(std::string_view text);

}  // namespace hetang::app
