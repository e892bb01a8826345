#include "app/transfer_file.h"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

#include <boost/unordered/unordered_flat_map.hpp>

#include "base/describe.h"
#include "base/text.h"
#include "base/time.h"

namespace hetang::app {
namespace {

constexpr std::size_t kAbsent = std::numeric_limits<std::size_t>::max();

tl::unexpected<Error> WrongRow(std::size_t row, std::int64_t line, std::string_view what) {
  return Fail(ErrorCode::invalid, "row " + std::to_string(row) + " (line " + std::to_string(line) +
                                      "): " + std::string(what));
}

// Reads the first row. Errors: invalid.
Result<std::vector<std::string_view>> HeaderOf(CsvRows& rows) {
  std::vector<std::string_view> header;
  switch (rows.Read(header)) {
    case CsvRows::Next::end:
      return Fail(ErrorCode::invalid, "The file is empty: it has no header.");
    case CsvRows::Next::bad_quote:
      return Fail(ErrorCode::invalid, "The header has a quote that does not end.");
    case CsvRows::Next::row:
      break;
  }
  for (std::string_view& cell : header) cell = Trim(cell);
  return header;
}

std::size_t PlaceOf(const std::vector<std::string_view>& header, std::string_view name) {
  const auto found = std::find(header.begin(), header.end(), name);
  return found == header.end() ? kAbsent : static_cast<std::size_t>(found - header.begin());
}

// The column somebody named, or the first of the default names that is there.
Result<std::size_t> Choose(const std::vector<std::string_view>& header,
                           const std::optional<std::string>& named,
                           std::initializer_list<std::string_view> otherwise) {
  if (named) {
    const std::size_t place = PlaceOf(header, *named);
    if (place != kAbsent) return place;
    return Fail(ErrorCode::invalid, "The file has no column " + *named + ".");
  }
  for (const std::string_view name : otherwise) {
    const std::size_t place = PlaceOf(header, name);
    if (place != kAbsent) return place;
  }
  return Fail(ErrorCode::invalid,
              "The file has no column " + std::string(*otherwise.begin()) + ".");
}

Unit UnitOf(std::string_view column) {
  return column.ends_with("_fen") || column.ends_with("_cents") ? Unit::fen : Unit::yuan;
}

struct Places {
  std::size_t from = 0, to = 0, amount = 0, at = 0;
  std::size_t id = kAbsent, kind = kAbsent;
  Unit unit = Unit::fen;
  std::size_t needed = 0;  // Cells a row must have.
};

Result<Places> PlacesIn(const std::vector<std::string_view>& header, const ColumnNames& columns) {
  Places places;
  HT_TRY(places.from, Choose(header, columns.from, {"from"}));
  HT_TRY(places.to, Choose(header, columns.to, {"to"}));
  HT_TRY(places.amount, Choose(header, columns.amount, {"amount_fen", "amount_cents", "amount"}));
  HT_TRY(places.at, Choose(header, columns.at, {"at", "ts"}));
  places.unit = columns.unit.value_or(UnitOf(header[places.amount]));
  if (columns.id || PlaceOf(header, "id") != kAbsent) {
    HT_TRY(places.id, Choose(header, columns.id, {"id"}));
  }
  if (columns.kind || PlaceOf(header, "kind") != kAbsent) {
    HT_TRY(places.kind, Choose(header, columns.kind, {"kind"}));
  }
  places.needed = std::max({places.from, places.to, places.amount, places.at}) + 1;
  for (const std::size_t place : {places.id, places.kind}) {
    if (place != kAbsent) places.needed = std::max(places.needed, place + 1);
  }
  return places;
}

trace::Kind KindOf(std::string_view text) {
  if (text.empty() || text == "transfer") return trace::Kind::transfer;
  return EnumFromName<trace::Kind>(Trim(text)).value_or(trace::Kind::transfer);
}

// Blanks around a number are not part of it. Most cells have none.
std::string_view Bare(std::string_view text) {
  const bool clean = !text.empty() && text.front() > ' ' && text.back() > ' ';
  return clean ? text : Trim(text);
}

}  // namespace

Result<ColumnNames> ParseColumns(std::string_view text) {
  ColumnNames columns;
  const auto wrong = [](std::string_view part) {
    return Fail(ErrorCode::invalid, "not a column: " + std::string(part));
  };
  for (const std::string_view part : Split(text, ',')) {
    const std::size_t equals = part.find('=');
    if (equals == part.npos || equals + 1 == part.size()) return wrong(part);
    const std::string_view key = Trim(part.substr(0, equals));
    std::string_view name = part.substr(equals + 1);
    if (key == "amount") {
      for (const auto& [suffix, unit] : {std::pair<std::string_view, Unit>{":yuan", Unit::yuan},
                                         std::pair<std::string_view, Unit>{":fen", Unit::fen}}) {
        if (!name.ends_with(suffix)) continue;
        columns.unit = unit;
        name.remove_suffix(suffix.size());
        break;
      }
    }
    const std::array<std::pair<std::string_view, std::optional<std::string>*>, 6> known{
        {{"from", &columns.from},
         {"to", &columns.to},
         {"amount", &columns.amount},
         {"at", &columns.at},
         {"id", &columns.id},
         {"kind", &columns.kind}}};
    const auto* const found =
        std::find_if(known.begin(), known.end(), [&](const auto& one) { return one.first == key; });
    if (found == known.end() || found->second->has_value() || name.empty()) return wrong(part);
    *found->second = std::string(Trim(name));
  }
  return columns;
}

std::string_view AmountIn(std::string_view text, Unit unit, std::int64_t& fen) {
  text = Bare(text);
  if (text.starts_with('-')) return "the amount is below zero";
  if (text.starts_with('+')) text.remove_prefix(1);
  const std::size_t point = std::min(text.find('.'), text.size());
  const std::string_view whole = text.substr(0, point);
  const bool has_point = point < text.size();
  const std::string_view decimals = has_point ? text.substr(point + 1) : std::string_view();
  if (!IsDigits(whole) || (has_point && !IsDigits(decimals))) return "the amount is not a number";
  if (has_point && unit == Unit::fen) return "the amount in fen has decimals";
  if (decimals.size() > 2) return "the amount has more than two decimals";
  fen = 0;
  bool fits = true;
  const auto add = [&](char digit) {
    fits = fits && !__builtin_mul_overflow(fen, 10, &fen) &&
           !__builtin_add_overflow(fen, digit - '0', &fen);
  };
  for (const char digit : whole) add(digit);
  if (unit == Unit::yuan) {
    add(decimals.empty() ? '0' : decimals[0]);
    add(decimals.size() < 2 ? '0' : decimals[1]);
  }
  return fits ? std::string_view() : "the amount is too large";
}

std::optional<std::int64_t> ParseTime(std::string_view text) {
  text = Bare(text);
  const bool negative = text.starts_with('-');
  const std::string_view digits = text.substr(negative ? 1 : 0);
  constexpr std::size_t kMostDigits = 12;  // The year 9999 has twelve.
  if (!IsDigits(digits)) {
    const auto moment = ParseIso(text);
    return moment ? std::optional(moment->ms) : std::nullopt;
  }
  if (digits.size() > kMostDigits) return std::nullopt;
  std::int64_t seconds = 0;
  for (const char digit : digits) seconds = seconds * 10 + (digit - '0');
  constexpr std::int64_t kFirst = -62'135'596'800;  // The calendar printed here is of four digits.
  constexpr std::int64_t kLast = 253'402'271'999;
  if (negative) seconds = -seconds;
  if (seconds < kFirst || seconds > kLast) return std::nullopt;
  return seconds * 1000;
}

// Rows are read some dozens at a time, and what their accounts' names need of the table is asked
// for before the first of them is looked up: waiting for memory would otherwise take most of the
// time.
class TransferFile::Reader {
 public:
  Reader(TransferFile& file, const Places& places) : file_(file), places_(places) {
    waiting_.reserve(kTogether);
  }

