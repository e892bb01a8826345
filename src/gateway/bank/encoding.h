// Bytes from outside to UTF-8 and back, and base64. Chinese bank modules write GB2312, GBK or
// GB18030 and declare any of the three; all are read as GB18030, which contains the others.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace hetang::bank {

enum class Encoding { utf8, gb18030 };

// The text of an XML document as UTF-8, by its declaration; without one as UTF-8 when it is that,
// else as GB18030. Errors: unsupported (another encoding), invalid (bytes that are not in it).
Result<std::string> XmlToUtf8(std::string_view bytes);

std::string FromUtf8(std::string_view utf8, Encoding encoding);

std::string ToBase64(std::string_view bytes);
// Strict but for blanks and line ends; nothing when it is not base64.
std::optional<std::string> FromBase64(std::string_view text);

}  // namespace hetang::bank
