#include "gateway/bank/encoding.h"

#include <algorithm>
#include <array>
#include <memory>

#include <unicode/ucnv.h>

#include "base/check.h"
#include "base/text.h"

namespace hetang::bank {
namespace {

struct CloseConverter {
  void operator()(UConverter* converter) const { ucnv_close(converter); }
};
using Converter = std::unique_ptr<UConverter, CloseConverter>;

Converter OpenStrict(const char* name) {
  UErrorCode status = U_ZERO_ERROR;
  Converter converter(ucnv_open(name, &status));
  HT_CHECK(U_SUCCESS(status));
  ucnv_setToUCallBack(converter.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &status);
  ucnv_setFromUCallBack(converter.get(), UCNV_FROM_U_CALLBACK_STOP, nullptr, nullptr, nullptr,
                        &status);
  HT_CHECK(U_SUCCESS(status));
  return converter;
}

std::optional<std::string> Convert(std::string_view bytes, const char* from, const char* to) {
  const Converter source = OpenStrict(from);
  const Converter target = OpenStrict(to);
  std::string out(bytes.size() * 4 + 16, '\0');  // No code point grows more than fourfold.
  char* write = out.data();
  const char* read = bytes.data();
  UErrorCode status = U_ZERO_ERROR;
  ucnv_convertEx(target.get(), source.get(), &write, out.data() + out.size(), &read,
                 bytes.data() + bytes.size(), nullptr, nullptr, nullptr, nullptr, 1, 1, &status);
  if (U_FAILURE(status)) return std::nullopt;
  out.resize(static_cast<std::size_t>(write - out.data()));
  return out;
}

std::string LowerCase(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return lower;
}

// What the XML declaration calls the encoding, in lower case; empty when it does not say.
std::string DeclaredEncoding(std::string_view bytes) {
  if (!bytes.starts_with("<?xml")) return {};
  const std::string_view declaration = bytes.substr(0, std::min(bytes.find("?>"), bytes.size()));
  std::size_t at = declaration.find("encoding");
  if (at == std::string_view::npos) return {};
  at = declaration.find_first_of("\"'", at);
  if (at == std::string_view::npos) return {};
  const std::size_t end = declaration.find(declaration[at], at + 1);
  if (end == std::string_view::npos) return {};
  return LowerCase(declaration.substr(at + 1, end - at - 1));
}

constexpr std::string_view kAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

}  // namespace

Result<std::string> XmlToUtf8(std::string_view bytes) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (bytes.starts_with(kByteOrderMark)) bytes.remove_prefix(kByteOrderMark.size());
  const std::string declared = DeclaredEncoding(bytes);
  const bool is_gb = declared == "gb18030" || declared == "gb2312" || declared == "gbk";
  if (!declared.empty() && !is_gb && declared != "utf-8" && declared != "utf8") {
    return Fail(ErrorCode::unsupported, "The message declares an encoding that is not read.");
  }
  if (!is_gb) {
    if (IsUtf8(bytes)) return std::string(bytes);
    if (!declared.empty()) {
      return Fail(ErrorCode::invalid, "The message is not in the encoding it declares.");
    }
  }
  auto converted = Convert(bytes, "gb18030", "UTF-8");
  if (!converted) return Fail(ErrorCode::invalid, "The message is in no encoding that is read.");
  return std::move(*converted);
}

std::string FromUtf8(std::string_view utf8, Encoding encoding) {
  if (encoding == Encoding::utf8) return std::string(utf8);
  auto converted = Convert(utf8, "UTF-8", "gb18030");
  HT_CHECK(converted.has_value());  // GB18030 holds every code point of well-formed UTF-8.
  return std::move(*converted);
}

std::string ToBase64(std::string_view bytes) {
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::size_t count = std::min<std::size_t>(3, bytes.size() - i);
    std::uint32_t group = 0;
    for (std::size_t k = 0; k < 3; ++k) {
      group = group << 8 | (k < count ? static_cast<unsigned char>(bytes[i + k]) : 0u);
    }
    for (std::size_t k = 0; k < 4; ++k) {
      out += k <= count ? kAlphabet[group >> (18 - 6 * k) & 63u] : '=';
    }
  }
  return out;
}

std::optional<std::string> FromBase64(std::string_view text) {
  std::string out;
  std::uint32_t group = 0;
  std::size_t digits = 0;
  std::size_t padding = 0;
  for (const char c : text) {
    if (c == ' ' || c == '\n' || c == '\r' || c == '\t') continue;
    const std::size_t value = kAlphabet.find(c);
    if (c == '=' ? ++padding > 2 : padding > 0 || value == std::string_view::npos) {
      return std::nullopt;
    }
    group = group << 6 | (c == '=' ? 0u : static_cast<std::uint32_t>(value));
    if (++digits % 4 != 0) continue;
    for (std::size_t k = 0; k < 3 - padding; ++k) {
      out += static_cast<char>(group >> (16 - 8 * k) & 255u);
    }
    group = 0;
  }
  if (digits % 4 != 0) return std::nullopt;
  return out;
}

}  // namespace hetang::bank
