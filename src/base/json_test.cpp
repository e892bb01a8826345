#include "base/json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hetang::json {

struct Payment {
  Fen amount_fen;
  std::optional<AccountNumber> account;
};
BOOST_DESCRIBE_STRUCT(Payment, (), (amount_fen, account))

enum class Source { call, walk_in };
BOOST_DESCRIBE_ENUM(Source, call, walk_in)

struct Report {
  PersonName victim;
  Source source = Source::call;
  std::optional<Source> second_source;
  std::vector<Payment> payments;
  std::optional<Payment> first;
};
BOOST_DESCRIBE_STRUCT(Report, (), (victim, source, second_source, payments, first))

using namespace std::string_view_literals;
using testing::HasSubstr;
using testing::Not;
using testing::Pair;
using testing::UnorderedElementsAre;

namespace {

std::vector<std::pair<std::string, std::string>> Wrong(std::string_view text) {
  const auto read = Read<Report>(text);
  EXPECT_FALSE(read.has_value());
  std::vector<std::pair<std::string, std::string>> wrong;
  for (const auto& field : read.error().fields) wrong.emplace_back(field.path, field.code);
  return wrong;
}

// The code of the one thing that is wrong with text that is not JSON.
std::string Refused(std::string_view text, Limits limits = {}) {
  const auto parsed = Parse(text, limits);
  if (parsed.has_value()) return "accepted";
  return parsed.error().fields.empty() ? "" : parsed.error().fields[0].code;
}

TEST(Json, ARecordComesBackAsItWasWritten) {
  Report report;
  report.victim = PersonName("张三");
  report.source = Source::walk_in;
  report.payments = {{Fen(6'600'000), AccountNumber("6222021234561234")}, {Fen(1), {}}};
  const auto read = Read<Report>(Write(report, Reveal::in_full));
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->victim, report.victim);
  EXPECT_EQ(read->source, Source::walk_in);
  EXPECT_EQ(read->second_source, std::nullopt);
  ASSERT_EQ(read->payments.size(), 2U);
  EXPECT_EQ(read->payments[0].amount_fen, Fen(6'600'000));
  EXPECT_EQ(read->payments[0].account, report.payments[0].account);
  EXPECT_EQ(read->payments[1].account, std::nullopt);
  EXPECT_FALSE(read->first.has_value());
}

TEST(Json, PersonalValuesAreMaskedUnlessRevealed) {
  Report report;
  report.victim = PersonName("张三");
  report.payments = {{Fen(1), AccountNumber("6222021234561234")}};
  const std::string text = Write(report);
  EXPECT_THAT(text, HasSubstr("张*"));
  EXPECT_THAT(text, Not(HasSubstr("0212345")));
}

TEST(Json, EveryWrongFieldIsReportedAtOnceWithItsPath) {
  EXPECT_THAT(
      Wrong(R"({"source":"fax","payments":[{"amount_fen":1},{"amount_fen":"2","x":3},4],
                "first":{"amount_fen":null},"extra":1})"),
      UnorderedElementsAre(Pair("victim", "missing"), Pair("source", "choice"),
                           Pair("payments[1].amount_fen", "amount"),
                           Pair("payments[1]", "unknown_field"), Pair("payments[2]", "object"),
                           Pair("first.amount_fen", "missing"), Pair("(body)", "unknown_field")));
}

TEST(Json, AnErrorNeverHoldsTheValueThatWasRead) {
  const auto read = Read<Report>(R"({"victim":["张三"],"source":"secret","payments":[]})"sv);
  ASSERT_FALSE(read.has_value());
  for (const auto& field : read.error().fields) {
    EXPECT_THAT(field.message + field.path, Not(HasSubstr("张三")));
    EXPECT_THAT(field.message + field.path, Not(HasSubstr("secret")));
  }
}

TEST(Json, ValuesOfEveryKindAreRead) {
  const auto value = Parse(
      " {\"a\": [1, -9223372036854775808, 1.5e3, true, false, null, "
      "\"\\u8377\\ud842\\udfb7\\n\"]} ");
  ASSERT_TRUE(value.has_value());
  EXPECT_EQ(boost::json::serialize(*value),
            "{\"a\":[1,-9223372036854775808,1.5E3,true,false,null,\"荷𠮷\\n\"]}");
}

TEST(Json, TextThatIsNotJsonIsRefusedWithTheReason) {
  EXPECT_EQ(Refused(""), "ends_early");
  EXPECT_EQ(Refused("{\"a\":1"), "ends_early");
  EXPECT_EQ(Refused("{\"a\":1} x"), "text_after_value");
  EXPECT_EQ(Refused("{\"a\":1,\"a\":2}"), "duplicate_key");
  EXPECT_EQ(Refused("\"a\nb\""), "control_character");
  EXPECT_EQ(Refused("\"\\ud842\""), "broken_utf16");
  EXPECT_EQ(Refused("\"\xFF\""), "broken_utf8");
  EXPECT_EQ(Refused(std::string(400, '9')), "number_range");
  EXPECT_EQ(Refused("1e400"), "number_range");
  for (const char* text :
       {"01", "-", "1.", ".5", "1e", "+1", "[1,]", "{,}", "{a:1}", "nul", "'a'"}) {
    EXPECT_EQ(Refused(text), "not_json") << text;
  }
}

TEST(Json, DepthAndSizeHaveALimit) {
  const std::string deep = std::string(10'000, '[') + std::string(10'000, ']');
  const auto parsed = Parse(deep);
  ASSERT_FALSE(parsed.has_value());
  EXPECT_EQ(parsed.error().code, ErrorCode::too_large);
  EXPECT_TRUE(Parse("[[1]]", {.depth = 2}).has_value());
  EXPECT_EQ(Refused("[[1]]", {.depth = 1}), "too_deep");
  EXPECT_EQ(Parse("[1, 2]", {.bytes = 5}).error().code, ErrorCode::too_large);
}

TEST(Json, TheSchemaSaysWhatReadingAsksFor) {
  boost::json::object schemas;
  const auto reference = SchemaOf<Report>(schemas);
  EXPECT_EQ(boost::json::serialize(reference), R"({"$ref":"#/components/schemas/Report"})");
  const auto& report = schemas["Report"].as_object();
  EXPECT_EQ(boost::json::serialize(report.at("required")), R"(["victim","source","payments"])");
  const auto& properties = report.at("properties").as_object();
  EXPECT_EQ(boost::json::serialize(properties.at("second_source")),
            R"({"type":["string","null"],"enum":["call","walk_in",null]})");
  EXPECT_TRUE(schemas.contains("Payment"));
}

}  // namespace
}  // namespace hetang::json
