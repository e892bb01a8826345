// What one gateway of short messages is like, as data: each provider of SMS over HTTP has its own
// field names, codes and reports, and none of them needs a program of its own.
//
//   {"name": "example", "url": "https://sms.example.cn/v1/send", "body": "json",
//    "headers": [{"name": "Authorization", "value": "Bearer {{secret}}"}],
//    "fields": [{"name": "phone_number", "value": "{{phone}}"},
//               {"name": "content", "value": "{{text}}"}, {"name": "out_id", "value": "{{id}}"}],
//    "signature": "荷塘反诈中心",
//    "answer": {"code": "/code", "accepted": ["OK"], "message_id": "/biz_id",
//               "again": ["isv.BUSINESS_LIMIT_CONTROL"],
//               "refused": [{"code": "isv.MOBILE_NUMBER_ILLEGAL", "why": "recipient"}]},
//    "report": {"message_id": "/biz_id", "id": "/out_id", "phone": "/phone_number",
//               "status": "/err_code", "at": "/report_time",
//               "delivered": ["DELIVERED"], "expired": ["EXPIRED"], "pending": ["ACCEPTD"]},
//    "reply": {"phone": "/phone_number", "text": "/content", "at": "/send_time",
//              "message_id": "/sequence_id"}}
//
// Requests are always POST: with GET the number and the text would stand in addresses, and so in
// logs. What an answer or a report holds is named by JSON pointers (RFC 6901); strings, numbers and
// true or false are read alike. A code that is in none of the lists is tried again. The shape of
// answers, reports and replies is that of Alibaba Cloud's SendSms, SmsReport and SmsUp
// (help.aliyun.com, documents 55284 and 101347); Kannel, Yunpian and others are the same by other
// names. A gateway that wants a signature over the request, or an id of a template in place of the
// text, cannot be described yet.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/field.h"
#include "base/result.h"
#include "gateway/message/outcome.h"

namespace hetang::message {

struct NamedValue {
  std::string name;
  std::string value;  // May hold {{phone}}, {{text}}, {{id}}, {{secret}}; a header only the last.
};
BOOST_DESCRIBE_STRUCT(NamedValue, (), (name, value))

enum class BodyKind { json, form };
BOOST_DESCRIBE_ENUM(BodyKind, json, form)

struct RefusedCode {
  std::string code;
  Refusal why = Refusal::other;
};
BOOST_DESCRIBE_STRUCT(RefusedCode, (), (code, why))

struct AnswerShape {
  std::string code;  // A JSON pointer, as all places are.
  std::vector<std::string> accepted;
  std::string message_id;
  std::optional<std::vector<std::string>> again;
  std::optional<std::vector<RefusedCode>> refused;
};
BOOST_DESCRIBE_STRUCT(AnswerShape, (), (code, accepted, message_id, again, refused))

// Of one item of a report; the body is a list of items, or one item.
struct ReportShape {
  std::optional<std::string> list;  // Where the list is; absent: the body itself.
  std::string message_id;
  std::optional<std::string> id;  // Where our id comes back.
  std::string phone;
  std::string status;
  std::vector<std::string> delivered;
  std::optional<std::vector<std::string>> expired;
  std::optional<std::vector<std::string>> pending;  // Passed over. Any other status is a failure.
  std::optional<std::string> at;
};
BOOST_DESCRIBE_STRUCT(ReportShape, (),
                      (list, message_id, id, phone, status, delivered, expired, pending, at))

// Of what a recipient wrote back.
struct ReplyShape {
  std::optional<std::string> list;
  std::string phone;
  std::string text;
  std::string message_id;  // Of the reply; a reply that comes again has the same.
  std::optional<std::string> at;
};
BOOST_DESCRIBE_STRUCT(ReplyShape, (), (list, phone, text, message_id, at))

struct SmsProfile {
  std::string name;
  std::string url;
  BodyKind body = BodyKind::json;
  std::optional<std::vector<NamedValue>> headers;
  std::vector<NamedValue> fields;
  std::optional<Text<18>> signature;  // Put before the text in 【】, as mainland operators demand.
  AnswerShape answer;
  std::optional<ReportShape> report;
  std::optional<ReplyShape> reply;
};
BOOST_DESCRIBE_STRUCT(SmsProfile, (),
                      (name, url, body, headers, fields, signature, answer, report, reply))

// Error: invalid, with each wrong field: what json::Read says; a url that is not http(s); fields
// without {{phone}} or {{text}}; another placeholder; a place that is no JSON pointer; a code that
// is in two lists; no code that accepts.
Result<SmsProfile> ReadSmsProfile(std::string_view json);

// The profile of the simulated gateway at this address, such as `http://127.0.0.1:9200`.
SmsProfile DemoSmsProfile(const std::string& base);

}  // namespace hetang::message
