// Rounds as officers see them.
#pragma once

#include "desk/funds/return_wire.h"

namespace hetang::funds {

struct RoundView : Round {
  std::string case_number;
  std::string unit_name;
  std::string opened_by_name;
  std::string asked_by_name;
  std::string approved_by_name;
  std::string decided_by_name;
  std::string first_officer_name;
  std::string second_officer_name;
  std::int64_t victims = 0;
  std::optional<Moment> freeze_expires_at;
  bool kept = true;             // The freeze is still in force; always so of recovered money.
  std::string by_hand_because;  // Of `notify`: why it cannot go as a message; empty: it can.
  std::vector<std::string> actions;
};
BOOST_DESCRIBE_STRUCT(RoundView, (Round),
                      (case_number, unit_name, opened_by_name, asked_by_name, approved_by_name,
                       decided_by_name, first_officer_name, second_officer_name, victims,
                       freeze_expires_at, kept, by_hand_because, actions))

struct ClaimView : Claim {
  std::string case_number;
};
BOOST_DESCRIBE_STRUCT(ClaimView, (Claim), (case_number))

// A row of the evidence with the other side of the transfer.
struct EvidenceView : EvidenceRow {
  AccountNumber other_number;
  PersonName other_holder;
};
BOOST_DESCRIBE_STRUCT(EvidenceView, (EvidenceRow), (other_number, other_holder))

struct ProposalView {
  std::int64_t id = 0;
  Moment computed_at;
  Article article = Article::pro_rata;
  Fen return_fen;
  std::string digest;
};
BOOST_DESCRIBE_STRUCT(ProposalView, (), (id, computed_at, article, return_fen, digest))

struct ObjectionView : Objection {
  std::string received_by_name;
  std::string reviewed_by_name;
};
BOOST_DESCRIBE_STRUCT(ObjectionView, (Objection), (received_by_name, reviewed_by_name))

// One victim's part of a message, with what the bank's code means.
struct ReturnShareView : ReturnShare {
  std::string result_meaning_zh;
  std::string result_meaning_en;
};
BOOST_DESCRIBE_STRUCT(ReturnShareView, (ReturnShare), (result_meaning_zh, result_meaning_en))

// An answer that was kept because it could not be believed.
struct KeptAnswer {
  std::int64_t id = 0;
  Verdict verdict = Verdict::contradicts;
  std::string problem;
  Moment received_at;
  std::optional<Moment> settled_at;
};
BOOST_DESCRIBE_STRUCT(KeptAnswer, (), (id, verdict, problem, received_at, settled_at))

// The notice as a message: how it stands, share by share.
struct ReturnMessage {
  OrderView order;
  std::vector<ReturnShareView> shares;
  std::vector<KeptAnswer> kept;
};
BOOST_DESCRIBE_STRUCT(ReturnMessage, (), (order, shares, kept))

struct RoundFull {
  RoundView round;
  std::vector<ClaimView> claims;
  // Of the proposal in force, its victims in the order of the claims; its rows stand in `evidence`.
  std::optional<ReturnProof> proof;
  std::vector<EvidenceView> evidence;
  std::vector<ProposalView> proposals;  // All that were computed, the newest first.
  std::vector<ObjectionView> objections;
  std::vector<RoundEvent> events;
  std::vector<ReturnMessage> messages;  // The latest first.
};
BOOST_DESCRIBE_STRUCT(RoundFull, (),
                      (round, claims, proof, evidence, proposals, objections, events, messages))

// A freeze that keeps money of victims.
struct Candidate {
  std::int64_t order_id = 0;
  std::int64_t case_id = 0;
  std::string case_number;
  Text<80> bank_name;
  AccountNumber account_number;
  PersonName account_holder;
  Fen held_fen;
  Fen left_fen;
  std::optional<Moment> frozen_at;
  std::optional<Moment> expires_at;
  std::optional<Moment> waits_until;
  std::optional<std::int64_t> open_round_id;
};
BOOST_DESCRIBE_STRUCT(Candidate, (),
                      (order_id, case_id, case_number, bank_name, account_number, account_holder,
                       held_fen, left_fen, frozen_at, expires_at, waits_until, open_round_id))
struct CandidateList {
  std::vector<Candidate> items;
};
BOOST_DESCRIBE_STRUCT(CandidateList, (), (items))

// A payment that may be a claim of the round: one that went straight into its account, or one of
// the round's own case.
struct Suggestion {
  std::int64_t case_id = 0;
  std::string case_number;
  std::int64_t payment_id = 0;
  PersonName victim;
  Fen amount_fen;
  std::optional<Moment> at;
  AccountNumber from_account;
  Text<80> from_bank_name;
  bool direct = false;
};
BOOST_DESCRIBE_STRUCT(Suggestion, (),
                      (case_id, case_number, payment_id, victim, amount_fen, at, from_account,
                       from_bank_name, direct))
struct SuggestionList {
  std::vector<Suggestion> items;
};
BOOST_DESCRIBE_STRUCT(SuggestionList, (), (items))

Result<RoundView> ViewOf(database::Transaction& tx, const Round& round, const auth::Principal& who,
                         Moment now);
Result<RoundFull> FullOf(database::Transaction& tx, const Round& round, const auth::Principal& who,
                         Moment now);
// Freezes in force that this officer sees, the one that lapses first on top.
Result<CandidateList> CandidatesFor(database::Transaction& tx, const auth::Principal& who,
                                    Moment now);
Result<SuggestionList> SuggestionsFor(database::Transaction& tx, const Round& round,
                                      const auth::Principal& who);
void AddReturnRoutes(http::Router& router);

}  // namespace hetang::funds
