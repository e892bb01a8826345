// The roster: units, officers, roles as data and the rota. It answers who an officer is
// now (auth::Directory), who is on duty, and who stands beside an officer as the second one.
//
// Rights are `desk:verb` strings. Roles are named sets of them, rows of a table seeded here; the
// administrator edits units, officers and the rota and sees no case data.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/field.h"
#include "base/result.h"
#include "platform/auth/auth.h"
#include "platform/database/database.h"
#include "platform/http/router.h"

namespace hetang::roster {

enum class UnitKind { centre, station, member_unit, bank };
BOOST_DESCRIBE_ENUM(UnitKind, centre, station, member_unit, bank)

struct Unit {
  std::int64_t id = 0;
  Text<12> code;  // 12-digit organisation code, as banks see it.
  Text<80> name;
  UnitKind kind = UnitKind::centre;
  std::optional<std::int64_t> parent_id;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(Unit, (), (id, code, name, kind, parent_id, version))

struct Officer {
  std::int64_t id = 0;
  std::int64_t unit_id = 0;
  Text<40> name;
  Text<20> number;  // Police number; on every order (domain: OperatorIDType 08).
  PhoneNumber phone;
  std::string roles;  // Names of roles, comma-separated.
  bool active = true;
  Text<40> login;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(Officer, (),
                      (id, unit_id, name, number, phone, roles, active, login, version))

struct Role {
  std::int64_t id = 0;
  std::string name;
  std::string rights;  // Comma-separated.
};
BOOST_DESCRIBE_STRUCT(Role, (), (id, name, rights))

struct Shift {
  std::int64_t id = 0;
  std::int64_t officer_id = 0;
  std::int64_t unit_id = 0;
  std::string role;  // The role served on this shift: `duty`, `leader`.
  Moment since;
  Moment until;
  std::int64_t version = 0;
  bool note_due = false;         // The clock of its hand-over note was opened.
  std::int64_t replaces_id = 0;  // The shift that was cut short by this one; 0: none.
  Text<200> why = {};            // Why it was.
};
BOOST_DESCRIBE_STRUCT(Shift, (),
                      (id, officer_id, unit_id, role, since, until, version, note_due, replaces_id,
                       why))

// An officer who sees a unit's records: of the own unit; of the centre, those of all units.
class Roster final : public auth::Directory {
 public:
  Result<auth::Principal> PrincipalOf(database::Transaction& tx, std::int64_t officer_id) override;
};

Result<Officer> OfficerOf(database::Transaction& tx, std::int64_t officer_id);
Result<Unit> UnitOf(database::Transaction& tx, std::int64_t unit_id);
// The names of these officers, those who left included; an unknown id has none.
Result<std::map<std::int64_t, std::string>> NamesOf(database::Transaction& tx,
                                                    std::span<const std::int64_t> officer_ids);

// The active officers who are on shift in this unit now, in this role (empty: in any), the one who
// stays longest first.
Result<std::vector<Officer>> OnDuty(database::Transaction& tx, std::int64_t unit_id,
                                    std::string_view role, Moment now);

// The second officer of an order, who may review it (`funds:review`): another active officer who is
// on shift in the unit now, the one whose shift ends last; without one on shift, any other active
// officer of the unit holding `duty` or `leader`. Nothing when the officer is alone.
Result<std::optional<Officer>> SecondOfficerFor(database::Transaction& tx, const Officer& first,
                                                Moment now);

// A new officer with a login, as `hetang officer add` and the page make one. Errors: invalid (each
// field), conflict (login or police number taken).
struct NewOfficer {
  std::int64_t unit_id = 0;
  Text<40> name;
  Text<20> number;
  PhoneNumber phone;
  std::string roles;
  Text<40> login;
  std::optional<Text<200>> password;  // Absent: cannot sign in until one is set.
};
BOOST_DESCRIBE_STRUCT(NewOfficer, (), (unit_id, name, number, phone, roles, login, password))
Result<Officer> AddOfficer(database::Transaction& tx, const NewOfficer& officer,
                           const journal::Actor& actor, Moment now);
Result<Unit> AddUnit(database::Transaction& tx, const Unit& unit, const journal::Actor& actor,
                     Moment now);

// Seeds roles, the clocks of the rota and the centre's own unit when they are not there yet.
Status Seed(database::Transaction& tx, Moment now);

void AddRoutes(http::Router& router);
std::span<const database::Migration> Migrations();

}  // namespace hetang::roster

namespace hetang::database {
template <>
inline constexpr std::string_view kTable<roster::Unit> = "roster_unit";
template <>
inline constexpr std::string_view kTable<roster::Officer> = "roster_officer";
template <>
inline constexpr std::string_view kTable<roster::Role> = "roster_role";
template <>
inline constexpr std::string_view kTable<roster::Shift> = "roster_shift";
}  // namespace hetang::database
