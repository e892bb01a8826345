// Puts amounts, accounts, names, banks and times together into payments.
#pragma once

#include <vector>

#include "engine/text/gaps.h"
#include "engine/text/page.h"
#include "engine/text/speech.h"

namespace hetang::text {

// One payment for each amount that was paid, several for 分三笔各2万. Times that tell when money
// left get their role here.
std::vector<Payment> FindPayments(const Page& page, const Gaps& gaps,
                                  const std::vector<Turn>& turns, std::vector<Entity>& entities);

}  // namespace hetang::text
