// What later words say about sums told before them.
//
// A demand that is answered (他要五百 我也转了) was paid, one that is refused (他要五百 我没给) was
// not; a sum told twice is one payment; what equals the sum of others is their total. These
// passes read the amounts after each was given a role by the words beside it.
#pragma once

#include <vector>

#include "engine/text/gaps.h"
#include "engine/text/page.h"
#include "engine/text/speech.h"

namespace hetang::text {

// True when both amounts are members of one list: 三百、五百; 六百和四百; 300元、定金500元.
bool AreListed(const Page& page, const Gaps& gaps, const Entity& before, const Entity& amount);

// Corrects the roles of `amounts`, which stand in the order of the text.
void SettleOutcomes(const Page& page, const Gaps& gaps, const std::vector<Turn>& turns,
                    const std::vector<Entity*>& amounts);

}  // namespace hetang::text
