// Closing a case: nothing of it may still be open with a bank or on its way home.
#pragma once

#include "desk/register/register.h"

namespace hetang::registry {

struct ClosingForm {
  Text<400> reason;
};
BOOST_DESCRIBE_STRUCT(ClosingForm, (), (reason))

// Errors: invalid (no reason), conflict (`case_state`, `case_merged`; `open_items`: what later
// desks still have to do, one field error each), and those of CaseFor.
Result<Case> CloseCase(database::Transaction& tx, std::int64_t case_id, const ClosingForm& form,
                       const LaterDesks& later, const auth::Principal& who, Moment now);
// As it was before it was closed: filed, or not.
Result<Case> ReopenCase(database::Transaction& tx, std::int64_t case_id, const ClosingForm& form,
                        const auth::Principal& who, Moment now);

}  // namespace hetang::registry
