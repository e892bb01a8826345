// What became of each amount, and whose each identifier is, read from the words round it.
#pragma once

#include <vector>

#include "engine/text/gaps.h"
#include "engine/text/page.h"
#include "engine/text/speech.h"

namespace hetang::text {

// Gives every entity its role. `entities` stand in the order of the text.
void GiveRoles(const Page& page, const Gaps& gaps, const std::vector<Turn>& turns,
               std::vector<Entity>& entities);

// Gives the amounts theirs (amount_roles.cpp).
void GiveAmountRoles(const Page& page, const Gaps& gaps, const std::vector<Turn>& turns,
                     std::vector<Entity>& entities);

// True when the text reports what others do (举报…, 反映…): its sums are nobody's loss.
bool IsTip(const Page& page);

// True when a bank reports what happens at its counter (某银行某支行：客户某某来办…).
bool IsFromCounter(const Page& page);

}  // namespace hetang::text
