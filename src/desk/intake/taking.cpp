#include <algorithm>

#include "desk/intake/reports.h"
#include "platform/journal/journal.h"

namespace hetang::intake {
namespace {

Status RefuseWrong(const ReportForm& form, std::span<const funds::Bank> banks, Moment now) {
  std::vector<FieldError> errors;
  for (const Mark& mark : MarksOf(form, banks, now)) {
    if (mark.level != Level::wrong) continue;
    errors.push_back({mark.path, mark.code, "The field is refused: " + mark.code + "."});
  }
  if (form.duplicate_choice == DuplicateChoice::merge && !form.merge_into) {
    errors.push_back({"merge_into", "missing", "Which case does the report belong to?"});
  }
  if (!errors.empty()) return Invalid(std::move(errors));
  return {};
}

registry::NewCase CaseFormOf(const ReportForm& form, std::int64_t unit_id) {
  registry::NewCase opened;
  opened.unit_id = unit_id;
  opened.source = form.source;
  opened.began_at = form.began_at;
  opened.narrative = form.text;
  opened.fraud_type = form.fraud_type;
  opened.victim = form.victim;
  for (const PaymentForm& from : form.payments) {
    registry::Payment payment;
    payment.amount_fen = from.amount_fen;
    payment.at = from.at;
    payment.channel = from.channel;
    payment.from_bank_code = from.from.bank_code;
    payment.from_bank_name = from.from.bank_name;
    payment.from_account = from.from.account;
    payment.from_holder = from.from.holder;
    payment.to_bank_code = from.to.bank_code;
    payment.to_bank_name = from.to.bank_name;
    payment.to_account = from.to.account;
    payment.to_holder = from.to.holder;
    opened.payments.push_back(std::move(payment));
  }
  for (const IdentifierForm& from : form.identifiers) {
    registry::Identifier identifier;
    identifier.kind = from.kind;
    identifier.value = from.value;
    identifier.role = from.role;
    opened.identifiers.push_back(std::move(identifier));
  }
  return opened;
}

// Whether another case may be about the same fraud and nobody has chosen yet.
Status RefuseDuplicate(database::Transaction& tx, const ReportForm& form,
                       const registry::NewCase& opened, const auth::Principal& who) {
  if (form.duplicate_choice) return {};
  HT_TRY(const auto duplicates, registry::DuplicatesOf(tx, opened, who));
  if (duplicates.empty()) return {};
  Error error{
      ErrorCode::conflict, "Another case may be about the same fraud.", "possible_duplicate", {}};
  for (const registry::Duplicate& duplicate : duplicates) {
    std::string why;
    for (const std::string& reason : duplicate.why) why += (why.empty() ? "" : ",") + reason;
    error.fields.push_back(
        {"case:" + std::to_string(duplicate.case_id), why, duplicate.case_number});
  }
  return Fail(std::move(error));
}

bool IsBetterLeg(const registry::Payment& candidate, const registry::Payment& chosen) {
  const auto known = [](const registry::Payment& payment) {
    return std::pair(!payment.from_account.empty(), payment.at.value_or(Moment{}));
  };
  return known(candidate) > known(chosen);
}

// One stop for each payee account: the payment that speaks for it is the one with the victim's
// account known, and of those the latest.
std::vector<std::size_t> PaymentsToStop(const ReportForm& form,
                                        const std::vector<registry::Payment>& stored) {
  std::vector<std::size_t> chosen;
  for (std::size_t i = 0; i < form.payments.size(); ++i) {
    if (!form.payments[i].stop) continue;
    const auto same = std::find_if(chosen.begin(), chosen.end(), [&](std::size_t other) {
      return form.payments[other].to.account == form.payments[i].to.account &&
             form.payments[other].to.bank_code == form.payments[i].to.bank_code;
    });
    if (same == chosen.end()) {
      chosen.push_back(i);
    } else if (IsBetterLeg(stored[i], stored[*same])) {
      *same = i;
    }
  }
  return chosen;
}

// What went to the payee account of payment `i`, as far as it is to be stopped.
Fen AmountInto(const ReportForm& form, std::size_t i) {
  Fen sum;
  for (const PaymentForm& payment : form.payments) {
    const bool same = payment.to.account == form.payments[i].to.account &&
                      payment.to.bank_code == form.payments[i].to.bank_code;
    if (payment.stop && same) sum += payment.amount_fen;
  }
  return sum;
}

Status StopAccounts(database::Transaction& tx, const ReportForm& form,
                    const registry::OpenedCase& opened, const auth::Principal& who, Moment now,
                    Taken& taken) {
  for (const std::size_t i : PaymentsToStop(form, opened.payments)) {
    const registry::Payment& payment = opened.payments[i];
    funds::StopWish wish;
    wish.record = opened.record;
    wish.payment = payment;
    wish.bank_code = payment.to_bank_code;
    wish.account = payment.to_account;
    wish.holder = payment.to_holder;
    wish.amount_fen = AmountInto(form, i);
    wish.reason = "电信网络诈骗涉案账户紧急止付";
    const std::string path = "payments[" + std::to_string(i) + "]";
    auto placed = funds::PlaceStop(tx, wish, who, now);
    if (!placed && placed.error().code == ErrorCode::conflict) {
      // The rules of stopping say no to this account; the report is taken in all the same.
      taken.warnings.push_back({path, placed.error().rule});
      continue;
    }
    if (!placed) return tl::unexpected(std::move(placed).error());
    for (const std::string& code : placed->warnings) taken.warnings.push_back({path, code});
  }
  HT_TRY(taken.orders, funds::OrdersOf(tx, opened.record.id, who));
  return {};
}

// The report's row: the waiting one settled, or a new one that is taken at once.
Result<Report> SettleReport(database::Transaction& tx, const ReportForm& form,
                            std::int64_t waiting_id, std::int64_t case_id,
                            const auth::Principal& who, Moment now) {
  Report report;
  if (waiting_id != 0) {
    HT_TRY(report, tx.Get<Report>(waiting_id));
    if (report.state != ReportState::waiting) {
      HT_TRY(const auto other, roster::OfficerOf(tx, report.taken_by.value_or(0)));
      return Fail(ErrorCode::conflict, "Taken by " + other.name.str() + ".", "already_taken");
    }
  } else {
    report.source = form.source;
    report.began_at = form.began_at;
    report.received_at = now;
    report.unit_id = form.station_unit_id.value_or(who.unit_id);
  }
  report.state = ReportState::taken;
  report.form = PersonalText();
  report.taken_by = who.officer_id;
  report.taken_at = now;
  report.case_id = case_id;
  if (waiting_id != 0) {
    HT_TRY_STATUS(tx.Update(report));
  } else {
    HT_TRY(report.id, tx.Insert(report));
  }
  return report;
}

}  // namespace

Status JournalReport(database::Transaction& tx, const Report& report, std::string act,
                     const auth::Principal& who, Moment now) {
  journal::Entry entry;
  entry.actor = who.actor();
  entry.desk = "intake";
  entry.act = std::move(act);
  entry.subject = "report";
  entry.subject_id = report.id;
  entry.case_id = report.case_id.value_or(0);
  entry.unit_id = report.unit_id;
  entry.after = journal::DigestOf(report);
  entry.facts = {{"source", EnumName(report.source)}};
  return journal::Append(tx, entry, now);
}

Result<Taken> Take(database::Transaction& tx, const ReportForm& form, std::int64_t waiting_id,
                   const auth::Principal& who, Moment now) {
  HT_TRY(const auto banks, funds::BanksOf(tx));
  HT_TRY_STATUS(RefuseWrong(form, banks, now));
  const registry::NewCase wanted = CaseFormOf(form, form.station_unit_id.value_or(who.unit_id));
  HT_TRY_STATUS(RefuseDuplicate(tx, form, wanted, who));
  const bool merge = form.duplicate_choice == DuplicateChoice::merge;
  HT_TRY(const registry::OpenedCase opened,
         merge ? registry::AddToCase(tx, *form.merge_into, wanted, who, now)
               : registry::OpenCase(tx, wanted, who, now));
  HT_TRY(const Report report, SettleReport(tx, form, waiting_id, opened.record.id, who, now));
  HT_TRY_STATUS(JournalReport(tx, report, "report_taken", who, now));
  Taken taken;
  taken.report_id = report.id;
  taken.case_id = opened.record.id;
  taken.case_number = opened.record.number;
  HT_TRY_STATUS(StopAccounts(tx, form, opened, who, now, taken));
  return taken;
}

Result<std::int64_t> Leave(database::Transaction& tx, const ReportForm& form,
                           std::string_view external_number, const auth::Principal& who,
                           Moment now) {
  if (!external_number.empty()) {
    HT_TRY(const auto known,
           tx.Query<std::int64_t>("SELECT id FROM intake_report WHERE source = :s AND"
                                  " external_number = :n",
                                  form.source, external_number));
    if (!known.empty()) return known.front();
  }
  Report report;
  report.source = form.source;
  report.began_at = form.began_at;
  report.received_at = now;
  report.unit_id = form.station_unit_id.value_or(who.unit_id);
  report.external_number = external_number;
  report.form = PersonalText(json::Write(form, Reveal::in_full));
  HT_TRY(report.id, tx.Insert(report));
  HT_TRY_STATUS(JournalReport(tx, report, "report_left", who, now));
  deadline::Notice notice;
  notice.at = now;
  notice.kind = "attention";
  notice.code = "report_waiting";
  notice.role = "duty";
  notice.unit_id = report.unit_id;
  notice.subject = "report";
  notice.subject_id = report.id;
  HT_TRY_STATUS(deadline::Notify(tx, notice));
  return report.id;
}

}  // namespace hetang::intake
