#include "gateway/bank/http_post.h"

#include <curl/curl.h>

#include "base/check.h"

namespace hetang::bank {
namespace {

constexpr std::size_t kMostReplyBytes = 64u << 10;

// libcurl's callbacks are called from C, so what they gather is held here.
struct Gathered {
  std::string body;
  bool overflow = false;
};

std::size_t Gather(char* data, std::size_t size, std::size_t count, void* user) {
  auto& gathered = *static_cast<Gathered*>(user);
  if (gathered.body.size() + size * count > kMostReplyBytes) {
    gathered.overflow = true;
    return 0;  // libcurl closes the connection.
  }
  gathered.body.append(data, size * count);
  return size * count;
}

void InitialiseOnce() {
  static const bool ready = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
  HT_CHECK(ready);
}

// The failures that come before the first byte of a request leaves.
bool IsBeforeSending(CURLcode code) {
  switch (code) {
    case CURLE_URL_MALFORMAT:
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_CONNECT:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
      return true;
    default:
      return false;
  }
}

struct FreeList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

}  // namespace

struct Poster::Handle {
  CURL* curl = nullptr;
};

Poster::Poster() : handle_(std::make_unique<Handle>()) {
  InitialiseOnce();
  handle_->curl = curl_easy_init();
  HT_CHECK(handle_->curl != nullptr);
}

Poster::~Poster() { curl_easy_cleanup(handle_->curl); }

Result<PostReply> Poster::Post(const PostRequest& request) {
  CURL* curl = handle_->curl;
  curl_easy_reset(curl);  // Keeps the connection.
  // Without an empty Expect libcurl waits a second for 100 Continue before a long body.
  std::unique_ptr<curl_slist, FreeList> headers(curl_slist_append(nullptr, "Expect:"));
  for (const std::string& header : request.headers) {
    headers.reset(curl_slist_append(headers.release(), header.c_str()));
  }
  Gathered gathered;
  curl_easy_setopt(curl, CURLOPT_URL, request.url.c_str());
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl, CURLOPT_PROXY, "");
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_POST, 1L);
  curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
  // A null pointer would make libcurl read the standard input.
  curl_easy_setopt(curl, CURLOPT_POSTFIELDS, request.body.empty() ? "" : request.body.data());
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(request.connect_timeout_ms));
  curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, static_cast<long>(request.timeout_ms));
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, &Gather);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &gathered);
  const CURLcode code = curl_easy_perform(curl);
  if (gathered.overflow) {
    return Fail(ErrorCode::too_large, "The other side's reply is larger than is read.");
  }
  if (code != CURLE_OK) {
    return Fail(ErrorCode::unavailable,
                std::string("The other side could not be reached: ") + curl_easy_strerror(code),
                IsBeforeSending(code) ? "not_connected" : "");
  }
  long status = 0;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
  curl_off_t retry_after_s = 0;
  curl_easy_getinfo(curl, CURLINFO_RETRY_AFTER, &retry_after_s);
  return PostReply{static_cast<int>(status), std::move(gathered.body), retry_after_s};
}

}  // namespace hetang::bank
