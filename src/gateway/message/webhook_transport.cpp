#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "gateway/message/posters.h"
#include "gateway/message/transport.h"
#include "gateway/message/webhook_signature.h"

namespace hetang::message {
namespace {

class WebhookTransport final : public Transport {
 public:
  WebhookTransport(PersonalText secret, Timeouts timeouts)
      : secret_(std::move(secret)), timeouts_(timeouts) {}

  Outcome Send(const Message& message, Moment now) override {
    if (message.channel() != Channel::webhook) {
      return Refuse(Refusal::other, "", "This is no message for a webhook.");
    }
    const std::string body = boost::json::serialize(boost::json::object{
        {"type", message.template_name()},
        {"timestamp", FormatIso(now)},
        {"data", boost::json::object{{"id", message.id()}, {"text", message.text().Reveal()}}}});
    bank::PostRequest request;
    request.url = message.to().Reveal();
    request.headers = SignedHeaders(secret_.Reveal(), message.id(), now, body);
    request.headers.emplace_back("Content-Type: application/json; charset=utf-8");
    request.body = body;
    request.connect_timeout_ms = timeouts_.connect_ms;
    request.timeout_ms = timeouts_.whole_ms;
    const auto reply = posters_.Post(request);
    if (!reply.has_value()) return OutcomeOfFailure(reply.error());
    // The status is the whole of the answer.
    if (reply->status >= 200 && reply->status <= 299) return Accept(message.id());
    return OutcomeOfStatus(*reply);
  }

 private:
  const PersonalText secret_;
  const Timeouts timeouts_;
  Posters posters_;
};

}  // namespace

std::unique_ptr<Transport> MakeWebhookTransport(PersonalText secret, Timeouts timeouts) {
  return std::make_unique<WebhookTransport>(std::move(secret), timeouts);
}

}  // namespace hetang::message
