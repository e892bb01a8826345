// From a row of header cells to the meaning of a table's columns.
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "engine/statement/statement.h"

namespace hetang::statement {

using Cells = std::span<const std::string_view>;

// A header found: what its columns mean, and which of two columns of one meaning comes first.
struct Header {
  Mapping mapping;
  std::vector<int> ranks;  // One for each column.
  int known = 0;           // Columns that are not ignored.
  bool wallet = false;     // The queried account is one of a payment company.
};

// What the cells mean as a header. `above` is the row over them, which may hold the groups of a
// header of two lines; empty when there is none. Answers with Table::unknown when the row is no
// header of a known table.
Header ReadHeader(Cells cells, Cells above);
// Both rows together are one header: `发生额 | ` over `借方 | 贷方`.
Header ReadTwoLines(Cells above, Cells below);

// True when a cell is a value (a number, a date) that no header holds.
bool IsValue(std::string_view cell);
// How much a row looks like a header, for showing it to a person.
int Likeness(Cells cells);

}  // namespace hetang::statement
