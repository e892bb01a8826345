// What the acts of a round share: the check before, the journal after.
#pragma once

#include "desk/funds/return_rounds.h"

namespace hetang::funds {

// The round, when this officer sees it and may do this act in its state.
Result<Round> RoundDoing(database::Transaction& tx, std::int64_t round_id, RoundAct act,
                         const auth::Principal& who);
// Moves the round by an act that RoundDoing (or the program) has allowed, ends the clock that the
// table names, stores it and journals it.
Status Move(database::Transaction& tx, Round& round, RoundAct act, journal::Entry entry,
            const journal::Actor& actor, Moment now);
// Fills who, where and what into `entry` and appends it.
Status JournalRound(database::Transaction& tx, const Round& round, journal::Entry entry,
                    const journal::Actor& actor, Moment now);
// Writes what the bank has given whom, by this receipt or answer, on round and claims.
Status TakeReceipt(database::Transaction& tx, Round& round, const ReceiptForm& receipt,
                   const journal::Actor& actor, Moment now);
// Error: conflict (`round_open`: another round of the same money is).
Status CheckAlone(database::Transaction& tx, const Round& round);
Status OpenRoundClock(database::Transaction& tx, const Round& round, std::string_view rule,
                      Moment due, std::int64_t officer_id, Moment now);

// `3,17` as ids and back.
std::vector<std::int64_t> IdsIn(const std::string& comma_separated);
std::string JoinIds(const std::vector<std::int64_t>& ids);

}  // namespace hetang::funds
