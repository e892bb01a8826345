#include "gateway/message/sms_profile.h"

#include <algorithm>
#include <set>

#include "base/check.h"
#include "base/json.h"
#include "gateway/message/placeholders.h"

namespace hetang::message {
namespace {

using Errors = std::vector<FieldError>;

std::string PathOf(std::string_view list, std::size_t index, std::string_view field) {
  return std::string(list) + "[" + std::to_string(index) + "]." + std::string(field);
}

bool IsPlain(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c < 0x7F; });
}

// RFC 6901: nothing, or tokens that each begin with a slash; ~ only as ~0 or ~1.
bool IsPointer(std::string_view text) {
  if (text.empty() || text.front() != '/') return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '~') continue;
    if (i + 1 == text.size() || (text[i + 1] != '0' && text[i + 1] != '1')) return false;
  }
  return true;
}

void CheckPointer(std::string_view text, std::string path, Errors& errors) {
  if (!IsPointer(text)) errors.push_back({std::move(path), "pointer", "A JSON pointer: /a/0/b."});
}

void CheckOptional(const std::optional<std::string>& text, std::string path, Errors& errors) {
  if (text) CheckPointer(*text, std::move(path), errors);
}

// The placeholders of these values; one that is not in `known` is reported.
std::set<std::string> CheckValues(const std::vector<NamedValue>& values, std::string_view list,
                                  const std::set<std::string>& known, Errors& errors) {
  std::set<std::string> used;
  std::set<std::string> seen;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const std::string path = PathOf(list, i, "value");
    if (values[i].name.empty()) errors.push_back({PathOf(list, i, "name"), "missing", ""});
    if (!seen.insert(values[i].name).second) {
      errors.push_back({PathOf(list, i, "name"), "doubled", ""});
    }
    const auto names = PlaceholdersIn(values[i].value, path);
    if (!names.has_value()) {
      errors.push_back(names.error().fields.front());
      continue;
    }
    for (const std::string& name : *names) {
      if (!known.contains(name)) errors.push_back({path, "placeholder", ""});
      used.insert(name);
    }
  }
  return used;
}

void CheckHeaders(const std::vector<NamedValue>& headers, Errors& errors) {
  CheckValues(headers, "headers", {"secret"}, errors);
  for (std::size_t i = 0; i < headers.size(); ++i) {
    // A colon or a line end would make another header of it.
    if (!IsPlain(headers[i].name) || headers[i].name.find_first_of(": ") != std::string::npos) {
      errors.push_back({PathOf("headers", i, "name"), "text", ""});
    }
    if (!IsPlain(headers[i].value)) errors.push_back({PathOf("headers", i, "value"), "text", ""});
  }
}

void CheckAnswer(const AnswerShape& answer, Errors& errors) {
  CheckPointer(answer.code, "answer.code", errors);
  CheckPointer(answer.message_id, "answer.message_id", errors);
  if (answer.accepted.empty()) errors.push_back({"answer.accepted", "missing", ""});
  std::set<std::string> seen;
  const auto add = [&](const std::string& code, const std::string& path) {
    if (!seen.insert(code).second) errors.push_back({path, "doubled", ""});
  };
  for (const std::string& code : answer.accepted) add(code, "answer.accepted");
  if (answer.again) {
    for (const std::string& code : *answer.again) add(code, "answer.again");
  }
  if (answer.refused) {
    for (const RefusedCode& line : *answer.refused) add(line.code, "answer.refused");
  }
}

void CheckReport(const ReportShape& report, Errors& errors) {
  CheckOptional(report.list, "report.list", errors);
  CheckPointer(report.message_id, "report.message_id", errors);
  CheckOptional(report.id, "report.id", errors);
  CheckPointer(report.phone, "report.phone", errors);
  CheckPointer(report.status, "report.status", errors);
  CheckOptional(report.at, "report.at", errors);
  if (report.delivered.empty()) errors.push_back({"report.delivered", "missing", ""});
}

void CheckReply(const ReplyShape& reply, Errors& errors) {
  CheckOptional(reply.list, "reply.list", errors);
  CheckPointer(reply.phone, "reply.phone", errors);
  CheckPointer(reply.text, "reply.text", errors);
  CheckPointer(reply.message_id, "reply.message_id", errors);
  CheckOptional(reply.at, "reply.at", errors);
}

}  // namespace

Result<SmsProfile> ReadSmsProfile(std::string_view json) {
  HT_TRY(SmsProfile profile, json::Read<SmsProfile>(json));
  Errors errors;
  if (profile.name.empty()) errors.push_back({"name", "missing", ""});
  const bool is_http = profile.url.starts_with("https://") || profile.url.starts_with("http://");
  if (!is_http || !IsPlain(profile.url) || profile.url.find(' ') != std::string::npos) {
    errors.push_back({"url", "url", ""});
  }
  if (profile.headers) CheckHeaders(*profile.headers, errors);
  const auto used =
      CheckValues(profile.fields, "fields", {"phone", "text", "id", "secret"}, errors);
  for (const char* needed : {"phone", "text"}) {
    if (!used.contains(needed)) {
      errors.push_back({"fields", "missing", "No field holds {{" + std::string(needed) + "}}."});
    }
  }
  CheckAnswer(profile.answer, errors);
  if (profile.report) CheckReport(*profile.report, errors);
  if (profile.reply) CheckReply(*profile.reply, errors);
  if (!errors.empty()) return Invalid(std::move(errors));
  return profile;
}

SmsProfile DemoSmsProfile(const std::string& base) {
  auto profile = ReadSmsProfile(R"({
    "name": "demo", "url": "http://to.be.named/sms/messages", "body": "json",
    "headers": [{"name": "Authorization", "value": "Bearer {{secret}}"}],
    "fields": [{"name": "phone_number", "value": "{{phone}}"},
               {"name": "content", "value": "{{text}}"}, {"name": "out_id", "value": "{{id}}"}],
    "signature": "荷塘反诈中心",
    "answer": {"code": "/code", "accepted": ["OK"], "message_id": "/biz_id",
               "again": ["isp.SYSTEM_ERROR", "isv.BUSINESS_LIMIT_CONTROL"],
               "refused": [{"code": "isv.MOBILE_NUMBER_ILLEGAL", "why": "recipient"},
                           {"code": "isv.BLACK_KEY_CONTROL_LIMIT", "why": "recipient"},
                           {"code": "isv.SMS_CONTENT_ILLEGAL", "why": "content"},
                           {"code": "isv.SMS_SIGNATURE_ILLEGAL", "why": "content"},
                           {"code": "isv.ACCOUNT_ABNORMAL", "why": "authentication"},
                           {"code": "isv.AMOUNT_NOT_ENOUGH", "why": "authentication"}]},
    "report": {"message_id": "/biz_id", "id": "/out_id", "phone": "/phone_number",
               "status": "/err_code", "at": "/report_time",
               "delivered": ["DELIVERED"], "expired": ["EXPIRED"], "pending": ["ACCEPTD"]},
    "reply": {"phone": "/phone_number", "text": "/content", "at": "/send_time",
              "message_id": "/sequence_id"}})");
  HT_CHECK(profile.has_value());
  profile->url = base + "/sms/messages";
  return std::move(*profile);
}

}  // namespace hetang::message
