// The routes of deadlines, approvals and the journal. They stand here because what they show joins
// the platform's rows with the officers' names of the roster and the case numbers of the register.
#pragma once

#include "platform/approval/approval.h"
#include "platform/database/database.h"
#include "platform/http/router.h"

namespace hetang::app {

// `handlers` are those of all desks, by act. `database` outlives the router.
void AddPlatformRoutes(http::Router& router, database::Database& database,
                       approval::Handlers handlers);

}  // namespace hetang::app
