// Identifiers: typed record ids, random tokens, and the check digits of the numbers people read
// out.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace hetang {

// The id of one kind of record. 0 means "none yet". Ids of different kinds do not mix.
template <typename Tag>
struct Id {
  std::int64_t value = 0;
  auto operator<=>(const Id&) const = default;
  explicit operator bool() const { return value != 0; }
};

// `bytes` bytes of the machine's randomness as lower-case hex. For sessions, keys and order
// numbers.
std::string RandomToken(std::size_t bytes);

// Luhn check digit of a bank card (ISO/IEC 7812-1); false for anything that is not digits.
bool PassesLuhn(std::string_view digits);

// Resident identity number of 18 places: a date that exists and the mod 11-2 check (GB 11643-1999).
bool IsIdentityNumber(std::string_view text);

}  // namespace hetang
