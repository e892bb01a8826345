#include "platform/files/text_rows.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <map>

#include "base/text.h"

namespace hetang::files {
namespace {

constexpr unsigned char Byte(char c) { return static_cast<unsigned char>(c); }

std::size_t Find(std::string_view text, char wanted, std::size_t from) {
  if (from >= text.size()) return text.size();
  const void* const found = std::memchr(text.data() + from, wanted, text.size() - from);
  return found == nullptr ? text.size()
                          : static_cast<std::size_t>(static_cast<const char*>(found) - text.data());
}

// Nearly all cells have nothing to take off; only the others are looked at closely.
std::string_view TrimCell(std::string_view cell) {
  if (cell.empty()) return cell;
  const unsigned char first = Byte(cell.front());
  const unsigned char last = Byte(cell.back());
  const bool may_begin = first <= ' ' || first == 0xE3 || first == 0xC2;
  const bool may_end = last <= ' ' || last == 0x80 || last == 0xA0;
  return may_begin || may_end ? Trim(cell) : cell;
}

bool IsLineEnd(char c) { return c == '\n' || c == '\r'; }

// How often each delimiter stands in a line, outside quotes.
struct DelimiterCounts {
  std::array<std::size_t, 4> counts{};
  bool has_content = false;
};
constexpr std::string_view kDelimiters = ",\t;|";

DelimiterCounts CountDelimiters(std::string_view line) {
  DelimiterCounts found;
  bool is_quoted = false;
  bool has_comma = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (c == '"') is_quoted = !is_quoted;
    found.has_content = found.has_content || (Byte(c) > ' ' && c != ',');
    if (is_quoted) continue;
    has_comma = has_comma || c == ',';
    // A tab beside a comma is there to keep Excel from rounding, not to part cells.
    const bool beside = c == '\t' && ((i > 0 && line[i - 1] == ',') ||
                                      (i + 1 < line.size() && line[i + 1] == ',') ||
                                      (has_comma && i + 1 == line.size()));
    const std::size_t which = kDelimiters.find(c);
    if (which != std::string_view::npos && !beside) ++found.counts[which];
  }
  return found;
}

}  // namespace

char TellDelimiter(std::string_view sample) {
  constexpr std::size_t kEnoughLines = 200;
  std::array<std::map<std::size_t, std::size_t>, 4> lines_by_count;
  for (std::size_t seen = 0; seen < kEnoughLines && !sample.empty();) {
    const std::size_t end = std::min(sample.find_first_of("\r\n"), sample.size());
    const DelimiterCounts line = CountDelimiters(sample.substr(0, end));
    sample.remove_prefix(std::min(end + 1, sample.size()));
    if (!line.has_content) continue;
    ++seen;
    for (std::size_t i = 0; i < 4; ++i) {
      if (line.counts[i] > 0) ++lines_by_count[i][line.counts[i]];
    }
  }
  char best = ',';
  std::size_t best_lines = 0;
  std::size_t best_count = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    for (const auto& [count, lines] : lines_by_count[i]) {
      if (lines < best_lines || (lines == best_lines && count <= best_count)) continue;
      best = kDelimiters[i];
      best_lines = lines;
      best_count = count;
    }
  }
  return best;
}

std::size_t NextByte::From(std::string_view text, std::size_t from, std::size_t until) {
  // Looking a little further costs little; looking to the end of a file would read all of it first.
  constexpr std::size_t kAhead = 64 << 10;
  if (is_known_ && at_ >= from) return std::min(at_, until);
  const std::size_t begin = std::max(from, is_known_ ? from : clear_);
  if (begin >= until) return until;
  const std::size_t end = std::min(text.size(), std::max(until, begin + kAhead));
  at_ = Find(text.substr(0, end), wanted_, begin);
  is_known_ = at_ < end;
  clear_ = end;
  return is_known_ ? std::min(at_, until) : until;
}

void RowFinder::Reset() {
  line_feed_.Reset();
  carriage_return_.Reset();
  quote_.Reset();
}

