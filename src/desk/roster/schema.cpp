#include <array>

#include "desk/roster/roles.h"
#include "desk/roster/roster.h"
#include "platform/deadline/calendar.h"
#include "platform/deadline/deadline.h"

namespace hetang::roster {
namespace {

struct RotaClock {
  std::string_view name;
  Duration length;
  std::string_view remind_ms;
  std::string_view remind_role;  // Empty: the officer whose clock it is.
};

constexpr std::array<database::Migration, 9> kMigrations{{
    {"roster", 1, R"sql(
CREATE TABLE roster_unit (
  id ID,
  code TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  parent_id INTEGER REFERENCES roster_unit (id),
  version INTEGER NOT NULL
);
CREATE TABLE roster_officer (
  id ID,
  unit_id INTEGER NOT NULL REFERENCES roster_unit (id),
  name TEXT NOT NULL,
  number TEXT NOT NULL UNIQUE,
  phone TEXT NOT NULL,
  roles TEXT NOT NULL,
  active INTEGER NOT NULL,
  login TEXT NOT NULL,
  version INTEGER NOT NULL
);
CREATE UNIQUE INDEX roster_officer_login ON roster_officer (login) WHERE login <> '';
CREATE INDEX roster_officer_unit ON roster_officer (unit_id);
CREATE TABLE roster_role (
  id ID,
  name TEXT NOT NULL UNIQUE,
  rights TEXT NOT NULL
);
CREATE TABLE roster_shift (
  id ID,
  officer_id INTEGER NOT NULL REFERENCES roster_officer (id),
  unit_id INTEGER NOT NULL REFERENCES roster_unit (id),
  role TEXT NOT NULL,
  since INTEGER NOT NULL,
  until INTEGER NOT NULL,
  version INTEGER NOT NULL
);
CREATE INDEX roster_shift_unit ON roster_shift (unit_id, since);
CREATE INDEX roster_shift_officer ON roster_shift (officer_id, since);
CREATE TABLE roster_holiday (
  id ID,
  date TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  kind TEXT NOT NULL
);
)sql"},
    // Centres that were set up before queries: the roles that ask banks get the right to.
    {"roster", 2, R"sql(
UPDATE roster_role SET rights = rights || ',funds:query'
WHERE name IN ('duty', 'analyst', 'investigator', 'leader', 'bank_liaison');
)sql"},
    // The same for the desk that follows the money.
    {"roster", 3, R"sql(
UPDATE roster_role SET rights = rights || ',trail:read'
WHERE name IN ('duty', 'analyst', 'investigator', 'leader', 'auditor');
UPDATE roster_role SET rights = rights || ',trail:import'
WHERE name IN ('duty', 'analyst', 'investigator');
UPDATE roster_role SET rights = rights || ',trail:claim'
WHERE name IN ('analyst', 'investigator');
)sql"},
    // The same for freezing, which a leader approves.
    {"roster", 4, R"sql(
UPDATE roster_role SET rights = rights || ',funds:freeze' WHERE name IN ('duty', 'investigator');
UPDATE roster_role SET rights = rights || ',funds:release' WHERE name = 'investigator';
UPDATE roster_role SET rights = rights || ',funds:approve' WHERE name = 'leader';
)sql"},
    // The same for documents.
    {"roster", 5, R"sql(
UPDATE roster_role SET rights = rights || ',document:read,document:make'
WHERE name IN ('duty', 'analyst', 'investigator', 'leader');
UPDATE roster_role SET rights = rights || ',document:void'
WHERE name IN ('duty', 'investigator', 'leader');
UPDATE roster_role SET rights = rights || ',document:templates' WHERE name = 'leader';
)sql"},
    // The same for closing a case.
    {"roster", 6, R"sql(
UPDATE roster_role SET rights = rights || ',register:close'
WHERE name IN ('investigator', 'leader');
)sql"},
    // The days are counted where the clocks run; whoever edits their rules edits those of approval.
    {"roster", 7, R"sql(
INSERT INTO deadline_holiday (date, name, kind) SELECT date, name, kind FROM roster_holiday;
DROP TABLE roster_holiday;
UPDATE roster_role SET rights = rights || ',approval:rules' WHERE name = 'leader';
)sql"},
    // Duty: what must be served, what is not, who takes whose shift, what is handed over.
    {"roster", 8, R"sql(
ALTER TABLE roster_shift ADD COLUMN note_due INTEGER NOT NULL DEFAULT 0;
ALTER TABLE roster_shift ADD COLUMN replaces_id INTEGER NOT NULL DEFAULT 0;
ALTER TABLE roster_shift ADD COLUMN why TEXT NOT NULL DEFAULT '';
CREATE TABLE roster_requirement (
  id ID,
  unit_id INTEGER NOT NULL REFERENCES roster_unit (id),
  role TEXT NOT NULL,
  begins INTEGER NOT NULL,
  ends INTEGER NOT NULL,
  officers INTEGER NOT NULL,
  UNIQUE (unit_id, role, begins, ends)
);
CREATE TABLE roster_gap (
  id ID,
  requirement_id INTEGER NOT NULL,
  unit_id INTEGER NOT NULL,
  role TEXT NOT NULL,
  occurs_at INTEGER NOT NULL,
  since INTEGER NOT NULL,
  until INTEGER NOT NULL,
  found_at INTEGER NOT NULL,
  state TEXT NOT NULL,
  closed_at INTEGER
);
CREATE UNIQUE INDEX roster_gap_open ON roster_gap (requirement_id, occurs_at)
  WHERE state = 'open';
CREATE TABLE roster_swap (
  id ID,
  shift_id INTEGER NOT NULL,
  unit_id INTEGER NOT NULL,
  role TEXT NOT NULL,
  since INTEGER NOT NULL,
  until INTEGER NOT NULL,
  from_officer INTEGER NOT NULL,
  to_officer INTEGER NOT NULL,
  why TEXT NOT NULL,
  asked_at INTEGER NOT NULL,
  state TEXT NOT NULL,
  decided_by INTEGER NOT NULL,
  decided_at INTEGER,
  reason TEXT NOT NULL,
  version INTEGER NOT NULL
);
CREATE UNIQUE INDEX roster_swap_open ON roster_swap (shift_id) WHERE state = 'asked';
CREATE INDEX roster_swap_from ON roster_swap (from_officer, since);
CREATE INDEX roster_swap_to ON roster_swap (to_officer, since);
CREATE INDEX roster_swap_unit ON roster_swap (unit_id, since);
CREATE TABLE roster_handover (
  id ID,
  shift_id INTEGER NOT NULL REFERENCES roster_shift (id),
  unit_id INTEGER NOT NULL,
  role TEXT NOT NULL,
  officer_id INTEGER NOT NULL,
  text TEXT NOT NULL,
  links TEXT NOT NULL,
  written_at INTEGER NOT NULL
);
CREATE INDEX roster_handover_unit ON roster_handover (unit_id, written_at);
CREATE TABLE roster_handover_reading (
  id ID,
  handover_id INTEGER NOT NULL REFERENCES roster_handover (id),
  officer_id INTEGER NOT NULL,
  read_at INTEGER NOT NULL,
  UNIQUE (handover_id, officer_id)
);
UPDATE roster_role SET rights = rights || ',roster:plan,roster:impose' WHERE name = 'leader';
UPDATE roster_role SET rights = rights || ',roster:plan' WHERE name = 'admin';
)sql"},
    // The same for the desk that warns.
    {"roster", 9, R"sql(
UPDATE roster_role SET rights = rights || ',warning:read'
WHERE name IN ('duty', 'station_officer', 'leader', 'auditor');
UPDATE roster_role SET rights = rights || ',warning:take_in' WHERE name IN ('duty', 'leader');
UPDATE roster_role SET rights = rights || ',warning:handle'
WHERE name IN ('duty', 'station_officer', 'leader');
UPDATE roster_role SET rights = rights || ',warning:lead,warning:rules' WHERE name = 'leader';
)sql"},
}};

// How soon the clocks of the rota ring, and for whom. A gap is looked for as far ahead as its rule
// is long, and falls due when it begins; a note is due when its shift has ended, its reading when
// the next shift has begun.
constexpr std::array<RotaClock, 4> kRotaClocks{{
    {"rota_gap", Hours(24), "43200000,14400000", "leader"},
    {"handover_note", Minutes(30), "1800000", ""},
    {"handover_reading", Minutes(30), "900000", ""},
    {"swap_answer", Hours(24), "7200000", ""},
}};

Status SeedClocks(database::Transaction& tx) {
  for (const RotaClock& clock : kRotaClocks) {
    deadline::Rule rule;
    rule.name = clock.name;
    rule.length_ms = clock.length.ms;
    rule.remind_ms = clock.remind_ms;
    rule.remind_role = clock.remind_role;
    rule.escalate_role = "leader";
    rule.basis = "local practice";
    HT_TRY_STATUS(deadline::SeedRule(tx, rule));
  }
  return {};
}

}  // namespace

std::span<const database::Migration> Migrations() { return kMigrations; }

Status Seed(database::Transaction& tx, Moment now) {
  for (const RoleSeed& seed : kRoleSeeds) {
    HT_TRY_STATUS(
        tx.Execute("INSERT INTO roster_role (name, rights) VALUES (:name, :rights) "
                   "ON CONFLICT (name) DO NOTHING",
                   seed.name, seed.rights));
  }
  HT_TRY_STATUS(SeedClocks(tx));
  HT_TRY(const auto units, tx.Query<std::int64_t>("SELECT COUNT(*) FROM roster_unit"));
  if (units[0] != 0) return {};
  HT_TRY_STATUS(deadline::SeedHolidays(tx));
  Unit centre;
  centre.code = "430202000000";
  centre.name = "荷塘区反诈中心";
  HT_TRY_STATUS(AddUnit(tx, centre, journal::Actor{}, now));
  return {};
}

}  // namespace hetang::roster
