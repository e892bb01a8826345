// Who sent a webhook: Standard Webhooks 1.0 (standardwebhooks.com). The header `webhook-signature`
// is `v1,` and the base64 of HMAC-SHA256 over `id.timestamp.body`, where id and timestamp (seconds
// since 1970) are those of the headers `webhook-id` and `webhook-timestamp`. Receivers find a
// library for it in every language.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"

namespace hetang::message {

// What one request says of itself; empty for a header that is not there.
struct WebhookHeaders {
  std::string_view id;
  std::string_view timestamp;
  std::string_view signature;
};

// The three headers as lines, for a request that leaves now.
std::vector<std::string> SignedHeaders(std::string_view secret, std::string_view id, Moment now,
                                       std::string_view body);

// A request from more than this long ago, or ahead, may be a copy of an old one.
inline constexpr Duration kWebhookTolerance = Minutes(5);

// One of the signatures of the header must be right; in time that does not depend on where it is
// wrong. Error: unauthenticated.
Status CheckWebhook(std::string_view secret, const WebhookHeaders& headers, std::string_view body,
                    Moment now);

}  // namespace hetang::message
