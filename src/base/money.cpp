#include "base/money.h"

#include "base/check.h"

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
  std::int64_t fen = 0;
  int decimals = -1;  // -1 before the point, then how many digits came after it.
  bool digit_seen = false;
  for (const char c : text) {
    if (c == ',' && digit_seen && decimals < 0) continue;
    if (c == '.' && decimals < 0) {
      decimals = 0;
      continue;
    }
    if (c < '0' || c > '9' || decimals >= 2) return std::nullopt;
    if (decimals >= 0) ++decimals;
    fen = fen * 10 + (c - '0');
    digit_seen = true;
    if (fen > kMaxFen) return std::nullopt;
  }
  if (!digit_seen) return std::nullopt;
  for (int i = decimals < 0 ? 0 : decimals; i < 2; ++i) fen *= 10;
  if (fen > kMaxFen) return std::nullopt;
  return Fen(negative ? -fen : fen);
}

}  // namespace hetang
