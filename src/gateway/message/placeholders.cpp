#include "gateway/message/placeholders.h"

#include <algorithm>

namespace hetang::message {
namespace {

bool IsName(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(),
                                      [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; });
}

}  // namespace

Result<std::vector<std::string>> PlaceholdersIn(std::string_view text, const std::string& path) {
  const auto broken = [&] {
    return Invalid({{path, "placeholder", "A placeholder is {{name}}, of a to z and _."}});
  };
  std::vector<std::string> names;
  while (true) {
    const std::size_t open = text.find("{{");
    if (text.substr(0, open).find("}}") != std::string_view::npos) return broken();
    if (open == std::string_view::npos) return names;
    const std::size_t close = text.find("}}", open);
    if (close == std::string_view::npos) return broken();
    const std::string_view name = text.substr(open + 2, close - open - 2);
    if (!IsName(name)) return broken();
    names.emplace_back(name);
    text.remove_prefix(close + 2);
  }
}

std::string Filled(std::string_view text,
                   const std::function<std::string(std::string_view name)>& value) {
  std::string filled;
  while (true) {
    const std::size_t open = text.find("{{");
    filled += text.substr(0, open);
    if (open == std::string_view::npos) return filled;
    const std::size_t close = text.find("}}", open);
    filled += value(text.substr(open + 2, close - open - 2));
    text.remove_prefix(close + 2);
  }
}

}  // namespace hetang::message
