#include "gateway/message/template.h"

#include <type_traits>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "gateway/message/test_messages.h"

namespace hetang::message {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::UnorderedElementsAre;

template <typename T>
std::vector<std::string> WrongIn(const Result<T>& result) {
  std::vector<std::string> wrong;
  if (result.has_value()) return wrong;
  for (const FieldError& field : result.error().fields) {
    wrong.push_back(field.path + ":" + field.code);
  }
  return wrong;
}

// The only way to a Message leads through a template.
static_assert(!std::is_default_constructible_v<Message>);
static_assert(!std::is_constructible_v<Message, Parts>);

TEST(Template, AMessageIsTheAgreedWordsWithTheirFields) {
  const auto message = Compose(TestTemplate(Channel::sms), TestFilling("+86 139-0000-0001"));
  ASSERT_TRUE(message.has_value());
  EXPECT_EQ(message->text().Reveal(), "您可能正遭遇刷单返利诈骗,请勿转账,速拨000-96110。");
  EXPECT_EQ(message->to().Reveal(), kTestPhone);
  EXPECT_EQ(message->template_name(), "imminent_call_back");
}

TEST(Template, AFieldThatIsNotAgreedForTheAudienceIsRefusedByName) {
  for (const char* name : {"victim_name", "phone", "card", "amount", "case_number", "address"}) {
    const Template of = TestTemplate(Channel::sms, "{{" + std::string(name) + "}} {{hotline}}");
    EXPECT_THAT(WrongIn(Check(of)), ElementsAre("text." + std::string(name) + ":not_agreed"));
  }
  // A street is told what a citizen is not.
  Template street = TestTemplate(Channel::sms, "{{street}}{{community}}");
  EXPECT_THAT(WrongIn(Check(street)),
              UnorderedElementsAre("text.street:not_agreed", "text.community:not_agreed"));
  street.audience = Audience::community;
  EXPECT_TRUE(Check(street).has_value());
}

TEST(Template, WhatIsGivenBesideTheAgreementIsRefusedEvenWhenNoPlaceAsksForIt) {
  Filling filling = TestFilling(kTestPhone);
  filling.fields["victim_name"] = "赵某某";
  filling.fields["reference"] = "R-12";  // Agreed, and not used by this template.
  EXPECT_THAT(WrongIn(Compose(TestTemplate(Channel::sms), filling)),
              ElementsAre("fields.victim_name:not_agreed"));
}

TEST(Template, EverythingWrongIsToldAtOnceWithoutAValue) {
  Filling filling;
  filling.id = "short";
  filling.to = PersonalText("6222020000000001");
  filling.fields = {{"hotline", "one\ntwo"}, {"amount", "12345"}};
  const auto message = Compose(TestTemplate(Channel::sms), filling);
  EXPECT_THAT(WrongIn(message),
              UnorderedElementsAre("id:text", "to:phone", "fields.hotline:text",
                                   "fields.amount:not_agreed", "fields.fraud_class:missing"));
  for (const FieldError& field : message.error().fields) {
    EXPECT_THAT(field.path + field.message, Not(HasSubstr("12345")));
    EXPECT_THAT(field.path + field.message, Not(HasSubstr("6222")));
  }
}

TEST(Template, AValueIsOnlyEverWords) {
  for (const char* value : {"", "  ", "{{hotline}}", "two\nlines", "tab\there",
                            "一二三四五六七八九十一二三四五六七八九十一"}) {
    Filling filling = TestFilling(kTestPhone);
    filling.fields["fraud_class"] = value;
    EXPECT_THAT(WrongIn(Compose(TestTemplate(Channel::sms), filling)),
                ElementsAre("fields.fraud_class:text"))
        << value;
  }
  Template of = TestTemplate(Channel::robot);
  of.markup = Markup::markdown;
  Filling filling = TestFilling(kTestRobot);
  filling.fields["fraud_class"] = "[a](b)<font>*";
  EXPECT_THAT(Compose(of, filling)->text().Reveal(), HasSubstr("［a］（b）＜font＞＊"));
}

TEST(Template, WrongTemplatesAreRefused) {
  const auto wrong = [](Channel channel, const char* text) {
    return WrongIn(Check(TestTemplate(channel, text)));
  };
  EXPECT_THAT(wrong(Channel::sms, "{{hotline"), ElementsAre("text:placeholder"));
  EXPECT_THAT(wrong(Channel::sms, "hotline}}"), ElementsAre("text:placeholder"));
  EXPECT_THAT(wrong(Channel::sms, "{{Hot line}}"), ElementsAre("text:placeholder"));
  EXPECT_THAT(wrong(Channel::sms, "{{}}"), ElementsAre("text:placeholder"));
  EXPECT_THAT(wrong(Channel::sms, "{{{{hotline}}}}"), ElementsAre("text:placeholder"));
  EXPECT_THAT(wrong(Channel::sms, " "), ElementsAre("text:missing"));
  EXPECT_THAT(wrong(Channel::sms, "a\x01z"), ElementsAre("text:text"));
  Template of = TestTemplate(Channel::sms);
  of.subject = "no subject here";
  of.markup = Markup::markdown;
  of.name = "Not A Name";
  EXPECT_THAT(WrongIn(Check(of)),
              UnorderedElementsAre("name:text", "markup:choice", "subject:not_agreed"));
  Template mail = TestTemplate(Channel::email);
  mail.subject = "one\nBcc: two";
  EXPECT_THAT(WrongIn(Check(mail)), ElementsAre("subject:text"));
}

TEST(Template, ALengthTheChannelDoesNotCarryIsRefused) {
  const auto wrong = [](Channel channel, Markup markup, std::size_t count) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i) text += "荷";
    Template of = TestTemplate(channel, text);
    of.markup = markup;
    return WrongIn(Compose(of, TestFilling(channel == Channel::sms ? kTestPhone : kTestRobot)));
  };
  // Six parts of 67 with twenty characters kept for the signature.
  EXPECT_THAT(wrong(Channel::sms, Markup::plain, 6 * 67 - 20), IsEmpty());
  EXPECT_THAT(wrong(Channel::sms, Markup::plain, 6 * 67 - 19), ElementsAre("text:too_large"));
  EXPECT_THAT(wrong(Channel::robot, Markup::plain, 682), IsEmpty());
  EXPECT_THAT(wrong(Channel::robot, Markup::plain, 683), ElementsAre("text:too_large"));
  EXPECT_THAT(wrong(Channel::robot, Markup::markdown, 1365), IsEmpty());
  EXPECT_THAT(wrong(Channel::robot, Markup::markdown, 1366), ElementsAre("text:too_large"));
}

