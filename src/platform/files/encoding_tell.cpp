// Which encoding a text file is in.
#include <algorithm>

#include "platform/files/encoding.h"

namespace hetang::files {
namespace {

constexpr std::size_t kHead = 64 << 10;
constexpr std::size_t kSample = 1 << 20;

constexpr unsigned char Byte(char c) { return static_cast<unsigned char>(c); }

tl::unexpected<Error> NoText() {
  return Fail(ErrorCode::unsupported, "The bytes are no text of an encoding that is read.",
              "other_format");
}

bool IsControl(char c) {
  return Byte(c) < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != '\v' &&
         c != '\x1A';
}

// Text of Latin letters, digits and commas in UTF-16 has its NULs all on one side.
bool LooksUtf16(std::string_view head, std::size_t file_size, bool big_endian) {
  if (file_size % 2 != 0) return false;
  std::size_t high = 0;
  std::size_t low = 0;
  for (std::size_t i = 0; i + 1 < head.size(); i += 2) {
    high += head[big_endian ? i : i + 1] == '\0' ? 1 : 0;
    low += head[big_endian ? i + 1 : i] == '\0' ? 1 : 0;
  }
  return high >= 2 && low * 20 <= high && high * 50 >= head.size();
}

// UTF-16 that is text decodes nearly without control characters, and without halves of pairs unless
// a mark says that it is UTF-16.
bool IsUtf16Text(std::string_view head, bool big_endian, bool has_mark) {
  std::string text;
  AppendUtf16(Utf16Front(head, big_endian, kHead), big_endian, text);
  const auto controls = std::count_if(text.begin(), text.end(), IsControl);
  return (has_mark || IsWellFormedUtf8(text)) &&
         static_cast<std::size_t>(controls) * 100 <= text.size();
}

// The line of the first byte above ASCII, and what follows it, up to the size of a sample.
std::string_view SampleOf(std::string_view bytes, std::size_t letters) {
  const std::size_t line = bytes.substr(0, letters).find_last_of("\r\n");
  return bytes.substr(line == std::string_view::npos ? 0 : line + 1, kSample);
}

TextEncoding Vote(std::string_view sample) {
  Gb18030Decoder decoder;
  std::size_t utf8 = 0;
  std::size_t gb18030 = 0;
  bool first_is_gb18030 = false;
  while (!sample.empty()) {
    const std::size_t end = sample.find_first_of("\r\n");
    // The last line of a sample may be cut: it is heard only when there is no other.
    if (end == std::string_view::npos && utf8 + gb18030 > 0) break;
    const std::string_view line = sample.substr(0, end);
    sample.remove_prefix(end == std::string_view::npos ? sample.size() : end + 1);
    if (std::none_of(line.begin(), line.end(), [](char c) { return Byte(c) >= 0x80; })) continue;
    bool is_gb18030 = false;
    if (IsWellFormedUtf8(line)) {
      ++utf8;
    } else if (decoder.Decode(line, is_gb18030); is_gb18030) {
      first_is_gb18030 = first_is_gb18030 || utf8 == 0;
      ++gb18030;
    }
  }
  if (gb18030 == utf8) return first_is_gb18030 ? TextEncoding::gb18030 : TextEncoding::utf8;
  return gb18030 > utf8 ? TextEncoding::gb18030 : TextEncoding::utf8;
}

}  // namespace

Result<TextShape> TellEncoding(std::string_view bytes, std::size_t letters) {
  const std::string_view head = bytes.substr(0, kHead);
  if (bytes.starts_with("\xEF\xBB\xBF")) return TextShape{TextEncoding::utf8_bom, 3};
  if (bytes.starts_with("\x84\x31\x95\x33")) return TextShape{TextEncoding::gb18030, 4};
  for (const bool big_endian : {false, true}) {
    const TextEncoding encoding = big_endian ? TextEncoding::utf16be : TextEncoding::utf16le;
    if (bytes.starts_with(big_endian ? "\xFE\xFF" : "\xFF\xFE")) {
      if (!IsUtf16Text(head.substr(2), big_endian, true)) return NoText();
      return TextShape{encoding, 2};
    }
    if (LooksUtf16(head, bytes.size(), big_endian) && IsUtf16Text(head, big_endian, false)) {
      return TextShape{encoding, 0};
    }
  }
  const auto controls =
      static_cast<std::size_t>(std::count_if(head.begin(), head.end(), IsControl));
  if (controls * 100 > head.size()) return NoText();
  if (letters >= bytes.size()) return TextShape{TextEncoding::utf8, 0};
  return TextShape{Vote(SampleOf(bytes, letters)), 0};
}

}  // namespace hetang::files
