// How many parts a short message is sent and paid in (3GPP TS 23.038, TS 23.040).
//
// Text of the GSM 7-bit alphabet has 160 septets in one part, 153 in each of several; characters of
// its extension table take two. Any other text is UCS-2: 70 units in one part, 67 in each of
// several, and what lies above U+FFFF takes two. Neither pair is divided between parts.
#pragma once

#include <cstddef>
#include <string_view>

#include "base/describe.h"

namespace hetang::message {

enum class SmsAlphabet { gsm7, ucs2 };
BOOST_DESCRIBE_ENUM(SmsAlphabet, gsm7, ucs2)

struct SmsSize {
  SmsAlphabet alphabet = SmsAlphabet::gsm7;
  std::size_t units = 0;  // Septets or UCS-2 units.
  std::size_t parts = 0;  // 0 for an empty text.
};

// More parts than a gateway joins again on the phone with certainty are never sent.
inline constexpr std::size_t kMostSmsParts = 6;

// `text` is UTF-8.
SmsSize SmsSizeOf(std::string_view text);

}  // namespace hetang::message
