// The warning desk: ladders climbed by the pure engine, a year of a district with 18 million
// warnings among them; and instructions taken in durably, each looked up for the person it is
// about.
#include <filesystem>
#include <random>
#include <thread>

#include <benchmark/benchmark.h>

#include "base/check.h"
#include "base/ids.h"
#include "desk/trail/trail.h"
#include "desk/warning/rules.h"
#include "desk/warning/warning.h"
#include "platform/document/document.h"
#include "platform/outbox/outbox.h"

namespace hetang::warning {
namespace {

constexpr Moment kStart{1'790'000'000'000};

const Ladder& Red() {
  static const Ladder ladder(DefaultRungs("red"));
  return ladder;
}

// One evaluation in the middle of a climb: six told, one step open.
void BM_LadderEvaluation(benchmark::State& state) {
  const auto at = [](int minutes) { return kStart + Minutes(minutes); };
  const std::vector<Told> history{{at(1), 0, 1, Outcome::busy},      {at(2), 1, 1, Outcome::done},
                                  {at(3), 0, 2, Outcome::busy},      {at(5), 0, 3, Outcome::busy},
                                  {at(9), 2, 1, Outcome::no_answer}, {at(11), 3, 1, Outcome::busy}};
  for (auto round : state) {
    (void)round;
    benchmark::DoNotOptimize(Red().At(at(12), kStart, history));
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_LadderEvaluation);

// A warning from its arrival to its end, evaluated at each word and whenever time changes it, as
// the program does. Officers answer two steps in three, with any outcome; so many climb to the top.
std::int64_t ClimbOne(std::mt19937_64& random, std::vector<Told>& history) {
  constexpr std::uint64_t kOutcomes = 13;
  history.clear();
  Moment now = kStart;
  for (std::int64_t evaluations = 1;; ++evaluations) {
    const Climb climb = Red().At(now, kStart, history);
    if (!climb.next_at) return evaluations;
    const std::uint64_t roll = random();
    now = *climb.next_at;
    if (roll % 3 == 0) continue;
    for (const Step& step : climb.steps) {
      if (step.state != StepState::open && step.state != StepState::reached) continue;
      now = std::min(now, step.begins_at + Minutes(1));
      now = history.empty() ? now : std::max(now, history.back().at);
      history.push_back(
          {now, step.rung, step.number, static_cast<Outcome>((roll >> 8) % kOutcomes)});
      break;
    }
  }
}

void BM_WarningToItsEnd(benchmark::State& state) {
  std::mt19937_64 random(5);
  std::vector<Told> history;
  std::int64_t evaluations = 0;
  for (auto round : state) {
    (void)round;
    evaluations += ClimbOne(random, history);
  }
  state.SetItemsProcessed(state.iterations());
  state.counters["evaluations_each"] =
      static_cast<double>(evaluations) / static_cast<double>(state.iterations());
}
BENCHMARK(BM_WarningToItsEnd)->Iterations(18'000'000)->Unit(benchmark::kMicrosecond);

// A centre's database in a folder of its own.
class Desk {
 public:
  Desk() : folder_(std::filesystem::current_path() / ("warning-bench-" + RandomToken(6))) {
    std::filesystem::create_directories(folder_);
    std::vector<database::Migration> all;
    for (const auto module : {journal::Migrations(), outbox::Migrations(), deadline::Migrations(),
                              approval::Migrations(), auth::Migrations(), document::Migrations(),
                              roster::Migrations(), registry::Migrations(), trail::Migrations(),
                              funds::Migrations(), intake::Migrations(), Migrations()}) {
      all.insert(all.end(), module.begin(), module.end());
    }
    database::Options options;
    options.target = (folder_ / "hetang.sqlite").string();
    auto opened = database::Database::Open(options, all);
    HT_CHECK(opened.has_value());
    database_ = std::move(*opened);
    const Status seeded = database_->Write([](database::Transaction& tx) -> Status {
      HT_TRY_STATUS(roster::Seed(tx, kStart));
      HT_TRY_STATUS(Seed(tx, kStart));
      HT_TRY_STATUS(
          tx.Execute("INSERT INTO warning_source (name, per_minute, minute_from, taken)"
                     " VALUES ('national', 1000000000, 0, 0)"));
      return {};
    });
    HT_CHECK(seeded.has_value());
  }
  ~Desk() {
    database_.reset();
    std::filesystem::remove_all(folder_);
  }

  // Takes in one of so many people; whoever comes again joins the warning that is open.
  void TakeOne(std::int64_t person, std::int64_t number) {
    InstructionForm form;
    form.source = "national";
    form.external_number = Text<64>(std::to_string(number));
    form.level = number % 10 == 0 ? "red" : "middle";
    form.fraud_type = FraudType::authority;
    form.name = PersonName("某人" + std::to_string(person));
    form.phones = std::vector{PhoneNumber(std::to_string(19'900'000'000 + person))};
    form.address = Address("荷花小区" + std::to_string(person));
    auth::Principal who;
    who.officer_id = 1;
    who.unit_id = 1;
    const auto taken = database_->Write(
        [&](database::Transaction& tx) { return TakeIn(tx, form, "", who, kStart); });
    HT_CHECK(taken.has_value());
  }

 private:
  std::filesystem::path folder_;
  std::unique_ptr<database::Database> database_;
};

// Sixteen senders, each waiting for the commit of its instruction before the next; one in five is
// about somebody who is warned of already.
void BM_TakeInDurably(benchmark::State& state) {
  constexpr int kSenders = 16;
  constexpr std::int64_t kEach = 500;
  std::int64_t taken = 0;
  for (auto round : state) {
    (void)round;
    state.PauseTiming();
    auto desk = std::make_unique<Desk>();
    state.ResumeTiming();
    std::vector<std::thread> senders;
    for (std::int64_t sender = 0; sender < kSenders; ++sender) {
      senders.emplace_back([&desk, sender] {
        for (std::int64_t i = 0; i < kEach; ++i) {
          const std::int64_t number = sender * kEach + i;
          desk->TakeOne(i % 5 == 4 ? number - 4 : number, number);
        }
      });
    }
    for (std::thread& sender : senders) sender.join();
    taken += kSenders * kEach;
    state.PauseTiming();
    desk.reset();
    state.ResumeTiming();
  }
  state.SetItemsProcessed(taken);
}
BENCHMARK(BM_TakeInDurably)->Iterations(3)->UseRealTime()->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace hetang::warning
