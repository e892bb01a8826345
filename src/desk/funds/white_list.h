// The white list: accounts that are known to be no fraud's (a shop's, a payment company's), each
// with its reason and an end. It forbids nothing: a stop of such an account needs the officer's
// word that it is meant all the same.
#pragma once

#include "desk/funds/funds.h"

namespace hetang::funds {

inline constexpr std::string_view kWhiteListRight = "funds:approve";
inline constexpr std::string_view kWhiteListed = "white_listed";

struct WhiteEntry {
  std::int64_t id = 0;
  std::string bank_code;  // Empty: whatever bank has the number.
  AccountNumber account_number;
  PersonName holder;
  Text<400> reason;
  std::int64_t added_by = 0;
  Moment added_at;
  Moment expires_at;
  std::optional<std::int64_t> ended_by;
  std::optional<Moment> ended_at;
  Text<400> end_reason;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(WhiteEntry, (),
                      (id, bank_code, account_number, holder, reason, added_by, added_at,
                       expires_at, ended_by, ended_at, end_reason, version))

struct WhiteForm {
  std::optional<std::string> bank_code;
  AccountNumber account_number;
  std::optional<PersonName> holder;
  Text<400> reason;
  Moment expires_at;
};
BOOST_DESCRIBE_STRUCT(WhiteForm, (), (bank_code, account_number, holder, reason, expires_at))

struct WhiteEnd {
  Text<400> reason;
};
BOOST_DESCRIBE_STRUCT(WhiteEnd, (), (reason))

struct WhiteView : WhiteEntry {
  std::string added_by_name;
  std::string ended_by_name;
  bool in_force = false;
  std::vector<std::string> actions;  // `end`
};
BOOST_DESCRIBE_STRUCT(WhiteView, (WhiteEntry), (added_by_name, ended_by_name, in_force, actions))

// Which of the trail's accounts are listed, for the trace's stop list.
struct WhiteCheck {
  std::vector<std::int64_t> account_ids;
};
BOOST_DESCRIBE_STRUCT(WhiteCheck, (), (account_ids))
struct WhiteFound {
  std::int64_t account_id = 0;
  Text<400> reason;
  Moment expires_at;
};
BOOST_DESCRIBE_STRUCT(WhiteFound, (), (account_id, reason, expires_at))
struct WhiteFoundList {
  std::vector<WhiteFound> items;
};
BOOST_DESCRIBE_STRUCT(WhiteFoundList, (), (items))

// The entry in force for this account, if any.
Result<std::optional<WhiteEntry>> WhiteListed(database::Transaction& tx, std::string_view bank_code,
                                              const AccountNumber& number, Moment now);
// Errors: invalid (no account, no reason, an end that is not later), conflict (`already_listed`).
Result<WhiteEntry> AddWhiteEntry(database::Transaction& tx, const WhiteForm& form,
                                 const auth::Principal& who, Moment now);
// Errors: not_found, invalid (no reason), conflict (`already_ended`).
Result<WhiteEntry> EndWhiteEntry(database::Transaction& tx, std::int64_t entry_id,
                                 const WhiteEnd& form, const auth::Principal& who, Moment now);
void AddWhiteListRoutes(http::Router& router);

}  // namespace hetang::funds

namespace hetang::database {
template <>
inline constexpr std::string_view kTable<funds::WhiteEntry> = "funds_white_list";
}  // namespace hetang::database
