#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/json.h"
#include "gateway/bank/test_peer.h"
#include "gateway/message/test_messages.h"
#include "gateway/message/transport.h"

namespace hetang::message {
namespace {

using bank::TestPeer;
using testing::HasSubstr;

const std::string kTaken = TestPeer::Reply(R"({"errcode":0,"errmsg":"ok"})");

Outcome OutcomeOf(const std::string& reply) {
  const TestPeer peer([&](const std::string&) { return reply; });
  return MakeRobotTransport(peer.url(), {2'000, 2'000})
      ->Send(TestMessage(Channel::robot, kTestRobot), TestNow());
}

TEST(RobotTransport, TextAndMarkdownAreTheTwoKinds) {
  const TestPeer peer([](const std::string&) { return kTaken; });
  const auto transport = MakeRobotTransport(peer.url());
  EXPECT_EQ(transport->Send(TestMessage(Channel::robot, kTestRobot), TestNow()).provider_id,
            "test-message-1");
  Template of = TestTemplate(Channel::robot, "**{{fraud_class}}**");
  of.markup = Markup::markdown;
  transport->Send(*Compose(of, TestFilling(kTestRobot)), TestNow());
  const auto requests = peer.requests();
  EXPECT_THAT(requests.at(0), HasSubstr("POST /x?key=" + std::string(kTestRobot) + " HTTP/1.1"));
  EXPECT_THAT(requests.at(0), HasSubstr(R"({"msgtype":"text","text":{"content":"您可能)"));
  EXPECT_THAT(requests.at(1),
              HasSubstr(R"({"msgtype":"markdown","markdown":{"content":"**刷单返利**"}})"));
}

TEST(RobotTransport, TheTwentyFirstInAMinuteIsNotSentButWaits) {
  const TestPeer peer([](const std::string&) { return kTaken; });
  const auto transport = MakeRobotTransport(peer.url());
  const auto send = [&](const char* key, Moment now) {
    return transport->Send(TestMessage(Channel::robot, key), now);
  };
  for (int i = 0; i < 20; ++i) {
    EXPECT_EQ(send(kTestRobot, TestNow() + Seconds(i)).fate, Fate::accepted) << i;
  }
  const Outcome late = send(kTestRobot, TestNow() + Seconds(20));
  EXPECT_EQ(late.fate, Fate::again);
  EXPECT_EQ(late.wait, Seconds(40));
  EXPECT_FALSE(late.may_have_arrived);
  EXPECT_EQ(peer.requests().size(), 20u);
  // Another robot has its own twenty; and the first goes on when its minute is over.
  EXPECT_EQ(send("00000000-0000-4000-8000-000000000002", TestNow()).fate, Fate::accepted);
  EXPECT_EQ(send(kTestRobot, TestNow() + Seconds(60)).fate, Fate::accepted);
  EXPECT_EQ(send(kTestRobot, TestNow() + Seconds(60)).wait, Seconds(1));
}

TEST(RobotTransport, CodesDecide) {
  const auto code = [](int number) {
    return OutcomeOf(TestPeer::Reply("{\"errcode\":" + std::to_string(number) +
                                     ",\"errmsg\":\"hint: 13900000001\"}"));
  };
  EXPECT_EQ(code(45009).fate, Fate::again);
  EXPECT_EQ(code(45009).wait, Seconds(60));
  EXPECT_EQ(code(-1).fate, Fate::again);
  EXPECT_EQ(code(93000).refusal, Refusal::recipient);
  EXPECT_EQ(code(40058).refusal, Refusal::content);
  for (const int number : {93000, 40058, 44004}) EXPECT_EQ(code(number).fate, Fate::refused);
  EXPECT_EQ(code(60020).fate, Fate::again);
  EXPECT_EQ(code(60020).code, "60020");
}

TEST(RobotTransport, WhatCannotBeReadIsNeverSuccess) {
  for (const char* body : {"", "ok", "0", "[0]", "{}", R"({"errcode":"0"})", R"({"errcode":null})",
                           R"({"errcode":0.5})", R"({"errcode":false})", R"({"errcode":0)",
                           "{\"errcode\":0,\"errmsg\":\"\xFF\"}"}) {
    const Outcome outcome = OutcomeOf(TestPeer::Reply(body));
    EXPECT_EQ(outcome.fate, Fate::again) << body;
    EXPECT_TRUE(outcome.may_have_arrived) << body;
  }
  EXPECT_EQ(OutcomeOf(TestPeer::Reply(R"({"errcode":0})", 500)).fate, Fate::again);
  EXPECT_EQ(OutcomeOf(TestPeer::Reply(std::string(1u << 20, 'x'))).fate, Fate::again);
}

}  // namespace
}  // namespace hetang::message
