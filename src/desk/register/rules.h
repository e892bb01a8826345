// The rules of a case: what its state allows, what a report must hold, and which payments two
// reports tell of twice. Pure: no clock, no database.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "desk/register/register.h"

namespace hetang::registry {

inline constexpr std::string_view kEditRight = "register:edit";
inline constexpr std::string_view kFileRight = "register:file";
inline constexpr std::string_view kApproveRight = "register:approve_filing";
inline constexpr std::string_view kRevealRight = "register:reveal";
inline constexpr std::string_view kCloseRight = "register:close";

enum class Act {
  edit,
  ask_filing,
  extend_filing,
  merge,
  decide_filing,
  refuse_filing,
  close,
  reopen
};
BOOST_DESCRIBE_ENUM(Act, edit, ask_filing, extend_filing, merge, decide_filing, refuse_filing,
                    close, reopen)

// What an act does to the filing clock of the case.
enum class Clock { runs_on, met, cancelled, moved };

// One line of the state table. What is not in the table cannot happen. An act with a second person
// only asks; the decision that follows is an act of its own.
struct Step {
  Act act;
  CaseState from;
  CaseState to;
  std::string_view right;
  bool second_person;
  Clock clock;
};

inline constexpr std::array<Step, 18> kSteps{{
    {Act::edit, CaseState::taken_in, CaseState::taken_in, kEditRight, false, Clock::runs_on},
    {Act::edit, CaseState::filing_asked, CaseState::filing_asked, kEditRight, false,
     Clock::runs_on},
    {Act::edit, CaseState::filed, CaseState::filed, kEditRight, false, Clock::runs_on},
    {Act::edit, CaseState::not_filed, CaseState::not_filed, kEditRight, false, Clock::runs_on},
    {Act::ask_filing, CaseState::taken_in, CaseState::filing_asked, kFileRight, true,
     Clock::runs_on},
    {Act::ask_filing, CaseState::not_filed, CaseState::filing_asked, kFileRight, true,
     Clock::runs_on},
    {Act::extend_filing, CaseState::taken_in, CaseState::taken_in, kFileRight, false, Clock::moved},
    {Act::extend_filing, CaseState::filing_asked, CaseState::filing_asked, kFileRight, false,
     Clock::moved},
    {Act::merge, CaseState::taken_in, CaseState::merged, kEditRight, false, Clock::cancelled},
    {Act::merge, CaseState::not_filed, CaseState::merged, kEditRight, false, Clock::cancelled},
    {Act::decide_filing, CaseState::filing_asked, CaseState::filed, kApproveRight, false,
     Clock::met},
    {Act::decide_filing, CaseState::filing_asked, CaseState::not_filed, kApproveRight, false,
     Clock::met},
    // A refused request leaves the case as it was before it was asked.
    {Act::refuse_filing, CaseState::filing_asked, CaseState::taken_in, kApproveRight, false,
     Clock::runs_on},
    {Act::refuse_filing, CaseState::filing_asked, CaseState::not_filed, kApproveRight, false,
     Clock::runs_on},
    {Act::close, CaseState::filed, CaseState::closed, kCloseRight, false, Clock::runs_on},
    {Act::close, CaseState::not_filed, CaseState::closed, kCloseRight, false, Clock::runs_on},
    // As it was before it was closed.
    {Act::reopen, CaseState::closed, CaseState::filed, kCloseRight, false, Clock::runs_on},
    {Act::reopen, CaseState::closed, CaseState::not_filed, kCloseRight, false, Clock::runs_on},
}};

// The line that takes a case from one state to another by this act; null when there is none.
const Step* StepFor(Act act, CaseState from, CaseState to);
bool Allows(CaseState from, Act act);
// Error: conflict (`case_merged` or `case_state`).
Status CheckAct(const Case& record, Act act);

// What this officer may do next with the case, for `actions`: names of acts, and `reveal`.
std::vector<std::string> ActionsOf(const Case& record, const auth::Principal& who);

// The clock of filing: three days, seven when clues need checking, thirty in major or complex cases
// when the head agrees. Days count from the taking in.
inline constexpr std::string_view kFilingRule = "filing";
inline constexpr std::int64_t kFilingDays = 3;
inline constexpr std::int64_t kLongFilingDays = 7;
inline constexpr std::int64_t kLongestFilingDays = 30;
// The new due time. Errors: invalid (days other than 7 or 30), conflict (`filing_clock_over`,
// `already_extended`).
Result<Moment> ExtendedDue(Moment taken_at, Moment due_at, std::int64_t days, Moment now);

// `AJ` + 6-digit area + yyyyMMdd + at least four digits. A day with more than 9,999 cases goes on
// with five: no report is refused for the width of a number.
std::string CaseNumberPrefix(std::string_view unit_code, Moment now);
std::string FilingNumberPrefix(std::string_view unit_code, Moment now);
std::string Numbered(std::string_view prefix, std::int64_t sequence);

inline constexpr std::size_t kMostPayments = 500;
inline constexpr std::size_t kMostIdentifiers = 1'000;
// A browser's clock may run this much ahead before its time is called a future one.
inline constexpr Duration kClockSkew = Minutes(2);
std::vector<FieldError> FaultsOf(const NewCase& form, Moment now);
// `prefix` stands before each path: `victim.` or nothing.
std::vector<FieldError> FaultsOfVictim(const VictimForm& form, const std::string& prefix);

inline constexpr Duration kSameTime = Minutes(10);
inline constexpr Duration kDuplicateWindow = Days(90);

// True when two reports may tell of this one payment: payee account and amount are the same, and
// the times are near each other or not both known.
bool TellOfOne(const Payment& a, const Payment& b);

// For each payment told anew, the index of the held payment it repeats. One to one: a victim who
// paid twice the same is not taken for one who told it twice.
std::vector<std::optional<std::size_t>> MatchPayments(std::span<const Payment> held,
                                                      std::span<const Payment> told);

// Writes what the form knows into the fields nobody knew yet; the age is taken anew. True when that
// changed the person.
bool Complete(Person& person, const VictimForm& form);
// The form as it is, where a personal field sent back masked stays as it is stored.
Person Edited(const Person& stored, const VictimForm& form);

}  // namespace hetang::registry
