#include "platform/files/sheet_rows.h"

#include <algorithm>
#include <charconv>

#include "base/text.h"

namespace hetang::files {
namespace {

template <typename Number>
std::optional<Number> Parse(std::string_view text, int base = 10) {
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

// Office writes characters that XML cannot hold as `_x000D_`.
std::string Unescape(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t at = std::min(text.find("_x"), text.size());
    out.append(text.substr(0, at));
    text.remove_prefix(at);
    if (text.empty()) break;
    const bool is_whole = text.size() >= 7 && text[6] == '_';
    const auto point = is_whole ? Parse<std::uint16_t>(text.substr(2, 4), 16) : std::nullopt;
    const bool is_letter = point && (*point < 0xD800 || *point > 0xDFFF);
    if (is_letter) AppendUtf8(out, *point);
    if (!is_letter) out.append("_x");
    text.remove_prefix(is_letter ? 7 : 2);
  }
  return out;
}

// The column of a reference such as `AB12`, from 0; nothing when it has no letters.
std::optional<std::size_t> ColumnOf(std::string_view reference) {
  std::size_t column = 0;
  std::size_t letters = 0;
  for (const char c : reference) {
    if (c < 'A' || c > 'Z' || letters == 8) break;
    column = column * 26 + static_cast<std::size_t>(c - 'A' + 1);
    ++letters;
  }
  if (letters == 0) return std::nullopt;
  return column - 1;
}

// Whole numbers that need no other spelling.
bool IsPlainWhole(std::string_view text) {
  return text.size() <= 15 && IsDigits(text) && (text[0] != '0' || text.size() == 1);
}

}  // namespace

Status SharedStrings::Add(std::string_view text) {
  constexpr std::size_t kLeastFile = 1 << 20;
  std::string unescaped;
  if (text.find("_x") != std::string_view::npos) {
    unescaped = Unescape(text);
    text = unescaped;
  }
  text = Trim(text);
  pending_ += text;
  ends_.push_back(written_ + pending_.size());
  if (pending_.size() < kLeastFile) return {};
  if (!file_) {
    HT_TRY(TemporaryFile created, TemporaryFile::Create());
    file_.emplace(std::move(created));
  }
  HT_TRY_STATUS(file_->Write(pending_));
  written_ += pending_.size();
  pending_.clear();
  return {};
}

Status SharedStrings::Finish() {
  if (!file_) return {};
  HT_TRY_STATUS(file_->Write(pending_));
  pending_.clear();
  HT_TRY(MappedFile mapped, MappedFile::Open(file_->path()));
  mapped_.emplace(std::move(mapped));
  return {};
}

std::optional<std::string_view> SharedStrings::Get(std::uint64_t index) const {
  if (index >= ends_.size()) return std::nullopt;
  const std::string_view all = mapped_ ? mapped_->bytes() : std::string_view(pending_);
  const std::uint64_t begin = index == 0 ? 0 : ends_[index - 1];
  return all.substr(begin, ends_[index] - begin);
}

void GatheredRow::Clear() {
  text_.clear();
  places_.clear();
  has_content_ = false;
  fault_ = RowFault::none;
}

void GatheredRow::Set(std::size_t column, std::string_view text) {
  text = Trim(text);
  if (column >= limits_.cells_in_row) {
    // An empty cell far out is only formatted.
    if (!text.empty()) fault_ = RowFault::too_many_cells;
    has_content_ = has_content_ || !text.empty();
    return;
  }
  if (text_.size() + text.size() > limits_.bytes_in_row) {
    if (fault_ == RowFault::none) fault_ = RowFault::too_long;
    has_content_ = true;
    return;
  }
  if (column >= places_.size()) places_.resize(column + 1);
  places_[column] = {text_.size(), text.size()};
  text_ += text;
  has_content_ = has_content_ || !text.empty();
}

std::span<const std::string_view> GatheredRow::Cells() {
  cells_.clear();
  for (const auto& [begin, length] : places_) {
    cells_.push_back(std::string_view(text_).substr(begin, length));
  }
  return cells_;
}

Status SheetRows::Give(std::int64_t number, GatheredRow& gathered) {
  if (!gathered.HasContent()) return {};
  if (!has_begun_) HT_TRY_STATUS(visitor_.Begin(sheet_));
  has_begun_ = true;
  Row row;
  row.number = number;
  row.fault = gathered.fault();
  if (row.fault == RowFault::none) row.cells = gathered.Cells();
  return visitor_.OnRow(row);
}

Status SheetRows::End() {
  if (!has_begun_) return {};
  return visitor_.End();
}

void SheetReader::StartCell(const XmlAttributes& attributes) {
  column_ = ColumnOf(attributes.Get("r")).value_or(column_);
  type_ = attributes.Get("t");
  style_ = Parse<std::size_t>(attributes.Get("s")).value_or(0);
  value_.clear();
}

void SheetReader::Start(std::string_view element, const XmlAttributes& attributes) {
  if (element == "c") {
    StartCell(attributes);
  } else if (element == "v" || (element == "t" && !is_phonetic_)) {
    is_value_ = true;
  } else if (element == "row") {
    number_ = Parse<std::int64_t>(attributes.Get("r")).value_or(number_ + 1);
    column_ = 0;
    row_.Clear();
  } else if (element == "rPh") {
    is_phonetic_ = true;
  }
}

void SheetReader::End(std::string_view element) {
  if (!status_.has_value()) return;
  if (element == "c") {
    EndCell();
    ++column_;
  } else if (element == "v" || element == "t") {
    is_value_ = false;
  } else if (element == "row") {
    status_ = rows_.Give(number_, row_);
  } else if (element == "rPh") {
    is_phonetic_ = false;
  }
}

std::string SheetReader::NumberText() const {
  const bool has_style = context_.styles != nullptr && style_ < context_.styles->size();
  const DateParts parts = has_style ? (*context_.styles)[style_] : DateParts{};
  const bool is_date = parts.has_date || parts.has_time;
  if (!is_date && IsPlainWhole(value_)) return value_;
  const std::string_view text = Trim(value_);
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return value_;
  return is_date ? FormatSerial(number, parts, context_.is_1904) : FormatNumber(number);
}

void SheetReader::EndCell() {
  if (value_.empty()) return;
  if (type_ == "s") {
    const auto index = Parse<std::uint64_t>(Trim(value_));
    const auto text = index ? context_.strings->Get(*index) : std::nullopt;
    row_.Set(column_, text.value_or(std::string_view()));
  } else if (type_ == "b") {
    row_.Set(column_, value_ == "1" ? "TRUE" : "FALSE");
  } else if (type_ == "d") {
    std::replace(value_.begin(), value_.end(), 'T', ' ');
    row_.Set(column_, value_);
  } else if (type_.empty() || type_ == "n") {
    row_.Set(column_, NumberText());
  } else {
    row_.Set(column_, value_.find("_x") == std::string::npos ? value_ : Unescape(value_));
  }
}

}  // namespace hetang::files
