// The counters at which messages are handed in: each speaks the wire format of its channel, judges
// as the real end would, and errs when it shall.
#pragma once

#include <string>

#include "gateway/message/simulated/inbox.h"
#include "gateway/message/simulated/mail_server.h"
#include "platform/http/router.h"

namespace hetang::message::simulated {

class Counter {
 public:
  Counter(Inbox& inbox, const Clock& clock, const Faults& faults, std::string secret);

  Result<http::Response> TakeSms(const http::Call& call);
  Result<http::Response> TakeRobot(const http::Call& call);
  Result<http::Response> TakeWebhook(const http::Call& call);
  std::string TakeMail(const Mail& mail);

 private:
  // Takes the arrival and answers with `body`, or with what a fault makes of it.
  Result<http::Response> Answer(Arrival arrival, const std::string& busy,
                                const std::function<std::string(const Arrival&)>& body);

  Inbox& inbox_;
  const Clock& clock_;
  const Faults& faults_;
  const std::string secret_;
};

}  // namespace hetang::message::simulated
