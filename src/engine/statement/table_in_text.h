// For tests: tables drawn in text, a row a line, cells parted by `|`.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "engine/statement/statement.h"

namespace hetang::statement {

struct ReadTable {
  std::vector<Outcome> outcomes;  // One for each line.
  Table table = Table::unknown;
  Mapping mapping;
  std::vector<std::string> header;

  template <typename T>
  std::vector<T> All() const {
    std::vector<T> all;
    for (const Outcome& outcome : outcomes) {
      if (const T* one = std::get_if<T>(&outcome)) all.push_back(*one);
    }
    return all;
  }
  std::vector<Entry> entries() const { return All<Entry>(); }
  std::vector<std::string> refusals() const {
    std::vector<std::string> reasons;
    for (const Refused& refused : All<Refused>()) reasons.push_back(refused.reason);
    return reasons;
  }
};

inline ReadTable ReadRows(const std::vector<std::vector<std::string>>& rows,
                          const Remembered& remembered = {}) {
  ReadTable read;
  TableReader reader(remembered);
  for (const auto& row : rows) {
    const std::vector<std::string_view> cells(row.begin(), row.end());
    read.outcomes.push_back(reader.Read(cells));
  }
  read.table = reader.table();
  read.mapping = reader.mapping();
  read.header = reader.header();
  return read;
}

inline std::vector<std::vector<std::string>> RowsOf(std::string_view text) {
  std::vector<std::vector<std::string>> rows;
  for (const std::string_view line : Split(text, '\n')) {
    if (Trim(line).empty()) continue;
    std::vector<std::string> row;
    for (const std::string_view cell : Split(line, '|')) row.emplace_back(Trim(cell));
    rows.push_back(std::move(row));
  }
  return rows;
}

inline ReadTable Draw(std::string_view text, const Remembered& remembered = {}) {
  return ReadRows(RowsOf(text), remembered);
}

}  // namespace hetang::statement
