#include "gateway/message/simulated/counter.h"

#include <algorithm>

#include "base/json.h"
#include "base/text.h"
#include "gateway/message/json_place.h"
#include "gateway/message/template.h"
#include "gateway/message/webhook_signature.h"

namespace hetang::message::simulated {
namespace {

struct SmsRequest {
  std::string phone_number;
  std::string content;
  std::string out_id;
};
BOOST_DESCRIBE_STRUCT(SmsRequest, (), (phone_number, content, out_id))

http::Response JsonResponse(std::string body) {
  http::Response response;
  response.body = std::move(body);
  return response;
}

std::string SmsCode(std::string_view code) {
  return "{\"code\":\"" + std::string(code) + "\",\"message\":\"" + std::string(code) + "\"}";
}

std::string RobotCode(int code) {
  return "{\"errcode\":" + std::to_string(code) + ",\"errmsg\":\"" +
         (code == 0 ? "ok" : "refused") + "\"}";
}

std::string_view HeaderOf(const http::Call& call, std::string_view name) {
  const auto found = call.headers.find(name);
  return found == call.headers.end() ? std::string_view() : std::string_view(found->second);
}

// How often a message came does not matter for whether its counter errs: it would for ever.
std::string NameAt(const Arrival& arrival, Moment now) { return NameOf(arrival) + FormatIso(now); }

}  // namespace

Counter::Counter(Inbox& inbox, const Clock& clock, const Faults& faults, std::string secret)
    : inbox_(inbox), clock_(clock), faults_(faults), secret_(std::move(secret)) {}

Result<http::Response> Counter::Answer(Arrival arrival, const std::string& busy,
                                       const std::function<std::string(const Arrival&)>& body) {
  const std::string name = NameAt(arrival, clock_.Now());
  if (faults_.Strikes(Fault::refuse, name)) {
    return Fail(ErrorCode::unavailable, "The gateway refuses on purpose.");
  }
  if (faults_.Strikes(Fault::rate_limit, name)) {
    if (busy.empty()) return Fail(ErrorCode::rate_limited, "Too many messages, on purpose.");
    return JsonResponse(busy);
  }
  HT_TRY(const Arrival taken, inbox_.Take(std::move(arrival)));
  http::Response response = JsonResponse(body(taken));
  if (faults_.Strikes(Fault::garbage, name)) response.body = "<html>\xB3\xC9\xB9\xA6</html>";
  if (faults_.Strikes(Fault::huge, name)) response.body.append(1u << 20, ' ');
  if (faults_.Strikes(Fault::cut, name)) response.body.resize(response.body.size() / 2);
  return response;
}

Result<http::Response> Counter::TakeSms(const http::Call& call) {
  if (HeaderOf(call, "authorization") != "Bearer " + secret_) {
    return Fail(ErrorCode::unauthenticated, "The secret is not the gateway's.");
  }
  auto request = json::Read<SmsRequest>(call.body);
  if (!request || request->content.empty()) {
    return JsonResponse(SmsCode("isv.INVALID_PARAMETERS"));
  }
  const auto phone = CheckDestination(Channel::sms, PersonalText(request->phone_number));
  if (!phone) return JsonResponse(SmsCode("isv.MOBILE_NUMBER_ILLEGAL"));
  // Operators carry nothing without a registered signature in front.
  if (!request->content.starts_with("【")) {
    return JsonResponse(SmsCode("isv.SMS_SIGNATURE_ILLEGAL"));
  }
  Arrival arrival;
  arrival.message_id = request->out_id;
  arrival.destination = *phone;
  arrival.text = PersonalText(request->content);
  return Answer(
      std::move(arrival), SmsCode("isv.BUSINESS_LIMIT_CONTROL"), [](const Arrival& taken) {
        return "{\"code\":\"OK\",\"message\":\"OK\",\"biz_id\":\"" + taken.ProviderId() + "\"}";
      });
}

Result<http::Response> Counter::TakeRobot(const http::Call& call) {
  const auto key =
      CheckDestination(Channel::robot, PersonalText(call.QueryText("key").value_or("")));
  if (!key) return JsonResponse(RobotCode(93000));
  const auto request = json::Parse(call.body);
  const std::string kind = request ? PlainTextAt(*request, "/msgtype").value_or("") : "";
  if (kind != "text" && kind != "markdown") return JsonResponse(RobotCode(40008));
  const auto content = PlainTextAt(*request, "/" + kind + "/content");
  if (!content || content->empty()) return JsonResponse(RobotCode(44004));
  const std::size_t most = kind == "text" ? kMostRobotTextBytes : kMostRobotMarkdownBytes;
  if (content->size() > most) return JsonResponse(RobotCode(40058));
  HT_TRY(const bool is_busy, inbox_.IsRobotBusy(*key));
  if (is_busy) return JsonResponse(RobotCode(45009));
  Arrival arrival;
  arrival.channel = Channel::robot;
  arrival.destination = *key;
  arrival.text = PersonalText(*content);
  return Answer(std::move(arrival), RobotCode(45009), [](const Arrival&) { return RobotCode(0); });
}

Result<http::Response> Counter::TakeWebhook(const http::Call& call) {
  const WebhookHeaders headers{HeaderOf(call, "webhook-id"), HeaderOf(call, "webhook-timestamp"),
                               HeaderOf(call, "webhook-signature")};
  HT_TRY_STATUS(CheckWebhook(secret_, headers, call.body, clock_.Now()));
  HT_TRY(const auto body, json::Parse(call.body));
  const auto text = PlainTextAt(body, "/data/text");
  if (!text) return Invalid({{"data.text", "missing", ""}});
  Arrival arrival;
  arrival.channel = Channel::webhook;
  arrival.message_id = std::string(headers.id);
  arrival.destination = PersonalText(call.path.find("name")->second);
  arrival.text = PersonalText(*text);
  return Answer(std::move(arrival), "", [](const Arrival&) { return std::string("{}"); });
}

std::string Counter::TakeMail(const Mail& mail) {
  auto read = ReadMail(mail.bytes);
  if (!read) return "554 this is no mail\r\n";
  Arrival arrival;
  arrival.channel = Channel::email;
  arrival.message_id = read->message_id;
  arrival.destination = PersonalText(mail.recipients.front());
  arrival.subject = PersonalText(read->subject);
  arrival.text = PersonalText(read->text);
  const std::string name = NameAt(arrival, clock_.Now());
  if (faults_.Strikes(Fault::refuse, name)) return "451 later, on purpose\r\n";
  if (faults_.Strikes(Fault::rate_limit, name)) return "421 too many, on purpose\r\n";
  if (!inbox_.Take(std::move(arrival))) return "452 the disk says no\r\n";
  if (faults_.Strikes(Fault::cut, name)) return "";
  if (faults_.Strikes(Fault::garbage, name)) return "\xB3\xC9\r\n";
  if (faults_.Strikes(Fault::huge, name)) return std::string(1u << 20, 'x') + "\r\n";
  return "250 taken\r\n";
}

}  // namespace hetang::message::simulated
