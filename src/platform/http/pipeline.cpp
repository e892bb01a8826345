#include "platform/http/pipeline.h"

#include <algorithm>
#include <charconv>

#include <openssl/sha.h>
#include <spdlog/spdlog.h>

#include "base/check.h"
#include "base/text.h"
#include "platform/http/problem.h"
#include "platform/http/standard_routes.h"
#include "platform/http/target.h"

namespace hetang::http {
namespace {

constexpr std::size_t kSmallBody = 32u << 10;  // Read where it arrives; more is a worker's task.
constexpr std::chrono::hours kForgetEvery{1};
constexpr std::int64_t kForgetAtOnce = 5000;
constexpr std::string_view kPublic = "public";

// Allows what the page needs (Ant Design writes style elements) and nothing from outside.
constexpr std::string_view kContentSecurityPolicy =
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; "
    "worker-src 'self' blob:; manifest-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'";

std::string Digest(std::string_view bytes) {
  std::string digest(SHA256_DIGEST_LENGTH, '\0');
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
         reinterpret_cast<unsigned char*>(digest.data()));
  return ToHex(digest);
}

// A command that reveals is not answered from memory: its answer would keep personal values, and
// each reveal is an act of its own.
std::optional<CommandKey> KeyOf(const Exchange& exchange) {
  if (exchange.entry->route.reveals) return std::nullopt;
  const std::string_view key = HeaderOf(exchange.request.headers, "idempotency-key");
  if (key.empty()) return std::nullopt;
  return CommandKey{std::string(key), exchange.call.who.officer_id,
                    exchange.request.method + " " + exchange.request.target,
                    Digest(exchange.request.body)};
}

Error Unexpected() { return {ErrorCode::internal, "The server failed.", {}, {}}; }

bool Changes(const std::string& method) { return method != "GET" && method != "HEAD"; }

std::optional<std::int64_t> ResumeAfter(const Exchange& exchange) {
  std::string_view text = HeaderOf(exchange.request.headers, "last-event-id");
  const auto query = exchange.call.QueryText("after");
  if (text.empty() && query) text = *query;
  std::int64_t position = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), position);
  if (read.ec != std::errc() || position < 0) return std::nullopt;
  return position;
}

}  // namespace

Pipeline::Pipeline(const ServerOptions& options, Router router, const ServerParts& parts, Post post)
    : options_(options),
      parts_(parts),
      post_(std::move(post)),
      router_(std::move(router)),
      page_(parts.page),
      limiter_(options.requests_per_second_per_address),
      forget_at_(std::chrono::steady_clock::now()) {
  AddStandardRoutes(router_, parts_, metrics_,
                    [this] { return hub_ == nullptr ? 0 : hub_->position(); });
  if (parts_.database != nullptr && parts_.sessions != nullptr && parts_.sealer != nullptr) {
    hub_ = std::make_unique<EventHub>(*parts_.database, *parts_.sessions, *parts_.sealer,
                                      *parts_.clock, metrics_,
                                      std::chrono::milliseconds(options.heartbeat_ms));
    router_.Raw({"GET", "/api/v1/events", "", ""},
                [](const Call&) -> Result<Response> { return tl::unexpected(Unexpected()); });
    events_ = &router_.entries().back();
  }
  routes_.emplace(router_.entries());
  workers_.emplace(options.workers);
}

Pipeline::~Pipeline() = default;

void Pipeline::Begin() {
  const std::lock_guard lock(mutex_);
  ++running_;
}

void Pipeline::End() {
  const std::lock_guard lock(mutex_);
  if (--running_ == 0) idle_.notify_all();
}

void Pipeline::Finish() {
  {
    std::unique_lock lock(mutex_);
    stopping_ = true;
    idle_.wait(lock, [this] { return running_ == 0; });
  }
  hub_.reset();
}

