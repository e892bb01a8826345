#include <algorithm>
#include <mutex>
#include <unordered_map>

#include "platform/auth/auth.h"
#include "platform/auth/password.h"

namespace hetang::auth {
namespace {

constexpr std::size_t kCached = 10'000;

struct Stored {
  std::string csrf_token;
  std::int64_t officer_id = 0;
  Moment expires_at;
};
BOOST_DESCRIBE_STRUCT(Stored, (), (csrf_token, officer_id, expires_at))

constexpr database::Migration kMigrations[] = {{"auth", 1, R"(
CREATE TABLE auth_login (
  officer_id INTEGER NOT NULL PRIMARY KEY,
  login TEXT NOT NULL UNIQUE,
  password_hash TEXT NOT NULL,
  changed_at INTEGER NOT NULL
);
CREATE TABLE auth_failure (
  login_digest TEXT NOT NULL PRIMARY KEY,
  failures INTEGER NOT NULL,
  last_at INTEGER NOT NULL,
  locked_until INTEGER NOT NULL
);
CREATE TABLE auth_session (
  token_digest TEXT NOT NULL PRIMARY KEY,
  csrf_token TEXT NOT NULL,
  officer_id INTEGER NOT NULL,
  opened_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
);
CREATE INDEX auth_session_officer ON auth_session (officer_id);
CREATE INDEX auth_session_expires ON auth_session (expires_at);
)"}};

Error NoSession() {
  return {ErrorCode::unauthenticated, "The session has ended or never was.", {}, {}};
}

Result<Stored> StoredOf(database::Transaction& tx, const std::string& token_digest) {
  HT_TRY(auto found, tx.Query<Stored>("SELECT csrf_token, officer_id, expires_at FROM "
                                      "auth_session WHERE token_digest = :token",
                                      token_digest));
  if (found.empty()) return Fail(NoSession());
  return std::move(found.front());
}

}  // namespace

bool Principal::May(std::string_view right) const {
  return std::find(rights.begin(), rights.end(), right) != rights.end();
}

bool Principal::Sees(std::int64_t unit) const {
  return std::find(units.begin(), units.end(), unit) != units.end();
}

Status SignOut(database::Database& database, std::string_view token, Moment now) {
  const std::string digest = StoredForm(token);
  return database.Write([&](database::Transaction& tx) -> Status {
    HT_TRY(const Stored stored, StoredOf(tx, digest));
    HT_TRY_STATUS(tx.Execute("DELETE FROM auth_session WHERE token_digest = :token", digest));
    journal::Entry entry;
    entry.actor.officer_id = stored.officer_id;
    entry.desk = "auth";
    entry.act = "signed_out";
    entry.subject = "officer";
    entry.subject_id = stored.officer_id;
    return journal::Append(tx, entry, now);
  });
}

// Keyed by the digest: a token in clear is nowhere but on its way.
struct Sessions::Cache {
  struct Known {
    Caller caller;
    Moment at;
  };
  database::Database& database;
  Directory& directory;
  mutable std::mutex mutex;
  std::unordered_map<std::string, Known> known;

  // A clock that jumped back makes nothing fresh.
  static bool IsFresh(const Known& item, Moment now) {
    return item.at <= now && now - item.at < kCacheLife && now < item.caller.expires_at;
  }
};

Sessions::Sessions(database::Database& database, Directory& directory)
    : cache_(new Cache{database, directory, {}, {}}) {}

Sessions::~Sessions() = default;

bool Sessions::IsCached(std::string_view token, Moment now) const {
  const std::string digest = StoredForm(token);
  const std::lock_guard lock(cache_->mutex);
  const auto found = cache_->known.find(digest);
  return found != cache_->known.end() && Cache::IsFresh(found->second, now);
}

Result<Caller> Sessions::CallerOf(std::string_view token, Moment now) {
  const std::string digest = StoredForm(token);
  {
    const std::lock_guard lock(cache_->mutex);
    const auto found = cache_->known.find(digest);
    if (found != cache_->known.end() && Cache::IsFresh(found->second, now)) {
      return found->second.caller;
    }
  }
  auto caller = cache_->database.Read([&](database::Transaction& tx) -> Result<Caller> {
    HT_TRY(Stored stored, StoredOf(tx, digest));
    if (stored.expires_at <= now) return Fail(NoSession());
    auto principal = cache_->directory.PrincipalOf(tx, stored.officer_id);
    if (!principal && principal.error().code == ErrorCode::not_found) return Fail(NoSession());
    if (!principal) return Fail(principal.error());
    return Caller{std::move(*principal), std::move(stored.csrf_token), stored.expires_at};
  });
  const std::lock_guard lock(cache_->mutex);
  if (!caller) {
    cache_->known.erase(digest);
    return caller;
  }
  if (cache_->known.size() >= kCached) {
    std::erase_if(cache_->known,
                  [&](const auto& item) { return !Cache::IsFresh(item.second, now); });
  }
  cache_->known[digest] = {*caller, now};
  return caller;
}

void Sessions::Forget(std::string_view token) {
  const std::string digest = StoredForm(token);
  const std::lock_guard lock(cache_->mutex);
  cache_->known.erase(digest);
}

std::span<const database::Migration> Migrations() { return kMigrations; }

}  // namespace hetang::auth
