// What each bank's books say of the movements of a town, row by row with running balances, and
// which of these rows its statement will tell badly or not at all.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/time.h"
#include "sim/random.h"
#include "sim/town.h"

namespace hetang::sim {

enum class RowQuirk {
  none,
  missing,  // Not in the statement: a gap in the chain of balances.
  blank_direction,
  odd_direction,     // A word that says neither in nor out.
  blank_other,       // The counterparty's number and name are blank.
  scientific_other,  // The counterparty's number lost its digits.
  negative,          // A negative amount in the opposite direction.
  conflicted,        // Another file tells another amount under the same serial.
};

struct LedgerRow {
  int account = 0;
  int deed = 0;
  bool out = false;
  int sub = 0;
  Moment at;
  std::int64_t balance_fen = 0;  // After it.
  std::string serial;            // Of this bank: other banks use it too.
  RowQuirk quirk = RowQuirk::none;
  std::string other_text;     // The counterparty's number as the row writes it, may be blank.
  bool blank_holder = false;  // The own name is left out.
  // Where the statement tells it; an index of Truth::files, or -1.
  int file = -1;
  int file_row = 0;

  bool told() const { return file >= 0; }
  // The direction can be read.
  bool directed() const {
    return quirk != RowQuirk::blank_direction && quirk != RowQuirk::odd_direction;
  }
  bool names_other() const {
    return !other_text.empty() && quirk != RowQuirk::blank_other &&
           quirk != RowQuirk::scientific_other;
  }
};

struct Ledger {
  std::vector<LedgerRow> rows;
  std::vector<std::vector<int>> of_account;            // Rows in the order of the bank's books.
  std::vector<std::vector<std::int64_t>> opening_fen;  // Per account and sub-account.
};

using Planted = std::map<std::string, int>;

Ledger KeepLedger(const Town& town, Random& random);
void PlanRowQuirks(const Town& town, Ledger& ledger, Random& random, Planted& planted);

}  // namespace hetang::sim
