#include "engine/statement/values.h"

#include <gtest/gtest.h>

#include "base/money.h"
#include "engine/statement/times.h"

namespace hetang::statement {
namespace {

std::string Written(std::string_view cell) {
  const TimeCell time = ReadTime(cell);
  if (time.told == Told::blank) return "blank";
  if (time.told == Told::wrong || !time.has_date) return "wrong";
  const char* precision[] = {"day", "minute", "second"};
  return FormatIso(time.at()).substr(0, 19) + " " +
         precision[static_cast<std::size_t>(time.precision)];
}

std::string Fen_(std::string_view cell, Unit unit = Unit::yuan) {
  const Amount amount = ReadAmount(cell, unit);
  if (amount.told == Told::blank) return "blank";
  if (amount.told == Told::wrong) return "wrong";
  if (amount.told == Told::too_large) return "too large";
  return (amount.negative ? "-" : "") + std::to_string(amount.fen);
}

TEST(Times, SpellingsOfASecondAreOne) {
  for (const std::string_view cell : {"20260302210509",
                                      "2026-03-02 21:05:09",
                                      "2026/3/2 21:5:9",
                                      "2026.03.02 21:05:09",
                                      "2026年3月2日 21时05分09秒",
                                      "2026年03月02日21:05:09",
                                      "2026-03-02T21:05:09",
                                      "2026-03-02T21:05:09+08:00",
                                      "2026-03-02T13:05:09Z",
                                      "2026-03-02T13:05:09.000Z",
                                      "2026-03-02 21:05:09.123",
                                      "20260302210509123",
                                      "20260302 21:05:09",
                                      "20260302 210509",
                                      "2026-03-02-21.05.09.123456",
                                      "2026-03-02 下午9:05:09",
                                      "2026/3/2 9:05:09 PM",
                                      "２０２６-03-02　21：05：09",
                                      "\t2026-03-02 21:05:09\t",
                                      "=\"20260302210509\"",
                                      "46083.878576389",
                                      "13/03/2026 21:05:09",
                                      "03/13/2026 21:05:09",
                                      "1772456709",
                                      "1772456709000",
                                      "2026年3月2日 星期一 21:05:09"}) {
    const bool thirteenth = cell.find("13/") != cell.npos;
    EXPECT_EQ(Written(cell),
              thirteenth ? "2026-03-13T21:05:09 second" : "2026-03-02T21:05:09 second")
        << cell;
  }
}

TEST(Times, PrecisionIsWhatIsWritten) {
  EXPECT_EQ(Written("2026-03-02"), "2026-03-02T00:00:00 day");
  EXPECT_EQ(Written("20260302"), "2026-03-02T00:00:00 day");
  EXPECT_EQ(Written("2026年3月2日"), "2026-03-02T00:00:00 day");
  EXPECT_EQ(Written("2026-03-02 00:00:00"), "2026-03-02T00:00:00 day");
  EXPECT_EQ(Written("20260302000000"), "2026-03-02T00:00:00 day");
  EXPECT_EQ(Written("46083"), "2026-03-02T00:00:00 day");
  EXPECT_EQ(Written("2026/3/2 21:05"), "2026-03-02T21:05:00 minute");
  EXPECT_EQ(Written("202603022105"), "2026-03-02T21:05:00 minute");
  EXPECT_EQ(Written("2026-03-02 上午12:05"), "2026-03-02T00:05:00 minute");
  // Midnight in Greenwich is eight in the morning here, and no day.
  EXPECT_EQ(Written("2026-03-02T00:00:00Z"), "2026-03-02T08:00:00 second");
}

TEST(Times, WhatIsNoMomentIsWrong) {
  for (const std::string_view cell :
       {"2026-02-29 10:00:00", "2026-13-01", "20261301", "2026-03-02 24:00:00",
        "2026-03-02 10:61:00", "1989-12-31", "2100-01-01", "01/02/2026", "26-03-02", "99999",
        "昨天", "2026-03", "2026-03-02 10:00:00 extra", "6222020000001234567", "abc"}) {
    EXPECT_EQ(Written(cell), "wrong") << cell;
  }
  EXPECT_EQ(Written("02/02/2026"), "2026-02-02T00:00:00 day");
  EXPECT_EQ(Written("--"), "blank");
  EXPECT_EQ(Written(""), "blank");
}

TEST(Times, ClocksOfTheirOwnMayLackZeros) {
  const auto seconds = [](std::string_view cell) { return ReadClock(cell).clock_ms / 1000; };
  EXPECT_EQ(seconds("210509"), 75'909);
  EXPECT_EQ(seconds("90509"), 32'709);
  EXPECT_EQ(seconds("509"), 309);
  EXPECT_EQ(seconds("21:05:09"), 75'909);
  EXPECT_EQ(seconds("21时05分09秒"), 75'909);
  EXPECT_EQ(seconds("0.878576389"), 75'909);
  EXPECT_EQ(seconds("0905"), 32'700);
  EXPECT_EQ(ReadClock("250000").told, Told::wrong);
}

TEST(Amounts, MarksSignsAndUnitsAreRead) {
  for (const std::string_view cell :
       {"1234.50",          "1,234.50",     "1234.5",       "¥1,234.50",       "￥1234.50",
        "1234.50元",        "CNY 1,234.50", "RMB1234.50",   "人民币1234.50元", "+1234.50",
        "１，２３４．５０", "0.12345万",    "0.12345万元",  "1234.5000",       "1234.500000000001",
        "1.2345E+3",        " 1 234.50 ",   "=\"1234.50\"", "'1234.50",        "123450分"}) {
    EXPECT_EQ(Fen_(cell), "123450") << cell;
  }
  for (const std::string_view cell : {"-1234.50", "1234.50-", "(1,234.50)", "（1234.50）",
                                      "－1234.50", "−1234.50", "-¥1,234.50", "¥-1234.50"}) {
    EXPECT_EQ(Fen_(cell), "-123450") << cell;
  }
  EXPECT_EQ(Fen_("123450", Unit::fen), "123450");
  EXPECT_EQ(Fen_("123450.00", Unit::fen), "123450");
  EXPECT_EQ(Fen_("0.5", Unit::wan), "500000");
  EXPECT_EQ(Fen_("0.00"), "0");
  EXPECT_EQ(Fen_("-0.00"), "0");
}

TEST(Amounts, WhatIsNoAmountIsToldApart) {
  for (const std::string_view cell : {"", "--", "-", "—", "/", "无", "NULL", "N/A", "  "}) {
    EXPECT_EQ(Fen_(cell), "blank") << cell;
  }
  for (const std::string_view cell :
       {"1.234", "0.005", "1,23", "1.2.3", "12a", "一百", "2026-03-02", "--5", "1,234,56", "$5"}) {
    EXPECT_EQ(Fen_(cell), "wrong") << cell;
  }
  EXPECT_EQ(Fen_("123450.5", Unit::fen), "wrong");
}

TEST(Amounts, AboveTheMostIsTooLarge) {
  EXPECT_EQ(Fen_("10000000000000.00"), std::to_string(kMaxFen));
  for (const std::string_view cell :
       {"10000000000000.01", "92233720368547758.07", "92233720368547758.08",
        "99999999999999999999999999999999999999999999", "1E+30", "9999999999万"}) {
    EXPECT_EQ(Fen_(cell), "too large") << cell;
  }
}

TEST(Directions, EverySpellingIsRead) {
  for (const std::string_view cell :
       {"进",   "贷", "贷方", "贷记",     "收",   "收入", "入", "入账",
        "转入", "C",  "CR",   "Credit",   "1",    "I",    "in", "+",
        "来账", "存", "汇入", "贷(收入)", " 进 ", "C-贷", "１"}) {
    EXPECT_EQ(ReadDirection(cell), Direction::in) << cell;
  }
  for (const std::string_view cell :
       {"出",    "借", "借方", "借记", "付", "支",   "支出", "出账", "转出", "D",    "DR",
        "debit", "0",  "O",    "out",  "-",  "往账", "取",   "汇出", "支取", "付款", "借\t"}) {
    EXPECT_EQ(ReadDirection(cell), Direction::out) << cell;
  }
  for (const std::string_view cell : {"", "不计收支", "/", "其他", "收/支", "2", "?", "未知"}) {
    EXPECT_EQ(ReadDirection(cell), Direction::unknown) << cell;
  }
}

TEST(Success, FailuresAreTold) {
  for (const std::string_view cell :
       {"失败", "交易失败", "不成功", "01", "否", "交易关闭", "N", "FAIL"}) {
    EXPECT_EQ(ReadSuccess(cell), Success::failed) << cell;
  }
  for (const std::string_view cell : {"", "成功", "交易成功", "00", "是", "已转账", "支付成功"}) {
    EXPECT_EQ(ReadSuccess(cell), Success::succeeded) << cell;
  }
}

TEST(Numbers, PaddingGoesAndSubAccountsAreSplit) {
  for (const std::string_view cell :
       {"6222020000001234567", " 6222020000001234567\t", "6222 0200 0000 1234 567",
        "6222-0200-0000-1234-567", "=\"6222020000001234567\"", "'6222020000001234567",
        "６２２２020000001234567",
        "\xEF\xBB\xBF"
        "6222020000001234567",
        "6222020000001234567.0", "6222020000001234567(张三)"}) {
    EXPECT_EQ(ReadNumber(cell).main.Reveal(), "6222020000001234567") << cell;
  }
  const NumberInFile split = ReadNumber("6222020000001234567_001_156");
  EXPECT_EQ(split.main.Reveal(), "6222020000001234567");
  EXPECT_EQ(split.sub, "001_156");
  EXPECT_EQ(ReadNumber("wxid_abc123").main.Reveal(), "wxid_abc123");
  for (const std::string_view cell : {"", "-", "--", "无", "NULL", "0", "现金"}) {
    EXPECT_TRUE(ReadNumber(cell).main.empty()) << cell;
  }
}

TEST(Numbers, ScientificNotationHasLostDigits) {
  for (const std::string_view cell :
       {"6.22202E+18", "6.22202e+18", "6.22202E18", "6E+18", "6.2284801E+18\t"}) {
    const NumberCell read = ReadNumberCell(cell);
    EXPECT_TRUE(read.digits_lost) << cell;
    EXPECT_TRUE(read.number.main.empty()) << cell;
  }
  EXPECT_FALSE(ReadNumberCell("6222020000001234567").digits_lost);
}

}  // namespace
}  // namespace hetang::statement
