// Matches the payers' rows with the payees' rows of equal candidates: the same accounts, amount and
// direction. Rows and their number are what is left to tell them apart: time, order, serial, and
// whether they were taken back.
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "engine/statement/chain.h"
#include "engine/statement/pairs.h"
#include "engine/statement/weave.h"

namespace hetang::statement {

class Matcher {
 public:
  Matcher(std::span<const Strand> strands, const Chains& chains,
          std::span<const std::uint8_t> reversed, const WeaveRules& rules, Pairs& pairs)
      : strands_(strands), chains_(chains), reversed_(reversed), rules_(rules), pairs_(pairs) {}

  using Rows = std::vector<std::uint32_t>;
  // Rows that fit each other in all but time. Pairs them where one way only is right; rows of which
  // more than one way fits become a doubt.
  void Match(Rows outs, Rows ins);

  bool Fits(std::uint32_t a, std::uint32_t b) const;

 private:
  struct Sides {
    Rows outs;
    Rows ins;
  };

  void SplitByTime(Rows outs, Rows ins, std::vector<Sides>& pieces) const;
  std::vector<Sides> Components(const Sides& piece) const;
  void Decide(Sides sides);

  struct Namesakes {
    std::uint32_t out;
    std::uint32_t in;
    bool by_order;  // One of the two numbers is a payment company's order number.
  };

  bool PairBySerial(Sides& sides);
  std::vector<Namesakes> FindNamesakes(const Sides& sides) const;
  bool PairByReversal(Sides& sides);
  bool PairByPrecision(Sides& sides);
  bool PairInOrder(const Sides& sides);
  bool PairForced(const Sides& sides);
  bool PairByGap(Sides& sides);

  bool FitInOrder(const Sides& sides) const;
  bool HasOrder(const Rows& rows) const;
  void Pair(std::uint32_t out, std::uint32_t in);
  void Restart(Sides sides);

  std::span<const Strand> strands_;
  const Chains& chains_;
  std::span<const std::uint8_t> reversed_;
  const WeaveRules& rules_;
  Pairs& pairs_;
};

}  // namespace hetang::statement
