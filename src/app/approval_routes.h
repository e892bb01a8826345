// The routes of approvals: the inbox with its evidence, decisions, delegations and rules.
#pragma once

#include "platform/approval/approval.h"
#include "platform/http/router.h"

namespace hetang::app {

// `handlers` are those of all desks, by act.
void AddApprovalRoutes(http::Router& router, approval::Handlers handlers);

}  // namespace hetang::app
