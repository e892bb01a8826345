#include "platform/http/router.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "platform/http/route_table.h"
#include "platform/http/target.h"
#include "platform/http/test_server.h"

namespace hetang::http {
namespace {

using testing::ElementsAre;
using testing::Pair;

Router RouterOf(std::initializer_list<std::pair<const char*, const char*>> routes) {
  Router router;
  for (const auto& [method, path] : routes) {
    router.Raw({method, path, "public", ""},
               [](const Call&) -> Result<Response> { return Response{}; });
  }
  return router;
}

TEST(RouteTable, ALiteralSegmentWinsOverAParameter) {
  const Router router = RouterOf({{"GET", "/orders/{id}"}, {"GET", "/orders/open"}});
  const RouteTable table(router.entries());
  EXPECT_EQ(table.Find("GET", "/orders/open").entry->route.path, "/orders/open");
  EXPECT_EQ(table.Find("GET", "/orders/7").entry->route.path, "/orders/{id}");
}

TEST(RouteTable, AMethodTheLiteralLacksMayBeThatOfTheParameter) {
  const Router router = RouterOf({{"DELETE", "/orders/{id}"}, {"GET", "/orders/open"}});
  const RouteTable table(router.entries());
  EXPECT_EQ(table.Find("DELETE", "/orders/open").entry->route.path, "/orders/{id}");
}

TEST(RouteTable, ParametersAreNamedAsInTheirOwnRouteAndDecoded) {
  const Router router =
      RouterOf({{"GET", "/cases/{id}"}, {"GET", "/cases/{case_id}/files/{name}"}});
  const RouteTable table(router.entries());
  EXPECT_THAT(table.Find("GET", "/cases/5").path, ElementsAre(Pair("id", "5")));
  EXPECT_THAT(table.Find("GET", "/cases/5/files/a%2Fb").path,
              ElementsAre(Pair("case_id", "5"), Pair("name", "a/b")));
}

TEST(RouteTable, AnEmptySegmentIsNoParameter) {
  const Router router = RouterOf({{"GET", "/cases/{id}"}});
  EXPECT_EQ(RouteTable(router.entries()).Find("GET", "/cases/").entry, nullptr);
}

TEST(RouteTable, AnotherMethodIsToldWhichOnesThereAre) {
  const Router router = RouterOf({{"GET", "/cases"}, {"POST", "/cases"}});
  const auto match = RouteTable(router.entries()).Find("PUT", "/cases");
  EXPECT_EQ(match.entry, nullptr);
  EXPECT_EQ(match.allow, "GET, POST");
}

TEST(RouteTable, HeadIsAnsweredByTheRouteOfGet) {
  const Router router = RouterOf({{"GET", "/cases"}});
  EXPECT_NE(RouteTable(router.entries()).Find("HEAD", "/cases").entry, nullptr);
}

TEST(Target, PlusIsABlankInTheQueryOnly) {
  const auto target = ParseTarget("/a+b?name=%E8%8D%B7+%E5%A1%98&flag");
  ASSERT_TRUE(target.has_value());
  EXPECT_EQ(target->path, "/a+b");
  EXPECT_THAT(target->query, ElementsAre(Pair("flag", ""), Pair("name", "荷 塘")));
}

TEST(Target, BrokenEscapesBrokenUtf8ControlsAndDoublesAreRefused) {
  for (const char* target : {"/a?b=%", "/a?b=%4", "/a?b=%zz", "/a?b=%ff", "/a?b=%00", "/a?b&b"}) {
    EXPECT_FALSE(ParseTarget(target).has_value()) << target;
  }
}

TEST(Call, AnIdIsAPositiveNumberAndNothingElse) {
  Call call;
  for (const char* text : {"0", "-1", "7x", "", " 7", "9223372036854775808"}) {
    call.path["id"] = text;
    const auto id = call.PathId("id");
    ASSERT_FALSE(id.has_value()) << text;
    EXPECT_EQ(id.error().fields[0].path, "id");
  }
  call.path["id"] = "9223372036854775807";
  EXPECT_EQ(call.PathId("id").value(), 9223372036854775807);
}

TEST(Call, TheVersionReadIsWhatIfMatchSaysAndMustBeThere) {
  Call call;
  EXPECT_EQ(call.VersionRead().error().fields.at(0).code, "missing");
  call.if_match = "x1";
  EXPECT_EQ(call.VersionRead().error().fields.at(0).code, "version");
  call.if_match = "0";
  EXPECT_EQ(call.VersionRead().value(), 0);
  call.if_match = "17";
  EXPECT_EQ(call.VersionRead().value(), 17);
}

TEST(Call, APageSaysEveryWrongParameterAtOnce) {
  Call call;
  call.query = {{"after", "x"}, {"limit", "201"}};
  const auto page = PageOf(call);
  ASSERT_FALSE(page.has_value());
  EXPECT_EQ(page.error().fields.size(), 2u);
  call.query = {{"after", "17"}, {"limit", "200"}};
  EXPECT_EQ(PageOf(call)->after_id, 17);
  EXPECT_EQ(PageOf(call)->limit, 200);
  EXPECT_EQ(PageOf(Call{})->limit, kPageSize);
}

TEST(OpenApi, HoldsEveryRouteAndEverySchemaItRefersTo) {
  const Router router = TestRoutes();
  const std::string text = OpenApiOf(router);
  const auto parsed = json::Parse(text);
  ASSERT_TRUE(parsed.has_value());
  for (const auto& entry : router.entries()) {
    std::string method = entry.route.method;
    for (char& c : method) c = static_cast<char>(c - 'A' + 'a');
    ASSERT_TRUE(parsed->at("paths").as_object().contains(entry.route.path)) << entry.route.path;
    const auto& operation = parsed->at("paths").at(entry.route.path).at(method);
    EXPECT_EQ(operation.at("summary").as_string(), entry.route.summary);
  }
  const auto& schemas = parsed->at("components").at("schemas").as_object();
  const std::string_view prefix = "\"#/components/schemas/";
  for (std::size_t at = text.find(prefix); at != std::string::npos;
       at = text.find(prefix, at + 1)) {
    const std::size_t name = at + prefix.size();
    EXPECT_TRUE(schemas.contains(text.substr(name, text.find('"', name) - name)));
  }
}

TEST(OpenApi, DoesNotDependOnTheOrderOfTheRoutes) {
  EXPECT_EQ(OpenApiOf(RouterOf({{"GET", "/a"}, {"POST", "/a"}, {"GET", "/b/{id}"}})),
            OpenApiOf(RouterOf({{"GET", "/b/{id}"}, {"POST", "/a"}, {"GET", "/a"}})));
}

TEST(Problem, CarriesTheRuleAndEveryWrongField) {
  const Response response = ProblemOf({ErrorCode::conflict, "A third stop.", "stop_twice", {}});
  EXPECT_EQ(response.status, 409);
  EXPECT_EQ(response.body,
            R"({"type":"urn:hetang:problem:conflict","title":"Conflict","status":409,)"
            R"("code":"conflict","detail":"A third stop.","rule":"stop_twice","errors":[]})");
  const Response invalid = ProblemOf({ErrorCode::invalid, "Wrong.", "", {{"a[0].b", "id", "No."}}});
  EXPECT_THAT(invalid.body,
              testing::HasSubstr(R"("errors":[{"path":"a[0].b","code":"id","message":"No."}])"));
}

}  // namespace
}  // namespace hetang::http
