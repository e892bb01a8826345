// What the roster is sent, and the acts on units and officers.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "desk/roster/roster.h"

namespace hetang::roster {

struct UnitForm {
  Text<12> code;
  Text<80> name;
  UnitKind kind = UnitKind::centre;
  std::optional<std::int64_t> parent_id;
};
BOOST_DESCRIBE_STRUCT(UnitForm, (), (code, name, kind, parent_id))

// A phone sent back as it was shown masked stays as it is.
struct OfficerForm {
  std::int64_t unit_id = 0;
  Text<40> name;
  Text<20> number;
  PhoneNumber phone;
  std::string roles;
  bool active = true;
  Text<40> login;
  std::optional<Text<200>> password;
};
BOOST_DESCRIBE_STRUCT(OfficerForm, (),
                      (unit_id, name, number, phone, roles, active, login, password))

// A record as it was read: which one, and at which version.
struct Seen {
  std::int64_t id = 0;
  std::int64_t version = 0;
};

// Errors: invalid, not_found, stale, conflict (`code_taken`).
Result<Unit> ChangeUnit(database::Transaction& tx, const Seen& seen, const UnitForm& form,
                        const journal::Actor& actor, Moment now);
// Errors: invalid, not_found, stale, conflict (`login_taken`, `number_taken`, `own_rights`: nobody
// takes the right to edit the roster from himself; `last_admin`: somebody must keep it).
Result<Officer> ChangeOfficer(database::Transaction& tx, const Seen& seen, const OfficerForm& form,
                              const journal::Actor& actor, Moment now);

// Journals that this officer's phone was read in full, and gives the officer.
Result<Officer> RevealOfficer(database::Transaction& tx, std::int64_t officer_id, std::string why,
                              const journal::Actor& actor, Moment now);

// `1,2,3` for an IN list; the ids are the program's own numbers. Never empty.
std::string IdList(std::span<const std::int64_t> ids);

}  // namespace hetang::roster
