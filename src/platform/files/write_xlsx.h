// Workbooks for exports.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "base/money.h"
#include "base/result.h"
#include "base/time.h"

namespace hetang::files {

// Text stays text, whatever digits it has; an amount is a number of yuan with two decimals.
using ExportCell = std::variant<std::monostate, std::string, Fen>;

struct ExportSheet {
  std::string name;  // Unique; at most 31 letters and none of []:*?/\ .
  std::vector<std::vector<ExportCell>> rows;
};

// The bytes of an XLSX file, the same for the same sheets and moment. A text of more than 32,767
// letters is cut, for a cell holds no more. Errors: invalid (name or size of a sheet),
// storage_full, unavailable.
Result<std::string> WriteXlsx(const std::vector<ExportSheet>& sheets, Moment created);

}  // namespace hetang::files
