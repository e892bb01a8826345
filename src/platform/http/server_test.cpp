#include "platform/http/server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "platform/http/test_server.h"

namespace hetang::http {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr std::string_view kNote = R"({"text":"call back","phone":"13812345678","unit_id":1})";

class ServerTest : public testing::Test {
 protected:
  Reply Write(const Headers& headers, std::string_view body = kNote) {
    return TestClient(server_.port()).Ask("POST", "/api/v1/notes", headers, body);
  }
  Reply Get(std::string_view target, const Headers& headers = {}) {
    return TestClient(server_.port()).Ask("GET", target, headers);
  }
  std::int64_t Notes() {
    return server_.database()
        .Read([](database::Transaction& tx) {
          return tx.Query<std::int64_t>("SELECT COUNT(*) FROM notes_note");
        })
        .value()
        .front();
  }

  TestServer server_;
};

TEST_F(ServerTest, ACommandIsDoneWhenItIsAnswered) {
  const Reply reply = Write(server_.SessionOf(kDuty));
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.body, R"({"id":1,"text":"call back","phone":"138****5678","version":1})");
  EXPECT_EQ(HeaderOf(reply.headers, "etag"), "\"1\"");
  EXPECT_EQ(Notes(), 1);
}

TEST_F(ServerTest, ManyRequestsShareOneConnection) {
  const Headers session = server_.SessionOf(kDuty);
  TestClient client(server_.port());
  for (int i = 1; i <= 20; ++i) {
    ASSERT_EQ(client.Ask("POST", "/api/v1/notes", session, kNote).status, 200);
    ASSERT_EQ(client.Ask("GET", "/api/v1/notes/" + std::to_string(i), session).status, 200);
  }
}

TEST_F(ServerTest, WithoutASessionNothingIsDone) {
  const Headers json{{"content-type", "application/json"}};
  EXPECT_EQ(ProblemIn(Write(json)), "unauthenticated//");
  EXPECT_EQ(ProblemIn(Get("/api/v1/notes/1")), "unauthenticated//");
  EXPECT_EQ(Notes(), 0);
}

TEST_F(ServerTest, AForgedSessionIsNone) {
  Headers session = server_.SessionOf(kDuty);
  session["cookie"].back() = session["cookie"].back() == '0' ? '1' : '0';
  EXPECT_EQ(ProblemIn(Write(session)), "unauthenticated//");
}

TEST_F(ServerTest, AnEndedSessionIsNone) {
  EXPECT_EQ(ProblemIn(Write(server_.SessionOf(kDuty, Seconds(0)))), "unauthenticated//");
}

TEST_F(ServerTest, AnOfficerWhoHasLeftIsNobody) {
  EXPECT_EQ(ProblemIn(Write(server_.SessionOf(99))), "unauthenticated//");
}

TEST_F(ServerTest, WithoutTheTokenOfItsSessionNothingIsChanged) {
  Headers session = server_.SessionOf(kDuty);
  EXPECT_EQ(ProblemIn(Write(With(session, "x-csrf-token", "other"))), "forbidden/csrf_token/");
  session.erase("x-csrf-token");
  EXPECT_EQ(ProblemIn(Write(session)), "forbidden/csrf_token/");
  EXPECT_EQ(Notes(), 0);
}

TEST_F(ServerTest, AnotherSiteChangesNothing) {
  const Headers session = server_.SessionOf(kDuty);
  EXPECT_EQ(ProblemIn(Write(With(session, "origin", "http://evil"))), "forbidden/cross_site/");
  EXPECT_EQ(Write(With(session, "origin", "http://localhost")).status, 200);
}

TEST_F(ServerTest, AMissingRightIsNamed) {
  EXPECT_EQ(ProblemIn(Write(server_.SessionOf(kReader))), "forbidden/notes:write/");
}

TEST_F(ServerTest, PersonalValuesAreInFullOnlyForTheRightToReveal) {
  Write(server_.SessionOf(kDuty));
  const std::string target = "/api/v1/notes/1?reveal=true";
  EXPECT_EQ(ProblemIn(Get(target, server_.SessionOf(kDuty))), "forbidden/register:reveal/");
  EXPECT_THAT(Get(target, server_.SessionOf(kLeader)).body, HasSubstr("13812345678"));
  EXPECT_THAT(Get("/api/v1/notes/1", server_.SessionOf(kLeader)).body, HasSubstr("138****5678"));
}

