#include "engine/text/hotlines.h"

#include <algorithm>
#include <array>

namespace hetang::text {
namespace {

constexpr std::array<std::string_view, 22> kHotlines{
    "96110", "12381", "12321", "12377", "12378", "12345", "12315", "12305",
    "10086", "10010", "12306", "12333", "12366", "12368", "12123", "11185",
    "11183", "12386", "12329", "12388", "10099", "12393"};
constexpr std::array<std::string_view, 6> kShort{"110", "119", "120", "122", "114", "10000"};

bool IsMoneyAfter(const Page& page, std::size_t at) {
  constexpr std::u32string_view kUnits = U"元块圆万千百笔kw";
  at = page.SkipBlanks(at);
  return kUnits.find(page.At(at)) != kUnits.npos && page.At(at) != U'\0';
}

}  // namespace

std::size_t HotlineEnd(const Page& page, std::size_t at) {
  std::size_t end = at;
  while (IsDigit(page.At(end)) && end - at < 8) ++end;
  const std::string digits = Ascii(page.Plain(at, end));
  const char32_t next = page.At(end);
  if (digits.size() > 6 || digits.size() < 3 || IsMoneyAfter(page, end)) return at;
  if ((digits == "400" || digits == "800") && page.Has(end, U"电话")) return end;
  if ((next == U'.' || next == U',' || next == U'-') && IsDigit(page.At(end + 1))) return at;
  if (std::find(kHotlines.begin(), kHotlines.end(), digits) != kHotlines.end()) return end;
  const bool service =
      digits.size() == 5 && (digits.starts_with("95") || digits.starts_with("961"));
  const bool called = page.EndsWith(at, U"打") || page.EndsWith(at, U"拨") ||
                      page.EndsWith(at, U"拨打") || page.EndsWith(at, U"打了") ||
                      page.EndsWith(at, U"电话") || page.EndsWith(at, U"【") ||
                      page.EndsWith(at, U"call ") || page.EndsWith(at, U"报");
  const bool speaks = page.Has(end, U"客服") || page.Has(end, U"来电") || page.Has(end, U"】") ||
                      page.Has(end, U"吗") || page.Has(end, U"叫我") || page.Has(end, U"说") ||
                      page.Has(end, U"打电话") || page.Has(end, U"报警") ||
                      page.Has(end, U"民警") || page.Has(end, U"让我") || page.Has(end, U"接警") ||
                      page.Has(end, U"打给") || page.Has(end, U"短信") || page.Has(end, U"转");
  if (service && (called || speaks)) return end;
  if (digits == "10000" && !called && next != U'号') return at;
  const bool is_short = std::find(kShort.begin(), kShort.end(), digits) != kShort.end();
  return is_short && (called || speaks) ? end : at;
}

bool StartsWithCountry(std::string_view digits) {
  if (digits.size() < 7) return false;
  if (digits[0] == '1' || digits[0] == '7') return true;
  constexpr std::array<std::string_view, 42> kTwo{
      "20", "27", "30", "31", "32", "33", "34", "36", "39", "40", "41", "43", "44", "45",
      "46", "47", "48", "49", "51", "52", "53", "54", "55", "56", "57", "58", "60", "61",
      "62", "63", "64", "65", "66", "81", "82", "84", "86", "90", "91", "92", "93", "94"};
  if (std::find(kTwo.begin(), kTwo.end(), digits.substr(0, 2)) != kTwo.end()) return true;
  if (digits.starts_with("95") || digits.starts_with("98")) return true;
  constexpr std::string_view kThree[] = {"21", "22", "23", "24", "25", "26", "29",
                                         "35", "37", "38", "42", "50", "59", "67",
                                         "68", "69", "85", "88", "96", "97", "99"};
  return std::find(std::begin(kThree), std::end(kThree), digits.substr(0, 2)) != std::end(kThree);
}

}  // namespace hetang::text