void Pipeline::Handle(const ExchangePtr& exchange) {
  exchange->began = std::chrono::steady_clock::now();
  bool stopping = false;
  {
    const std::lock_guard lock(mutex_);
    stopping = stopping_;
    ++running_;
  }
  if (stopping) {
    return Answer(exchange, ProblemOf({ErrorCode::unavailable, "The server stops.", {}, {}}));
  }
  ForgetOldKeys();
  if (!limiter_.Allows(exchange->request.address, exchange->began)) {
    Response refusal =
        ProblemOf({ErrorCode::rate_limited, "Too many requests from one address.", {}, {}});
    refusal.headers.emplace_back("Retry-After", "1");
    return Answer(exchange, std::move(refusal));
  }
  auto target = ParseTarget(exchange->request.target);
  if (!target) return Answer(exchange, ProblemWith(400, target.error()));
  auto match = routes_->Find(exchange->request.method, target->path);
  if (match.entry == nullptr) {
    return Answer(exchange, Unrouted(*exchange, target->path, match.allow));
  }
  exchange->entry = match.entry;
  exchange->call.path = std::move(match.path);
  exchange->call.query = std::move(target->query);
  exchange->token = SessionTokenOf(exchange->request.headers);
  if (CanServeHere(*exchange)) return Serve(exchange);
  if (!workers_->Post([this, exchange] { Serve(exchange); })) {
    Answer(exchange, ProblemOf({ErrorCode::unavailable, "The server is busy.", {}, {}}));
  }
}

Response Pipeline::Unrouted(const Exchange& exchange, std::string_view path,
                            const std::string& allow) const {
  if (!allow.empty()) {
    const Error error{
        ErrorCode::unsupported, "The path has no such method.", "method_not_allowed", {}};
    Response refusal = ProblemWith(405, error);
    refusal.headers.emplace_back("Allow", allow);
    return refusal;
  }
  if (!Changes(exchange.request.method)) {
    auto file = page_.Find(path, exchange.request.headers);
    if (file) return std::move(*file);
  }
  return ProblemOf({ErrorCode::not_found, "There is no such path.", {}, {}});
}

bool Pipeline::CanServeHere(const Exchange& exchange) const {
  if (!exchange.entry->command || exchange.request.body.size() > kSmallBody) return false;
  return exchange.entry->route.right == kPublic ||
         (parts_.sessions != nullptr &&
          parts_.sessions->IsCached(exchange.token, parts_.clock->Now()));
}

void Pipeline::Serve(const ExchangePtr& exchange) {
  try {
    const Status admitted = Admit(*exchange);
    if (!admitted) return Answer(exchange, ProblemOf(admitted.error()));
    if (exchange->entry->command) return Command(exchange);
    if (exchange->entry == events_) return OpenStream(exchange);
    auto response = Ask(*exchange);
    Answer(exchange, response ? std::move(*response) : ProblemOf(response.error()));
  } catch (const std::exception& failure) {
    // The text of an exception may hold bound values; its type does not.
    spdlog::error("{} {} threw {}", exchange->entry->route.method, exchange->entry->route.path,
                  typeid(failure).name());
    Answer(exchange, ProblemOf(Unexpected()));
  }
}

Status Pipeline::Authenticate(Exchange& exchange) {
  const Error nobody{ErrorCode::unauthenticated, "Nobody is signed in.", {}, {}};
  if (exchange.token.empty() || parts_.sessions == nullptr) return Fail(nobody);
  HT_TRY(auto caller, parts_.sessions->CallerOf(exchange.token, exchange.call.now));
  if (Changes(exchange.request.method)) {
    HT_TRY_STATUS(CheckCsrf(exchange.request.headers, caller));
  }
  exchange.call.who = std::move(caller.principal);
  return {};
}

Status Pipeline::Admit(Exchange& exchange) {
  const auto& route = exchange.entry->route;
  auto& call = exchange.call;
  auto& request = exchange.request;
  if (parts_.clock != nullptr) call.now = parts_.clock->Now();
  if (Changes(request.method)) HT_TRY_STATUS(CheckSameSite(request.headers));
  if (route.right != kPublic) HT_TRY_STATUS(Authenticate(exchange));
  const bool asks = exchange.entry->query && call.QueryText("reveal") == "true";
  if (route.reveals && asks) call.reveal = Reveal::in_full;
  if (route.right != kPublic) HT_TRY_STATUS(CheckRight(route, call));
  call.if_match = VersionOf(HeaderOf(request.headers, "if-match"));
  if (exchange.entry->raw) {
    call.body = std::move(request.body);
    call.headers = request.headers;
  }
  if (!exchange.entry->command) return {};
  if (const auto key = request.headers.find("idempotency-key"); key != request.headers.end()) {
    HT_TRY_STATUS(CheckIdempotencyKey(key->second));
  }
  if (request.body.empty()) {
    exchange.body = boost::json::object{};
    return {};
  }
  HT_TRY_STATUS(CheckIsJson(request.headers));
  HT_TRY(exchange.body, json::Parse(request.body, {.bytes = options_.body_limit}));
  return {};
}

