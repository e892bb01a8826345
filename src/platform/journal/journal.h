// The journal: the append-only record of everything that was done, hash-chained and provable.
//
// A command appends its entries in its own transaction. One sealer gives committed entries their
// position (1, 2, 3, ... without gaps, in the order they are sealed) and the hash that chains them.
// Streams, subscribers and `Last-Event-ID` use the position only. Personal values lie beside the
// entry, encrypted under a key per person; destroying the key forgets them and the chain still
// proves itself, because it covers the cipher text.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <boost/json/object.hpp>

#include "base/result.h"
#include "base/time.h"
#include "platform/database/database.h"

namespace hetang::journal {

// Who acts. The program itself (sealer, deadline runner, gateway) is officer 0.
struct Actor {
  std::int64_t officer_id = 0;
  std::int64_t unit_id = 0;
};

// What a command says it did. No field but `personal` may hold personal data.
struct Entry {
  Actor actor;
  std::string desk;     // `intake`, `funds`, ...; platform parts use their own name.
  std::string act;      // Past tense, snake_case: `report_taken`, `order_answered`.
  std::string subject;  // `report`, `order`, ...
  std::int64_t subject_id = 0;
  std::int64_t case_id = 0;  // 0: of no case. The timeline of a case is read by it.
  std::int64_t unit_id = 0;  // The unit whose officers may see the entry; 0: everybody's.
  std::string why;           // The reason an officer gave, or the rule that acted. May be empty.
  boost::json::object facts;
  std::string before;  // DigestOf the record before and after; empty when there is none.
  std::string after;
  std::int64_t person_id = 0;  // Whose key encrypts `personal`; 0 when `personal` is empty.
  std::string personal;
};

// The digest (SHA-256, lower-case hex) of a described record's full JSON, for `before` and `after`.
std::string DigestOfText(std::string_view text);
template <typename Record>
std::string DigestOf(const Record& record);

Status Append(database::Transaction& tx, const Entry& entry, Moment now);

// A sealed entry as streams, timelines and the audit log read it.
struct Sealed {
  std::int64_t position = 0;
  Moment at;
  std::int64_t officer_id = 0;
  std::string desk;
  std::string act;
  std::string subject;
  std::int64_t subject_id = 0;
  std::int64_t case_id = 0;
  std::int64_t unit_id = 0;
  std::string why;
  std::string facts;  // A JSON object.
  std::string hash;
};
BOOST_DESCRIBE_STRUCT(Sealed, (),
                      (position, at, officer_id, desk, act, subject, subject_id, case_id, unit_id,
                       why, facts, hash))

// Up to `limit` sealed entries after `position`, oldest first.
Result<std::vector<Sealed>> ReadAfter(database::Transaction& tx, std::int64_t position,
                                      std::int64_t limit);
// All sealed entries of a case, oldest first.
Result<std::vector<Sealed>> OfCase(database::Transaction& tx, std::int64_t case_id);
Result<std::int64_t> LastPosition(database::Transaction& tx);

// The personal value beside an entry; nothing when there is none or its key was destroyed. Its
// reader checks the right and appends a journal entry of its own. Errors: not_found (no such
// position), corrupt.
Result<std::optional<std::string>> PersonalOf(database::Transaction& tx, std::int64_t position);
// Destroys the key: the personal values written so far can never be read again.
Status Forget(database::Transaction& tx, std::int64_t person_id);

enum class HashKind { sha256, sm3 };
BOOST_DESCRIBE_ENUM(HashKind, sha256, sm3)

// Seals in the background, woken by commits, and tells listeners the new last position. Also
// feeds durable subscribers: each sealed entry is given once, in order, in a transaction that also
// stores the subscriber's position. A subscriber that fails is tried again later and holds up
// nobody but itself. A new subscriber begins with the first entry.
//
// One sealer a database is enough; when two programs run one each on the same PostgreSQL, they take
// turns and the chain stays one.
class Sealer {
 public:
  using Subscriber = std::function<Status(database::Transaction&, const Sealed&)>;

  // Starts where the last sealer left off, in a time that does not grow with the journal. Error:
  // unsupported, when the chain was begun with another kind of hash.
  static Result<std::unique_ptr<Sealer>> Start(database::Database& database, HashKind kind);
  virtual ~Sealer() = default;  // Stops and joins.
  virtual void Subscribe(std::string name, Subscriber subscriber) = 0;
  // `listener` is called by the thread that sealed, after each batch; it must be quick.
  virtual void OnSealed(std::function<void(std::int64_t last_position)> listener) = 0;
  // Seals and feeds everything committed before the call; the first failure of a subscriber is the
  // error. For tests and a tidy shutdown.
  virtual Status Flush() = 0;
};

struct Proof {
  std::int64_t entries = 0;
  std::string head;  // The hash of the last entry; kept elsewhere, it proves a cut tail.
};
// Reads the whole chain as it is at the call. Error: corrupt, naming the first position that does
// not prove itself, or that `expected_head` (when not empty) is no hash of the chain.
Result<Proof> Verify(database::Database& database, const std::string& expected_head);

std::span<const database::Migration> Migrations();

}  // namespace hetang::journal

#include "base/json.h"

namespace hetang::journal {
template <typename Record>
std::string DigestOf(const Record& record) {
  return DigestOfText(json::Write(record, Reveal::in_full));
}
}  // namespace hetang::journal
