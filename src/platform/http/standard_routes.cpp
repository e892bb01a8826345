#include "platform/http/standard_routes.h"

#include "platform/http/api_browser.h"

namespace hetang::http {
namespace {

Response TextOf(std::string content_type, std::string body) {
  Response response;
  response.content_type = std::move(content_type);
  response.body = std::move(body);
  return response;
}

}  // namespace

void AddStandardRoutes(Router& router, const ServerParts& parts, const Metrics& metrics,
                       std::function<std::int64_t()> journal_position) {
  const auto always = [&router](std::string path, std::string content_type, std::string body) {
    router.Raw({"GET", std::move(path), "public", ""},
               [content_type, body](const Call&) -> Result<Response> {
                 return TextOf(content_type, body);
               });
  };
  always("/api/v1/openapi.json", "application/json; charset=utf-8", OpenApiOf(router));
  always("/api/v1/docs", "text/html; charset=utf-8", std::string(kApiBrowserPage));
  always("/api/v1/docs.js", "text/javascript; charset=utf-8", std::string(kApiBrowserScript));
  always("/healthz", "text/plain; charset=utf-8", "ok\n");
  router.Raw({"GET", "/readyz", "public", ""},
             [database = parts.database](const Call&) -> Result<Response> {
               if (database != nullptr) {
                 HT_TRY_STATUS(database->Read(
                     [](database::Transaction& tx) { return tx.Query<std::int64_t>("SELECT 1"); }));
               }
               return TextOf("text/plain; charset=utf-8", "ready\n");
             });
  router.Raw(
      {"GET", "/metrics", "public", ""},
      [&metrics, journal_position = std::move(journal_position)](const Call&) -> Result<Response> {
        return TextOf("text/plain; version=0.0.4; charset=utf-8", metrics.Text(journal_position()));
      });
}

}  // namespace hetang::http
