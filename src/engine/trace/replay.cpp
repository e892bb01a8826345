#include "engine/trace/replay.h"

#include <algorithm>
#include <string>

#include <boost/unordered/unordered_flat_set.hpp>

#include "base/check.h"

namespace hetang::trace {
namespace {

tl::unexpected<Error> TooLarge(std::uint32_t position) {
  const std::string path = "transfers[" + std::to_string(position) + "]";
  return Fail(Error{ErrorCode::too_large,
                    "A sum of money is too large.",
                    {},
                    {{path, "too_large", "With this transfer a sum passes the limit of int64."}}});
}

bool Add(std::int64_t& sum, std::int64_t fen) { return !__builtin_add_overflow(sum, fen, &sum); }

}  // namespace

Effect EffectOn(std::uint32_t account, const Transfer& transfer) {
  if (transfer.amount_fen == 0 || transfer.kind == Kind::failed) return Effect::none;
  if (transfer.kind == Kind::interest) {
    return transfer.to == account ? Effect::in : Effect::none;
  }
  if (IsExit(transfer.kind)) return transfer.from == account ? Effect::out : Effect::none;
  if (transfer.from == transfer.to) return Effect::none;
  return transfer.from == account ? Effect::out : Effect::in;
}

Replay::Replay(Neighbours& neighbours, Accounts& accounts, const Question& question,
               const std::vector<Transfer>& seeds)
    : neighbours_(neighbours), accounts_(accounts), question_(question) {
  for (std::size_t i = 0; i < seeds.size(); ++i) {
    const Leg leg{question.seeds[i], seeds[i]};
    seed_sums_.push_back({leg.position, 0, 0, 0});
    const bool from_outside_to_outside = seeds[i].from == kOutside && seeds[i].to == kOutside;
    const bool flows = from_outside_to_outside
                           ? seeds[i].kind != Kind::failed && seeds[i].kind != Kind::interest
                           : EffectOn(seeds[i].from, seeds[i]) == Effect::out;
    const bool known = !question.until_ms || seeds[i].at_ms <= *question.until_ms;
    if (flows && known) seed_events_.push_back({leg, static_cast<std::uint32_t>(i)});
  }
  std::sort(seed_events_.begin(), seed_events_.end(),
            [](const SeedEvent& a, const SeedEvent& b) { return PlaceOf(a.leg) < PlaceOf(b.leg); });
}

Status Replay::Run() {
  while (next_seed_ < seed_events_.size() || !queue_.empty()) {
    const SeedEvent* seed = next_seed_ < seed_events_.size() ? &seed_events_[next_seed_] : nullptr;
    if (seed != nullptr && (queue_.empty() || PlaceOf(seed->leg) < queue_.front().place)) {
      // The payer holds no tagged money, or the transfer would stand at the head of the queue.
      ++next_seed_;
      HT_TRY_STATUS(Flow(nullptr, seed->leg, seed->tag));
      continue;
    }
    std::pop_heap(queue_.begin(), queue_.end());
    const Outflow outflow = queue_.back();
    queue_.pop_back();
    std::optional<std::uint32_t> tag;
    if (seed != nullptr && PlaceOf(seed->leg) == outflow.place) {
      ++next_seed_;
      tag = seed->tag;
    }
    Reached& payer = reached_[outflow.index];
    const Leg leg = payer.legs[payer.next_out];
    HT_TRY_STATUS(CountCleanUntil(payer, outflow.place));
    payer.next = payer.next_out + 1;
    HT_TRY_STATUS(Flow(&payer, leg, tag));
    Enqueue(outflow.index);
  }
  // What is left is clean; it is counted so that an account is overdrawn, or a sum too large,
  // whether or not tagged money came after.
  if (poison()) return {};
  for (Reached& account : reached_) HT_TRY_STATUS(CountCleanUntil(account, std::nullopt));
  return {};
}

// `payer` is null when it holds no tagged money: what leaves it is clean then.
Status Replay::Flow(Reached* payer, const Leg& leg, std::optional<std::uint32_t> seed) {
  const std::int64_t held_fen = TakeFrom(payer, leg.transfer.amount_fen);
  if (seed) HT_TRY_STATUS(Tag(*seed, leg));
  std::int64_t carried_fen = 0;
  for (const Piece& piece : pieces_) carried_fen += piece.tag == kClean ? 0 : piece.fen;
  if (carried_fen == 0) return {};
  const bool leaves = Leaves(leg.transfer);
  // The part that a seed tags on its way was not tagged money while the payer held it.
  if (payer != nullptr &&
      !Add(leaves ? payer->sum.exited_fen : payer->sum.passed_on_fen, held_fen)) {
    return TooLarge(leg.position);
  }
  HT_TRY_STATUS(AddEdge(leg, carried_fen));
  if (leaves) return Exit(leg, carried_fen);
  const int level = seed ? 1 : payer->sum.level + 1;
  HT_TRY(Reached* const payee, Reach(leg.transfer.to, payer));
  return Deliver(*payee, leg, carried_fen, level);
}

// Puts what leaves into pieces_, the clean excess last; answers how much of it was tagged.
std::int64_t Replay::TakeFrom(Reached* payer, std::int64_t amount_fen) {
  pieces_.clear();
  if (payer == nullptr) {
    pieces_.push_back({kClean, amount_fen});
    return 0;
  }
  if (poison()) {
    pieces_.push_back({0, amount_fen});
    return amount_fen;
  }
  const std::int64_t before_fen = payer->holding.tagged_fen();
  const std::int64_t taken_fen = std::min(amount_fen, payer->holding.total_fen());
  payer->holding.Take(taken_fen, pieces_);
  if (taken_fen < amount_fen) payer->sum.overdrawn = true;
  Append(pieces_, {kClean, amount_fen - taken_fen});
  return before_fen - payer->holding.tagged_fen();
}

// The clean part of what leaves becomes the seed's; in poison the whole counts as the seed's.
Status Replay::Tag(std::uint32_t seed, const Leg& leg) {
  std::int64_t new_fen = 0;
  std::vector<Piece> tagged;
  for (Piece piece : pieces_) {
    if (piece.tag == kClean || poison()) {
      piece.tag = seed;
      new_fen += piece.fen;
    }
    Append(tagged, piece);
  }
  pieces_ = std::move(tagged);
  seed_sums_[seed].tagged_fen = new_fen;
  return Add(tagged_fen_, new_fen) ? Status() : TooLarge(leg.position);
}

Status Replay::AddEdge(const Leg& leg, std::int64_t carried_fen) {
  const Transfer& transfer = leg.transfer;
  const bool exit = IsExit(transfer.kind);
  const EdgeKey key{transfer.from, transfer.to,
                    exit ? static_cast<std::uint32_t>(transfer.kind) : 0};
  const auto [place, is_new] = edge_of_.try_emplace(key, edges_.size());
  if (is_new) {
    EdgeSum edge;
    edge.from = transfer.from;
    edge.to = transfer.to;
    if (exit) edge.exit = transfer.kind;
    edge.first_at_ms = transfer.at_ms;
    edges_.push_back(std::move(edge));
  }
  EdgeSum& edge = edges_[place->second];
  ++edge.count;
  edge.positions.push_back(leg.position);
  return Add(edge.sum_fen, carried_fen) ? Status() : TooLarge(leg.position);
}

Status Replay::Exit(const Leg& leg, std::int64_t carried_fen) {
  for (const Piece& piece : pieces_) {
    if (piece.tag != kClean && !poison()) seed_sums_[piece.tag].exited_fen += piece.fen;
  }
  return Add(exited_fen_, carried_fen) ? Status() : TooLarge(leg.position);
}

Status Replay::Deliver(Reached& payee, const Leg& leg, std::int64_t carried_fen, int level) {
  const bool was_queued = poison() ? payee.sum.received_fen > 0 : payee.holding.tagged_fen() > 0;
  HT_TRY_STATUS(CountCleanUntil(payee, PlaceOf(leg)));
  if (payee.next < payee.legs.size() && payee.legs[payee.next].position == leg.position) {
    ++payee.next;
  }
  AccountSum& sum = payee.sum;
  if (sum.received_fen == 0) {
    sum.level = level;
    sum.first_at_ms = leg.transfer.at_ms;
  }
  if (!Add(sum.received_fen, carried_fen)) return TooLarge(leg.position);
  payee.last_tagged = PlaceOf(leg);
  const auto& held_until_ms = payee.knowledge.held_until_ms;
  if (!held_until_ms || leg.transfer.at_ms > *held_until_ms) {
    if (payee.unseen_fen == 0) payee.unseen_from_ms = leg.transfer.at_ms;
    payee.unseen_fen += carried_fen;
  }
  if (!poison()) {
    for (const Piece& piece : pieces_) {
      if (!payee.holding.Put(piece)) return TooLarge(leg.position);
    }
  }
  if (!was_queued) Enqueue(index_of_.at(sum.account));
  return {};
}

Result<Reached*> Replay::Reach(std::uint32_t account, const Reached* payer) {
  const auto known = index_of_.find(account);
  if (known != index_of_.end()) return &reached_[known->second];
  if (!fetched_.contains(account)) HT_TRY_STATUS(Fetch(account, payer));
  const auto fetched = fetched_.find(account);
  HT_CHECK(fetched != fetched_.end());
  index_of_.emplace(account, reached_.size());
  Reached& reached = reached_.emplace_back(account, question_.method);
  reached.legs = std::move(fetched->second.legs);
  reached.knowledge = fetched->second.knowledge;
  fetched_.erase(fetched);
  // A debt before the first row is no money that could leave.
  const std::int64_t opening_fen = std::max<std::int64_t>(reached.knowledge.opening_fen, 0);
  if (!poison()) HT_CHECK(reached.holding.Put({kClean, opening_fen}));
  reached.sum.opening_known = reached.knowledge.opening_known;
  if (!reached.legs.empty()) reached.sum.last_seen_at_ms = reached.legs.back().transfer.at_ms;
  return &reached;
}

Status Replay::Fetch(std::uint32_t account, const Reached* payer) {
  const std::vector<std::uint32_t> wanted = WantedWith(account, payer);
  HT_TRY(std::vector<std::vector<Leg>> legs,
         question_.until_ms ? neighbours_.LegsUntil(wanted, *question_.until_ms)
                            : neighbours_.LegsOf(wanted));
  HT_TRY(const std::vector<Knowledge> knowledge, accounts_.Of(wanted));
  HT_CHECK(legs.size() == wanted.size() && knowledge.size() == wanted.size());
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (question_.until_ms) {
      const auto end = std::find_if(legs[i].begin(), legs[i].end(), [&](const Leg& leg) {
        return leg.transfer.at_ms > *question_.until_ms;
      });
      legs[i].erase(end, legs[i].end());
    }
    fetched_.emplace(wanted[i], Fetched{std::move(legs[i]), knowledge[i]});
  }
  return {};
}

