#include "platform/http/guard.h"

#include <gtest/gtest.h>

namespace hetang::http {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

TEST(Guard, TheSessionCookieIsFoundAmongOthers) {
  EXPECT_EQ(SessionTokenOf({{"cookie", "a=b; hetang_session=t0k; c=d"}}), "t0k");
  EXPECT_EQ(SessionTokenOf({{"cookie", "xhetang_session=t0k"}}), "");
  EXPECT_EQ(SessionTokenOf({{"cookie", "hetang_session_old=t0k"}}), "");
  EXPECT_EQ(SessionTokenOf({}), "");
}

TEST(Guard, AnotherSiteIsRefusedAndAProgramIsNot) {
  EXPECT_TRUE(CheckSameSite({{"host", "centre:8080"}}));
  EXPECT_TRUE(CheckSameSite({{"host", "centre:8080"}, {"origin", "http://centre:8080"}}));
  EXPECT_TRUE(CheckSameSite({{"host", "c"}, {"sec-fetch-site", "same-origin"}}));
  EXPECT_FALSE(CheckSameSite({{"host", "centre:8080"}, {"origin", "http://evil"}}));
  EXPECT_FALSE(CheckSameSite({{"host", "centre:8080"}, {"origin", "http://centre:8081"}}));
  EXPECT_FALSE(CheckSameSite({{"host", "centre:8080"}, {"origin", "null"}}));
  EXPECT_FALSE(CheckSameSite({{"host", "c"}, {"sec-fetch-site", "cross-site"}}));
  EXPECT_FALSE(CheckSameSite({{"host", "c"}, {"sec-fetch-site", "same-site"}}));
}

TEST(Guard, JsonMayNameItsCharset) {
  EXPECT_TRUE(CheckIsJson({{"content-type", "application/json; charset=utf-8"}}));
  EXPECT_FALSE(CheckIsJson({{"content-type", "application/jsonp"}}));
  EXPECT_FALSE(CheckIsJson({{"content-type", "text/plain"}}));
  EXPECT_FALSE(CheckIsJson({}));
}

TEST(Guard, AVersionIsReadWithoutQuotesAndWeakness) {
  EXPECT_EQ(VersionOf("\"5\""), "5");
  EXPECT_EQ(VersionOf(" W/\"5\" "), "5");
  EXPECT_EQ(VersionOf("5"), "5");
  EXPECT_EQ(VersionOf("\""), "\"");
  EXPECT_EQ(VersionOf(""), "");
}

TEST(RateLimiter, AllowsABurstOfOneSecondThenTheRate) {
  RateLimiter limiter(10);
  const auto start = steady_clock::now();
  for (int i = 0; i < 10; ++i) EXPECT_TRUE(limiter.Allows("a", start));
  EXPECT_FALSE(limiter.Allows("a", start));
  EXPECT_TRUE(limiter.Allows("a", start + milliseconds(101)));
  EXPECT_FALSE(limiter.Allows("a", start + milliseconds(102)));
}

TEST(RateLimiter, OneAddressDoesNotUseUpAnothers) {
  RateLimiter limiter(1);
  const auto start = steady_clock::now();
  EXPECT_TRUE(limiter.Allows("a", start));
  EXPECT_FALSE(limiter.Allows("a", start));
  EXPECT_TRUE(limiter.Allows("b", start));
}

TEST(RateLimiter, ABusyAddressIsNotForgottenWhenManyOthersCome) {
  RateLimiter limiter(1);
  const auto start = steady_clock::now();
  limiter.Allows("busy", start);
  for (int i = 0; i < 30'000; ++i) limiter.Allows(std::to_string(i), start + milliseconds(i / 20));
  EXPECT_TRUE(limiter.Allows("busy", start + milliseconds(1500)));
  EXPECT_FALSE(limiter.Allows("busy", start + milliseconds(1501)));
}

TEST(RateLimiter, ZeroTurnsItOff) {
  RateLimiter limiter(0);
  const auto start = steady_clock::now();
  for (int i = 0; i < 100; ++i) EXPECT_TRUE(limiter.Allows("a", start));
}

}  // namespace
}  // namespace hetang::http
