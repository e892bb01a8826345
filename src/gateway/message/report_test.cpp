#include "gateway/message/report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hetang::message {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

const SmsProfile& Demo() {
  static const SmsProfile profile = DemoSmsProfile("http://127.0.0.1:1");
  return profile;
}

std::string ReportWith(const std::string& status) {
  return R"({"phone_number":"+8613900000001","send_time":"2026-04-01 15:10:00",)"
         R"("report_time":"2026-04-01 15:10:04","success":true,"err_msg":"x","sms_size":"1",)"
         R"("err_code":")" +
         status + R"(","biz_id":"b-1","out_id":"test-message-1"})";
}

TEST(Report, EachStateIsReadWithBothIds) {
  const auto incoming =
      ReadReports("[" + ReportWith("DELIVERED") + "," + ReportWith("EXPIRED") + "," +
                      ReportWith("MK:0001") + "," + ReportWith("ACCEPTD") + "]",
                  Demo());
  ASSERT_TRUE(incoming.has_value());
  EXPECT_THAT(incoming->unread, IsEmpty());
  ASSERT_THAT(incoming->items, SizeIs(3));  // What is only on its way is no report.
  const Report& first = incoming->items[0];
  EXPECT_EQ(first.provider_id, "b-1");
  EXPECT_EQ(first.id, "test-message-1");
  EXPECT_EQ(first.phone, PhoneNumber("13900000001"));
  EXPECT_EQ(first.delivery, Delivery::delivered);
  EXPECT_EQ(first.at, ParseIso("2026-04-01T15:10:04+08:00"));
  EXPECT_EQ(incoming->items[1].delivery, Delivery::expired);
  EXPECT_EQ(incoming->items[2].delivery, Delivery::failed);
  EXPECT_EQ(incoming->items[2].code, "MK:0001");
}

TEST(Report, OneThatCannotBeReadDoesNotKeepTheOthersAway) {
  const auto incoming =
      ReadReports("[" + ReportWith("DELIVERED") +
                      R"(,7,null,{"phone_number":"96110","err_code":["DELIVERED"],"biz_id":"",)"
                      R"("report_time":"yesterday"},)" +
                      ReportWith("EXPIRED") + "]",
                  Demo());
  ASSERT_TRUE(incoming.has_value());
  EXPECT_THAT(incoming->items, SizeIs(2));
  std::vector<std::string> unread;
  for (const FieldError& field : incoming->unread) unread.push_back(field.path + ":" + field.code);
  EXPECT_THAT(unread,
              ElementsAre("[1].message_id:missing", "[1].phone:missing", "[1].status:missing",
                          "[2].message_id:missing", "[2].phone:missing", "[2].status:missing",
                          "[3].message_id:missing", "[3].phone:phone", "[3].status:missing",
                          "[3].at:time"));
}

TEST(Report, ABodyThatIsNoListIsRefusedWhole) {
  for (const std::string& body :
       {std::string(), std::string("DELIVERED"), std::string("7"), std::string("[{]"),
        std::string("\xB3\xC9"), "[" + std::string(1u << 20, ' ') + "]"}) {
    EXPECT_FALSE(ReadReports(body, Demo()).has_value()) << body.substr(0, 40);
  }
  std::string many = "[0";
  for (int i = 0; i < 1'000; ++i) many += ",0";
  EXPECT_EQ(ReadReports(many + "]", Demo()).error().code, ErrorCode::too_large);
  SmsProfile without = Demo();
  without.report.reset();
  EXPECT_EQ(ReadReports("[]", without).error().code, ErrorCode::unsupported);
}

TEST(Report, ASingleOneAndAListInsideAreReadWhereTheProfileSays) {
  EXPECT_THAT(ReadReports(ReportWith("DELIVERED"), Demo())->items, SizeIs(1));
  SmsProfile inside = Demo();
  inside.report->list = "/data/items";
  EXPECT_THAT(ReadReports(R"({"data":{"items":[)" + ReportWith("DELIVERED") + "]}}", inside)->items,
              SizeIs(1));
  EXPECT_FALSE(ReadReports(R"({"data":{}})", inside).has_value());
}

TEST(Reply, WhatARecipientAnsweredIsReadAndHidden) {
  const auto incoming =
      ReadReplies(R"([{"phone_number":"13900000001","send_time":"2026-04-01 15:12:00",)"
                  R"("content":" 1 ","sequence_id":42},{"phone_number":"13900000001",)"
                  R"("content":"a\u0000b","sequence_id":43}])",
                  Demo());
  ASSERT_TRUE(incoming.has_value());
  ASSERT_THAT(incoming->items, SizeIs(1));
  EXPECT_EQ(incoming->items[0].text, PersonalText("1"));
  EXPECT_EQ(incoming->items[0].provider_id, "42");
  EXPECT_THAT(incoming->unread, SizeIs(1));
}

}  // namespace
}  // namespace hetang::message
