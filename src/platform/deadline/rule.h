// When a deadline takes its next step, by its rule.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "platform/deadline/deadline.h"

namespace hetang::deadline {

// The times before due of `remind_ms`; nothing when it is no list of falling positive numbers.
std::optional<std::vector<Duration>> ParseReminders(std::string_view remind_ms);

struct Step {
  Moment at;
  bool reminds = false;  // Else it is the fall due.
};

// The next step of a deadline that has given `deadline.reminders` reminders. Reminders that would
// lie at or before the opening are none. A rule edited meanwhile counts as it is now.
Step NextStep(const Rule& rule, const Deadline& deadline);

}  // namespace hetang::deadline
