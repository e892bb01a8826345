// Where answers of banks come in over HTTP.
#pragma once

#include "desk/funds/funds.h"
#include "gateway/bank/channel.h"

namespace hetang::funds {

// The route where banks post their signed answers.
void AddInboundRoute(http::Router& router, database::Database& database, const Clock& clock);

}  // namespace hetang::funds
