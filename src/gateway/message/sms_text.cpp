#include "gateway/message/sms_text.h"

#include <algorithm>
#include <string>
#include <vector>

#include "base/check.h"
#include "base/text.h"

namespace hetang::message {
namespace {

// The default alphabet without its escape, and the extension table, of TS 23.038 §6.2.1.
constexpr std::u32string_view kDefault =
    U"@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    U"¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
constexpr std::u32string_view kExtension = U"\f^{}\\[~]|€";

// The units each character takes; `gsm7` false as soon as one is in neither table.
std::vector<std::size_t> UnitsOf(std::u32string_view points, bool& gsm7) {
  std::vector<std::size_t> septets;
  std::vector<std::size_t> units;
  gsm7 = true;
  for (const char32_t point : points) {
    const bool extended = kExtension.find(point) != std::u32string_view::npos;
    gsm7 = gsm7 && (extended || kDefault.find(point) != std::u32string_view::npos);
    septets.push_back(extended ? 2 : 1);
    units.push_back(point > 0xFFFF ? 2 : 1);
  }
  return gsm7 ? septets : units;
}

std::size_t PartsOf(const std::vector<std::size_t>& units, std::size_t most) {
  std::size_t parts = 1;
  std::size_t used = 0;
  for (const std::size_t count : units) {
    if (used + count > most) {
      ++parts;
      used = 0;
    }
    used += count;
  }
  return parts;
}

}  // namespace

SmsSize SmsSizeOf(std::string_view text) {
  const auto points = DecodeUtf8(text);
  HT_CHECK(points.has_value());
  bool gsm7 = true;
  const std::vector<std::size_t> units = UnitsOf(*points, gsm7);
  SmsSize size;
  size.alphabet = gsm7 ? SmsAlphabet::gsm7 : SmsAlphabet::ucs2;
  for (const std::size_t count : units) size.units += count;
  if (size.units == 0) return size;
  const std::size_t alone = gsm7 ? 160 : 70;
  size.parts = size.units <= alone ? 1 : PartsOf(units, gsm7 ? 153 : 67);
  return size;
}

}  // namespace hetang::message