TEST(Message, ADestinationIsCheckedByItsChannel) {
  const auto is_good = [](Channel channel, const char* to) {
    return CheckDestination(channel, PersonalText(to)).has_value();
  };
  for (const char* to : {"13900000001", "+8613900000001", "0086 139 0000 0001"}) {
    EXPECT_TRUE(is_good(Channel::sms, to)) << to;
  }
  for (const char* to : {"", "1390000000", "139000000011", "12900000001", "96110", "1390000000a",
                         "13900000001,13900000002"}) {
    EXPECT_FALSE(is_good(Channel::sms, to)) << to;
  }
  EXPECT_TRUE(is_good(Channel::robot, kTestRobot));
  EXPECT_FALSE(is_good(Channel::robot, "key&debug=1-0000-0000"));
  EXPECT_TRUE(is_good(Channel::webhook, "https://unit.example.cn/hooks/a?b=c"));
  EXPECT_TRUE(is_good(Channel::webhook, "http://127.0.0.1:9200/hooks/a"));
  for (const char* to : {"http://unit.example.cn/a", "ftp://127.0.0.1/a", "https://", "a",
                         "https://user:pass@unit.example.cn/", "https://unit.example.cn/a#b",
                         "https://unit.example.cn/a b", "http://127.0.0.1.example.cn/"}) {
    EXPECT_FALSE(is_good(Channel::webhook, to)) << to;
  }
  EXPECT_TRUE(is_good(Channel::email, "duty.officer+a@unit.example.cn"));
  for (const char* to : {"", "a@b", "@example.cn", "a@@example.cn", "a..b@example.cn",
                         "a@example.cn\r\nRCPT TO:<b@example.cn>", "a b@example.cn", "<a@b.cn>"}) {
    EXPECT_FALSE(is_good(Channel::email, to)) << to;
  }
}

TEST(Message, WhatIsKeptIsReadBackWhole) {
  const Message message = TestMessage(Channel::email, "a@example.cn");
  const auto again = Message::FromKept(message.Keep());
  ASSERT_TRUE(again.has_value());
  EXPECT_EQ(again->Keep(), message.Keep());
  EXPECT_EQ(again->subject().Reveal(), "提醒:刷单返利");
  EXPECT_FALSE(Message::FromKept(PersonalText("{}")).has_value());
}

}  // namespace
}  // namespace hetang::message
