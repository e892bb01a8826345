// `{{name}}` in a line of text, as in the templates of documents.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace hetang::message {

// The names in the order in which they stand, repeats included. Error: invalid (`placeholder`):
// braces that do not pair, or a name with anything but a to z and _. `path` names the text.
Result<std::vector<std::string>> PlaceholdersIn(std::string_view text, const std::string& path);

// The text with each placeholder replaced by what `value` answers; PlaceholdersIn has passed it.
std::string Filled(std::string_view text,
                   const std::function<std::string(std::string_view name)>& value);

}  // namespace hetang::message
