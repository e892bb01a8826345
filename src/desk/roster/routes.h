// The routes of the rota, and what the routes of this desk have in common.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "platform/http/router.h"

namespace hetang::roster {

template <typename Item>
http::Page<Item> ListOf(std::vector<Item> items) {
  http::Page<Item> page;
  page.items = std::move(items);
  return page;
}

inline http::Route Of(std::string method, std::string path, std::string right,
                      std::string summary) {
  http::Route route;
  route.method = std::move(method);
  route.path = "/api/v1/roster" + std::move(path);
  route.right = std::move(right);
  route.summary = std::move(summary);
  return route;
}

// Shifts, patterns, swaps, what must be served, hand-over.
void AddRotaRoutes(http::Router& router);

}  // namespace hetang::roster
