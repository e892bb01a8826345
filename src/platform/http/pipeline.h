// The way of a request through the server: limits, route, session, rights, the work itself, answer.
//
// Handle() runs on the one thread of the sockets and never blocks it: a small command of a session
// that is known goes straight to the write lane, everything else to the workers. A command holds no
// thread while it waits for its commit. Answers leave on the thread of the sockets, through `post`.
#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>

#include "platform/http/event_hub.h"
#include "platform/http/exchange.h"
#include "platform/http/guard.h"
#include "platform/http/idempotency.h"
#include "platform/http/metrics.h"
#include "platform/http/route_table.h"
#include "platform/http/server.h"
#include "platform/http/web_page.h"
#include "platform/http/worker_pool.h"

namespace hetang::http {

class Pipeline {
 public:
  using Post = std::function<void(std::function<void()>)>;

  Pipeline(const ServerOptions& options, Router router, const ServerParts& parts, Post post);
  ~Pipeline();  // Finish() must have been called.

  // Takes a request whose `request`, `answer` and `open_stream` are set.
  void Handle(const ExchangePtr& exchange);

  // Refuses what still comes, waits until every request taken has been answered, ends the streams.
  void Finish();

 private:
  void Begin();
  void End();
  Response Unrouted(const Exchange& exchange, std::string_view path,
                    const std::string& allow) const;
  void ForgetOldKeys();
  bool CanServeHere(const Exchange& exchange) const;
  void Serve(const ExchangePtr& exchange);
  Status Admit(Exchange& exchange);
  Status Authenticate(Exchange& exchange);
  Result<Response> Ask(const Exchange& exchange);
  void Command(const ExchangePtr& exchange);
  Result<Response> RunCommand(const Exchange& exchange, const std::optional<CommandKey>& key,
                              database::Transaction& tx);
  void OpenStream(const ExchangePtr& exchange);
  void Answer(const ExchangePtr& exchange, Response response);
  void Settle(const Exchange& exchange, Response& response);

  ServerOptions options_;
  ServerParts parts_;
  Post post_;
  Router router_;
  const Router::Entry* events_ = nullptr;
  WebPage page_;
  RateLimiter limiter_;
  Metrics metrics_;
  std::optional<RouteTable> routes_;
  std::unique_ptr<EventHub> hub_;
  std::chrono::steady_clock::time_point forget_at_;

  std::mutex mutex_;
  std::condition_variable idle_;
  std::size_t running_ = 0;
  bool stopping_ = false;
  std::optional<WorkerPool> workers_;
};

}  // namespace hetang::http
