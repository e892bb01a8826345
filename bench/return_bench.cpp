// The returns of 10,000 victims on 500 frozen accounts, decided and proven: each account has 20
// victims and some 240 statement rows; every fourth one is traced by time, the others by ratio.
#include <random>

#include <benchmark/benchmark.h>

#include "base/check.h"
#include "desk/funds/return_rules.h"

namespace hetang::funds {
namespace {

constexpr std::size_t kAccounts = 500;
constexpr std::uint32_t kVictims = 20;
constexpr int kRowsBetween = 10;

class Town {
 public:
  ReturnQuestion Account(bool emptied_between) {
    ReturnQuestion question;
    question.opening_fen = Fen(0);
    std::int64_t at_ms = 1'775'000'000'000;
    std::int64_t balance = 0;
    const auto add = [&](bool credit, std::int64_t fen) -> ReturnRow& {
      ReturnRow& row = question.rows.emplace_back();
      row.transfer_id = static_cast<std::int64_t>(question.rows.size());
      row.at = Moment{at_ms += 60'000};
      row.credit = credit;
      row.amount_fen = Fen(fen);
      balance += credit ? fen : -fen;
      row.balance_fen = Fen(balance);
      return row;
    };
    for (std::uint32_t victim = 0; victim < kVictims; ++victim) {
      const std::int64_t loss = Roll(100'000, 50'000'000);
      question.losses.emplace_back(loss);
      add(true, loss).parts.push_back({victim, Fen(loss)});
      for (int i = 0; i < kRowsBetween; ++i) add(false, Roll(0, balance / 10));
      if (emptied_between && victim + 1 < kVictims) add(false, balance);
    }
    question.frozen_at = Moment{at_ms + 60'000};
    question.held_until = question.frozen_at;
    question.frozen_fen = Fen(balance);
    return question;
  }

 private:
  std::int64_t Roll(std::int64_t from, std::int64_t to) {
    return std::uniform_int_distribution<std::int64_t>(from, to)(engine_);
  }
  std::mt19937_64 engine_{20'260'401};
};

void BM_Returns(benchmark::State& state) {
  Town town;
  std::vector<ReturnQuestion> questions;
  for (std::size_t i = 0; i < kAccounts; ++i) questions.push_back(town.Account(i % 4 == 0));
  std::int64_t victims = 0;
  for (auto round : state) {
    (void)round;
    for (const ReturnQuestion& question : questions) {
      const auto proof = ProveReturn(question);
      HT_CHECK(proof.has_value() && proof->return_fen + proof->remains_fen == question.frozen_fen);
      victims += static_cast<std::int64_t>(proof->victims.size());
    }
  }
  state.counters["victims/s"] =
      benchmark::Counter(static_cast<double>(victims), benchmark::Counter::kIsRate);
}
BENCHMARK(BM_Returns)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace hetang::funds
