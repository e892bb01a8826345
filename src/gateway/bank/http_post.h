// One POST at a time over a kept connection (libcurl). No redirects, no proxy from the environment,
// and a reply is never longer than 64 KiB.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace hetang::bank {

struct PostRequest {
  std::string url;
  std::vector<std::string> headers;  // `Name: value`
  std::string_view body;
  int connect_timeout_ms = 3'000;
  int timeout_ms = 10'000;
};

struct PostReply {
  int status = 0;
  std::string body;
  std::int64_t retry_after_s = 0;  // What the header Retry-After asks for; 0: it is not there.
};

class Poster {
 public:
  Poster();
  ~Poster();
  Poster(const Poster&) = delete;
  Poster& operator=(const Poster&) = delete;

  // Any whole reply, whatever its status. Errors: unavailable (with the rule `not_connected` when
  // nothing was sent); too_large (the reply).
  Result<PostReply> Post(const PostRequest& request);

 private:
  struct Handle;
  std::unique_ptr<Handle> handle_;
};

}  // namespace hetang::bank
