// The slow, plain reading of docs/trace.md that the engine is held against: it walks through all
// transfers of the world in order and keeps every account's money as a list of pieces. No queue of
// accounts, no reachability, no sharing of code with the engine.
#pragma once

#include <algorithm>
#include <map>
#include <numeric>
#include <set>
#include <span>
#include <string>
#include <tuple>
#include <vector>

#include "engine/trace/trace.h"

namespace hetang::trace::reference {

constexpr int kNoTag = -1;
__extension__ using Wide = __int128;

struct Coin {
  int tag = kNoTag;
  std::int64_t fen = 0;
};

struct Purse {
  std::vector<Coin> coins;  // The oldest first.
  std::int64_t Total() const {
    return std::accumulate(coins.begin(), coins.end(), std::int64_t{0},
                           [](std::int64_t sum, const Coin& coin) { return sum + coin.fen; });
  }
};

struct Seen {
  AccountSum sum;
  bool listed = false;
  std::vector<std::pair<std::int64_t, std::int64_t>> arrivals;  // Of tagged money: when, how much.
};

// Takes `fen`, not more than there is, from the coins in the order that `order` gives.
inline std::vector<Coin> TakeInOrder(Purse& purse, std::int64_t fen,
                                     const std::vector<std::size_t>& order) {
  std::vector<Coin> left;
  for (const std::size_t i : order) {
    const std::int64_t part = std::min(fen, purse.coins[i].fen);
    if (part > 0) left.push_back({purse.coins[i].tag, part});
    purse.coins[i].fen -= part;
    fen -= part;
  }
  std::erase_if(purse.coins, [](const Coin& coin) { return coin.fen == 0; });
  return left;
}

inline std::vector<Coin> TakeShares(Purse& purse, std::int64_t fen) {
  std::map<int, std::int64_t> held;  // Clean money stands behind all tags.
  constexpr int kLast = 1'000'000;
  for (const Coin& coin : purse.coins) held[coin.tag == kNoTag ? kLast : coin.tag] += coin.fen;
  const std::int64_t total = purse.Total();
  std::map<int, std::int64_t> share;
  std::vector<std::pair<Wide, int>> remainders;  // Negative: the largest comes first.
  std::int64_t missing = fen;
  for (const auto& [tag, amount] : held) {
    share[tag] = static_cast<std::int64_t>(Wide{amount} * fen / total);
    remainders.emplace_back(-(Wide{amount} * fen % total), tag);
    missing -= share[tag];
  }
  std::sort(remainders.begin(), remainders.end());
  for (std::int64_t i = 0; i < missing; ++i) {
    ++share[remainders[static_cast<std::size_t>(i)].second];
  }
  std::vector<Coin> left;
  purse.coins.clear();
  for (const auto& [tag, amount] : held) {
    const int name = tag == kLast ? kNoTag : tag;
    if (share[tag] > 0) left.push_back({name, share[tag]});
    if (amount > share[tag]) purse.coins.push_back({name, amount - share[tag]});
  }
  return left;
}

inline std::vector<Coin> TakeBy(Method method, Purse& purse, std::int64_t fen) {
  if (method == Method::pro_rata) return TakeShares(purse, fen);
  std::vector<std::size_t> order(purse.coins.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  if (method == Method::lifo) std::reverse(order.begin(), order.end());
  if (method == Method::taint_first) {
    std::stable_partition(order.begin(), order.end(),
                          [&](std::size_t i) { return purse.coins[i].tag != kNoTag; });
  }
  return TakeInOrder(purse, fen, order);
}

class World {
 public:
  World(std::span<const Transfer> transfers, const std::map<std::uint32_t, Knowledge>& knowledge,
        const Question& question)
      : transfers_(transfers), knowledge_(knowledge), question_(question) {
    for (std::size_t i = 0; i < question.seeds.size(); ++i) {
      seed_at_[question.seeds[i]] = static_cast<int>(i);
      answer_.seeds.push_back({question.seeds[i], 0, 0, 0});
    }
    answer_.method = question.method;
    for (const auto& [account, known] : knowledge) {
      if (known.opening_fen > 0) purses_[account].coins.push_back({kNoTag, known.opening_fen});
    }
  }

  Answer Run() {
    std::vector<std::uint32_t> order(transfers_.size());
    std::iota(order.begin(), order.end(), 0U);
    std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
      return transfers_[a].at_ms < transfers_[b].at_ms;
    });
    for (const std::uint32_t position : order) {
      const Transfer& transfer = transfers_[position];
      if (question_.until_ms && transfer.at_ms > *question_.until_ms) continue;
      for (const std::uint32_t account : {transfer.from, transfer.to}) {
        if (account != kOutside) seen_[account].sum.last_seen_at_ms = transfer.at_ms;
      }
      Step(position, transfer);
    }
    Finish();
    return std::move(answer_);
  }

