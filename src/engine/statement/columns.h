// Which column a header cell names. An exact name is looked up in the table of columns.cpp; any
// other is read as a side and an attribute: `收款人` + `开户行`, `对方` + `账号卡号`.
#pragma once

#include <string>
#include <string_view>

#include "engine/statement/statement.h"
#include "engine/statement/values.h"

namespace hetang::statement {

// A header cell without what layouts add to it: blanks, marks, letter case, widths.
struct HeaderCell {
  std::string text;       // `交易金额(元)` -> `交易金额`
  std::string qualifier;  // What stood in brackets: `元`
};
HeaderCell ReadHeaderCell(std::string_view cell);

struct NamedColumn {
  Column column = Column::ignored;
  int rank = 0;  // Among columns of one meaning the lowest is the column, others fill blanks.
  bool wallet = false;  // Names an account of a payment company.
};
NamedColumn FindColumn(const HeaderCell& cell);
inline NamedColumn FindColumn(std::string_view cell) { return FindColumn(ReadHeaderCell(cell)); }

// The unit a header cell tells, `yuan` when it tells none.
Unit UnitOf(const HeaderCell& cell);

}  // namespace hetang::statement
