#include "platform/http/guard.h"

#include <algorithm>

#include <sodium.h>

#include "base/text.h"

namespace hetang::http {
namespace {

bool SameText(std::string_view a, std::string_view b) {
  return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace

std::string SessionTokenOf(const Headers& headers) {
  for (const std::string_view part : Split(HeaderOf(headers, "cookie"), ';')) {
    const std::string_view pair = Trim(part);
    if (pair.starts_with(kSessionCookie) && pair.substr(kSessionCookie.size()).starts_with('=')) {
      return std::string(pair.substr(kSessionCookie.size() + 1));
    }
  }
  return {};
}

Status CheckSameSite(const Headers& headers) {
  const std::string_view site = HeaderOf(headers, "sec-fetch-site");
  if (!site.empty() && site != "same-origin" && site != "none") {
    return Fail(ErrorCode::forbidden, "The request comes from another site.", "cross_site");
  }
  const std::string_view origin = HeaderOf(headers, "origin");
  if (origin.empty()) return {};
  const std::size_t scheme_end = origin.find("://");
  if (scheme_end == std::string_view::npos ||
      origin.substr(scheme_end + 3) != HeaderOf(headers, "host")) {
    return Fail(ErrorCode::forbidden, "The request comes from another site.", "cross_site");
  }
  return {};
}

Status CheckIsJson(const Headers& headers) {
  const std::string_view type = HeaderOf(headers, "content-type");
  if (Trim(type.substr(0, type.find(';'))) == "application/json") return {};
  return Fail(ErrorCode::unsupported, "The body must be application/json.", "json_expected");
}

Status CheckCsrf(const Headers& headers, const auth::Caller& caller) {
  if (SameText(HeaderOf(headers, "x-csrf-token"), caller.csrf_token)) return {};
  return Fail(ErrorCode::forbidden, "X-CSRF-Token is missing or not that of the session.",
              "csrf_token");
}

Status CheckRight(const Route& route, const Call& call) {
  if (!route.right.empty() && !call.who.May(route.right)) {
    return Fail(ErrorCode::forbidden, "The officer lacks the right.", route.right);
  }
  if (call.reveal == Reveal::in_full && !call.who.May(kRevealRight)) {
    return Fail(ErrorCode::forbidden, "The officer lacks the right.", std::string(kRevealRight));
  }
  return {};
}

std::string VersionOf(std::string_view etag) {
  etag = Trim(etag);
  if (etag.starts_with("W/")) etag.remove_prefix(2);
  if (etag.size() >= 2 && etag.front() == '"' && etag.back() == '"') {
    etag = etag.substr(1, etag.size() - 2);
  }
  return std::string(etag);
}

bool RateLimiter::Allows(const std::string& address, std::chrono::steady_clock::time_point now) {
  if (per_second_ == 0) return true;
  // A bucket that has had time to fill up says nothing: only the busy ones are kept.
  if (now - swept_at_ > std::chrono::seconds(1)) {
    swept_at_ = now;
    std::erase_if(buckets_,
                  [&](const auto& item) { return now - item.second.at > std::chrono::seconds(1); });
  }
  const auto [place, added] = buckets_.try_emplace(address, Bucket{per_second_, now});
  Bucket& bucket = place->second;
  const double passed = std::chrono::duration<double>(now - bucket.at).count();
  bucket.tokens = std::min(per_second_, bucket.tokens + passed * per_second_);
  bucket.at = now;
  if (bucket.tokens < 1) return false;
  bucket.tokens -= 1;
  return true;
}

}  // namespace hetang::http
