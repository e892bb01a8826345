#include "platform/http/last_words.h"

#include <array>

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "platform/http/problem.h"

namespace hetang::http {
namespace {

struct Meaning {
  std::string_view failure;  // As http_parser names it.
  int status;
  std::string_view reason;
  ErrorCode code;
  std::string_view rule;
};

constexpr std::array<Meaning, 7> kMeanings{{
    {"HPE_CB_headers_complete", 413, "Content Too Large", ErrorCode::too_large, "body_limit"},
    {"HPE_CB_body", 413, "Content Too Large", ErrorCode::too_large, "body_limit"},
    {"HPE_CB_url", 414, "URI Too Long", ErrorCode::too_large, "target_limit"},
    {"HPE_CB_header_field", 431, "Request Header Fields Too Large", ErrorCode::too_large,
     "header_limit"},
    {"HPE_CB_header_value", 431, "Request Header Fields Too Large", ErrorCode::too_large,
     "header_limit"},
    {"HPE_HEADER_OVERFLOW", 431, "Request Header Fields Too Large", ErrorCode::too_large,
     "header_limit"},
    {"HPE_", 400, "Bad Request", ErrorCode::invalid, "malformed_request"},
}};

thread_local std::string last_words;

}  // namespace

std::string AnswerToParserFailure(std::string_view failure) {
  for (const auto& meaning : kMeanings) {
    if (failure.find(meaning.failure) == std::string_view::npos) continue;
    spdlog::info("a request was refused unread: {} {}", meaning.status, meaning.rule);
    const Response problem = ProblemWith(
        meaning.status,
        {meaning.code, "The request is not one this server takes.", std::string(meaning.rule), {}});
    return fmt::format(
        "HTTP/1.1 {} {}\r\nContent-Type: {}\r\nContent-Length: {}\r\nCache-Control: no-store\r\n"
        "X-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n{}",
        meaning.status, meaning.reason, problem.content_type, problem.body.size(), problem.body);
  }
  return {};
}

void NoteFailure(std::string_view failure) noexcept {
  try {
    last_words = AnswerToParserFailure(failure);
  } catch (const std::exception&) {
    last_words.clear();  // Out of memory: the connection is closed without a word.
  }
}

std::string TakeLastWords() { return std::exchange(last_words, {}); }

}  // namespace hetang::http
