// The encodings of text files: telling them, proving them, and turning them into UTF-8.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

struct UConverter;

namespace hetang::files {

enum class TextEncoding { utf8, utf8_bom, gb18030, utf16le, utf16be };
std::string_view NameOf(TextEncoding encoding);  // As Sheet::encoding says it.

struct TextShape {
  TextEncoding encoding = TextEncoding::utf8;
  std::size_t mark_bytes = 0;  // Of the byte order mark in front.
};

// Tells the encoding by a byte order mark, by the NULs of UTF-16, else by which of UTF-8 and
// GB18030 more lines obey in the first MiB from the first byte that is not ASCII; pure ASCII is
// UTF-8. `letters` is where that byte is (bytes.size() when there is none). Errors: unsupported
// (other_format) when the bytes are no text.
Result<TextShape> TellEncoding(std::string_view bytes, std::size_t letters);

// The first byte above ASCII at or after `from`, else bytes.size().
std::size_t FirstBeyondAscii(std::string_view bytes, std::size_t from);

// The same answer as IsUtf8() of base, about four times as fast on statements.
bool IsWellFormedUtf8(std::string_view text);

// A whole line that obeys UTF-8 and holds a letter of three bytes, as Chinese ones are. Real
// GB18030 text is hardly ever that.
bool IsSurelyUtf8(std::string_view line);

// Letters of one and two bytes come from a table, the rare ones of four bytes from ICU.
class Gb18030Decoder {
 public:
  // UTF-8 that stays valid until the next call; `ok` is false when the bytes are not GB18030.
  std::string_view Decode(std::string_view bytes, bool& ok);

 private:
  struct CloseConverter {
    void operator()(UConverter* converter) const;
  };
  bool DecodeFour(const char* from, char*& out);

  std::unique_ptr<char[]> buffer_;
  std::size_t capacity_ = 0;
  std::unique_ptr<UConverter, CloseConverter> converter_;
};

// GB18030 of UTF-8 text; nothing is left out, for it holds every code point.
std::string ToGb18030(std::string_view utf8);

// Appends UTF-16 as UTF-8. Half a surrogate pair, or half a unit at the end, becomes bytes that are
// no UTF-8, so that its row and no other is refused. `bytes` ends between code points, except at
// the end of the file.
void AppendUtf16(std::string_view bytes, bool big_endian, std::string& out);
// How many bytes of UTF-16 such text came from.
std::size_t Utf16Bytes(std::string_view text);
// The longest front of `bytes` of at most `most` bytes that ends between code points.
std::string_view Utf16Front(std::string_view bytes, bool big_endian, std::size_t most);

// The name of a file or of a member of an archive: UTF-8 as it is, else read as GB18030, else with
// `?` for what is neither.
std::string ReadableName(std::string_view raw);

}  // namespace hetang::files
