// For tests: templates and messages of every channel, all of them invented.
#pragma once

#include <string>

#include <gtest/gtest.h>

#include "gateway/message/template.h"

namespace hetang::message {

inline constexpr char kTestPhone[] = "13900000001";
inline constexpr char kTestRobot[] = "00000000-0000-4000-8000-000000000001";
inline constexpr char kTestSecret[] = "a secret of at least sixteen bytes";

inline Moment TestNow() { return *ParseIso("2026-04-01T15:10:00+08:00"); }

inline Template TestTemplate(Channel channel, std::string text =
                                                  "您可能正遭遇{{fraud_class}}诈骗,"
                                                  "请勿转账,速拨{{hotline}}。") {
  Template of;
  of.name = "imminent_call_back";
  of.channel = channel;
  if (channel == Channel::email) of.subject = "提醒:{{fraud_class}}";
  of.text = std::move(text);
  return of;
}

inline Filling TestFilling(const std::string& to, const std::string& id = "test-message-1") {
  return {id, PersonalText(to), {{"fraud_class", "刷单返利"}, {"hotline", "000-96110"}}};
}

inline Message TestMessage(Channel channel, const std::string& to,
                           const std::string& id = "test-message-1") {
  auto message = Compose(TestTemplate(channel), TestFilling(to, id));
  EXPECT_TRUE(message.has_value());
  return std::move(*message);
}

}  // namespace hetang::message
