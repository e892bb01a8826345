// Durable three-row commands a second on SQLite, 64 waiting at any time, by the size of the lane.
// A lane of 1 is one commit a command. The file lies in the folder for temporary files (TMPDIR):
// on a disk the flush counts, in memory it does not.
#include <condition_variable>
#include <filesystem>
#include <mutex>

#include <benchmark/benchmark.h>
#include <fmt/format.h>
#include <unistd.h>

#include "base/check.h"
#include "platform/database/database.h"

namespace hetang::database {
namespace {

constexpr std::int64_t kWaiting = 64;

constexpr Migration kMigrations[] = {{"bench", 1, R"(
CREATE TABLE bench_order (
  id ID, case_id INTEGER NOT NULL, account TEXT NOT NULL, bank TEXT NOT NULL,
  amount_fen INTEGER NOT NULL, made_at INTEGER NOT NULL, state TEXT NOT NULL
);
CREATE TABLE bench_journal (
  id ID, officer_id INTEGER NOT NULL, verb TEXT NOT NULL, subject TEXT NOT NULL,
  at INTEGER NOT NULL, facts TEXT NOT NULL
);
CREATE TABLE bench_outbox (id ID, key TEXT NOT NULL UNIQUE, body TEXT NOT NULL, due INTEGER);
)"}};

Status PutOrder(Transaction& tx, std::int64_t number) {
  constexpr Moment kNow{1'780'000'000'000};
  const std::string subject = fmt::format("order:{}", number);
  HT_TRY_STATUS(tx.Query<std::int64_t>(
      "INSERT INTO bench_order (case_id, account, bank, amount_fen, made_at, state) "
      "VALUES (:c, :a, :b, :f, :m, :s) RETURNING id",
      number / 3, "6222021234567890123", "ICBC", Fen(6'600'000), kNow, "waiting"));
  HT_TRY_STATUS(
      tx.Execute("INSERT INTO bench_journal (officer_id, verb, subject, at, facts) "
                 "VALUES (:o, :v, :s, :a, :f)",
                 17, "stop_ordered", subject, kNow,
                 R"({"amount_fen":6600000,"bank":"ICBC","type":"01","level":1,"attempt":1})"));
  HT_TRY_STATUS(tx.Execute("INSERT INTO bench_outbox (key, body, due) VALUES (:k, :b, :d)", subject,
                           std::string(400, 'x'), kNow));
  return {};
}

// Keeps `kWaiting` commands waiting until `wanted` are done.
class Load {
 public:
  Load(Database& database, std::int64_t wanted) : database_(database), wanted_(wanted) {}

  void Run() {
    for (std::int64_t i = 0; i < kWaiting; ++i) Next();
    std::unique_lock lock(mutex_);
    finished_.wait(lock, [&] { return done_ == wanted_; });
  }

 private:
  void Next() {
    std::int64_t number = 0;
    {
      const std::lock_guard lock(mutex_);
      if (next_ == wanted_) return;
      number = next_++;
    }
    database_.Submit([number](Transaction& tx) { return PutOrder(tx, number); },
                     [this](const Status& status) {
                       HT_CHECK(status.has_value());
                       Next();
                       const std::lock_guard lock(mutex_);
                       if (++done_ == wanted_) finished_.notify_one();
                     });
  }

  Database& database_;
  const std::int64_t wanted_;
  std::mutex mutex_;
  std::condition_variable finished_;
  std::int64_t next_ = 0;
  std::int64_t done_ = 0;
};

void DurableCommands(benchmark::State& state) {
  const auto lane_size = static_cast<std::size_t>(state.range(0));
  const std::int64_t wanted = lane_size == 1 ? 5'000 : 50'000;
  for (auto unused : state) {
    static_cast<void>(unused);
    state.PauseTiming();
    std::string folder = (std::filesystem::temp_directory_path() / "hetang-bench-XXXXXX").string();
    HT_CHECK(::mkdtemp(folder.data()) != nullptr);
    auto opened =
        Database::Open({.target = folder + "/bench.db", .lane_size = lane_size}, kMigrations);
    HT_CHECK(opened.has_value());
    state.ResumeTiming();
    Load(**opened, wanted).Run();
    state.PauseTiming();
    opened->reset();
    std::filesystem::remove_all(folder);
    state.ResumeTiming();
  }
  state.SetItemsProcessed(state.iterations() * wanted);
}
BENCHMARK(DurableCommands)
    ->Arg(1)
    ->Arg(8)
    ->Arg(64)
    ->ArgName("lane")
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace hetang::database
