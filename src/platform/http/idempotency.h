// The first answer to each idempotency key, kept in the transaction of the command it belongs to.
#pragma once

#include <optional>
#include <string>

#include "platform/database/database.h"
#include "platform/http/router.h"

namespace hetang::http {

struct CommandKey {
  std::string key;  // 1 to 200 printable characters.
  std::int64_t officer_id = 0;
  std::string route;  // Method and target: the same key elsewhere is another command.
  std::string body_digest;
};

// Error: invalid, naming the header.
Status CheckIdempotencyKey(std::string_view key);

// The answer given before, marked `Idempotency-Replayed: true`; nothing when the key is new.
// Error: conflict (`idempotency_key_reused`).
Result<std::optional<Response>> FirstAnswer(database::Transaction& tx, const CommandKey& key);
Status KeepAnswer(database::Transaction& tx, const CommandKey& key, const Response& response,
                  Moment now);

// Forgets up to `limit` answers older than 48 hours; gives how many there were.
Result<std::int64_t> ForgetOldAnswers(database::Transaction& tx, Moment now, std::int64_t limit);

}  // namespace hetang::http
