#include "platform/http/route_table.h"

#include "base/check.h"
#include "base/text.h"
#include "platform/http/target.h"

namespace hetang::http {

struct RouteTable::Node {
  std::map<std::string, std::unique_ptr<Node>, std::less<>> literals;
  std::unique_ptr<Node> parameter;
  std::map<std::string, const Router::Entry*, std::less<>> entries;  // By method.

  Node& Child(std::string_view segment) {
    auto& child = segment.starts_with('{')
                      ? parameter
                      : literals.try_emplace(std::string(segment)).first->second;
    if (child == nullptr) child = std::make_unique<Node>();
    return *child;
  }
};

namespace {

using Segments = std::vector<std::string_view>;

// Calls visit(node) for every node whose shape is that of the path, literal segments first, until
// it says true.
template <typename Node, typename Visit>
bool Walk(const Node& node, const Segments& segments, std::size_t depth, const Visit& visit) {
  if (depth == segments.size()) return !node.entries.empty() && visit(node);
  const auto literal = node.literals.find(segments[depth]);
  if (literal != node.literals.end() && Walk(*literal->second, segments, depth + 1, visit)) {
    return true;
  }
  return node.parameter != nullptr && !segments[depth].empty() &&
         Walk(*node.parameter, segments, depth + 1, visit);
}

}  // namespace

RouteTable::RouteTable(const std::vector<Router::Entry>& entries)
    : root_(std::make_unique<Node>()) {
  for (const auto& entry : entries) {
    Node* node = root_.get();
    for (const std::string_view segment :
         Split(std::string_view(entry.route.path).substr(1), '/')) {
      node = &node->Child(segment);
    }
    HT_CHECK(node->entries.emplace(entry.route.method, &entry).second);
  }
}

RouteTable::~RouteTable() = default;

RouteTable::Match RouteTable::Find(std::string_view method, std::string_view path) const {
  Match match;
  if (!path.starts_with('/')) return match;
  const Segments segments = Split(path.substr(1), '/');
  const std::string_view wanted = method == "HEAD" ? "GET" : method;
  Walk(*root_, segments, 0, [&](const Node& node) {
    const auto found = node.entries.find(wanted);
    if (found != node.entries.end()) {
      match.entry = found->second;
      return true;
    }
    for (const auto& [other, entry] : node.entries) {
      match.allow += (match.allow.empty() ? "" : ", ") + other;
    }
    return false;
  });
  if (match.entry == nullptr) return match;
  const Segments shape = Split(std::string_view(match.entry->route.path).substr(1), '/');
  for (std::size_t i = 0; i < shape.size(); ++i) {
    if (!shape[i].starts_with('{')) continue;
    auto value = PercentDecoded(segments[i], Plus::is_plus);
    if (!value) return Match{};
    match.path[std::string(shape[i].substr(1, shape[i].size() - 2))] = std::move(*value);
  }
  return match;
}

}  // namespace hetang::http