// The account, and as many as one question may name of those that tagged money may reach next: the
// seeds' payees and whom the accounts in the queue pay.
std::vector<std::uint32_t> Replay::WantedWith(std::uint32_t account, const Reached* payer) const {
  std::vector<std::uint32_t> wanted{account};
  const std::size_t limit = neighbours_.BatchSize();
  if (limit <= 1) return wanted;
  boost::unordered_flat_set<std::uint32_t> named{account};
  const auto want = [&](const Transfer& transfer) {
    const std::uint32_t payee = transfer.to;
    if (wanted.size() >= limit || Leaves(transfer)) return;
    if (index_of_.contains(payee) || fetched_.contains(payee)) return;
    if (named.insert(payee).second) wanted.push_back(payee);
  };
  const auto want_payees_of = [&](const Reached& reached, std::size_t from) {
    constexpr std::size_t kAhead = 32;
    std::size_t seen = 0;
    for (; from < reached.legs.size() && seen < kAhead && wanted.size() < limit; ++from) {
      if (EffectOn(reached.sum.account, reached.legs[from].transfer) != Effect::out) continue;
      want(reached.legs[from].transfer);
      ++seen;
    }
  };
  for (std::size_t i = next_seed_; i < seed_events_.size(); ++i) want(seed_events_[i].leg.transfer);
  if (payer != nullptr) want_payees_of(*payer, payer->next);
  for (const Outflow& outflow : queue_) {
    if (wanted.size() >= limit) break;
    const Reached& reached = reached_[outflow.index];
    want_payees_of(reached, reached.next_out);
  }
  return wanted;
}

