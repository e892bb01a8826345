#include "app/platform_routes.h"

#include <gmock/gmock.h>

#include "desk/register/test_register.h"

namespace hetang::app {
namespace {

using registry::TestRegister;
using roster::Must;
using testing::HasSubstr;
using testing::Not;

constexpr Moment kNow = TestRegister::kStart;

class PlatformRoutesTest : public testing::Test {
 protected:
  PlatformRoutesTest() {
    AddPlatformRoutes(router_, *register_, registry::ApprovalHandlers());
    registry::AddRoutes(router_, {});
    number_ = Must(register_.Open(register_.Report(register_.centre()), duty_)).record.number;
  }

  const http::Router::Entry& EntryOf(std::string_view method, std::string_view path) {
    for (const auto& entry : router_.entries()) {
      if (entry.route.method == method && entry.route.path == path) return entry;
    }
    ADD_FAILURE() << "no route " << path;
    return router_.entries().front();
  }
  static http::Call CallOf(const auth::Principal& who, std::int64_t id = 1) {
    http::Call call;
    call.who = who;
    call.now = kNow;
    call.path["id"] = std::to_string(id);
    return call;
  }
  std::string Get(std::string_view path, const http::Call& call) {
    const auto& entry = EntryOf("GET", path);
    return Must(register_.See([&](database::Transaction& tx) { return entry.query(call, tx); }))
        .body;
  }
  Result<http::Response> Send(std::string_view method, std::string_view path,
                              const http::Call& call, const boost::json::value& body) {
    const auto& entry = EntryOf(method, path);
    return register_.Do([&](database::Transaction& tx) { return entry.command(call, body, tx); });
  }
  void AskFiling() {
    Must(Send("POST", "/api/v1/register/cases/{id}/filing", CallOf(duty_),
              {{"decision", "file"}, {"filing_unit_id", 1}, {"grounds", "above the threshold"}}));
  }
  std::string Verify(const std::string& body) {
    http::Call call = CallOf(auditor_);
    call.body = body;
    return Must(EntryOf("POST", "/api/v1/journal/verification").raw(call)).body;
  }

