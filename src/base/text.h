// UTF-8 text: checking, code points, widths, and the small string work every layer needs.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hetang {

// True when `text` is well-formed UTF-8: no overlong forms, no surrogates, none above U+10FFFF.
bool IsUtf8(std::string_view text);

// The code points of well-formed UTF-8; nothing when it is not.
std::optional<std::u32string> DecodeUtf8(std::string_view text);
std::string EncodeUtf8(std::u32string_view points);
void AppendUtf8(std::string& out, char32_t point);
std::size_t CountCodePoints(std::string_view utf8);

// Full-width forms (U+FF01..U+FF5E, U+3000) to their ASCII twins; everything else unchanged.
char32_t HalfWidth(char32_t point);

std::string_view Trim(std::string_view text);  // ASCII blanks, U+3000 and U+00A0.
std::vector<std::string_view> Split(std::string_view text, char separator);
bool IsDigits(std::string_view text);  // One or more ASCII digits and nothing else.
std::string ToHex(std::string_view bytes);
std::optional<std::string> FromHex(std::string_view hex);

}  // namespace hetang