TEST_F(ServerTest, ACommandThatRevealsAnswersInFullToItsRightOnly) {
  Write(server_.SessionOf(kDuty));
  const auto reveal = [&](const Headers& session) {
    return TestClient(server_.port()).Ask("POST", "/api/v1/notes/1/reveal", session, "{}");
  };
  EXPECT_EQ(ProblemIn(reveal(server_.SessionOf(kDuty))), "forbidden/register:reveal/");
  EXPECT_THAT(reveal(server_.SessionOf(kLeader)).body, HasSubstr("13812345678"));
}

TEST_F(ServerTest, EveryWrongFieldIsNamed) {
  const Reply reply = Write(server_.SessionOf(kDuty), R"({"text":7,"phone":"1","other":1})");
  EXPECT_EQ(reply.status, 422);
  for (const char* path : {"\"text\"", "\"unit_id\"", "unknown_field"}) {
    EXPECT_THAT(reply.body, HasSubstr(path));
  }
}

TEST_F(ServerTest, ARefusalNamesItsRuleAndLeavesNothing) {
  const Reply reply =
      Write(server_.SessionOf(kDuty), R"({"text":"refused","phone":"1","unit_id":1})");
  EXPECT_EQ(ProblemIn(reply), "conflict/no_such_notes/");
  EXPECT_EQ(Notes(), 0);
}

TEST_F(ServerTest, ABodyThatIsNotCalledJsonIsRefused) {
  const Headers session = With(server_.SessionOf(kDuty), "content-type", "text/plain");
  EXPECT_EQ(ProblemIn(Write(session)), "unsupported/json_expected/");
}

