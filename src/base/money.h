// Money as integer fen. Arithmetic that would overflow is a broken invariant: input is limited
// before it becomes a Fen, so sums of a centre's lifetime stay far below the int64 limit.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace hetang {

class Fen {
 public:
  constexpr Fen() = default;
  constexpr explicit Fen(std::int64_t value) : value_(value) {}
  constexpr std::int64_t value() const { return value_; }
  auto operator<=>(const Fen&) const = default;
  friend Fen operator+(Fen a, Fen b);
  friend Fen operator-(Fen a, Fen b);
  Fen& operator+=(Fen other) { return *this = *this + other; }
  Fen& operator-=(Fen other) { return *this = *this - other; }

 private:
  std::int64_t value_ = 0;
};

// The largest amount one record may carry: ten trillion yuan.
inline constexpr std::int64_t kMaxFen = 1'000'000'000'000'000;

std::string FormatYuan(Fen amount);                   // `66000.50`, always two decimals.
std::optional<Fen> ParseYuan(std::string_view text);  // `66000`, `66,000.5`; 1 or 2 decimals.

// The amount in Chinese capital numerals, as documents and cheques write it beside the figures:
// `壹仟肆佰零玖元伍角`. The rules of the annex to the central bank's rules on payment
// (支付结算办法): 整 follows yuan only; a zero inside is said once.
std::string YuanInCapitals(Fen amount);

}  // namespace hetang
