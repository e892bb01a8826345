// Tables inside files somebody was given: CSV and TSV in several encodings, XLSX, XLS, and any of
// them in a folder or a zip. Knows nothing of what the cells mean.
//
// Reading streams: memory does not grow with the file (XLS is held whole, by its nature).
//
// Cells arrive as UTF-8, with blanks, tabs and full-width blanks at both ends taken off. A date
// cell of a workbook arrives as `yyyy-MM-dd HH:mm:ss` (or `yyyy-MM-dd`), a number as the shortest
// decimal that means it; one too large to keep its last digits arrives in scientific notation
// (`6.2284801E+18`), as Excel shows it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"

namespace hetang::files {

struct Sheet {
  std::string file;      // As given; a member of a zip or folder is `archive.zip/inner/name.csv`.
  std::string sheet;     // Of a workbook; else empty.
  std::string encoding;  // utf-8, utf-8-bom, gb18030, utf-16le, utf-16be, xlsx, xls
};

// What is wrong with a row that cannot be given as cells; the reading goes on after it.
enum class RowFault {
  none,
  unterminated_quote,  // Reading resumes at the next line.
  other_encoding,      // The line's bytes are not of the file's encoding.
  too_many_cells,
  too_long,
};

struct Row {
  std::int64_t number = 0;  // The line of the file or the row of the sheet, from 1.
  // Of the row in a text file, before decoding, its line end included; 0, 0 in a workbook.
  std::uint64_t byte_begin = 0;
  std::uint64_t byte_end = 0;
  std::span<const std::string_view> cells;  // Valid until the visitor returns.
  RowFault fault = RowFault::none;
};

class TableVisitor {
 public:
  virtual ~TableVisitor() = default;
  // Comes with the first row: nothing is said of empty sheets.
  virtual Status Begin(const Sheet& sheet) = 0;
  // Blank lines, and rows without anything in their cells, are not given. An error ends the whole
  // reading with it.
  virtual Status OnRow(const Row& row) = 0;
  virtual Status End() = 0;
  // A file or member that cannot be read at all: `rule` of the error is its stable name (empty,
  // truncated, other_format, doubly_encoded, unsafe_name, too_large, encrypted, unreadable). Comes
  // after Begin() when the damage shows late. The reading goes on with the next member.
  virtual Status Unreadable(const std::string& file, const std::string& encoding,
                            const Error& error) = 0;
};

struct Limits {
  std::size_t cells_in_row = 4'096;
  std::size_t bytes_in_row = 1 << 20;
  std::size_t members = 20'000;                    // Of one zip.
  std::uint64_t unpacked_bytes = 20ULL << 30;      // Of one zip or workbook ...
  std::uint64_t least_judged_bytes = 64ULL << 20;  // ... and from this size on at most
  std::uint64_t unpacked_ratio = 200;              // this many times its packed size.
};

// Reads a file, a folder (members by name) or a zip; `name` is how answers call it. What a file is
// is told by its bytes, never by its name. What systems leave beside files (`.DS_Store`,
// `__MACOSX/`, `~$lock.xlsx`) is not read. Files must not shrink while they are read. Errors:
// not_found, and those of the visitor.
Status ReadTables(const std::filesystem::path& path, const std::string& name, const Limits& limits,
                  TableVisitor& visitor);

}  // namespace hetang::files
