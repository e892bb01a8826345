// A gateway of short messages, robots, webhooks and a mail server on two ports: what the program
// hetang-messages runs.
//
//   POST /sms/messages             a short message, as DemoSmsProfile describes it
//   POST /cgi-bin/webhook/send     a message for the robot `?key=`
//   POST /hooks/{name}             a signed webhook
//   GET  /truth/messages           all that arrived: ?id=&phone=&channel=&since=
//   POST /truth/answers            {"phone":"139...","text":"1"}: a recipient writes back
//   POST /faults                   {"faults":["late=0.1"],"late_ms":5000,"seed":7}
//
// The last three are there only when the address is a loopback address, for they show and change
// everything. One secret, shared with the centre, opens the gateway and the mail server and signs
// webhooks, reports and answers.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "base/result.h"
#include "base/time.h"
#include "gateway/message/simulated/inbox.h"

namespace hetang::message::simulated {

struct SandboxOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;       // 0: any free port, as below.
  std::uint16_t mail_port = 0;  // Of the mail server.
  std::string data;             // Folder of its own; made when absent.
  std::string centre;           // Where reports and answers go: `http://127.0.0.1:8080`.
  std::string secret;           // File of the shared secret; made when absent.
  InboxOptions inbox;
  bank::simulated::FaultPlan faults;
};

class Sandbox {
 public:
  // Serves when it returns. Errors: unavailable (an address, the folder), invalid (fault plan),
  // those of ReadSecretFile and of the database.
  static Result<std::unique_ptr<Sandbox>> Start(const SandboxOptions& options, const Clock& clock);
  virtual ~Sandbox() = default;
  virtual std::string url() const = 0;
  virtual std::string mail_url() const = 0;
};

}  // namespace hetang::message::simulated
