// Public numbers: hotlines that are nobody's identifier, and country codes.
#pragma once

#include <cstddef>
#include <string_view>

#include "engine/text/page.h"

namespace hetang::text {

// Where the hotline (96110, 110, 95588) that begins at `at` ends; `at` when there is none. Short
// ones that could as well be a sum (110, 10000) count only where the words round them say so.
std::size_t HotlineEnd(const Page& page, std::size_t at);

// True when international digits begin with a country code in use.
bool StartsWithCountry(std::string_view digits);

}  // namespace hetang::text
