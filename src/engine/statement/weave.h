// Weaving: from the rows of many statements to transfers. Puts the rows of each account in order,
// proves the order by the running balances, takes reversals and what they reverse out of the flow,
// and makes the two rows of one transfer, told by its payer's and its payee's bank, one transfer.
//
// What is only likely stays two transfers and is listed as a doubt for a person. The rules are
// those of docs/trace.md: equal amounts, opposite directions, each names
// the other's account, at most `pair_window` apart; day-only times within the day; equal candidates
// in order when the order is the same on both sides.
//
// Pure, and independent of the order of its input but for the rows of one file (`position`).
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/time.h"
#include "engine/statement/statement.h"
#include "engine/trace/transfer.h"

namespace hetang::statement {

// One row as weaving needs it; accounts, sub-accounts, serials and order numbers are small numbers
// of the caller (0: none or unknown). Serials and order numbers are numbered together, for a bank
// may write a payment company's order number as its serial.
struct Strand {
  std::uint32_t account = 0;  // Whose statement it is from.
  std::uint32_t sub = 0;      // Balances run for each (account, sub); 0: the file tells none.
  std::uint32_t other = 0;    // The counterparty's account, whichever of its numbers was written.
  std::uint32_t serial = 0;
  std::uint32_t order_number = 0;
  std::int64_t at_ms = 0;
  Precision precision = Precision::second;
  Direction direction = Direction::unknown;
  trace::Kind kind = trace::Kind::transfer;
  bool wallet = false;
  bool newest_first = false;  // Its file lists the newest row first.
  std::int64_t amount_fen = 0;
  std::optional<std::int64_t> balance_fen;
  std::uint64_t position = 0;  // (import, file, row): rises with the order of reading.
};

inline constexpr std::uint32_t kNoStrand = 0xFFFF'FFFF;

// A transfer, with the rows that witness it (indexes of strands; at least one).
struct Knot {
  std::uint32_t out = kNoStrand;
  std::uint32_t in = kNoStrand;
  std::uint32_t from = 0;  // 0: outside or unknown.
  std::uint32_t to = 0;
  std::int64_t amount_fen = 0;
  std::int64_t at_ms = 0;  // The payer's, unless the payee's is finer.
  trace::Kind kind = trace::Kind::transfer;
  // False for failed, zero, unknown direction, both halves of a reversal, and a row that
  // contradicts another of the same time and serial and is disproved by the balances.
  bool flows = true;
  // Where the transfer stands among all: by order_at_ms, then order_rank. It follows at_ms but for
  // rows without seconds, which stand where the balance chain puts them.
  std::int64_t order_at_ms = 0;
  std::uint32_t order_rank = 0;
};

// The balance after `strand` does not follow from the row before it.
struct Break {
  std::uint32_t strand = 0;
  std::int64_t expected_fen = 0;
  std::int64_t found_fen = 0;
};

// Rows that could be witnesses of one transfer, but more than one pairing fits.
struct Doubt {
  std::vector<std::uint32_t> outs;
  std::vector<std::uint32_t> ins;
};

// What an account held before its first row, by its balances; over all its sub-accounts.
struct Opening {
  std::uint32_t account = 0;
  std::int64_t opening_fen = 0;
};

// A reversal and the row it takes back, both of one account.
struct Reversal {
  std::uint32_t reversal = 0;
  std::uint32_t original = 0;
};

// What a person has decided about two rows, by their indexes, in any order: that they witness one
// transfer, or that they do not.
struct Settled {
  std::uint32_t row = 0;
  std::uint32_t other = 0;
  bool same = false;
};

struct Woven {
  std::vector<Knot> knots;  // In order of flow. Each strand is in exactly one.
  std::vector<Break> breaks;
  std::vector<Doubt> doubts;
  std::vector<Opening> openings;  // Of accounts whose rows carry balances.
  std::vector<Reversal> reversals;
};

struct WeaveRules {
  Duration pair_window = Seconds(120);
  Duration reversal_window = Days(7);  // From a row to the row that reverses it.
  Duration order_window = Days(3);     // Between two rows of one order number.
};
// `settled` goes before every rule. A row may be the same as one other row at most.
Woven Weave(std::span<const Strand> strands, const WeaveRules& rules,
            std::span<const Settled> settled = {});

}  // namespace hetang::statement
