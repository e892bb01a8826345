#include "platform/journal/journal.h"

namespace hetang::journal {
namespace {

// journal_entry and journal_personal are only ever appended to, journal_seal by the sealer alone.
// The timeline of a case needs its index; an entry of no case costs nothing there.
constexpr database::Migration kMigrations[] = {
    {"journal", 1, R"(
CREATE TABLE journal_entry (
  id ID,
  at INTEGER NOT NULL,
  officer_id INTEGER NOT NULL,
  actor_unit_id INTEGER NOT NULL,
  desk TEXT NOT NULL,
  act TEXT NOT NULL,
  subject TEXT NOT NULL,
  subject_id INTEGER NOT NULL,
  case_id INTEGER NOT NULL,
  unit_id INTEGER NOT NULL,
  why TEXT NOT NULL,
  facts TEXT NOT NULL,
  before TEXT NOT NULL,
  after TEXT NOT NULL,
  person_id INTEGER NOT NULL,
  personal_digest TEXT NOT NULL
);
CREATE INDEX journal_entry_case ON journal_entry (case_id) WHERE case_id <> 0;
CREATE TABLE journal_personal (
  entry_id INTEGER PRIMARY KEY,
  person_id INTEGER NOT NULL,
  cipher TEXT NOT NULL
);
CREATE TABLE journal_key (
  person_id INTEGER PRIMARY KEY,
  key TEXT NOT NULL
);
CREATE TABLE journal_seal (
  position INTEGER PRIMARY KEY,
  entry_id INTEGER NOT NULL UNIQUE,
  hash TEXT NOT NULL
);
CREATE TABLE journal_subscriber (
  name TEXT PRIMARY KEY,
  position INTEGER NOT NULL
);
CREATE TABLE journal_meta (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
);
)"},
};

}  // namespace

std::span<const database::Migration> Migrations() { return kMigrations; }

}  // namespace hetang::journal
