// Rows of a UTF-8 CSV text (RFC 4180): cells divided by commas, quoted where they hold a comma, a
// quote (written twice) or a line break; a byte order mark at the begin; lines end in LF or CRLF.
// Blanks belong to the cell. Lines without a character are no rows.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace hetang::app {

class CsvRows {
 public:
  // `text` must outlive the rows, and cells are valid as long as both.
  explicit CsvRows(std::string_view text);

  enum class Next {
    row,
    end,
    bad_quote,  // A quote that does not end, or text between its end and the next comma.
  };
  Next Read(std::vector<std::string_view>& cells);
  // The line on which the row just read began, from 1.
  std::int64_t line() const { return row_line_; }

 private:
  bool ReadQuoted(std::string_view& cell);

  const char* at_;
  const char* end_;
  std::int64_t line_ = 1;
  std::int64_t row_line_ = 1;
  std::deque<std::string> unquoted_;  // Cells whose doubled quotes were made single.
};

}  // namespace hetang::app
