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

Result<std::int64_t> ParseAmount(std::string_view text, Unit unit) {
  text = Bare(text);
  if (text.starts_with('-')) return Fail(ErrorCode::invalid, "the amount is below zero");
  if (text.starts_with('+')) text.remove_prefix(1);
  const std::size_t point = std::min(text.find('.'), text.size());
  std::int64_t value = 0;
  const auto add = [&value](char digit) {
    return !__builtin_mul_overflow(value, 10, &value) &&
           !__builtin_add_overflow(value, digit - '0', &value);
  };
  const std::string_view decimals = text.substr(std::min(point + 1, text.size()));
  const bool has_point = point < text.size();
  if (!IsDigits(text.substr(0, point)) || (has_point && !IsDigits(decimals))) {
    return Fail(ErrorCode::invalid, "the amount is not a number");
  }
  if (has_point && unit == Unit::fen) {
    return Fail(ErrorCode::invalid, "the amount in fen has decimals");
  }
  if (decimals.size() > 2) {
    return Fail(ErrorCode::invalid, "the amount has more than two decimals");
  }
  bool fits = true;
  for (const char digit : text.substr(0, point)) fits = fits && add(digit);
  if (unit == Unit::yuan) {
    fits = fits && add(decimals.empty() ? '0' : decimals[0]);
    fits = fits && add(decimals.size() < 2 ? '0' : decimals[1]);
  }
  if (!fits) return Fail(ErrorCode::invalid, "the amount is too large");
  return value;
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

class TransferFile::Reader {
 public:
  Reader(TransferFile& file, const Places& places) : file_(file), places_(places) {}

  // What is wrong with the row, or nothing.
  std::string Take(const std::vector<std::string_view>& cells) {
    if (cells.size() < places_.needed) return "the row has too few cells";
    const auto amount = ParseAmount(cells[places_.amount], places_.unit);
    if (!amount) return amount.error().message;
    const auto at_ms = ParseTime(cells[places_.at]);
    if (!at_ms) return "the time is neither ISO 8601 nor Unix seconds";
    const auto from = NumberOf(cells[places_.from]);
    const auto to = NumberOf(cells[places_.to]);
    if (!from || !to) return "the account is not UTF-8";
    trace::Transfer transfer{*from, *to, *at_ms, *amount, trace::Kind::transfer};
    if (places_.kind != kAbsent) transfer.kind = KindOf(cells[places_.kind]);
    if (places_.id != kAbsent) {
      if (!IsUtf8(cells[places_.id])) return "the id is not UTF-8";
      file_.ids_.push_back(cells[places_.id]);
    }
    file_.transfers_.push_back(transfer);
    if (transfer.from != trace::kOutside && transfer.kind != trace::Kind::interest) {
      std::optional<std::int64_t>& last = file_.last_paid_ms_[transfer.from];
      last = std::max(last.value_or(*at_ms), *at_ms);
    }
    return {};
  }

 private:
  std::optional<std::uint32_t> NumberOf(std::string_view account) {
    if (account.empty()) return trace::kOutside;
    const auto next = static_cast<std::uint32_t>(file_.accounts_.size());
    const auto [place, is_new] = numbers_.try_emplace(account, next);
    if (!is_new) return place->second;
    if (!IsUtf8(account)) return std::nullopt;
    file_.accounts_.push_back(account);
    file_.last_paid_ms_.emplace_back();
    return next;
  }

  TransferFile& file_;
  const Places& places_;
  boost::unordered_flat_map<std::string_view, std::uint32_t> numbers_;
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
  for (std::size_t row = 1;; ++row) {
    const CsvRows::Next next = file.rows_.Read(cells);
    if (next == CsvRows::Next::end) return file;
    if (next == CsvRows::Next::bad_quote) {
      return WrongRow(row, file.rows_.line(), "a quote does not end where the cell ends");
    }
    if (file.transfers_.size() >= trace::kOutside - 1) {
      return WrongRow(row, file.rows_.line(), "the file has too many rows");
    }
    const std::string wrong = reader.Take(cells);
    if (!wrong.empty()) return WrongRow(row, file.rows_.line(), wrong);
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
    const auto fen = ParseAmount(cells[amount], unit);
    if (!fen) return WrongRow(row, rows.line(), fen.error().message);
    if (!opening.emplace(cells[account], *fen).second) {
      return WrongRow(row, rows.line(), "the account stands in the file twice");
    }
  }
}

}  // namespace hetang::app
