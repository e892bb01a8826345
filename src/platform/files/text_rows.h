// Rows and cells of delimited text (RFC 4180, with what banks make of it). Pure: text in, positions
// out. Works on bytes of UTF-8 and of GB18030 alike: no byte below 0x40 is ever part of a letter.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "platform/files/tables.h"

namespace hetang::files {

// The delimiter among comma, tab, semicolon and bar that splits the most lines of a sample alike;
// a comma when none does.
char TellDelimiter(std::string_view sample);

// Remembers where the next of a byte is, or how far there is none, so that text is searched once
// however often it is asked.
class NextByte {
 public:
  explicit NextByte(char wanted) : wanted_(wanted) {}
  void Reset() { *this = NextByte(wanted_); }
  // The first place in [from, until), else `until`. `from` never goes back between two resets.
  std::size_t From(std::string_view text, std::size_t from, std::size_t until);

 private:
  char wanted_;
  bool is_known_ = false;
  std::size_t at_ = 0;     // When known.
  std::size_t clear_ = 0;  // Else there is none before.
};

struct RowEnd {
  std::size_t end = 0;    // Of what is in the row.
  std::size_t after = 0;  // Where the next row begins: behind the line end.
  std::size_t lines = 1;
  RowFault fault = RowFault::none;  // unterminated_quote or none
};

struct RowRules {
  char delimiter = ',';
  bool has_wide_bytes = false;  // GB18030: the second byte of a letter may look like a bar.
  std::size_t most_bytes = 0;
};

// Finds where rows end in one window of text.
class RowFinder {
 public:
  explicit RowFinder(RowRules rules) : rules_(rules) {}
  void Reset();  // The window is another one, or begins elsewhere.
  // The row at `from`. Up to `most_bytes` are searched for the end of a quote; a line end is
  // searched in the whole window, whose end counts as one.
  RowEnd Find(std::string_view text, std::size_t from);
  // The line at `from`, whatever quotes it has.
  RowEnd FindLine(std::string_view text, std::size_t from);

 private:
  RowEnd FindQuoted(std::string_view text, std::size_t from, const RowEnd& line);

  RowRules rules_;
  NextByte line_feed_{'\n'};
  NextByte carriage_return_{'\r'};
  NextByte quote_{'"'};
};

// Splits a row into trimmed cells; views into `row`, or into a store of its own where quotes were
// doubled, valid until the next call.
class RowSplitter {
 public:
  explicit RowSplitter(char delimiter) : delimiter_(delimiter) {}
  // Stops with false when there are more than `most` cells.
  bool Split(std::string_view row, std::size_t most);
  const std::vector<std::string_view>& cells() const { return cells_; }
  bool HasContent() const;  // A cell that is not empty.

 private:
  std::size_t SplitQuoted(std::string_view row, std::size_t at);

  char delimiter_;
  std::vector<std::string_view> cells_;
  std::string unquoted_;
};

}  // namespace hetang::files
