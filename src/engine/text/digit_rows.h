// Digits in groups, as people write long numbers: 6222 9848 2505 8708, 182-6220-0865.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "engine/text/page.h"

namespace hetang::text {

// A row of groups of digits: 6222 9848 2505 8708. `digits` joins them.
struct Row {
  Span span;
  std::string digits;
  std::size_t groups = 0;
  char32_t separator = U'\0';  // The one used between groups; '?' when they differ.
};

// The rows that begin at `at` with one group, two groups, and so on. `brackets` allows them round
// an area code: +1 (437) 555-0146.
std::vector<Row> RowsFrom(const Page& page, std::size_t at, bool brackets = false);

}  // namespace hetang::text
