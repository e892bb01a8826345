// One key for many accounts: lists of stops, freezes and queries, each line placed or refused by
// the rules of its own order, all of it in one transaction.
#pragma once

#include "desk/funds/views.h"

namespace hetang::funds {

inline constexpr std::size_t kMostLines = 200;

// A line is refused with the rule that says no: those of PlaceStop, PlaceFreeze and PlaceQuery,
// `bank_unknown` (nothing tells the account's bank), `masked_number`. Errors: not_found and
// forbidden (the case), invalid (no line, too many), and those of the database, which leave nothing
// at all.
Result<ListedOrders> PlaceStops(database::Transaction& tx, std::int64_t case_id,
                                const StopList& list, const auth::Principal& who, Moment now);
Result<ListedOrders> PlaceFreezes(database::Transaction& tx, std::int64_t case_id,
                                  const FreezeList& list, const auth::Principal& who, Moment now);
Result<ListedOrders> PlaceQueries(database::Transaction& tx, std::int64_t case_id,
                                  const QueryList& list, const auth::Principal& who, Moment now);

// The bank of an account: the one given, or the issuer of the card, or the one bank under which the
// register knows the number. Errors: conflict (`bank_unknown`, `masked_number`).
Result<std::string> BankCodeFor(database::Transaction& tx, std::span<const Bank> banks,
                                const AccountNumber& number,
                                const std::optional<std::string>& given);

}  // namespace hetang::funds
