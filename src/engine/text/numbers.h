// Reads one number, Arabic, Chinese or mixed: 66,000.50, 1.32万, 1万2, 3千5, 1w5, 六十六万,
// 陆拾陆万, 三千三, 一百一十几万, 九百多万, 几十万.
//
// A last digit without its unit stands one place below the unit before it (一万二 is 12,000),
// unless 零 parts them (一万零二).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "engine/text/page.h"

namespace hetang::text {

inline constexpr std::int64_t kNumberScale = 10'000;  // Four decimals.

struct Number {
  std::size_t start = 0;
  std::size_t end = 0;
  std::int64_t scaled = 0;   // In 1/kNumberScale.
  bool known = true;         // False for 几十万: how much is not told.
  bool approximate = false;  // 多, 余, 几 inside.
  bool chinese = false;      // It begins with a Chinese digit.
  bool has_unit = false;     // 百 or more is written: 万, 千, w, k.
  bool grouped = false;      // Thousands are parted by commas.
  bool decimals = false;
  int digits = 0;  // Arabic digits of the first part.
};

// The number that starts exactly at `at`; nothing when none does or it is out of range.
std::optional<Number> ReadNumber(const Page& page, std::size_t at);

// 0 to 9 for a Chinese digit (一, 壹, 两, 〇, 幺), -1 for anything else.
int ChineseDigit(char32_t c);
// 10, 100, 1,000, 10,000, 100,000,000 for 十 百 千 万 亿 and their formal twins; 0 for anything
// else.
std::int64_t ChineseUnit(char32_t c);
// Small Chinese or Arabic numbers (dates, hours): up to three places, 廿 not read.
struct SmallNumber {
  int value = 0;
  std::size_t end = 0;
};
std::optional<SmallNumber> ReadSmall(const Page& page, std::size_t at);
// True at a word that counts things, so that the number before it is no money: 个, 天, 张, %.
bool IsCounter(const Page& page, std::size_t at);

}  // namespace hetang::text
