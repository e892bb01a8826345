#include "platform/deadline/deadline.h"

namespace hetang::deadline {
namespace {

// The indexes hold open clocks and unseen notices only: what is closed costs the runner and the
// open lists nothing, however much there is of it.
constexpr database::Migration kMigrations[] = {
    {"deadline", 1, R"(
CREATE TABLE deadline_rule (
  id ID,
  name TEXT NOT NULL UNIQUE,
  length_ms INTEGER NOT NULL,
  remind_ms TEXT NOT NULL,
  remind_role TEXT NOT NULL,
  escalate_role TEXT NOT NULL,
  basis TEXT NOT NULL,
  version INTEGER NOT NULL
);
CREATE TABLE deadline_clock (
  id ID,
  rule TEXT NOT NULL,
  desk TEXT NOT NULL,
  subject TEXT NOT NULL,
  subject_id INTEGER NOT NULL,
  case_id INTEGER NOT NULL,
  unit_id INTEGER NOT NULL,
  officer_id INTEGER NOT NULL,
  opened_at INTEGER NOT NULL,
  due_at INTEGER NOT NULL,
  next_at INTEGER,
  reminders INTEGER NOT NULL,
  state TEXT NOT NULL,
  closed_at INTEGER,
  note TEXT NOT NULL
);
CREATE INDEX deadline_clock_next ON deadline_clock (next_at, id) WHERE next_at IS NOT NULL;
CREATE INDEX deadline_clock_open ON deadline_clock (unit_id, due_at) WHERE state = 'open';
CREATE INDEX deadline_clock_subject ON deadline_clock (subject_id, subject) WHERE state = 'open';
CREATE INDEX deadline_clock_case ON deadline_clock (case_id) WHERE case_id <> 0;
CREATE TABLE deadline_notice (
  id ID,
  at INTEGER NOT NULL,
  kind TEXT NOT NULL,
  code TEXT NOT NULL,
  role TEXT NOT NULL,
  officer_id INTEGER NOT NULL,
  unit_id INTEGER NOT NULL,
  subject TEXT NOT NULL,
  subject_id INTEGER NOT NULL,
  case_id INTEGER NOT NULL,
  note TEXT NOT NULL,
  seen_at INTEGER,
  seen_by INTEGER NOT NULL
);
CREATE INDEX deadline_notice_unseen ON deadline_notice (unit_id, role) WHERE seen_at IS NULL;
CREATE INDEX deadline_notice_named ON deadline_notice (officer_id) WHERE seen_at IS NULL;
)"},
    // The board reads each of its lists along one of these, and its counts from the one by rule
    // alone: SQLite looks the state up in the row unless the index has it.
    {"deadline", 2, R"(
ALTER TABLE deadline_rule ADD COLUMN unit TEXT NOT NULL DEFAULT 'time';
ALTER TABLE deadline_rule ADD COLUMN count INTEGER NOT NULL DEFAULT 0;
CREATE TABLE deadline_holiday (
  id ID,
  date TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  kind TEXT NOT NULL
);
DROP INDEX deadline_clock_open;
CREATE INDEX deadline_clock_unit ON deadline_clock (unit_id, due_at, id) WHERE state = 'open';
CREATE INDEX deadline_clock_rule ON deadline_clock (unit_id, rule, due_at, id, state)
  WHERE state = 'open';
CREATE INDEX deadline_clock_desk ON deadline_clock (unit_id, desk, due_at, id)
  WHERE state = 'open';
CREATE INDEX deadline_clock_officer ON deadline_clock (officer_id, due_at, id)
  WHERE state = 'open';
CREATE TABLE deadline_feed (
  id ID,
  officer_id INTEGER NOT NULL,
  scope TEXT NOT NULL,
  token_digest TEXT NOT NULL UNIQUE,
  titles TEXT NOT NULL,
  made_at INTEGER NOT NULL,
  ended_at INTEGER
);
CREATE INDEX deadline_feed_officer ON deadline_feed (officer_id) WHERE ended_at IS NULL;
)"},
};

}  // namespace

std::span<const database::Migration> Migrations() { return kMigrations; }

}  // namespace hetang::deadline
