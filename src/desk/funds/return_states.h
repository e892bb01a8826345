// The life of a round of return. Opening, claims and the proposal belong to the draft; from the
// approved report on nothing of it changes but by going back to the draft.
#pragma once

#include <array>

#include "base/states.h"

namespace hetang::funds {

// `notified`: the bank holds the notice. `executed`: its receipt is here, whatever it says.
enum class RoundState {
  draft,
  asked,
  approved,
  noticed,
  decided,
  notified,
  executed,
  confirmed,
  cancelled
};
BOOST_DESCRIBE_ENUM(RoundState, draft, asked, approved, noticed, decided, notified, executed,
                    confirmed, cancelled)

enum class RoundAct {
  change,  // Claims and basis.
  ask,
  approve,
  refuse,
  withdraw,
  publish_notice,
  object,
  review_objection,
  revise,  // Back to the draft.
  decide,
  notify,
  take_by_hand,  // The notice that waits for a wire that is down.
  record_receipt,
  confirm,  // One victim has the money.
  finish,   // All have what the bank gave.
  cancel,
};
BOOST_DESCRIBE_ENUM(RoundAct, change, ask, approve, refuse, withdraw, publish_notice, object,
                    review_objection, revise, decide, notify, take_by_hand, record_receipt, confirm,
                    finish, cancel)

inline constexpr std::string_view kReturnRight = "funds:freeze";  // Who freezes may give back.
inline constexpr std::string_view kReturnApproveRight = "funds:approve";
inline constexpr std::string_view kReturnApproval = "return_report";  // The approval of the report.
// Deadlines: to decide after the notice has ended, and of the bank to execute.
inline constexpr std::string_view kReturnDecisionClock = "return_decision";
inline constexpr std::string_view kReturnExecutionClock = "return_execution";

using RoundTransition = Transition<RoundState, RoundAct>;

inline constexpr std::array<RoundTransition, 27> kRoundStates{{
    {RoundState::draft, RoundAct::change, RoundState::draft, kReturnRight},
    {RoundState::draft, RoundAct::ask, RoundState::asked, kReturnRight, kReturnApproval},
    {RoundState::draft, RoundAct::cancel, RoundState::cancelled, kReturnRight},
    {RoundState::asked, RoundAct::approve, RoundState::approved},
    {RoundState::asked, RoundAct::refuse, RoundState::draft},
    {RoundState::asked, RoundAct::withdraw, RoundState::draft, kReturnRight},
    {RoundState::asked, RoundAct::cancel, RoundState::cancelled, kReturnRight},
    {RoundState::approved, RoundAct::publish_notice, RoundState::noticed, kReturnRight, "",
     kReturnDecisionClock},
    {RoundState::approved, RoundAct::decide, RoundState::decided, kReturnRight},
    {RoundState::approved, RoundAct::revise, RoundState::draft, kReturnRight},
    {RoundState::approved, RoundAct::cancel, RoundState::cancelled, kReturnRight},
    {RoundState::noticed, RoundAct::object, RoundState::noticed, kReturnRight},
    {RoundState::noticed, RoundAct::review_objection, RoundState::noticed, kReturnRight},
    {RoundState::noticed, RoundAct::decide, RoundState::decided, kReturnRight, "", "",
     kReturnDecisionClock},
    {RoundState::noticed, RoundAct::revise, RoundState::draft, kReturnRight, "", "",
     kReturnDecisionClock},
    {RoundState::noticed, RoundAct::cancel, RoundState::cancelled, kReturnRight, "", "",
     kReturnDecisionClock},
    {RoundState::decided, RoundAct::object, RoundState::decided, kReturnRight},
    {RoundState::decided, RoundAct::review_objection, RoundState::decided, kReturnRight},
    {RoundState::decided, RoundAct::notify, RoundState::notified, kReturnRight, "",
     kReturnExecutionClock},
    {RoundState::notified, RoundAct::object, RoundState::notified, kReturnRight},
    {RoundState::notified, RoundAct::review_objection, RoundState::notified, kReturnRight},
    {RoundState::notified, RoundAct::take_by_hand, RoundState::notified, kReturnRight},
    {RoundState::notified, RoundAct::record_receipt, RoundState::executed, kReturnRight, "", "",
     kReturnExecutionClock},
    // What the bank refused or gave in part goes out again.
    {RoundState::executed, RoundAct::notify, RoundState::notified, kReturnRight, "",
     kReturnExecutionClock},
    {RoundState::executed, RoundAct::confirm, RoundState::executed, kReturnRight},
    {RoundState::executed, RoundAct::finish, RoundState::confirmed, kReturnRight},
    {RoundState::notified, RoundAct::confirm, RoundState::notified, kReturnRight},
}};

// Rounds in these states may still give money of the account, or have not said what they gave.
constexpr bool IsOpen(RoundState state) {
  return state != RoundState::executed && state != RoundState::confirmed &&
         state != RoundState::cancelled;
}

}  // namespace hetang::funds
