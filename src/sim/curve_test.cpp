#include "sim/curve.h"

#include <gtest/gtest.h>

namespace hetang::sim {
namespace {

Curve Of(std::uint64_t seed, int dwell_minutes) {
  return CurveOf({.seed = seed, .frauds = 100, .dwell_minutes = dwell_minutes});
}

TEST(Curve, BeginsWithAllTheMoneyAndNeverRises) {
  const Curve curve = Of(1, 6);
  EXPECT_GT(curve.payments, 100);
  EXPECT_DOUBLE_EQ(curve.points.front().in_reach, 1.0);
  EXPECT_DOUBLE_EQ(curve.points.front().first_account, 1.0);
  for (std::size_t i = 1; i < curve.points.size(); ++i) {
    const CurvePoint& before = curve.points[i - 1];
    const CurvePoint& point = curve.points[i];
    EXPECT_LE(point.in_reach, before.in_reach) << point.minutes;
    EXPECT_LE(point.first_account, before.first_account) << point.minutes;
    // The first account is one of those in reach.
    EXPECT_LE(point.first_account, point.in_reach) << point.minutes;
    EXPECT_LE(point.low, point.high) << point.minutes;
    EXPECT_GE(point.low, 0.0) << point.minutes;
  }
  EXPECT_LT(curve.points.back().in_reach, 0.7);
  EXPECT_LT(curve.points.back().first_account, 0.2);
}

TEST(Curve, IsTheSameForTheSameSeed) {
  const auto share = [](std::uint64_t seed) { return Of(seed, 6).points.at(6).first_account; };
  EXPECT_EQ(share(7), share(7));
  EXPECT_NE(share(7), share(8));
}

TEST(Curve, SlowerMulesLeaveMoreInReach) {
  const Curve fast = Of(3, 4);
  const Curve slow = Of(3, 12);
  for (std::size_t i = 0; i < fast.points.size(); ++i) {
    EXPECT_LE(fast.points[i].in_reach, slow.points[i].in_reach) << fast.points[i].minutes;
  }
}

}  // namespace
}  // namespace hetang::sim
