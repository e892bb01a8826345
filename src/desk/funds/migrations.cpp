#include <array>

#include "desk/funds/funds.h"
#include "desk/funds/return_schema.h"

namespace hetang::funds {
namespace {

constexpr std::array<database::Migration, 8> kSteps{{
    {"funds", 1, R"(
CREATE TABLE funds_order (
  id ID, case_id INTEGER NOT NULL, unit_id INTEGER NOT NULL, payment_id INTEGER,
  account_id INTEGER NOT NULL, kind TEXT NOT NULL, application_id TEXT NOT NULL UNIQUE,
  application_type TEXT NOT NULL, late_paperwork INTEGER NOT NULL, bank_code TEXT NOT NULL,
  bank_name TEXT NOT NULL, account_number TEXT NOT NULL, account_holder TEXT NOT NULL,
  amount_fen INTEGER NOT NULL, state TEXT NOT NULL, requested_at INTEGER NOT NULL,
  sent_at INTEGER, answered_at INTEGER, result_code TEXT NOT NULL, balance_before_fen INTEGER,
  starts_at INTEGER, expires_at INTEGER, operator_id INTEGER NOT NULL, second_officer_id INTEGER,
  reviewed TEXT NOT NULL, reason TEXT NOT NULL, sends INTEGER NOT NULL, version INTEGER NOT NULL);
CREATE INDEX funds_order_case ON funds_order (case_id);
CREATE INDEX funds_order_account ON funds_order (account_id);
CREATE TABLE funds_bank (
  id ID, code TEXT NOT NULL UNIQUE, name TEXT NOT NULL, short_name TEXT NOT NULL,
  english_name TEXT NOT NULL, aliases TEXT NOT NULL, phone_24h TEXT NOT NULL,
  profile TEXT NOT NULL, transport TEXT NOT NULL, address TEXT NOT NULL,
  answer_limit_minutes INTEGER NOT NULL,
  active INTEGER NOT NULL, version INTEGER NOT NULL);
CREATE TABLE funds_bank_key (bank_code TEXT PRIMARY KEY, signing_key TEXT NOT NULL);
CREATE TABLE funds_rule (
  id ID, name TEXT NOT NULL UNIQUE, value INTEGER NOT NULL, basis TEXT NOT NULL,
  version INTEGER NOT NULL);
CREATE TABLE funds_answer (
  id ID, bank_code TEXT NOT NULL, received_at INTEGER NOT NULL, order_id INTEGER,
  verdict TEXT NOT NULL, problem TEXT NOT NULL, digest TEXT NOT NULL, raw TEXT NOT NULL,
  settled_by INTEGER, settled_at INTEGER, settled_note TEXT NOT NULL, version INTEGER NOT NULL);
CREATE INDEX funds_answer_order ON funds_answer (order_id);
CREATE INDEX funds_answer_digest ON funds_answer (digest);
)"},
    {"funds", 2, R"(
ALTER TABLE funds_order ADD COLUMN mode TEXT;
ALTER TABLE funds_order ADD COLUMN asked_from INTEGER;
ALTER TABLE funds_order ADD COLUMN asked_until INTEGER;
CREATE TABLE funds_query_answer (
  id ID, order_id INTEGER NOT NULL UNIQUE, holder TEXT NOT NULL, identity TEXT NOT NULL,
  row_count INTEGER NOT NULL, content_digest TEXT NOT NULL);
CREATE TABLE funds_answered_account (
  id ID, order_id INTEGER NOT NULL, bank_code TEXT NOT NULL, bank_name TEXT NOT NULL,
  number TEXT NOT NULL, holder TEXT NOT NULL, balance_fen INTEGER, status TEXT NOT NULL);
CREATE INDEX funds_answered_account_order ON funds_answered_account (order_id);
)"},
    {"funds", 3, R"(
ALTER TABLE funds_order ADD COLUMN original_order_id INTEGER;
ALTER TABLE funds_order ADD COLUMN converts_order_id INTEGER;
ALTER TABLE funds_order ADD COLUMN protective INTEGER NOT NULL DEFAULT 0;
ALTER TABLE funds_order ADD COLUMN freeze_mode TEXT;
ALTER TABLE funds_order ADD COLUMN held_fen INTEGER;
ALTER TABLE funds_order ADD COLUMN available_fen INTEGER;
ALTER TABLE funds_order ADD COLUMN former_authority TEXT NOT NULL DEFAULT '';
ALTER TABLE funds_order ADD COLUMN former_amount_fen INTEGER;
ALTER TABLE funds_order ADD COLUMN former_expires_at INTEGER;
ALTER TABLE funds_order ADD COLUMN papers_due_at INTEGER;
ALTER TABLE funds_order ADD COLUMN papers_at INTEGER;
ALTER TABLE funds_order ADD COLUMN released_at INTEGER;
ALTER TABLE funds_order ADD COLUMN unrelated_at INTEGER;
ALTER TABLE funds_order ADD COLUMN filing_number TEXT NOT NULL DEFAULT '';
ALTER TABLE funds_order ADD COLUMN notice_number TEXT NOT NULL DEFAULT '';
ALTER TABLE funds_order ADD COLUMN payment_number TEXT NOT NULL DEFAULT '';
ALTER TABLE funds_order ADD COLUMN payment_number_kind TEXT;
UPDATE funds_order SET held_fen = CASE WHEN COALESCE(balance_before_fen, 0) < amount_fen
  THEN COALESCE(balance_before_fen, 0) ELSE amount_fen END
  WHERE kind = 'stop' AND state IN ('stopped', 'stopped_short', 'expired');
CREATE INDEX funds_order_original ON funds_order (original_order_id);
CREATE INDEX funds_order_converts ON funds_order (converts_order_id);
)"},
    {"funds", 4, R"(
ALTER TABLE funds_answer ADD COLUMN content_digest TEXT NOT NULL DEFAULT '';
ALTER TABLE funds_query_answer DROP COLUMN content_digest;
)"},
    {"funds_gateway", 1, R"(
ALTER TABLE funds_bank ADD COLUMN profile_data TEXT;
CREATE TABLE funds_bank_pause (
  id ID, bank_code TEXT NOT NULL UNIQUE, paused_at INTEGER NOT NULL,
  officer_id INTEGER NOT NULL, note TEXT NOT NULL);
)"},
    {"funds", 5, kReturnTables},
    {"funds", 6, kReturnShareTable},
    {"funds", 7, "ALTER TABLE funds_order ADD COLUMN let_go_fen INTEGER NOT NULL DEFAULT 0;"},
}};

}  // namespace

std::span<const database::Migration> Migrations() { return kSteps; }

}  // namespace hetang::funds
