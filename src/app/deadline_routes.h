// The routes of deadlines: the board, its calendar feeds, notices and rules.
#pragma once

#include "platform/database/database.h"
#include "platform/http/router.h"

namespace hetang::app {

// `database` outlives the router.
void AddDeadlineRoutes(http::Router& router, database::Database& database);

}  // namespace hetang::app
