#include <algorithm>
#include <cctype>

#include "base/text.h"
#include "desk/roster/forms.h"
#include "desk/roster/roles.h"

namespace hetang::roster {
namespace {

Result<std::vector<Role>> AllRoles(database::Transaction& tx) {
  return tx.Find<Role>("ORDER BY id");
}

// Digits, with the signs people write between them.
bool IsPhone(std::string_view text) {
  std::size_t digits = 0;
  for (const char c : text) {
    if (c >= '0' && c <= '9') {
      ++digits;
    } else if (c != '-' && c != '+' && c != ' ') {
      return false;
    }
  }
  return digits >= 3 && text.size() <= 20;
}

bool IsLogin(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
  });
}

Result<std::vector<FieldError>> FaultsOf(database::Transaction& tx, const Officer& officer,
                                         std::span<const Role> roles) {
  std::vector<FieldError> faults = FaultsOfRoles(roles, officer.roles);
  HT_TRY(const auto unit, tx.Find<Unit>("WHERE id = :id", officer.unit_id));
  if (unit.empty()) faults.push_back({"unit_id", "unknown_unit", "There is no such unit."});
  if (officer.name.empty()) faults.push_back({"name", "missing", "An officer has a name."});
  if (officer.number.empty()) faults.push_back({"number", "missing", "An officer has a number."});
  if (officer.phone.Reveal().find('*') != std::string::npos) {
    faults.push_back({"phone", "masked", "A masked phone cannot be stored."});
  } else if (!IsPhone(officer.phone.Reveal())) {
    faults.push_back({"phone", "phone", "A phone has digits, and blanks, + or - between them."});
  }
  if (!IsLogin(officer.login.str())) {
    faults.push_back({"login", "login", "A login has small letters, digits, dot, dash."});
  }
  return faults;
}

Status CheckUnique(database::Transaction& tx, const Officer& officer) {
  HT_TRY(const auto same,
         tx.Find<Officer>("WHERE id <> :id AND (number = :number OR (login <> '' AND login = "
                          ":login))",
                          officer.id, officer.number, officer.login));
  if (same.empty()) return {};
  Error error{ErrorCode::conflict, "Another officer has this number or login.", "", {}};
  for (const Officer& other : same) {
    const bool by_number = other.number == officer.number;
    error.rule = by_number ? "number_taken" : "login_taken";
    error.fields.push_back({by_number ? "number" : "login", error.rule, error.message});
  }
  return Fail(std::move(error));
}

Status CheckPassword(database::Transaction& tx, const Officer& officer,
                     const std::optional<Text<200>>& password, Moment now) {
  if (!password) return {};
  if (officer.login.empty()) {
    return Invalid({{"login", "missing", "A password needs a login."}});
  }
  return auth::SetPassword(tx, officer.id, officer.login.str(), password->str(), now);
}

Status Journal(database::Transaction& tx, const Officer& officer, journal::Entry entry,
               const journal::Actor& actor, Moment now) {
  entry.actor = actor;
  entry.desk = "roster";
  entry.subject = "officer";
  entry.subject_id = officer.id;
  entry.unit_id = officer.unit_id;
  return journal::Append(tx, entry, now);
}

// Refuses to leave the roster without anybody who may edit it.
Status CheckEditors(database::Transaction& tx, const Officer& before, const Officer& after,
                    std::span<const Role> roles, const journal::Actor& actor) {
  const auto edits = [&](const Officer& officer) {
    return officer.active && Gives(roles, officer.roles, kEditRight);
  };
  if (!edits(before) || edits(after)) return {};
  if (actor.officer_id == after.id) {
    return Fail(ErrorCode::conflict, "Nobody takes the roster away from himself.", "own_rights");
  }
  HT_TRY(const auto others, tx.Find<Officer>("WHERE active = 1 AND id <> :id", after.id));
  if (std::none_of(others.begin(), others.end(), edits)) {
    return Fail(ErrorCode::conflict, "Somebody must keep the right to edit the roster.",
                "last_admin");
  }
  return {};
}

Officer Applied(const OfficerForm& form, const Officer& stored) {
  Officer officer = stored;
  officer.unit_id = form.unit_id;
  officer.name = form.name;
  officer.number = form.number;
  if (form.phone.Reveal() != stored.phone.Masked()) officer.phone = form.phone;
  officer.roles = JoinWords(WordsOf(form.roles));
  officer.active = form.active;
  officer.login = form.login;
  return officer;
}

}  // namespace