 private:
  bool poison() const { return question_.method == Method::poison; }

  void Step(std::uint32_t position, const Transfer& transfer) {
    if (transfer.kind == Kind::failed || transfer.amount_fen == 0) return;
    if (transfer.kind == Kind::interest) {
      if (transfer.to != kOutside)
        purses_[transfer.to].coins.push_back({kNoTag, transfer.amount_fen});
      return;
    }
    const bool exit = IsExit(transfer.kind);
    const bool leaves = exit || transfer.to == kOutside;
    if (!exit && transfer.from == transfer.to && transfer.from != kOutside) return;
    std::vector<Coin> coins = Out(transfer);
    const bool was_poisoned = poison() && transfer.from != kOutside && seen_[transfer.from].listed;
    std::int64_t held = was_poisoned ? transfer.amount_fen : 0;
    for (const Coin& coin : coins) held += coin.tag != kNoTag ? coin.fen : 0;
    const auto seed = seed_at_.find(position);
    std::int64_t carried = held;
    if (seed != seed_at_.end()) {
      SeedSum& sum = answer_.seeds[static_cast<std::size_t>(seed->second)];
      sum.tagged_fen = poison() ? transfer.amount_fen : transfer.amount_fen - held;
      carried = transfer.amount_fen;
      for (Coin& coin : coins) coin.tag = coin.tag == kNoTag ? seed->second : coin.tag;
    }
    if (held > 0) {
      AccountSum& payer = seen_[transfer.from].sum;
      (leaves ? payer.exited_fen : payer.passed_on_fen) += held;
    }
    if (carried > 0) Edge(position, transfer, carried);
    if (leaves) {
      answer_.exited_fen += carried;
      for (const Coin& coin : coins) {
        if (coin.tag == kNoTag || poison()) continue;
        answer_.seeds[static_cast<std::size_t>(coin.tag)].exited_fen += coin.fen;
      }
      return;
    }
    if (carried > 0) Arrive(transfer, carried, seed != seed_at_.end());
    for (const Coin& coin : coins) purses_[transfer.to].coins.push_back(coin);
  }

  // What leaves the payer; what it was not known to hold is clean and comes last.
  std::vector<Coin> Out(const Transfer& transfer) {
    if (poison()) return {};
    if (transfer.from == kOutside) return {{kNoTag, transfer.amount_fen}};
    Purse& purse = purses_[transfer.from];
    const std::int64_t known = std::min(purse.Total(), transfer.amount_fen);
    std::vector<Coin> coins;
    if (known > 0) coins = TakeBy(question_.method, purse, known);
    if (known < transfer.amount_fen) {
      coins.push_back({kNoTag, transfer.amount_fen - known});
      seen_[transfer.from].sum.overdrawn = true;
    }
    return coins;
  }

  void Arrive(const Transfer& transfer, std::int64_t carried, bool is_seed) {
    Seen& payee = seen_[transfer.to];
    if (!payee.listed) {
      payee.listed = true;
      payee.sum.level = is_seed ? 1 : seen_[transfer.from].sum.level + 1;
      payee.sum.first_at_ms = transfer.at_ms;
    }
    payee.sum.received_fen += carried;
    payee.arrivals.emplace_back(transfer.at_ms, carried);
  }

