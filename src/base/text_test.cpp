#include "base/text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hetang {
namespace {

using testing::ElementsAre;

TEST(Text, WellFormedUtf8SurvivesDecodingAndEncoding) {
  const std::string text = "a\u00E9\u8377\u5858\U00020BB7\U0010FFFF";
  ASSERT_TRUE(IsUtf8(text));
  EXPECT_EQ(EncodeUtf8(*DecodeUtf8(text)), text);
  EXPECT_EQ(CountCodePoints(text), 6U);
}

TEST(Text, MalformedUtf8IsRefused) {
  for (const std::string text :
       {"\x80", "\xC3", "\xC0\xAF", "\xE0\x80\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xF8",
        "\xE8\x8D", "\xC3(", "\xF0\x80\x80\x80"}) {
    EXPECT_FALSE(IsUtf8(text)) << ToHex(text);
    EXPECT_FALSE(DecodeUtf8("ok" + text + "ok").has_value()) << ToHex(text);
  }
}

TEST(Text, FullWidthFormsHaveAsciiTwins) {
  EXPECT_EQ(HalfWidth(U'０'), U'0');
  EXPECT_EQ(HalfWidth(U'ｚ'), U'z');
  EXPECT_EQ(HalfWidth(U'～'), U'~');
  EXPECT_EQ(HalfWidth(U'\u3000'), U' ');
  EXPECT_EQ(HalfWidth(U'荷'), U'荷');
}

TEST(Text, TrimTakesTheBlanksOfBothScripts) {
  EXPECT_EQ(Trim(" \t\u3000荷 塘\u00A0\r\n"), "荷 塘");
  EXPECT_EQ(Trim("\u3000 "), "");
}

TEST(Text, SplitKeepsEmptyParts) {
  EXPECT_THAT(Split("a,,b,", ','), ElementsAre("a", "", "b", ""));
  EXPECT_THAT(Split("", ','), ElementsAre(""));
}

TEST(Text, OnlyAsciiDigitsAreDigits) {
  EXPECT_TRUE(IsDigits("0123456789"));
  EXPECT_FALSE(IsDigits(""));
  EXPECT_FALSE(IsDigits("12a"));
  EXPECT_FALSE(IsDigits("１２"));
}

TEST(Text, HexSurvivesTheWayThereAndBack) {
  const std::string bytes("\x00\x7F\x80\xFF", 4);
  EXPECT_EQ(ToHex(bytes), "007f80ff");
  EXPECT_EQ(FromHex("007F80ff"), bytes);
  EXPECT_EQ(FromHex("0"), std::nullopt);
  EXPECT_EQ(FromHex("0g"), std::nullopt);
}

}  // namespace
}  // namespace hetang
