// The HTTP server: RESTinio behind one face. Requests are routed, authenticated, limited and
// answered here; a command's answer leaves only after its commit.
//
// Also serves the embedded page, /healthz, /readyz, /metrics, /api/v1/openapi.json with its
// browser, and the event stream /api/v1/events (server-sent events: `id` is the journal position,
// resume by Last-Event-ID, a heartbeat comment every 5 s, only entries of units the officer sees).
#pragma once

#include <atomic>
#include <memory>
#include <string>

#include "platform/auth/auth.h"
#include "platform/http/router.h"
#include "platform/journal/journal.h"

namespace hetang::http {

struct ServerOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;             // 0: any free port; Server::port() tells.
  std::size_t workers = 4;            // Threads that run queries and raw routes.
  std::size_t body_limit = 8u << 20;  // Bytes; more is 413 before it is held.
  std::size_t header_limit = 16u << 10;
  int request_timeout_ms = 10'000;                      // To receive a whole request.
  std::size_t requests_per_second_per_address = 2'000;  // More is 429; 0 turns it off.
  int heartbeat_ms = 5'000;      // Between signs of life on a quiet event stream.
  std::string certificate_file;  // Both set: TLS.
  std::string key_file;
};

// One file of the embedded page.
struct Asset {
  std::string_view path;  // `/index.html`, `/assets/x.js`
  std::string_view content_type;
  std::string_view bytes;  // As stored: gzip when `gzipped`.
  bool gzipped = false;
};

struct ServerParts {
  database::Database* database = nullptr;  // Null: raw public routes only (hetang-bank).
  auth::Sessions* sessions = nullptr;
  journal::Sealer* sealer = nullptr;
  const Clock* clock = nullptr;
  std::span<const Asset> page;
};

class Server {
 public:
  // Listens when it returns. Error: unavailable (the address is taken).
  static Result<std::unique_ptr<Server>> Start(const ServerOptions& options, const Router& router,
                                               const ServerParts& parts);
  virtual ~Server() = default;  // Stops accepting, ends streams, waits for running requests.
  virtual std::uint16_t port() const = 0;
};

// Tables of the idempotency keys.
std::span<const database::Migration> Migrations();

}  // namespace hetang::http
