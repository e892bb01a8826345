#include <algorithm>
#include <set>

#include "desk/funds/return_acts.h"
#include "desk/funds/return_hold.h"
#include "desk/funds/return_proposal.h"

namespace hetang::funds {
namespace {

// The payments a claim names, checked to be of its case and of no other claim of the round.
Result<std::vector<registry::Payment>> PaymentsNamed(database::Transaction& tx, const Round& round,
                                                     std::int64_t claim_id, const ClaimForm& form) {
  if (form.payment_ids.empty()) {
    return Invalid({{"payment_ids", "missing", "Which payments are the loss?"}});
  }
  HT_TRY(const auto of_case, registry::PaymentsOf(tx, form.case_id));
  std::set<std::int64_t> taken;
  HT_TRY(const auto claims, ClaimsOf(tx, round.id));
  for (const Claim& claim : claims) {
    if (claim.id == claim_id) continue;
    for (const std::int64_t id : IdsIn(claim.payment_ids)) taken.insert(id);
  }
  std::vector<registry::Payment> named;
  for (const std::int64_t id : form.payment_ids) {
    const auto found = std::find_if(of_case.begin(), of_case.end(),
                                    [&](const registry::Payment& each) { return each.id == id; });
    if (found == of_case.end()) {
      return Invalid({{"payment_ids", "not_of_case", "The case has no such payment."}});
    }
    if (!taken.insert(id).second) {
      return Fail(ErrorCode::conflict, "A payment is claimed once in a round.", "claimed_twice");
    }
    named.push_back(*found);
  }
  return named;
}

Fen SumOf(const std::vector<registry::Payment>& payments) {
  Fen sum;
  for (const registry::Payment& payment : payments) sum += payment.amount_fen;
  return sum;
}

// The money goes to the account the victim paid from, or to another one of the victim with a
// reason.
void SetAccount(Claim& claim, const ClaimForm& form, const registry::Payment& payment,
                std::vector<FieldError>& faults) {
  const AccountNumber given = form.to_account.value_or(AccountNumber());
  claim.to_original = given.empty() || given == payment.from_account;
  if (claim.to_original) {
    claim.to_account = payment.from_account;
    claim.to_bank_code = payment.from_bank_code;
    claim.to_bank_name = payment.from_bank_name;
    claim.to_holder = payment.from_holder.empty() ? claim.name : payment.from_holder;
    claim.other_account_reason = Text<200>();
    if (claim.to_account.empty()) {
      faults.push_back({"to_account", "missing", "The payment names no account to return to."});
    }
    return;
  }
  claim.to_account = given;
  claim.to_bank_code = form.to_bank_code.value_or("");
  claim.to_bank_name = form.to_bank_name.value_or(Text<80>());
  claim.to_holder = form.to_holder.value_or(claim.name);
  claim.other_account_reason = form.other_account_reason.value_or(Text<200>());
  if (claim.to_bank_name.empty()) {
    faults.push_back({"to_bank_name", "missing", "Which bank is the account at?"});
  }
  if (claim.other_account_reason.empty()) {
    faults.push_back(
        {"other_account_reason", "missing", "Say why it is not the account the victim paid from."});
  }
  if (!(claim.to_holder == claim.name)) {
    faults.push_back({"to_holder", "not_the_victim", "The other account is the victim's own."});
  }
}

Status SetTransfers(database::Transaction& tx, const Round& round, Claim& claim,
                    const ClaimForm& form, std::vector<FieldError>& faults) {
  const std::vector<std::int64_t> ids = form.transfer_ids.value_or(std::vector<std::int64_t>());
  claim.transfer_ids = JoinIds(ids);
  claim.transfer_reason = form.transfer_reason.value_or(Text<200>());
  if (ids.empty()) return {};
  if (claim.transfer_reason.empty()) {
    faults.push_back({"transfer_reason", "missing", "Say what ties the row to the victim."});
  }
  HT_TRY(const auto moves, MovesOfRound(tx, round));
  for (const std::int64_t id : ids) {
    const bool credit = std::any_of(moves.rows.begin(), moves.rows.end(), [&](const auto& move) {
      return move.transfer_id == id && move.to_id == moves.account_id;
    });
    if (!credit) {
      faults.push_back({"transfer_ids", "no_credit", "It is no credit of the frozen account."});
    }
  }
  return {};
}

Status Fill(database::Transaction& tx, const Round& round, Claim& claim, const ClaimForm& form,
            const auth::Principal& who) {
  HT_TRY(const registry::Case record, registry::CaseFor(tx, form.case_id, who));
  HT_TRY(const auto payments, PaymentsNamed(tx, round, claim.id, form));
  HT_TRY(const registry::Person victim, tx.Get<registry::Person>(record.victim_id));
  claim.case_id = record.id;
  claim.person_id = victim.id;
  claim.name = victim.name;
  claim.payment_ids = JoinIds(form.payment_ids);
  claim.agent_name = form.agent_name.value_or(PersonName());
  claim.agent_mandate = form.agent_mandate.value_or(Text<200>());
  std::vector<FieldError> faults;
  claim.loss_fen = form.loss_fen.value_or(SumOf(payments));
  if (claim.loss_fen <= Fen(0)) {
    faults.push_back({"loss_fen", "range", "A loss is more than nothing."});
  }
  if (claim.loss_fen > SumOf(payments)) {
    faults.push_back({"loss_fen", "over_payments", "The loss passes the payments it is made of."});
  }
  if (!claim.agent_name.empty() && claim.agent_mandate.empty()) {
    faults.push_back({"agent_mandate", "missing", "An agent needs a mandate that was checked."});
  }
  SetAccount(claim, form, payments.front(), faults);
  if (claim.to_holder.empty()) {
    faults.push_back({"to_holder", "missing", "The register does not know the victim's name."});
  }
  if (const auto bank = BankOf(tx, claim.to_bank_code); claim.to_bank_name.empty() && bank) {
    claim.to_bank_name = bank->name;
  }
  HT_TRY_STATUS(SetTransfers(tx, round, claim, form, faults));
  if (!faults.empty()) return Invalid(std::move(faults));
  return {};
}

Status JournalClaim(database::Transaction& tx, const Round& round, const Claim& claim,
                    std::string act, const auth::Principal& who, Moment now) {
  journal::Entry entry;
  entry.act = std::move(act);
  entry.facts = {
      {"claim_id", claim.id}, {"case_id", claim.case_id}, {"loss_fen", claim.loss_fen.value()}};
  return JournalRound(tx, round, std::move(entry), who.actor(), now);
}

Result<Claim> ClaimIn(database::Transaction& tx, const Round& round, std::int64_t claim_id) {
  HT_TRY(Claim claim, tx.Get<Claim>(claim_id));
  if (claim.round_id != round.id) {
    return Fail(ErrorCode::not_found, "The round has no such claim.");
  }
  return claim;
}

}  // namespace

Result<std::vector<Claim>> ClaimsOf(database::Transaction& tx, std::int64_t round_id) {
  return tx.Find<Claim>("WHERE round_id = :r ORDER BY place, id", round_id);
}

Result<Round> AddClaim(database::Transaction& tx, std::int64_t round_id, const ClaimForm& form,
                       const auth::Principal& who, Moment now) {
  HT_TRY(Round round, RoundDoing(tx, round_id, RoundAct::change, who));
  HT_TRY(const auto claims, ClaimsOf(tx, round.id));
  Claim claim;
  claim.round_id = round.id;
  claim.place = claims.empty() ? 1 : claims.back().place + 1;
  HT_TRY_STATUS(Fill(tx, round, claim, form, who));
  HT_TRY(claim.id, tx.Insert(claim));
  HT_TRY_STATUS(JournalClaim(tx, round, claim, "return_claim_added", who, now));
  HT_TRY_STATUS(Propose(tx, round, who, now));
  return round;
}

Result<Round> ChangeClaim(database::Transaction& tx, std::int64_t round_id, std::int64_t claim_id,
                          const ClaimForm& form, const auth::Principal& who, Moment now) {
  HT_TRY(Round round, RoundDoing(tx, round_id, RoundAct::change, who));
  HT_TRY(Claim claim, ClaimIn(tx, round, claim_id));
  HT_TRY_STATUS(Fill(tx, round, claim, form, who));
  HT_TRY_STATUS(tx.Update(claim));
  HT_TRY_STATUS(JournalClaim(tx, round, claim, "return_claim_changed", who, now));
  HT_TRY_STATUS(Propose(tx, round, who, now));
  return round;
}

Result<Round> RemoveClaim(database::Transaction& tx, std::int64_t round_id, std::int64_t claim_id,
                          const auth::Principal& who, Moment now) {
  HT_TRY(Round round, RoundDoing(tx, round_id, RoundAct::change, who));
  HT_TRY(const Claim claim, ClaimIn(tx, round, claim_id));
  HT_TRY_STATUS(tx.Execute("DELETE FROM funds_return_claim WHERE id = :id", claim.id));
  HT_TRY_STATUS(JournalClaim(tx, round, claim, "return_claim_removed", who, now));
  HT_TRY_STATUS(Propose(tx, round, who, now));
  return round;
}

}  // namespace hetang::funds
