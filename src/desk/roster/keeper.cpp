#include "desk/roster/keeper.h"

#include <spdlog/spdlog.h>

#include <thread>

#include "base/bell.h"
#include "desk/roster/gaps.h"
#include "desk/roster/handover.h"
#include "desk/roster/swaps.h"

namespace hetang::roster {
namespace {

constexpr std::chrono::milliseconds kTick{30'000};

Status KeepOnce(database::Database& database, Moment now) {
  HT_TRY(const bool waits,
         database.Read([&](database::Transaction& tx) { return RotaWaits(tx, now); }));
  if (!waits) return {};
  return database.Write([&](database::Transaction& tx) { return KeepRota(tx, now); });
}

class ThreadedKeeper final : public Keeper {
 public:
  ThreadedKeeper(database::Database& database, const Clock& clock)
      : thread_([this, &database, &clock] {
          Moment seen;
          do {
            const Status status = KeepOnce(database, clock.Now());
            if (!status.has_value()) {
              spdlog::warn("The rota could not be kept and is tried again: {} ({})",
                           status.error().message, FactsOf(status.error().code).name);
            }
          } while (stop_.Wait(kTick, clock, seen));
        }) {}

  ~ThreadedKeeper() override {
    stop_.Close();
    thread_.join();
  }

 private:
  Bell stop_;
  std::thread thread_;
};

}  // namespace

Result<bool> RotaWaits(database::Transaction& tx, Moment now) {
  HT_TRY(const auto gaps, GapSteps(tx, now));
  HT_TRY(const auto shifts, ShiftsToWatch(tx, now));
  HT_TRY(const auto swaps, SwapsToLapse(tx, now));
  return !gaps.empty() || !shifts.empty() || !swaps.empty();
}

Status KeepRota(database::Transaction& tx, Moment now) {
  HT_TRY_STATUS(CheckGaps(tx, now));
  HT_TRY(auto shifts, ShiftsToWatch(tx, now));
  for (Shift& shift : shifts) HT_TRY_STATUS(OpenNoteClock(tx, shift, now));
  HT_TRY(const auto swaps, SwapsToLapse(tx, now));
  for (const Swap& swap : swaps) HT_TRY_STATUS(LapseSwapOf(tx, swap.shift_id, now));
  return {};
}

std::unique_ptr<Keeper> Keeper::Start(database::Database& database, const Clock& clock) {
  return std::make_unique<ThreadedKeeper>(database, clock);
}

}  // namespace hetang::roster
