// The life of a warning and of its steps, as tables.
//
// Acts with a right are an officer's; all others are the program's: an instruction, what was told
// of a step, or time. How far a ladder has been climbed is no state: ladder.h says it.
#pragma once

#include <array>
#include <string_view>

#include "base/states.h"

namespace hetang::warning {

inline constexpr std::string_view kReadRight = "warning:read";
inline constexpr std::string_view kTakeInRight = "warning:take_in";
inline constexpr std::string_view kHandleRight = "warning:handle";
inline constexpr std::string_view kLeadRight = "warning:lead";
inline constexpr std::string_view kRulesRight = "warning:rules";

inline constexpr std::string_view kReachRule = "warning_reach";    // Until the person is reached.
inline constexpr std::string_view kStepRule = "warning_step";      // Until a step is told.
inline constexpr std::string_view kLeaderRule = "warning_leader";  // Until a leader decides.
inline constexpr std::string_view kReportRule =
    "warning_report";  // Until what was paid is stopped.

// `with_leader`: all rungs are used. `watched`: after a dissuasion. `paid`: the money has left, and
// the case tells the rest.
enum class WarningState { climbing, reached, with_leader, watched, paid, closed };
BOOST_DESCRIBE_ENUM(WarningState, climbing, reached, with_leader, watched, paid, closed)

enum class WarningAct {
  reach,
  let_go,
  use_up,
  raise,
  dissuade,
  lose,
  end,
  reopen,
  end_watch,
  pay,
  close,
  climb_again,
  transfer,
};
BOOST_DESCRIBE_ENUM(WarningAct, reach, let_go, use_up, raise, dissuade, lose, end, reopen,
                    end_watch, pay, close, climb_again, transfer)

using WarningTransition = Transition<WarningState, WarningAct>;

namespace life {

using S = WarningState;
using A = WarningAct;

inline constexpr std::array kWarningStates{
    WarningTransition{S::climbing, A::pay, S::paid, kHandleRight, "", "", kReachRule},
    WarningTransition{S::climbing, A::transfer, S::climbing, kLeadRight},
    WarningTransition{S::climbing, A::close, S::closed, kLeadRight, "", "", kReachRule},
    WarningTransition{S::climbing, A::reach, S::reached, "", "", "", kReachRule},
    WarningTransition{S::climbing, A::use_up, S::with_leader, "", "", kLeaderRule},
    WarningTransition{S::climbing, A::raise, S::climbing, "", "", kReachRule},
    WarningTransition{S::climbing, A::dissuade, S::watched, "", "", "", kReachRule},
    WarningTransition{S::climbing, A::lose, S::paid, "", "", kReportRule, kReachRule},
    WarningTransition{S::climbing, A::end, S::closed, "", "", "", kReachRule},
    WarningTransition{S::reached, A::pay, S::paid, kHandleRight},
    WarningTransition{S::reached, A::transfer, S::reached, kLeadRight},
    WarningTransition{S::reached, A::let_go, S::climbing},
    WarningTransition{S::reached, A::use_up, S::with_leader, "", "", kLeaderRule},
    WarningTransition{S::reached, A::raise, S::climbing, "", "", kReachRule},
    WarningTransition{S::reached, A::dissuade, S::watched},
    WarningTransition{S::reached, A::lose, S::paid, "", "", kReportRule},
    WarningTransition{S::reached, A::end, S::closed},
    WarningTransition{S::with_leader, A::pay, S::paid, kHandleRight, "", "", kLeaderRule},
    WarningTransition{S::with_leader, A::close, S::closed, kLeadRight, "", "", kLeaderRule},
    WarningTransition{S::with_leader, A::climb_again, S::climbing, kLeadRight, "", kReachRule,
                      kLeaderRule},
    WarningTransition{S::with_leader, A::transfer, S::with_leader, kLeadRight},
    WarningTransition{S::with_leader, A::raise, S::climbing, "", "", kReachRule, kLeaderRule},
    WarningTransition{S::with_leader, A::dissuade, S::watched, "", "", "", kLeaderRule},
    WarningTransition{S::with_leader, A::lose, S::paid, "", "", kReportRule, kLeaderRule},
    WarningTransition{S::with_leader, A::end, S::closed, "", "", "", kLeaderRule},
    WarningTransition{S::with_leader, A::reach, S::reached, "", "", "", kLeaderRule},
    WarningTransition{S::with_leader, A::let_go, S::climbing, "", "", "", kLeaderRule},
    WarningTransition{S::watched, A::pay, S::paid, kHandleRight},
    WarningTransition{S::watched, A::close, S::closed, kLeadRight},
    WarningTransition{S::watched, A::transfer, S::watched, kLeadRight},
    WarningTransition{S::watched, A::lose, S::paid, "", "", kReportRule},
    WarningTransition{S::watched, A::reopen, S::climbing, "", "", kReachRule},
    WarningTransition{S::watched, A::end_watch, S::closed},
    // The report is taken after somebody told that the money had left.
    WarningTransition{S::paid, A::pay, S::paid, kHandleRight, "", "", kReportRule},
};

}  // namespace life

// The ladder has a say only in these.
constexpr bool IsClimbing(WarningState state) {
  return state == WarningState::climbing || state == WarningState::reached ||
         state == WarningState::with_leader;
}
// A new instruction about the person belongs to this warning.
constexpr bool IsOpen(WarningState state) {
  return IsClimbing(state) || state == WarningState::watched;
}

// `waiting`: a return visit whose day has not come. `late` work is still to be done, by anybody.
enum class StepPhase { waiting, open, taken, reached, late, done, called_off };
BOOST_DESCRIBE_ENUM(StepPhase, waiting, open, taken, reached, late, done, called_off)

// `tell_end`: who was called off was there all the same, and has ended it.
enum class StepAct { take, give_back, come_back, tell, tell_end };
BOOST_DESCRIBE_ENUM(StepAct, take, give_back, come_back, tell, tell_end)

// Where a told outcome leads is the ladder's to say; the table says from where it may be told.
using StepTransition = Transition<StepPhase, StepAct>;

namespace life {

using P = StepPhase;
using T = StepAct;

inline constexpr std::array kStepStates{
    StepTransition{P::open, T::take, P::taken, kHandleRight},
    StepTransition{P::open, T::tell, P::done, kHandleRight},
    StepTransition{P::late, T::take, P::taken, kHandleRight},
    StepTransition{P::late, T::tell, P::done, kHandleRight},
    StepTransition{P::taken, T::tell, P::done, kHandleRight},
    StepTransition{P::taken, T::give_back, P::open, kHandleRight},
    StepTransition{P::taken, T::come_back, P::open},
    StepTransition{P::reached, T::tell, P::done, kHandleRight},
    StepTransition{P::called_off, T::tell_end, P::called_off, kHandleRight},
};

}  // namespace life

constexpr bool IsToDo(StepPhase phase) {
  return phase == StepPhase::open || phase == StepPhase::taken || phase == StepPhase::reached ||
         phase == StepPhase::late;
}

}  // namespace hetang::warning
