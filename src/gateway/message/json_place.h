// A value at a place of an answer whose types nobody promises.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <boost/json/value.hpp>

namespace hetang::message {

// The value at this JSON pointer; null when it is not there.
inline const boost::json::value* ValueAt(const boost::json::value& value, std::string_view place) {
  std::error_code missing;
  return value.find_pointer(place, missing);
}

// The text of a string, an integer, true or false; nothing for what else may be there. Ids are
// strings with one provider and integers with the next.
inline std::optional<std::string> PlainTextAt(const boost::json::value& value,
                                              std::string_view place) {
  const boost::json::value* found = ValueAt(value, place);
  if (found == nullptr) return std::nullopt;
  if (found->is_string()) return std::string(found->get_string());
  if (found->is_int64()) return std::to_string(found->get_int64());
  if (found->is_uint64()) return std::to_string(found->get_uint64());
  if (found->is_bool()) return found->get_bool() ? "true" : "false";
  return std::nullopt;
}

}  // namespace hetang::message
