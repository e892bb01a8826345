// Chinese surnames, and the characters given names are rarely made of.
#pragma once

#include <cstddef>

#include "engine/text/page.h"

namespace hetang::text {

// 1 or 2 when a surname begins at `at`; 0 otherwise.
std::size_t SurnameSize(const Page& page, std::size_t at);

// False for characters that go on with the sentence after 某: 某称, 某系, 某在.
bool IsGivenName(char32_t c);

}  // namespace hetang::text
