// The routes every server has: health, figures, the description of the API and its browser.
#pragma once

#include <functional>

#include "platform/http/metrics.h"
#include "platform/http/router.h"
#include "platform/http/server.h"

namespace hetang::http {

void AddStandardRoutes(Router& router, const ServerParts& parts, const Metrics& metrics,
                       std::function<std::int64_t()> journal_position);

}  // namespace hetang::http
