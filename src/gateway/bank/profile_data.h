// What a bank's own record says of its profile: an addition to a built-in one, as JSON.
//
//   {"results": [{"own": "1", "code": "0000"}], "freeze_modes": [{"mode": "limit", "own": "01"}],
//    "return_notice": false}
//
// What is absent stays as the built-in profile has it.
#pragma once

#include <string_view>

#include "base/result.h"
#include "gateway/bank/profile.h"

namespace hetang::bank {

// The built-in profile of this name with the additions of `data`; empty data adds nothing. Errors:
// invalid, with each wrong field: `profile` (not known), `profile_data...` (not JSON, a code that
// codes.h does not know, one that comes twice, a mode without a code).
Result<Profile> ProfileWith(std::string_view name, std::string_view data);

}  // namespace hetang::bank
