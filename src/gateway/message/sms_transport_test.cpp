#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/json.h"
#include "gateway/bank/test_peer.h"
#include "gateway/message/test_messages.h"
#include "gateway/message/transport.h"

namespace hetang::message {
namespace {

using bank::TestPeer;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

// What the transport makes of these bytes as the whole reply of the gateway.
Outcome OutcomeOf(const std::string& reply) {
  const TestPeer peer([&](const std::string&) { return reply; });
  SmsProfile profile = DemoSmsProfile("");
  profile.url = peer.url();
  const auto transport = MakeSmsTransport(profile, PersonalText(kTestSecret), {2'000, 2'000});
  return transport->Send(TestMessage(Channel::sms, kTestPhone), TestNow());
}

std::string RequestOf(const SmsProfile& changed) {
  const TestPeer peer([](const std::string&) { return TestPeer::Reply("{}"); });
  SmsProfile profile = changed;
  profile.url = peer.url();
  MakeSmsTransport(profile, PersonalText(kTestSecret))
      ->Send(TestMessage(Channel::sms, kTestPhone), TestNow());
  return peer.requests().at(0);
}

TEST(SmsTransport, TheRequestIsWhatTheProfileDescribes) {
  const std::string request = RequestOf(DemoSmsProfile(""));
  EXPECT_THAT(request, HasSubstr("POST /x HTTP/1.1\r\n"));
  EXPECT_THAT(request, HasSubstr("Authorization: Bearer " + std::string(kTestSecret) + "\r\n"));
  const auto body = json::Parse(request.substr(request.find("\r\n\r\n") + 4));
  ASSERT_TRUE(body.has_value());
  EXPECT_EQ(body->at("phone_number").as_string(), kTestPhone);
  EXPECT_EQ(body->at("out_id").as_string(), "test-message-1");
  EXPECT_EQ(body->at("content").as_string(),
            "【荷塘反诈中心】您可能正遭遇刷单返利诈骗,请勿转账,速拨000-96110。");
}

TEST(SmsTransport, AFormIsPercentEncoded) {
  SmsProfile profile = DemoSmsProfile("");
  profile.body = BodyKind::form;
  profile.headers.reset();
  profile.signature.reset();
  profile.fields = {{"mobile", "{{phone}}"}, {"content", "{{text}}"}, {"pass word", "{{secret}}"}};
  const std::string request = RequestOf(profile);
  EXPECT_THAT(request, HasSubstr("Content-Type: application/x-www-form-urlencoded"));
  EXPECT_THAT(request, HasSubstr("mobile=13900000001&content=%E6%82%A8%E5%8F%AF"));
  EXPECT_THAT(request, HasSubstr("&pass%20word=a%20secret%20of"));
}

TEST(SmsTransport, OnlyAKnownCodeWithAnIdIsAccepted) {
  const Outcome outcome = OutcomeOf(TestPeer::Reply(R"({"code":"OK","biz_id":"b-1"})"));
  EXPECT_EQ(outcome.fate, Fate::accepted);
  EXPECT_EQ(outcome.provider_id, "b-1");
  EXPECT_EQ(OutcomeOf(TestPeer::Reply(R"({"code":"OK","biz_id":12345678901234})")).provider_id,
            "12345678901234");
}

TEST(SmsTransport, WhatCannotBeReadIsNeverSuccessAndMayHaveArrived) {
  const std::string huge(1u << 20, 'x');
  for (const std::string& body :
       {std::string(),
        std::string("OK"),
        std::string("<html>OK</html>"),
        std::string("[]"),
        std::string("null"),
        std::string(R"({"code":["OK"],"biz_id":"b"})"),
        std::string(R"({"code":{"OK":1},"biz_id":"b"})"),
        std::string(R"({"biz_id":"b"})"),
        std::string(R"({"code":"OK"})"),
        std::string(R"({"code":"OK","biz_id":""})"),
        std::string(R"({"code":"OK","biz_id":null})"),
        std::string(R"({"code":"OK","biz_id":["b"]})"),
        std::string(R"({"code":"OK","biz_id":"two words"})"),
        std::string(R"({"code":"OK","biz_id":"b")"),
        std::string(R"({"code":"OK","biz_id":"b"}x)"),
        std::string(R"({"code":"OK","code":"OK","biz_id":"b"})"),
        std::string("{\"code\":\"OK\",\"biz_id\":\"b\",\"message\":\"\xB3\xC9\xB9\xA6\"}"),
        R"({"code":"OK","biz_id":")" + huge + "\"}",
        std::string(40'000, '['),
        std::string("\x00\x01\xFF", 3)}) {
    const Outcome outcome = OutcomeOf(TestPeer::Reply(body));
    EXPECT_EQ(outcome.fate, Fate::again) << body.substr(0, 80);
    EXPECT_TRUE(outcome.may_have_arrived) << body.substr(0, 80);
    EXPECT_EQ(outcome.provider_id, "");
  }
  // Success in the body of a failure is no success.
  EXPECT_EQ(OutcomeOf(TestPeer::Reply(R"({"code":"OK","biz_id":"b"})", 500)).fate, Fate::again);
  EXPECT_EQ(OutcomeOf(TestPeer::Reply(R"({"code":"OK","biz_id":"b"})", 302)).fate, Fate::again);
}

TEST(SmsTransport, ACutOrMissingAnswerMayHaveArrived) {
  for (const char* reply : {"", "HTTP/1.1 200 X\r\nContent-Length: 40\r\n\r\n{\"code\":\"OK\"",
                            "garbage\r\n\r\n", "HTTP/1.1 200"}) {
    const Outcome outcome = OutcomeOf(reply);
    EXPECT_EQ(outcome.fate, Fate::again) << reply;
    EXPECT_TRUE(outcome.may_have_arrived) << reply;
  }
}

TEST(SmsTransport, AGatewayThatIsNotThereHasNotTheMessage) {
  SmsProfile profile = DemoSmsProfile("");
  {
    const TestPeer peer([](const std::string&) { return ""; });
    profile.url = peer.url();
  }
  const Outcome outcome = MakeSmsTransport(profile, PersonalText(kTestSecret))
                              ->Send(TestMessage(Channel::sms, kTestPhone), TestNow());
  EXPECT_EQ(outcome.fate, Fate::again);
  EXPECT_FALSE(outcome.may_have_arrived);
  EXPECT_THAT(outcome.reason, Not(HasSubstr(kTestPhone)));
}

TEST(SmsTransport, CodesOfTheProfileRefuseOrAskToTryAgain) {
  const Outcome number = OutcomeOf(
      TestPeer::Reply(R"({"code":"isv.MOBILE_NUMBER_ILLEGAL","message":"13900000001 is wrong"})"));
  EXPECT_EQ(number.fate, Fate::refused);
  EXPECT_EQ(number.refusal, Refusal::recipient);
  EXPECT_EQ(number.code, "isv.MOBILE_NUMBER_ILLEGAL");
  EXPECT_THAT(number.reason, Not(HasSubstr(kTestPhone)));
  // The code counts whatever the status is.
  const std::string no_money = R"({"code":"isv.AMOUNT_NOT_ENOUGH"})";
  for (const int status : {200, 400, 500}) {
    EXPECT_EQ(OutcomeOf(TestPeer::Reply(no_money, status)).refusal, Refusal::authentication);
  }
  const Outcome busy = OutcomeOf(TestPeer::Reply(R"({"code":"isv.BUSINESS_LIMIT_CONTROL"})"));
  EXPECT_EQ(busy.fate, Fate::again);
  EXPECT_EQ(busy.wait, Seconds(60));
  EXPECT_FALSE(busy.may_have_arrived);
  const Outcome unknown = OutcomeOf(TestPeer::Reply(R"({"code":"isv.NEW 13900000001"})"));
  EXPECT_EQ(unknown.fate, Fate::again);
  EXPECT_EQ(unknown.code, "");  // What is no plain code may hold anything.
}

TEST(SmsTransport, AStatusWithoutAKnownCodeDecides) {
  const auto refusal = [](int status) { return OutcomeOf(TestPeer::Reply("no", status)); };
  EXPECT_EQ(refusal(401).refusal, Refusal::authentication);
  EXPECT_EQ(refusal(404).refusal, Refusal::recipient);
  EXPECT_EQ(refusal(413).refusal, Refusal::content);
  for (const int status : {401, 404, 413}) EXPECT_EQ(refusal(status).fate, Fate::refused);
  for (const int status : {429, 500, 502, 503, 504}) {
    EXPECT_EQ(refusal(status).fate, Fate::again) << status;
  }
  EXPECT_TRUE(refusal(502).may_have_arrived);
  EXPECT_FALSE(refusal(503).may_have_arrived);
  const Outcome later = OutcomeOf(
      "HTTP/1.1 429 X\r\nRetry-After: 120\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
  EXPECT_EQ(later.wait, Seconds(120));
  const Outcome never = OutcomeOf(
      "HTTP/1.1 429 X\r\nRetry-After: 99999999\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
  EXPECT_EQ(never.wait, Seconds(3'600));
}

TEST(SmsTransport, AMessageOfAnotherChannelIsRefused) {
  const auto transport = MakeSmsTransport(DemoSmsProfile("http://127.0.0.1:1"), PersonalText());
  EXPECT_EQ(transport->Send(TestMessage(Channel::robot, kTestRobot), TestNow()).fate,
            Fate::refused);
}

std::vector<std::string> WrongIn(const std::string& from, const std::string& to) {
  std::string text = json::Write(DemoSmsProfile("https://sms.example.cn"));
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  const auto profile = ReadSmsProfile(text.replace(at, from.size(), to));
  std::vector<std::string> wrong;
  if (profile.has_value()) return wrong;
  for (const FieldError& field : profile.error().fields) {
    wrong.push_back(field.path + ":" + field.code);
  }
  return wrong;
}

TEST(SmsProfile, EachWrongFieldIsNamed) {
  EXPECT_THAT(WrongIn("https://", "ftp://"), ElementsAre("url:url"));
  EXPECT_THAT(WrongIn("{{text}}", "{{words}}"),
              ElementsAre("fields[1].value:placeholder", "fields:missing"));
  EXPECT_THAT(WrongIn("{{phone}}", "{{phone"),
              ElementsAre("fields[0].value:placeholder", "fields:missing"));
  EXPECT_THAT(WrongIn("Bearer {{secret}}", "{{phone}}"),
              ElementsAre("headers[0].value:placeholder"));
  EXPECT_THAT(WrongIn("\"Authorization\"", "\"Host: a\""), ElementsAre("headers[0].name:text"));
  EXPECT_THAT(WrongIn("\"/code\"", "\"code\""), ElementsAre("answer.code:pointer"));
  EXPECT_THAT(WrongIn("\"/biz_id\"", "\"/~2\""), ElementsAre("answer.message_id:pointer"));
  EXPECT_THAT(WrongIn("[\"OK\"]", "[]"), ElementsAre("answer.accepted:missing"));
  EXPECT_THAT(WrongIn("\"isp.SYSTEM_ERROR\"", "\"OK\""), ElementsAre("answer.again:doubled"));
  EXPECT_THAT(WrongIn("\"content\"},", "\"unkind\"},"),
              ElementsAre("answer.refused[2].why:choice"));
}

}  // namespace
}  // namespace hetang::message
