#include <array>

#include "desk/register/register.h"
#include "desk/register/rules.h"
#include "platform/approval/rules.h"

namespace hetang::registry {
namespace {

constexpr std::array<database::Migration, 1> kMigrations{{
    {"register", 1, R"sql(
CREATE TABLE register_counter (
  prefix TEXT NOT NULL PRIMARY KEY,
  last INTEGER NOT NULL
);
CREATE TABLE register_person (
  id ID,
  name TEXT NOT NULL,
  phone TEXT NOT NULL,
  identity TEXT NOT NULL,
  sex TEXT NOT NULL,
  age INTEGER,
  occupation TEXT NOT NULL,
  workplace TEXT NOT NULL,
  community TEXT NOT NULL,
  residence TEXT NOT NULL,
  address TEXT NOT NULL,
  version INTEGER NOT NULL
);
CREATE INDEX register_person_name ON register_person (name);
CREATE INDEX register_person_phone ON register_person (phone);
CREATE INDEX register_person_identity ON register_person (identity);
CREATE TABLE register_account (
  id ID,
  bank_code TEXT NOT NULL,
  bank_name TEXT NOT NULL,
  number TEXT NOT NULL,
  holder TEXT NOT NULL,
  UNIQUE (number, bank_code)
);
CREATE TABLE register_case (
  id ID,
  number TEXT NOT NULL UNIQUE,
  unit_id INTEGER NOT NULL REFERENCES roster_unit (id),
  state TEXT NOT NULL,
  source TEXT NOT NULL,
  fraud_type TEXT,
  loss_fen INTEGER NOT NULL,
  victim_id INTEGER NOT NULL REFERENCES register_person (id),
  narrative TEXT NOT NULL,
  taken_by INTEGER NOT NULL,
  taken_at INTEGER NOT NULL,
  began_at INTEGER NOT NULL,
  merged_into INTEGER REFERENCES register_case (id),
  filing_unit_id INTEGER REFERENCES roster_unit (id),
  filed_at INTEGER,
  filing_number TEXT NOT NULL,
  filing_approver INTEGER,
  version INTEGER NOT NULL
);
CREATE INDEX register_case_unit ON register_case (unit_id, id);
CREATE INDEX register_case_state ON register_case (state, id);
CREATE INDEX register_case_victim ON register_case (victim_id);
CREATE INDEX register_case_merged ON register_case (merged_into) WHERE merged_into IS NOT NULL;
CREATE TABLE register_payment (
  id ID,
  case_id INTEGER NOT NULL REFERENCES register_case (id),
  sequence INTEGER NOT NULL,
  amount_fen INTEGER NOT NULL,
  at INTEGER,
  channel TEXT NOT NULL,
  from_bank_code TEXT NOT NULL,
  from_bank_name TEXT NOT NULL,
  from_account TEXT NOT NULL,
  from_holder TEXT NOT NULL,
  to_bank_code TEXT NOT NULL,
  to_bank_name TEXT NOT NULL,
  to_account TEXT NOT NULL,
  to_holder TEXT NOT NULL,
  to_account_id INTEGER REFERENCES register_account (id),
  version INTEGER NOT NULL,
  UNIQUE (case_id, sequence)
);
CREATE INDEX register_payment_amount ON register_payment (to_account, amount_fen);
CREATE INDEX register_payment_time ON register_payment (to_account, at);
CREATE INDEX register_payment_from ON register_payment (from_account);
CREATE TABLE register_identifier (
  id ID,
  case_id INTEGER NOT NULL REFERENCES register_case (id),
  kind TEXT NOT NULL,
  value TEXT NOT NULL,
  role TEXT NOT NULL,
  UNIQUE (case_id, kind, value, role)
);
CREATE INDEX register_identifier_value ON register_identifier (value);
CREATE TABLE register_filing (
  id ID,
  case_id INTEGER NOT NULL REFERENCES register_case (id),
  decision TEXT NOT NULL,
  filing_unit_id INTEGER NOT NULL REFERENCES roster_unit (id),
  grounds TEXT NOT NULL,
  asked_from TEXT NOT NULL,
  asked_by INTEGER NOT NULL,
  asked_at INTEGER NOT NULL,
  state TEXT NOT NULL,
  decided_by INTEGER,
  decided_at INTEGER
);
CREATE INDEX register_filing_case ON register_filing (case_id);
CREATE TABLE register_extension (
  id ID,
  case_id INTEGER NOT NULL REFERENCES register_case (id),
  days INTEGER NOT NULL,
  grounds TEXT NOT NULL,
  asked_by INTEGER NOT NULL,
  asked_at INTEGER NOT NULL,
  state TEXT NOT NULL
);
CREATE INDEX register_extension_case ON register_extension (case_id);
)sql"},
}};

}  // namespace

std::span<const database::Migration> Migrations() { return kMigrations; }

Status Seed(database::Transaction& tx) {
  deadline::Rule rule;
  rule.name = kFilingRule;
  rule.length_ms = Days(kFilingDays).ms;
  rule.remind_ms = "86400000,21600000";
  rule.escalate_role = "leader";
  rule.basis =
      "公安部关于改革完善受案立案制度的意见: 3 days, 7 when clues need checking, 30 when major or "
      "complex";
  HT_TRY_STATUS(deadline::SeedRule(tx, rule));
  for (const std::string_view act : {"case_filing", "case_not_filing", "filing_extension"}) {
    approval::ApprovalRule approved;
    approved.desk = "register";
    approved.act = act;
    approved.right_needed = kApproveRight;
    approved.basis = "公安机关办理刑事案件程序规定";
    HT_TRY_STATUS(approval::SeedRule(tx, approved));
  }
  return {};
}

}  // namespace hetang::registry
