#include <algorithm>

#include <curl/curl.h>
#include <fmt/format.h>

#include "base/check.h"
#include "base/text.h"
#include "gateway/bank/encoding.h"
#include "gateway/message/transport.h"

namespace hetang::message {
namespace {

constexpr std::string_view kLineEnd = "\r\n";

std::string_view DomainOf(std::string_view address) {
  return address.substr(address.find('@') + 1);
}

bool IsHeaderText(std::string_view text) {
  return text.size() <= 60 && text.find("=?") == std::string_view::npos &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c < 0x7F; });
}

// RFC 2047: words of at most 75 characters, each of whole characters, on lines of their own.
std::string HeaderWords(std::string_view utf8) {
  constexpr std::size_t kMostBytes = 45;  // 60 in base64.
  if (IsHeaderText(utf8)) return std::string(utf8);
  std::string words;
  while (!utf8.empty()) {
    std::size_t size = std::min(utf8.size(), kMostBytes);
    while (size < utf8.size() && (static_cast<unsigned char>(utf8[size]) & 0xC0) == 0x80) --size;
    if (!words.empty()) words += "\r\n ";
    words += "=?UTF-8?B?" + bank::ToBase64(utf8.substr(0, size)) + "?=";
    utf8.remove_prefix(size);
  }
  return words;
}

// `Thu, 26 Nov 2026 16:08:00 +0800` (RFC 5322, §3.3).
std::string MailDate(Moment moment) {
  constexpr const char* kDays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr const char* kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const Civil civil = CivilOf(moment);
  return fmt::format("{}, {} {} {} {:02}:{:02}:{:02} +0800", kDays[civil.weekday], civil.day,
                     kMonths[civil.month - 1], civil.year, civil.hour, civil.minute, civil.second);
}

// Base64 in lines of 76 characters: no dot begins a line and no line is too long, whatever is said.
std::string BodyLines(std::string_view text) {
  constexpr std::size_t kLine = 76;
  const std::string encoded = bank::ToBase64(text);
  std::string lines;
  for (std::size_t at = 0; at < encoded.size(); at += kLine) {
    lines += encoded.substr(at, kLine);
    lines += kLineEnd;
  }
  return lines;
}

// What libcurl takes the mail from; called from C.
struct Giver {
  std::string_view rest;
};

std::size_t Give(char* buffer, std::size_t size, std::size_t count, void* user) {
  auto& giver = *static_cast<Giver*>(user);
  const std::size_t given = std::min(giver.rest.size(), size * count);
  giver.rest.copy(buffer, given);
  giver.rest.remove_prefix(given);
  return given;
}

// What a server says belongs to nobody here.
std::size_t Ignore(char*, std::size_t size, std::size_t count, void*) { return size * count; }

// RFC 5321, §4.2.3, and RFC 4954 for what is about us.
Refusal RefusalOf(long code) {
  switch (code) {
    case 530:
    case 534:
    case 535:
    case 538:
      return Refusal::authentication;
    case 550:
    case 551:
    case 553:
      return Refusal::recipient;
    case 552:
    case 554:
      return Refusal::content;
    default:
      return Refusal::other;
  }
}

struct FreeList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
struct CloseCurl {
  void operator()(CURL* curl) const { curl_easy_cleanup(curl); }
};

class MailTransport final : public Transport {
 public:
  MailTransport(MailServer server, Timeouts timeouts)
      : server_(std::move(server)), timeouts_(timeouts) {}

