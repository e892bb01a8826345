#include "base/money.h"

#include <limits>

#include <gtest/gtest.h>

namespace hetang {
namespace {

constexpr std::int64_t kLargest = std::numeric_limits<std::int64_t>::max();

TEST(Money, YuanAreWrittenWithTwoDecimals) {
  EXPECT_EQ(FormatYuan(Fen(6'600'050)), "66000.50");
  EXPECT_EQ(FormatYuan(Fen(5)), "0.05");
  EXPECT_EQ(FormatYuan(Fen(-105)), "-1.05");
  EXPECT_EQ(FormatYuan(Fen(-kLargest - 1)), "-92233720368547758.08");
}

TEST(Money, YuanAreReadToTheFen) {
  EXPECT_EQ(ParseYuan("66000"), Fen(6'600'000));
  EXPECT_EQ(ParseYuan("66,000.5"), Fen(6'600'050));
  EXPECT_EQ(ParseYuan("1,234,567.89"), Fen(123'456'789));
  EXPECT_EQ(ParseYuan("-0.01"), Fen(-1));
  EXPECT_EQ(ParseYuan("10000000000000"), Fen(kMaxFen));
}

TEST(Money, WhatIsNotSurelyAnAmountIsRefused) {
  for (const char* text :
       {"", "-", ".", "1.", "1.234", "1..2", "1.2.3", "1,5", "66,00", "1,,000", ",100", "1000,000",
        "1.5,000", "12a", "1 000", "1e3", "10000000000000.01", "99999999999999999999999999"}) {
    EXPECT_EQ(ParseYuan(text), std::nullopt) << text;
  }
}

TEST(MoneyDeathTest, AnOverflowStopsTheProgramInsteadOfMakingMoney) {
  EXPECT_DEATH(static_cast<void>(Fen(kLargest) + Fen(1)), "broken invariant");
  EXPECT_DEATH(static_cast<void>(Fen(-kLargest) - Fen(2)), "broken invariant");
}

}  // namespace
}  // namespace hetang
