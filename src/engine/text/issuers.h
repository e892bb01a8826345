// Which bank issued a card, by the first digits of its number.
#pragma once

#include <string_view>

namespace hetang::text {

struct Issuer {
  std::string_view prefix;
  std::string_view bank;  // Full Chinese name.
  int length;             // Usual number of digits; 0 when both 16 and 19 are in use.
};

// The issuer of a number given in digits, or null. The table holds the large banks and the prefixes
// seen most; a number it does not know may still be a card.
const Issuer* IssuerOf(std::string_view digits);

// True for digits that have the shape of a bank card: a UnionPay number (62) of 16 to 19 digits, a
// known prefix, or another scheme's number of 16 digits whose check digit agrees.
bool LooksLikeCard(std::string_view digits);

}  // namespace hetang::text
