// The real transports speak to the simulated ends over real sockets.
#include "gateway/message/simulated/sandbox.h"

#include <map>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/json.h"
#include "gateway/bank/test_peer.h"
#include "gateway/message/json_place.h"
#include "gateway/message/test_messages.h"
#include "gateway/message/transport.h"
#include "gateway/message/webhook_signature.h"
#include "platform/database/test_database.h"
#include "platform/http/test_client.h"

namespace hetang::message::simulated {
namespace {

using bank::TestPeer;
using testing::HasSubstr;
using testing::SizeIs;

std::string BodyOf(const std::string& request) {
  return request.substr(request.find("\r\n\r\n") + 4);
}

std::uint16_t PortOf(const std::string& url) {
  return static_cast<std::uint16_t>(std::stoul(url.substr(url.rfind(':') + 1)));
}

class MessagesTest : public testing::Test {
 protected:
  void Start(const std::vector<std::string>& faults = {}) {
    sandbox_.reset();
    options_.data = folder_.path() + "/data";
    options_.centre = centre_.url().substr(0, centre_.url().size() - 2);
    options_.inbox.least_delay = options_.inbox.most_delay = Milliseconds(1);
    options_.faults.faults = faults;
    auto started = Sandbox::Start(options_, clock_);
    ASSERT_TRUE(started.has_value()) << started.error().message;
    sandbox_ = std::move(*started);
    secret_ = *ReadSecretFile(options_.data + "/message.secret");
  }

  Outcome Send(const Message& message) {
    const Timeouts timeouts{2'000, 5'000};
    std::unique_ptr<Transport> transport;
    switch (message.channel()) {
      case Channel::sms:
        transport = MakeSmsTransport(DemoSmsProfile(sandbox_->url()), secret_, timeouts);
        break;
      case Channel::robot:
        transport = MakeRobotTransport(sandbox_->url() + "/cgi-bin/webhook/send", timeouts);
        break;
      case Channel::webhook:
        transport = MakeWebhookTransport(secret_, timeouts);
        break;
      case Channel::email: {
        MailServer server;
        server.url = sandbox_->mail_url();
        server.from = "centre@hetang.example.cn";
        server.user = "centre";
        server.password = secret_;
        server.needs_tls = false;
        transport = *MakeMailTransport(server, timeouts);
        break;
      }
    }
    return transport->Send(message, clock_.Now());
  }

  // A message of each channel, to an end of this sandbox.
  Message MessageTo(Channel channel, const std::string& id = "test-message-1") {
    const std::map<Channel, std::string> ends{{Channel::sms, kTestPhone},
                                              {Channel::robot, kTestRobot},
                                              {Channel::webhook, sandbox_->url() + "/hooks/unit"},
                                              {Channel::email, "officer@unit.example.cn"}};
    return TestMessage(channel, ends.at(channel), id);
  }

  http::Reply Ask(const std::string& method, const std::string& target,
                  const std::string& body = "") {
    return http::TestClient(PortOf(sandbox_->url())).Ask(method, target, {}, body);
  }
  // What arrived, as the truth shows it.
  boost::json::array Arrived(const std::string& query = "") {
    const auto truth = json::Parse(Ask("GET", "/truth/messages" + query).body);
    EXPECT_TRUE(truth.has_value());
    return truth->at("messages").as_array();
  }
  static std::string TextAt(const boost::json::value& arrival, const std::string& field) {
    return PlainTextAt(arrival, "/message/" + field).value_or("(nothing)");
  }

