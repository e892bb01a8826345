// Swaps: an officer asks another one to take a shift that has not begun.
//
// The other agrees or refuses, the asker may withdraw, and whoever has the right may impose it,
// also after a refusal. What is not answered when the shift begins has lapsed.
#pragma once

#include <array>
#include <vector>

#include "base/states.h"
#include "desk/roster/roles.h"
#include "desk/roster/rota.h"

namespace hetang::roster {

enum class SwapState { asked, agreed, refused, withdrawn, imposed, lapsed };
BOOST_DESCRIBE_ENUM(SwapState, asked, agreed, refused, withdrawn, imposed, lapsed)
enum class SwapAct { agree, refuse, withdraw, impose, lapse };
BOOST_DESCRIBE_ENUM(SwapAct, agree, refuse, withdraw, impose, lapse)

// Parts in a swap, asked for like rights: whoever asked, and whoever was asked.
inline constexpr std::string_view kAsker = "swap:asker";
inline constexpr std::string_view kAsked = "swap:asked";
inline constexpr std::string_view kSwapClock = "swap_answer";

using SwapTransition = Transition<SwapState, SwapAct>;
inline constexpr std::array<SwapTransition, 6> kSwapStates{{
    {SwapState::asked, SwapAct::agree, SwapState::agreed, kAsked, "", "", kSwapClock},
    {SwapState::asked, SwapAct::refuse, SwapState::refused, kAsked, "", "", kSwapClock},
    {SwapState::asked, SwapAct::withdraw, SwapState::withdrawn, kAsker, "", "", kSwapClock},
    {SwapState::asked, SwapAct::impose, SwapState::imposed, kImposeRight, "", "", kSwapClock},
    {SwapState::asked, SwapAct::lapse, SwapState::lapsed, "", "", "", kSwapClock},
    {SwapState::refused, SwapAct::impose, SwapState::imposed, kImposeRight},
}};

struct Swap {
  std::int64_t id = 0;
  std::int64_t shift_id = 0;
  // The shift as it was asked for; it may be gone by now.
  std::int64_t unit_id = 0;
  std::string role;
  Moment since;
  Moment until;
  std::int64_t from_officer = 0;
  std::int64_t to_officer = 0;
  Text<200> why;
  Moment asked_at;
  SwapState state = SwapState::asked;
  std::int64_t decided_by = 0;  // 0: nobody yet, or the program.
  std::optional<Moment> decided_at = {};
  Text<200> reason = {};
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(Swap, (),
                      (id, shift_id, unit_id, role, since, until, from_officer, to_officer, why,
                       asked_at, state, decided_by, decided_at, reason, version))

// As the page shows it: with names and what this officer may do next.
struct SwapView : Swap {
  std::string from_name;
  std::string to_name;
  std::string decided_by_name;
  std::vector<std::string> actions;
};
BOOST_DESCRIBE_STRUCT(SwapView, (Swap), (from_name, to_name, decided_by_name, actions))

struct SwapForm {
  std::int64_t to_officer = 0;
  Text<200> why;
};
BOOST_DESCRIBE_STRUCT(SwapForm, (), (to_officer, why))

// Errors: not_found (also a shift of somebody else), invalid (each field), conflict (`shift_begun`,
// `swap_open`, `shift_overlap`).
Result<SwapView> AskSwap(database::Transaction& tx, std::int64_t shift_id, const SwapForm& form,
                         const auth::Principal& who, Moment now);

struct SwapDecision {
  SwapAct act = SwapAct::agree;
  Text<200> reason;  // Needed to impose.
};
BOOST_DESCRIBE_STRUCT(SwapDecision, (), (act, reason))
// Errors: not_found (also a swap that is none of the officer's business), invalid, forbidden,
// conflict (`not_in_this_state`, `shift_begun`, `shift_moved`, `shift_overlap`).
Result<SwapView> DecideSwap(database::Transaction& tx, std::int64_t swap_id,
                            const SwapDecision& decision, const auth::Principal& who, Moment now);

// Swaps of shifts that end later than a week ago: the officer's own, and with the right to impose
// all of the units seen. The latest asked first.
Result<std::vector<SwapView>> SwapsFor(database::Transaction& tx, const auth::Principal& who,
                                       Moment now);

// Ends the open swap of a shift that goes another way; none is no error.
Status LapseSwapOf(database::Transaction& tx, std::int64_t shift_id, Moment now);
// Open swaps of shifts that have begun.
Result<std::vector<Swap>> SwapsToLapse(database::Transaction& tx, Moment now);

}  // namespace hetang::roster

namespace hetang::database {
template <>
inline constexpr std::string_view kTable<roster::Swap> = "roster_swap";
}  // namespace hetang::database
