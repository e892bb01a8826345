// Finds times, absolute and relative: 2026-03-10 19:41:07, 3月4日14时20分, 22号, 昨天21:40, 上周六,
// 今晚七点半, 半小时前, 去年十月, 6:40 pm today.
//
// A date without a year is the latest that is not after the report. A bare day or clock belongs to
// the date named last. In a pasted chat, 今天 is the day of the line it stands in.
#pragma once

#include <vector>

#include "engine/text/page.h"

namespace hetang::text {

void FindTimes(Page& page, Moment report_time, std::vector<Entity>& out);

}  // namespace hetang::text
