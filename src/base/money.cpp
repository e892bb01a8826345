#include "base/money.h"

#include "base/check.h"
#include "base/text.h"

namespace hetang {

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
  const bool negative = amount.value() < 0;
  const auto magnitude = negative ? 0 - static_cast<std::uint64_t>(amount.value())
                                  : static_cast<std::uint64_t>(amount.value());
  const std::uint64_t cents = magnitude % 100;
  return (negative ? "-" : "") + std::to_string(magnitude / 100) + (cents < 10 ? ".0" : ".") +
         std::to_string(cents);
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
