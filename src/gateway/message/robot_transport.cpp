#include <deque>
#include <map>
#include <mutex>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "base/json.h"
#include "gateway/message/json_place.h"
#include "gateway/message/posters.h"
#include "gateway/message/transport.h"

namespace hetang::message {
namespace {

// The codes of developer.work.weixin.qq.com, document 90455, that a robot answers with.
struct RobotCode {
  std::int64_t code;
  Fate fate;
  Refusal refusal;
};
constexpr RobotCode kRobotCodes[] = {
    {-1, Fate::again, Refusal::other},           // The system is busy.
    {45009, Fate::again, Refusal::other},        // More than 20 in a minute.
    {45033, Fate::again, Refusal::other},        // Too many at one time.
    {40008, Fate::refused, Refusal::content},    // Another msgtype.
    {40033, Fate::refused, Refusal::content},    // A character it does not take.
    {40058, Fate::refused, Refusal::content},    // A wrong field; also a text that is too long.
    {44004, Fate::refused, Refusal::content},    // Empty text.
    {45002, Fate::refused, Refusal::content},    // Too long.
    {93000, Fate::refused, Refusal::recipient},  // No such robot.
    {93008, Fate::refused, Refusal::recipient},  // It is not in the group any more.
    {40001, Fate::refused, Refusal::authentication},  // Wrong secret.
};

// Lets kMostRobotMessages of a key through in any minute.
class Pace {
 public:
  // How long this one has to wait; 0 lets it go and counts it.
  Duration WaitFor(const std::string& key, Moment now) {
    const std::lock_guard lock(mutex_);
    std::deque<Moment>& sent = sent_[key];
    while (!sent.empty() && sent.front() + kMinute <= now) sent.pop_front();
    if (sent.size() >= kMostRobotMessages) return sent.front() + kMinute - now;
    sent.push_back(now);
    return {};
  }

 private:
  static constexpr Duration kMinute = Minutes(1);

  std::mutex mutex_;
  std::map<std::string, std::deque<Moment>> sent_;
};

Outcome Judge(const Message& message, const bank::PostReply& reply) {
  const auto answer = json::Parse(reply.body);
  const boost::json::value* code = answer ? ValueAt(*answer, "/errcode") : nullptr;
  if (reply.status < 200 || reply.status > 299) return OutcomeOfStatus(reply);
  if (code == nullptr || !code->is_int64()) return Doubt("The robot's answer cannot be read.");
  const std::string text = std::to_string(code->get_int64());
  if (code->get_int64() == 0) return Accept(message.id());
  for (const RobotCode& known : kRobotCodes) {
    if (known.code != code->get_int64()) continue;
    if (known.fate == Fate::again) return TryAgain(text, "The robot is busy.", kBusyWait);
    return Refuse(known.refusal, text, "The robot refuses the message.");
  }
  return TryAgain(text, "The robot answers with a code that is not known.");
}

class RobotTransport final : public Transport {
 public:
  RobotTransport(std::string url, Timeouts timeouts) : url_(std::move(url)), timeouts_(timeouts) {}

  Outcome Send(const Message& message, Moment now) override {
    if (message.channel() != Channel::robot) {
      return Refuse(Refusal::other, "", "This is no message for a robot.");
    }
    const Duration wait = pace_.WaitFor(message.to().Reveal(), now);
    if (wait > Duration{}) return TryAgain("", "The robot has had its messages of a minute.", wait);
    const std::string kind = message.markup() == Markup::markdown ? "markdown" : "text";
    const std::string body = boost::json::serialize(boost::json::object{
        {"msgtype", kind}, {kind, boost::json::object{{"content", message.text().Reveal()}}}});
    bank::PostRequest request;
    request.url = url_ + "?key=" + message.to().Reveal();  // Where WeCom wants it.
    request.headers = {"Content-Type: application/json; charset=utf-8"};
    request.body = body;
    request.connect_timeout_ms = timeouts_.connect_ms;
    request.timeout_ms = timeouts_.whole_ms;
    const auto reply = posters_.Post(request);
    if (!reply.has_value()) return OutcomeOfFailure(reply.error());
    return Judge(message, *reply);
  }

 private:
  const std::string url_;
  const Timeouts timeouts_;
  Posters posters_;
  Pace pace_;
};

}  // namespace

std::unique_ptr<Transport> MakeRobotTransport(std::string url, Timeouts timeouts) {
  return std::make_unique<RobotTransport>(std::move(url), timeouts);
}

}  // namespace hetang::message
