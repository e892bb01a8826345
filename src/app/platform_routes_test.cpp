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
  boost::json::object form{{"length_ms", 0},
                           {"remind_ms", ""},
                           {"remind_role", ""},
                           {"escalate_role", "leader"},
                           {"basis", "local practice"}};
  http::Call call = CallOf(leader_);
  call.if_match = "0";
  const std::string path = "/api/v1/deadline/rules/{id}";
  EXPECT_EQ(Send("PUT", path, call, form).error().fields.at(0).path, "length_ms");
  form["length_ms"] = Days(5).ms;
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