  Status Take(const std::vector<std::string_view>& cells, std::int64_t line) {
    if (waiting_.size() == kTogether) HT_TRY_STATUS(Flush());
    Waiting row;
    row.line = line;
    const std::string_view wrong = Parse(cells, row);
    if (!wrong.empty()) {
      HT_TRY_STATUS(Flush());
      return WrongRow(file_.transfers_.size() + 1, line, wrong);
    }
    row.from_hash = NameTable::HashOf(row.from);
    row.to_hash = NameTable::HashOf(row.to);
    file_.names_.Prefetch(row.from_hash);
    file_.names_.Prefetch(row.to_hash);
    waiting_.push_back(row);
    return {};
  }

  Status Flush() {
    for (const Waiting& row : waiting_) {
      trace::Transfer transfer = row.transfer;
      if (!Find(row.from, row.from_hash, transfer.from) ||
          !Find(row.to, row.to_hash, transfer.to)) {
        return WrongRow(file_.transfers_.size() + 1, row.line, "the account is not UTF-8");
      }
      file_.transfers_.push_back(transfer);
    }
    waiting_.clear();
    return {};
  }

  std::size_t rows() const { return file_.transfers_.size() + waiting_.size(); }

 private:
  static constexpr std::size_t kTogether = 64;
  struct Waiting {
    std::string_view from, to;
    std::uint64_t from_hash = 0, to_hash = 0;
    trace::Transfer transfer;
    std::int64_t line = 0;
  };

