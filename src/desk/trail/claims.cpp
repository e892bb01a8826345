#include "desk/roster/roster.h"
#include "desk/trail/views.h"

namespace hetang::trail {
namespace {

Status JournalClaim(database::Transaction& tx, const Claim& claim, std::string act,
                    const auth::Principal& who, std::int64_t unit_id, Moment now) {
  journal::Entry entry;
  entry.actor = who.actor();
  entry.desk = "trail";
  entry.act = std::move(act);
  entry.subject = "claim";
  entry.subject_id = claim.id;
  entry.case_id = claim.case_id;
  entry.unit_id = unit_id;
  entry.after = journal::DigestOf(claim);
  entry.facts = {{"kind", EnumName(claim.kind)}};
  return journal::Append(tx, entry, now);
}

Status Check(const ClaimForm& form) {
  std::vector<FieldError> errors;
  const auto need = [&](bool there, std::string path) {
    if (!there) errors.push_back({std::move(path), "missing", "The claim needs it."});
  };
  need(!form.from_number.empty(), "from_number");
  need(!form.to_number.empty(), "to_number");
  need(!form.note.empty(), "note");
  if (form.kind == ClaimKind::transfer) {
    need(form.amount_fen && *form.amount_fen > Fen(0), "amount_fen");
    need(form.at.has_value(), "at");
  }
  for (const auto& [path, number] :
       {std::pair("from_number", &form.from_number), std::pair("to_number", &form.to_number)}) {
    if (number->Reveal().find('*') != std::string::npos) {
      errors.push_back({path, "masked_number", "The number is masked."});
    }
  }
  if (!form.from_number.empty() && form.from_number == form.to_number) {
    errors.push_back({"to_number", "same_account", "Both ends are one account."});
  }
  if (!errors.empty()) return Invalid(std::move(errors));
  return {};
}

Result<ClaimView> ViewOf(database::Transaction& tx, const Claim& claim) {
  ClaimView view;
  static_cast<Claim&>(view) = claim;
  HT_TRY(const auto officer, roster::OfficerOf(tx, claim.officer_id));
  view.officer_name = officer.name.str();
  return view;
}

}  // namespace

Result<ClaimView> MakeClaim(database::Transaction& tx, std::int64_t case_id, const ClaimForm& form,
                            const auth::Principal& who, Moment now) {
  HT_TRY(const auto record, registry::CaseFor(tx, case_id, who));
  HT_TRY_STATUS(Check(form));
  Claim claim;
  claim.case_id = case_id;
  claim.kind = form.kind;
  claim.from_number = statement::ReadNumber(form.from_number.Reveal()).main;
  claim.to_number = statement::ReadNumber(form.to_number.Reveal()).main;
  claim.amount_fen = form.amount_fen;
  claim.at = form.at;
  claim.note = form.note;
  claim.officer_id = who.officer_id;
  claim.made_at = now;
  HT_TRY(claim.id, tx.Insert(claim));
  HT_TRY_STATUS(JournalClaim(tx, claim, "claim_made", who, record.unit_id, now));
  return ViewOf(tx, claim);
}

Result<ClaimView> WithdrawClaim(database::Transaction& tx, std::int64_t claim_id,
                                const WithdrawForm& form, const auth::Principal& who, Moment now) {
  HT_TRY(Claim claim, tx.Get<Claim>(claim_id));
  HT_TRY(const auto record, registry::CaseFor(tx, claim.case_id, who));
  if (claim.withdrawn_at) {
    return Fail(ErrorCode::conflict, "The claim was taken back already.", "already_withdrawn");
  }
  if (form.note.empty()) return Invalid({{"note", "missing", "Say why it is taken back."}});
  claim.withdrawn_by = who.officer_id;
  claim.withdrawn_at = now;
  claim.withdrawn_note = form.note;
  HT_TRY_STATUS(tx.Update(claim));
  HT_TRY_STATUS(JournalClaim(tx, claim, "claim_withdrawn", who, record.unit_id, now));
  return ViewOf(tx, claim);
}

Result<AccountNumber> NumberClaimed(database::Transaction& tx, std::int64_t claim_id, ClaimEnd end,
                                    const auth::Principal& who) {
  HT_TRY(const Claim claim, tx.Get<Claim>(claim_id));
  HT_TRY_STATUS(registry::CaseFor(tx, claim.case_id, who));
  if (claim.withdrawn_at) {
    return Fail(ErrorCode::conflict, "The claim was taken back.", "already_withdrawn");
  }
  return end == ClaimEnd::from ? claim.from_number : claim.to_number;
}

Result<std::vector<ClaimView>> ClaimsOf(database::Transaction& tx, std::int64_t case_id) {
  HT_TRY(const auto claims, tx.Find<Claim>("WHERE case_id = :c ORDER BY id", case_id));
  std::vector<ClaimView> views;
  for (const Claim& claim : claims) {
    HT_TRY(views.emplace_back(), ViewOf(tx, claim));
  }
  return views;
}

}  // namespace hetang::trail
