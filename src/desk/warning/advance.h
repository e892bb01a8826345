// What follows from a warning's history, written down.
#pragma once

#include "desk/warning/warning.h"

namespace hetang::warning {

// Asks the ladder where the warning stands and writes what is new: its steps with their deadlines,
// its state, and when time alone changes something next. In a state in which the ladder has no say
// nothing happens. Stores the warning.
Status Advance(database::Transaction& tx, Warning& warning, const journal::Actor& actor,
               Moment now);

// Takes the warning through one line of its table with the deadlines that starts and ends; the
// caller stores it. Error: conflict (`not_in_this_state`).
Status Move(database::Transaction& tx, Warning& warning, WarningAct act, Moment now);
// As Move, into a state in which nobody is on the way any more: open steps are called off.
Status End(database::Transaction& tx, Warning& warning, WarningAct act, Outcome outcome,
           Moment now);

// Begins the ladder of the warning's level anew; Advance follows.
Status BeginLadder(database::Transaction& tx, Warning& warning, Moment now);
Status CallOffSteps(database::Transaction& tx, std::int64_t warning_id, Moment now);

// In the watch period: opens the return visits whose day has come, and ends the period. Stores the
// warning.
Status Watch(database::Transaction& tx, Warning& warning, Moment now);

Status OpenStepClock(database::Transaction& tx, const Warning& warning, const StepRow& row,
                     Moment now);
Status OpenWarningClock(database::Transaction& tx, const Warning& warning, std::string_view rule,
                        std::optional<Moment> due_at, Moment now);
Result<std::vector<Contact>> ContactsOf(database::Transaction& tx, std::int64_t warning_id);

// Appends an act on the warning; `entry` brings act, why and facts.
Status JournalWarning(database::Transaction& tx, const Warning& warning, journal::Entry entry,
                      const journal::Actor& actor, Moment now);

inline constexpr const char* kWarningSubject = "warning";
inline constexpr const char* kStepSubject = "warning_step";
// A step that was taken comes back to the queue when this share of its time left is over.
inline constexpr std::int64_t kBackNumerator = 2;
inline constexpr std::int64_t kBackDenominator = 3;

}  // namespace hetang::warning
