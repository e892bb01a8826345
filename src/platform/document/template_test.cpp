#include "platform/document/template.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hetang::document {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

Fields Known() {
  return {{{"number", "1"}, {"name", "某"}}, {{"payees", {{{"account", "1"}, {"sum", "2"}}}}}};
}

// The faults as `code path`.
std::vector<std::string> FaultsOf(std::string_view body,
                                  const std::vector<std::string>& needed = {}) {
  std::vector<std::string> faults;
  const auto checked = CheckBody(body, Known(), needed);
  if (checked) return faults;
  for (const FieldError& fault : checked.error().fields) {
    faults.push_back(fault.code + " " + fault.path);
  }
  return faults;
}

TEST(Template, ValuesStandWhereTheirNamesStoodAndSectionsRepeat) {
  const Fields fields{
      {{"name", "瞿安澜"}, {"bank", "甲银行"}},
      {{"payees", {{{"account", "1"}, {"sum", "2.00"}}, {{"account", "3"}, {"sum", "4.00"}}}},
       {"none", {}}}};
  const auto text = Render(
      "<p>{{name}}</p>{{#payees}}<p>{{account}} {{ sum }} {{bank}}</p>{{/payees}}"
      "{{#none}}<p>{{name}}</p>{{/none}}",
      fields);
  ASSERT_TRUE(text.has_value());
  EXPECT_EQ(*text, "<p>瞿安澜</p><p>1 2.00 甲银行</p><p>3 4.00 甲银行</p>");
}

TEST(Template, ARowsOwnValueComesBeforeTheDocuments) {
  const Fields fields{{{"sum", "9"}}, {{"payees", {{{"sum", "1"}}}}}};
  EXPECT_EQ(Render("{{sum}}{{#payees}}{{sum}}{{/payees}}{{sum}}", fields).value_or(""), "919");
}

TEST(Template, ValuesAreTextAndNeverMarkup) {
  const Fields fields{{{"name", "<script>\"x\"&'y'</script>\x01"}}, {}};
  EXPECT_EQ(Render("<p>{{name}}</p>", fields).value_or(""),
            "<p>&lt;script&gt;&quot;x&quot;&amp;&#39;y&#39;&lt;/script&gt; </p>");
}

TEST(Template, ABracedValueIsNotReadAsAField) {
  const Fields fields{{{"name", "{{number}}"}, {"number", "7"}}, {}};
  EXPECT_EQ(Render("{{name}}", fields).value_or(""), "{{number}}");
}

TEST(Template, AFieldTheDocumentDoesNotHaveIsRefusedByName) {
  EXPECT_THAT(FaultsOf("<p>{{nmae}}</p>"), ElementsAre("unknown_field body.nmae"));
  EXPECT_THAT(FaultsOf("<p>{{account}}</p>"), ElementsAre("unknown_field body.account"));
  EXPECT_THAT(FaultsOf("{{#payees}}{{account}}{{bank}}{{/payees}}"),
              ElementsAre("unknown_field body.bank"));
  EXPECT_THAT(FaultsOf("{{#victims}}{{/victims}}"), ElementsAre("unknown_section body.victims"));
}

TEST(Template, AFieldTheDocumentMustShowIsMissedByName) {
  EXPECT_THAT(FaultsOf("<p>{{name}}</p>", {"name", "number", "payees"}),
              ElementsAre("missing_field body.number", "missing_field body.payees"));
  EXPECT_THAT(FaultsOf("{{number}}{{#payees}}{{account}}{{/payees}}", {"number", "payees"}),
              ElementsAre());
}

TEST(Template, AValueThatIsNotThereIsAnErrorWhenRenderedToo) {
  const auto missing = Render("<p>{{name}}</p>", {});
  ASSERT_FALSE(missing.has_value());
  EXPECT_EQ(missing.error().fields.at(0).path, "body.name");
  EXPECT_EQ(missing.error().fields.at(0).code, "missing_field");
  EXPECT_FALSE(Render("{{#payees}}{{/payees}}", {}).has_value());
}

TEST(Template, SectionsOpenAndCloseOneAfterTheOther) {
  EXPECT_THAT(FaultsOf("{{#payees}}"), ElementsAre("open_section body.payees"));
  EXPECT_THAT(FaultsOf("a{{/payees}}"), ElementsAre("open_section body.payees"));
  EXPECT_THAT(FaultsOf("{{#payees}}{{#payees}}{{/payees}}"),
              ElementsAre("nested_section body.payees"));
  EXPECT_THAT(FaultsOf("a{{name"), ElementsAre("bad_field body.{{"));
  EXPECT_THAT(FaultsOf("a{{na me}}"), ElementsAre("bad_field body.{{"));
  EXPECT_THAT(FaultsOf(" "), ElementsAre("missing body"));
}

