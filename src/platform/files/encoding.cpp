#include "platform/files/encoding.h"

#include <algorithm>
#include <cstring>

#include <unicode/ucnv.h>

#include "base/check.h"
#include "base/text.h"

namespace hetang::files {
namespace {

constexpr unsigned char Byte(char c) { return static_cast<unsigned char>(c); }

// One letter of GB18030 of two bytes: its UTF-8 and how long that is; 0 where there is none.
struct Letter {
  std::array<char, 3> utf8{};
  std::uint8_t length = 0;
};
constexpr std::size_t kTrails = 192;  // 0x40 to 0xFF
using LetterTable = std::array<Letter, 126 * kTrails>;

UConverter* OpenGb18030() {
  UErrorCode status = U_ZERO_ERROR;
  UConverter* const converter = ucnv_open("gb18030", &status);
  HT_CHECK(U_SUCCESS(status));
  ucnv_setToUCallBack(converter, UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &status);
  HT_CHECK(U_SUCCESS(status));
  return converter;
}

// One letter by ICU; 0 when it is none.
char32_t DecodeOne(UConverter* converter, const char* from, std::int32_t length) {
  std::array<UChar, 4> units{};
  UErrorCode status = U_ZERO_ERROR;
  const std::int32_t count = ucnv_toUChars(
      converter, units.data(), static_cast<std::int32_t>(units.size()), from, length, &status);
  if (U_FAILURE(status)) return 0;
  if (count == 1 && !U16_IS_SURROGATE(units[0])) return units[0];
  if (count == 2 && U16_IS_LEAD(units[0]) && U16_IS_TRAIL(units[1])) {
    return static_cast<char32_t>(U16_GET_SUPPLEMENTARY(units[0], units[1]));
  }
  return 0;
}

std::unique_ptr<LetterTable> MakeTable() {
  auto table = std::make_unique<LetterTable>();
  UConverter* const converter = OpenGb18030();
  std::string utf8;
  for (unsigned lead = 0x81; lead <= 0xFE; ++lead) {
    for (unsigned trail = 0x40; trail <= 0xFE; ++trail) {
      const std::array<char, 2> bytes{static_cast<char>(lead), static_cast<char>(trail)};
      const char32_t point = trail == 0x7F ? 0 : DecodeOne(converter, bytes.data(), 2);
      if (point == 0) continue;
      utf8.clear();
      AppendUtf8(utf8, point);
      HT_CHECK(utf8.size() <= 3);
      Letter& letter = (*table)[(lead - 0x81) * kTrails + (trail - 0x40)];
      std::copy(utf8.begin(), utf8.end(), letter.utf8.begin());
      letter.length = static_cast<std::uint8_t>(utf8.size());
    }
  }
  ucnv_close(converter);
  return table;
}

const LetterTable& Table() {
  static const std::unique_ptr<LetterTable> kTable = MakeTable();
  return *kTable;
}

// The number of ASCII bytes at the front of eight bytes.
std::size_t AsciiFront(const char* at) {
  std::uint64_t word = 0;
  std::memcpy(&word, at, 8);
  const std::uint64_t high = word & 0x8080808080808080ULL;
  return high == 0 ? 8 : static_cast<std::size_t>(__builtin_ctzll(high)) / 8;
}
static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "AsciiFront counts from the low end.");

constexpr bool IsContinuation(char c) { return (Byte(c) & 0xC0) == 0x80; }

}  // namespace

std::string_view NameOf(TextEncoding encoding) {
  constexpr std::array<std::string_view, 5> kNames{"utf-8", "utf-8-bom", "gb18030", "utf-16le",
                                                   "utf-16be"};
  return kNames[static_cast<std::size_t>(encoding)];
}

std::size_t FirstBeyondAscii(std::string_view bytes, std::size_t from) {
  std::size_t at = from;
  while (at + 8 <= bytes.size()) {
    const std::size_t ascii = AsciiFront(bytes.data() + at);
    at += ascii;
    if (ascii < 8) return at;
  }
  while (at < bytes.size() && Byte(bytes[at]) < 0x80) ++at;
  return std::min(at, bytes.size());
}

bool IsWellFormedUtf8(std::string_view text) {
  const char* at = text.data();
  const char* const end = at + text.size();
  while (end - at >= 8) {
    const std::size_t ascii = AsciiFront(at);
    at += ascii;
    if (ascii == 8) continue;
    // The usual case: letters of three bytes, one after another.
    while (end - at >= 3 && Byte(*at) >= 0xE1 && Byte(*at) <= 0xEF && Byte(*at) != 0xED) {
      if (!IsContinuation(at[1]) || !IsContinuation(at[2])) return false;
      at += 3;
    }
    if (at == end || Byte(*at) < 0x80) continue;
    if (Byte(*at) >= 0xE1 && Byte(*at) <= 0xEF && Byte(*at) != 0xED) break;
    const std::size_t length = Byte(*at) >= 0xF0 ? 4 : Byte(*at) >= 0xE0 ? 3 : 2;
    if (static_cast<std::size_t>(end - at) < length) return false;
    if (!IsUtf8({at, length})) return false;
    at += length;
  }
  return IsUtf8({at, static_cast<std::size_t>(end - at)});
}