Result<Officer> OfficerOf(database::Transaction& tx, std::int64_t officer_id) {
  return tx.Get<Officer>(officer_id);
}

Result<std::map<std::int64_t, std::string>> NamesOf(database::Transaction& tx,
                                                    std::span<const std::int64_t> officer_ids) {
  HT_TRY(const auto officers, tx.Find<Officer>("WHERE id IN (" + IdList(officer_ids) + ")"));
  std::map<std::int64_t, std::string> names;
  for (const Officer& officer : officers) names[officer.id] = officer.name.str();
  return names;
}

Result<auth::Principal> Roster::PrincipalOf(database::Transaction& tx, std::int64_t officer_id) {
  HT_TRY(const Officer officer, OfficerOf(tx, officer_id));
  if (!officer.active) return Fail(ErrorCode::not_found, "This officer has left.");
  HT_TRY(const Unit unit, UnitOf(tx, officer.unit_id));
  HT_TRY(const auto roles, AllRoles(tx));
  auth::Principal principal;
  principal.officer_id = officer.id;
  principal.unit_id = officer.unit_id;
  principal.name = officer.name.str();
  principal.roles = WordsOf(officer.roles);
  principal.rights = RightsOf(roles, officer.roles);
  principal.units = {officer.unit_id};
  if (unit.kind == UnitKind::centre) {
    HT_TRY(principal.units, tx.Query<std::int64_t>("SELECT id FROM roster_unit ORDER BY id"));
  }
  return principal;
}

Result<Officer> AddOfficer(database::Transaction& tx, const NewOfficer& officer,
                           const journal::Actor& actor, Moment now) {
  HT_TRY(const auto roles, AllRoles(tx));
  Officer added;
  added.unit_id = officer.unit_id;
  added.name = officer.name;
  added.number = officer.number;
  added.phone = officer.phone;
  added.roles = JoinWords(WordsOf(officer.roles));
  added.login = officer.login;
  added.version = 1;
  HT_TRY(auto faults, FaultsOf(tx, added, roles));
  if (!faults.empty()) return Invalid(std::move(faults));
  HT_TRY_STATUS(CheckUnique(tx, added));
  HT_TRY(added.id, tx.Insert(added));
  HT_TRY_STATUS(CheckPassword(tx, added, officer.password, now));
  journal::Entry entry;
  entry.act = "officer_added";
  entry.facts = {{"roles", added.roles}};
  entry.after = journal::DigestOf(added);
  HT_TRY_STATUS(Journal(tx, added, std::move(entry), actor, now));
  return added;
}

Result<Officer> ChangeOfficer(database::Transaction& tx, const Seen& seen, const OfficerForm& form,
                              const journal::Actor& actor, Moment now) {
  HT_TRY(const Officer before, OfficerOf(tx, seen.id));
  HT_TRY(const auto roles, AllRoles(tx));
  Officer after = Applied(form, before);
  after.version = seen.version;
  HT_TRY(auto faults, FaultsOf(tx, after, roles));
  if (!faults.empty()) return Invalid(std::move(faults));
  HT_TRY_STATUS(CheckUnique(tx, after));
  HT_TRY_STATUS(CheckEditors(tx, before, after, roles, actor));
  HT_TRY_STATUS(tx.Update(after));
  HT_TRY_STATUS(CheckPassword(tx, after, form.password, now));
  journal::Entry entry;
  entry.act = "officer_changed";
  entry.facts = {{"roles", after.roles},
                 {"active", after.active},
                 {"password_set", form.password.has_value()}};
  entry.before = journal::DigestOf(before);
  entry.after = journal::DigestOf(after);
  HT_TRY_STATUS(Journal(tx, after, std::move(entry), actor, now));
  return after;
}

Result<Officer> RevealOfficer(database::Transaction& tx, std::int64_t officer_id, std::string why,
                              const journal::Actor& actor, Moment now) {
  HT_TRY(const Officer officer, OfficerOf(tx, officer_id));
  journal::Entry entry;
  entry.act = "officer_revealed";
  entry.why = std::move(why);
  HT_TRY_STATUS(Journal(tx, officer, std::move(entry), actor, now));
  return officer;
}

}  // namespace hetang::roster
