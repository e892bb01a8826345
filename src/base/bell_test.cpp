#include "base/bell.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

namespace hetang {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;

TEST(Bell, RungBeforeTheWaitIsHeard) {
  Bell bell;
  bell.Ring();
  EXPECT_TRUE(bell.Wait(hours(1)));
}

TEST(Bell, ManyRingsWakeOnce) {
  Bell bell;
  bell.Ring();
  bell.Ring();
  EXPECT_TRUE(bell.Wait(hours(1)));
  const auto before = std::chrono::steady_clock::now();
  EXPECT_TRUE(bell.Wait(milliseconds(30)));  // Nothing is left to hear: it waits to the end.
  EXPECT_GE(std::chrono::steady_clock::now() - before, milliseconds(30));
}

TEST(Bell, EndsAWaitWhenItIsRungOrClosed) {
  Bell bell;
  std::atomic<int> heard = 0;
  std::thread waiter([&] {
    while (bell.Wait(hours(1))) ++heard;
  });
  bell.Ring();
  while (heard == 0) std::this_thread::yield();
  bell.Close();
  waiter.join();
  EXPECT_EQ(heard, 1);
  EXPECT_FALSE(bell.Wait(hours(1)));
}

TEST(Bell, AWaitBesideASetClockEndsWhenItMoves) {
  Bell bell;
  SimulatedClock clock(Moment{1'000});
  Moment seen;
  EXPECT_TRUE(bell.Wait(hours(1), clock, seen));  // The clock was never looked at.
  EXPECT_EQ(seen, clock.Now());
  clock.Advance(Milliseconds(5));  // Moved between two waits: it is not missed.
  EXPECT_TRUE(bell.Wait(hours(1), clock, seen));
  EXPECT_EQ(seen, clock.Now());
  std::thread mover([&] { clock.Advance(Milliseconds(5)); });
  EXPECT_TRUE(bell.Wait(hours(1), clock, seen));
  mover.join();
  EXPECT_EQ(seen, clock.Now());
  bell.Ring();
  EXPECT_TRUE(bell.Wait(hours(1), clock, seen));
  bell.Close();
  EXPECT_FALSE(bell.Wait(hours(1), clock, seen));
}

TEST(Bell, AWaitBesideAClockThatStandsEndsInTime) {
  Bell bell;
  const SimulatedClock clock(Moment{1'000});
  Moment seen = clock.Now();
  const auto before = std::chrono::steady_clock::now();
  EXPECT_TRUE(bell.Wait(milliseconds(30), clock, seen));
  EXPECT_GE(std::chrono::steady_clock::now() - before, milliseconds(30));
}

}  // namespace
}  // namespace hetang
