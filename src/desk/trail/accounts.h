// Which account a number means: those the trail knows, those a new row ties together, new ones.
#pragma once

#include <map>
#include <vector>

#include "desk/trail/staging.h"

namespace hetang::trail {

// One number of the trail: a card, a main account number or a wallet.
struct NumberRow {
  std::int64_t id = 0;
  AccountNumber number;
  std::int64_t account_id = 0;
};
BOOST_DESCRIBE_STRUCT(NumberRow, (), (id, number, account_id))

// The account a number means after this import.
struct Resolved {
  std::vector<std::int64_t> account_of;         // By pool id of the number; 0: no number.
  std::map<std::int64_t, std::int64_t> merged;  // Held accounts that turned out to be another one.
  std::vector<Account> added;
  std::vector<Account> changed;                 // Held ones that got a number, holder or bank.
  std::vector<NumberRow> numbers;               // New numbers; ids are given when written.
  std::map<std::int64_t, AccountNumber> names;  // What each account is called after this import.
};

// Ids of new accounts follow `last_account_id`.
Result<Resolved> Resolve(database::Transaction& tx, const Staging& staging,
                         std::int64_t last_account_id);

// All that names one account names the other from now on, and what was known of either is known of
// the one they are. Its opening comes from weaving.
Status MergeAccounts(database::Transaction& tx, std::int64_t before, std::int64_t now);
// Statements of the account are held from here to there.
void Extend(Account& account, std::optional<Moment> from, std::optional<Moment> until);

// The account whose rows an entry belongs to.
std::int64_t OwnAccount(const Resolved& resolved, const StagedEntry& entry);

}  // namespace hetang::trail

namespace hetang::database {
template <>
inline constexpr std::string_view kTable<trail::NumberRow> = "trail_number";
}  // namespace hetang::database
