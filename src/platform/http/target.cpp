#include "platform/http/target.h"

#include "base/text.h"

namespace hetang::http {
namespace {

bool HoldsControl(std::string_view text) {
  for (const char c : text) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) return true;
  }
  return false;
}

}  // namespace

std::optional<std::string> PercentDecoded(std::string_view text, Plus plus) {
  std::string decoded;
  decoded.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%') {
      const auto byte = FromHex(text.substr(i + 1, 2));
      if (!byte || byte->size() != 1) return std::nullopt;
      decoded += *byte;
      i += 2;
    } else {
      decoded.push_back(text[i] == '+' && plus == Plus::is_blank ? ' ' : text[i]);
    }
  }
  if (!IsUtf8(decoded) || HoldsControl(decoded)) return std::nullopt;
  return decoded;
}

Result<Target> ParseTarget(std::string_view target) {
  Target parsed;
  target = target.substr(0, target.find('#'));
  const std::size_t mark = target.find('?');
  parsed.path = std::string(target.substr(0, mark));
  if (mark == std::string_view::npos) return parsed;
  for (const std::string_view pair : Split(target.substr(mark + 1), '&')) {
    if (pair.empty()) continue;
    const std::size_t equals = pair.find('=');
    auto name = PercentDecoded(pair.substr(0, equals), Plus::is_blank);
    auto value = equals == std::string_view::npos
                     ? std::optional<std::string>("")
                     : PercentDecoded(pair.substr(equals + 1), Plus::is_blank);
    if (!name || !value) {
      return Invalid({{"(query)", "broken_escape", "The query string is not well-formed."}});
    }
    const auto [place, added] = parsed.query.emplace(std::move(*name), std::move(*value));
    if (!added) return Invalid({{place->first, "duplicate", "The parameter is given twice."}});
  }
  return parsed;
}

}  // namespace hetang::http
