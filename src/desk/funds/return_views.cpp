#include "desk/funds/return_views.h"

#include <algorithm>
#include <set>

#include "desk/funds/orders.h"
#include "desk/funds/return_acts.h"
#include "desk/funds/return_hold.h"
#include "desk/funds/return_proposal.h"
#include "gateway/bank/codes.h"
#include "platform/http/guard.h"

namespace hetang::funds {
namespace {

constexpr std::int64_t kMostCandidates = 500;

Result<std::string> CaseNumber(database::Transaction& tx, std::int64_t case_id) {
  HT_TRY(const registry::Case record, tx.Get<registry::Case>(case_id));
  return record.number;
}

Status AddNames(database::Transaction& tx, RoundView& view) {
  const std::pair<std::optional<std::int64_t>, std::string*> wanted[] = {
      {view.opened_by, &view.opened_by_name},
      {view.asked_by, &view.asked_by_name},
      {view.approved_by, &view.approved_by_name},
      {view.decided_by, &view.decided_by_name},
      {view.first_officer_id, &view.first_officer_name},
      {view.second_officer_id, &view.second_officer_name}};
  std::vector<std::int64_t> ids;
  for (const auto& [id, name] : wanted) {
    if (id) ids.push_back(*id);
  }
  HT_TRY(const auto names, roster::NamesOf(tx, ids));
  for (const auto& [id, name] : wanted) {
    if (!id) continue;
    const auto found = names.find(*id);
    if (found != names.end()) *name = found->second;
  }
  return {};
}

Status AddProof(database::Transaction& tx, const Round& round, RoundFull& full) {
  const auto all = tx.Find<Proposal>("WHERE round_id = :r ORDER BY id DESC", round.id);
  if (!all) return tl::unexpected(all.error());
  for (const Proposal& proposal : *all) {
    full.proposals.push_back({proposal.id, proposal.computed_at, proposal.article,
                              proposal.return_fen, proposal.digest});
    if (proposal.id != round.proposal_id) continue;
    HT_TRY(full.proof, json::Read<ReturnProof>(proposal.proof));
  }
  if (!full.proof || full.proof->rows.empty()) return {};
  HT_TRY(const RoundMoves moves, MovesOfRound(tx, round));
  for (const EvidenceRow& row : full.proof->rows) {
    EvidenceView& view = full.evidence.emplace_back();
    static_cast<EvidenceRow&>(view) = row;
    const auto move =
        std::find_if(moves.rows.begin(), moves.rows.end(),
                     [&](const trail::Move& each) { return each.transfer_id == row.transfer_id; });
    if (move == moves.rows.end()) continue;
    view.other_number = move->other_number;
    view.other_holder = move->other_holder;
  }
  full.proof->rows.clear();
  return {};
}

Result<std::vector<ObjectionView>> ObjectionsOf(database::Transaction& tx, std::int64_t round_id) {
  HT_TRY(const auto objections, tx.Find<Objection>("WHERE round_id = :r ORDER BY id", round_id));
  std::vector<ObjectionView> views;
  for (const Objection& objection : objections) {
    ObjectionView& view = views.emplace_back();
    static_cast<Objection&>(view) = objection;
    const std::int64_t ids[] = {objection.received_by, objection.reviewed_by.value_or(0)};
    HT_TRY(auto names, roster::NamesOf(tx, ids));
    view.received_by_name = names[objection.received_by];
    if (objection.reviewed_by) view.reviewed_by_name = names[*objection.reviewed_by];
  }
  return views;
}

Result<ReturnMessage> MessageOf(database::Transaction& tx, const Order& order,
                                const auth::Principal& who) {
  ReturnMessage message;
  HT_TRY(message.order, ViewOf(tx, order, who));
  HT_TRY(const auto shares, SharesOf(tx, order.id));
  for (const ReturnShare& share : shares) {
    ReturnShareView& view = message.shares.emplace_back();
    static_cast<ReturnShare&>(view) = share;
    if (const auto* code = bank::FindResultCode(share.result_code)) {
      view.result_meaning_zh = code->zh;
      view.result_meaning_en = code->en;
    }
  }
  HT_TRY(message.kept,
         tx.Query<KeptAnswer>("SELECT id, verdict, problem, received_at, settled_at FROM"
                              " funds_answer WHERE order_id = :o AND verdict NOT IN"
                              " ('effective', 'repeated') ORDER BY id DESC",
                              order.id));
  return message;
}

// Acts that the state allows and something else does not.
Status TakeOutBlocked(database::Transaction& tx, const Round& round, const auth::Principal& who,
                      Moment now, RoundView& view) {
  const bool notice_runs = round.notice_until && now < *round.notice_until;
  if ((round.notice_needed && round.state == RoundState::approved) || notice_runs) {
    std::erase(view.actions, "decide");
  }
  // Only who asked takes a request back, and cancelling does that.
  if (round.state == RoundState::asked && round.asked_by != who.officer_id) {
    std::erase(view.actions, "withdraw");
    std::erase(view.actions, "cancel");
  }
  if (round.state == RoundState::executed && round.executed_fen == round.return_fen) {
    std::erase(view.actions, "notify");
  }
  if (std::find(view.actions.begin(), view.actions.end(), "notify") != view.actions.end()) {
    HT_TRY(view.by_hand_because, WhyByHand(tx, round));
  }
  if (round.state != RoundState::notified) return {};
  HT_TRY(const auto messages, MessagesOf(tx, round.id));
  if (messages.empty() || messages.front().state != OrderState::waiting) {
    std::erase(view.actions, "take_by_hand");
  }
  return {};
}

Result<Candidate> CandidateOf(database::Transaction& tx, const Order& order,
                              const ReturnRuleValues& rules) {
  Candidate candidate;
  candidate.order_id = order.id;
  candidate.case_id = order.case_id;
  HT_TRY(candidate.case_number, CaseNumber(tx, order.case_id));
  candidate.bank_name = order.bank_name;
  candidate.account_number = order.account_number;
  candidate.account_holder = order.account_holder;
  candidate.held_fen = order.held_fen.value_or(Fen());
  candidate.frozen_at = order.starts_at;
  candidate.expires_at = order.expires_at;
  candidate.waits_until =
      AddMonths(order.starts_at.value_or(order.requested_at), static_cast<int>(rules.wait_months));
  Round none;
  none.order_id = order.id;
  HT_TRY(candidate.left_fen, LeftFor(tx, none));
  HT_TRY(const auto rounds, tx.Find<Round>("WHERE order_id = :o ORDER BY id", order.id));
  for (const Round& round : rounds) {
    if (IsOpen(round.state)) candidate.open_round_id = round.id;
  }
  return candidate;
}

}  // namespace

Result<RoundView> ViewOf(database::Transaction& tx, const Round& round, const auth::Principal& who,
                         Moment now) {
  RoundView view;
  static_cast<Round&>(view) = round;
  HT_TRY(view.case_number, CaseNumber(tx, round.case_id));
  HT_TRY(const roster::Unit unit, roster::UnitOf(tx, round.unit_id));
  view.unit_name = unit.name.str();
  HT_TRY_STATUS(AddNames(tx, view));
  HT_TRY(const auto victims,
         tx.Query<std::int64_t>("SELECT COUNT(*) FROM funds_return_claim WHERE round_id = :r",
                                round.id));
  view.victims = victims.front();
  if (round.order_id) {
    HT_TRY(const Order order, tx.Get<Order>(*round.order_id));
    view.freeze_expires_at = order.expires_at;
    view.kept = CheckFreezeKeeps(order, now).has_value();
  }
  view.actions =
      ActionsIn(kRoundStates, round.state, [&](std::string_view right) { return who.May(right); });
  if (who.May(http::kRevealRight)) view.actions.emplace_back("reveal");
  HT_TRY_STATUS(TakeOutBlocked(tx, round, who, now, view));
  return view;
}

Result<RoundFull> FullOf(database::Transaction& tx, const Round& round, const auth::Principal& who,
                         Moment now) {
  RoundFull full;
  HT_TRY(full.round, ViewOf(tx, round, who, now));
  HT_TRY(const auto claims, ClaimsOf(tx, round.id));
  for (const Claim& claim : claims) {
    ClaimView& view = full.claims.emplace_back();
    static_cast<Claim&>(view) = claim;
    HT_TRY(view.case_number, CaseNumber(tx, claim.case_id));
  }
  HT_TRY_STATUS(AddProof(tx, round, full));
  HT_TRY(full.objections, ObjectionsOf(tx, round.id));
  HT_TRY(full.events, tx.Find<RoundEvent>("WHERE round_id = :r ORDER BY at, id", round.id));
  HT_TRY(const auto messages, MessagesOf(tx, round.id));
  for (const Order& order : messages) {
    HT_TRY(ReturnMessage message, MessageOf(tx, order, who));
    full.messages.push_back(std::move(message));
  }
  return full;
}

Result<CandidateList> CandidatesFor(database::Transaction& tx, const auth::Principal& who,
                                    Moment now) {
  HT_TRY(const ReturnRuleValues rules, ReturnRules(tx));
  HT_TRY(const auto orders,
         tx.Find<Order>("WHERE kind = 'freeze' AND state IN ('frozen', 'frozen_in_part')"
                        " AND (expires_at IS NULL OR expires_at > :now)"
                        " ORDER BY COALESCE(expires_at, 0), id LIMIT :most",
                        now, kMostCandidates));
  CandidateList list;
  for (const Order& order : orders) {
    if (!who.Sees(order.unit_id)) continue;
    HT_TRY(Candidate candidate, CandidateOf(tx, order, rules));
    if (candidate.left_fen > Fen(0)) list.items.push_back(std::move(candidate));
  }
  return list;
}

Result<SuggestionList> SuggestionsFor(database::Transaction& tx, const Round& round,
                                      const auth::Principal& who) {
  std::set<std::int64_t> claimed;
  HT_TRY(const auto claims, ClaimsOf(tx, round.id));
  for (const Claim& claim : claims) {
    for (const std::int64_t id : IdsIn(claim.payment_ids)) claimed.insert(id);
  }
  HT_TRY(const auto payments,
         tx.Find<registry::Payment>(
             "WHERE case_id = :case OR (to_account_id = :account AND :account2 > 0)"
             " ORDER BY id LIMIT :most",
             round.case_id, round.account_id, round.account_id, kMostCandidates));
  SuggestionList list;
  for (const registry::Payment& payment : payments) {
    if (claimed.contains(payment.id)) continue;
    HT_TRY(const registry::Case record, tx.Get<registry::Case>(payment.case_id));
    if (!who.Sees(record.unit_id) || record.state == registry::CaseState::merged) continue;
    HT_TRY(const registry::Person victim, tx.Get<registry::Person>(record.victim_id));
    Suggestion& shown = list.items.emplace_back();
    shown.case_id = record.id;
    shown.case_number = record.number;
    shown.payment_id = payment.id;
    shown.victim = victim.name;
    shown.amount_fen = payment.amount_fen;
    shown.at = payment.at;
    shown.from_account = payment.from_account;
    shown.from_bank_name = payment.from_bank_name;
    shown.direct = round.account_id > 0 && payment.to_account_id == round.account_id;
  }
  return list;
}

}  // namespace hetang::funds
