// A small mail server (RFC 5321) on one thread: EHLO, AUTH PLAIN, MAIL, RCPT, DATA, RSET, NOOP,
// QUIT. What it is given goes to `take` before it says 250.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"

namespace hetang::message::simulated {

struct Mail {
  std::string from;
  std::vector<std::string> recipients;
  std::string bytes;  // Header and body, as they came.
};

struct MailServerOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;
  std::string password;  // Of any user; who does not say it may send nothing.
};

class MailServerEnd {
 public:
  // What is said to the mail, with its line end; an empty text closes the connection. Called on the
  // server's thread.
  using Take = std::function<std::string(const Mail& mail)>;

  // Listens when it returns. Error: unavailable (the address is taken).
  static Result<std::unique_ptr<MailServerEnd>> Start(const MailServerOptions& options, Take take);
  virtual ~MailServerEnd() = default;
  virtual std::uint16_t port() const = 0;
};

// What a reader sees of a mail: the words of its header and its text, decoded from base64.
struct ReadableMail {
  std::string message_id;  // Without its brackets and domain.
  std::string subject;
  std::string text;
};
// Error: invalid (not a mail as the centre writes it).
Result<ReadableMail> ReadMail(std::string_view bytes);

}  // namespace hetang::message::simulated
