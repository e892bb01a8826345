#include <fmt/format.h>

#include "platform/journal/chain.h"
#include "platform/journal/journal.h"

namespace hetang::journal {

// An entry with its seal and the cipher text beside it.
struct Link : StoredEntry {
  std::int64_t position = 0;
  std::string hash;
  std::optional<std::string> cipher;
};
BOOST_DESCRIBE_STRUCT(Link, (StoredEntry), (position, hash, cipher))

namespace {

constexpr std::int64_t kPage = 1000;

struct Extent {
  HashKind kind = HashKind::sha256;
  std::int64_t last_position = 0;
};

Result<std::vector<Link>> ReadLinks(database::Transaction& tx, std::int64_t position) {
  return tx.Query<Link>(
      "SELECT e.id, e.at, e.officer_id, e.actor_unit_id, e.desk, e.act, e.subject, e.subject_id, "
      "e.case_id, e.unit_id, e.why, e.facts, e.before, e.after, e.person_id, e.personal_digest, "
      "s.position, s.hash, p.cipher FROM journal_seal s "
      "JOIN journal_entry e ON e.id = s.entry_id "
      "LEFT JOIN journal_personal p ON p.entry_id = e.id "
      "WHERE s.position > :position ORDER BY s.position LIMIT :limit",
      position, kPage);
}

bool PersonalProves(const Link& link) {
  if (!link.cipher) return link.personal_digest.empty();
  return DigestOfText(*link.cipher) == link.personal_digest;
}

tl::unexpected<Error> Broken(std::int64_t position) {
  return Fail(ErrorCode::corrupt,
              fmt::format("The journal does not prove itself at position {}.", position));
}

}  // namespace

Result<Proof> Verify(database::Database& database, const std::string& expected_head) {
  HT_TRY(const Extent extent, database.Read([](database::Transaction& tx) -> Result<Extent> {
    HT_TRY(const auto kind, KindOfChain(tx));
    HT_TRY(const std::int64_t last, LastPosition(tx));
    return Extent{kind.value_or(HashKind::sha256), last};
  }));
  Chain chain(extent.kind);
  std::string head(kGenesis);
  bool expected_seen = expected_head.empty();
  std::int64_t position = 0;
  while (position < extent.last_position) {
    HT_TRY(const auto links,
           database.Read([&](database::Transaction& tx) { return ReadLinks(tx, position); }));
    if (links.empty()) return Broken(position + 1);
    for (const Link& link : links) {
      // A seal that lost its entry, or a lost seal, leaves a hole in the positions.
      if (link.position != ++position) return Broken(position);
      if (chain.HashAfter(head, link) != link.hash || !PersonalProves(link)) {
        return Broken(position);
      }
      head = link.hash;
      expected_seen = expected_seen || head == expected_head;
    }
  }
  if (!expected_seen) {
    return Fail(ErrorCode::corrupt,
                "The expected head is not in the journal: entries were cut off its end, or it is "
                "the head of another journal.");
  }
  return Proof{position, position == 0 ? std::string() : head};
}

}  // namespace hetang::journal
