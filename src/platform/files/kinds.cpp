#include "platform/files/kinds.h"

#include <array>

namespace hetang::files {
namespace {

using namespace std::string_view_literals;

constexpr std::array kOthers{"%PDF"sv,
                             "\x89PNG"sv,
                             "\xFF\xD8\xFF"sv,
                             "GIF8"sv,
                             "Rar!"sv,
                             "7z\xBC\xAF"sv,
                             "\x1F\x8B"sv,
                             "BZh"sv,
                             "\xFD"
                             "7zXZ"sv,
                             "RIFF"sv,
                             "\x7F"
                             "ELF"sv,
                             "{\\rtf"sv,
                             "SQLite format"sv};

bool IsBareBiff(std::string_view bytes) {
  return bytes.size() >= 8 && bytes[0] == '\x09' &&
         (bytes[1] == '\0' || bytes[1] == '\x02' || bytes[1] == '\x04') && bytes[3] == '\0' &&
         (bytes[2] == '\x04' || bytes[2] == '\x06');
}

}  // namespace

FileKind KindOf(std::string_view bytes) {
  if (bytes.empty()) return FileKind::empty;
  if (bytes.starts_with("PK\x03\x04") || bytes.starts_with("PK\x05\x06") ||
      bytes.starts_with("PK\x07\x08")) {
    return FileKind::zip;
  }
  if (bytes.starts_with("\xD0\xCF\x11\xE0") || IsBareBiff(bytes)) return FileKind::xls;
  for (const std::string_view magic : kOthers) {
    if (bytes.starts_with(magic)) return FileKind::other;
  }
  return FileKind::text;
}

}  // namespace hetang::files