// Counts the legs before `end` that nothing tagged went through: clean money in, and, while the
// account holds no tag, clean money out.
Status Replay::CountCleanUntil(Reached& account, std::optional<Place> end) {
  for (; account.next < account.legs.size(); ++account.next) {
    const Leg& leg = account.legs[account.next];
    if (end && !(PlaceOf(leg) < *end)) break;
    if (poison()) continue;
    const Effect effect = EffectOn(account.sum.account, leg.transfer);
    if (effect == Effect::in) {
      if (!account.holding.Put({kClean, leg.transfer.amount_fen})) return TooLarge(leg.position);
    } else if (effect == Effect::out) {
      HT_CHECK(account.holding.tagged_fen() == 0);
      const std::int64_t held_fen = account.holding.total_fen();
      if (leg.transfer.amount_fen > held_fen) account.sum.overdrawn = true;
      account.holding.Take(std::min(leg.transfer.amount_fen, held_fen), discard_);
      discard_.clear();
    }
  }
  return {};
}

void Replay::Enqueue(std::size_t index) {
  Reached& account = reached_[index];
  if (!poison() && account.holding.tagged_fen() == 0) return;
  account.next_out = std::max(account.next_out, account.next);
  for (; account.next_out < account.legs.size(); ++account.next_out) {
    const Leg& leg = account.legs[account.next_out];
    if (EffectOn(account.sum.account, leg.transfer) != Effect::out) continue;
    queue_.push_back({PlaceOf(leg), index});
    std::push_heap(queue_.begin(), queue_.end());
    return;
  }
}

}  // namespace hetang::trace