  database::TemporaryFolder folder_;
  SystemClock clock_;
  TestPeer centre_{[](const std::string&) { return TestPeer::Reply("", 204); }};
  SandboxOptions options_;
  std::unique_ptr<Sandbox> sandbox_;
  PersonalText secret_;
};

const Channel kChannels[] = {Channel::sms, Channel::robot, Channel::webhook, Channel::email};

TEST_F(MessagesTest, AMessageOfEachChannelArrivesAsItWasWrittenAndStaysThere) {
  Start();
  for (const Channel channel : kChannels) {
    const Outcome outcome = Send(MessageTo(channel));
    EXPECT_EQ(outcome.fate, Fate::accepted) << EnumName(channel) << outcome.reason;
    EXPECT_NE(outcome.provider_id, "") << EnumName(channel);
  }
  Start();  // Again, over the same books.
  for (const Channel channel : kChannels) {
    const auto arrived = Arrived("?channel=" + std::string(EnumName(channel)));
    ASSERT_THAT(arrived, SizeIs(1)) << EnumName(channel);
    EXPECT_THAT(TextAt(arrived[0], "text"),
                HasSubstr("您可能正遭遇刷单返利诈骗,请勿转账,速拨000-96110。"));
  }
  EXPECT_EQ(TextAt(Arrived("?channel=email")[0], "subject"), "提醒:刷单返利");
  EXPECT_THAT(Arrived("?id=test-message-1"), SizeIs(3));  // A robot is told no id.
  EXPECT_THAT(Arrived("?phone=" + std::string(kTestPhone)), SizeIs(1));
  EXPECT_THAT(Arrived("?since=2999-01-01T00:00:00"), SizeIs(0));
  EXPECT_EQ(Ask("GET", "/truth/messages?channel=pigeon").status, 422);
}

TEST_F(MessagesTest, AWrongSecretAndAWrongNumberAreRefusedForGood) {
  Start();
  const PersonalText secret = secret_;
  secret_ = PersonalText(kTestSecret);
  for (const Channel channel : {Channel::sms, Channel::webhook, Channel::email}) {
    const Outcome outcome = Send(MessageTo(channel));
    EXPECT_EQ(outcome.fate, Fate::refused) << EnumName(channel);
    EXPECT_EQ(outcome.refusal, Refusal::authentication) << EnumName(channel);
  }
  secret_ = secret;
  SmsProfile unsigned_text = DemoSmsProfile(sandbox_->url());
  unsigned_text.signature.reset();
  EXPECT_EQ(
      MakeSmsTransport(unsigned_text, secret_)->Send(MessageTo(Channel::sms), clock_.Now()).refusal,
      Refusal::content);
  EXPECT_THAT(Arrived(), SizeIs(0));
}

TEST_F(MessagesTest, EveryFaultLeavesTheTruthAndTheOutcomeInAgreement) {
  struct Case {
    const char* fault;
    Fate fate;
    bool is_there;
  };
  for (const Case& is : {Case{"garbage=1", Fate::again, true}, Case{"cut=1", Fate::again, true},
                         Case{"huge=1", Fate::again, true}, Case{"refuse=1", Fate::again, false},
                         Case{"rate_limit=1", Fate::again, false}}) {
    Start({is.fault});
    for (const Channel channel : kChannels) {
      // The status is the whole answer of a webhook: its body may be anything that is not huge.
      const bool is_body =
          std::string_view(is.fault) == "garbage=1" || std::string_view(is.fault) == "cut=1";
      const Fate fate = channel == Channel::webhook && is_body ? Fate::accepted : is.fate;
      const std::string id = "fault-" + std::string(1, is.fault[0]) + "-message";
      const std::size_t before = Arrived().size();
      const Outcome outcome = Send(MessageTo(channel, id));
      EXPECT_EQ(outcome.fate, fate) << is.fault << EnumName(channel);
      if (outcome.fate == Fate::again) {
        EXPECT_EQ(outcome.may_have_arrived, is.is_there) << is.fault << EnumName(channel);
      }
      EXPECT_EQ(Arrived().size() - before, is.is_there ? 1u : 0u) << is.fault << EnumName(channel);
    }
  }
}

TEST_F(MessagesTest, ReportsComeSignedAndNameTheMessage) {
  Start({"twice=1"});
  const Outcome outcome = Send(MessageTo(Channel::sms));
  ASSERT_TRUE(centre_.WaitFor(2));
  const std::string request = centre_.requests()[0];
  EXPECT_THAT(request, HasSubstr("POST /api/v1/gateway/message/demo/reports "));
  const auto header = [&](const std::string& name) {
    const std::size_t from = request.find(name + ": ") + name.size() + 2;
    return request.substr(from, request.find("\r\n", from) - from);
  };
  const std::string id = header("webhook-id");
  const std::string timestamp = header("webhook-timestamp");
  const std::string signature = header("webhook-signature");
  EXPECT_TRUE(
      CheckWebhook(secret_.Reveal(), {id, timestamp, signature}, BodyOf(request), clock_.Now())
          .has_value());
  for (const std::string& told : centre_.requests()) {
    const auto reports = ReadReports(BodyOf(told), DemoSmsProfile(""));
    ASSERT_TRUE(reports.has_value());
    ASSERT_THAT(reports->items, SizeIs(1));
    EXPECT_EQ(reports->items[0].id, "test-message-1");
    EXPECT_EQ(reports->items[0].provider_id, outcome.provider_id);
    EXPECT_EQ(reports->items[0].delivery, Delivery::delivered);
  }
}

TEST_F(MessagesTest, FailedAndExpiredAreReportedAndALostReportIsNot) {
  for (const auto& [fault, delivery] :
       {std::pair{"fail=1", Delivery::failed}, std::pair{"expire=1", Delivery::expired}}) {
    Start({fault});
    const std::size_t before = centre_.requests().size();
    Send(MessageTo(Channel::sms, std::string("report-") + fault[0]));
    ASSERT_TRUE(centre_.WaitFor(before + 1));
    const auto reports = ReadReports(BodyOf(centre_.requests()[before]), DemoSmsProfile(""));
    EXPECT_EQ(reports->items.at(0).delivery, delivery) << fault;
  }
  Start({"never=1"});
  Send(MessageTo(Channel::sms, "report-never"));
  for (std::string state; state != "posted";) {
    state = TextAt(Arrived("?id=report-never").at(0), "report");
  }
  for (const std::string& told : centre_.requests()) {
    EXPECT_EQ(told.find("report-never"), std::string::npos);
  }
}

TEST_F(MessagesTest, ARecipientWritesBackByItselfOrWhenAsked) {
  options_.inbox.answer_share = 1;
  options_.inbox.answer_text = "1";
  Start();
  Send(MessageTo(Channel::sms));
  ASSERT_TRUE(centre_.WaitFor(2));  // The report, then the answer.
  EXPECT_THAT(centre_.requests()[1], HasSubstr("POST /api/v1/gateway/message/demo/replies "));
  const auto answer = ReadReplies(BodyOf(centre_.requests()[1]), DemoSmsProfile(""));
  EXPECT_EQ(answer->items.at(0).text, PersonalText("1"));
  EXPECT_EQ(Ask("POST", "/truth/answers", R"({"phone":"13900000002","text":"我没有转账"})").status,
            200);
  ASSERT_TRUE(centre_.WaitFor(3));
  const auto other = ReadReplies(BodyOf(centre_.requests()[2]), DemoSmsProfile(""));
  EXPECT_EQ(other->items.at(0).phone, PhoneNumber("13900000002"));
  EXPECT_EQ(other->items.at(0).text, PersonalText("我没有转账"));
}

// The sender repeats until it is told that the message is there, as an outbox does.
TEST_F(MessagesTest, EveryMessageArrivesThroughAllFaultsAndRepeatsAreKnown) {
  constexpr int kMessages = 40;
  Start({"garbage=0.2", "refuse=0.2", "cut=0.2", "rate_limit=0.2", "late=0.5"});
  int sent = 0;
  for (const Channel channel : {Channel::sms, Channel::webhook, Channel::email}) {
    for (int i = 0; i < kMessages; ++i) {
      const Message message = MessageTo(channel, "message-" + std::to_string(i));
      Outcome outcome;
      for (int attempt = 0; attempt < 100 && outcome.fate != Fate::accepted; ++attempt) {
        outcome = Send(message);
        ++sent;
      }
      EXPECT_EQ(outcome.fate, Fate::accepted) << i;
    }
    EXPECT_THAT(Arrived("?channel=" + std::string(EnumName(channel))), SizeIs(kMessages));
  }
  EXPECT_GT(sent, 3 * kMessages);
}

TEST_F(MessagesTest, TheTruthIsNotShownToTheNetwork) {
  options_.address = "0.0.0.0";
  Start();
  EXPECT_EQ(Ask("GET", "/truth/messages").status, 404);
  EXPECT_EQ(Ask("POST", "/faults", R"({"faults":[],"late_ms":0,"seed":1})").status, 404);
}

}  // namespace
}  // namespace hetang::message::simulated
