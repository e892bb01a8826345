// The invented district: people, fraudsters, cards of the first to the fifth level, and their
// banks, from a seed. The same seed and moment give the same district. Everybody and every number
// in it is invented; numbers pass their checks so that the program treats them like real ones.
//
// The simulation knows the program only from outside: it writes what victims say, and the banks'
// truth for hetang-bank.
//
// How fast money moves is not known from a source we trust (domain.md §6): the dwell at a level is
// log-normal around `dwell_minutes`, each receipt is passed on in 2 to 5 parts, and most of what
// reaches the fifth level is taken out in cash. Assumptions, named. So a story is a race: when the
// victim calls, the money is between the first and the third level, and half an hour later most of
// it is gone.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/time.h"

namespace hetang::sim {

// The assumptions, besides the median dwell (DistrictOptions).
inline constexpr double kDwellSigma = 0.6;
inline constexpr std::int64_t kPassedOnPercent[] = {85, 99};  // Of what arrives; the rest stays.
inline constexpr int kLastLevel = 5;
inline constexpr std::int64_t kTakenOutPercent[] = {75, 90};  // Of what reaches the last level.

struct Card {
  std::string bank_code;  // 12 digits, of the demo directory.
  std::string bank_name;
  std::string number;
  std::string holder;
  std::int64_t balance_fen = 0;
  int level = 0;         // 0 the victim's own, 1 the payee of a victim, 2 to 5 further on.
  std::string identity;  // The holder's. Some holders have a second card that nothing moves on.
};

struct Movement {
  Moment at;
  std::string from;  // Card numbers.
  std::string to;
  std::int64_t amount_fen = 0;
  bool is_cash = false;  // `to` is a machine then.
};

struct Story {
  Moment began_at;   // When the victim calls.
  std::string text;  // What the victim says.
  std::string victim_name;
  std::string victim_phone;
};

struct Bank {
  std::string code;
  std::string name;
};

struct DistrictOptions {
  std::uint64_t seed = 1;
  Moment now;  // Stories are about payments of the minutes before it.
  int stories = 8;
  int dwell_minutes = 6;    // Median time that money rests on one card.
  std::vector<Bank> banks;  // Those of the directory that have a known card prefix are used.
};

struct District {
  std::vector<Card> cards;
  std::vector<Movement> movements;  // In order of time; those before `now` have happened.
  std::vector<Story> stories;
};

// Whether the town has accounts at one of these; Invent needs one.
bool HasKnownBank(const std::vector<Bank>& banks);
District Invent(const DistrictOptions& options);

// The banks' truth as hetang-bank loads it: one JSON object a line, accounts before movements.
std::string TruthOf(const District& district);

}  // namespace hetang::sim
