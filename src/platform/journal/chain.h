// The hash chain: what one entry looks like in the database, and how its hash follows from it.
//
// hash = H(hash before it || canonical form of the entry), as lower-case hex; the first entry
// follows kGenesis. The canonical form is each stored column, in the order of the description, as
// its length in bytes, a colon and its text: two different entries never share one.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "platform/database/database.h"
#include "platform/journal/journal.h"

namespace hetang::journal {

// A row of journal_entry. `personal_digest` is DigestOfText of the cipher text beside it, or empty.
struct StoredEntry {
  std::int64_t id = 0;
  Moment at;
  std::int64_t officer_id = 0;
  std::int64_t actor_unit_id = 0;
  std::string desk;
  std::string act;
  std::string subject;
  std::int64_t subject_id = 0;
  std::int64_t case_id = 0;
  std::int64_t unit_id = 0;
  std::string why;
  std::string facts;
  std::string before;
  std::string after;
  std::int64_t person_id = 0;
  std::string personal_digest;
};
BOOST_DESCRIBE_STRUCT(StoredEntry, (),
                      (id, at, officer_id, actor_unit_id, desk, act, subject, subject_id, case_id,
                       unit_id, why, facts, before, after, person_id, personal_digest))

inline constexpr std::string_view kGenesis =
    "0000000000000000000000000000000000000000000000000000000000000000";

// Lower-case hex of a hash of any length of input. Not for several threads at a time.
class Hasher {
 public:
  explicit Hasher(HashKind kind);
  ~Hasher();
  Hasher(const Hasher&) = delete;
  Hasher& operator=(const Hasher&) = delete;
  std::string Of(std::string_view text);

 private:
  struct Context;
  std::unique_ptr<Context> context_;
};

class Chain {
 public:
  explicit Chain(HashKind kind) : hasher_(kind) {}
  std::string HashAfter(std::string_view previous, const StoredEntry& entry);

 private:
  Hasher hasher_;
  std::string buffer_;
};

// The kind the chain of this database was begun with; nothing when no sealer has run yet.
Result<std::optional<HashKind>> KindOfChain(database::Transaction& tx);

}  // namespace hetang::journal

namespace hetang::database {
template <>
inline constexpr std::string_view kTable<journal::StoredEntry> = "journal_entry";
}  // namespace hetang::database
