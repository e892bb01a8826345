#include "app/name_table.h"

#include <deque>
#include <string>

#include <gtest/gtest.h>

namespace hetang::app {
namespace {

TEST(NameTable, NumbersNamesInOrderOfFirstSightWhateverTheirLength) {
  // Lengths around what lies inside the table, many of one beginning, and one of zero bytes.
  std::deque<std::string> names;
  for (int i = 0; i < 5000; ++i) {
    names.push_back(std::string(static_cast<std::size_t>(i % 40), 'x') + std::to_string(i));
  }
  names.emplace_back(3, '\0');
  names.emplace_back(2, '\0');
  NameTable table;
  for (std::uint32_t round = 0; round < 2; ++round) {
    for (std::uint32_t i = 0; i < names.size(); ++i) {
      ASSERT_EQ(table.NumberOf(names[i], NameTable::HashOf(names[i])), i) << names[i];
    }
  }
  ASSERT_EQ(table.size(), names.size());
  for (std::size_t i = 0; i < names.size(); ++i) EXPECT_EQ(table.names()[i], names[i]);
}

TEST(NameTable, NamesOfOneHashAreKeptApart) {
  NameTable table;
  EXPECT_EQ(table.NumberOf("a", 7), 0U);
  EXPECT_EQ(table.NumberOf("b", 7), 1U);
  EXPECT_EQ(table.NumberOf("a", 7), 0U);
  EXPECT_EQ(table.NumberOf("b", 7), 1U);
}

}  // namespace
}  // namespace hetang::app
