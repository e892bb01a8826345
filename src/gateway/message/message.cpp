#include "gateway/message/message.h"

#include <algorithm>
#include <memory>
#include <optional>

#include <curl/curl.h>

#include "base/json.h"
#include "base/text.h"

namespace hetang::message {
namespace {

constexpr std::size_t kLongestAddress = 254;   // RFC 5321, §4.5.3.1.3 without the brackets.
constexpr std::size_t kLongestLocalPart = 64;  // §4.5.3.1.1.
constexpr std::size_t kLongestUrl = 2'000;

bool IsAlphanumeric(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

template <typename Allowed>
bool AllOf(std::string_view text, Allowed&& allowed) {
  return std::all_of(text.begin(), text.end(), allowed);
}

std::optional<std::string> PhoneOf(std::string_view text) {
  std::string digits;
  for (const char c : text) {
    if (c != ' ' && c != '-') digits += c;
  }
  for (const std::string_view prefix : {"+86", "0086"}) {
    if (!digits.starts_with(prefix)) continue;
    digits.erase(0, prefix.size());
    break;
  }
  // 1, then 3 to 9: what the numbering plan gives to mobile phones.
  if (digits.size() != 11 || !IsDigits(digits) || digits[0] != '1' || digits[1] < '3') {
    return std::nullopt;
  }
  return digits;
}

bool IsRobotKey(std::string_view text) {
  return text.size() >= 16 && text.size() <= 64 &&
         AllOf(text, [](char c) { return IsAlphanumeric(c) || c == '-'; });
}

bool IsDomain(std::string_view text) {
  if (text.empty() || text.find('.') == std::string_view::npos) return false;
  for (const std::string_view label : Split(text, '.')) {
    if (label.empty() || label.size() > 63 || label.front() == '-' || label.back() == '-') {
      return false;
    }
    if (!AllOf(label, [](char c) { return IsAlphanumeric(c) || c == '-'; })) return false;
  }
  return true;
}

// The dot-atom of RFC 5322; quoted names and names in other scripts are not sent to.
bool IsEmail(std::string_view text) {
  const std::size_t at = text.find('@');
  if (at == std::string_view::npos || text.size() > kLongestAddress) return false;
  const std::string_view name = text.substr(0, at);
  if (name.empty() || name.size() > kLongestLocalPart || name.front() == '.' ||
      name.back() == '.' || name.find("..") != std::string_view::npos) {
    return false;
  }
  const bool atoms = AllOf(name, [](char c) {
    return IsAlphanumeric(c) ||
           std::string_view(".!#$%&'*+/=?^_`{|}~-").find(c) != std::string_view::npos;
  });
  return atoms && IsDomain(text.substr(at + 1));
}

struct CloseUrl {
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
};

std::string PartOf(CURLU* url, CURLUPart part) {
  char* text = nullptr;
  if (curl_url_get(url, part, &text, 0) != CURLUE_OK) return {};
  std::string value(text);
  curl_free(text);
  return value;
}

bool IsWebhookUrl(std::string_view text) {
  if (text.empty() || text.size() > kLongestUrl) return false;
  if (!AllOf(text, [](char c) { return c > ' ' && c < 0x7F; })) return false;
  const std::unique_ptr<CURLU, CloseUrl> url(curl_url());
  if (curl_url_set(url.get(), CURLUPART_URL, std::string(text).c_str(), 0) != CURLUE_OK) {
    return false;
  }
  if (!PartOf(url.get(), CURLUPART_USER).empty() ||
      !PartOf(url.get(), CURLUPART_FRAGMENT).empty()) {
    return false;
  }
  const std::string scheme = PartOf(url.get(), CURLUPART_SCHEME);
  const std::string host = PartOf(url.get(), CURLUPART_HOST);
  if (scheme == "https") return !host.empty();
  return scheme == "http" && (host == "127.0.0.1" || host == "localhost" || host == "[::1]");
}

}  // namespace

PersonalText Message::Keep() const { return PersonalText(json::Write(parts_, Reveal::in_full)); }

Result<Message> Message::FromKept(const PersonalText& kept) {
  HT_TRY(Parts parts, json::Read<Parts>(kept.Reveal()));
  return Message(std::move(parts));
}

Result<PersonalText> CheckDestination(Channel channel, const PersonalText& to) {
  const std::string given(Trim(to.Reveal()));
  const auto wrong = [](std::string code) { return Invalid({{"to", std::move(code), ""}}); };
  switch (channel) {
    case Channel::sms: {
      auto phone = PhoneOf(given);
      if (!phone) return wrong("phone");
      return PersonalText(std::move(*phone));
    }
    case Channel::robot:
      if (!IsRobotKey(given)) return wrong("robot_key");
      break;
    case Channel::webhook:
      if (!IsWebhookUrl(given)) return wrong("url");
      break;
    case Channel::email:
      if (!IsEmail(given)) return wrong("email");
      break;
  }
  return PersonalText(given);
}

bool IsMessageId(std::string_view text) {
  return text.size() >= 8 && text.size() <= 64 &&
         AllOf(text, [](char c) { return IsAlphanumeric(c) || c == '_' || c == '-'; });
}

}  // namespace hetang::message
