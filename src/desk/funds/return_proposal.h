// The proposal of a round: computed from its claims and the account's rows, stored with its proof.
#pragma once

#include "desk/funds/return_rounds.h"
#include "desk/trail/trail.h"

namespace hetang::funds {

// What moved on the round's account. Nothing is known of recovered money.
struct RoundMoves {
  std::int64_t account_id = 0;  // The trail's; 0: no statement names it.
  std::optional<Moment> held_until;
  std::optional<Fen> opening_fen;
  std::vector<trail::Move> rows;
};
Result<RoundMoves> MovesOfRound(database::Transaction& tx, const Round& round);

// Which credits of the account are whose: those an officer named, and those that come from the
// account, in the amount and at the time of a payment that a claim names.
Result<ReturnQuestion> QuestionOf(database::Transaction& tx, const Round& round,
                                  const std::vector<Claim>& claims, const RoundMoves& moves);

// Computes and stores the proposal and writes its sums to the round and its claims. A round without
// claims has none.
Status Propose(database::Transaction& tx, Round& round, const auth::Principal& who, Moment now);

// What the case's victim may still get: the loss less what other rounds gave or have decided.
Result<Fen> StillLost(database::Transaction& tx, std::int64_t case_id, std::int64_t round_id);

}  // namespace hetang::funds
