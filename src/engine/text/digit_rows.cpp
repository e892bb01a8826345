#include "engine/text/digit_rows.h"

namespace hetang::text {
namespace {

bool IsSeparator(char32_t c) { return c == U' ' || c == U'-' || c == U'.' || c == 0x00B7; }

// The end of the brackets round an area code, and the blanks by them: +1 (437) 555-0146.
std::size_t SkipBrackets(const Page& page, std::size_t at) {
  const std::size_t limit = at + 3;
  while (at < limit && (page.At(at) == U' ' || page.At(at) == U'(' || page.At(at) == U')')) ++at;
  return at;
}

}  // namespace

std::vector<Row> RowsFrom(const Page& page, std::size_t at, bool brackets) {
  constexpr std::size_t kMaxGroups = 8;
  constexpr std::size_t kMaxDigits = 32;
  std::vector<Row> rows;
  Row row;
  row.span.start = at;
  for (std::size_t end = at; row.groups < kMaxGroups;) {
    while (IsDigit(page.At(end))) row.digits.push_back(static_cast<char>(page.At(end++)));
    if (row.digits.size() > kMaxDigits) break;
    row.span.end = end;
    ++row.groups;
    rows.push_back(row);
    std::size_t next = end;
    const std::size_t behind = brackets ? SkipBrackets(page, next) : next;
    if (!IsSeparator(page.At(next)) && behind == next) break;
    const char32_t separator = page.At(next);
    next = behind == next ? next + 1 : behind;
    while (separator == U' ' && next - end < 3 && page.At(next) == U' ') ++next;
    if (!IsDigit(page.At(next))) break;
    row.separator = row.groups == 1 || row.separator == separator ? separator : U'?';
    end = next;
  }
  return rows;
}

}  // namespace hetang::text
