#include <algorithm>

#include "base/text.h"
#include "gateway/bank/encoding.h"
#include "gateway/message/simulated/mail_server.h"

namespace hetang::message::simulated {
namespace {

// The unfolded value of a header; empty when it is not there.
std::string HeaderOf(std::string_view head, std::string_view name) {
  std::string value;
  bool inside = false;
  for (std::string_view line : Split(head, '\n')) {
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (inside && !line.starts_with(' ')) break;
    if (inside) {
      value += line;
    } else if (line.starts_with(name) && line.substr(name.size()).starts_with(": ")) {
      inside = true;
      value = line.substr(name.size() + 2);
    }
  }
  return value;
}

// The words of RFC 2047 in UTF-8 and base64, or plain text.
std::optional<std::string> WordsOf(std::string_view header) {
  constexpr std::string_view kOpen = "=?UTF-8?B?";
  if (!header.starts_with(kOpen)) return std::string(header);
  std::string words;
  for (const std::string_view word : Split(header, ' ')) {
    if (!word.starts_with(kOpen) || !word.ends_with("?=")) return std::nullopt;
    const auto part = bank::FromBase64(word.substr(kOpen.size(), word.size() - kOpen.size() - 2));
    if (!part) return std::nullopt;
    words += *part;
  }
  return words;
}

}  // namespace

Result<ReadableMail> ReadMail(std::string_view bytes) {
  const auto broken = [] { return Fail(ErrorCode::invalid, "This is no readable mail."); };
  const std::size_t end = bytes.find("\r\n\r\n");
  if (end == std::string_view::npos) return broken();
  const std::string_view head = bytes.substr(0, end);
  const std::string id = HeaderOf(head, "Message-ID");
  const auto subject = WordsOf(HeaderOf(head, "Subject"));
  const auto text = bank::FromBase64(bytes.substr(end + 4));
  const std::size_t at = id.find('@');
  if (!id.starts_with('<') || at == std::string::npos || !subject || !text || !IsUtf8(*subject) ||
      !IsUtf8(*text) || HeaderOf(head, "Content-Transfer-Encoding") != "base64") {
    return broken();
  }
  return ReadableMail{id.substr(1, at - 1), *subject, *text};
}

}  // namespace hetang::message::simulated