  Outcome Send(const Message& message, Moment now) override {
    if (message.channel() != Channel::email) {
      return Refuse(Refusal::other, "", "This is no email.");
    }
    const std::string bytes = MailBytes(message, server_, now);
    // A connection of its own for each mail: they are few, and servers close what is idle.
    const std::unique_ptr<CURL, CloseCurl> curl(curl_easy_init());
    HT_CHECK(curl != nullptr);
    const std::unique_ptr<curl_slist, FreeList> recipients(
        curl_slist_append(nullptr, message.to().Reveal().c_str()));
    Giver giver{bytes};
    Prepare(curl.get(), recipients.get(), giver, bytes.size());
    const CURLcode failure = curl_easy_perform(curl.get());
    if (failure == CURLE_OK) return Accept(MailIdOf(message, server_));
    long code = 0;
    curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &code);
    return OutcomeOf(failure, code, giver.rest.empty());
  }

 private:
  void Prepare(CURL* curl, curl_slist* recipients, Giver& giver, std::size_t size) const {
    // The path is what the server is greeted with; else libcurl tells the name of this machine.
    const std::string url = server_.url + "/" + std::string(DomainOf(server_.from));
    curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(curl, CURLOPT_PROXY, "");
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_USE_SSL,
                     static_cast<long>(server_.needs_tls ? CURLUSESSL_ALL : CURLUSESSL_NONE));
    if (!server_.user.empty()) {
      curl_easy_setopt(curl, CURLOPT_USERNAME, server_.user.c_str());
      curl_easy_setopt(curl, CURLOPT_PASSWORD, server_.password.Reveal().c_str());
    }
    curl_easy_setopt(curl, CURLOPT_MAIL_FROM, server_.from.c_str());
    curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, recipients);
    curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(curl, CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(size));
    curl_easy_setopt(curl, CURLOPT_READFUNCTION, &Give);
    curl_easy_setopt(curl, CURLOPT_READDATA, &giver);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, &Ignore);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(timeouts_.connect_ms));
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, static_cast<long>(timeouts_.whole_ms));
  }

  static Outcome OutcomeOf(CURLcode failure, long code, bool given_whole) {
    const std::string text = code == 0 ? "" : std::to_string(code);
    if (code >= 500 && code <= 599) {
      return Refuse(RefusalOf(code), text, "The mail server answered " + text + ".");
    }
    if (code >= 400 && code <= 499) {
      return TryAgain(text, "The mail server answered " + text + ".");
    }
    const std::string reason =
        std::string("The mail could not be handed over: ") + curl_easy_strerror(failure);
    if (given_whole) return Doubt(reason);
    return TryAgain("", reason);
  }

  const MailServer server_;
  const Timeouts timeouts_;
};

}  // namespace

std::string MailIdOf(const Message& message, const MailServer& server) {
  return "<" + message.id() + "@" + std::string(DomainOf(server.from)) + ">";
}

std::string MailBytes(const Message& message, const MailServer& server, Moment now) {
  std::string from = "<" + server.from + ">";
  if (!server.from_name.empty()) from = HeaderWords(server.from_name.str()) + " " + from;
  std::string bytes;
  const auto header = [&](std::string_view name, std::string_view value) {
    bytes.append(name).append(": ").append(value).append(kLineEnd);
  };
  header("Date", MailDate(now));
  header("From", from);
  header("To", "<" + message.to().Reveal() + ">");
  header("Subject", HeaderWords(message.subject().Reveal()));
  header("Message-ID", MailIdOf(message, server));
  header("Auto-Submitted", "auto-generated");  // RFC 3834: nobody's holiday answers it.
  header("MIME-Version", "1.0");
  header("Content-Type", "text/plain; charset=utf-8");
  header("Content-Transfer-Encoding", "base64");
  bytes += kLineEnd;
  return bytes + BodyLines(message.text().Reveal());
}

Result<std::unique_ptr<Transport>> MakeMailTransport(MailServer server, Timeouts timeouts) {
  std::vector<FieldError> errors;
  if (!server.url.starts_with("smtp://") && !server.url.starts_with("smtps://")) {
    errors.push_back({"url", "url", ""});
  }
  if (!CheckDestination(Channel::email, PersonalText(server.from))) {
    errors.push_back({"from", "email", ""});
  }
  const auto name = CheckedText(server.from_name.str(), 60);
  // Of a quoted form only what needs no quotes is written.
  if (!name || name->find_first_of("\n\t\"<>@,;:\\()") != std::string::npos) {
    errors.push_back({"from_name", "text", ""});
  }
  if (!server.user.empty() && server.password.empty())
    errors.push_back({"password", "missing", ""});
  if (!errors.empty()) return Invalid(std::move(errors));
  return std::make_unique<MailTransport>(std::move(server), timeouts);
}

}  // namespace hetang::message
