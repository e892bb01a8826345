#include "desk/funds/return_proposal.h"

#include <algorithm>
#include <map>
#include <set>

#include "desk/funds/return_acts.h"
#include "desk/funds/return_hold.h"

namespace hetang::funds {
namespace {

constexpr Duration kSameMoment = Minutes(10);  // As two reports of one payment are told apart.

// The payments of a claim that no credit has been found for yet.
struct Waiting {
  std::uint32_t victim = 0;
  std::int64_t payer_id = 0;  // Of the trail.
  registry::Payment payment;
};

bool IsPayment(const trail::Move& move, const Waiting& waiting) {
  const registry::Payment& payment = waiting.payment;
  if (move.from_id != waiting.payer_id || move.amount_fen != payment.amount_fen) return false;
  if (!payment.at) return true;
  return move.at <= *payment.at + kSameMoment && *payment.at <= move.at + kSameMoment;
}

Result<std::vector<Waiting>> PaymentsOfClaims(database::Transaction& tx,
                                              const std::vector<Claim>& claims) {
  std::vector<Waiting> waiting;
  for (std::size_t i = 0; i < claims.size(); ++i) {
    const std::vector<std::int64_t> ids = IdsIn(claims[i].payment_ids);
    HT_TRY(const auto payments, registry::PaymentsOf(tx, claims[i].case_id));
    for (const registry::Payment& payment : payments) {
      if (std::find(ids.begin(), ids.end(), payment.id) == ids.end()) continue;
      HT_TRY(const auto payer, trail::AccountNumbered(tx, payment.from_account));
      if (payer) waiting.push_back({static_cast<std::uint32_t>(i), payer->id, payment});
    }
  }
  return waiting;
}

std::optional<std::uint32_t> VictimOf(const trail::Move& move,
                                      const std::map<std::int64_t, std::uint32_t>& named,
                                      std::vector<Waiting>& waiting) {
  if (const auto found = named.find(move.transfer_id); found != named.end()) return found->second;
  const auto found = std::find_if(waiting.begin(), waiting.end(),
                                  [&](const Waiting& each) { return IsPayment(move, each); });
  if (found == waiting.end()) return std::nullopt;
  const std::uint32_t victim = found->victim;
  waiting.erase(found);
  return victim;
}

Result<ReturnProof> Prove(database::Transaction& tx, const Round& round,
                          const std::vector<Claim>& claims) {
  HT_TRY(const RoundMoves moves, MovesOfRound(tx, round));
  HT_TRY(ReturnQuestion question, QuestionOf(tx, round, claims, moves));
  // Nobody gets more than is still lost, whatever other rounds gave to the same case.
  std::map<std::int64_t, Fen> left;
  for (std::size_t i = 0; i < claims.size(); ++i) {
    const std::int64_t case_id = claims[i].case_id;
    if (!left.contains(case_id)) {
      HT_TRY(left[case_id], StillLost(tx, case_id, round.id));
    }
    Fen& loss = question.losses[i];
    loss = std::min(loss, left[case_id]);
    left[case_id] -= loss;
  }
  if (round.recovered_id) return DivideRecovered(question.frozen_fen, question.losses);
  return ProveReturn(question);
}

// A statement that ends before the freeze reaches it all the same when the bank, freezing, told the
// balance of its last row: nothing moved between.
bool ToldTheSame(const Order& order, const RoundMoves& moves) {
  if (moves.rows.empty() || !moves.rows.back().balance_fen) return false;
  const Fen last = *moves.rows.back().balance_fen;
  const Fen held = order.held_fen.value_or(Fen());
  return order.balance_before_fen == last || held == last ||
         (order.available_fen && held + *order.available_fen == last);
}

}  // namespace

Result<RoundMoves> MovesOfRound(database::Transaction& tx, const Round& round) {
  RoundMoves moves;
  if (!round.order_id) return moves;
  HT_TRY(const auto account, trail::AccountNumbered(tx, round.account_number));
  if (!account) return moves;
  moves.account_id = account->id;
  moves.held_until = account->held_until;
  moves.opening_fen = account->opening_fen;
  HT_TRY(moves.rows, trail::MovesOf(tx, account->id));
  HT_TRY(const Order order, tx.Get<Order>(*round.order_id));
  const bool ends_early =
      moves.held_until && round.frozen_at && *moves.held_until < *round.frozen_at;
  if (ends_early && ToldTheSame(order, moves)) moves.held_until = round.frozen_at;
  return moves;
}

Result<ReturnQuestion> QuestionOf(database::Transaction& tx, const Round& round,
                                  const std::vector<Claim>& claims, const RoundMoves& moves) {
  ReturnQuestion question;
  question.frozen_at = round.frozen_at.value_or(round.opened_at);
  HT_TRY(question.frozen_fen, LeftFor(tx, round));
  HT_TRY(const Fen in_case, FrozenInCase(tx, round));
  question.frozen_in_case_fen = std::max(in_case, question.frozen_fen);
  question.basis = round.basis;
  question.opening_fen = moves.opening_fen;
  question.held_until = moves.held_until;
  std::map<std::int64_t, std::uint32_t> named;
  for (std::size_t i = 0; i < claims.size(); ++i) {
    question.losses.push_back(claims[i].loss_fen);
    for (const std::int64_t id : IdsIn(claims[i].transfer_ids)) {
      named.emplace(id, static_cast<std::uint32_t>(i));
    }
  }
  HT_TRY(std::vector<Waiting> waiting, PaymentsOfClaims(tx, claims));
  for (const trail::Move& move : moves.rows) {
    ReturnRow& row = question.rows.emplace_back();
    row.transfer_id = move.transfer_id;
    row.at = move.at;
    row.credit = move.to_id == moves.account_id;
    row.interest = row.credit && move.kind == trace::Kind::interest;
    row.amount_fen = move.amount_fen;
    row.balance_fen = move.balance_fen;
    if (!row.credit) continue;
    const auto victim = VictimOf(move, named, waiting);
    if (victim) row.parts.push_back({*victim, move.amount_fen});
  }
  return question;
}

Result<Fen> StillLost(database::Transaction& tx, std::int64_t case_id, std::int64_t round_id) {
  HT_TRY(const registry::Case record, tx.Get<registry::Case>(case_id));
  HT_TRY(const auto given,
         tx.Query<Fen>("SELECT COALESCE(SUM(CASE WHEN r.state IN ('decided', 'notified')"
                       " THEN c.return_fen ELSE c.executed_fen END), 0) FROM funds_return_claim c"
                       " JOIN funds_return_round r ON r.id = c.round_id"
                       " WHERE c.case_id = :c AND r.id <> :r AND r.state <> 'cancelled'",
                       case_id, round_id));
  return std::max(Fen(), record.loss_fen - given.front());
}

Status Propose(database::Transaction& tx, Round& round, const auth::Principal& who, Moment now) {
  HT_TRY(auto claims, ClaimsOf(tx, round.id));
  HT_TRY(round.available_fen, LeftFor(tx, round));
  round.losses_fen = round.return_fen = Fen();
  round.proposal_id = 0;
  round.proposal_digest.clear();
  if (claims.empty()) return tx.Update(round);
  HT_TRY(const ReturnProof proof, Prove(tx, round, claims));
  Proposal proposal;
  proposal.round_id = round.id;
  proposal.computed_at = now;
  proposal.computed_by = who.officer_id;
  std::vector<std::int64_t> ids;
  for (std::size_t i = 0; i < claims.size(); ++i) {
    ids.push_back(claims[i].id);
    claims[i].return_fen = proof.victims[i].return_fen;
    HT_TRY_STATUS(tx.Update(claims[i]));
  }
  proposal.claim_ids = JoinIds(ids);
  proposal.article = round.article = proof.article;
  proposal.return_fen = round.return_fen = proof.return_fen;
  round.losses_fen = proof.losses_fen;
  proposal.proof = json::Write(proof);
  proposal.digest = round.proposal_digest =
      journal::DigestOfText(proposal.claim_ids + "\n" + proposal.proof);
  HT_TRY(round.proposal_id, tx.Insert(proposal));
  HT_TRY_STATUS(tx.Update(round));
  journal::Entry entry;
  entry.act = "return_proposed";
  entry.facts = {{"article", EnumName(proof.article)},
                 {"basis", EnumName(proof.basis)},
                 {"frozen_fen", proof.frozen_fen.value()},
                 {"losses_fen", proof.losses_fen.value()},
                 {"return_fen", proof.return_fen.value()},
                 {"rounding_fen", proof.rounding_fen},
                 {"digest", proposal.digest}};
  return JournalRound(tx, round, std::move(entry), who.actor(), now);
}

}  // namespace hetang::funds
