#include "platform/http/idempotency.h"

#include "platform/http/server.h"

namespace hetang::http {
namespace {

constexpr Duration kKept = Hours(48);

struct Kept {
  std::string route;
  std::string body_digest;
  std::int64_t status = 0;
  std::string etag;
  std::string response;
};
BOOST_DESCRIBE_STRUCT(Kept, (), (route, body_digest, status, etag, response))

constexpr database::Migration kMigrations[] = {{"http", 1, R"(
CREATE TABLE http_idempotency (
  officer_id INTEGER NOT NULL,
  idempotency_key TEXT NOT NULL,
  route TEXT NOT NULL,
  body_digest TEXT NOT NULL,
  status INTEGER NOT NULL,
  etag TEXT NOT NULL,
  response TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (officer_id, idempotency_key)
);
CREATE INDEX http_idempotency_at ON http_idempotency (at);
)"}};

}  // namespace

Status CheckIdempotencyKey(std::string_view key) {
  bool good = !key.empty() && key.size() <= 200;
  for (const char c : key) good = good && c > 0x20 && c < 0x7F;
  if (good) return {};
  return Invalid({{"Idempotency-Key", "text", "It must be 1 to 200 printable characters."}});
}

Result<std::optional<Response>> FirstAnswer(database::Transaction& tx, const CommandKey& key) {
  HT_TRY(const auto found,
         tx.Query<Kept>("SELECT route, body_digest, status, etag, response FROM http_idempotency "
                        "WHERE officer_id = :officer AND idempotency_key = :key",
                        key.officer_id, key.key));
  if (found.empty()) return std::nullopt;
  const Kept& kept = found.front();
  if (kept.route != key.route || kept.body_digest != key.body_digest) {
    return Fail(ErrorCode::conflict, "The idempotency key was used for another request.",
                "idempotency_key_reused");
  }
  Response response;
  response.status = static_cast<int>(kept.status);
  response.body = kept.response;
  response.etag = kept.etag;
  response.headers.emplace_back("Idempotency-Replayed", "true");
  return response;
}

Status KeepAnswer(database::Transaction& tx, const CommandKey& key, const Response& response,
                  Moment now) {
  HT_TRY_STATUS(tx.Execute(
      "INSERT INTO http_idempotency (officer_id, idempotency_key, route, body_digest, status, "
      "etag, response, at) VALUES (:officer, :key, :route, :digest, :status, :etag, :response, "
      ":at)",
      key.officer_id, key.key, key.route, key.body_digest,
      static_cast<std::int64_t>(response.status), response.etag, response.body, now));
  return {};
}

Result<std::int64_t> ForgetOldAnswers(database::Transaction& tx, Moment now, std::int64_t limit) {
  return tx.Execute(
      "DELETE FROM http_idempotency WHERE (officer_id, idempotency_key) IN (SELECT officer_id, "
      "idempotency_key FROM http_idempotency WHERE at < :before ORDER BY at LIMIT :limit)",
      now - kKept, limit);
}

std::span<const database::Migration> Migrations() { return kMigrations; }

}  // namespace hetang::http
