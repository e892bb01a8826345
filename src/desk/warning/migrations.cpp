#include <array>

#include "desk/warning/warning.h"

namespace hetang::warning {
namespace {

// The indexes of open work hold open work only: a million closed warnings cost the queue nothing.
constexpr std::array<database::Migration, 1> kMigrations{{
    {"warning", 1, R"sql(
CREATE TABLE warning_level (
  id ID, name TEXT NOT NULL UNIQUE, rank INTEGER NOT NULL, reach_within_ms INTEGER NOT NULL,
  watch_days INTEGER NOT NULL, return_days TEXT NOT NULL, interrupts INTEGER NOT NULL,
  version INTEGER NOT NULL);
CREATE TABLE warning_ladder (
  id ID, level TEXT NOT NULL, fraud_type TEXT NOT NULL, rungs TEXT NOT NULL,
  since INTEGER NOT NULL, officer_id INTEGER NOT NULL);
CREATE INDEX warning_ladder_level ON warning_ladder (level, fraud_type, id);
CREATE TABLE warning_source (
  id ID, name TEXT NOT NULL UNIQUE, per_minute INTEGER NOT NULL, minute_from INTEGER NOT NULL,
  taken INTEGER NOT NULL);
CREATE TABLE warning_record (
  id ID, number TEXT NOT NULL UNIQUE, person_id INTEGER NOT NULL, unit_id INTEGER NOT NULL,
  desk_unit_id INTEGER NOT NULL, level TEXT NOT NULL, rank INTEGER NOT NULL,
  fraud_type TEXT NOT NULL, state TEXT NOT NULL, instructions INTEGER NOT NULL,
  arrived_at INTEGER NOT NULL, reached_at INTEGER, ended_at INTEGER, outcome TEXT,
  watch_until INTEGER, case_id INTEGER, ladder_id INTEGER NOT NULL, climb INTEGER NOT NULL,
  climb_from INTEGER NOT NULL, next_at INTEGER, version INTEGER NOT NULL);
CREATE INDEX warning_record_person ON warning_record (person_id, id);
CREATE INDEX warning_record_state ON warning_record (state, id);
CREATE INDEX warning_record_next ON warning_record (next_at, id) WHERE next_at IS NOT NULL;
CREATE INDEX warning_record_arrived ON warning_record (arrived_at);
CREATE TABLE warning_instruction (
  id ID, state TEXT NOT NULL, warning_id INTEGER, source TEXT NOT NULL,
  external_number TEXT NOT NULL, batch TEXT NOT NULL, level TEXT NOT NULL, rank INTEGER NOT NULL,
  fraud_type TEXT NOT NULL, seen TEXT NOT NULL, call_minutes INTEGER, transfers_tried INTEGER,
  tried_fen INTEGER, marks TEXT NOT NULL, sent_at INTEGER, received_at INTEGER NOT NULL,
  taken_at INTEGER, valid_until INTEGER, form TEXT NOT NULL, officer_id INTEGER NOT NULL,
  UNIQUE (source, external_number));
CREATE INDEX warning_instruction_warning ON warning_instruction (warning_id);
CREATE INDEX warning_instruction_held ON warning_instruction (rank, id) WHERE state = 'held';
CREATE TABLE warning_contact (
  id ID, warning_id INTEGER NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL,
  phone TEXT NOT NULL, place TEXT NOT NULL);
CREATE INDEX warning_contact_warning ON warning_contact (warning_id);
CREATE INDEX warning_contact_phone ON warning_contact (phone) WHERE kind = 'own';
CREATE TABLE warning_step (
  id ID, warning_id INTEGER NOT NULL, climb INTEGER NOT NULL, rung INTEGER NOT NULL,
  number INTEGER NOT NULL, name TEXT NOT NULL, act TEXT NOT NULL, role TEXT NOT NULL,
  unit_id INTEGER NOT NULL, rank INTEGER NOT NULL, phase TEXT NOT NULL,
  begins_at INTEGER NOT NULL, due_at INTEGER NOT NULL, taken_by INTEGER, taken_at INTEGER,
  back_at INTEGER, contact_id INTEGER, outcome TEXT, told_by INTEGER, told_at INTEGER,
  UNIQUE (warning_id, climb, rung, number));
CREATE INDEX warning_step_queue ON warning_step (rank, due_at, id)
  WHERE phase IN ('open', 'taken', 'reached', 'late');
CREATE TABLE warning_told (
  id ID, warning_id INTEGER NOT NULL, climb INTEGER NOT NULL, step_id INTEGER NOT NULL,
  rung INTEGER NOT NULL, number INTEGER NOT NULL, outcome TEXT NOT NULL, at INTEGER NOT NULL,
  said_at INTEGER, officer_id INTEGER NOT NULL, note TEXT NOT NULL);
CREATE INDEX warning_told_warning ON warning_told (warning_id, climb);
CREATE TABLE warning_script (
  id ID, fraud_type TEXT NOT NULL, language TEXT NOT NULL, text TEXT NOT NULL,
  questions TEXT NOT NULL, version INTEGER NOT NULL, UNIQUE (fraud_type, language));
)sql"},
}};

}  // namespace

std::span<const database::Migration> Migrations() { return kMigrations; }

}  // namespace hetang::warning
