// Finds amounts of money, with a unit (66,000.50元, ￥300, 五千块) or without (一万二, 88,000,
// 提5000).
//
// A number without a unit is money when it is written like money (commas, 万, 千) and nothing is
// counted with it, or when the words round it talk of money. Roles are given later (roles.h).
#pragma once

#include <vector>

#include "engine/text/page.h"

namespace hetang::text {

void FindAmounts(Page& page, std::vector<Entity>& out);

}  // namespace hetang::text