  void Edge(std::uint32_t position, const Transfer& transfer, std::int64_t carried) {
    const int exit = IsExit(transfer.kind) ? static_cast<int>(transfer.kind) : 0;
    EdgeSum& edge = edges_[{transfer.from, transfer.to, exit}];
    if (edge.count == 0) edge.first_at_ms = transfer.at_ms;
    edge.from = transfer.from;
    edge.to = transfer.to;
    if (exit != 0) edge.exit = transfer.kind;
    ++edge.count;
    edge.sum_fen += carried;
    edge.positions.push_back(position);
  }

  void Finish() {
    for (auto& [account, seen] : seen_) {
      if (!seen.listed) continue;
      AccountSum& sum = seen.sum;
      sum.account = account;
      const auto known = knowledge_.find(account);
      sum.opening_known = known == knowledge_.end() || known->second.opening_known;
      if (poison()) {
        sum.resting_fen =
            std::max<std::int64_t>(0, sum.received_fen - sum.passed_on_fen - sum.exited_fen);
      } else {
        sum.by_seed.assign(answer_.seeds.size(), 0);
        for (const Coin& coin : purses_[account].coins) {
          if (coin.tag == kNoTag) continue;
          sum.resting_fen += coin.fen;
          sum.by_seed[static_cast<std::size_t>(coin.tag)] += coin.fen;
          answer_.seeds[static_cast<std::size_t>(coin.tag)].resting_fen += coin.fen;
        }
      }
      answer_.resting_fen += sum.resting_fen;
      answer_.accounts.push_back(sum);
      Advise(seen, known == knowledge_.end() ? Knowledge() : known->second);
    }
    for (const SeedSum& seed : answer_.seeds) answer_.tagged_fen += seed.tagged_fen;
    for (const auto& [key, edge] : edges_) answer_.edges.push_back(edge);
    std::sort(answer_.accounts.begin(), answer_.accounts.end(), [](const auto& a, const auto& b) {
      return std::tie(a.level, a.first_at_ms, a.account) <
             std::tie(b.level, b.first_at_ms, b.account);
    });
    std::stable_sort(answer_.edges.begin(), answer_.edges.end(),
                     [](const auto& a, const auto& b) { return a.first_at_ms < b.first_at_ms; });
  }

  // The two lists unranked: by account.
  void Advise(const Seen& seen, const Knowledge& known) {
    QueryAdvice query;
    query.account = seen.sum.account;
    query.reason = known.held_until_ms ? Reason::after_statement : Reason::no_statement;
    for (const auto& [at_ms, fen] : seen.arrivals) {
      if (known.held_until_ms && at_ms <= *known.held_until_ms) continue;
      if (query.received_fen == 0) query.from_at_ms = at_ms;
      query.received_fen += fen;
    }
    if (query.received_fen > 0) answer_.query_next.push_back(query);
    if (seen.sum.resting_fen == 0) return;
    StopAdvice stop;
    stop.account = seen.sum.account;
    stop.resting_fen = seen.sum.resting_fen;
    stop.last_seen_at_ms = seen.sum.last_seen_at_ms;
    if (known.held_until_ms) {
      stop.last_seen_at_ms = std::max(
          stop.last_seen_at_ms,
          std::min(*known.held_until_ms, question_.until_ms.value_or(*known.held_until_ms)));
    }
    stop.reason = query.received_fen > 0 ? Reason::resting_unseen : Reason::resting_now;
    answer_.stop_now.push_back(stop);
  }

  std::span<const Transfer> transfers_;
  const std::map<std::uint32_t, Knowledge>& knowledge_;
  const Question& question_;
  std::map<std::uint32_t, int> seed_at_;
  std::map<std::uint32_t, Purse> purses_;
  std::map<std::uint32_t, Seen> seen_;
  std::map<std::tuple<std::uint32_t, std::uint32_t, int>, EdgeSum> edges_;
  Answer answer_;
};

inline Answer Trace(std::span<const Transfer> transfers,
                    const std::map<std::uint32_t, Knowledge>& knowledge, const Question& question) {
  return World(transfers, knowledge, question).Run();
}

}  // namespace hetang::trace::reference
