#include <algorithm>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "base/json.h"
#include "base/text.h"
#include "gateway/message/json_place.h"
#include "gateway/message/placeholders.h"
#include "gateway/message/posters.h"
#include "gateway/message/transport.h"

namespace hetang::message {
namespace {

constexpr std::size_t kLongestProviderId = 100;

// RFC 3986: all but the unreserved characters, so that it serves any form.
std::string PercentEncoded(std::string_view text) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string encoded;
  for (const char c : text) {
    const bool unreserved = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
                            (c >= 'a' && c <= 'z') || c == '-' || c == '.' || c == '_' || c == '~';
    if (unreserved) {
      encoded += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    encoded += '%';
    encoded += kHex[byte >> 4];
    encoded += kHex[byte & 15];
  }
  return encoded;
}

bool Holds(const std::optional<std::vector<std::string>>& codes, const std::string& code) {
  return codes && std::find(codes->begin(), codes->end(), code) != codes->end();
}

bool IsProviderId(std::string_view text) {
  return !text.empty() && text.size() <= kLongestProviderId &&
         std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 0x7F; });
}

// What an answer in the gateway's own form says; nothing when it has no such form.
std::optional<Outcome> Judge(const boost::json::value& answer, const bank::PostReply& reply,
                             const AnswerShape& shape) {
  const auto code = PlainTextAt(answer, shape.code);
  if (!code) return std::nullopt;
  const std::string plain = PlainCode(*code);
  const bool is_success = reply.status >= 200 && reply.status <= 299;
  if (std::find(shape.accepted.begin(), shape.accepted.end(), *code) != shape.accepted.end()) {
    const auto id = PlainTextAt(answer, shape.message_id);
    if (!is_success) return std::nullopt;
    if (id && IsProviderId(*id)) return Accept(*id);
    return Doubt("The gateway accepts without an id of the message.");
  }
  if (Holds(shape.again, *code)) {
    return TryAgain(plain, "The gateway asks to try again.", WaitOf(reply, kBusyWait));
  }
  if (shape.refused) {
    for (const RefusedCode& line : *shape.refused) {
      if (line.code == *code) return Refuse(line.why, plain, "The gateway refuses the message.");
    }
  }
  if (!is_success) return std::nullopt;
  return TryAgain(plain, "The gateway answers with a code that its profile does not know.");
}

class SmsTransport final : public Transport {
 public:
  SmsTransport(SmsProfile profile, PersonalText secret, Timeouts timeouts)
      : profile_(std::move(profile)), secret_(std::move(secret)), timeouts_(timeouts) {}

  Outcome Send(const Message& message, Moment) override {
    if (message.channel() != Channel::sms) {
      return Refuse(Refusal::other, "", "This is no short message.");
    }
    bank::PostRequest request;
    request.url = profile_.url;
    const bool is_form = profile_.body == BodyKind::form;
    request.headers = {is_form ? "Content-Type: application/x-www-form-urlencoded; charset=utf-8"
                               : "Content-Type: application/json; charset=utf-8"};
    if (profile_.headers) {
      for (const NamedValue& header : *profile_.headers) {
        request.headers.push_back(header.name + ": " + ValueOf(header, message));
      }
    }
    const std::string body = is_form ? FormOf(message) : JsonOf(message);
    request.body = body;
    request.connect_timeout_ms = timeouts_.connect_ms;
    request.timeout_ms = timeouts_.whole_ms;
    const auto reply = posters_.Post(request);
    if (!reply.has_value()) return OutcomeOfFailure(reply.error());
    const auto answer = json::Parse(reply->body);
    const auto outcome = answer ? Judge(*answer, *reply, profile_.answer) : std::nullopt;
    if (outcome) return *outcome;
    if (reply->status < 200 || reply->status > 299) return OutcomeOfStatus(*reply);
    return Doubt("The gateway's answer cannot be read.");
  }

 private:
  std::string TextOf(const Message& message) const {
    if (!profile_.signature) return message.text().Reveal();
    return "【" + profile_.signature->str() + "】" + message.text().Reveal();
  }

  std::string ValueOf(const NamedValue& line, const Message& message) const {
    return Filled(line.value, [&](std::string_view name) {
      if (name == "phone") return message.to().Reveal();
      if (name == "text") return TextOf(message);
      if (name == "id") return message.id();
      return secret_.Reveal();
    });
  }

  std::string JsonOf(const Message& message) const {
    boost::json::object object;
    for (const NamedValue& field : profile_.fields) object[field.name] = ValueOf(field, message);
    return boost::json::serialize(object);
  }

  std::string FormOf(const Message& message) const {
    std::string form;
    for (const NamedValue& field : profile_.fields) {
      if (!form.empty()) form += '&';
      form += PercentEncoded(field.name) + "=" + PercentEncoded(ValueOf(field, message));
    }
    return form;
  }

  const SmsProfile profile_;
  const PersonalText secret_;
  const Timeouts timeouts_;
  Posters posters_;
};

}  // namespace

std::unique_ptr<Transport> MakeSmsTransport(SmsProfile profile, PersonalText secret,
                                            Timeouts timeouts) {
  return std::make_unique<SmsTransport>(std::move(profile), std::move(secret), timeouts);
}

}  // namespace hetang::message
