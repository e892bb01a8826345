// The embedded page: its files by path, and /index.html for every address the page itself routes.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "platform/http/exchange.h"
#include "platform/http/server.h"

namespace hetang::http {

class WebPage {
 public:
  explicit WebPage(std::span<const Asset> assets);

  // Nothing when there is no such file and the path is not one the page may route.
  std::optional<Response> Find(std::string_view path, const Headers& headers) const;

 private:
  struct File {
    Asset asset;
    std::string etag;
  };
  std::map<std::string_view, File> files_;
};

}  // namespace hetang::http
