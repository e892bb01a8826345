// The request target: path and query, percent-decoded into UTF-8.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace hetang::http {

enum class Plus { is_plus, is_blank };

// Nothing when an escape is broken or the result is not UTF-8 or holds control characters.
std::optional<std::string> PercentDecoded(std::string_view text, Plus plus);

struct Target {
  std::string path;  // Still percent-encoded, without the query.
  std::map<std::string, std::string, std::less<>> query;
};
// Errors: invalid (a broken escape, a parameter given twice).
Result<Target> ParseTarget(std::string_view target);

}  // namespace hetang::http
