#include "platform/files/text_table.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"
#include "platform/files/bytes.h"
#include "platform/files/doubly.h"
#include "platform/files/encoding.h"
#include "platform/files/text_rows.h"

namespace hetang::files {
namespace {

constexpr std::size_t kSample = 64 << 10;

bool IsUtf16(TextEncoding encoding) {
  return encoding == TextEncoding::utf16le || encoding == TextEncoding::utf16be;
}

// The lines of a part of a file as UTF-8, without those that are not of its encoding.
std::string Sample(std::string_view bytes, TextEncoding encoding, std::size_t from) {
  bytes = bytes.substr(from, kSample);
  std::string out;
  if (IsUtf16(encoding)) {
    const bool big_endian = encoding == TextEncoding::utf16be;
    std::string text;
    AppendUtf16(Utf16Front(bytes, big_endian, kSample - 4), big_endian, text);
    return Sample(text, TextEncoding::utf8, 0);
  }
  Gb18030Decoder decoder;
  while (!bytes.empty()) {
    const std::size_t end = bytes.find_first_of("\r\n");
    std::string_view line = bytes.substr(0, end);
    const std::size_t length = line.size();
    bool ok = true;
    if (encoding == TextEncoding::gb18030) {
      line = decoder.Decode(line, ok);
    } else {
      ok = IsWellFormedUtf8(line);
    }
    if (ok) out.append(line).push_back('\n');
    bytes.remove_prefix(end == std::string_view::npos ? length : end + 1);
  }
  return out;
}

// The first byte beyond ASCII behind a mark; a mapped file is given back as it is searched.
std::size_t FindLetters(std::string_view bytes, const TextOptions& options) {
  constexpr std::size_t kStep = 16 << 20;
  for (std::size_t at = bytes.starts_with("\xEF\xBB\xBF") ? 3 : 0; at < bytes.size();) {
    const std::string_view part = bytes.substr(0, at + kStep);
    const std::size_t found = FirstBeyondAscii(part, at);
    if (found < part.size()) return found;
    if (options.is_mapped) MappedFile::Release(part.substr(at));
    at = part.size();
  }
  return bytes.size();
}

// Where the line of the first letters beyond ASCII begins.
std::size_t LineOfLetters(std::string_view bytes, const TextShape& shape, std::size_t letters) {
  if (IsUtf16(shape.encoding) || letters >= bytes.size()) return shape.mark_bytes;
  const std::size_t line = bytes.substr(0, letters).find_last_of("\r\n");
  return line == std::string_view::npos ? shape.mark_bytes : line + 1;
}

// A page of the web or a letter saved under the name of a table.
bool LooksLikeMarkup(std::string_view sample) {
  const std::string_view text = Trim(sample);
  if (text.starts_with("MIME-Version:") || text.starts_with("{\\rtf")) return true;
  if (!text.starts_with('<') || text.size() < 2) return false;
  const char next = text[1];
  return next == '!' || next == '?' || (next >= 'a' && next <= 'z') || (next >= 'A' && next <= 'Z');
}

class TextReader {
 public:
  TextReader(std::string_view bytes, TextShape shape, RowRules rules, const Sheet& sheet,
             const Limits& limits, const TextOptions& options, TableVisitor& visitor)
      : bytes_(bytes),
        shape_(shape),
        sheet_(sheet),
        limits_(limits),
        options_(options),
        visitor_(visitor),
        finder_(rules),
        splitter_(rules.delimiter),
        offset_(shape.mark_bytes) {
    if (IsUtf16(shape.encoding)) {
      unread_ = bytes_.substr(shape.mark_bytes);
    } else {
      window_ = bytes_.substr(shape.mark_bytes);
    }
  }

  Status Run() {
    while (Refill()) HT_TRY_STATUS(TakeRow());
    if (!has_begun_) {
      return visitor_.Unreadable(
          sheet_.file, sheet_.encoding,
          Error{ErrorCode::invalid, "There is nothing in the file.", "empty", {}});
    }
    return visitor_.End();
  }

 private:
  // Keeps at least one row of the largest size and its line end in sight; false when everything is
  // read.
  bool Refill() {
    if (unread_.empty() || window_.size() - at_ > limits_.bytes_in_row + 1) {
      return at_ < window_.size();
    }
    const bool big_endian = shape_.encoding == TextEncoding::utf16be;
    decoded_.erase(0, at_);
    at_ = 0;
    while (!unread_.empty() && decoded_.size() <= limits_.bytes_in_row + 1) {
      const std::string_view part = Utf16Front(unread_, big_endian, options_.chunk_bytes);
      AppendUtf16(part, big_endian, decoded_);
      unread_.remove_prefix(part.size());
    }
    window_ = decoded_;
    finder_.Reset();
    return !window_.empty();
  }

