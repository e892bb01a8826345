#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/text.h"
#include "gateway/bank/encoding.h"
#include "gateway/message/test_mail_server.h"
#include "gateway/message/test_messages.h"
#include "gateway/message/transport.h"

namespace hetang::message {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

MailServer ServerAt(const std::string& url) {
  MailServer server;
  server.url = url;
  server.from = "centre@hetang.example.cn";
  server.from_name = "荷塘反诈中心";
  server.needs_tls = false;
  return server;
}

Outcome SendTo(const MailServer& server) {
  const auto transport = MakeMailTransport(server, {1'000, 1'000});
  EXPECT_TRUE(transport.has_value());
  return (*transport)->Send(TestMessage(Channel::email, "officer@unit.example.cn"), TestNow());
}

// What becomes of a mail when the server answers `what` with `answer` and is friendly otherwise.
Outcome OutcomeWhen(const std::string& what, const std::string& answer) {
  const TestMailServer peer([&](const std::string& command) {
    return command.starts_with(what) ? answer : TestMailServer::Friendly(command);
  });
  return SendTo(ServerAt(peer.url()));
}

std::string HeaderIn(const std::string& mail, const std::string& name) {
  const std::size_t at = mail.find("\r\n" + name + ": ");
  EXPECT_NE(at, std::string::npos) << name;
  const std::size_t from = at + name.size() + 4;
  std::size_t end = mail.find("\r\n", from);
  while (mail.compare(end + 2, 1, " ") == 0) end = mail.find("\r\n", end + 2);
  return mail.substr(from, end - from);
}

TEST(MailTransport, AMailIsHandedOverWithItsId) {
  const TestMailServer peer(TestMailServer::Friendly);
  const Outcome outcome = SendTo(ServerAt(peer.url()));
  EXPECT_EQ(outcome.fate, Fate::accepted) << outcome.reason;
  EXPECT_EQ(outcome.provider_id, "<test-message-1@hetang.example.cn>");
  EXPECT_THAT(peer.commands(), Contains("EHLO hetang.example.cn"));
  EXPECT_THAT(peer.commands(), Contains(HasSubstr("MAIL FROM:<centre@hetang.example.cn>")));
  EXPECT_THAT(peer.commands(), Contains("RCPT TO:<officer@unit.example.cn>"));
  const std::string mail = "\r\n" + peer.mail() + "\r\n";
  EXPECT_EQ(HeaderIn(mail, "Date"), "Wed, 1 Apr 2026 15:10:00 +0800");
  EXPECT_EQ(HeaderIn(mail, "From"),
            "=?UTF-8?B?" + bank::ToBase64("荷塘反诈中心") + "?= <centre@hetang.example.cn>");
  EXPECT_EQ(HeaderIn(mail, "To"), "<officer@unit.example.cn>");
  EXPECT_EQ(HeaderIn(mail, "Subject"), "=?UTF-8?B?" + bank::ToBase64("提醒:刷单返利") + "?=");
  EXPECT_EQ(HeaderIn(mail, "Message-ID"), outcome.provider_id);
  EXPECT_EQ(HeaderIn(mail, "Content-Type"), "text/plain; charset=utf-8");
  EXPECT_EQ(bank::FromBase64(mail.substr(mail.find("\r\n\r\n") + 4)),
            "您可能正遭遇刷单返利诈骗,请勿转账,速拨000-96110。");
}

TEST(MailTransport, ALongSubjectIsFoldedBetweenCharacters) {
  Template of = TestTemplate(Channel::email);
  std::string subject;
  for (int i = 0; i < 100; ++i) subject += "荷";
  of.subject = subject;
  const auto message = Compose(of, TestFilling("officer@unit.example.cn"));
  ASSERT_TRUE(message.has_value());
  const std::string mail = MailBytes(*message, ServerAt("smtp://127.0.0.1"), TestNow());
  std::string read;
  const std::string header = HeaderIn(mail, "Subject");
  for (std::string_view word : Split(header, '\n')) {
    word = Trim(word);
    EXPECT_LE(word.size(), 75u);
    ASSERT_TRUE(word.starts_with("=?UTF-8?B?") && word.ends_with("?="));
    const auto part = bank::FromBase64(word.substr(10, word.size() - 12));
    ASSERT_TRUE(part.has_value());
    EXPECT_TRUE(IsUtf8(*part));
    read += *part;
  }
  EXPECT_EQ(read, subject);
  for (const std::string_view line : Split(mail, '\n')) EXPECT_LE(line.size(), 100u);
}

TEST(MailTransport, AServerThatAsksForItIsToldWhoWeAre) {
  const TestMailServer peer(TestMailServer::Friendly);
  MailServer server = ServerAt(peer.url());
  server.user = "centre";
  server.password = PersonalText(kTestSecret);
  EXPECT_EQ(SendTo(server).fate, Fate::accepted);
  const std::string login = std::string(1, '\0') + "centre" + std::string(1, '\0') + kTestSecret;
  EXPECT_THAT(peer.commands(), Contains(HasSubstr(bank::ToBase64(login))));
  const TestMailServer stern([](const std::string& what) {
    const std::string answer = TestMailServer::Friendly(what);
    return answer.starts_with("235") ? "535 no\r\n" : answer;
  });
  server.url = stern.url();
  EXPECT_EQ(SendTo(server).refusal, Refusal::authentication);
  EXPECT_EQ(SendTo(server).fate, Fate::refused);
}

TEST(MailTransport, WithoutTlsNothingLeavesWhenTlsIsNeeded) {
  const TestMailServer peer(TestMailServer::Friendly);
  MailServer server = ServerAt(peer.url());
  server.needs_tls = true;
  EXPECT_EQ(SendTo(server).fate, Fate::again);
  EXPECT_THAT(peer.commands(), Not(Contains(HasSubstr("MAIL FROM"))));
}

TEST(MailTransport, CodesDecide) {
  const Outcome nobody = OutcomeWhen("RCPT", "550 no such officer@unit.example.cn\r\n");
  EXPECT_EQ(nobody.fate, Fate::refused);
  EXPECT_EQ(nobody.refusal, Refusal::recipient);
  EXPECT_EQ(nobody.code, "550");
  EXPECT_THAT(nobody.reason, Not(HasSubstr("unit.example.cn")));
  EXPECT_EQ(OutcomeWhen("(mail)", "554 spam\r\n").refusal, Refusal::content);
  EXPECT_EQ(OutcomeWhen("(mail)", "554 spam\r\n").fate, Fate::refused);
  EXPECT_EQ(OutcomeWhen("MAIL", "530 who?\r\n").refusal, Refusal::authentication);
  for (const char* what : {"(greeting)", "MAIL", "RCPT", "DATA", "(mail)"}) {
    const Outcome outcome = OutcomeWhen(what, "451 later\r\n");
    EXPECT_EQ(outcome.fate, Fate::again) << what;
    EXPECT_FALSE(outcome.may_have_arrived) << what;
  }
}

TEST(MailTransport, NonsenseAndSilenceAreNeverSuccess) {
  for (const char* what : {"(greeting)", "RCPT", "DATA"}) {
    for (const char* answer : {"", "999 what\r\n"}) {
      const Outcome outcome = OutcomeWhen(what, answer);
      EXPECT_EQ(outcome.fate, Fate::again) << what << answer;
      EXPECT_FALSE(outcome.may_have_arrived) << what << answer;
    }
  }
  // The mail is there as a whole, and nothing that could be read says so.
  for (const char* answer : {"", "999 what\r\n", "garbage\r\n", "25"}) {
    const Outcome outcome = OutcomeWhen("(mail)", answer);
    EXPECT_EQ(outcome.fate, Fate::again) << answer;
    EXPECT_TRUE(outcome.may_have_arrived) << answer;
  }
}

TEST(MailTransport, EachWrongSettingIsNamed) {
  MailServer server = ServerAt("http://127.0.0.1");
  server.from = "centre";
  server.from_name = "a\"b";
  server.user = "centre";
  const auto transport = MakeMailTransport(server);
  ASSERT_FALSE(transport.has_value());
  std::vector<std::string> wrong;
  for (const FieldError& field : transport.error().fields) wrong.push_back(field.path);
  EXPECT_THAT(wrong, ElementsAre("url", "from", "from_name", "password"));
}

}  // namespace
}  // namespace hetang::message
