// An invented world of transfers between accounts, and the statements that banks of different
// habits write about it: clocks that differ, times without seconds, newest rows first, rows of one
// second in any order, rows and whole statements missing. The truth is kept beside.
#pragma once

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <utility>
#include <vector>

#include "engine/statement/weave.h"

namespace hetang::statement {

struct WorldHabits {
  std::uint64_t seed = 1;
  int accounts = 40;
  int transfers = 2000;
  std::int64_t mean_gap_ms = 60'000;
  int amounts = 2000;             // How many different ones.
  int burst_percent = 10;         // Transfers in the same second as the one before.
  int held_percent = 80;          // Accounts whose statement is held.
  int balance_percent = 85;       // Of those, with balances.
  int coarse_percent = 20;        // Of those, without seconds; half of them the day alone.
  int mixed_permille = 0;         // Rows of the others that tell the day alone.
  int shuffled_percent = 20;      // Of those, with the rows of one second in any order.
  int missing_permille = 0;       // Rows lost.
  int reversed_permille = 10;     // Transfers taken back some seconds later.
  int unknown_permille = 0;       // Rows without a direction.
  std::int64_t skew_ms = 20'000;  // Clocks are at most so wrong.
};

class World {
 public:
  explicit World(const WorldHabits& habits);

  // In the order of reading; `transfer[i]` is the transfer that strands[i] tells of.
  std::vector<Strand> strands;
  std::vector<int> transfer;
  std::vector<int> pairs;  // Transfers of which both rows are held.
  // The rows of each (account, sub) as they happened.
  std::vector<std::vector<std::uint32_t>> lives;

 private:
  struct Account {
    bool held = true;
    bool balances = true;
    bool newest_first = false;
    bool shuffled = false;
    Precision precision = Precision::second;
    std::int64_t skew_ms = 0;
    std::int64_t balance_fen[2] = {0, 0};
    std::vector<std::pair<Strand, int>> rows;
  };

  std::uint64_t Next();
  std::int64_t Below(std::int64_t limit) {
    return static_cast<std::int64_t>(Next() % static_cast<std::uint64_t>(limit));
  }
  bool Chance(int percent) { return Below(100) < percent; }
  bool Permille(int permille) { return Below(1000) < permille; }

  void MakeAccounts();
  void MakeTransfers();
  void Happen(std::uint32_t from, std::uint32_t to, std::int64_t amount_fen, trace::Kind kind);
  void Write(std::uint32_t account, std::uint32_t other, Direction direction,
             std::int64_t amount_fen, trace::Kind kind, std::uint32_t sub);
  void File();

