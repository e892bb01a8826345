// Connections that several threads share, each used by one at a time, and what all transports over
// HTTP make of a status.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "gateway/bank/http_post.h"
#include "gateway/message/outcome.h"

namespace hetang::message {

class Posters {
 public:
  Result<bank::PostReply> Post(const bank::PostRequest& request);

 private:
  std::mutex mutex_;
  std::vector<std::unique_ptr<bank::Poster>> idle_;
};

// Of a request to which no whole reply came.
Outcome OutcomeOfFailure(const Error& error);

// Of a reply with another status than 2xx whose body says nothing known. 401, 402 and 403 refuse
// our key, 404 and 410 the address, what else is 4xx the content; 408, 409, 425, 429 and all others
// are tried again, when the server says, at most an hour later.
Outcome OutcomeOfStatus(const bank::PostReply& reply);

// The wait after a sign that we send too much, when none is asked for.
inline constexpr Duration kBusyWait = Seconds(60);
Duration WaitOf(const bank::PostReply& reply, Duration usual);

// A code of the other side, when it is short and plain; else nothing, for it may hold anything.
std::string PlainCode(std::string_view code);

}  // namespace hetang::message
