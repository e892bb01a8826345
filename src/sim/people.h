// Invented people and numbers.
#pragma once

#include <string>

#include "sim/random.h"

namespace hetang::sim {

std::string InventName(Random& random);
std::string InventPhone(Random& random);
std::string InventIdentity(Random& random);  // Passes its check.
// A card of 19 digits beginning with `prefix` that passes the Luhn check.
std::string InventCard(Random& random, std::string_view prefix);

}  // namespace hetang::sim
