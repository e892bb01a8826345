// The layouts in which the banks and payment companies of the simulation write their statements:
// which columns under which names, in which spelling, order and encoding. Thought up from what
// domain.md §3 tells of real files, apart from what the program reads.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hetang::sim {

enum class LayoutTable { transactions, wallet };
enum class Scope { one_account, account_in_title, many_accounts };
enum class FileFormat { csv, xlsx, xls };
enum class TextEncoding { utf_8, utf_8_bom, gb18030, utf_16le, utf_16be };
enum class Fineness { day, minute, second };

enum class TimeStyle {
  dashes,       // 2026-03-02 21:05:09
  slashes,      // 2026/3/2 21:05:09
  compact,      // 20260302210509
  compact_gap,  // 20260302 21:05:09
  chinese,      // 2026年3月2日 21时05分09秒
  zone,         // 2026-03-02T21:05:09+08:00
  utc,          // 2026-03-02T13:05:09Z
  dots,         // 2026.03.02 21:05:09
  midnight,     // 2026-03-02 00:00:00 on every row: a day
  split,        // 20260302 and 210509 in two columns
  split_marks,  // 2026-03-02 and 21:05:09 in two columns
  serial,       // 46083.878576389, as a workbook counts days
  date_cell,    // A date of a workbook
};

enum class AmountStyle {
  plain,     // 1234.50
  commas,    // 1,234.50
  yen,       // ¥1,234.50
  yuan,      // 1234.50元
  wan,       // 0.12345万
  fen,       // 123450, and the header says so
  plus,      // +1234.50
  currency,  // CNY 1,234.50
  number,    // A number of a workbook
};

enum class NumberStyle {
  plain,
  tabbed,   // A tab behind it, so that a workbook keeps its digits
  blanks,   // Full-width and other blanks around it
  grouped,  // 6222 0200 ...
};

struct ColumnOf {
  std::string_view field;   // card, account, time, amount, ... see Fields() of layouts.cpp
  std::string_view header;  // As the file writes it
};

struct Layout {
  std::string_view name;
  LayoutTable table = LayoutTable::transactions;
  FileFormat format = FileFormat::csv;
  TextEncoding encoding = TextEncoding::utf_8;
  char delimiter = ',';
  bool quote_all = false;
  bool crlf = true;
  Scope scope = Scope::many_accounts;
  bool newest_first = false;
  Fineness fineness = Fineness::second;
  TimeStyle time = TimeStyle::dashes;
  AmountStyle amount = AmountStyle::plain;
  NumberStyle number = NumberStyle::plain;
  // How `in`, `out`, a success and a failure are written: `进,出` and `是,否`.
  std::string_view directions = "进,出";
  std::string_view success = "成功,失败";
  int titles = 0;
  bool totals = false;
  bool repeats_header = false;
  std::string_view columns;  // `field:header|field:header`

  bool Has(std::string_view field) const;
  // Each row tells itself from every other: time to the second, a balance and a serial.
  bool is_full() const;
};

std::span<const Layout> Layouts();
std::vector<ColumnOf> ColumnsOf(const Layout& layout);

}  // namespace hetang::sim
