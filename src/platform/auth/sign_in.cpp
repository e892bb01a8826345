#include <algorithm>

#include <fmt/format.h>

#include "base/ids.h"
#include "base/text.h"
#include "platform/auth/auth.h"
#include "platform/auth/password.h"

namespace hetang::auth {
namespace {

constexpr std::size_t kShortestPassword = 10;
constexpr std::size_t kLongestPassword = 200;
constexpr std::size_t kLongestLogin = 64;
constexpr std::int64_t kFreeFailures = 5;
constexpr Duration kLongestLock = Minutes(15);
constexpr Duration kFailuresKept = Hours(24);

struct Login {
  std::int64_t officer_id = 0;
  std::string password_hash;
};
BOOST_DESCRIBE_STRUCT(Login, (), (officer_id, password_hash))

// Failed attempts by login, known or not: by its digest, because what people type there by mistake
// is often their password.
struct Failures {
  std::int64_t count = 0;
  Moment locked_until;
};
BOOST_DESCRIBE_STRUCT(Failures, (), (count, locked_until))

// No pause for the first failures, then 1, 2, 4, ... seconds.
Duration LockAfter(std::int64_t count) {
  if (count < kFreeFailures) return {};
  const std::int64_t doublings = std::min<std::int64_t>(count - kFreeFailures, 20);
  return std::min(Seconds(std::int64_t{1} << doublings), kLongestLock);
}

Result<Failures> FailuresOf(database::Transaction& tx, const std::string& login_digest) {
  HT_TRY(const auto found, tx.Query<Failures>("SELECT failures, locked_until FROM auth_failure "
                                              "WHERE login_digest = :login",
                                              login_digest));
  return found.empty() ? Failures{} : found.front();
}

Status CheckNotLocked(database::Transaction& tx, const std::string& login_digest, Moment now) {
  HT_TRY(const Failures failures, FailuresOf(tx, login_digest));
  // A clock that jumped back must not lock for longer than the rule says.
  const Moment until = std::min(failures.locked_until, now + kLongestLock);
  if (until <= now) return {};
  const std::int64_t seconds = ((until - now).ms + 999) / 1000;
  return Fail(ErrorCode::rate_limited, fmt::format("Too many wrong attempts: wait {} s.", seconds),
              "login_locked");
}

Result<Login> LoginOf(database::Transaction& tx, std::string_view login) {
  HT_TRY(auto found,
         tx.Query<Login>("SELECT officer_id, password_hash FROM auth_login WHERE login = :login",
                         login));
  return found.empty() ? Login{} : std::move(found.front());
}

Status Note(database::Transaction& tx, std::string_view act, std::int64_t actor,
            std::int64_t officer_id, Moment now) {
  journal::Entry entry;
  entry.actor.officer_id = actor;
  entry.desk = "auth";
  entry.act = std::string(act);
  entry.subject = "officer";
  entry.subject_id = officer_id;
  return journal::Append(tx, entry, now);
}

Status CountFailure(database::Transaction& tx, const std::string& login_digest,
                    std::int64_t officer_id, Moment now) {
  HT_TRY(const Failures before, FailuresOf(tx, login_digest));
  const std::int64_t count = before.count + 1;
  HT_TRY_STATUS(tx.Execute(
      "INSERT INTO auth_failure (login_digest, failures, last_at, locked_until) VALUES (:login, "
      ":failures, :at, :until) ON CONFLICT (login_digest) DO UPDATE SET failures = "
      "excluded.failures, last_at = excluded.last_at, locked_until = excluded.locked_until",
      login_digest, count, now, now + LockAfter(count)));
  HT_TRY_STATUS(
      tx.Execute("DELETE FROM auth_failure WHERE last_at < :before", now - kFailuresKept));
  return Note(tx, "sign_in_failed", 0, officer_id, now);
}

Result<Session> OpenSession(database::Transaction& tx, const std::string& login_digest,
                            std::int64_t officer_id, Moment now) {
  // Again, because many may have been tried while this password was being checked.
  HT_TRY_STATUS(CheckNotLocked(tx, login_digest, now));
  HT_TRY_STATUS(tx.Execute("DELETE FROM auth_failure WHERE login_digest = :login", login_digest));
  HT_TRY_STATUS(tx.Execute("DELETE FROM auth_session WHERE expires_at <= :now", now));
  const Session session{RandomToken(32), RandomToken(16), officer_id, now + kSessionLife};
  HT_TRY_STATUS(tx.Execute(
      "INSERT INTO auth_session (token_digest, csrf_token, officer_id, opened_at, expires_at) "
      "VALUES (:token, :csrf, :officer, :opened, :expires)",
      StoredForm(session.token), session.csrf_token, officer_id, now, session.expires_at));
  HT_TRY_STATUS(Note(tx, "signed_in", officer_id, officer_id, now));
  return session;
}

}  // namespace

Status SetPassword(database::Transaction& tx, std::int64_t officer_id, std::string_view login,
                   std::string_view password, Moment now) {
  login = Trim(login);
  std::vector<FieldError> errors;
  if (login.empty() || CountCodePoints(login) > kLongestLogin) {
    errors.push_back({"login", "text", "It must have 1 to 64 characters."});
  }
  if (!IsUtf8(password) || CountCodePoints(password) < kShortestPassword) {
    errors.push_back({"password", "too_short", "It must have at least 10 characters."});
  } else if (password.size() > kLongestPassword) {
    errors.push_back({"password", "too_long", "It must have at most 200 bytes."});
  } else if (password == login) {
    errors.push_back({"password", "same_as_login", "It must differ from the login."});
  }
  if (!errors.empty()) return Invalid(std::move(errors));
  HT_TRY(const Login taken, LoginOf(tx, login));
  if (taken.officer_id != 0 && taken.officer_id != officer_id) {
    return Fail(ErrorCode::conflict, "The login is taken.", "login_taken");
  }
  HT_TRY_STATUS(tx.Execute(
      "INSERT INTO auth_login (officer_id, login, password_hash, changed_at) VALUES (:officer, "
      ":login, :hash, :at) ON CONFLICT (officer_id) DO UPDATE SET login = excluded.login, "
      "password_hash = excluded.password_hash, changed_at = excluded.changed_at",
      officer_id, login, HashPassword(password), now));
  // Whoever knew the old password is out.
  HT_TRY_STATUS(tx.Execute("DELETE FROM auth_session WHERE officer_id = :officer", officer_id));
  return Note(tx, "password_set", 0, officer_id, now);
}

Result<Session> SignIn(database::Database& database, std::string_view login,
                       std::string_view password, Moment now) {
  login = Trim(login);
  const std::string digest = StoredForm(login);
  HT_TRY(const Login known, database.Read([&](database::Transaction& tx) -> Result<Login> {
    HT_TRY_STATUS(CheckNotLocked(tx, digest, now));
    return LoginOf(tx, login);
  }));
  if (password.size() > kLongestPassword || !PasswordFits(password, known.password_hash)) {
    HT_TRY_STATUS(database.Write([&](database::Transaction& tx) {
      return CountFailure(tx, digest, known.officer_id, now);
    }));
    return Fail(ErrorCode::unauthenticated, "Login and password do not fit.", "wrong_login");
  }
  return database.Write(
      [&](database::Transaction& tx) { return OpenSession(tx, digest, known.officer_id, now); });
}

}  // namespace hetang::auth
