#include "base/json.h"
#include "desk/warning/advance.h"
#include "desk/warning/steps.h"

namespace hetang::warning {
namespace {

Status CheckWhy(const Text<400>& why) {
  if (why.empty()) return Invalid({{"why", "missing", "Say why."}});
  return {};
}

registry::VictimForm VictimOf(const registry::Person& person) {
  return {person.name,       person.phone,     person.identity,  person.sex,       person.age,
          person.occupation, person.workplace, person.community, person.residence, person.address};
}

// All that was seen before the money left, one instruction after another.
Result<std::string> SeenBefore(database::Transaction& tx, const Warning& warning) {
  HT_TRY(const auto instructions,
         tx.Find<Instruction>("WHERE warning_id = :w ORDER BY id", warning.id));
  std::string seen = warning.number;
  for (const Instruction& each : instructions) {
    if (!each.seen.empty()) seen += "\n" + each.source + ": " + each.seen.Reveal();
  }
  return seen;
}

}  // namespace

Result<PaidView> ReportPaid(database::Transaction& tx, std::int64_t warning_id,
                            const PaidForm& form, const auth::Principal& who, Moment now) {
  HT_TRY(Warning warning, WarningFor(tx, warning_id, who));
  if (warning.case_id) {
    return Fail(ErrorCode::conflict, "The report was taken.", "already_reported");
  }
  if (form.payments.empty()) {
    return Invalid({{"payments", "missing", "What was paid?"}});
  }
  HT_TRY_STATUS(Advance(tx, warning, {}, now));
  HT_TRY(const auto person, tx.Get<registry::Person>(warning.person_id));
  HT_TRY(const std::string seen, SeenBefore(tx, warning));
  intake::ReportForm report;
  report.source = registry::Source::call;
  report.began_at = now;
  report.text = PersonalText(form.text.value_or(PersonalText()).Reveal() + "\n" + seen);
  report.fraud_type = EnumFromName<FraudType>(warning.fraud_type);
  report.victim = VictimOf(person);
  report.payments = form.payments;
  report.duplicate_choice = form.duplicate_choice;
  report.merge_into = form.merge_into;
  PaidView view;
  view.warning_id = warning.id;
  HT_TRY(view.taken, intake::Take(tx, report, 0, who, now));
  HT_TRY_STATUS(End(tx, warning, WarningAct::pay, Outcome::already_paid, now));
  warning.case_id = view.taken.case_id;
  HT_TRY_STATUS(tx.Update(warning));
  journal::Entry entry;
  entry.act = "warning_paid";
  entry.facts = {{"payments", form.payments.size()}};
  HT_TRY_STATUS(JournalWarning(tx, warning, std::move(entry), who.actor(), now));
  return view;
}

Result<Warning> CloseWarning(database::Transaction& tx, std::int64_t warning_id,
                             const WhyForm& form, const auth::Principal& who, Moment now) {
  HT_TRY_STATUS(CheckWhy(form.why));
  HT_TRY(Warning warning, WarningFor(tx, warning_id, who));
  HT_TRY_STATUS(Advance(tx, warning, {}, now));
  // A watch that a leader ends keeps how the warning itself went.
  const auto outcome = warning.outcome;
  HT_TRY_STATUS(End(tx, warning, WarningAct::close, Outcome::done, now));
  warning.outcome = outcome;
  HT_TRY_STATUS(tx.Update(warning));
  journal::Entry entry;
  entry.act = "warning_closed";
  entry.why = form.why.str();
  HT_TRY_STATUS(JournalWarning(tx, warning, std::move(entry), who.actor(), now));
  return warning;
}

Result<Warning> ClimbAgain(database::Transaction& tx, std::int64_t warning_id, const WhyForm& form,
                           const auth::Principal& who, Moment now) {
  HT_TRY_STATUS(CheckWhy(form.why));
  HT_TRY(Warning warning, WarningFor(tx, warning_id, who));
  HT_TRY_STATUS(Move(tx, warning, WarningAct::climb_again, now));
  HT_TRY_STATUS(BeginLadder(tx, warning, now));
  journal::Entry entry;
  entry.act = "ladder_begun_again";
  entry.why = form.why.str();
  HT_TRY_STATUS(JournalWarning(tx, warning, std::move(entry), who.actor(), now));
  HT_TRY_STATUS(Advance(tx, warning, who.actor(), now));
  return warning;
}

Result<Warning> TransferWarning(database::Transaction& tx, std::int64_t warning_id,
                                const TransferForm& form, const auth::Principal& who, Moment now) {
  HT_TRY_STATUS(CheckWhy(form.why));
  HT_TRY(const auto units, tx.Find<roster::Unit>("WHERE id = :id", form.unit_id));
  if (units.empty()) return Invalid({{"unit_id", "unknown_unit", "There is no such unit."}});
  HT_TRY(Warning warning, WarningFor(tx, warning_id, who));
  HT_TRY_STATUS(Move(tx, warning, WarningAct::transfer, now));
  journal::Entry entry;
  entry.act = "warning_transferred";
  entry.why = form.why.str();
  entry.facts = {{"from_unit", warning.unit_id}, {"to_unit", form.unit_id}};
  // The work that lies there goes along; who is at it already finishes it.
  HT_TRY_STATUS(
      tx.Execute("UPDATE warning_step SET unit_id = :to WHERE warning_id = :w AND unit_id = :from"
                 " AND role = 'station_officer' AND phase IN ('waiting', 'open', 'late')",
                 form.unit_id, warning.id, warning.unit_id));
  warning.unit_id = form.unit_id;
  HT_TRY_STATUS(tx.Update(warning));
  HT_TRY_STATUS(JournalWarning(tx, warning, std::move(entry), who.actor(), now));
  return warning;
}

}  // namespace hetang::warning
