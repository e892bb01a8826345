// Reports within the desk.
#pragma once

#include <string>

#include "desk/intake/intake.h"

namespace hetang::intake {

Status JournalReport(database::Transaction& tx, const Report& report, std::string act,
                     const auth::Principal& who, Moment now);

}  // namespace hetang::intake