RowEnd RowFinder::FindLine(std::string_view text, std::size_t from) {
  const std::size_t line_feed = line_feed_.From(text, from, text.size());
  const std::size_t end = carriage_return_.From(text, from, line_feed);
  std::size_t after = std::min(end + 1, text.size());
  if (end < text.size() && text[end] == '\r' && after < text.size() && text[after] == '\n') ++after;
  return {end, after, 1, RowFault::none};
}

RowEnd RowFinder::Find(std::string_view text, std::size_t from) {
  const RowEnd line = FindLine(text, from);
  if (quote_.From(text, from, line.end) >= line.end) return line;
  return FindQuoted(text, from, line);
}

RowEnd RowFinder::FindQuoted(std::string_view text, std::size_t from, const RowEnd& line) {
  RowEnd refused = line;
  refused.fault = RowFault::unterminated_quote;
  const std::string_view window = text.substr(0, std::min(text.size(), from + rules_.most_bytes));
  std::size_t lines = 1;
  std::size_t at = from;
  while (true) {
    if (at < window.size() && window[at] == '"') {
      std::size_t close = files::Find(window, '"', at + 1);
      while (close + 1 < window.size() && window[close + 1] == '"') {
        close = files::Find(window, '"', close + 2);
      }
      // With the window's end in sight nothing proves that a quote which ends there is whole.
      if (close >= window.size()) return refused;
      std::size_t ends_inside = 0;
      for (std::size_t i = at; i < close; ++i) {
        if (!IsLineEnd(window[i])) continue;
        ++ends_inside;
        if (window[i] == '\r' && window[i + 1] == '\n') ++i;
      }
      const bool ends_cell = close + 1 >= text.size() || text[close + 1] == rules_.delimiter ||
                             IsLineEnd(text[close + 1]);
      // A quote of another row would be taken for the end of this one.
      if (ends_inside > 0 && !ends_cell) return refused;
      lines += ends_inside;
      at = close + 1;
    }
    while (at < text.size() && text[at] != rules_.delimiter && !IsLineEnd(text[at])) {
      at += rules_.has_wide_bytes && Byte(text[at]) >= 0x80 ? 2 : 1;
    }
    at = std::min(at, text.size());
    if (at == text.size() || IsLineEnd(text[at])) break;
    ++at;
  }
  std::size_t after = std::min(at + 1, text.size());
  if (at < text.size() && text[at] == '\r' && after < text.size() && text[after] == '\n') ++after;
  return {at, after, lines, RowFault::none};
}

std::size_t RowSplitter::SplitQuoted(std::string_view row, std::size_t at) {
  const std::size_t begin = unquoted_.size();
  std::size_t close = Find(row, '"', at + 1);
  unquoted_.append(row.substr(at + 1, close - at - 1));
  while (close + 1 < row.size() && row[close + 1] == '"') {
    const std::size_t next = Find(row, '"', close + 2);
    unquoted_.append(row.substr(close + 1, next - close - 1));
    close = next;
  }
  // What stands behind a closing quote belongs to the cell all the same.
  const std::size_t behind = std::min(close + 1, row.size());
  const std::size_t end = Find(row, delimiter_, behind);
  unquoted_.append(row.substr(behind, end - behind));
  cells_.push_back(TrimCell(std::string_view(unquoted_).substr(begin)));
  return end;
}

bool RowSplitter::Split(std::string_view row, std::size_t most) {
  cells_.clear();
  unquoted_.clear();
  unquoted_.reserve(row.size());  // Cells are views into it: it must not move.
  for (std::size_t at = 0;; ++at) {
    if (cells_.size() == most) return false;
    if (at < row.size() && row[at] == '"') {
      at = SplitQuoted(row, at);
    } else {
      const std::size_t end = Find(row, delimiter_, at);
      cells_.push_back(TrimCell(row.substr(at, end - at)));
      at = end;
    }
    if (at >= row.size()) return true;
  }
}

bool RowSplitter::HasContent() const {
  return std::any_of(cells_.begin(), cells_.end(),
                     [](std::string_view cell) { return !cell.empty(); });
}

}  // namespace hetang::files
