// Problems whose HTTP status says more than the code of the failure: 400, 405, 408, 431.
#pragma once

#include "platform/http/router.h"

namespace hetang::http {

Response ProblemWith(int status, const Error& error);

}  // namespace hetang::http
