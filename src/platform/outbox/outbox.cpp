#include "platform/outbox/outbox.h"

#include <algorithm>
#include <cmath>

#include "base/check.h"

namespace hetang::outbox {
namespace {

constexpr database::Migration kMigrations[] = {
    {"outbox", 1, R"(
CREATE TABLE outbox_message (
  id ID,
  channel TEXT NOT NULL,
  destination TEXT NOT NULL,
  key TEXT NOT NULL,
  payload TEXT NOT NULL,
  state TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  next_at INTEGER NOT NULL,
  sent_at INTEGER,
  last_error TEXT NOT NULL,
  UNIQUE (channel, key)
);
CREATE INDEX outbox_message_waiting ON outbox_message (channel, destination, id)
  WHERE state = 'waiting';
)"},
    {"outbox", 2, R"(
CREATE TABLE outbox_line (
  id ID,
  channel TEXT NOT NULL,
  destination TEXT NOT NULL,
  failures INTEGER NOT NULL,
  open_until INTEGER,
  last_error TEXT NOT NULL,
  failed_at INTEGER,
  paused_at INTEGER,
  resumed INTEGER NOT NULL,
  UNIQUE (channel, destination)
);
)"},
};

Result<State> StateOf(database::Transaction& tx, std::string_view channel, std::string_view key) {
  HT_TRY(const auto states,
         tx.Query<State>("SELECT state FROM outbox_message WHERE channel = :channel AND key = :key",
                         channel, key));
  if (states.empty()) return Fail(ErrorCode::not_found, "The outbox has no such message.");
  return states.front();
}

}  // namespace

Status Put(database::Transaction& tx, std::string channel, std::string destination, std::string key,
           std::string payload, Moment now) {
  Message message;
  message.channel = std::move(channel);
  message.destination = std::move(destination);
  message.key = std::move(key);
  message.payload = PersonalText(std::move(payload));
  message.created_at = now;
  message.next_at = now;
  HT_TRY_STATUS(tx.Insert(message));
  return {};
}

Status SendAgain(database::Transaction& tx, std::string_view channel, std::string_view key,
                 Moment now) {
  HT_TRY(const State state, StateOf(tx, channel, key));
  if (state == State::cancelled) {
    return Fail(ErrorCode::conflict, "The message was cancelled.", "message_cancelled");
  }
  HT_TRY_STATUS(tx.Execute(
      "UPDATE outbox_message SET state = 'waiting', attempts = 0, next_at = :now, sent_at = NULL "
      "WHERE channel = :channel AND key = :key AND state = 'sent'",
      now, channel, key));
  return {};
}

Status Cancel(database::Transaction& tx, std::string_view channel, std::string_view key) {
  HT_TRY_STATUS(StateOf(tx, channel, key));
  HT_TRY_STATUS(
      tx.Execute("UPDATE outbox_message SET state = 'cancelled' "
                 "WHERE channel = :channel AND key = :key AND state = 'waiting'",
                 channel, key));
  return {};
}

Duration PauseAfter(std::int64_t attempts, double jitter) {
  HT_CHECK(attempts >= 1 && jitter >= 0.0 && jitter <= 1.0);
  const std::int64_t doubled = std::int64_t{1000} << std::min<std::int64_t>(attempts - 1, 6);
  const auto whole = static_cast<double>(std::min<std::int64_t>(doubled, 60'000));
  return Milliseconds(std::llround(whole * (0.75 + 0.5 * jitter)));
}

std::span<const database::Migration> Migrations() { return kMigrations; }

}  // namespace hetang::outbox
