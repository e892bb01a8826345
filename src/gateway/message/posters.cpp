#include "gateway/message/posters.h"

#include <algorithm>

namespace hetang::message {

Result<bank::PostReply> Posters::Post(const bank::PostRequest& request) {
  std::unique_ptr<bank::Poster> poster;
  {
    const std::lock_guard lock(mutex_);
    if (!idle_.empty()) {
      poster = std::move(idle_.back());
      idle_.pop_back();
    }
  }
  if (poster == nullptr) poster = std::make_unique<bank::Poster>();
  auto reply = poster->Post(request);
  const std::lock_guard lock(mutex_);
  idle_.push_back(std::move(poster));
  return reply;
}

Outcome OutcomeOfFailure(const Error& error) {
  if (error.rule == "not_connected") return TryAgain("", error.message);
  return Doubt(error.message);
}

Outcome OutcomeOfStatus(const bank::PostReply& reply) {
  const std::string code = std::to_string(reply.status);
  const std::string reason = "The other side answered " + code + ".";
  switch (reply.status) {
    case 401:
    case 402:
    case 403:
      return Refuse(Refusal::authentication, code, reason);
    case 404:
    case 410:
      return Refuse(Refusal::recipient, code, reason);
    case 408:
    case 409:
    case 425:
    case 503:
      return TryAgain(code, reason, WaitOf(reply, {}));
    case 429:
      return TryAgain(code, reason, WaitOf(reply, kBusyWait));
    default:
      break;
  }
  if (reply.status >= 400 && reply.status <= 499) return Refuse(Refusal::content, code, reason);
  // A server that failed, or one in between, may have passed the message on before it did.
  Outcome outcome = Doubt(reason);
  outcome.code = code;
  outcome.wait = WaitOf(reply, {});
  return outcome;
}

Duration WaitOf(const bank::PostReply& reply, Duration usual) {
  if (reply.retry_after_s <= 0) return usual;
  return Seconds(std::min<std::int64_t>(reply.retry_after_s, 3'600));
}

std::string PlainCode(std::string_view code) {
  const bool plain = std::all_of(code.begin(), code.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '.' ||
           c == '_' || c == '-' || c == ':';
  });
  return plain && code.size() <= 64 ? std::string(code) : std::string();
}

}  // namespace hetang::message
