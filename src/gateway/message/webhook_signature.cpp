#include "gateway/message/webhook_signature.h"

#include <openssl/crypto.h>

#include "base/text.h"
#include "gateway/bank/encoding.h"
#include "gateway/bank/signature.h"

namespace hetang::message {
namespace {

std::string SignatureOf(std::string_view secret, std::string_view id, std::string_view timestamp,
                        std::string_view body) {
  std::string content(id);
  content.append(".").append(timestamp).append(".").append(body);
  return "v1," + bank::ToBase64(*FromHex(bank::Sign(secret, content)));
}

}  // namespace

std::vector<std::string> SignedHeaders(std::string_view secret, std::string_view id, Moment now,
                                       std::string_view body) {
  const std::string timestamp = std::to_string(now.ms / 1000);
  return {"webhook-id: " + std::string(id), "webhook-timestamp: " + timestamp,
          "webhook-signature: " + SignatureOf(secret, id, timestamp, body)};
}

Status CheckWebhook(std::string_view secret, const WebhookHeaders& headers, std::string_view body,
                    Moment now) {
  const auto wrong = [] {
    return Fail(ErrorCode::unauthenticated, "The webhook is not signed with this secret.");
  };
  if (headers.id.empty() || !IsDigits(headers.timestamp) || headers.timestamp.size() > 12) {
    return wrong();
  }
  const Moment at{std::stoll(std::string(headers.timestamp)) * 1000};
  if (at < now - kWebhookTolerance || now + kWebhookTolerance < at) {
    return Fail(ErrorCode::unauthenticated, "The webhook is too old, or dated ahead.");
  }
  const std::string expected = SignatureOf(secret, headers.id, headers.timestamp, body);
  for (const std::string_view signature : Split(headers.signature, ' ')) {
    if (signature.size() == expected.size() &&
        CRYPTO_memcmp(signature.data(), expected.data(), expected.size()) == 0) {
      return {};
    }
  }
  return wrong();
}

}  // namespace hetang::message
