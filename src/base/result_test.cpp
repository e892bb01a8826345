#include "base/result.h"

#include <memory>
#include <set>

#include <gtest/gtest.h>

namespace hetang {
namespace {

Result<std::unique_ptr<int>> Make(bool good) {
  if (!good) return Fail(ErrorCode::conflict, "No.", "rule_name");
  return std::make_unique<int>(7);
}

Result<int> Twice(bool good, int& reached) {
  HT_TRY(auto made, Make(good));
  HT_TRY_STATUS(Make(good));
  ++reached;
  return *made * 2;
}

TEST(Result, TryGoesOnWithTheValue) {
  int reached = 0;
  EXPECT_EQ(Twice(true, reached), 14);
  EXPECT_EQ(reached, 1);
}

TEST(Result, TryLeavesWithTheWholeError) {
  int reached = 0;
  const auto result = Twice(false, reached);
  ASSERT_FALSE(result.has_value());
  EXPECT_EQ(result.error().code, ErrorCode::conflict);
  EXPECT_EQ(result.error().rule, "rule_name");
  EXPECT_EQ(reached, 0);
}

TEST(Result, EveryCodeHasItsOwnNameAndAFailingStatus) {
  std::set<std::string_view> names;
  for (int i = 0; i <= static_cast<int>(ErrorCode::internal); ++i) {
    const ErrorFacts& facts = FactsOf(static_cast<ErrorCode>(i));
    EXPECT_GE(facts.http_status, 400) << facts.name;
    EXPECT_GE(facts.exit_code, 1) << facts.name;
    names.insert(facts.name);
  }
  EXPECT_EQ(names.size(), static_cast<std::size_t>(ErrorCode::internal) + 1);
}

}  // namespace
}  // namespace hetang
