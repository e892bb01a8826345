// What a request must prove before a route sees it.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <unordered_map>

#include "platform/auth/auth.h"
#include "platform/http/exchange.h"

namespace hetang::http {

inline constexpr std::string_view kSessionCookie = "hetang_session";
inline constexpr std::string_view kRevealRight = "register:reveal";

// The token of the session cookie, or nothing.
std::string SessionTokenOf(const Headers& headers);

// A request that changes something must come from our own page, as far as the browser tells, or
// from a program that is no browser. Error: forbidden (`cross_site`).
Status CheckSameSite(const Headers& headers);

// Error: unsupported (`json_expected`).
Status CheckIsJson(const Headers& headers);

// The session's token in X-CSRF-Token. Error: forbidden (`csrf_token`).
Status CheckCsrf(const Headers& headers, const auth::Caller& caller);

// Error: forbidden, the rule is the right that is missing.
Status CheckRight(const Route& route, const Call& call);

// The version in If-Match, or the value of If-None-Match, without quotes and weakness mark.
std::string VersionOf(std::string_view etag);

// Requests per second and address, with a burst of one second. Of one thread only.
class RateLimiter {
 public:
  explicit RateLimiter(std::size_t per_second) : per_second_(static_cast<double>(per_second)) {}
  bool Allows(const std::string& address, std::chrono::steady_clock::time_point now);

 private:
  struct Bucket {
    double tokens = 0;
    std::chrono::steady_clock::time_point at;
  };
  double per_second_;
  std::unordered_map<std::string, Bucket> buckets_;
  std::chrono::steady_clock::time_point swept_at_;
};

}  // namespace hetang::http
