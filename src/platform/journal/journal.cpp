#include "platform/journal/journal.h"

#include <boost/json/serialize.hpp>

#include "base/check.h"
#include "platform/journal/chain.h"
#include "platform/journal/cipher.h"

namespace hetang::journal {
namespace {

// The key of this person; made when there is none yet.
Result<std::string> KeyFor(database::Transaction& tx, std::int64_t person_id) {
  HT_TRY(auto keys,
         tx.Query<std::string>("SELECT key FROM journal_key WHERE person_id = :id", person_id));
  if (!keys.empty()) return std::move(keys.front());
  std::string key = MakeKey();
  HT_TRY_STATUS(
      tx.Execute("INSERT INTO journal_key (person_id, key) VALUES (:id, :key)", person_id, key));
  return key;
}

StoredEntry RowOf(const Entry& entry, Moment now) {
  StoredEntry row;
  row.at = now;
  row.officer_id = entry.actor.officer_id;
  row.actor_unit_id = entry.actor.unit_id;
  row.desk = entry.desk;
  row.act = entry.act;
  row.subject = entry.subject;
  row.subject_id = entry.subject_id;
  row.case_id = entry.case_id;
  row.unit_id = entry.unit_id;
  row.why = entry.why;
  row.facts = boost::json::serialize(entry.facts);
  row.before = entry.before;
  row.after = entry.after;
  return row;
}

constexpr std::string_view kSealedHead =
    "SELECT s.position, e.at, e.officer_id, e.desk, e.act, e.subject, e.subject_id, e.case_id, "
    "e.unit_id, e.why, e.facts, s.hash "
    "FROM journal_seal s JOIN journal_entry e ON e.id = s.entry_id ";

}  // namespace

std::string DigestOfText(std::string_view text) { return Hasher(HashKind::sha256).Of(text); }

Status Append(database::Transaction& tx, const Entry& entry, Moment now) {
  HT_CHECK(!entry.desk.empty() && !entry.act.empty());
  HT_CHECK(entry.personal.empty() == (entry.person_id == 0));
  StoredEntry row = RowOf(entry, now);
  if (entry.personal.empty()) {
    HT_TRY_STATUS(tx.Insert(row));
    return {};
  }
  HT_TRY(const std::string key, KeyFor(tx, entry.person_id));
  HT_TRY(const std::string cipher, Encrypt(key, entry.personal));
  row.person_id = entry.person_id;
  row.personal_digest = DigestOfText(cipher);
  HT_TRY(const std::int64_t id, tx.Insert(row));
  HT_TRY_STATUS(
      tx.Execute("INSERT INTO journal_personal (entry_id, person_id, cipher) VALUES (:entry, "
                 ":person, :cipher)",
                 id, entry.person_id, cipher));
  return {};
}

Result<std::vector<Sealed>> ReadAfter(database::Transaction& tx, std::int64_t position,
                                      std::int64_t limit) {
  static const std::string sql =
      std::string(kSealedHead) + "WHERE s.position > :position ORDER BY s.position LIMIT :limit";
  return tx.Query<Sealed>(sql, position, limit);
}

Result<std::vector<Sealed>> OfCase(database::Transaction& tx, std::int64_t case_id) {
  // The second condition lets both engines see that the index holds all that is asked for.
  static const std::string sql = std::string(kSealedHead) +
                                 "WHERE e.case_id = :case_id AND e.case_id <> 0 "
                                 "ORDER BY s.position";
  return tx.Query<Sealed>(sql, case_id);
}

Result<std::int64_t> LastPosition(database::Transaction& tx) {
  HT_TRY(const auto last, tx.Query<std::int64_t>(
                              "SELECT position FROM journal_seal ORDER BY position DESC LIMIT 1"));
  return last.empty() ? 0 : last.front();
}

namespace {

struct PersonalRow {
  std::string personal_digest;
  std::optional<std::string> cipher;
  std::optional<std::string> key;
};
BOOST_DESCRIBE_STRUCT(PersonalRow, (), (personal_digest, cipher, key))

}  // namespace

Result<std::optional<std::string>> PersonalOf(database::Transaction& tx, std::int64_t position) {
  HT_TRY(const auto rows,
         tx.Query<PersonalRow>("SELECT e.personal_digest, p.cipher, k.key FROM journal_seal s "
                               "JOIN journal_entry e ON e.id = s.entry_id "
                               "LEFT JOIN journal_personal p ON p.entry_id = e.id "
                               "LEFT JOIN journal_key k ON k.person_id = e.person_id "
                               "WHERE s.position = :position",
                               position));
  if (rows.empty()) return Fail(ErrorCode::not_found, "The journal has no such position.");
  const PersonalRow& row = rows.front();
  if (row.personal_digest.empty()) return std::nullopt;
  if (!row.cipher || DigestOfText(*row.cipher) != row.personal_digest) {
    return Fail(ErrorCode::corrupt, "A personal value of the journal does not prove itself.");
  }
  if (!row.key) return std::nullopt;
  // The cipher text is what was written; when this key does not open it, its own was destroyed.
  return Decrypt(*row.key, *row.cipher);
}

Status Forget(database::Transaction& tx, std::int64_t person_id) {
  HT_TRY_STATUS(tx.Execute("DELETE FROM journal_key WHERE person_id = :id", person_id));
  return {};
}

}  // namespace hetang::journal
