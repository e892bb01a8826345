#include <array>

#include "desk/roster/roles.h"
#include "desk/roster/roster.h"
#include "platform/deadline/calendar.h"

namespace hetang::roster {
namespace {

constexpr std::array<database::Migration, 7> kMigrations{{
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
}};

}  // namespace

std::span<const database::Migration> Migrations() { return kMigrations; }

Status Seed(database::Transaction& tx, Moment now) {
  for (const RoleSeed& seed : kRoleSeeds) {
    HT_TRY_STATUS(
        tx.Execute("INSERT INTO roster_role (name, rights) VALUES (:name, :rights) "
                   "ON CONFLICT (name) DO NOTHING",
                   seed.name, seed.rights));
  }
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
