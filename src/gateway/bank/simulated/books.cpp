#include "gateway/bank/simulated/books.h"

namespace hetang::bank::simulated {
namespace {

constexpr database::Migration kMigrations[] = {{"sandbox", 1, R"(
CREATE TABLE sandbox_account (
  id ID,
  bank TEXT NOT NULL,
  account TEXT NOT NULL UNIQUE,
  card TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  type TEXT NOT NULL,
  standing TEXT NOT NULL,
  opening_fen INTEGER NOT NULL,
  balance_fen INTEGER NOT NULL CHECK (balance_fen >= 0)
);
CREATE TABLE sandbox_stop (
  id ID,
  account_id INTEGER NOT NULL REFERENCES sandbox_account (id),
  application_id TEXT NOT NULL,
  start_at INTEGER NOT NULL,
  expire_at INTEGER NOT NULL,
  extensions INTEGER NOT NULL,
  released_at INTEGER
);
CREATE INDEX sandbox_stop_by_account ON sandbox_stop (account_id);
CREATE TABLE sandbox_order (
  id ID,
  bank TEXT NOT NULL,
  application_id TEXT NOT NULL,
  tx_code TEXT NOT NULL,
  request TEXT NOT NULL,
  by_folder INTEGER NOT NULL,
  state TEXT NOT NULL,
  due_at INTEGER NOT NULL,
  result TEXT NOT NULL,
  feedback TEXT NOT NULL,
  received INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  UNIQUE (bank, application_id)
);
CREATE INDEX sandbox_order_by_due ON sandbox_order (state, due_at);
CREATE TABLE sandbox_movement (
  id ID,
  key TEXT UNIQUE,
  payer TEXT NOT NULL,
  payee TEXT NOT NULL,
  amount_fen INTEGER NOT NULL CHECK (amount_fen > 0),
  due_at INTEGER NOT NULL,
  state TEXT NOT NULL,
  taken_fen INTEGER NOT NULL,
  given_fen INTEGER NOT NULL
);
CREATE INDEX sandbox_movement_by_due ON sandbox_movement (state, due_at);
CREATE INDEX sandbox_movement_by_payee ON sandbox_movement (payee);
CREATE INDEX sandbox_movement_by_payer ON sandbox_movement (payer);
)"},
                                               {"sandbox", 2, R"(
ALTER TABLE sandbox_account ADD COLUMN identity TEXT NOT NULL DEFAULT '';
CREATE INDEX sandbox_account_by_name ON sandbox_account (name);
)"},
                                               {"sandbox", 3, R"(
ALTER TABLE sandbox_movement ADD COLUMN way TEXT NOT NULL DEFAULT 'transfer';
)"},
                                               {"sandbox", 4, R"(
CREATE TABLE sandbox_freeze (
  id ID,
  account_id INTEGER NOT NULL REFERENCES sandbox_account (id),
  order_id INTEGER NOT NULL,
  application_id TEXT NOT NULL,
  case_number TEXT NOT NULL,
  authority TEXT NOT NULL,
  order_number TEXT NOT NULL,
  mode TEXT NOT NULL,
  limit_fen INTEGER NOT NULL CHECK (limit_fen >= 0),
  state TEXT NOT NULL,
  start_at INTEGER NOT NULL,
  expire_at INTEGER NOT NULL,
  renewals INTEGER NOT NULL,
  lifted_at INTEGER
);
CREATE INDEX sandbox_freeze_by_account ON sandbox_freeze (account_id);
CREATE INDEX sandbox_freeze_by_expiry ON sandbox_freeze (state, expire_at);
CREATE TABLE sandbox_returned (
  id ID,
  freeze_id INTEGER NOT NULL REFERENCES sandbox_freeze (id),
  movement_id INTEGER NOT NULL REFERENCES sandbox_movement (id),
  application_id TEXT NOT NULL,
  serial TEXT NOT NULL,
  amount_fen INTEGER NOT NULL CHECK (amount_fen > 0),
  at INTEGER NOT NULL
);
CREATE TABLE sandbox_watch (
  id ID,
  account_id INTEGER NOT NULL REFERENCES sandbox_account (id),
  order_id INTEGER NOT NULL REFERENCES sandbox_order (id),
  application_id TEXT NOT NULL,
  start_at INTEGER NOT NULL,
  end_at INTEGER NOT NULL,
  ended_at INTEGER,
  report_at INTEGER
);
CREATE INDEX sandbox_watch_by_account ON sandbox_watch (account_id);
CREATE INDEX sandbox_watch_by_report ON sandbox_watch (report_at);
CREATE TABLE sandbox_watch_row (
  id ID,
  watch_id INTEGER NOT NULL REFERENCES sandbox_watch (id),
  movement_id INTEGER NOT NULL REFERENCES sandbox_movement (id)
);
CREATE INDEX sandbox_watch_row_by_watch ON sandbox_watch_row (watch_id);
CREATE TABLE sandbox_news (
  id ID,
  order_id INTEGER NOT NULL REFERENCES sandbox_order (id),
  feedback TEXT NOT NULL,
  state TEXT NOT NULL,
  due_at INTEGER NOT NULL,
  attempts INTEGER NOT NULL
);
CREATE INDEX sandbox_news_by_due ON sandbox_news (state, due_at);
)"}};

}  // namespace

std::span<const database::Migration> Migrations() { return kMigrations; }

}  // namespace hetang::bank::simulated
