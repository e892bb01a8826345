#include <gmock/gmock.h>

#include "desk/register/test_register.h"

namespace hetang::registry {
namespace {

using testing::HasSubstr;
using testing::Not;

// The routes as the server runs them, without the wire.
class RoutesTest : public testing::TestWithParam<database::Engine> {
 protected:
  RoutesTest() {
    LaterDesks later;
    later.orders_of_case = [](database::Transaction&, const auth::Principal&, std::int64_t,
                              Reveal reveal) -> Result<boost::json::value> {
      return boost::json::array{reveal == Reveal::in_full ? "orders in full" : "orders masked"};
    };
    AddRoutes(router_, later);
    NewCase form = register_.Report(register_.centre(), {PaidTo("6217000112345678", 5, {})});
    form.victim.name = PersonName("诸葛明");
    form.narrative = PersonalText("他说他是客服");
    case_id_ = Must(register_.Open(form, duty_)).record.id;
    name_ = form.victim.name.Reveal();
  }

  const http::Router::Entry& EntryOf(std::string_view method, std::string_view path) {
    for (const auto& entry : router_.entries()) {
      if (entry.route.method == method && entry.route.path == path) return entry;
    }
    ADD_FAILURE() << "no route " << path;
    return router_.entries().front();
  }
  http::Call CallOf(const auth::Principal& who) const {
    http::Call call;
    call.who = who;
    call.now = TestRegister::kStart;
    call.path["id"] = std::to_string(case_id_);
    return call;
  }
  Result<http::Response> Get(std::string_view path, const http::Call& call) {
    const auto& entry = EntryOf("GET", path);
    return register_.See([&](database::Transaction& tx) { return entry.query(call, tx); });
  }
  Result<http::Response> Send(std::string_view method, std::string_view path,
                              const http::Call& call, const boost::json::value& body) {
    const auto& entry = EntryOf(method, path);
    return register_.Do([&](database::Transaction& tx) { return entry.command(call, body, tx); });
  }

  TestRegister register_{GetParam()};
  http::Router router_;
  const auth::Principal duty_ = register_.Somebody(register_.centre(), "duty");
  const auth::Principal stranger_ = register_.Somebody(register_.station(), "station_officer");
  std::int64_t case_id_ = 0;
  std::string name_;
};

TEST_P(RoutesTest, EveryRouteNeedsARightOfTheRegister) {
  for (const auto& entry : router_.entries()) {
    EXPECT_TRUE(entry.route.right.starts_with("register:")) << entry.route.path;
    EXPECT_TRUE(entry.route.path.starts_with("/api/v1/register/"));
  }
}

TEST_P(RoutesTest, ACaseIsReadMasked) {
  const std::string body = Must(Get("/api/v1/register/cases/{id}", CallOf(duty_))).body;
  EXPECT_THAT(body, HasSubstr("诸**"));
  EXPECT_THAT(body, HasSubstr("orders masked"));
  for (const std::string& personal :
       {name_, std::string("6217000112345678"), std::string("他说他是客服"), std::string("刘强")}) {
    EXPECT_THAT(body, Not(HasSubstr(personal)));
  }
}

TEST_P(RoutesTest, ARevealIsInFullAndLeavesWhoAndWhyInTheJournal) {
  const std::string path = "/api/v1/register/cases/{id}/reveal";
  const boost::json::object why{{"why", "calling the victim back"}};
  EXPECT_EQ(EntryOf("POST", path).route.right, "register:reveal");
  EXPECT_TRUE(EntryOf("POST", path).route.reveals);
  const std::string body = Must(Send("POST", path, CallOf(duty_), why)).body;
  EXPECT_THAT(body, HasSubstr(name_));
  EXPECT_THAT(body, HasSubstr("他说他是客服"));
  EXPECT_THAT(body, HasSubstr("orders in full"));
  const auto entries = register_.Journal();
  EXPECT_EQ(entries.back().act, "case_revealed");
  EXPECT_EQ(entries.back().officer_id, duty_.officer_id);
  EXPECT_EQ(entries.back().why, "calling the victim back");
}

TEST_P(RoutesTest, ARevealNeedsAReason) {
  const boost::json::object why{{"why", " "}};
  const auto answer = Send("POST", "/api/v1/register/cases/{id}/reveal", CallOf(duty_), why);
  EXPECT_EQ(answer.error().fields.at(0).path, "why");
  EXPECT_NE(register_.Journal().back().act, "case_revealed");
}

TEST_P(RoutesTest, AnotherUnitsCaseIsForbiddenOnEveryRoute) {
  const http::Call call = CallOf(stranger_);
  for (const char* path : {"/api/v1/register/cases/{id}", "/api/v1/register/cases/{id}/timeline"}) {
    EXPECT_EQ(Get(path, call).error().rule, "other_unit") << path;
  }
  const std::vector<std::pair<std::string, boost::json::object>> acts{
      {"reveal", {{"why", "x"}}},
      {"filing", {{"decision", "file"}, {"filing_unit_id", 1}, {"grounds", "x"}}},
      {"filing/extension", {{"days", 7}, {"grounds", "x"}}},
      {"merge", {{"into", 2}}}};
  for (const auto& [act, body] : acts) {
    const auto answer = Send("POST", "/api/v1/register/cases/{id}/" + act, call, body);
    EXPECT_EQ(answer.error().rule, "other_unit") << act;
  }
  http::Call change = call;
  change.if_match = "1";
  EXPECT_EQ(Send("PUT", "/api/v1/register/cases/{id}", change, boost::json::object{}).error().rule,
            "other_unit");
}

TEST_P(RoutesTest, ASearchLeavesItsTraceWithoutItsText) {
  const boost::json::object form{{"text", name_}};
  const auto found = Must(Send("POST", "/api/v1/register/cases/search", CallOf(duty_), form));
  EXPECT_THAT(found.body, HasSubstr("诸**"));
  const journal::Sealed trace = register_.Journal().back();
  EXPECT_EQ(trace.act, "cases_searched");
  EXPECT_EQ(trace.facts.find(name_), std::string::npos);
  EXPECT_THAT(trace.facts, HasSubstr("\"found\":1"));
}

TEST_P(RoutesTest, TheTimelineTellsWhoDidWhat) {
  register_.Journal();
  const std::string body = Must(Get("/api/v1/register/cases/{id}/timeline", CallOf(duty_))).body;
  EXPECT_THAT(body, HasSubstr("\"act\":\"case_opened\""));
  EXPECT_THAT(body, HasSubstr("\"officer_name\":\"" + duty_.name.str() + "\""));
  EXPECT_THAT(body, HasSubstr("\"payments\":1"));
}

TEST_P(RoutesTest, AChangeNeedsTheVersionThatWasRead) {
  const boost::json::object edit{{"fraud_type", "shopping"}};
  http::Call call = CallOf(duty_);
  EXPECT_EQ(Send("PUT", "/api/v1/register/cases/{id}", call, edit).error().fields.at(0).path,
            "if_match");
  call.if_match = "1";
  EXPECT_EQ(Must(Send("PUT", "/api/v1/register/cases/{id}", call, edit)).etag, "2");
  EXPECT_EQ(Send("PUT", "/api/v1/register/cases/{id}", call, edit).error().code, ErrorCode::stale);
}

INSTANTIATE_TEST_SUITE_P(Routes, RoutesTest, database::BothEngines(),
                         testing::PrintToStringParamName());

}  // namespace
}  // namespace hetang::registry