bool IsSurelyUtf8(std::string_view line) {
  bool has_three = false;
  for (std::size_t i = 0; i < line.size();) {
    const unsigned char lead = Byte(line[i]);
    if (lead < 0x80) {
      ++i;
      continue;
    }
    const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (i + length > line.size() || !IsUtf8(line.substr(i, length))) return false;
    has_three = has_three || length == 3;
    i += length;
  }
  return has_three;
}

void Gb18030Decoder::CloseConverter::operator()(UConverter* converter) const {
  ucnv_close(converter);
}

bool Gb18030Decoder::DecodeFour(const char* from, char*& out) {
  if (!converter_) converter_.reset(OpenGb18030());
  const char32_t point = DecodeOne(converter_.get(), from, 4);
  if (point == 0) return false;
  std::string utf8;
  AppendUtf8(utf8, point);
  out = std::copy(utf8.begin(), utf8.end(), out);
  return true;
}

std::string_view Gb18030Decoder::Decode(std::string_view bytes, bool& ok) {
  const std::size_t need = bytes.size() + bytes.size() / 2 + 16;  // Two bytes become three.
  if (capacity_ < need) {
    capacity_ = need * 2;
    buffer_.reset(new char[capacity_]);
  }
  const LetterTable& table = Table();
  char* out = buffer_.get();
  const char* at = bytes.data();
  const char* const end = at + bytes.size();
  ok = false;
  while (at < end) {
    if (end - at >= 8) {
      const std::size_t ascii = AsciiFront(at);
      std::memcpy(out, at, 8);
      at += ascii;
      out += ascii;
      if (ascii == 8) continue;
    }
    const unsigned char lead = Byte(*at);
    if (lead < 0x80) {
      *out++ = *at++;
      continue;
    }
    if (lead == 0x80 || lead == 0xFF || end - at < 2) return {};
    const unsigned char trail = Byte(at[1]);
    if (trail >= 0x40) {
      const Letter& letter = table[(lead - 0x81U) * kTrails + (trail - 0x40U)];
      if (letter.length == 0) return {};
      std::memcpy(out, letter.utf8.data(), 3);
      out += letter.length;
      at += 2;
    } else {
      if (end - at < 4 || !DecodeFour(at, out)) return {};
      at += 4;
    }
  }
  ok = true;
  return {buffer_.get(), static_cast<std::size_t>(out - buffer_.get())};
}

std::string ToGb18030(std::string_view utf8) {
  static thread_local const std::unique_ptr<UConverter, void (*)(UConverter*)> kConverter(
      OpenGb18030(), [](UConverter* open) { ucnv_close(open); });
  std::string out(utf8.size() * 4 + 16, '\0');
  UErrorCode status = U_ZERO_ERROR;
  const std::int32_t length = ucnv_fromAlgorithmic(
      kConverter.get(), UCNV_UTF8, out.data(), static_cast<std::int32_t>(out.size()), utf8.data(),
      static_cast<std::int32_t>(utf8.size()), &status);
  out.resize(U_FAILURE(status) ? 0 : static_cast<std::size_t>(length));
  return out;
}

void AppendUtf16(std::string_view bytes, bool big_endian, std::string& out) {
  const auto unit = [&](std::size_t at) {
    const unsigned first = Byte(bytes[at]);
    const unsigned second = Byte(bytes[at + 1]);
    return static_cast<char32_t>(big_endian ? first << 8 | second : second << 8 | first);
  };
  std::size_t at = 0;
  for (; at + 1 < bytes.size(); at += 2) {
    char32_t point = unit(at);
    if (point >= 0xD800 && point <= 0xDBFF && at + 3 < bytes.size()) {
      const char32_t low = unit(at + 2);
      if (low >= 0xDC00 && low <= 0xDFFF) {
        point = 0x10000 + ((point - 0xD800) << 10) + (low - 0xDC00);
        at += 2;
      }
    }
    AppendUtf8(out, point);
  }
  if (at < bytes.size()) out.push_back('\xFF');
}

std::size_t Utf16Bytes(std::string_view text) {
  std::size_t count = 0;
  for (const char c : text) {
    if (c == '\xFF') {
      count += 1;
    } else if (!IsContinuation(c)) {
      count += Byte(c) >= 0xF0 ? 4 : 2;
    }
  }
  return count;
}

std::string_view Utf16Front(std::string_view bytes, bool big_endian, std::size_t most) {
  if (bytes.size() <= most) return bytes;
  std::size_t length = std::max<std::size_t>(most / 2 * 2, 4);
  if (bytes.size() <= length) return bytes;
  const unsigned char high = Byte(bytes[big_endian ? length - 2 : length - 1]);
  if (high >= 0xD8 && high <= 0xDB) length -= 2;
  return bytes.substr(0, length);
}

std::string ReadableName(std::string_view raw) {
  if (IsWellFormedUtf8(raw)) return std::string(raw);
  Gb18030Decoder decoder;
  bool ok = false;
  const std::string_view decoded = decoder.Decode(raw, ok);
  if (ok) return std::string(decoded);
  std::string name(raw);
  std::replace_if(
      name.begin(), name.end(), [](char c) { return Byte(c) >= 0x80; }, '?');
  return name;
}

}  // namespace hetang::files
