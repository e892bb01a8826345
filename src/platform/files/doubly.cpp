#include "platform/files/doubly.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "base/text.h"
#include "platform/files/encoding.h"

namespace hetang::files {
namespace {

constexpr char32_t kLost = 0xFFFD;

constexpr unsigned char Byte(char c) { return static_cast<unsigned char>(c); }

bool IsHan(char32_t point) {
  return (point >= 0x4E00 && point <= 0x9FFF) || (point >= 0x3000 && point <= 0x303F) ||
         (point >= 0xFF00 && point <= 0xFF60);
}

// What Windows calls Latin-1 has letters where the real one has control characters.
std::optional<char> LatinByte(char32_t point) {
  constexpr std::array<char32_t, 32> kWindows{
      0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
      0x2039, 0x0152, 0x8D,   0x017D, 0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
      0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178};
  if (point <= 0xFF) return static_cast<char>(point);
  const auto found = std::find(kWindows.begin(), kWindows.end(), point);
  if (found == kWindows.end()) return std::nullopt;
  return static_cast<char>(0x80 + (found - kWindows.begin()));
}

// A letter lost on the way stands for some byte in the middle of a letter.
std::optional<std::string> LatinBytes(std::u32string_view run) {
  std::string bytes;
  for (const char32_t point : run) {
    const auto byte = point == kLost ? '\x81' : LatinByte(point);
    if (!byte) return std::nullopt;
    bytes.push_back(*byte);
  }
  return bytes;
}

std::string GbkBytes(std::u32string_view run) {
  std::string bytes;
  for (const char32_t point : run) {
    if (point == kLost) continue;
    // GBK as Windows has it says the euro sign in one byte, which GB18030 does not.
    bytes += point == 0x20AC ? std::string(1, '\x80') : ToGb18030(EncodeUtf8({&point, 1}));
  }
  return bytes;
}

// At least half of the bytes are Han letters of UTF-8; what was lost between them is passed over.
// In the bytes of real Chinese text hardly one in fifty is.
bool IsHanUtf8(std::string_view bytes) {
  std::size_t han = 0;
  for (std::size_t i = 0; i + 3 <= bytes.size();) {
    const auto points = DecodeUtf8(bytes.substr(i, 3));
    const bool is_han = points && points->size() == 1 && IsHan(points->front());
    han += is_han ? 3 : 0;
    i += is_han ? 3 : 1;
  }
  return han > 0 && han * 2 >= bytes.size();
}

// Pairs of bytes that are letters of everyday Chinese in GB18030 (level one of GB2312, and marks).
bool IsHanGb18030(std::string_view bytes) {
  if (bytes.size() < 4 || bytes.size() % 2 != 0) return false;
  std::size_t everyday = 0;
  for (std::size_t i = 0; i < bytes.size(); i += 2) {
    if (Byte(bytes[i]) < 0x81 || Byte(bytes[i + 1]) < 0xA1) return false;
    everyday += Byte(bytes[i]) >= 0xB0 && Byte(bytes[i]) <= 0xD7 ? 1 : 0;
  }
  return everyday * 2 * 10 >= bytes.size() * 7;
}

bool IsDoublyEncoded(std::u32string_view run) {
  if (const auto latin = LatinBytes(run)) return IsHanUtf8(*latin) || IsHanGb18030(*latin);
  return IsHanUtf8(GbkBytes(run));
}

}  // namespace

bool LooksDoublyEncoded(std::string_view text) {
  constexpr std::size_t kEnoughPoints = 4096;
  const auto points = DecodeUtf8(text);
  if (!points) return false;
  std::size_t seen = 0;
  std::size_t broken = 0;
  std::size_t lost = 0;
  for (std::size_t i = 0; i < points->size() && seen < kEnoughPoints; ++i) {
    std::size_t end = i;
    while (end < points->size() && (*points)[end] >= 0x80) ++end;
    if (end == i) continue;
    const std::u32string_view run = std::u32string_view(*points).substr(i, end - i);
    seen += run.size();
    // Lost letters saved as UTF-8 and read as GBK.
    const bool is_lost = run.find(U"锟斤拷") != std::u32string_view::npos;
    lost +=
        is_lost ? run.size() : static_cast<std::size_t>(std::count(run.begin(), run.end(), kLost));
    broken += IsDoublyEncoded(run) ? run.size() : 0;
    i = end;
  }
  if (lost >= 4 && lost * 4 > seen) return true;
  return broken >= 4 && broken * 10 >= seen * 7;
}

}  // namespace hetang::files
