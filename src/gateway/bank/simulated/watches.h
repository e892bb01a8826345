// Orders of a live watch; what a watch tells later is in holding.h.
#pragma once

#include "gateway/bank/simulated/holding.h"

namespace hetang::bank::simulated {

// What moved is told together when no more than this has passed since the first of it.
inline constexpr Duration kWatchPause = Seconds(2);

Result<Body> CarryOutWatch(database::Transaction& tx, const WatchRequest& order,
                           const Carrying& carrying);
Result<Body> CarryOutWatch(database::Transaction& tx, const WatchEnd& order,
                           const Carrying& carrying);

}  // namespace hetang::bank::simulated
