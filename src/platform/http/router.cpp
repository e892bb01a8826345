#include "platform/http/router.h"

#include <charconv>

#include "base/check.h"

namespace hetang::http {
namespace {

std::optional<std::int64_t> PositiveNumber(std::string_view text) {
  std::int64_t number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  if (read.ec != std::errc() || read.ptr != text.data() + text.size() || number <= 0) {
    return std::nullopt;
  }
  return number;
}

tl::unexpected<Error> WrongParameter(std::string_view name, std::string_view code) {
  return Invalid({{std::string(name), std::string(code), "The parameter is refused."}});
}

}  // namespace

Result<std::int64_t> Call::PathId(std::string_view name) const {
  auto found = path.find(name);
  if (found == path.end()) {
    found = query.find(name);
    if (found == query.end()) return WrongParameter(name, "missing");
  }
  const auto number = PositiveNumber(found->second);
  if (!number) return WrongParameter(name, "id");
  return *number;
}

Result<std::int64_t> Call::VersionRead() const {
  if (if_match.empty()) return WrongParameter("if_match", "missing");
  std::int64_t version = 0;
  const char* end = if_match.data() + if_match.size();
  const auto read = std::from_chars(if_match.data(), end, version);
  if (read.ec != std::errc() || read.ptr != end || version < 0) {
    return WrongParameter("if_match", "version");
  }
  return version;
}

std::optional<std::string> Call::QueryText(std::string_view name) const {
  const auto found = query.find(name);
  if (found == query.end()) return std::nullopt;
  return found->second;
}

Result<PageRequest> PageOf(const Call& call) {
  PageRequest page;
  std::vector<FieldError> errors;
  if (const auto after = call.QueryText("after")) {
    const auto number = PositiveNumber(*after);
    if (!number) errors.push_back({"after", "cursor", "The cursor is none this program gave."});
    page.after_id = number.value_or(0);
  }
  if (const auto limit = call.QueryText("limit")) {
    const auto number = PositiveNumber(*limit);
    if (!number || *number > 200) errors.push_back({"limit", "range", "It must be 1 to 200."});
    page.limit = number.value_or(kPageSize);
  }
  if (!errors.empty()) return Invalid(std::move(errors));
  return page;
}

void Router::Add(Entry entry) {
  HT_CHECK(entry.route.path.starts_with('/'));
  entries_.push_back(std::move(entry));
}

}  // namespace hetang::http
