// Who is calling: credentials, sessions, rights.
//
// Passwords are argon2id; wrong ones are answered after a delay that grows and locks the login for
// a while. A session is a random token in a SameSite=Strict, HttpOnly cookie, stored hashed on the
// server; every request that changes something also carries the session's CSRF token in a header.
// What an officer may do comes from the Directory, which the roster implements.
#pragma once

#include <memory>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "base/personal.h"
#include "base/result.h"
#include "base/time.h"
#include "platform/database/database.h"
#include "platform/journal/journal.h"

namespace hetang::auth {

// The officer behind a request. `rights` are `desk:verb` strings, `roles` the roles held now.
struct Principal {
  std::int64_t officer_id = 0;
  std::int64_t unit_id = 0;
  Text<64> name;
  std::vector<std::string> roles;
  std::vector<std::string> rights;
  std::vector<std::int64_t>
      units;  // Units whose records the officer may see, the own one included.
  bool May(std::string_view right) const;
  bool Sees(std::int64_t unit) const;
  journal::Actor actor() const { return {officer_id, unit_id}; }
};
BOOST_DESCRIBE_STRUCT(Principal, (), (officer_id, unit_id, name, roles, rights, units))

// Answers who an officer is now. Error: not_found when the officer is gone or has left.
class Directory {
 public:
  virtual ~Directory() = default;
  virtual Result<Principal> PrincipalOf(database::Transaction& tx, std::int64_t officer_id) = 0;
};

struct Session {
  std::string token;       // For the cookie; never stored in clear.
  std::string csrf_token;  // For the X-CSRF-Token header.
  std::int64_t officer_id = 0;
  Moment expires_at;
};

inline constexpr Duration kSessionLife = Hours(12);  // A shift.

// Creates or replaces the login of an officer. Errors: invalid (password under 10 characters, or
// equal to the login), conflict (the login is taken by another officer).
Status SetPassword(database::Transaction& tx, std::int64_t officer_id, std::string_view login,
                   std::string_view password, Moment now);

// Checks login and password outside any write lane (argon2id is slow on purpose) and opens a
// session. Errors: unauthenticated (never says which of the two was wrong), rate_limited (locked,
// with the seconds to wait in the message).
Result<Session> SignIn(database::Database& database, std::string_view login,
                       std::string_view password, Moment now);
Status SignOut(database::Database& database, std::string_view token, Moment now);

struct Caller {
  Principal principal;
  std::string csrf_token;
  Moment expires_at;
};
// Answers from a short-lived cache in memory; a change of roles takes effect within `kCacheLife`.
class Sessions {
 public:
  static constexpr Duration kCacheLife = Seconds(5);
  Sessions(database::Database& database, Directory& directory);
  ~Sessions();
  // Errors: unauthenticated (no such session, ended, or the officer is gone).
  Result<Caller> CallerOf(std::string_view token, Moment now);
  // Whether CallerOf would answer without asking the database.
  bool IsCached(std::string_view token, Moment now) const;
  void Forget(std::string_view token);

 private:
  struct Cache;
  std::unique_ptr<Cache> cache_;
};

std::span<const database::Migration> Migrations();

}  // namespace hetang::auth