  std::size_t RawBytes(std::string_view text) const {
    return IsUtf16(shape_.encoding) ? Utf16Bytes(text) : text.size();
  }

  Status TakeRow() {
    const RowEnd found = finder_.Find(window_, at_);
    std::string_view text = window_.substr(at_, found.end - at_);
    Row row;
    row.number = line_;
    row.byte_begin = offset_;
    if (found.end - at_ > limits_.bytes_in_row) {
      const std::string_view front = text.substr(0, limits_.bytes_in_row);
      row.fault = splitter_.Split(front, limits_.cells_in_row) ? RowFault::too_long
                                                               : RowFault::too_many_cells;
      SkipLine(found);
    } else {
      row.fault = found.fault;
      offset_ += RawBytes(window_.substr(at_, found.after - at_));
      at_ = found.after;
    }
    line_ += static_cast<std::int64_t>(found.lines);
    row.byte_end = offset_;
    if (row.fault == RowFault::none) {
      row.fault = Decode(text);
      if (row.fault == RowFault::none && !splitter_.HasContent()) return {};
      if (text == "\x1A") return {};  // How DOS ended a text.
    }
    if (row.fault == RowFault::none) row.cells = splitter_.cells();
    GiveBack();
    if (!has_begun_) HT_TRY_STATUS(visitor_.Begin(sheet_));
    has_begun_ = true;
    return visitor_.OnRow(row);
  }

  // The line may go on behind the window.
  void SkipLine(RowEnd found) {
    while (true) {
      const bool is_open = found.end >= window_.size() && !unread_.empty();
      // The line feed of a line end may be the first of the next window.
      const bool is_split = found.after >= window_.size() && !unread_.empty();
      const std::size_t until = is_open ? window_.size() : is_split ? found.end : found.after;
      offset_ += RawBytes(window_.substr(at_, until - at_));
      at_ = until;
      if (!is_open && !is_split) return;
      Refill();
      found = finder_.FindLine(window_, at_);
    }
  }

  RowFault Decode(std::string_view text) {
    if (shape_.encoding == TextEncoding::gb18030) {
      if (IsSurelyUtf8(text)) return RowFault::other_encoding;
      bool ok = false;
      text = decoder_.Decode(text, ok);
      if (!ok) return RowFault::other_encoding;
    } else if (!IsWellFormedUtf8(text)) {
      return RowFault::other_encoding;
    }
    return splitter_.Split(text, limits_.cells_in_row) ? RowFault::none : RowFault::too_many_cells;
  }

  void GiveBack() {
    constexpr std::size_t kStep = 16;
    if (!options_.is_mapped || offset_ - given_back_ < options_.chunk_bytes * kStep) return;
    MappedFile::Release(bytes_.substr(given_back_, offset_ - given_back_ - options_.chunk_bytes));
    given_back_ = offset_ - options_.chunk_bytes;
  }

  std::string_view bytes_;
  TextShape shape_;
  const Sheet& sheet_;
  const Limits& limits_;
  const TextOptions& options_;
  TableVisitor& visitor_;
  RowFinder finder_;
  RowSplitter splitter_;
  Gb18030Decoder decoder_;
  std::string_view unread_;  // Of UTF-16: what is not decoded yet.
  std::string decoded_;
  std::string_view window_;
  std::size_t at_ = 0;  // In the window.
  std::size_t offset_;  // In the file.
  std::size_t given_back_ = 0;
  std::int64_t line_ = 1;
  bool has_begun_ = false;
};

}  // namespace

Status ReadText(std::string_view bytes, Sheet sheet, const Limits& limits,
                const TextOptions& options, TableVisitor& visitor) {
  const std::size_t letters = FindLetters(bytes, options);
  const auto shape = TellEncoding(bytes, letters);
  if (!shape.has_value()) return visitor.Unreadable(sheet.file, "", shape.error());
  sheet.encoding = NameOf(shape->encoding);
  const std::string head = Sample(bytes, shape->encoding, shape->mark_bytes);
  if (LooksLikeMarkup(head)) {
    return visitor.Unreadable(
        sheet.file, "",
        Error{ErrorCode::unsupported, "This is a web page, not a table.", "other_format", {}});
  }
  if (LooksDoublyEncoded(Sample(bytes, shape->encoding, LineOfLetters(bytes, *shape, letters)))) {
    return visitor.Unreadable(
        sheet.file, sheet.encoding,
        Error{ErrorCode::unsupported, "The text was encoded twice.", "doubly_encoded", {}});
  }
  RowRules rules;
  rules.delimiter = TellDelimiter(head);
  rules.has_wide_bytes = shape->encoding == TextEncoding::gb18030 && rules.delimiter == '|';
  rules.most_bytes = limits.bytes_in_row;
  return TextReader(bytes, *shape, rules, sheet, limits, options, visitor).Run();
}

}  // namespace hetang::files
