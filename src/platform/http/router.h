// Routes as values: what a desk offers over HTTP, without knowing the HTTP library.
//
// A query runs on a worker thread with a read-only view of the database. A command runs whole in
// the database's write lane (database.h), together with its idempotency key: the same key with the
// same body gets the first answer again, with another body it is refused (conflict,
// `idempotency_key_reused`). Bodies are read by base/json.h, so every wrong field is reported.
// Request and reply types are described records; the OpenAPI document is made from them.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "base/time.h"
#include "platform/auth/auth.h"
#include "platform/database/database.h"

namespace hetang::http {

// One request after routing, authentication and the check of the route's right.
struct Call {
  auth::Principal who;
  Moment now;
  std::map<std::string, std::string, std::less<>> path;  // `{id}` of the path template.
  std::map<std::string, std::string, std::less<>> query;
  std::string if_match;  // The version the caller read, without quotes; empty when not sent.
  std::string body;      // Of raw routes only; commands get it parsed.
  std::map<std::string, std::string, std::less<>> headers;  // Lower-case names; raw routes only.
  Reveal reveal = Reveal::masked;  // in_full only when the route allows and `?reveal=true` came.

  // A path or query parameter as a positive id. Error: invalid, naming the parameter.
  Result<std::int64_t> PathId(std::string_view name) const;
  // The version of If-Match, for Transaction::Update. Error: invalid (`if_match`) without one.
  Result<std::int64_t> VersionRead() const;
  std::optional<std::string> QueryText(std::string_view name) const;
};

// The empty body of a command that needs none, and the empty answer.
struct Nothing {};
BOOST_DESCRIBE_STRUCT(Nothing, (), ())

// A page of a list. `next` is the cursor for `?after=`, absent on the last page.
template <typename Item>
struct Page {
  std::vector<Item> items;
  std::optional<std::string> next;
  BOOST_DESCRIBE_CLASS(Page, (), (items, next), (), ())
};
inline constexpr std::int64_t kPageSize = 50;  // `?limit=` may ask for 1 to 200.
struct PageRequest {
  std::int64_t after_id = 0;
  std::int64_t limit = kPageSize;
};
// Reads `after` and `limit`. Error: invalid.
Result<PageRequest> PageOf(const Call& call);

// A route's answer as bytes. `etag` is the record's version when it has one.
struct Response {
  int status = 200;
  std::string content_type = "application/json; charset=utf-8";
  std::string body;
  std::string etag;
  std::vector<std::pair<std::string, std::string>> headers;
};

struct Route {
  std::string method;   // GET, POST, PUT, DELETE
  std::string path;     // `/api/v1/funds/orders/{id}`
  std::string right;    // `funds:stop`; empty: any signed-in officer; `public`: nobody signed in.
  std::string summary;  // One English sentence for the API browser.
  // A query: allows `?reveal=true` to officers with the right `register:reveal`. A command: its
  // answer holds personal values in full; its right allows that, its handler journals it, and the
  // answer is not kept under the idempotency key.
  bool reveals = false;
  std::vector<std::string> query_parameters = {};
};

class Router {
 public:
  using QueryRun = std::function<Result<Response>(const Call&, database::Transaction&)>;
  using CommandRun = std::function<Result<Response>(const Call&, const boost::json::value&,
                                                    database::Transaction&)>;
  using RawRun = std::function<Result<Response>(const Call&)>;

  struct Entry {
    Route route;
    // Exactly one of the three is set.
    QueryRun query;
    CommandRun command;
    RawRun raw;
    std::function<boost::json::object(boost::json::object& schemas)> describe;
  };

  template <typename Reply>
  void Query(Route route, std::function<Result<Reply>(const Call&, database::Transaction&)> run);

  template <typename Body, typename Reply>
  void Command(Route route,
               std::function<Result<Reply>(const Call&, const Body&, database::Transaction&)> run);

  // Runs on a worker with the bytes of the body: uploads, sign-in, messages from a bank. `who` is
  // filled unless the route is public. Body and Reply only describe the JSON of the route; Nothing
  // stands for bytes.
  template <typename Body = Nothing, typename Reply = Nothing>
  void Raw(Route route, RawRun run);

  const std::vector<Entry>& entries() const { return entries_; }

 private:
  void Add(Entry entry);
  std::vector<Entry> entries_;
};

// A failure as application/problem+json (RFC 9457): type, title, status, code, rule, errors[].
Response ProblemOf(const Error& error);

// OpenAPI 3.1 of all routes.
std::string OpenApiOf(const Router& router);

}  // namespace hetang::http

#include "platform/http/router_inline.h"
