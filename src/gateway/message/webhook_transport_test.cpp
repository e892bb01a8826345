#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/json.h"
#include "gateway/bank/encoding.h"
#include "gateway/bank/test_peer.h"
#include "gateway/message/test_messages.h"
#include "gateway/message/transport.h"
#include "gateway/message/webhook_signature.h"

namespace hetang::message {
namespace {

using bank::TestPeer;
using testing::HasSubstr;

std::string HeaderIn(const std::string& request, const std::string& name) {
  const std::size_t at = request.find(name + ": ");
  if (at == std::string::npos) return {};
  const std::size_t from = at + name.size() + 2;
  return request.substr(from, request.find("\r\n", from) - from);
}

Outcome Send(const TestPeer& peer) {
  return MakeWebhookTransport(PersonalText(kTestSecret), {2'000, 2'000})
      ->Send(TestMessage(Channel::webhook, peer.url()), TestNow());
}

Outcome OutcomeOf(const std::string& reply) {
  const TestPeer peer([&](const std::string&) { return reply; });
  return Send(peer);
}

TEST(WebhookTransport, TheBodyIsSignedAndTheSignatureFitsNothingElse) {
  const TestPeer peer([](const std::string&) { return TestPeer::Reply("", 204); });
  const Outcome outcome = Send(peer);
  EXPECT_EQ(outcome.fate, Fate::accepted);
  EXPECT_EQ(outcome.provider_id, "test-message-1");
  const std::string request = peer.requests().at(0);
  const std::string id = HeaderIn(request, "webhook-id");
  const std::string timestamp = HeaderIn(request, "webhook-timestamp");
  const std::string signature = HeaderIn(request, "webhook-signature");
  std::string body = request.substr(request.find("\r\n\r\n") + 4);
  const auto value = json::Parse(body);
  ASSERT_TRUE(value.has_value());
  EXPECT_EQ(value->at("type").as_string(), "imminent_call_back");
  EXPECT_EQ(value->at("data").at("id").as_string(), "test-message-1");
  EXPECT_EQ(id, "test-message-1");
  const auto is_good = [&](std::string_view secret, const WebhookHeaders& headers, Moment now) {
    return CheckWebhook(secret, headers, body, now).has_value();
  };
  const WebhookHeaders headers{id, timestamp, signature};
  EXPECT_TRUE(is_good(kTestSecret, headers, TestNow()));
  EXPECT_TRUE(is_good(kTestSecret, headers, TestNow() + Minutes(5)));
  // While a secret is changed there are two signatures.
  EXPECT_TRUE(is_good(kTestSecret, {id, timestamp, "v1,AAAA " + signature}, TestNow()));
  EXPECT_FALSE(is_good("another secret of sixteen bytes", headers, TestNow()));
  EXPECT_FALSE(is_good(kTestSecret, {"other-id", timestamp, signature}, TestNow()));
  EXPECT_FALSE(is_good(kTestSecret, {id, "1775027401", signature}, TestNow()));
  EXPECT_FALSE(is_good(kTestSecret, {id, timestamp, ""}, TestNow()));
  EXPECT_FALSE(is_good(kTestSecret, {"", "", ""}, TestNow()));
  EXPECT_FALSE(is_good(kTestSecret, {id, "99999999999999999999", signature}, TestNow()));
  EXPECT_FALSE(is_good(kTestSecret, headers, TestNow() + Minutes(6)));
  EXPECT_FALSE(is_good(kTestSecret, headers, TestNow() - Minutes(6)));
  body[body.size() / 2] ^= 1;
  EXPECT_FALSE(is_good(kTestSecret, headers, TestNow()));
}

// The example that the documents and libraries of the standard share; the receivers use those.
TEST(WebhookSignature, IsThatOfTheStandard) {
  const std::string key = *bank::FromBase64("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
  const auto headers = SignedHeaders(key, "msg_p5jXN8AQM9LWM0D4loKWxJek", Moment{1614265330000},
                                     R"({"test": 2432232314})");
  EXPECT_EQ(headers[0], "webhook-id: msg_p5jXN8AQM9LWM0D4loKWxJek");
  EXPECT_EQ(headers[1], "webhook-timestamp: 1614265330");
  EXPECT_EQ(headers[2], "webhook-signature: v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
}

TEST(WebhookTransport, TheStatusDecides) {
  EXPECT_EQ(OutcomeOf(TestPeer::Reply("anything", 200)).fate, Fate::accepted);
  EXPECT_EQ(OutcomeOf(TestPeer::Reply("", 410)).refusal, Refusal::recipient);
  EXPECT_EQ(OutcomeOf(TestPeer::Reply("", 401)).refusal, Refusal::authentication);
  EXPECT_EQ(OutcomeOf(TestPeer::Reply("", 410)).fate, Fate::refused);
  EXPECT_EQ(OutcomeOf(TestPeer::Reply("", 429)).wait, Seconds(60));
  EXPECT_TRUE(OutcomeOf("").may_have_arrived);
  // Nobody is followed to another address.
  const std::string elsewhere =
      "HTTP/1.1 302 X\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n"
      "Connection: close\r\n\r\n";
  EXPECT_EQ(OutcomeOf(elsewhere).code, "302");
  EXPECT_EQ(OutcomeOf(elsewhere).fate, Fate::again);
  EXPECT_EQ(OutcomeOf(TestPeer::Reply(std::string(1u << 20, 'x'))).fate, Fate::again);
}

}  // namespace
}  // namespace hetang::message
