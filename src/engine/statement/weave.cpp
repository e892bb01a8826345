#include "engine/statement/weave.h"

#include <utility>

#include "engine/statement/chain.h"
#include "engine/statement/flow_order.h"
#include "engine/statement/loom.h"
#include "engine/statement/pairs.h"
#include "engine/statement/reversals.h"

namespace hetang::statement {
namespace {

// Kinds whose other side is nobody's account, whatever number the row shows: cash, charges, and a
// payment company's settlement account.
bool IsWithOutside(trace::Kind kind) {
  return kind == trace::Kind::cash || kind == trace::Kind::fee || kind == trace::Kind::interest ||
         kind == trace::Kind::third_party;
}

Knot KnotOfOne(std::uint32_t index, const Strand& strand, std::uint32_t wallet) {
  Knot knot;
  knot.amount_fen = strand.amount_fen;
  knot.at_ms = strand.at_ms;
  knot.kind = strand.kind;
  const std::uint32_t other = IsWithOutside(strand.kind) ? 0 : strand.other;
  if (strand.direction == Direction::in) {
    knot.in = index;
    knot.from = other;
    knot.to = strand.account;
  } else {
    knot.out = index;
    knot.from = strand.account;
    knot.to = other;
  }
  if (wallet != 0 && strand.direction == Direction::out) {
    knot.to = wallet;
    if (strand.kind == trace::Kind::third_party) knot.kind = trace::Kind::transfer;
  }
  knot.flows = !IsStill(strand) && strand.direction != Direction::unknown;
  return knot;
}

// What both rows say; a payment through a payment company is a plain transfer once its other end is
// known.
trace::Kind KindOf(const Strand& out, const Strand& in, bool by_order) {
  if (out.kind == trace::Kind::failed || in.kind == trace::Kind::failed) {
    return trace::Kind::failed;
  }
  if (out.kind == trace::Kind::reversal || in.kind == trace::Kind::reversal) {
    return trace::Kind::reversal;
  }
  if (by_order || out.kind == trace::Kind::third_party) return trace::Kind::transfer;
  return out.kind;
}

Knot KnotOfTwo(std::uint32_t out_index, std::uint32_t in_index, std::span<const Strand> strands,
               bool by_order) {
  const Strand& out = strands[out_index];
  const Strand& in = strands[in_index];
  Knot knot;
  knot.out = out_index;
  knot.in = in_index;
  knot.from = out.account;
  knot.to = in.account;
  knot.amount_fen = out.amount_fen;
  knot.at_ms = in.precision > out.precision ? in.at_ms : out.at_ms;
  knot.kind = KindOf(out, in, by_order);
  knot.flows = !IsStill(out) && !IsStill(in);
  return knot;
}

// `stopped` is 1 for rows that do not flow whatever they say.
std::vector<Knot> Tie(std::span<const Strand> strands, const Pairs& pairs,
                      const std::vector<std::uint8_t>& stopped) {
  std::vector<Knot> knots;
  knots.reserve(strands.size());
  for (std::uint32_t i = 0; i < strands.size(); ++i) {
    const std::uint32_t mate = pairs.mate[i];
    if (mate == kNoStrand) {
      const std::uint32_t step = pairs.next_step[i];
      const std::uint32_t wallet = step == kNoStrand ? 0 : strands[step].account;
      knots.push_back(KnotOfOne(i, strands[i], wallet));
      if (stopped[i] != 0) knots.back().flows = false;
      continue;
    }
    if (mate < i) continue;  // Tied already.
    const bool by_order = pairs.by_order[i] != 0;
    // Of a card and a wallet, the bank's row says which way the money went.
    const bool i_says = by_order ? !strands[i].wallet : true;
    const Direction direction = strands[i_says ? i : mate].direction;
    const bool i_is_out = (direction == Direction::out) == i_says;
    knots.push_back(KnotOfTwo(i_is_out ? i : mate, i_is_out ? mate : i, strands, by_order));
    if (stopped[i] != 0 || stopped[mate] != 0) knots.back().flows = false;
  }
  return knots;
}

}  // namespace

Woven Weave(std::span<const Strand> strands, const WeaveRules& rules,
            std::span<const Settled> settled) {
  Chains chains = Chain(strands);
  Woven woven;
  woven.reversals = FindReversals(strands, chains, rules);
  std::vector<std::uint8_t> reversed(strands.size());
  for (const Reversal& reversal : woven.reversals) {
    reversed[reversal.reversal] = reversed[reversal.original] = 1;
  }
  Pairs pairs = PairUp(strands, chains, reversed, rules, settled);
  std::vector<std::uint8_t> stopped = std::move(reversed);
  for (std::size_t i = 0; i < stopped.size(); ++i) stopped[i] |= chains.aside[i];
  woven.knots = Tie(strands, pairs, stopped);
  PutInFlowOrder(strands, chains, pairs.next_step, woven.knots);
  woven.doubts = std::move(pairs.doubts);
  woven.breaks = std::move(chains.breaks);
  woven.openings = std::move(chains.openings);
  return woven;
}

}  // namespace hetang::statement
