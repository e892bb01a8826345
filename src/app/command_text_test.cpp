#include "app/command_text.h"

#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/json.h"

namespace hetang::app {
namespace {

using ::testing::HasSubstr;

const Moment kNow = *ParseIso("2026-03-05T15:40:00+08:00");

struct Outcome {
  int code;
  std::string out, err;
};

Outcome Answer(const TextOptions& options, const std::string& input) {
  std::istringstream in(input);
  std::ostringstream out, err;
  const int code = RunText(options, in, out, err, kNow);
  return {code, out.str(), err.str()};
}

TEST(TextCommand, JsonHoldsEntitiesAndPaymentsWithEveryField) {
  const Outcome outcome = Answer({.at = {}, .json = true, .jsonl = false}, "昨天21:40转了5000元");
  EXPECT_EQ(outcome.code, 0);
  const auto document = json::Parse(outcome.out);
  ASSERT_TRUE(document.has_value());
  const auto& object = document->get_object();
  const auto& amount = object.at("entities").get_array().at(1).get_object();
  for (const auto* field : {"kind", "start", "end", "text", "value", "valid", "role"}) {
    EXPECT_TRUE(amount.contains(field)) << field;
  }
  EXPECT_EQ(amount.at("value").to_number<std::int64_t>(), 500000);
  const auto& payment = object.at("payments").get_array().at(0).get_object();
  EXPECT_EQ(payment.at("amount_fen").to_number<std::int64_t>(), 500000);
  EXPECT_EQ(payment.at("at"), "2026-03-04T21:40:00+08:00");
  EXPECT_TRUE(payment.at("to_account").is_null());
}

TEST(TextCommand, ReportTimeOfTheLineGoesBeforeTheOption) {
  const Outcome outcome =
      Answer({.at = kNow, .json = false, .jsonl = true},
             R"({"id":"a","text":"昨天转了5000元","report_time":"2026-01-02T10:00:00+08:00"})");
  EXPECT_THAT(outcome.out, HasSubstr("2026-01-01T00:00:00+08:00"));
  EXPECT_THAT(outcome.out, HasSubstr(R"("id":"a")"));
}

TEST(TextCommand, ABadLineIsNamedAndTheOthersGoOn) {
  const Outcome outcome =
      Answer({.at = {}, .json = false, .jsonl = true},
             "{\"id\":1,\"text\":\"转了50元\"}\n{bad\n{\"id\":3,\"text\":\"好\"}\n");
  EXPECT_EQ(outcome.code, 1);
  EXPECT_THAT(outcome.err, HasSubstr("line 2"));
  EXPECT_THAT(outcome.out, HasSubstr("\"id\":1"));
  EXPECT_THAT(outcome.out, HasSubstr("\"id\":3"));
}

TEST(TextCommand, BrokenUtf8IsRefused) {
  const Outcome outcome = Answer({.at = {}, .json = true, .jsonl = false}, "转了\xFF");
  EXPECT_EQ(outcome.code, 1);
  EXPECT_TRUE(outcome.out.empty());
}

}  // namespace
}  // namespace hetang::app
