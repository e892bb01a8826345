// The routes by which officers act on one order.
#pragma once

#include "desk/funds/funds.h"

namespace hetang::funds {

void AddOrderActRoutes(http::Router& router);

}  // namespace hetang::funds
