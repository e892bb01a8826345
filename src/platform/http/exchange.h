// What one request is made of on its way through the server, free of the HTTP library.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include <boost/json/value.hpp>

#include "platform/http/router.h"

namespace hetang::http {

using Headers = std::map<std::string, std::string, std::less<>>;  // Lower-case names.

inline std::string_view HeaderOf(const Headers& headers, std::string_view name) {
  const auto found = headers.find(name);
  return found == headers.end() ? std::string_view() : std::string_view(found->second);
}

struct Request {
  std::string method;
  std::string target;
  std::string address;  // Of the other side, without the port.
  Headers headers;
  std::string body;
};

// The far end of an event stream. All calls return at once and may come from any thread.
class Stream {
 public:
  virtual ~Stream() = default;
  virtual void Send(std::string text) = 0;
  virtual void End() = 0;
  virtual std::size_t waiting() const = 0;  // Bytes given to Send and not yet on the wire.
  virtual bool gone() const = 0;            // The client has left or the write failed.
};

struct Exchange {
  Request request;
  std::function<void(Response)> answer;  // Called once, on the thread of the sockets.
  std::function<std::shared_ptr<Stream>()> open_stream;  // Instead of `answer`, same thread rules.
  std::chrono::steady_clock::time_point began;

  // Filled on the way.
  const Router::Entry* entry = nullptr;
  Call call;
  std::string token;                     // Of the session cookie; empty when none came.
  boost::json::value body;               // Of a command.
  Result<Response> result = Response{};  // Of a command that is not yet committed.
};
using ExchangePtr = std::shared_ptr<Exchange>;

}  // namespace hetang::http
