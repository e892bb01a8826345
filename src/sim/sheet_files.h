// Writes tables as the bytes of a file: text in five encodings, workbooks, and zips of them.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "sim/layouts.h"
#include "sim/spelling.h"

namespace hetang::sim {

// What is wrong with a line on purpose.
enum class LineFault { none, unterminated_quote, other_encoding };

struct Line {
  std::vector<Cell> cells;  // None: a blank line.
  LineFault fault = LineFault::none;
  int row = 0;  // Where it stands, from 1; told by writing.
};

struct TextForm {
  TextEncoding encoding = TextEncoding::utf_8;
  char delimiter = ',';
  bool quote_all = false;
  bool crlf = true;
};

// True when the cell cannot stand without quotes.
bool NeedsQuotes(std::string_view cell, const TextForm& form);
std::string WriteText(std::vector<Line>& lines, const TextForm& form);
// True when the bytes of `utf8` are not text in `encoding`.
bool IsForeignTo(std::string_view utf8, TextEncoding encoding);

struct SheetOfLines {
  std::string name;
  std::vector<Line>* lines = nullptr;
};
Status WriteWorkbook(const std::filesystem::path& path, const std::vector<SheetOfLines>& sheets);

// The workbook of before 2007, of one sheet.
Status WriteOldWorkbook(const std::filesystem::path& path, const SheetOfLines& sheet);

// Names inside the zip, and the files that become them and are removed.
using Members = std::vector<std::pair<std::string, std::filesystem::path>>;
Status PackZip(const std::filesystem::path& zip, const Members& members);
Status WriteBytes(const std::filesystem::path& path, std::string_view bytes);

}  // namespace hetang::sim
