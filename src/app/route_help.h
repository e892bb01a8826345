// What the routes of the platform have in common.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "platform/http/router.h"

namespace hetang::app {

inline http::Route RouteOf(std::string method, std::string path, std::string right,
                           std::string summary, std::vector<std::string> query = {}) {
  http::Route route;
  route.method = std::move(method);
  route.path = "/api/v1" + std::move(path);
  route.right = std::move(right);
  route.summary = std::move(summary);
  route.query_parameters = std::move(query);
  return route;
}

template <typename Item>
http::Page<Item> ListOf(std::vector<Item> items) {
  http::Page<Item> page;
  page.items = std::move(items);
  return page;
}

template <typename Key, typename Value>
Value Named(const std::map<Key, Value>& names, const Key& key) {
  const auto found = names.find(key);
  return found == names.end() ? Value{} : found->second;
}

}  // namespace hetang::app
