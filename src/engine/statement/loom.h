// What the steps of weaving share: when a row may have happened, and how it moved the balance.
#pragma once

#include <cstdint>

#include "engine/statement/weave.h"

namespace hetang::statement {

// A row without seconds happened somewhere between these two, both included.
inline std::int64_t FirstMs(const Strand& strand) { return strand.at_ms; }
inline std::int64_t LastMs(const Strand& strand) {
  switch (strand.precision) {
    case Precision::day:
      return strand.at_ms + Days(1).ms - 1;
    case Precision::minute:
      return strand.at_ms + Minutes(1).ms - 1;
    case Precision::second:
      break;
  }
  return strand.at_ms;
}

// Orders rows of one time as their file means them.
inline std::uint64_t FileOrder(const Strand& strand) {
  return strand.newest_first ? ~strand.position : strand.position;
}

// Failed rows and rows of 0.00 leave the balance where it was.
inline bool IsStill(const Strand& strand) {
  return strand.amount_fen == 0 || strand.kind == trace::Kind::failed;
}

// A row whose balance can be trusted to be the account's: a failed row may show what would have
// been.
inline bool IsAnchor(const Strand& strand) {
  return strand.balance_fen.has_value() && !IsStill(strand);
}

inline bool IsEitherWay(const Strand& strand) {
  return strand.direction == Direction::unknown && !IsStill(strand);
}

// Sums of balances: a balance that no bank could show wraps round instead of being undefined.
inline std::int64_t Plus(std::int64_t a, std::int64_t b) {
  return static_cast<std::int64_t>(static_cast<std::uint64_t>(a) + static_cast<std::uint64_t>(b));
}
inline std::int64_t Minus(std::int64_t a, std::int64_t b) {
  return static_cast<std::int64_t>(static_cast<std::uint64_t>(a) - static_cast<std::uint64_t>(b));
}

// What the row added to the balance; of unknown direction: as if it came in.
inline std::int64_t ChangeOf(const Strand& strand) {
  if (IsStill(strand)) return 0;
  return strand.direction == Direction::out ? -strand.amount_fen : strand.amount_fen;
}

}  // namespace hetang::statement
