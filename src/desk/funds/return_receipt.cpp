#include <algorithm>
#include <set>

#include "desk/funds/return_acts.h"
#include "desk/funds/return_wire.h"

namespace hetang::funds {
namespace {

void CheckLine(const ReceiptLine& line, const Claim& claim, const std::string& path,
               std::vector<FieldError>& faults) {
  const Fen open = claim.return_fen - claim.executed_fen;
  if (line.executed_fen < Fen(0) || line.executed_fen > open) {
    faults.push_back({path + ".executed_fen", "over_return", "Not more than was decided."});
  } else if (line.executed_fen < open && line.note.empty()) {
    faults.push_back({path + ".note", "missing", "Say why the bank gave less."});
  }
}

Status Check(const Round& round, const ReceiptForm& form, const std::vector<Claim>& claims,
             Moment at, Moment now) {
  std::vector<FieldError> faults;
  if (at > now) faults.push_back({"executed_at", "future_time", "It cannot be later than now."});
  if (at < *round.notified_at) {
    faults.push_back({"executed_at", "before_notice", "The bank had no notice then."});
  }
  if (form.receipt_number.empty()) {
    faults.push_back({"receipt_number", "missing", "Which number has the receipt?"});
  }
  std::set<std::int64_t> named;
  for (std::size_t i = 0; i < form.lines.size(); ++i) {
    const std::string path = "lines[" + std::to_string(i) + "]";
    const auto claim = std::find_if(claims.begin(), claims.end(), [&](const Claim& each) {
      return each.id == form.lines[i].claim_id && each.executed_fen < each.return_fen;
    });
    if (claim == claims.end() || !named.insert(claim->id).second) {
      faults.push_back({path + ".claim_id", "not_of_round", "A claim that is open, once."});
    } else {
      CheckLine(form.lines[i], *claim, path, faults);
    }
  }
  for (const Claim& claim : claims) {
    if (claim.executed_fen < claim.return_fen && !named.contains(claim.id)) {
      faults.push_back({"lines", "claim_missing", "The receipt says of each victim what came."});
    }
  }
  if (!faults.empty()) return Invalid(std::move(faults));
  return {};
}

ClaimState StateOf(const Claim& claim) {
  if (claim.executed_fen == Fen(0)) return ClaimState::refused;
  return claim.executed_fen == claim.return_fen ? ClaimState::executed : ClaimState::executed_short;
}

bool IsPaidAndConfirmed(const Claim& claim) {
  return claim.executed_fen == Fen(0) || claim.state == ClaimState::confirmed;
}

}  // namespace

Result<Round> RecordReceipt(database::Transaction& tx, std::int64_t round_id,
                            const ReceiptForm& form, const auth::Principal& who, Moment now) {
  HT_TRY(Round round, RoundDoing(tx, round_id, RoundAct::record_receipt, who));
  HT_TRY(const auto claims, ClaimsOf(tx, round.id));
  HT_TRY_STATUS(Check(round, form, claims, form.executed_at.value_or(now), now));
  HT_TRY_STATUS(NoteReceipt(tx, round, form, who, now));
  HT_TRY_STATUS(TakeReceipt(tx, round, form, who.actor(), now));
  return round;
}

Status TakeReceipt(database::Transaction& tx, Round& round, const ReceiptForm& receipt,
                   const journal::Actor& actor, Moment now) {
  HT_TRY(auto claims, ClaimsOf(tx, round.id));
  round.executed_fen = Fen();
  for (Claim& claim : claims) {
    const auto line =
        std::find_if(receipt.lines.begin(), receipt.lines.end(),
                     [&](const ReceiptLine& each) { return each.claim_id == claim.id; });
    if (line != receipt.lines.end()) {
      claim.executed_fen += line->executed_fen;
      claim.state = StateOf(claim);
      claim.execution_note = line->note;
      HT_TRY_STATUS(tx.Update(claim));
    }
    round.executed_fen += claim.executed_fen;
  }
  round.executed_at = receipt.executed_at.value_or(now);
  round.receipt_number = receipt.receipt_number;
  journal::Entry entry;
  entry.act = "return_executed";
  entry.facts = {{"return_fen", round.return_fen.value()},
                 {"executed_fen", round.executed_fen.value()},
                 {"receipt_number", receipt.receipt_number.str()}};
  return Move(tx, round, RoundAct::record_receipt, std::move(entry), actor, now);
}

Result<Round> ConfirmClaim(database::Transaction& tx, std::int64_t round_id, std::int64_t claim_id,
                           const ConfirmForm& form, const auth::Principal& who, Moment now) {
  HT_TRY(Round round, RoundDoing(tx, round_id, RoundAct::confirm, who));
  HT_TRY(auto claims, ClaimsOf(tx, round.id));
  const auto claim = std::find_if(claims.begin(), claims.end(),
                                  [&](const Claim& each) { return each.id == claim_id; });
  if (claim == claims.end()) return Fail(ErrorCode::not_found, "The round has no such claim.");
  if (claim->executed_fen == Fen(0)) {
    return Fail(ErrorCode::conflict, "The bank has given this victim nothing.", "nothing_executed");
  }
  if (claim->state == ClaimState::confirmed) {
    return Fail(ErrorCode::conflict, "The victim has confirmed it.", "already_confirmed");
  }
  claim->state = ClaimState::confirmed;
  claim->confirmed_at = now;
  claim->confirmation_note = form.note;
  HT_TRY_STATUS(tx.Update(*claim));
  journal::Entry entry;
  entry.act = "return_confirmed";
  entry.facts = {{"claim_id", claim->id}, {"executed_fen", claim->executed_fen.value()}};
  HT_TRY_STATUS(JournalRound(tx, round, std::move(entry), who.actor(), now));
  const bool whole = std::all_of(claims.begin(), claims.end(), [](const Claim& each) {
    return each.executed_fen == each.return_fen && IsPaidAndConfirmed(each);
  });
  if (!whole || round.state != RoundState::executed) return round;
  return FinishRound(tx, round_id, who, now);
}

Result<Round> FinishRound(database::Transaction& tx, std::int64_t round_id,
                          const auth::Principal& who, Moment now) {
  HT_TRY(Round round, RoundDoing(tx, round_id, RoundAct::finish, who));
  HT_TRY(const auto claims, ClaimsOf(tx, round.id));
  if (!std::all_of(claims.begin(), claims.end(), IsPaidAndConfirmed)) {
    return Fail(ErrorCode::conflict, "A victim has not confirmed yet.", "not_all_confirmed");
  }
  round.confirmed_at = now;
  journal::Entry entry;
  entry.act = "return_finished";
  entry.facts = {{"executed_fen", round.executed_fen.value()}};
  HT_TRY_STATUS(Move(tx, round, RoundAct::finish, std::move(entry), who.actor(), now));
  return round;
}

}  // namespace hetang::funds
