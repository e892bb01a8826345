#include "base/field.h"

#include "base/text.h"

namespace hetang {

std::optional<std::string> CheckedText(std::string_view raw, std::size_t max_points) {
  const std::string_view trimmed = Trim(raw);
  for (const char c : trimmed) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte < 0x20 && c != '\n' && c != '\t' && c != '\r') || byte == 0x7F) return std::nullopt;
  }
  if (!IsUtf8(trimmed) || CountCodePoints(trimmed) > max_points) return std::nullopt;
  return std::string(trimmed);
}

}  // namespace hetang
