#include <spdlog/spdlog.h>

#include <algorithm>
#include <thread>

#include "base/bell.h"
#include "desk/warning/advance.h"
#include "desk/warning/steps.h"
#include "desk/warning/taking.h"

namespace hetang::warning {
namespace {

constexpr std::int64_t kGroup = 64;
constexpr std::chrono::milliseconds kTick{1000};

// Brings back what was taken and not finished in two thirds of its time.
Status BringBack(database::Transaction& tx, const Warning& warning, Moment now) {
  HT_TRY(auto rows, tx.Find<StepRow>("WHERE warning_id = :w AND phase = 'taken' AND"
                                     " back_at <= :now",
                                     warning.id, now));
  for (StepRow& row : rows) HT_TRY_STATUS(ComeBack(tx, row, warning, now));
  return {};
}

// Everything that time alone does to one warning; once, however often it is asked.
Status PassTime(database::Transaction& tx, std::int64_t id, Moment now) {
  HT_TRY(Warning warning, tx.Get<Warning>(id));
  if (!warning.next_at || *warning.next_at > now) return {};
  HT_TRY_STATUS(BringBack(tx, warning, now));
  return warning.state == WarningState::watched ? Watch(tx, warning, now)
                                                : Advance(tx, warning, {}, now);
}

// One command an id; gives how many went well, and keeps the first failure.
template <typename Work>
int RunEach(database::Database& database, const std::vector<std::int64_t>& ids, Status& failure,
            Work&& work) {
  int done = 0;
  for (const std::int64_t id : ids) {
    Status status = database.Write([&](database::Transaction& tx) { return work(tx, id); });
    done += status.has_value() ? 1 : 0;
    if (!status.has_value() && failure.has_value()) failure = std::move(status);
  }
  return done;
}

Result<int> PassAll(database::Database& database, Moment now, Status& failure) {
  int done = 0;
  std::int64_t last = 0;
  while (true) {
    HT_TRY(const auto due, database.Read([&](database::Transaction& tx) {
      return tx.Query<std::int64_t>(
          "SELECT id FROM warning_record WHERE next_at <= :now AND id > :last ORDER BY id"
          " LIMIT :limit",
          now, last, kGroup);
    }));
    if (due.empty()) return done;
    done += RunEach(database, due, failure, [&](database::Transaction& tx, std::int64_t id) {
      return PassTime(tx, id, now);
    });
    last = due.back();
  }
}

// What was held apart, the gravest first, as far as its source has a share of this minute left.
Result<int> TakeAllHeld(database::Database& database, Moment now, Status& failure) {
  constexpr std::int64_t kMost = 512;  // A round; the next one comes within a second.
  HT_TRY(const auto held, database.Read([&](database::Transaction& tx) {
    return tx.Query<std::int64_t>(
        "SELECT i.id FROM warning_instruction i JOIN warning_source s ON s.name = i.source"
        " WHERE i.state = 'held' AND (s.taken < s.per_minute OR s.minute_from <= :before)"
        " ORDER BY i.rank, i.id LIMIT :limit",
        now - Minutes(1), kMost);
  }));
  return RunEach(database, held, failure,
                 [&](database::Transaction& tx, std::int64_t id) { return TakeHeld(tx, id, now); });
}

class ThreadedRunner final : public Runner {
 public:
  ThreadedRunner(database::Database& database, const Clock& clock)
      : thread_([this, &database, &clock] {
          Moment seen;
          do {
            const auto done = RunDue(database, clock.Now());
            if (!done.has_value()) {
              spdlog::warn("A step of a warning failed and is tried again: {} ({})",
                           done.error().message, FactsOf(done.error().code).name);
            }
          } while (stop_.Wait(kTick, clock, seen));
        }) {}

  ~ThreadedRunner() override {
    stop_.Close();
    thread_.join();
  }

 private:
  Bell stop_;
  std::thread thread_;
};

}  // namespace

Result<int> RunDue(database::Database& database, Moment now) {
  Status failure;
  HT_TRY(const int passed, PassAll(database, now, failure));
  HT_TRY(const int taken, TakeAllHeld(database, now, failure));
  if (!failure.has_value()) return tl::unexpected(std::move(failure).error());
  return passed + taken;
}

std::unique_ptr<Runner> Runner::Start(database::Database& database, const Clock& clock) {
  return std::make_unique<ThreadedRunner>(database, clock);
}

}  // namespace hetang::warning
