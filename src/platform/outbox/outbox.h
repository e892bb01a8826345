// The outbox: messages that must leave, written in the transaction that decided on them.
//
// A message is sent at least once and in order within its destination; the receiver makes it
// effective once by its key. Sending is retried with growing pauses and jitter until it is accepted
// or cancelled; acceptance is not the answer: the desk that asked waits for that by a deadline.
// lines.h tells how each destination fares, and pauses it.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "base/field.h"
#include "base/result.h"
#include "platform/database/database.h"
#include "platform/journal/journal.h"

namespace hetang::outbox {

enum class State { waiting, sent, cancelled };
BOOST_DESCRIBE_ENUM(State, waiting, sent, cancelled)

struct Message {
  std::int64_t id = 0;
  std::string channel;      // `bank`
  std::string destination;  // Within the channel: the bank's 12-digit code.
  std::string key;          // Idempotency key, unique within the channel: the application id.
  PersonalText payload;     // The message as it goes on the wire, or what it is made from.
  State state = State::waiting;
  std::int64_t attempts = 0;
  Moment created_at;
  Moment next_at;  // Not before this.
  std::optional<Moment> sent_at;
  std::string last_error;  // The last failure, free of personal data.
};
BOOST_DESCRIBE_STRUCT(Message, (),
                      (id, channel, destination, key, payload, state, attempts, created_at, next_at,
                       sent_at, last_error))

// Error: conflict, when the channel has had this key before.
Status Put(database::Transaction& tx, std::string channel, std::string destination, std::string key,
           std::string payload, Moment now);
// Sends again what was accepted before (its answer never came); part of a desk's command. A message
// still waiting just waits on. Errors: not_found, conflict (cancelled).
Status SendAgain(database::Transaction& tx, std::string_view channel, std::string_view key,
                 Moment now);
// Takes a message back that need not leave any more. One that is on its way at this moment may
// still arrive. Not waiting (sent, cancelled) is no error. Error: not_found.
Status Cancel(database::Transaction& tx, std::string_view channel, std::string_view key);
// Waits a growing pause after `attempts` failures: 1 s, 2 s, 4 s ... at most 60 s, each +-25 %:
// `jitter` 0 gives the shortest, 1 the longest.
Duration PauseAfter(std::int64_t attempts, double jitter);

// Takes one message to its destination. Success: the other side has accepted it. Called on worker
// threads, several destinations at a time, one message a destination at a time. It must come to an
// end by itself: a call that never returns blocks its destination and the stop of the dispatcher.
using Deliver = std::function<Status(const Message&)>;

// Delivers the waiting messages of one channel. It looks when it starts, after each commit of this
// program, when a pause ends by `clock`, and once a second for what other programs have put.
// Destinations that failed last time share half of the threads, so that banks which are down and
// slow to say so do not hold up the others.
class Dispatcher {
 public:
  struct Options {
    std::size_t threads = 4;
  };
  static std::unique_ptr<Dispatcher> Start(database::Database& database, const Clock& clock,
                                           std::string channel, Deliver deliver, Options options);
  virtual ~Dispatcher() = default;  // Ends the deliveries under way, then joins.
  virtual void Wake() = 0;          // Looks again at once; for a clock that was set.
};

std::span<const database::Migration> Migrations();

}  // namespace hetang::outbox

namespace hetang::database {
template <>
inline constexpr std::string_view kTable<outbox::Message> = "outbox_message";
}  // namespace hetang::database
