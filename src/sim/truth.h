// What is true of a set of statement files: what importing them must count, and the transfers they
// prove, by the words of the import's contract.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/object.hpp>

#include "sim/ledger.h"
#include "sim/town.h"

namespace hetang::sim {

struct RefusedRow {
  int row = 0;
  std::string reason;
};

struct BreakRow {
  std::string account;
  int row = 0;
  std::int64_t expected_fen = 0;
  std::int64_t found_fen = 0;
};

// One file, or one sheet of a workbook.
struct FileTruth {
  std::string file;  // Below the folder of statements; of a member `pack.zip/inner/name.csv`.
  std::string sheet;
  std::string layout;
  std::string encoding;
  std::string kind;
  int rows = 0;
  int entries_new = 0;
  int entries_known = 0;
  int failed = 0;
  int query_failures = 0;
  int unknown_direction = 0;
  int other = 0;
  std::vector<RefusedRow> refused;
  std::vector<int> conflicts;
  std::vector<BreakRow> breaks;
  std::vector<int> unsure_breaks;  // Rows where a break may be reported or not.
};

struct Witness {
  int file = 0;  // Index of Truth::files.
  int row = 0;
  bool out = false;
};

struct TransferTruth {
  std::optional<std::string> from;  // Nothing: the outside or unknown.
  std::optional<std::string> to;
  std::int64_t amount_fen = 0;
  Moment at;
  std::string_view kind;
  Trait trait = Trait::plain;
  bool undirected = false;  // From and to are not told apart by the rows.
  bool doubled = false;     // A row told twice that counts twice.
  std::vector<Witness> witnesses;
};

struct AccountTruth {
  std::string account;  // As `hetang transfers` names it.
  std::int64_t opening_fen = 0;
  std::int64_t closing_fen = 0;
  bool complete = false;  // The transfers that name it are exactly those that moved its balance.
};

struct Truth {
  std::uint64_t seed = 0;
  std::vector<FileTruth> files;
  std::vector<TransferTruth> transfers;
  std::vector<AccountTruth> accounts;
  Planted planted;
  int pairs = 0;  // Transfers with two witnesses.
};

// Fills in transfers, breaks, accounts and pairs from the rows that were told. Rows told a second
// time with a difference are in `transfers` already.
void Conclude(const Town& town, const Ledger& ledger, Truth& truth);

boost::json::object ToJson(const Truth& truth);

}  // namespace hetang::sim
