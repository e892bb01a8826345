#include "platform/http/session_routes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "platform/http/test_server.h"

namespace hetang::http {
namespace {

using testing::HasSubstr;

class SessionRoutesTest : public testing::Test {
 protected:
  SessionRoutesTest() {
    const auto set = server_.database().Write([&](database::Transaction& tx) -> Result<bool> {
      HT_TRY_STATUS(auth::SetPassword(tx, kDuty, "wang", "correct horse", server_.clock().Now()));
      return true;
    });
    EXPECT_TRUE(set.has_value());
  }
  Reply SignIn(std::string_view password, Headers headers = {}) {
    headers.emplace("content-type", "application/json");
    return TestClient(server_.port())
        .Ask("POST", "/api/v1/session", headers,
             fmt::format(R"({{"login":"wang","password":"{}"}})", password));
  }

  TestServer server_;
};

TEST_F(SessionRoutesTest, ASignInOpensASessionThatWorksUntilTheSignOut) {
  Reply reply = SignIn("correct horse");
  ASSERT_EQ(reply.status, 200) << reply.body;
  const std::string cookie = reply.headers["set-cookie"];
  EXPECT_THAT(cookie, HasSubstr("; Path=/; HttpOnly; SameSite=Strict; Max-Age=43200"));
  const auto view = json::Parse(reply.body);
  ASSERT_TRUE(view.has_value());
  EXPECT_EQ(view->at("officer").at("officer_id").as_int64(), kDuty);
  const Headers session{{"cookie", cookie.substr(0, cookie.find(';'))},
                        {"x-csrf-token", view->at("csrf_token").as_string().c_str()}};

  TestClient client(server_.port());
  EXPECT_EQ(client.Ask("GET", "/api/v1/session", session).body, reply.body);
  const Reply out = client.Ask("DELETE", "/api/v1/session", session);
  EXPECT_EQ(out.status, 200);
  EXPECT_THAT(HeaderOf(out.headers, "set-cookie"), HasSubstr("hetang_session=; "));
  EXPECT_EQ(client.Ask("GET", "/api/v1/session", session).status, 401);
}

TEST_F(SessionRoutesTest, AWrongPasswordOpensNone) {
  const Reply reply = SignIn("wrong horse!!");
  EXPECT_EQ(ProblemIn(reply), "unauthenticated/wrong_login/");
  EXPECT_EQ(HeaderOf(reply.headers, "set-cookie"), "");
}

TEST_F(SessionRoutesTest, AnotherSiteCannotSignAnybodyIn) {
  EXPECT_EQ(ProblemIn(SignIn("correct horse", {{"origin", "http://evil"}})),
            "forbidden/cross_site/");
  EXPECT_EQ(ProblemIn(SignIn("correct horse", {{"content-type", "text/plain"}})),
            "unsupported/json_expected/");
}

TEST_F(SessionRoutesTest, ASignOutNeedsTheToken) {
  Headers session = server_.SessionOf(kDuty);
  session.erase("x-csrf-token");
  EXPECT_EQ(ProblemIn(TestClient(server_.port()).Ask("DELETE", "/api/v1/session", session)),
            "forbidden/csrf_token/");
}

}  // namespace
}  // namespace hetang::http