  TestRegister register_{database::Engine::sqlite};
  http::Router router_;
  const auth::Principal duty_ = register_.Somebody(register_.centre(), "duty");
  const auth::Principal leader_ = register_.Somebody(register_.centre(), "leader");
  const auth::Principal auditor_ = register_.Somebody(register_.centre(), "auditor");
  const auth::Principal stranger_ = register_.Somebody(register_.station(), "station_officer");
  std::string number_;
};

TEST_F(PlatformRoutesTest, AClockNamesItsCaseItsOfficerAndItsBasis) {
  const std::string body = Get("/api/v1/deadline/clocks", CallOf(leader_));
  EXPECT_THAT(body, HasSubstr(number_));
  EXPECT_THAT(body, HasSubstr("\"officer_name\":\"" + duty_.name.str() + "\""));
  EXPECT_THAT(body, HasSubstr("受案立案制度"));
}

TEST_F(PlatformRoutesTest, TheBoardIsNarrowedByItsQuery) {
  const auto shown = [&](std::string name, std::string value) {
    http::Call call = CallOf(leader_);
    call.query[std::move(name)] = std::move(value);
    return Get("/api/v1/deadline/clocks", call).find(number_) != std::string::npos;
  };
  EXPECT_TRUE(shown("desk", "register"));
  EXPECT_FALSE(shown("desk", "funds"));
  EXPECT_TRUE(shown("rule", "filing"));
  EXPECT_TRUE(shown("officer_id", std::to_string(duty_.officer_id)));
  EXPECT_FALSE(shown("mine", "true"));
  EXPECT_FALSE(shown("overdue", "true"));
  EXPECT_TRUE(shown("overdue", "false"));
  EXPECT_FALSE(shown("within_hours", "1"));
  EXPECT_TRUE(shown("within_hours", "100"));
  EXPECT_FALSE(shown("unit_id", std::to_string(register_.station())));
  EXPECT_FALSE(shown("after", "9999999999999-0"));
  http::Call wrong = CallOf(leader_);
  wrong.query["after"] = "17";
  const auto& entry = EntryOf("GET", "/api/v1/deadline/clocks");
  const auto refused =
      register_.See([&](database::Transaction& tx) { return entry.query(wrong, tx); });
  EXPECT_EQ(refused.error().fields.at(0).code, "cursor");
  EXPECT_THAT(Get("/api/v1/deadline/counts", CallOf(leader_)),
              HasSubstr(R"({"rule":"filing","open":1,"overdue":0})"));
}

TEST_F(PlatformRoutesTest, ACalendarSaysNoMoreThanRuleCaseAndTimeAndEndsWithItsFeed) {
  const boost::json::object form{
      {"scope", "unit"},
      {"titles", boost::json::array{boost::json::object{{"rule", "filing"}, {"title", "立案"}}}}};
  const auto made =
      json::Parse(Must(Send("POST", "/api/v1/deadline/feeds", CallOf(leader_), form)).body);
  ASSERT_TRUE(made.has_value());
  const std::string path(made->at("path").as_string().c_str());
  http::Call call;
  call.now = kNow;
  call.path["token"] = path.substr(path.rfind('/') + 1);
  const auto& calendar = EntryOf("GET", "/api/v1/deadline/calendars/{token}");
  EXPECT_EQ(calendar.route.right, "public");
  const std::string body = Must(calendar.raw(call)).body;
  EXPECT_THAT(body, HasSubstr("SUMMARY:立案 " + number_ + "\r\n"));
  EXPECT_THAT(body, Not(HasSubstr(duty_.name.str())));
  EXPECT_THAT(Get("/api/v1/deadline/feeds", CallOf(leader_)), HasSubstr("\"scope\":\"unit\""));
  EXPECT_TRUE(EntryOf("POST", "/api/v1/deadline/feeds").route.reveals);
  EXPECT_EQ(Send("DELETE", "/api/v1/deadline/feeds/{id}", CallOf(duty_), boost::json::object{})
                .error()
                .code,
            ErrorCode::not_found);
  Must(Send("DELETE", "/api/v1/deadline/feeds/{id}", CallOf(leader_), boost::json::object{}));
  EXPECT_EQ(calendar.raw(call).error().code, ErrorCode::not_found);
}

TEST_F(PlatformRoutesTest, ARequestShowsItsEvidenceAndWhoDecidedFirst) {
  AskFiling();
  const std::string inbox = Get("/api/v1/approval/inbox", CallOf(leader_));
  EXPECT_THAT(inbox, HasSubstr("\"case_number\":\"" + number_ + "\""));
  EXPECT_THAT(inbox, HasSubstr("\"kind\":\"case\""));
  EXPECT_THAT(inbox, HasSubstr("\"requested_by_name\":\"" + duty_.name.str() + "\""));
  const std::string path = "/api/v1/approval/requests/{id}/decision";
  const boost::json::object yes{{"approve", true}, {"reason", ""}};
  Must(Send("POST", path, CallOf(leader_), yes));
  const auto second =
      Send("POST", path, CallOf(register_.Somebody(register_.centre(), "leader")), yes);
  EXPECT_EQ(second.error().rule, "already_decided");
  EXPECT_EQ(second.error().fields.at(0).code, "approved");
  EXPECT_EQ(second.error().fields.at(0).message, leader_.name.str());
  EXPECT_THAT(Get("/api/v1/approval/requests/{id}", CallOf(duty_)),
              HasSubstr("\"decided_by_name\":\"" + leader_.name.str() + "\""));
}

TEST_F(PlatformRoutesTest, AnApprovalRuleNeedsARightThatSomebodyHas) {
  http::Call call = CallOf(leader_);
  call.if_match = "0";
  boost::json::object form{{"timing", "before"},
                           {"right_needed", "register:no_such"},
                           {"second_officer", false},
                           {"basis", "local practice"}};
  const std::string path = "/api/v1/approval/rules/{id}";
  EXPECT_EQ(Send("PUT", path, call, form).error().fields.at(0).code, "unknown_right");
  form["right_needed"] = "register:approve_filing";
  Must(Send("PUT", path, call, form));
  EXPECT_EQ(EntryOf("PUT", path).route.right, "approval:rules");
  form["desk"] = "register";
  form["act"] = "case_filing";
  form["from_fen"] = 20'000'000;
  Must(Send("POST", "/api/v1/approval/rules", CallOf(leader_), form));
  EXPECT_THAT(Get("/api/v1/approval/rules", CallOf(leader_)), HasSubstr("20000000"));
}

TEST_F(PlatformRoutesTest, AnotherUnitsClocksAreNotShown) {
  EXPECT_THAT(Get("/api/v1/deadline/clocks", CallOf(stranger_)), Not(HasSubstr(number_)));
}

TEST_F(PlatformRoutesTest, ANoticeIsShownUntilItIsSeen) {
  Must(deadline::RunDue(*register_, kNow + Hours(49)));
  EXPECT_THAT(Get("/api/v1/deadline/notices", CallOf(duty_)), HasSubstr("filing_due"));
  EXPECT_THAT(Get("/api/v1/deadline/notices", CallOf(leader_)), Not(HasSubstr("filing_due")));
  Must(Send("POST", "/api/v1/deadline/notices/{id}/seen", CallOf(duty_), boost::json::object{}));
  EXPECT_THAT(Get("/api/v1/deadline/notices", CallOf(duty_)), Not(HasSubstr("filing_due")));
}

TEST_F(PlatformRoutesTest, ADecisionReachesTheDeskThatAsked) {
  AskFiling();
  EXPECT_THAT(Get("/api/v1/approval/inbox", CallOf(leader_)), HasSubstr("case_filing"));
  EXPECT_THAT(Get("/api/v1/approval/inbox", CallOf(duty_)), Not(HasSubstr("case_filing")));
  Must(Send("POST", "/api/v1/approval/requests/{id}/decision", CallOf(leader_),
            {{"approve", true}, {"reason", ""}}));
  EXPECT_THAT(Get("/api/v1/register/cases/{id}", CallOf(leader_)),
              HasSubstr("\"state\":\"filed\""));
}

TEST_F(PlatformRoutesTest, ADelegateDecidesWithTheRightsOfTheLenderWithinTheDates) {
  const auth::Principal deputy = register_.Somebody(register_.centre(), "investigator");
  AskFiling();
  EXPECT_THAT(Get("/api/v1/approval/inbox", CallOf(deputy)), Not(HasSubstr("case_filing")));
  Must(Send("POST", "/api/v1/approval/delegations", CallOf(leader_),
            {{"to_officer", deputy.officer_id},
             {"since", FormatIso(kNow)},
             {"until", FormatIso(kNow + Days(7))}}));
  EXPECT_THAT(Get("/api/v1/approval/inbox", CallOf(deputy)), HasSubstr("case_filing"));
  http::Call later = CallOf(deputy);
  later.now = kNow + Days(7);
  EXPECT_THAT(Get("/api/v1/approval/inbox", later), Not(HasSubstr("case_filing")));
  const auto decided = Must(Send("POST", "/api/v1/approval/requests/{id}/decision", CallOf(deputy),
                                 {{"approve", true}, {"reason", ""}}));
  EXPECT_THAT(decided.body, HasSubstr("\"decided_for\":" + std::to_string(leader_.officer_id)));
}

TEST_F(PlatformRoutesTest, NobodyDelegatesToAStranger) {
  const auto refused =
      Send("POST", "/api/v1/approval/delegations", CallOf(leader_),
           {{"to_officer", 999}, {"since", FormatIso(kNow)}, {"until", FormatIso(kNow + Days(7))}});
  EXPECT_EQ(refused.error().fields.at(0).code, "unknown_officer");
}

TEST_F(PlatformRoutesTest, ARuleIsChangedWithItsVersionAndItsFaultsAreNamed) {
  boost::json::object form{
      {"unit", "time"},           {"length_ms", 0},    {"count", 0},
      {"remind_ms", ""},          {"remind_role", ""}, {"escalate_role", "leader"},
      {"basis", "local practice"}};
  http::Call call = CallOf(leader_);
  call.if_match = "0";
  const std::string path = "/api/v1/deadline/rules/{id}";
  EXPECT_EQ(Send("PUT", path, call, form).error().fields.at(0).path, "length_ms");
  form["length_ms"] = Days(5).ms;
  form["unit"] = "working_days";
  EXPECT_EQ(Send("PUT", path, call, form).error().fields.at(0).path, "count");
  form["count"] = 3;
  Must(Send("PUT", path, call, form));
  EXPECT_EQ(Send("PUT", path, call, form).error().code, ErrorCode::stale);
  EXPECT_THAT(Get("/api/v1/deadline/rules", CallOf(leader_)), HasSubstr("local practice"));
  EXPECT_EQ(EntryOf("PUT", path).route.right, "deadline:rules");
}

TEST_F(PlatformRoutesTest, EntriesAreReadPageByPageAndOnlyOfUnitsOneSees) {
  const std::size_t all = register_.Journal().size();
  http::Call call = CallOf(auditor_);
  call.query["limit"] = "2";
  const auto first = json::Read<http::Page<journal::Sealed>>(
      std::string_view(Get("/api/v1/journal/entries", call)));
  ASSERT_EQ(Must(first).items.size(), 2U);
  call.query["after"] = first->next.value_or("");
  call.query["limit"] = "200";
  const auto rest = json::Read<http::Page<journal::Sealed>>(
      std::string_view(Get("/api/v1/journal/entries", call)));
  EXPECT_EQ(Must(rest).items.size(), all - 2);
  EXPECT_EQ(rest->next, std::nullopt);
  EXPECT_THAT(Get("/api/v1/journal/entries", CallOf(stranger_)), Not(HasSubstr("case_opened")));
}

TEST_F(PlatformRoutesTest, TheJournalProvesItselfAgainstAHeadTakenBefore) {
  const std::string head = register_.Journal().back().hash;
  EXPECT_THAT(Verify(""), HasSubstr("\"proved\":true"));
  EXPECT_THAT(Verify("{\"head\":\"" + head + "\"}"), HasSubstr("\"proved\":true"));
  const std::string refused = Verify("{\"head\":\"" + std::string(head.size(), '0') + "\"}");
  EXPECT_THAT(refused, HasSubstr("\"proved\":false"));
  EXPECT_THAT(refused, Not(HasSubstr("\"problem\":\"\"")));
}

}  // namespace
}  // namespace hetang::app
