#include "platform/journal/frontier.h"

#include <algorithm>

namespace hetang::journal {
namespace {

// How far the floor may lag behind: looking over this many seals costs about a millisecond, asking
// for the writers as much.
constexpr std::int64_t kSlack = 4096;

}  // namespace

Status Frontier::Load() {
  HT_TRY_STATUS(database_.Read([&](database::Transaction& tx) -> Status {
    HT_TRY(const auto top,
           tx.Query<std::int64_t>("SELECT COALESCE(MAX(entry_id), 0) FROM journal_seal"));
    HT_TRY(const auto floor, tx.Query<std::int64_t>("SELECT CAST(value AS BIGINT) "
                                                    "FROM journal_meta WHERE name = 'floor'"));
    top_ = top.front();
    floor_ = OrderedByCommit() ? top_ : (floor.empty() ? 0 : floor.front());
    return {};
  }));
  saved_floor_ = floor_;
  candidate_ = 0;
  settled_ = false;
  return {};
}

Result<std::vector<StoredEntry>> Frontier::Unsealed(std::int64_t limit) {
  if (!OrderedByCommit()) HT_TRY_STATUS(Settle());
  HT_TRY(auto entries, database_.Read([&](database::Transaction& tx) {
    // The floor is said for the seals too, or an engine might read all of them.
    return tx.Query<StoredEntry>(
        "SELECT e.id, e.at, e.officer_id, e.actor_unit_id, e.desk, e.act, e.subject, "
        "e.subject_id, e.case_id, e.unit_id, e.why, e.facts, e.before, e.after, e.person_id, "
        "e.personal_digest FROM journal_entry e "
        "LEFT JOIN journal_seal s ON s.entry_id = e.id AND s.entry_id > :seal_floor "
        "WHERE e.id > :floor AND s.entry_id IS NULL ORDER BY e.id LIMIT :limit",
        floor_, floor_, limit);
  }));
  all_given_ = static_cast<std::int64_t>(entries.size()) < limit;
  return entries;
}

void Frontier::Sealed(const std::vector<StoredEntry>& entries) {
  if (!entries.empty()) saved_floor_ = floor_;
  if (!entries.empty()) top_ = std::max(top_, entries.back().id);
  if (OrderedByCommit()) {
    floor_ = top_;
  } else if (settled_ && all_given_) {
    floor_ = std::max(floor_, candidate_);
    candidate_ = 0;
    settled_ = false;
  }
}

Status Frontier::Save(database::Transaction& tx) const {
  if (OrderedByCommit() || floor_ == saved_floor_) return {};
  HT_TRY_STATUS(
      tx.Execute("INSERT INTO journal_meta (name, value) VALUES ('floor', :value) "
                 "ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                 std::to_string(floor_)));
  return {};
}

// An insert locks the table before it draws its id and until its end. So when every writer seen
// after `candidate_` was sealed has gone, each id below it is either committed or never will be.
// The writers are asked for before the entries are read: one that is gone shows what it wrote.
Status Frontier::Settle() {
  if (candidate_ == 0) {
    if (top_ - floor_ < kSlack) return {};
    HT_TRY(writers_, Writers());
    candidate_ = top_;
    settled_ = false;
    return {};
  }
  if (settled_) return {};
  HT_TRY(const auto still, Writers());
  settled_ = std::none_of(writers_.begin(), writers_.end(), [&](const std::string& writer) {
    return std::find(still.begin(), still.end(), writer) != still.end();
  });
  return {};
}

Result<std::vector<std::string>> Frontier::Writers() {
  return database_.Read([](database::Transaction& tx) {
    return tx.Query<std::string>(
        "SELECT virtualtransaction FROM pg_locks WHERE locktype = 'relation' AND "
        "mode = 'RowExclusiveLock' AND relation = CAST('journal_entry' AS regclass) AND "
        "database = (SELECT oid FROM pg_database WHERE datname = current_database())");
  });
}

}  // namespace hetang::journal
