// The notice of a round reaches its bank: as a message, or carried by two officers.
#include <algorithm>

#include "desk/funds/return_acts.h"
#include "desk/funds/return_hold.h"
#include "desk/funds/return_papers.h"
#include "desk/funds/return_wire.h"

namespace hetang::funds {
namespace {

Status CheckSecond(database::Transaction& tx, std::int64_t second_id, const auth::Principal& who) {
  if (second_id == who.officer_id) {
    return Fail(ErrorCode::conflict, "Two officers give the notice to the bank.", "own_second");
  }
  const auto second = roster::OfficerOf(tx, second_id);
  if (!second || !second->active) {
    return Invalid({{"second_officer_id", "unknown_officer", "There is no such officer."}});
  }
  return {};
}

Status CheckLeft(database::Transaction& tx, const Round& round) {
  HT_TRY(const auto claims, ClaimsOf(tx, round.id));
  const bool open = std::any_of(claims.begin(), claims.end(), [](const Claim& claim) {
    return claim.executed_fen < claim.return_fen;
  });
  if (open) return {};
  return Fail(ErrorCode::conflict, "The bank has given everything.", "nothing_left");
}

}  // namespace

Result<Round> Notify(database::Transaction& tx, std::int64_t round_id, const NotifyForm& form,
                     const auth::Principal& who, Moment now) {
  HT_TRY(Round round, RoundDoing(tx, round_id, RoundAct::notify, who));
  HT_TRY_STATUS(CheckSecond(tx, form.second_officer_id, who));
  HT_TRY_STATUS(CheckStillKept(tx, round, now));
  HT_TRY_STATUS(CheckAlone(tx, round));
  HT_TRY_STATUS(CheckLeft(tx, round));
  HT_TRY(const std::string why_by_hand, WhyByHand(tx, round));
  const bool by_hand = form.by_hand.value_or(false) || !why_by_hand.empty();
  round.first_officer_id = who.officer_id;
  round.second_officer_id = form.second_officer_id;
  round.notified_at = now;
  round.application_id.clear();
  HT_TRY(const deadline::Rule clock, deadline::RuleOf(tx, kReturnExecutionClock));
  HT_TRY(round.execute_by, deadline::DueUnder(tx, clock, now));
  HT_TRY_STATUS(
      OpenRoundClock(tx, round, kReturnExecutionClock, *round.execute_by, who.officer_id, now));
  journal::Entry entry;
  entry.act = "return_notified";
  entry.facts = {{"second_officer_id", form.second_officer_id},
                 {"execute_by", FormatIso(*round.execute_by)},
                 {"by_hand", by_hand}};
  HT_TRY_STATUS(Move(tx, round, RoundAct::notify, std::move(entry), who.actor(), now));
  HT_TRY_STATUS(MakeReturnPaper(tx, round, {std::string(kReturnNotice)}, who, now));
  if (!by_hand) HT_TRY_STATUS(SendReturn(tx, round, who, now));
  return round;
}

Result<Round> TakeByHand(database::Transaction& tx, std::int64_t round_id,
                         const auth::Principal& who, Moment now) {
  HT_TRY(Round round, RoundDoing(tx, round_id, RoundAct::take_by_hand, who));
  if (round.application_id.empty()) {
    return Fail(ErrorCode::conflict, "The notice goes by hand already.", "no_message");
  }
  HT_TRY(const bool waited, TakeBackReturn(tx, round, who, now));
  if (!waited) return Fail(ErrorCode::conflict, "The bank has the notice.", "message_sent");
  round.application_id.clear();
  journal::Entry entry;
  entry.act = "return_taken_by_hand";
  HT_TRY_STATUS(Move(tx, round, RoundAct::take_by_hand, std::move(entry), who.actor(), now));
  return round;
}

}  // namespace hetang::funds
