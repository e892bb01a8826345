#include "base/money.h"

#include "base/check.h"
#include "base/text.h"

namespace hetang {
namespace {

constexpr const char* kCapitals[] = {"零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"};

// A number from 1 to 9,999.
std::string ThousandsInCapitals(std::uint64_t number) {
  std::string text;
  bool zero_before = false;
  std::uint64_t weight = 1000;
  for (const char* unit : {"仟", "佰", "拾", ""}) {
    const std::uint64_t digit = number / weight % 10;
    if (digit == 0) {
      zero_before = !text.empty();
    } else {
      if (zero_before) text += kCapitals[0];
      zero_before = false;
      text.append(kCapitals[digit]).append(unit);
    }
    weight /= 10;
  }
  return text;
}

// A number from 1 on: the part above `unit`, the unit's name, and the rest after a zero where the
// rest does not fill its places.
std::string NumberInCapitals(std::uint64_t number) {
  if (number < 10'000) return ThousandsInCapitals(number);
  const bool large = number >= 100'000'000;
  const std::uint64_t unit = large ? 100'000'000 : 10'000;
  std::string text = NumberInCapitals(number / unit) + (large ? "亿" : "万");
  const std::uint64_t rest = number % unit;
  if (rest == 0) return text;
  if (rest < unit / 10) text += kCapitals[0];
  return text + NumberInCapitals(rest);
}

std::uint64_t MagnitudeOf(Fen amount) {
  return amount.value() < 0 ? 0 - static_cast<std::uint64_t>(amount.value())
                            : static_cast<std::uint64_t>(amount.value());
}

}  // namespace

Fen operator+(Fen a, Fen b) {
  std::int64_t sum = 0;
  HT_CHECK(!__builtin_add_overflow(a.value(), b.value(), &sum));
  return Fen(sum);
}

Fen operator-(Fen a, Fen b) {
  std::int64_t difference = 0;
  HT_CHECK(!__builtin_sub_overflow(a.value(), b.value(), &difference));
  return Fen(difference);
}

std::string FormatYuan(Fen amount) {
  const std::uint64_t magnitude = MagnitudeOf(amount);
  const std::uint64_t cents = magnitude % 100;
  return (amount.value() < 0 ? "-" : "") + std::to_string(magnitude / 100) +
         (cents < 10 ? ".0" : ".") + std::to_string(cents);
}

std::string YuanInCapitals(Fen amount) {
  const std::uint64_t magnitude = MagnitudeOf(amount);
  const std::uint64_t yuan = magnitude / 100;
  const std::uint64_t tenths = magnitude / 10 % 10;
  const std::uint64_t cents = magnitude % 10;
  std::string text = amount.value() < 0 ? "负" : "";
  if (magnitude == 0) return "零元整";
  if (yuan > 0) text.append(NumberInCapitals(yuan)).append("元");
  if (tenths == 0 && cents == 0) return text + "整";
  // The zero is said for tenths that are missing, and after yuan that end in zero.
  if (yuan > 0 && (tenths == 0 || yuan % 10 == 0)) text += kCapitals[0];
  if (tenths > 0) text.append(kCapitals[tenths]).append("角");
  if (cents > 0) text.append(kCapitals[cents]).append("分");
  return text;
}

std::optional<Fen> ParseYuan(std::string_view text) {
  bool negative = false;
  if (!text.empty() && (text[0] == '-' || text[0] == '+')) {
    negative = text[0] == '-';
    text.remove_prefix(1);
  }
  const std::size_t point = text.find('.');
  const std::string_view yuan = text.substr(0, point);
  const std::string_view decimals = point == text.npos ? "00" : text.substr(point + 1);
  if (!IsDigits(decimals) || decimals.size() > 2) return std::nullopt;
  // `1,5` may mean one and a half: a comma is taken only between groups of three.
  const auto groups = Split(yuan, ',');
  std::int64_t fen = 0;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    const bool grouped =
        i == 0 ? groups.size() == 1 || groups[i].size() <= 3 : groups[i].size() == 3;
    if (!grouped || !IsDigits(groups[i])) return std::nullopt;
    for (const char c : groups[i]) {
      fen = fen * 10 + (c - '0');
      if (fen > kMaxFen / 100) return std::nullopt;
    }
  }
  fen = fen * 100 + (decimals[0] - '0') * 10 + (decimals.size() == 2 ? decimals[1] - '0' : 0);
  if (fen > kMaxFen) return std::nullopt;
  return Fen(negative ? -fen : fen);
}

}  // namespace hetang
