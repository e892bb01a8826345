#include "desk/register/cases.h"

#include <algorithm>

#include <fmt/format.h>

#include "desk/register/rules.h"

namespace hetang::registry {
namespace {

struct NumberRow {
  std::int64_t id = 0;
  std::string number;
};
BOOST_DESCRIBE_STRUCT(NumberRow, (), (id, number))

// The unit the case is opened in.
Result<roster::Unit> UnitFor(database::Transaction& tx, const NewCase& form,
                             const auth::Principal& who) {
  auto unit = roster::UnitOf(tx, form.unit_id);
  if (!unit && unit.error().code == ErrorCode::not_found) {
    return Invalid({{"unit_id", "unknown_unit", "There is no such unit."}});
  }
  if (unit && !who.Sees(form.unit_id)) {
    return Fail(ErrorCode::forbidden, "A case of another unit.", "other_unit");
  }
  return unit;
}

Result<Payment> StorePayment(database::Transaction& tx, Payment payment, std::int64_t case_id,
                             std::int64_t sequence) {
  payment.id = 0;
  payment.case_id = case_id;
  payment.sequence = sequence;
  payment.version = 1;
  payment.to_account_id.reset();
  if (!payment.to_account.empty()) {
    HT_TRY(const Account account, AccountOf(tx, {0, payment.to_bank_code, payment.to_bank_name,
                                                 payment.to_account, payment.to_holder}));
    payment.to_account_id = account.id;
  }
  HT_TRY(payment.id, tx.Insert(payment));
  return payment;
}

Status StoreIdentifiers(database::Transaction& tx, std::int64_t case_id,
                        std::span<const Identifier> identifiers) {
  for (const Identifier& told : identifiers) {
    HT_TRY_STATUS(
        tx.Execute("INSERT INTO register_identifier (case_id, kind, value, role) "
                   "VALUES (:case, :kind, :value, :role) "
                   "ON CONFLICT (case_id, kind, value, role) DO NOTHING",
                   case_id, told.kind, told.value, told.role));
  }
  return {};
}

Fen SumOf(std::span<const Payment> payments) {
  Fen sum;
  for (const Payment& payment : payments) sum += payment.amount_fen;
  return sum;
}

// The payments of a case and of those merged into it.
Result<std::vector<Payment>> PaymentsOfGroup(database::Transaction& tx, std::int64_t case_id) {
  return tx.Find<Payment>(
      "WHERE case_id = :id OR case_id IN (SELECT id FROM register_case WHERE merged_into = :into) "
      "ORDER BY case_id, sequence",
      case_id, case_id);
}

Status OpenClock(database::Transaction& tx, const Case& record, Moment now) {
  deadline::Opening opening;
  opening.rule = kFilingRule;
  opening.desk = "register";
  opening.subject = "case";
  opening.subject_id = record.id;
  opening.case_id = record.id;
  opening.unit_id = record.unit_id;
  opening.officer_id = record.taken_by;
  HT_TRY_STATUS(deadline::Open(tx, opening, now));
  return {};
}

Status JournalOpening(database::Transaction& tx, const OpenedCase& opened,
                      const auth::Principal& who, Moment now) {
  journal::Entry entry;
  entry.act = "case_opened";
  entry.facts = {{"number", opened.record.number},
                 {"source", EnumName(opened.record.source)},
                 {"payments", opened.payments.size()},
                 {"loss_fen", opened.record.loss_fen.value()}};
  entry.after = journal::DigestOf(opened.record);
  return JournalCase(tx, opened.record, std::move(entry), who.actor(), now);
}

// Stores what is told for the first time; the answer has one payment for each one told.
Result<std::vector<Payment>> AddPayments(database::Transaction& tx, Case& record,
                                         std::span<const Payment> told) {
  HT_TRY(const auto held, PaymentsOfGroup(tx, record.id));
  if (held.size() + told.size() > kMostPayments) {
    return Invalid({{"payments", "too_many", "One case holds at most 500 payments."}});
  }
  std::int64_t sequence = 0;
  for (const Payment& payment : held) {
    if (payment.case_id == record.id) sequence = std::max(sequence, payment.sequence);
  }
  const auto matches = MatchPayments(held, told);
  std::vector<Payment> stored;
  for (std::size_t i = 0; i < told.size(); ++i) {
    if (matches[i]) {
      stored.push_back(held[*matches[i]]);
      continue;
    }
    HT_TRY(stored.emplace_back(), StorePayment(tx, told[i], record.id, ++sequence));
    record.loss_fen += told[i].amount_fen;
  }
  return stored;
}

}  // namespace

Status JournalCase(database::Transaction& tx, const Case& record, journal::Entry entry,
                   const journal::Actor& actor, Moment now) {
  entry.actor = actor;
  entry.desk = "register";
  if (entry.subject.empty()) {
    entry.subject = "case";
    entry.subject_id = record.id;
  }
  entry.case_id = record.id;
  entry.unit_id = record.unit_id;
  return journal::Append(tx, entry, now);
}

Result<std::string> NextNumber(database::Transaction& tx, const std::string& prefix) {
  HT_TRY(const auto last,
         tx.Query<std::int64_t>("INSERT INTO register_counter (prefix, last) VALUES (:prefix, 1) "
                                "ON CONFLICT (prefix) DO UPDATE SET last = "
                                "register_counter.last + 1 RETURNING last",
                                prefix));
  return Numbered(prefix, last.at(0));
}

Result<OpenedCase> OpenCase(database::Transaction& tx, const NewCase& form,
                            const auth::Principal& who, Moment now) {
  auto faults = FaultsOf(form, now);
  if (!faults.empty()) return Invalid(std::move(faults));
  HT_TRY(const roster::Unit unit, UnitFor(tx, form, who));
  HT_TRY(const Person victim, PersonFor(tx, form.victim));
  OpenedCase opened;
  Case& record = opened.record;
  HT_TRY(record.number, NextNumber(tx, CaseNumberPrefix(unit.code.str(), now)));
  record.unit_id = unit.id;
  record.source = form.source;
  record.fraud_type = form.fraud_type;
  record.loss_fen = SumOf(form.payments);
  record.victim_id = victim.id;
  record.narrative = form.narrative;
  record.taken_by = who.officer_id;
  record.taken_at = now;
  record.began_at = form.began_at;
  record.version = 1;
  HT_TRY(record.id, tx.Insert(record));
  for (const Payment& payment : form.payments) {
    const auto sequence = static_cast<std::int64_t>(opened.payments.size()) + 1;
    HT_TRY(opened.payments.emplace_back(), StorePayment(tx, payment, record.id, sequence));
  }
  HT_TRY_STATUS(StoreIdentifiers(tx, record.id, form.identifiers));
  HT_TRY_STATUS(OpenClock(tx, record, now));
  HT_TRY_STATUS(JournalOpening(tx, opened, who, now));
  return opened;
}

Result<OpenedCase> AddToCase(database::Transaction& tx, std::int64_t case_id, const NewCase& form,
                             const auth::Principal& who, Moment now) {
  auto faults = FaultsOf(form, now);
  if (!faults.empty()) return Invalid(std::move(faults));
  OpenedCase opened;
  HT_TRY(opened.record, CaseFor(tx, case_id, who));
  Case& record = opened.record;
  const std::string before = journal::DigestOf(record);
  HT_TRY_STATUS(CheckAct(record, Act::edit));
  const Fen loss_before = record.loss_fen;
  HT_TRY(opened.payments, AddPayments(tx, record, form.payments));
  HT_TRY_STATUS(StoreIdentifiers(tx, record.id, form.identifiers));
  if (!form.narrative.empty()) {
    const std::string& known = record.narrative.Reveal();
    record.narrative =
        PersonalText(known + (known.empty() ? "" : "\n\n") + form.narrative.Reveal());
  }
  HT_TRY_STATUS(tx.Update(record));
  journal::Entry entry;
  entry.act = "report_added";
  entry.facts = {{"source", EnumName(form.source)},
                 {"added_fen", (record.loss_fen - loss_before).value()}};
  entry.before = before;
  entry.after = journal::DigestOf(record);
  HT_TRY_STATUS(JournalCase(tx, record, std::move(entry), who.actor(), now));
  return opened;
}

Result<Case> CaseFor(database::Transaction& tx, std::int64_t case_id, const auth::Principal& who) {
  HT_TRY(Case record, tx.Get<Case>(case_id));
  if (!who.Sees(record.unit_id)) {
    return Fail(ErrorCode::forbidden, "The case belongs to another unit.", "other_unit");
  }
  return record;
}

Result<std::map<std::int64_t, std::string>> NumbersOf(database::Transaction& tx,
                                                      std::span<const std::int64_t> case_ids) {
  std::map<std::int64_t, std::string> numbers;
  if (case_ids.empty()) return numbers;
  HT_TRY(const auto rows,
         tx.Query<NumberRow>(fmt::format("SELECT id, number FROM register_case WHERE id IN ({})",
                                         fmt::join(case_ids, ","))));
  for (const NumberRow& row : rows) numbers[row.id] = row.number;
  return numbers;
}

Result<std::vector<Payment>> PaymentsOf(database::Transaction& tx, std::int64_t case_id) {
  return tx.Find<Payment>("WHERE case_id = :id ORDER BY sequence", case_id);
}

Result<std::vector<Identifier>> IdentifiersOf(database::Transaction& tx, std::int64_t case_id) {
  return tx.Find<Identifier>("WHERE case_id = :id ORDER BY id", case_id);
}

std::string UnitsSeen(const auth::Principal& who) {
  if (who.units.empty()) return "1 = 0";
  return fmt::format("+c.unit_id IN ({})", fmt::join(who.units, ","));
}

Result<Case> ChangeCase(database::Transaction& tx, const CaseSeen& seen, const CaseEdit& form,
                        const auth::Principal& who, Moment now) {
  HT_TRY(Case record, CaseFor(tx, seen.id, who));
  HT_TRY_STATUS(CheckAct(record, Act::edit));
  journal::Entry entry;
  entry.act = "case_classified";
  entry.before = journal::DigestOf(record);
  record.fraud_type = form.fraud_type;
  record.version = seen.version;
  HT_TRY_STATUS(tx.Update(record));
  if (form.fraud_type) entry.facts = {{"fraud_type", EnumName(*form.fraud_type)}};
  entry.after = journal::DigestOf(record);
  HT_TRY_STATUS(JournalCase(tx, record, std::move(entry), who.actor(), now));
  return record;
}

Result<Case> MergeCase(database::Transaction& tx, std::int64_t case_id, const MergeForm& form,
                       const auth::Principal& who, Moment now) {
  HT_TRY(Case record, CaseFor(tx, case_id, who));
  HT_TRY_STATUS(CheckAct(record, Act::merge));
  if (form.into == case_id) {
    return Invalid({{"into", "same_case", "A case is not merged into itself."}});
  }
  HT_TRY(Case target, CaseFor(tx, form.into, who));
  HT_TRY_STATUS(CheckAct(target, Act::edit));
  HT_TRY(const auto held, PaymentsOfGroup(tx, target.id));
  HT_TRY(const auto told, PaymentsOfGroup(tx, record.id));
  const auto matches = MatchPayments(held, told);
  for (std::size_t i = 0; i < told.size(); ++i) {
    if (!matches[i]) target.loss_fen += told[i].amount_fen;
  }
  journal::Entry entry;
  entry.act = "case_merged";
  entry.facts = {{"into", target.id}, {"number", target.number}};
  entry.before = journal::DigestOf(record);
  record.state = CaseState::merged;
  record.merged_into = target.id;
  HT_TRY_STATUS(tx.Update(record));
  HT_TRY_STATUS(tx.Update(target));
  // What was merged into this case goes along: a merged case always points to one that is not.
  HT_TRY_STATUS(tx.Execute(
      "UPDATE register_case SET merged_into = :into, version = version + 1 WHERE merged_into = :id",
      target.id, record.id));
  HT_TRY_STATUS(deadline::Cancel(tx, kFilingRule, "case", record.id, now));
  entry.after = journal::DigestOf(record);
  HT_TRY_STATUS(JournalCase(tx, record, std::move(entry), who.actor(), now));
  journal::Entry other;
  other.act = "case_absorbed";
  other.facts = {
      {"from", record.id}, {"number", record.number}, {"loss_fen", target.loss_fen.value()}};
  other.after = journal::DigestOf(target);
  HT_TRY_STATUS(JournalCase(tx, target, std::move(other), who.actor(), now));
  return record;
}

}  // namespace hetang::registry