  WorldHabits habits_;
  std::uint64_t state_;
  std::int64_t now_ms_ = 1'700'000'000'000;
  int transfers_ = 0;
  std::vector<Account> accounts_;
};

inline std::uint64_t World::Next() {  // splitmix64
  state_ += 0x9E3779B97F4A7C15u;
  std::uint64_t z = state_;
  z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9u;
  z = (z ^ (z >> 27U)) * 0x94D049BB133111EBu;
  return z ^ (z >> 31U);
}

inline World::World(const WorldHabits& habits) : habits_(habits), state_(habits.seed) {
  MakeAccounts();
  MakeTransfers();
  File();
}

inline void World::MakeAccounts() {
  accounts_.resize(static_cast<std::size_t>(habits_.accounts) + 1);
  for (Account& account : accounts_) {
    account.held = Chance(habits_.held_percent);
    account.balances = Chance(habits_.balance_percent);
    account.newest_first = Chance(20);
    account.shuffled = account.balances && Chance(habits_.shuffled_percent);
    if (Chance(habits_.coarse_percent)) {
      account.precision = Chance(50) ? Precision::day : Precision::minute;
    }
    account.skew_ms = Below(2 * habits_.skew_ms / 1000 + 1) * 1000 - habits_.skew_ms;
    account.balance_fen[0] = Below(10'000'000);
    account.balance_fen[1] = Below(10'000'000);
  }
}

inline void World::MakeTransfers() {
  struct Recall {
    std::int64_t at_ms;
    std::uint32_t from, to;
    std::int64_t amount_fen;
  };
  std::vector<Recall> recalls;
  for (int i = 0; i < habits_.transfers; ++i) {
    if (!Chance(habits_.burst_percent)) {
      now_ms_ += 1000 + Below(2 * habits_.mean_gap_ms) / 1000 * 1000;
    }
    for (const Recall& recall : recalls) {
      if (recall.at_ms > now_ms_) continue;
      Happen(recall.to, recall.from, recall.amount_fen, trace::Kind::reversal);
    }
    std::erase_if(recalls, [&](const Recall& recall) { return recall.at_ms <= now_ms_; });
    const auto from = static_cast<std::uint32_t>(1 + Below(habits_.accounts));
    auto to = static_cast<std::uint32_t>(1 + Below(habits_.accounts));
    if (to == from) to = from % static_cast<std::uint32_t>(habits_.accounts) + 1;
    const std::int64_t amount = 100 * (1 + Below(habits_.amounts));
    Happen(from, to, amount, trace::Kind::transfer);
    if (Permille(habits_.reversed_permille)) {
      recalls.push_back({now_ms_ + 1000 + Below(600'000), from, to, amount});
    }
  }
}

inline void World::Happen(std::uint32_t from, std::uint32_t to, std::int64_t amount_fen,
                          trace::Kind kind) {
  // A reversal goes back to the sub-account that paid: one sub-account for each counterparty.
  Write(from, to, Direction::out, amount_fen, kind, to % 2);
  Write(to, from, Direction::in, amount_fen, kind, from % 2);
  ++transfers_;
}

inline void World::Write(std::uint32_t account, std::uint32_t other, Direction direction,
                         std::int64_t amount_fen, trace::Kind kind, std::uint32_t sub) {
  Account& mine = accounts_[account];
  Strand row;
  row.account = account;
  row.sub = sub;
  row.other = other;
  row.serial = static_cast<std::uint32_t>(1 + Below(1'000'000));
  row.direction = direction;
  row.kind = kind;
  row.newest_first = mine.newest_first;
  row.amount_fen = amount_fen;
  std::int64_t& balance = mine.balance_fen[sub];
  balance += direction == Direction::in ? amount_fen : -amount_fen;
  if (mine.balances) row.balance_fen = balance;
  row.precision = mine.precision;
  if (Permille(habits_.mixed_permille)) row.precision = Precision::day;
  constexpr std::int64_t kZoneMs = 8 * 3'600'000;
  const std::int64_t local_ms = now_ms_ + mine.skew_ms + kZoneMs;
  const std::int64_t unit_ms = row.precision == Precision::day      ? 86'400'000
                               : row.precision == Precision::minute ? 60'000
                                                                    : 1000;
  row.at_ms = local_ms / unit_ms * unit_ms - kZoneMs;
  if (kind == trace::Kind::transfer && Permille(habits_.unknown_permille)) {
    row.direction = Direction::unknown;
  }
  if (mine.held && !Permille(habits_.missing_permille)) mine.rows.emplace_back(row, transfers_);
}

inline void World::File() {
  std::vector<int> witnesses(static_cast<std::size_t>(transfers_));
  for (Account& account : accounts_) {
    std::vector<std::size_t> written(account.rows.size());
    std::iota(written.begin(), written.end(), std::size_t{0});
    if (account.shuffled) {
      std::vector<std::uint64_t> lots(written.size());
      for (std::uint64_t& lot : lots) lot = Next();
      std::sort(written.begin(), written.end(), [&](std::size_t a, std::size_t b) {
        const std::int64_t at_a = account.rows[a].first.at_ms;
        const std::int64_t at_b = account.rows[b].first.at_ms;
        return at_a != at_b ? at_a < at_b : lots[a] < lots[b];
      });
    }
    if (account.newest_first) std::reverse(written.begin(), written.end());
    std::vector<std::uint32_t> index(written.size());
    for (const std::size_t row : written) {
      index[row] = static_cast<std::uint32_t>(strands.size());
      strands.push_back(account.rows[row].first);
      strands.back().position = strands.size();
      transfer.push_back(account.rows[row].second);
      const bool known = strands.back().direction != Direction::unknown;
      if (known) ++witnesses[static_cast<std::size_t>(transfer.back())];
    }
    std::vector<std::uint32_t> subs[2];
    for (std::size_t row = 0; row < index.size(); ++row) {
      subs[account.rows[row].first.sub].push_back(index[row]);
    }
    for (auto& sub : subs) {
      if (!sub.empty()) lives.push_back(std::move(sub));
    }
  }
  for (int i = 0; i < transfers_; ++i) {
    if (witnesses[static_cast<std::size_t>(i)] == 2) pairs.push_back(i);
  }
}

}  // namespace hetang::statement