  // What is wrong with the row, or nothing.
  std::string_view Parse(const std::vector<std::string_view>& cells, Waiting& row) {
    if (cells.size() < places_.needed) return "the row has too few cells";
    std::string_view wrong = AmountIn(cells[places_.amount], places_.unit, row.transfer.amount_fen);
    if (!wrong.empty()) return wrong;
    const auto at_ms = ParseTime(cells[places_.at]);
    if (!at_ms) return "the time is neither ISO 8601 nor Unix seconds";
    row.transfer.at_ms = *at_ms;
    row.from = cells[places_.from];
    row.to = cells[places_.to];
    if (places_.kind != kAbsent) row.transfer.kind = KindOf(cells[places_.kind]);
    if (places_.id == kAbsent) return {};
    if (!IsUtf8(cells[places_.id])) return "the id is not UTF-8";
    file_.ids_.push_back(cells[places_.id]);
    return {};
  }

  bool Find(std::string_view name, std::uint64_t hash, std::uint32_t& number) {
    if (name.empty()) {
      number = trace::kOutside;
      return true;
    }
    const std::size_t before = file_.names_.size();
    number = file_.names_.NumberOf(name, hash);
    return number < before || IsUtf8(name);
  }

  TransferFile& file_;
  const Places& places_;
  std::vector<Waiting> waiting_;
};

Result<TransferFile> TransferFile::Read(std::string_view text, const ColumnNames& columns) {
  TransferFile file;
  file.rows_ = CsvRows(text);
  HT_TRY(const auto header, HeaderOf(file.rows_));
  HT_TRY(const Places places, PlacesIn(header, columns));
  Reader reader(file, places);
  std::vector<std::string_view> cells;
  constexpr std::size_t kShortRow = 24;  // Room for most files at once; never more than the file.
  file.transfers_.reserve(text.size() / kShortRow);
  while (true) {
    const CsvRows::Next next = file.rows_.Read(cells);
    if (next == CsvRows::Next::row && reader.rows() < trace::kOutside - 1) {
      HT_TRY_STATUS(reader.Take(cells, file.rows_.line()));
      continue;
    }
    HT_TRY_STATUS(reader.Flush());
    if (next == CsvRows::Next::end) return file;
    return WrongRow(file.transfers_.size() + 1, file.rows_.line(),
                    next == CsvRows::Next::row ? "the file has too many rows"
                                               : "a quote does not end where the cell ends");
  }
}

std::string TransferFile::IdOf(std::uint32_t position) const {
  return ids_.empty() ? std::to_string(position + 1) : std::string(ids_[position]);
}

std::vector<std::vector<std::uint32_t>> TransferFile::Find(
    const std::vector<std::string>& ids) const {
  std::vector<std::vector<std::uint32_t>> found(ids.size());
  boost::unordered_flat_map<std::string_view, std::size_t> wanted;
  for (std::size_t i = 0; i < ids.size(); ++i) wanted.emplace(ids[i], i);
  for (std::size_t position = 0; position < ids_.size(); ++position) {
    const auto place = wanted.find(ids_[position]);
    if (place != wanted.end()) {
      found[place->second].push_back(static_cast<std::uint32_t>(position));
    }
  }
  if (!ids_.empty()) return found;
  constexpr std::size_t kMostDigits = 10;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    const std::string& id = ids[i];
    if (!IsDigits(id) || id.size() > kMostDigits || id[0] == '0') continue;
    const unsigned long long row = std::stoull(id);
    if (row <= transfers_.size()) found[i].push_back(static_cast<std::uint32_t>(row - 1));
  }
  return found;
}

Result<std::unordered_map<std::string, std::int64_t>> ReadOpening(std::string_view text) {
  CsvRows rows(text);
  HT_TRY(const auto header, HeaderOf(rows));
  HT_TRY(const std::size_t account, Choose(header, {}, {"account"}));
  HT_TRY(const std::size_t amount, Choose(header, {}, {"amount_fen", "amount_cents", "amount"}));
  const Unit unit = UnitOf(header[amount]);
  std::unordered_map<std::string, std::int64_t> opening;
  std::vector<std::string_view> cells;
  for (std::size_t row = 1;; ++row) {
    const CsvRows::Next next = rows.Read(cells);
    if (next == CsvRows::Next::end) return opening;
    if (next == CsvRows::Next::bad_quote) {
      return WrongRow(row, rows.line(), "a quote does not end where the cell ends");
    }
    if (cells.size() <= std::max(account, amount)) {
      return WrongRow(row, rows.line(), "the row has too few cells");
    }
    std::int64_t fen = 0;
    const std::string_view wrong = AmountIn(cells[amount], unit, fen);
    if (!wrong.empty()) return WrongRow(row, rows.line(), wrong);
    if (!opening.emplace(cells[account], fen).second) {
      return WrongRow(row, rows.line(), "the account stands in the file twice");
    }
  }
}

}  // namespace hetang::app
