#include "base/ids.h"

#include <array>

#include <sys/random.h>

#include "base/check.h"
#include "base/text.h"
#include "base/time.h"

namespace hetang {

std::string RandomToken(std::size_t bytes) {
  std::string raw(bytes, '\0');
  for (std::size_t filled = 0; filled < bytes;) {
    const ssize_t got = getrandom(raw.data() + filled, bytes - filled, 0);
    HT_CHECK(got > 0);
    filled += static_cast<std::size_t>(got);
  }
  return ToHex(raw);
}

bool PassesLuhn(std::string_view digits) {
  if (!IsDigits(digits)) return false;
  int sum = 0;
  bool twice = false;
  for (std::size_t i = digits.size(); i-- > 0; twice = !twice) {
    const int digit = digits[i] - '0';
    const int doubled = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
    sum += twice ? doubled : digit;
  }
  return sum % 10 == 0;
}

bool IsIdentityNumber(std::string_view text) {
  constexpr std::array<int, 17> kWeights{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  constexpr std::string_view kChecks = "10X98765432";
  if (text.size() != 18 || !IsDigits(text.substr(0, 17))) return false;
  int sum = 0;
  for (std::size_t i = 0; i < 17; ++i) sum += (text[i] - '0') * kWeights[i];
  const char last = text[17] == 'x' ? 'X' : text[17];
  if (last != kChecks[static_cast<std::size_t>(sum % 11)]) return false;
  const auto number = [&](std::size_t at, std::size_t count) {
    int value = 0;
    for (std::size_t i = at; i < at + count; ++i) value = value * 10 + (text[i] - '0');
    return value;
  };
  return number(6, 4) >= 1880 && IsValidDate(number(6, 4), number(10, 2), number(12, 2));
}

}  // namespace hetang
