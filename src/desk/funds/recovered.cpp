#include "desk/funds/recovered.h"

#include "desk/funds/return_hold.h"

namespace hetang::funds {
namespace {

using database::Transaction;
using http::Call;

constexpr const char* kLegalBasis = "刑法第六十四条";

std::vector<FieldError> FaultsOf(const RecoveredForm& form, Moment now) {
  std::vector<FieldError> faults;
  if (form.amount_fen <= Fen(0)) {
    faults.push_back({"amount_fen", "range", "An amount is more than nothing."});
  }
  if (form.at > now) faults.push_back({"at", "future_time", "It cannot be later than now."});
  if (form.from_name.empty()) {
    faults.push_back({"from_name", "missing", "From whom was it seized, or who paid it back?"});
  }
  return faults;
}

Result<http::Page<RecoveredView>> List(const Call& call, Transaction& tx) {
  HT_TRY(const http::PageRequest request, http::PageOf(call));
  const std::int64_t before = request.after_id == 0 ? INT64_MAX : request.after_id;
  HT_TRY(const auto rows, tx.Find<Recovered>("WHERE id < :before ORDER BY id DESC LIMIT :limit",
                                             before, request.limit));
  http::Page<RecoveredView> page;
  for (const Recovered& row : rows) {
    if (!call.who.Sees(row.unit_id)) continue;
    HT_TRY(RecoveredView view, ViewOf(tx, row, call.who));
    page.items.push_back(std::move(view));
  }
  if (static_cast<std::int64_t>(rows.size()) == request.limit) {
    page.next = std::to_string(rows.back().id);
  }
  return page;
}

}  // namespace

Result<Recovered> EnterRecovered(database::Transaction& tx, const RecoveredForm& form,
                                 const auth::Principal& who, Moment now) {
  auto faults = FaultsOf(form, now);
  if (!faults.empty()) return Invalid(std::move(faults));
  HT_TRY(const registry::Case record, registry::CaseFor(tx, form.case_id, who));
  Recovered recovered;
  recovered.case_id = record.id;
  recovered.unit_id = record.unit_id;
  recovered.kind = form.kind;
  recovered.amount_fen = form.amount_fen;
  recovered.at = form.at;
  recovered.from_name = form.from_name;
  recovered.legal_basis = form.legal_basis.empty() ? Text<200>(kLegalBasis) : form.legal_basis;
  recovered.bank_code = form.bank_code.value_or("");
  recovered.bank_name = form.bank_name.value_or(Text<80>());
  recovered.account_number = form.account_number.value_or(AccountNumber());
  recovered.account_holder = form.account_holder.value_or(PersonName());
  recovered.note = form.note.value_or(Text<400>());
  recovered.entered_by = who.officer_id;
  recovered.entered_at = now;
  HT_TRY(recovered.id, tx.Insert(recovered));
  journal::Entry entry;
  entry.actor = who.actor();
  entry.desk = "funds";
  entry.act = "recovered_entered";
  entry.subject = "recovered";
  entry.subject_id = recovered.id;
  entry.case_id = recovered.case_id;
  entry.unit_id = recovered.unit_id;
  entry.after = journal::DigestOf(recovered);
  entry.facts = {{"kind", EnumName(recovered.kind)}, {"amount_fen", recovered.amount_fen.value()}};
  HT_TRY_STATUS(journal::Append(tx, entry, now));
  return recovered;
}

Result<RecoveredView> ViewOf(database::Transaction& tx, const Recovered& recovered,
                             const auth::Principal& who) {
  RecoveredView view;
  static_cast<Recovered&>(view) = recovered;
  HT_TRY(const registry::Case record, tx.Get<registry::Case>(recovered.case_id));
  view.case_number = record.number;
  const std::int64_t ids[] = {recovered.entered_by};
  HT_TRY(auto names, roster::NamesOf(tx, ids));
  view.entered_by_name = names[recovered.entered_by];
  HT_TRY(const auto rounds, tx.Find<Round>("WHERE recovered_id = :r ORDER BY id", recovered.id));
  for (const Round& round : rounds) {
    view.returned_fen += round.executed_fen;
    if (IsOpen(round.state)) view.open_round_id = round.id;
  }
  const bool left = view.returned_fen < recovered.amount_fen;
  if (left && !view.open_round_id && who.May(kReturnRight)) {
    view.actions.emplace_back("open_round");
  }
  return view;
}

void AddRecoveredRoutes(http::Router& router) {
  router.Query<http::Page<RecoveredView>>({"GET",
                                           "/api/v1/funds/recovered",
                                           "funds:read",
                                           "Money seized from suspects or paid back, newest first.",
                                           false,
                                           {"after", "limit"}},
                                          List);
  router.Command<RecoveredForm, RecoveredView>(
      {"POST", "/api/v1/funds/recovered", std::string(kReturnRight), "Enters recovered money."},
      [](const Call& call, const RecoveredForm& form, Transaction& tx) -> Result<RecoveredView> {
        HT_TRY(const Recovered recovered, EnterRecovered(tx, form, call.who, call.now));
        return ViewOf(tx, recovered, call.who);
      });
}

}  // namespace hetang::funds
