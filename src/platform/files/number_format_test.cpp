#include "platform/files/number_format.h"

#include <gtest/gtest.h>

namespace hetang::files {
namespace {

TEST(NumberFormat, ANumberIsTheShortestDecimalOfFifteenDigits) {
  EXPECT_EQ(FormatNumber(0), "0");
  EXPECT_EQ(FormatNumber(66000.5), "66000.5");
  EXPECT_EQ(FormatNumber(66000.500000000007), "66000.5");
  EXPECT_EQ(FormatNumber(0.1 + 0.2), "0.3");
  EXPECT_EQ(FormatNumber(-120), "-120");
  EXPECT_EQ(FormatNumber(1e14), "100000000000000");
  EXPECT_EQ(FormatNumber(123456789012345.0), "123456789012345");
  EXPECT_EQ(FormatNumber(0.0000001), "0.0000001");
}

TEST(NumberFormat, ANumberThatLostDigitsShowsIt) {
  EXPECT_EQ(FormatNumber(6228480100000000000.0), "6.2284801E+18");
  EXPECT_EQ(FormatNumber(1e15), "1E+15");
  EXPECT_EQ(FormatNumber(-6222020000000000001.0), "-6.22202E+18");
}

TEST(NumberFormat, FormatsAreToldFromTheirLetters) {
  const auto parts = [](const char* code) {
    const DateParts found = PartsOfFormat(code);
    return (found.has_date ? 2 : 0) + (found.has_time ? 1 : 0);
  };
  EXPECT_EQ(parts("yyyy-mm-dd"), 2);
  EXPECT_EQ(parts("yyyy\"年\"m\"月\"d\"日\""), 2);
  EXPECT_EQ(parts("yyyy/m/d\\ h:mm;@"), 3);
  EXPECT_EQ(parts("[$-F400]h:mm:ss\\ AM/PM"), 1);
  EXPECT_EQ(parts("[h]:mm:ss"), 1);
  EXPECT_EQ(parts("mmm"), 2);
  EXPECT_EQ(parts("General"), 0);
  EXPECT_EQ(parts("G/通用格式"), 0);
  EXPECT_EQ(parts("0.00E+00"), 0);
  EXPECT_EQ(parts("#,##0.00_ ;[Red]-#,##0.00"), 0);
  EXPECT_EQ(parts("\"day\"0"), 0);
  EXPECT_EQ(parts("[DBNum1][$-804]yyyy\"年\"m\"月\""), 2);
  EXPECT_EQ(parts("@"), 0);
}

TEST(NumberFormat, SerialsBecomeMomentsOfTheirSystem) {
  const DateParts date{true, false};
  const DateParts both{true, true};
  const DateParts time{false, true};
  EXPECT_EQ(FormatSerial(46113, date, false), "2026-04-01");
  EXPECT_EQ(FormatSerial(46113.632025462961, both, false), "2026-04-01 15:10:07");
  EXPECT_EQ(FormatSerial(46113.632025462961, date, false), "2026-04-01 15:10:07");
  EXPECT_EQ(FormatSerial(46113, both, false), "2026-04-01 00:00:00");
  EXPECT_EQ(FormatSerial(46113.999999, both, false), "2026-04-02 00:00:00");
  EXPECT_EQ(FormatSerial(46113 - 1462, date, true), "2026-04-01");
  EXPECT_EQ(FormatSerial(0.5, time, false), "12:00:00");
  EXPECT_EQ(FormatSerial(1, date, false), "1900-01-01");
  EXPECT_EQ(FormatSerial(59, date, false), "1900-02-28");
  EXPECT_EQ(FormatSerial(61, date, false), "1900-03-01");
  EXPECT_EQ(FormatSerial(-1, date, false), "-1");
  EXPECT_EQ(FormatSerial(20260401151000, both, false), "20260401151000");
  EXPECT_EQ(FormatSerial(46113, {}, false), "46113");
}

}  // namespace
}  // namespace hetang::files
