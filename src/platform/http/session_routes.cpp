#include "platform/http/session_routes.h"

#include <fmt/format.h>

#include "platform/http/guard.h"

namespace hetang::http {
namespace {

constexpr std::string_view kPath = "/api/v1/session";

std::string Cookie(std::string_view token, std::int64_t seconds) {
  return fmt::format("{}={}; Path=/; HttpOnly; SameSite=Strict; Max-Age={}", kSessionCookie, token,
                     seconds);
}

Response ViewOf(const auth::Caller& caller) {
  Response response;
  response.body = json::Write(SessionView{caller.csrf_token, caller.expires_at, caller.principal});
  return response;
}

}  // namespace

void AddSessionRoutes(Router& router, database::Database& database, auth::Sessions& sessions,
                      const Clock& clock) {
  router.Raw<Credentials, SessionView>(
      {"POST", std::string(kPath), "public", "Signs in and sets the session cookie."},
      [&](const Call& call) -> Result<Response> {
        HT_TRY_STATUS(CheckIsJson(call.headers));
        HT_TRY(const auto credentials, json::Read<Credentials>(call.body));
        HT_TRY(const auto session, auth::SignIn(database, credentials.login.str(),
                                                credentials.password.Reveal(), call.now));
        HT_TRY(const auto caller, sessions.CallerOf(session.token, clock.Now()));
        Response response = ViewOf(caller);
        response.headers.emplace_back("Set-Cookie",
                                      Cookie(session.token, auth::kSessionLife.ms / 1000));
        return response;
      });
  router.Raw<Nothing, SessionView>(
      {"GET", std::string(kPath), "", "Tells who is signed in, and the CSRF token."},
      [&](const Call& call) -> Result<Response> {
        HT_TRY(const auto caller, sessions.CallerOf(SessionTokenOf(call.headers), call.now));
        return ViewOf(caller);
      });
  router.Raw<Nothing, Nothing>({"DELETE", std::string(kPath), "", "Signs out."},
                               [&](const Call& call) -> Result<Response> {
                                 const std::string token = SessionTokenOf(call.headers);
                                 HT_TRY_STATUS(auth::SignOut(database, token, call.now));
                                 sessions.Forget(token);
                                 Response response;
                                 response.body = "{}";
                                 response.headers.emplace_back("Set-Cookie", Cookie("", 0));
                                 return response;
                               });
}

}  // namespace hetang::http