TEST(Template, NothingMayRunOrFetch) {
  for (const char* body :
       {"<script>1</script>", "<img>", "<iframe></iframe>", "<a>x</a>", "<link>", "<style></style>",
        "<!-- x -->", "<svg></svg>", "<form></form>", "<object></object>", "<SCRIPT></SCRIPT>"}) {
    EXPECT_THAT(FaultsOf(body), testing::Contains(HasSubstr("forbidden_tag"))) << body;
  }
  for (const char* body :
       {"<p onclick=\"x\">a</p>", "<p ONLOAD=\"x\">a</p>", "<p id=\"x\">a</p>",
        "<p style=\"background: URL(x)\">a</p>", "<p style=\"x: \\75rl(y)\">a</p>",
        "<p style=\"x: &#117;rl(y)\">a</p>", "<p style=\"@import 'x'\">a</p>"}) {
    EXPECT_THAT(FaultsOf(body), testing::Contains(HasSubstr("forbidden_attribute"))) << body;
  }
}

TEST(Template, AFieldMayNotStandInsideATag) {
  EXPECT_THAT(FaultsOf("<p class=\"{{name}}\">a</p>"), testing::Contains("field_in_tag body.name"));
  EXPECT_THAT(FaultsOf("<{{name}}>"), testing::Contains("field_in_tag body.name"));
  EXPECT_THAT(FaultsOf("<p {{#payees}}class=\"x\"{{/payees}}>a</p>"),
              testing::Contains("field_in_tag body.payees"));
}

TEST(Template, TagsAreClosedInOrderAndWithinTheirSection) {
  EXPECT_THAT(FaultsOf("<p><b>x</p></b>"), testing::Contains(HasSubstr("bad_markup")));
  EXPECT_THAT(FaultsOf("<p>x"), ElementsAre("bad_markup body.p"));
  EXPECT_THAT(FaultsOf("x</p>"), ElementsAre("bad_markup body.p"));
  EXPECT_THAT(FaultsOf("x <p"), ElementsAre("bad_markup body.<"));
  EXPECT_THAT(FaultsOf("<p class=x>a</p>"), ElementsAre("bad_markup body.class"));
  EXPECT_THAT(FaultsOf("<table>{{#payees}}<tr><td>{{sum}}</td></tr>{{/payees}}</table>"),
              ElementsAre());
  EXPECT_THAT(FaultsOf("<p>{{#payees}}</p>{{/payees}}<p></p>"),
              testing::Contains("bad_markup body.p"));
  EXPECT_THAT(FaultsOf("{{#payees}}<p>{{/payees}}</p>"),
              testing::Contains("bad_markup body.payees"));
}

TEST(Template, ALineTellsItsUnknownFields) {
  EXPECT_EQ(
      RenderLine("公(刑)返字〔{{year}}〕{{sequence}}号", {{"year", "2026"}, {"sequence", "3"}})
          .value_or(""),
      "公(刑)返字〔2026〕3号");
  const auto wrong = RenderLine("{{unit}}", {{"year", "2026"}});
  ASSERT_FALSE(wrong.has_value());
  EXPECT_EQ(wrong.error().fields.at(0).path, "number_format.unit");
}

TEST(Template, APageNeedsNothingFromOutside) {
  const std::string page = PageOf("返还<决定>", Language::zh, "<p>x</p>");
  EXPECT_THAT(page, HasSubstr("<title>返还&lt;决定&gt;</title>"));
  EXPECT_THAT(page, HasSubstr("lang=\"zh-CN\""));
  for (const char* outside : {"http", "//", "url(", "<script", "@import", "<link"}) {
    EXPECT_THAT(page, Not(HasSubstr(outside)));
  }
  EXPECT_THAT(MarkedVoid(page), HasSubstr("作废 VOID"));
}

TEST(Template, DatesAndAmountsAreWrittenAsPapersDo) {
  const Moment moment = *ParseIso("2026-03-02T09:05:00+08:00");
  EXPECT_EQ(DateText(moment, Language::zh), "2026年3月2日");
  EXPECT_EQ(DateText(moment, Language::en), "2 March 2026");
  EXPECT_EQ(DateTimeText(moment, Language::zh), "2026年3月2日09时05分");
  EXPECT_EQ(DateTimeText(moment, Language::en), "2 March 2026, 09:05");
  EXPECT_EQ(AmountText(Fen(5)), "0.05");
  EXPECT_EQ(AmountText(Fen(12'345'680)), "123,456.80");
  EXPECT_EQ(AmountText(Fen(123'456'780)), "1,234,567.80");
  EXPECT_EQ(AmountText(Fen(-12'345'680)), "-123,456.80");
}

}  // namespace
}  // namespace hetang::document
