// The browser of the API at /api/v1/docs: one page and one plain script that draw openapi.json.
#pragma once

#include <string_view>

namespace hetang::http {

extern const std::string_view kApiBrowserPage;
extern const std::string_view kApiBrowserScript;

}  // namespace hetang::http
