#include <array>

#include "desk/trail/trail.h"

namespace hetang::trail {
namespace {

// Ids of the large tables are given by the import that writes them, from trail_counter, so that
// rows can name each other before they are stored.
constexpr std::array<database::Migration, 4> kMigrations{{
    {"trail", 1, R"sql(
CREATE TABLE trail_counter (
  name TEXT NOT NULL PRIMARY KEY,
  last INTEGER NOT NULL
);
CREATE TABLE trail_import (
  id ID,
  case_id INTEGER REFERENCES register_case (id),
  order_id INTEGER,
  state TEXT NOT NULL,
  officer_id INTEGER NOT NULL,
  began_at INTEGER NOT NULL,
  touched_at INTEGER,
  ended_at INTEGER,
  loader TEXT NOT NULL,
  source TEXT NOT NULL,
  rows_read INTEGER NOT NULL,
  bytes_read INTEGER NOT NULL,
  bytes_total INTEGER NOT NULL,
  transfers_new INTEGER NOT NULL,
  pairs INTEGER NOT NULL,
  problem TEXT NOT NULL,
  files TEXT NOT NULL,
  version INTEGER NOT NULL
);
CREATE INDEX trail_import_state ON trail_import (state, id);
CREATE INDEX trail_import_case ON trail_import (case_id, id);
CREATE UNIQUE INDEX trail_import_order ON trail_import (order_id) WHERE order_id IS NOT NULL;
CREATE TABLE trail_sheet (
  id INTEGER NOT NULL PRIMARY KEY,
  import_id INTEGER NOT NULL,
  file TEXT NOT NULL,
  sheet TEXT NOT NULL,
  hash TEXT NOT NULL
);
CREATE INDEX trail_sheet_import ON trail_sheet (import_id);
CREATE TABLE trail_account (
  id INTEGER NOT NULL PRIMARY KEY,
  card TEXT NOT NULL,
  number TEXT NOT NULL,
  holder TEXT NOT NULL,
  identity TEXT NOT NULL,
  bank TEXT NOT NULL,
  held_from INTEGER,
  held_until INTEGER,
  opening_fen INTEGER,
  merged_into INTEGER
);
CREATE TABLE trail_number (
  id INTEGER NOT NULL PRIMARY KEY,
  number TEXT NOT NULL UNIQUE,
  account_id INTEGER NOT NULL REFERENCES trail_account (id)
);
CREATE INDEX trail_number_account ON trail_number (account_id);
CREATE TABLE trail_entry (
  id INTEGER NOT NULL PRIMARY KEY,
  import_id INTEGER NOT NULL,
  sheet_id INTEGER NOT NULL,
  row INTEGER NOT NULL,
  byte_begin INTEGER NOT NULL,
  byte_end INTEGER NOT NULL,
  account_id INTEGER NOT NULL,
  sub TEXT NOT NULL,
  other_id INTEGER,
  other_name TEXT NOT NULL,
  at INTEGER NOT NULL,
  precision TEXT NOT NULL,
  direction TEXT NOT NULL,
  kind TEXT NOT NULL,
  amount_fen INTEGER NOT NULL,
  balance_fen INTEGER,
  serial TEXT NOT NULL,
  order_number TEXT NOT NULL,
  summary TEXT NOT NULL,
  place TEXT NOT NULL,
  ip TEXT NOT NULL,
  mac TEXT NOT NULL,
  wallet INTEGER NOT NULL,
  newest_first INTEGER NOT NULL,
  row_hash INTEGER NOT NULL
);
CREATE INDEX trail_entry_account ON trail_entry (account_id, at);
CREATE INDEX trail_entry_other ON trail_entry (other_id);
CREATE INDEX trail_entry_order ON trail_entry (order_number) WHERE order_number <> '';
CREATE INDEX trail_entry_import ON trail_entry (import_id);
CREATE TABLE trail_transfer (
  id INTEGER NOT NULL PRIMARY KEY,
  import_id INTEGER NOT NULL,
  changed_in INTEGER NOT NULL,
  from_id INTEGER,
  to_id INTEGER,
  amount_fen INTEGER NOT NULL,
  at INTEGER NOT NULL,
  kind TEXT NOT NULL,
  flows INTEGER NOT NULL,
  order_at INTEGER NOT NULL,
  order_rank INTEGER NOT NULL,
  out_entry INTEGER,
  in_entry INTEGER
);
CREATE INDEX trail_transfer_from ON trail_transfer (from_id, order_at, order_rank);
CREATE INDEX trail_transfer_to ON trail_transfer (to_id, order_at, order_rank);
CREATE INDEX trail_transfer_import ON trail_transfer (import_id);
CREATE TABLE trail_doubt (
  id INTEGER NOT NULL PRIMARY KEY,
  import_id INTEGER NOT NULL,
  outs TEXT NOT NULL,
  ins TEXT NOT NULL
);
CREATE TABLE trail_mapping (
  id ID,
  header_key TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  columns TEXT NOT NULL,
  amounts_in_fen INTEGER NOT NULL,
  officer_id INTEGER NOT NULL,
  made_at INTEGER NOT NULL
);
CREATE TABLE trail_claim (
  id ID,
  case_id INTEGER NOT NULL REFERENCES register_case (id),
  kind TEXT NOT NULL,
  from_number TEXT NOT NULL,
  to_number TEXT NOT NULL,
  amount_fen INTEGER,
  at INTEGER,
  note TEXT NOT NULL,
  officer_id INTEGER NOT NULL,
  made_at INTEGER NOT NULL,
  withdrawn_by INTEGER,
  withdrawn_at INTEGER,
  withdrawn_note TEXT NOT NULL,
  version INTEGER NOT NULL
);
CREATE INDEX trail_claim_case ON trail_claim (case_id);
)sql"},
    // All transfers of a moment, for their order among each other.
    {"trail", 2, R"sql(
CREATE INDEX trail_transfer_order ON trail_transfer (order_at, order_rank, id);
)sql"},
    // What was known when, what a person decided, and traces that were kept.
    {"trail", 3, R"sql(
CREATE TABLE trail_past (
  id INTEGER NOT NULL PRIMARY KEY,
  import_id INTEGER NOT NULL,
  changed_in INTEGER NOT NULL,
  from_id INTEGER,
  to_id INTEGER,
  amount_fen INTEGER NOT NULL,
  at INTEGER NOT NULL,
  kind TEXT NOT NULL,
  flows INTEGER NOT NULL,
  order_at INTEGER NOT NULL,
  order_rank INTEGER NOT NULL,
  out_entry INTEGER,
  in_entry INTEGER,
  transfer_id INTEGER NOT NULL,
  ended_in INTEGER NOT NULL
);
CREATE INDEX trail_past_ended ON trail_past (ended_in);
CREATE INDEX trail_past_transfer ON trail_past (transfer_id);
CREATE INDEX trail_past_from ON trail_past (from_id);
CREATE INDEX trail_past_to ON trail_past (to_id);
CREATE TABLE trail_reach (
  id INTEGER NOT NULL PRIMARY KEY,
  import_id INTEGER NOT NULL,
  account_id INTEGER NOT NULL,
  from_at INTEGER,
  until_at INTEGER,
  opening_fen INTEGER
);
CREATE INDEX trail_reach_account ON trail_reach (account_id);
CREATE TABLE trail_settlement (
  id ID,
  case_id INTEGER NOT NULL REFERENCES register_case (id),
  doubt_id INTEGER NOT NULL,
  outs TEXT NOT NULL,
  ins TEXT NOT NULL,
  same INTEGER NOT NULL,
  note TEXT NOT NULL,
  officer_id INTEGER NOT NULL,
  made_at INTEGER NOT NULL,
  withdrawn_by INTEGER,
  withdrawn_at INTEGER,
  withdrawn_note TEXT NOT NULL,
  version INTEGER NOT NULL
);
CREATE TABLE trail_saved (
  id ID,
  case_id INTEGER NOT NULL REFERENCES register_case (id),
  name TEXT NOT NULL,
  note TEXT NOT NULL,
  method TEXT NOT NULL,
  until INTEGER,
  known_at INTEGER,
  officer_id INTEGER NOT NULL,
  saved_at INTEGER NOT NULL,
  accounts INTEGER NOT NULL,
  tagged_fen INTEGER NOT NULL,
  resting_fen INTEGER NOT NULL,
  exited_fen INTEGER NOT NULL,
  digest TEXT NOT NULL,
  answer TEXT NOT NULL
);
CREATE INDEX trail_saved_case ON trail_saved (case_id, id);
)sql"},
    // What was shown since a moment, and which accounts were merged, without reading them all.
    {"trail", 4, R"sql(
CREATE INDEX trail_import_shown ON trail_import (state, ended_at);
CREATE INDEX trail_account_merged ON trail_account (merged_into) WHERE merged_into IS NOT NULL;
)sql"},
}};

}  // namespace

std::span<const database::Migration> Migrations() { return kMigrations; }

}  // namespace hetang::trail
