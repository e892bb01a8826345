#include <fmt/format.h>

#include "base/text.h"
#include "desk/roster/forms.h"

namespace hetang::roster {
namespace {

// A unit cannot stand below itself, however far down.
Status CheckParent(database::Transaction& tx, const Unit& unit, std::vector<FieldError>& faults) {
  std::optional<std::int64_t> above = unit.parent_id;
  while (above) {
    if (*above == unit.id) {
      faults.push_back({"parent_id", "parent_loop", "A unit cannot stand below itself."});
      return {};
    }
    HT_TRY(const auto found, tx.Find<Unit>("WHERE id = :id", *above));
    if (found.empty()) {
      faults.push_back({"parent_id", "unknown_unit", "There is no such unit."});
      return {};
    }
    above = found.front().parent_id;
  }
  return {};
}

Status Check(database::Transaction& tx, const Unit& unit) {
  std::vector<FieldError> faults;
  if (unit.code.str().size() != 12 || !IsDigits(unit.code.str())) {
    faults.push_back({"code", "unit_code", "An organisation code has 12 digits."});
  }
  if (unit.name.empty()) faults.push_back({"name", "missing", "A unit has a name."});
  HT_TRY_STATUS(CheckParent(tx, unit, faults));
  if (!faults.empty()) return Invalid(std::move(faults));
  HT_TRY(const auto same, tx.Find<Unit>("WHERE code = :code AND id <> :id", unit.code, unit.id));
  if (!same.empty()) {
    return Fail(Error{ErrorCode::conflict,
                      "Another unit has this code.",
                      "code_taken",
                      {{"code", "code_taken", "Another unit has this code."}}});
  }
  return {};
}

Status Journal(database::Transaction& tx, const Unit& unit, std::string act, std::string before,
               const journal::Actor& actor, Moment now) {
  journal::Entry entry;
  entry.actor = actor;
  entry.desk = "roster";
  entry.act = std::move(act);
  entry.subject = "unit";
  entry.subject_id = unit.id;
  entry.unit_id = unit.id;
  entry.facts = {{"code", unit.code.str()}, {"kind", EnumName(unit.kind)}};
  entry.before = std::move(before);
  entry.after = journal::DigestOf(unit);
  return journal::Append(tx, entry, now);
}

}  // namespace

std::string IdList(std::span<const std::int64_t> ids) {
  return ids.empty() ? "0" : fmt::format("{}", fmt::join(ids, ","));
}

Result<Unit> UnitOf(database::Transaction& tx, std::int64_t unit_id) {
  return tx.Get<Unit>(unit_id);
}

Result<Unit> AddUnit(database::Transaction& tx, const Unit& unit, const journal::Actor& actor,
                     Moment now) {
  Unit added = unit;
  added.id = 0;
  added.version = 1;
  HT_TRY_STATUS(Check(tx, added));
  HT_TRY(added.id, tx.Insert(added));
  HT_TRY_STATUS(Journal(tx, added, "unit_added", "", actor, now));
  return added;
}

Result<Unit> ChangeUnit(database::Transaction& tx, const Seen& seen, const UnitForm& form,
                        const journal::Actor& actor, Moment now) {
  HT_TRY(Unit unit, UnitOf(tx, seen.id));
  const std::string before = journal::DigestOf(unit);
  unit.code = form.code;
  unit.name = form.name;
  unit.kind = form.kind;
  unit.parent_id = form.parent_id;
  unit.version = seen.version;
  HT_TRY_STATUS(Check(tx, unit));
  HT_TRY_STATUS(tx.Update(unit));
  HT_TRY_STATUS(Journal(tx, unit, "unit_changed", before, actor, now));
  return unit;
}

}  // namespace hetang::roster
