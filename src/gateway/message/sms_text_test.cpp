#include "gateway/message/sms_text.h"

#include <string>

#include <gtest/gtest.h>

namespace hetang::message {
namespace {

std::string Times(std::size_t count, std::string_view what) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += what;
  return text;
}

void ExpectSize(const std::string& text, SmsAlphabet alphabet, std::size_t units,
                std::size_t parts) {
  const SmsSize size = SmsSizeOf(text);
  EXPECT_EQ(size.alphabet, alphabet) << text;
  EXPECT_EQ(size.units, units) << text;
  EXPECT_EQ(size.parts, parts) << text;
}

TEST(SmsText, OnePartHas160SeptetsOr70Units) {
  ExpectSize("", SmsAlphabet::gsm7, 0, 0);
  ExpectSize(Times(160, "a"), SmsAlphabet::gsm7, 160, 1);
  ExpectSize(Times(161, "a"), SmsAlphabet::gsm7, 161, 2);
  ExpectSize(Times(70, "荷"), SmsAlphabet::ucs2, 70, 1);
  ExpectSize(Times(71, "荷"), SmsAlphabet::ucs2, 71, 2);
}

TEST(SmsText, SeveralPartsHave153SeptetsOr67UnitsEach) {
  ExpectSize(Times(306, "a"), SmsAlphabet::gsm7, 306, 2);
  ExpectSize(Times(307, "a"), SmsAlphabet::gsm7, 307, 3);
  ExpectSize(Times(134, "荷"), SmsAlphabet::ucs2, 134, 2);
  ExpectSize(Times(135, "荷"), SmsAlphabet::ucs2, 135, 3);
}

TEST(SmsText, OneCharacterOutsideOfTheAlphabetMakesAllOfItUcs2) {
  ExpectSize("Call 000-96110 @ once: £5 ¿ü?", SmsAlphabet::gsm7, 29, 1);
  ExpectSize(Times(69, "a") + "荷", SmsAlphabet::ucs2, 70, 1);
  ExpectSize(Times(70, "a") + "ç", SmsAlphabet::ucs2, 71, 2);  // GSM has Ç only.
}

TEST(SmsText, TheExtensionTableAndHighPlanesTakeTwo) {
  ExpectSize("{€}", SmsAlphabet::gsm7, 6, 1);
  ExpectSize("😀荷", SmsAlphabet::ucs2, 3, 1);
}

TEST(SmsText, NoPairIsDividedBetweenParts) {
  // 152 septets, then a pair: it moves to the next part as a whole.
  ExpectSize(Times(152, "a") + "€" + Times(152, "a"), SmsAlphabet::gsm7, 306, 3);
  ExpectSize(Times(153, "a") + "€" + Times(151, "a"), SmsAlphabet::gsm7, 306, 2);
  ExpectSize(Times(66, "荷") + "😀" + Times(66, "荷"), SmsAlphabet::ucs2, 134, 3);
}

}  // namespace
}  // namespace hetang::message
