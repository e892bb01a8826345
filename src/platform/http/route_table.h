// Finds the route of a request: a tree of path segments, where a literal segment wins over a
// parameter.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "platform/http/router.h"

namespace hetang::http {

class RouteTable {
 public:
  // The entries must outlive the table. Two routes of one method and shape are a broken invariant.
  explicit RouteTable(const std::vector<Router::Entry>& entries);
  ~RouteTable();

  struct Match {
    const Router::Entry* entry = nullptr;  // Null: not found, or not with this method.
    std::map<std::string, std::string, std::less<>> path;
    std::string allow;  // The methods the path does have, for 405; empty: no such path.
  };
  // `path` is still percent-encoded. HEAD finds the route of GET.
  Match Find(std::string_view method, std::string_view path) const;

 private:
  struct Node;
  std::unique_ptr<Node> root_;
};

}  // namespace hetang::http
