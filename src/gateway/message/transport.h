// The ways out: one transport for each gateway of short messages, for robots, for the webhooks that
// share a secret, for a mail server.
//
// Send makes one attempt and says what became of it (outcome.h); it is for the sender to try again.
// It may be called by several threads at once and comes to an end by itself. A Message of another
// channel is refused.
#pragma once

#include <memory>
#include <string>

#include "base/result.h"
#include "base/time.h"
#include "gateway/message/message.h"
#include "gateway/message/outcome.h"
#include "gateway/message/sms_profile.h"

namespace hetang::message {

class Transport {
 public:
  virtual ~Transport() = default;
  virtual Outcome Send(const Message& message, Moment now) = 0;
};

struct Timeouts {
  int connect_ms = 3'000;
  int whole_ms = 10'000;
};

// A POST as the profile describes it.
std::unique_ptr<Transport> MakeSmsTransport(SmsProfile profile, PersonalText secret,
                                            Timeouts timeouts = {});

// `url`: `https://qyapi.weixin.qq.com/cgi-bin/webhook/send`, to which the robot's key is added. A
// robot takes 20 messages in any minute: what would be one more is not sent but told to wait. A
// robot gives no ids, so a message that was taken has its own for the provider's.
std::unique_ptr<Transport> MakeRobotTransport(std::string url, Timeouts timeouts = {});
inline constexpr std::size_t kMostRobotMessages = 20;  // In a minute, of one robot.

// JSON by the rules of Standard Webhooks 1.0 (webhook_signature.h): any 2xx is success, 410 means
// for ever. {"type":"imminent_call_back","timestamp":"2026-...","data":{"id":"...","text":"..."}}
std::unique_ptr<Transport> MakeWebhookTransport(PersonalText secret, Timeouts timeouts = {});

struct MailServer {
  std::string url;   // `smtps://mail.example.cn:465`, `smtp://127.0.0.1:2525`
  std::string from;  // The centre's address.
  Text<60> from_name;
  std::string user;  // Empty: the server asks for none.
  PersonalText password;
  bool needs_tls = true;  // With `smtp:`, STARTTLS or nothing; off only for a server next door.
};
// UTF-8 in subject and text; the id of the message makes its Message-ID, so that a server may know
// a repeat. Error: invalid, with each wrong field.
Result<std::unique_ptr<Transport>> MakeMailTransport(MailServer server, Timeouts timeouts = {});

// `Message-ID` of a message and, for tests, the whole of it as it goes on the wire.
std::string MailIdOf(const Message& message, const MailServer& server);
std::string MailBytes(const Message& message, const MailServer& server, Moment now);

// A secret in a file of its own that only its owner may read, blanks at its ends taken off. Errors:
// not_found, forbidden (others may read it), invalid (shorter than 16 bytes, or several lines).
Result<PersonalText> ReadSecretFile(const std::string& path);

}  // namespace hetang::message
