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

TEST(Money, CapitalNumeralsAreThoseOfTheRulesOnPayment) {
  const std::pair<std::int64_t, const char*> examples[] = {
      // The examples of the annex.
      {140'950, "壹仟肆佰零玖元伍角"},
      {600'714, "陆仟零柒元壹角肆分"},
      {168'032, "壹仟陆佰捌拾元零叁角贰分"},
      {10'700'053, "壹拾万柒仟元零伍角叁分"},
      {1'640'902, "壹万陆仟肆佰零玖元零贰分"},
      {32'504, "叁佰贰拾伍元零肆分"},
      // The edges.
      {0, "零元整"},
      {1, "壹分"},
      {50, "伍角"},
      {100, "壹元整"},
      {1'000, "壹拾元整"},
      {1'000'000, "壹万元整"},
      {1'000'100, "壹万零壹元整"},
      {10'001'000, "壹拾万零壹拾元整"},
      {6'600'000'000, "陆仟陆佰万元整"},
      {10'000'000'000, "壹亿元整"},
      {10'000'000'100, "壹亿零壹元整"},
      {10'100'000'000, "壹亿零壹佰万元整"},
      {11'001'000'000, "壹亿壹仟零壹万元整"},
      {kMaxFen, "壹拾万亿元整"},
      {kMaxFen - 1, "玖万玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"},
      {-5'00, "负伍元整"},
  };
  for (const auto& [fen, words] : examples) EXPECT_EQ(YuanInCapitals(Fen(fen)), words) << fen;
}

TEST(MoneyDeathTest, AnOverflowStopsTheProgramInsteadOfMakingMoney) {
  EXPECT_DEATH(static_cast<void>(Fen(kLargest) + Fen(1)), "broken invariant");
  EXPECT_DEATH(static_cast<void>(Fen(-kLargest) - Fen(2)), "broken invariant");
}

}  // namespace
}  // namespace hetang
