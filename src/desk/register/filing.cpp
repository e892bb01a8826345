#include "desk/register/filing.h"

#include <algorithm>

#include "desk/register/cases.h"
#include "desk/register/rules.h"
#include "platform/approval/evidence.h"
#include "platform/approval/rules.h"

namespace hetang::registry {
namespace {

Status CheckGrounds(const Text<400>& grounds, std::vector<FieldError>& faults) {
  if (grounds.empty()) faults.push_back({"grounds", "missing", "Say on what grounds."});
  return {};
}

// Cases are filed by the police: the centre or a station.
Status CheckFilingUnit(database::Transaction& tx, std::int64_t unit_id,
                       std::vector<FieldError>& faults) {
  const auto unit = roster::UnitOf(tx, unit_id);
  if (!unit && unit.error().code != ErrorCode::not_found) return tl::unexpected(unit.error());
  if (!unit) {
    faults.push_back({"filing_unit_id", "unknown_unit", "There is no such unit."});
  } else if (unit->kind != roster::UnitKind::centre && unit->kind != roster::UnitKind::station) {
    faults.push_back({"filing_unit_id", "not_police", "Only the police file cases."});
  }
  return {};
}

// The desk can do these acts only once they are approved, whoever the rule says approves them.
Status AskApproval(database::Transaction& tx, const Case& record, std::string_view act,
                   approval::Request about, const approval::EvidenceFact& fact, Moment now) {
  HT_TRY(const auto rule, approval::RuleFor(tx, "register", act, record.loss_fen));
  approval::Request request = approval::RequestUnder(rule);
  request.subject = std::move(about.subject);
  request.subject_id = about.subject_id;
  request.case_id = record.id;
  request.unit_id = record.unit_id;
  request.requested_by = about.requested_by;
  request.grounds = about.grounds;
  approval::Evidence evidence;
  evidence.amount_fen = record.loss_fen;
  evidence.links = {{"case", record.id, Text<80>(record.number)}};
  evidence.facts = {fact};
  approval::Attach(request, evidence);
  HT_TRY_STATUS(approval::Ask(tx, request, now));
  return {};
}

approval::Request About(std::string subject, std::int64_t subject_id, const Text<400>& grounds,
                        const auth::Principal& who) {
  approval::Request request;
  request.subject = std::move(subject);
  request.subject_id = subject_id;
  request.grounds = grounds;
  request.requested_by = who.officer_id;
  return request;
}

Result<std::optional<deadline::Deadline>> FilingClock(database::Transaction& tx,
                                                      std::int64_t case_id) {
  HT_TRY(const auto clocks, deadline::OfCase(tx, case_id));
  for (const deadline::Deadline& clock : clocks) {
    if (clock.rule == kFilingRule && clock.state == deadline::State::open) return clock;
  }
  return std::nullopt;
}

Status MoveClock(database::Transaction& tx, const deadline::Deadline& clock, Moment due,
                 Moment now) {
  HT_TRY_STATUS(deadline::Cancel(tx, kFilingRule, "case", clock.subject_id, now));
  deadline::Opening opening;
  opening.rule = clock.rule;
  opening.desk = clock.desk;
  opening.subject = clock.subject;
  opening.subject_id = clock.subject_id;
  opening.case_id = clock.case_id;
  opening.unit_id = clock.unit_id;
  opening.officer_id = clock.officer_id;
  opening.due_at = due;
  HT_TRY_STATUS(deadline::Open(tx, opening, now));
  return {};
}

journal::Actor ActorOf(const approval::Request& request) {
  return {request.decided_by, request.unit_id};
}

// The case as the decision of the filing leaves it.
Status ApplyFiling(database::Transaction& tx, Case& record, const Filing& filing, Moment now) {
  if (filing.state == AskedState::refused) {
    record.state = filing.asked_from;
    return {};
  }
  const bool files = filing.decision == FilingDecision::file;
  record.state = files ? CaseState::filed : CaseState::not_filed;
  record.filing_unit_id = filing.filing_unit_id;
  record.filing_approver = filing.decided_by;
  if (files) {
    HT_TRY(const roster::Unit unit, roster::UnitOf(tx, filing.filing_unit_id));
    HT_TRY(record.filing_number, NextNumber(tx, FilingNumberPrefix(unit.code.str(), now)));
    record.filed_at = now;
  }
  return deadline::Meet(tx, kFilingRule, "case", record.id, now);
}

Status DecideFiling(database::Transaction& tx, const approval::Request& request, Moment now) {
  HT_TRY(Filing filing, tx.Get<Filing>(request.subject_id));
  HT_TRY(Case record, tx.Get<Case>(filing.case_id));
  const bool approved = request.state == approval::State::approved;
  HT_TRY_STATUS(CheckAct(record, approved ? Act::decide_filing : Act::refuse_filing));
  journal::Entry entry;
  entry.before = journal::DigestOf(record);
  filing.state = approved ? AskedState::approved : AskedState::refused;
  filing.decided_by = request.decided_by;
  filing.decided_at = now;
  HT_TRY_STATUS(tx.Update(filing));
  HT_TRY_STATUS(ApplyFiling(tx, record, filing, now));
  HT_TRY_STATUS(tx.Update(record));
  entry.act = "filing_refused";
  if (approved) entry.act = record.state == CaseState::filed ? "case_filed" : "case_not_filed";
  entry.why = request.reason.str();
  entry.facts = {{"filing_id", filing.id},
                 {"filing_unit_id", filing.filing_unit_id},
                 {"filing_number", record.filing_number}};
  entry.after = journal::DigestOf(record);
  return JournalCase(tx, record, std::move(entry), ActorOf(request), now);
}

Status DecideExtension(database::Transaction& tx, const approval::Request& request, Moment now) {
  HT_TRY(Extension extension, tx.Get<Extension>(request.subject_id));
  HT_TRY(const Case record, tx.Get<Case>(extension.case_id));
  const bool approved = request.state == approval::State::approved;
  extension.state = approved ? AskedState::approved : AskedState::refused;
  HT_TRY_STATUS(tx.Update(extension));
  HT_TRY(const auto clock, FilingClock(tx, record.id));
  // A case decided meanwhile has no clock to move.
  if (approved && clock) {
    HT_TRY_STATUS(MoveClock(tx, *clock, record.taken_at + Days(extension.days), now));
  }
  journal::Entry entry;
  entry.act = approved ? "filing_extended" : "extension_refused";
  entry.why = request.reason.str();
  entry.facts = {{"days", extension.days}};
  return JournalCase(tx, record, std::move(entry), ActorOf(request), now);
}

}  // namespace

Result<Case> AskFiling(database::Transaction& tx, std::int64_t case_id, const FilingForm& form,
                       const auth::Principal& who, Moment now) {
  HT_TRY(Case record, CaseFor(tx, case_id, who));
  HT_TRY_STATUS(CheckAct(record, Act::ask_filing));
  std::vector<FieldError> faults;
  HT_TRY_STATUS(CheckGrounds(form.grounds, faults));
  HT_TRY_STATUS(CheckFilingUnit(tx, form.filing_unit_id, faults));
  if (!faults.empty()) return Invalid(std::move(faults));
  journal::Entry entry;
  entry.before = journal::DigestOf(record);
  Filing filing;
  filing.case_id = record.id;
  filing.decision = form.decision;
  filing.filing_unit_id = form.filing_unit_id;
  filing.grounds = form.grounds;
  filing.asked_from = record.state;
  filing.asked_by = who.officer_id;
  filing.asked_at = now;
  HT_TRY(filing.id, tx.Insert(filing));
  record.state = CaseState::filing_asked;
  HT_TRY_STATUS(tx.Update(record));
  const bool files = form.decision == FilingDecision::file;
  HT_TRY(const roster::Unit unit, roster::UnitOf(tx, form.filing_unit_id));
  HT_TRY_STATUS(AskApproval(tx, record, files ? "case_filing" : "case_not_filing",
                            About("filing", filing.id, form.grounds, who),
                            {"filing_unit", Text<200>(unit.name.str())}, now));
  entry.act = "filing_asked";
  entry.why = form.grounds.str();
  entry.facts = {{"filing_id", filing.id}, {"decision", EnumName(form.decision)}};
  entry.after = journal::DigestOf(record);
  HT_TRY_STATUS(JournalCase(tx, record, std::move(entry), who.actor(), now));
  return record;
}

Result<Case> ExtendFiling(database::Transaction& tx, std::int64_t case_id,
                          const ExtensionForm& form, const auth::Principal& who, Moment now) {
  HT_TRY(const Case record, CaseFor(tx, case_id, who));
  HT_TRY_STATUS(CheckAct(record, Act::extend_filing));
  std::vector<FieldError> faults;
  HT_TRY_STATUS(CheckGrounds(form.grounds, faults));
  if (!faults.empty()) return Invalid(std::move(faults));
  HT_TRY(const auto clock, FilingClock(tx, case_id));
  if (!clock)
    return Fail(ErrorCode::conflict, "The filing clock has run out.", "filing_clock_over");
  HT_TRY(const Moment due, ExtendedDue(record.taken_at, clock->due_at, form.days, now));
  HT_TRY(const auto waiting,
         tx.Find<Extension>("WHERE case_id = :id AND state = :asked", case_id, AskedState::asked));
  if (!waiting.empty()) {
    return Fail(ErrorCode::conflict, "A longer term is already asked for.", "extension_asked");
  }
  journal::Entry entry;
  entry.why = form.grounds.str();
  entry.facts = {{"days", form.days}};
  Extension extension{0, record.id, form.days, form.grounds, who.officer_id, now, {}};
  if (form.days < kLongestFilingDays) {
    extension.state = AskedState::approved;
    HT_TRY_STATUS(tx.Insert(extension));
    HT_TRY_STATUS(MoveClock(tx, *clock, due, now));
    entry.act = "filing_extended";
  } else {
    HT_TRY(extension.id, tx.Insert(extension));
    HT_TRY_STATUS(AskApproval(tx, record, "filing_extension",
                              About("extension", extension.id, form.grounds, who),
                              {"days", Text<200>(std::to_string(form.days))}, now));
    entry.act = "extension_asked";
  }
  HT_TRY_STATUS(JournalCase(tx, record, std::move(entry), who.actor(), now));
  return record;
}

Result<std::vector<Filing>> FilingsOf(database::Transaction& tx, std::int64_t case_id) {
  return tx.Find<Filing>("WHERE case_id = :id ORDER BY id", case_id);
}

approval::Handlers ApprovalHandlers() {
  return {{"case_filing", DecideFiling},
          {"case_not_filing", DecideFiling},
          {"filing_extension", DecideExtension}};
}

}  // namespace hetang::registry