TEST_F(ServerTest, BadJsonIsNamed) {
  const Headers session = server_.SessionOf(kDuty);
  const std::string deep = std::string(10'000, '[') + std::string(10'000, ']');
  EXPECT_EQ(ProblemIn(Write(session, deep)), "too_large//(byte 33)=too_deep");
  EXPECT_EQ(ProblemIn(Write(session, R"({"text":"a","text":"b"})")),
            "invalid//(byte 18)=duplicate_key");
  EXPECT_EQ(ProblemIn(Write(session, "{\"unit_id\":" + std::string(400, '9') + "}")),
            "invalid//(byte 411)=number_range");
  EXPECT_EQ(ProblemIn(Write(session, "{\"text\":\"\xC3\x28\"}")), "invalid//(body)=broken_utf8");
  EXPECT_EQ(ProblemIn(Write(session, R"({"text":"a")")), "invalid//(byte 11)=ends_early");
  EXPECT_EQ(Notes(), 0);
}

TEST_F(ServerTest, AFiveMegabyteReportIsReadAndItsFieldRefused) {
  const std::string body =
      R"({"text":")" + std::string(5u << 20, 'a') + R"(","phone":"1","unit_id":1})";
  EXPECT_EQ(ProblemIn(Write(server_.SessionOf(kDuty), body)), "invalid//text=text");
}

TEST_F(ServerTest, AVersionThatWasNotReadIsStale) {
  const Headers session = server_.SessionOf(kDuty);
  Write(session);
  TestClient client(server_.port());
  const auto shout = [&](const char* version) {
    return client.Ask("PUT", "/api/v1/notes/1/shout", With(session, "if-match", version));
  };
  const Reply first = shout("\"1\"");
  EXPECT_EQ(first.status, 200);
  EXPECT_EQ(HeaderOf(first.headers, "etag"), "\"2\"");
  EXPECT_EQ(ProblemIn(shout("\"1\"")), "stale//");
  EXPECT_EQ(client.Ask("PUT", "/api/v1/notes/1/shout", session).status, 412);
}

TEST_F(ServerTest, AVersionTheClientHasIsNotSentAgain) {
  const Headers session = server_.SessionOf(kDuty);
  Write(session);
  TestClient client(server_.port());
  const Reply same = client.Ask("GET", "/api/v1/notes/1", With(session, "if-none-match", "\"1\""));
  EXPECT_EQ(same.status, 304);
  EXPECT_EQ(HeaderOf(same.headers, "etag"), "\"1\"");
  EXPECT_EQ(client.Ask("GET", "/api/v1/notes/1", With(session, "if-none-match", "\"0\"")).status,
            200);
}

TEST_F(ServerTest, HeadTellsTheLengthAndSendsNoBody) {
  const Headers session = server_.SessionOf(kDuty);
  Write(session);
  TestClient client(server_.port());
  const Reply head = client.Ask("HEAD", "/api/v1/notes/1", session);
  const Reply get = client.Ask("GET", "/api/v1/notes/1", session);
  EXPECT_EQ(get.status, 200);  // A body after the first answer would have been read as this one.
  EXPECT_EQ(HeaderOf(head.headers, "content-length"), std::to_string(get.body.size()));
}

TEST_F(ServerTest, APathThatIsNotThereAndAMethodThatIsNotThereDiffer) {
  EXPECT_EQ(ProblemIn(Get("/api/v1/nothing")), "not_found//");
  const Reply reply = TestClient(server_.port()).Ask("DELETE", "/api/v1/notes/1");
  EXPECT_EQ(reply.status, 405);
  EXPECT_EQ(HeaderOf(reply.headers, "allow"), "GET");
  EXPECT_EQ(ProblemIn(reply), "unsupported/method_not_allowed/");
}

TEST_F(ServerTest, EveryAnswerCarriesTheSecurityHeaders) {
  for (const char* target : {"/healthz", "/api/v1/nothing", "/api/v1/docs"}) {
    Reply reply = Get(target);
    EXPECT_THAT(reply.headers["content-security-policy"], HasSubstr("script-src 'self';"));
    EXPECT_THAT(reply.headers["content-security-policy"], HasSubstr("frame-ancestors 'none'"));
    EXPECT_EQ(reply.headers["x-content-type-options"], "nosniff");
    EXPECT_EQ(reply.headers["referrer-policy"], "no-referrer");
    EXPECT_EQ(reply.headers["cache-control"], "no-store");
  }
}

TEST_F(ServerTest, ARawRouteGetsTheBytesAsTheyCame) {
  const std::string bytes("\0\xFF\r\n{", 5);
  const Reply reply = TestClient(server_.port()).Ask("POST", "/api/v1/echo", {}, bytes);
  EXPECT_EQ(reply.body, bytes);
}

TEST_F(ServerTest, HealthReadinessFiguresAndTheDescriptionAreServed) {
  EXPECT_EQ(Get("/healthz").body, "ok\n");
  EXPECT_EQ(Get("/readyz").body, "ready\n");
  Write(server_.SessionOf(kDuty));
  ASSERT_TRUE(server_.sealer().Flush());
  const std::string figures = Get("/metrics").body;
  EXPECT_THAT(figures, HasSubstr("hetang_http_requests_total{route=\"/api/v1/notes\","
                                 "method=\"POST\",status=\"200\"} 1\n"));
  EXPECT_THAT(figures, HasSubstr("hetang_http_request_seconds_count{route=\"/healthz\""));
  EXPECT_THAT(figures, HasSubstr("hetang_journal_position "));
  EXPECT_TRUE(json::Parse(Get("/api/v1/openapi.json").body).has_value());
  Reply docs = Get("/api/v1/docs");
  EXPECT_THAT(docs.headers["content-type"], HasSubstr("text/html"));
  EXPECT_THAT(docs.body, Not(HasSubstr("http://")));
  EXPECT_THAT(docs.body, Not(HasSubstr("https://")));
}

TEST_F(ServerTest, ATakenAddressIsAnErrorThatNamesIt) {
  ServerOptions options;
  options.port = server_.port();
  const auto second = Server::Start(options, Router(), {});
  ASSERT_FALSE(second.has_value());
  EXPECT_EQ(second.error().code, ErrorCode::unavailable);
  EXPECT_THAT(second.error().message, HasSubstr(std::to_string(server_.port())));
}

TEST(Server, ServesRawRoutesWithoutADatabase) {
  Router router;
  router.Raw({"POST", "/bank", "public", ""}, [](const Call& call) -> Result<Response> {
    Response response;
    response.body = call.headers.at("x-kind") + ":" + call.body;
    return response;
  });
  router.Raw({"GET", "/secret", "", ""},
             [](const Call&) -> Result<Response> { return Response{}; });
  const auto server = Server::Start({}, router, {});
  ASSERT_TRUE(server.has_value());
  TestClient client((*server)->port());
  EXPECT_EQ(client.Ask("POST", "/bank", {{"X-Kind", "stop"}}, "body").body, "stop:body");
  EXPECT_EQ(client.Ask("GET", "/secret").status, 401);
  EXPECT_EQ(client.Ask("GET", "/readyz").status, 200);
}

TEST(Server, AHandlerThatThrowsIsAFailureWithoutItsText) {
  Router router;
  router.Raw({"GET", "/bad", "public", ""}, [](const Call&) -> Result<Response> {
    throw std::runtime_error("6222020000001234567");
  });
  const auto server = Server::Start({}, router, {});
  ASSERT_TRUE(server.has_value());
  const Reply reply = TestClient((*server)->port()).Ask("GET", "/bad");
  EXPECT_EQ(ProblemIn(reply), "internal//");
  EXPECT_THAT(reply.body, Not(HasSubstr("6222")));
}

}  // namespace
}  // namespace hetang::http
