// Orders and answers for the tests of this folder. Every person and number is invented.
#pragma once

#include "gateway/bank/messages.h"
#include "gateway/bank/profile.h"

namespace hetang::bank {

inline constexpr const char* kTestBank = "900000000001";

inline Moment At(const char* iso) { return *ParseIso(iso); }

inline OrderHead TestHead(std::string application_id) {
  return {std::move(application_id), "AJ430102202604010001", "01", EmergencyLevel::urgent};
}

inline OrderTail TestTail() {
  OrderTail tail;
  tail.application_time = At("2026-04-01T15:12:30+08:00");
  tail.application_org_id = std::string(kCentreNode);
  tail.application_org_name = "荷塘分局反诈中心";
  tail.operator_ = {"08", IdentityNumber("P430001"), PersonName("林一鸣"),
                    PhoneNumber("13900000001")};
  tail.investigator = {"08", IdentityNumber("P430002"), PersonName("沈知秋"), std::nullopt};
  return tail;
}

inline TargetAccount TestTarget() {
  return {kTestBank, "中国工商银行", AccountType::personal, PersonName("赵某某"),
          AccountNumber("6222020000000000016")};
}

inline StopRequest TestStop() {
  StopRequest stop;
  stop.head = TestHead("100101202604010000000001");
  stop.transfer_out = {"900000000003", "中国建设银行", PersonName("芦小芳"),
                       AccountNumber("6217000000000000024")};
  stop.transfer_amount_fen = Fen(23'500'000);
  stop.transfer_time = At("2026-04-01T15:02:00+08:00");
  stop.target = TestTarget();
  stop.reason = "电信网络诈骗";
  stop.remark = "<急> A&B";
  stop.start_time = At("2026-04-01T15:12:30+08:00");
  stop.expire_time = At("2026-04-03T15:12:30+08:00");
  stop.tail = TestTail();
  return stop;
}

inline StopRelease TestRelease() {
  StopRelease release;
  release.head = TestHead("100103202604020000000002");
  release.original_application_id = "100101202604010000000001";
  release.target = TestTarget();
  release.withdrawal_remark = "核实无关";
  release.tail = TestTail();
  return release;
}

inline StopExtension TestExtension() {
  StopExtension extension;
  extension.head = TestHead("100105202604030000000003");
  extension.original_application_id = "100101202604010000000001";
  extension.target = TestTarget();
  extension.postpone_start_time = At("2026-04-03T15:12:30+08:00");
  extension.expire_time = At("2026-04-05T15:12:30+08:00");
  extension.tail = TestTail();
  return extension;
}

inline StopFeedback TestFeedback() {
  StopFeedback feedback;
  feedback.application_id = "100101202604010000000001";
  feedback.result = "0000";
  feedback.account_type = AccountType::personal;
  feedback.account_number = AccountNumber("6222020000000000016");
  feedback.card_number = AccountNumber("6222020000000000016");
  feedback.account_balance_fen = Fen(23'450'050);
  feedback.start_time = At("2026-04-01T15:12:41+08:00");
  feedback.expire_time = At("2026-04-03T15:12:41+08:00");
  feedback.feedback_remark = "已止付";
  feedback.feedback_org_name = "中国工商银行";
  feedback.operator_name = PersonName("郑值班");
  feedback.operator_phone_number = PhoneNumber("02100000000");
  return feedback;
}

inline ReleaseFeedback TestReleaseFeedback() {
  ReleaseFeedback feedback;
  static_cast<StopFeedback&>(feedback) = TestFeedback();
  feedback.withdrawal_time = At("2026-04-02T09:00:00+08:00");
  return feedback;
}

inline Envelope TestEnvelope(Body body) {
  const bool is_order = body.index() < 3;
  Envelope envelope{is_order ? kTestBank : std::string(kCentreNode), "", std::move(body)};
  envelope.serial = (is_order ? std::string(kCentreNode) : std::string(kTestBank)) +
                    "0000000000000000000000000001";
  return envelope;
}

}  // namespace hetang::bank
