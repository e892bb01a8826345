// The ledger as officers see it: rows of sums by case, account, victim, unit or month, and the
// pieces under each figure.
#pragma once

#include "desk/funds/ledger_records.h"
#include "platform/http/router.h"

namespace hetang::funds {

// `month`: of the day the case was taken in. An account has no loss of its own: its rows say where
// money is, and one row without an account what is lost and still out.
enum class LedgerBy { month, unit, victim, case_, account };

struct LedgerRow {
  std::string key;  // A month as 2026-03, or the id of what the row is about; empty: no account.
  std::int64_t cases = 0;
  // What it is called, by kind of row.
  std::string case_number;
  std::string unit_name;
  PersonName victim;
  AccountNumber account;
  std::string bank_name;
  LedgerSums sums;
};
BOOST_DESCRIBE_STRUCT(LedgerRow, (),
                      (key, cases, case_number, unit_name, victim, account, bank_name, sums))

struct LedgerView {
  std::string by;
  std::int64_t cases = 0;
  LedgerSums sums;  // Of all rows, also of those on other pages.
  std::vector<LedgerRow> rows;
  std::optional<std::string> next;
};
BOOST_DESCRIBE_STRUCT(LedgerView, (), (by, cases, sums, rows, next))

struct LedgerPiece {
  Place place = Place::stopped;
  std::int64_t case_id = 0;
  std::string case_number;
  AccountNumber account;
  std::string bank_name;
  Fen amount_fen;
  Fen counted_fen;
  Fen over_fen;
  Moment at;
  std::string subject;
  std::int64_t subject_id = 0;
};
BOOST_DESCRIBE_STRUCT(LedgerPiece, (),
                      (place, case_id, case_number, account, bank_name, amount_fen, counted_fen,
                       over_fen, at, subject, subject_id))

void AddLedgerRoutes(http::Router& router);

}  // namespace hetang::funds
