// Finds what is written in digits: cards, accounts, phones, identity numbers, QQ numbers, order
// numbers; whole, as tails, or masked.
//
// Digits may be full-width, in groups parted by blanks, dashes or dots. A public hotline is taken
// off the page, so that nothing else reads it, and gives no entity.
#pragma once

#include <vector>

#include "engine/text/page.h"

namespace hetang::text {

void FindNumbers(Page& page, std::vector<Entity>& out);

}  // namespace hetang::text
