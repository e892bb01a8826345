#include "app/api_client.h"

#include <curl/curl.h>
#include <boost/json/serialize.hpp>

#include "base/ids.h"
#include "base/json.h"

namespace hetang::app {
namespace {

std::size_t Append(char* data, std::size_t size, std::size_t count, void* out) {
  static_cast<std::string*>(out)->append(data, size * count);
  return size * count;
}

}  // namespace

struct ApiClient::Handle {
  CURL* curl = curl_easy_init();
  ~Handle() { curl_easy_cleanup(curl); }
};

ApiClient::ApiClient(std::string base_url)
    : base_url_(std::move(base_url)), handle_(std::make_unique<Handle>()) {
  curl_easy_setopt(handle_->curl, CURLOPT_COOKIEFILE, "");  // Keeps cookies in memory.
  curl_easy_setopt(handle_->curl, CURLOPT_WRITEFUNCTION, Append);
  curl_easy_setopt(handle_->curl, CURLOPT_TIMEOUT_MS, 30'000L);
  curl_easy_setopt(handle_->curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(handle_->curl, CURLOPT_NOPROXY, "*");
}

ApiClient::~ApiClient() = default;

Result<std::string> ApiClient::Perform(const std::string& method, const std::string& path,
                                       const std::string& body) {
  std::string answer;
  CURL* curl = handle_->curl;
  curl_slist* headers = curl_slist_append(nullptr, "Content-Type: application/json");
  headers = curl_slist_append(headers, ("X-CSRF-Token: " + csrf_token_).c_str());
  headers = curl_slist_append(headers, ("Idempotency-Key: " + RandomToken(16)).c_str());
  curl_easy_setopt(curl, CURLOPT_URL, (base_url_ + path).c_str());
  curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, method.c_str());
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &answer);
  if (method == "GET") {
    curl_easy_setopt(curl, CURLOPT_HTTPGET, 1L);
  } else {
    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body.c_str());
  }
  const CURLcode done = curl_easy_perform(curl);
  curl_slist_free_all(headers);
  if (done != CURLE_OK) return Fail(ErrorCode::unavailable, "Nobody answers at this address.");
  long status = 0;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
  if (status >= 300) {
    return Fail(ErrorCode::conflict, path + " was answered with status " + std::to_string(status));
  }
  return answer;
}

Status ApiClient::SignIn(const std::string& login, const std::string& password) {
  HT_TRY(const auto session,
         Post("/api/v1/session", boost::json::object{{"login", login}, {"password", password}}));
  csrf_token_ = session.at("csrf_token").as_string();
  return {};
}

Result<boost::json::value> ApiClient::Get(const std::string& path) {
  HT_TRY(const std::string answer, Perform("GET", path, ""));
  return json::Parse(answer);
}

Result<boost::json::value> ApiClient::Post(const std::string& path,
                                           const boost::json::value& body) {
  HT_TRY(const std::string answer, Perform("POST", path, boost::json::serialize(body)));
  return json::Parse(answer);
}

Status ApiClient::PostText(const std::string& path, const std::string& text) {
  HT_TRY_STATUS(Perform("POST", path, text));
  return {};
}

}  // namespace hetang::app
