// The tables of returns, recovered money, appeals and the white list.
#pragma once

#include <string_view>

namespace hetang::funds {

inline constexpr std::string_view kReturnTables = R"(
CREATE TABLE funds_recovered (
  id ID, case_id INTEGER NOT NULL, unit_id INTEGER NOT NULL, kind TEXT NOT NULL,
  amount_fen INTEGER NOT NULL, at INTEGER NOT NULL, from_name TEXT NOT NULL,
  legal_basis TEXT NOT NULL, bank_code TEXT NOT NULL, bank_name TEXT NOT NULL,
  account_number TEXT NOT NULL, account_holder TEXT NOT NULL, note TEXT NOT NULL,
  entered_by INTEGER NOT NULL, entered_at INTEGER NOT NULL, version INTEGER NOT NULL);
CREATE INDEX funds_recovered_case ON funds_recovered (case_id);
CREATE TABLE funds_return_round (
  id ID, number TEXT NOT NULL UNIQUE, case_id INTEGER NOT NULL, unit_id INTEGER NOT NULL,
  order_id INTEGER, recovered_id INTEGER, account_id INTEGER NOT NULL, bank_code TEXT NOT NULL,
  bank_name TEXT NOT NULL, account_number TEXT NOT NULL, account_holder TEXT NOT NULL,
  state TEXT NOT NULL, legal_basis TEXT NOT NULL, basis TEXT NOT NULL, frozen_at INTEGER,
  waits_until INTEGER, early_reason TEXT NOT NULL, opened_by INTEGER NOT NULL,
  opened_at INTEGER NOT NULL, article TEXT NOT NULL, available_fen INTEGER NOT NULL,
  losses_fen INTEGER NOT NULL, return_fen INTEGER NOT NULL, proposal_id INTEGER NOT NULL,
  proposal_digest TEXT NOT NULL, grounds TEXT NOT NULL, asked_by INTEGER, asked_at INTEGER,
  approved_by INTEGER, approved_at INTEGER, notice_needed INTEGER NOT NULL, notice_from INTEGER,
  notice_until INTEGER, notice_text TEXT NOT NULL, decision_number TEXT NOT NULL,
  decided_by INTEGER, decided_at INTEGER, first_officer_id INTEGER, second_officer_id INTEGER,
  notified_at INTEGER, application_id TEXT NOT NULL, execute_by INTEGER,
  executed_at INTEGER, executed_fen INTEGER NOT NULL,
  receipt_number TEXT NOT NULL, confirmed_at INTEGER, cancel_reason TEXT NOT NULL,
  cancelled_at INTEGER, version INTEGER NOT NULL);
CREATE INDEX funds_return_round_order ON funds_return_round (order_id);
CREATE INDEX funds_return_round_recovered ON funds_return_round (recovered_id);
CREATE INDEX funds_return_round_case ON funds_return_round (case_id);
CREATE TABLE funds_return_claim (
  id ID, round_id INTEGER NOT NULL, place INTEGER NOT NULL, case_id INTEGER NOT NULL,
  person_id INTEGER NOT NULL, name TEXT NOT NULL, payment_ids TEXT NOT NULL,
  transfer_ids TEXT NOT NULL, transfer_reason TEXT NOT NULL, loss_fen INTEGER NOT NULL,
  to_bank_code TEXT NOT NULL, to_bank_name TEXT NOT NULL, to_account TEXT NOT NULL,
  to_holder TEXT NOT NULL, to_original INTEGER NOT NULL, other_account_reason TEXT NOT NULL,
  agent_name TEXT NOT NULL, agent_mandate TEXT NOT NULL, return_fen INTEGER NOT NULL,
  executed_fen INTEGER NOT NULL, state TEXT NOT NULL, execution_note TEXT NOT NULL,
  confirmed_at INTEGER, confirmation_note TEXT NOT NULL, version INTEGER NOT NULL);
CREATE INDEX funds_return_claim_round ON funds_return_claim (round_id, place);
CREATE INDEX funds_return_claim_case ON funds_return_claim (case_id);
CREATE TABLE funds_return_proposal (
  id ID, round_id INTEGER NOT NULL, computed_at INTEGER NOT NULL, computed_by INTEGER NOT NULL,
  claim_ids TEXT NOT NULL, article TEXT NOT NULL, return_fen INTEGER NOT NULL,
  digest TEXT NOT NULL, proof TEXT NOT NULL);
CREATE INDEX funds_return_proposal_round ON funds_return_proposal (round_id);
CREATE TABLE funds_return_objection (
  id ID, round_id INTEGER NOT NULL, name TEXT NOT NULL, phone TEXT NOT NULL, text TEXT NOT NULL,
  received_at INTEGER NOT NULL, received_by INTEGER NOT NULL, late INTEGER NOT NULL,
  state TEXT NOT NULL, answer TEXT NOT NULL, reviewed_by INTEGER, reviewed_at INTEGER,
  version INTEGER NOT NULL);
CREATE INDEX funds_return_objection_round ON funds_return_objection (round_id);
CREATE TABLE funds_return_event (
  id ID, round_id INTEGER NOT NULL, at INTEGER NOT NULL, place TEXT NOT NULL, note TEXT NOT NULL,
  entered_by INTEGER NOT NULL);
CREATE INDEX funds_return_event_round ON funds_return_event (round_id);
CREATE TABLE funds_appeal (
  id ID, number TEXT NOT NULL UNIQUE, order_id INTEGER NOT NULL, case_id INTEGER NOT NULL,
  unit_id INTEGER NOT NULL, bank_name TEXT NOT NULL, account_number TEXT NOT NULL,
  owner_name TEXT NOT NULL, owner_phone TEXT NOT NULL, owner_identity TEXT NOT NULL,
  way TEXT NOT NULL, received_at INTEGER NOT NULL, received_by INTEGER NOT NULL,
  text TEXT NOT NULL, state TEXT NOT NULL, answer_by INTEGER NOT NULL, reviewer_id INTEGER,
  outcome TEXT, answer TEXT NOT NULL, answered_by INTEGER, answered_at INTEGER,
  keep_fen INTEGER, release_order_id INTEGER, version INTEGER NOT NULL);
CREATE INDEX funds_appeal_order ON funds_appeal (order_id);
CREATE INDEX funds_appeal_case ON funds_appeal (case_id);
CREATE TABLE funds_appeal_step (
  id ID, appeal_id INTEGER NOT NULL, at INTEGER NOT NULL, officer_id INTEGER NOT NULL,
  note TEXT NOT NULL);
CREATE INDEX funds_appeal_step_appeal ON funds_appeal_step (appeal_id);
CREATE TABLE funds_white_list (
  id ID, bank_code TEXT NOT NULL, account_number TEXT NOT NULL, holder TEXT NOT NULL,
  reason TEXT NOT NULL, added_by INTEGER NOT NULL, added_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL, ended_by INTEGER, ended_at INTEGER, end_reason TEXT NOT NULL,
  version INTEGER NOT NULL);
CREATE INDEX funds_white_list_number ON funds_white_list (account_number);
CREATE TABLE funds_counter (prefix TEXT PRIMARY KEY, last INTEGER NOT NULL);
)";

inline constexpr std::string_view kReturnShareTable = R"(
CREATE TABLE funds_return_share (
  id ID, order_id INTEGER NOT NULL, round_id INTEGER NOT NULL, claim_id INTEGER NOT NULL,
  amount_fen INTEGER NOT NULL, result_code TEXT NOT NULL, executed_fen INTEGER,
  executed_at INTEGER, cause TEXT NOT NULL, version INTEGER NOT NULL);
CREATE INDEX funds_return_share_order ON funds_return_share (order_id);
CREATE INDEX funds_return_share_round ON funds_return_share (round_id);
)";

}  // namespace hetang::funds
