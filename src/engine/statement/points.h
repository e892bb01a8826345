// Reading cells by code point: full-width forms arrive as their ASCII twins, and what only pads a
// cell (blanks of every width, byte-order marks, zero-width marks) can be told from what it says.
#pragma once

#include <cstddef>
#include <string_view>

#include "base/text.h"

namespace hetang::statement {

// The code point at `at`, half-width, and moves on. Malformed bytes come as themselves.
inline char32_t NextPoint(std::string_view text, std::size_t& at) {
  const auto byte = [&](std::size_t i) {
    return static_cast<char32_t>(static_cast<unsigned char>(text[i]));
  };
  const char32_t lead = byte(at);
  const std::size_t left = text.size() - at;
  if (lead < 0x80 || left < 2) return ++at, lead;
  if ((lead & 0xE0) == 0xC0) {
    const char32_t point = (lead & 0x1F) << 6 | (byte(at + 1) & 0x3F);
    return at += 2, point;
  }
  if ((lead & 0xF0) == 0xE0 && left >= 3) {
    const char32_t point = (lead & 0x0F) << 12 | (byte(at + 1) & 0x3F) << 6 | (byte(at + 2) & 0x3F);
    return at += 3, HalfWidth(point);
  }
  if ((lead & 0xF8) == 0xF0 && left >= 4) {
    const char32_t point = (lead & 0x07) << 18 | (byte(at + 1) & 0x3F) << 12 |
                           (byte(at + 2) & 0x3F) << 6 | (byte(at + 3) & 0x3F);
    return at += 4, point;
  }
  return ++at, lead;
}

// What stands in a cell without saying anything: blanks of every width, marks of byte order and of
// direction, and the quotes and the equals sign that keep a workbook from rounding a number.
constexpr bool IsPadding(char32_t point) {
  return point <= U' ' || point == 0xA0 || point == 0x3000 || point == 0xFEFF ||
         (point >= 0x2000 && point <= 0x200F) || (point >= 0x202A && point <= 0x202F) ||
         point == 0x2060;
}
constexpr bool IsGuard(char32_t point) {
  return point == U'"' || point == U'\'' || point == U'=' || point == U'`' ||
         (point >= 0x2018 && point <= 0x201F);
}
constexpr bool IsDash(char32_t point) {
  return point == U'-' || (point >= 0x2010 && point <= 0x2015) || point == 0x2212 ||
         point == 0x2500;
}
constexpr bool IsDigit(char32_t point) { return point >= U'0' && point <= U'9'; }
constexpr char32_t Upper(char32_t point) {
  return point >= U'a' && point <= U'z' ? point - 32 : point;
}

}  // namespace hetang::statement