Result<Response> Pipeline::Ask(const Exchange& exchange) {
  if (exchange.entry->raw) return exchange.entry->raw(exchange.call);
  HT_CHECK(parts_.database != nullptr);
  return parts_.database->Read(
      [&](database::Transaction& tx) { return exchange.entry->query(exchange.call, tx); });
}

void Pipeline::Command(const ExchangePtr& exchange) {
  HT_CHECK(parts_.database != nullptr);
  auto work = [this, exchange, key = KeyOf(*exchange)](database::Transaction& tx) -> Status {
    exchange->result = RunCommand(*exchange, key, tx);
    if (!exchange->result) return Fail(exchange->result.error());
    return {};
  };
  parts_.database->Submit(std::move(work), [this, exchange](Status committed) {
    Answer(exchange, committed ? std::move(*exchange->result) : ProblemOf(committed.error()));
  });
}

Result<Response> Pipeline::RunCommand(const Exchange& exchange,
                                      const std::optional<CommandKey>& key,
                                      database::Transaction& tx) {
  if (key) {
    HT_TRY(auto first, FirstAnswer(tx, *key));
    if (first) return std::move(*first);
  }
  HT_TRY(Response response, exchange.entry->command(exchange.call, exchange.body, tx));
  if (key) HT_TRY_STATUS(KeepAnswer(tx, *key, response, exchange.call.now));
  return response;
}

void Pipeline::OpenStream(const ExchangePtr& exchange) {
  post_([this, exchange] {
    hub_->Open(exchange->token, exchange->call.who, ResumeAfter(*exchange),
               exchange->open_stream());
    End();
  });
}

void Pipeline::Answer(const ExchangePtr& exchange, Response response) {
  auto held = std::make_shared<Response>(std::move(response));
  post_([this, exchange, held] {
    Settle(*exchange, *held);
    exchange->answer(std::move(*held));
    End();
  });
}

// What every answer gets, and what is told of it.
void Pipeline::Settle(const Exchange& exchange, Response& response) {
  auto& headers = response.headers;
  const std::string& method = exchange.request.method;
  if (!response.etag.empty()) {
    const std::string_view known = HeaderOf(exchange.request.headers, "if-none-match");
    if (!Changes(method) && response.status == 200 && !known.empty() &&
        VersionOf(known) == response.etag) {
      response.status = 304;
    }
    headers.emplace_back("ETag", "\"" + response.etag + "\"");
  }
  const bool cached = std::any_of(headers.begin(), headers.end(),
                                  [](const auto& item) { return item.first == "Cache-Control"; });
  if (!cached) headers.emplace_back("Cache-Control", "no-store");
  if (parts_.clock != nullptr) {
    headers.emplace_back("Hetang-Now", fmt::format("{}{}", parts_.clock->Now().ms,
                                                   parts_.clock->IsSet() ? " set" : ""));
  }
  headers.emplace_back("Content-Security-Policy", kContentSecurityPolicy);
  headers.emplace_back("X-Content-Type-Options", "nosniff");
  headers.emplace_back("Referrer-Policy", "no-referrer");
  headers.emplace_back("X-Frame-Options", "DENY");

  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - exchange.began;
  const std::string& route =
      exchange.entry != nullptr ? exchange.entry->route.path : std::string("(none)");
  metrics_.Answered(method, route, response.status, took.count());
  spdlog::info("{} {} {} {:.1f} ms", method, route, response.status, took.count() * 1000);
}

// Old idempotency keys go in small steps, so that no step holds up the lane.
void Pipeline::ForgetOldKeys() {
  const auto now = std::chrono::steady_clock::now();
  if (parts_.database == nullptr || now < forget_at_) return;
  forget_at_ = now + kForgetEvery;
  auto forgotten = std::make_shared<std::int64_t>(0);
  Begin();
  parts_.database->Submit(
      [forgotten, at = parts_.clock->Now()](database::Transaction& tx) -> Status {
        HT_TRY(*forgotten, ForgetOldAnswers(tx, at, kForgetAtOnce));
        return {};
      },
      [this, forgotten](Status done) {
        const bool more = done && *forgotten == kForgetAtOnce;
        post_([this, more] {
          if (more) forget_at_ = {};
          End();
        });
      });
}

}  // namespace hetang::http
