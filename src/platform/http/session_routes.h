// Signing in and out: POST, GET and DELETE /api/v1/session.
#pragma once

#include "platform/auth/auth.h"
#include "platform/http/router.h"

namespace hetang::http {

struct Credentials {
  Text<64> login;
  PersonalText password;
};
BOOST_DESCRIBE_STRUCT(Credentials, (), (login, password))

// What the page knows of its session; the token itself is in a cookie no script can read.
struct SessionView {
  std::string csrf_token;
  Moment expires_at;
  auth::Principal officer;
};
BOOST_DESCRIBE_STRUCT(SessionView, (), (csrf_token, expires_at, officer))

void AddSessionRoutes(Router& router, database::Database& database, auth::Sessions& sessions,
                      const Clock& clock);

}  // namespace hetang::http
