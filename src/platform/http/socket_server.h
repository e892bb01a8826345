// RESTinio and all the program knows of it: bytes in, an Exchange out, an answer back.
//
// Included by server.cpp and server_tls.cpp only: each takes some twenty seconds to compile. One
// thread does all work on the sockets, so nothing in here is locked.
#pragma once

#include <sys/resource.h>

#include <array>
#include <memory>
#include <string>
#include <thread>

#include <spdlog/spdlog.h>
#include <restinio/all.hpp>

#include "platform/http/last_words.h"
#include "platform/http/pipeline.h"
#include "platform/http/server.h"

namespace hetang::http {

namespace asio = restinio::asio_ns;

// A socket that says why before it closes on a request nobody could read, and then takes what is
// still on its way for a while: a reset would destroy the answer before the client reads it.
class TalkingSocket : public asio::ip::tcp::socket {
 public:
  using asio::ip::tcp::socket::socket;

  template <typename... Arguments>
  void shutdown(shutdown_type, Arguments&&...) {
    const std::string words = TakeLastWords();
    asio::error_code ignored;
    if (words.empty()) {
      Base().shutdown(shutdown_both, ignored);
      return;
    }
    Base().non_blocking(true, ignored);
    Base().send(asio::buffer(words), 0, ignored);
    Base().shutdown(shutdown_send, ignored);
    lingers_ = true;
  }

  void close() {
    if (!lingers_) return Base().close();
    auto lingering = std::make_shared<Lingering>(std::move(Base()));
    lingering->until.expires_after(kLinger);
    lingering->until.async_wait([lingering](const asio::error_code&) {
      asio::error_code ignored;
      lingering->socket.close(ignored);
    });
    Drain(lingering);
  }

 private:
  static constexpr std::chrono::seconds kLinger{2};

  struct Lingering {
    explicit Lingering(asio::ip::tcp::socket from)
        : socket(std::move(from)), until(socket.get_executor()) {}
    asio::ip::tcp::socket socket;
    asio::steady_timer until;
    std::array<char, 16384> discarded;
  };

  asio::ip::tcp::socket& Base() { return *this; }

  static void Drain(const std::shared_ptr<Lingering>& lingering) {
    lingering->socket.async_read_some(asio::buffer(lingering->discarded),
                                      [lingering](const asio::error_code& error, std::size_t) {
                                        if (!error) return Drain(lingering);
                                        lingering->until.cancel();
                                      });
  }

  bool lingers_ = false;
};

struct FailureLogger {
  template <typename Builder>
  void trace(Builder&&) const noexcept {}
  template <typename Builder>
  void info(Builder&&) const noexcept {}
  template <typename Builder>
  void warn(Builder&&) const noexcept {}
  template <typename Builder>
  void error(Builder&& builder) const {
    NoteFailure(builder());
  }
};

// Keeps the number of connections below what the process may open: an accept that fails for want
// of a descriptor would be the last.
class ConnectionLimit {
 public:
  ConnectionLimit() {
    constexpr rlim_t kForFiles = 128;
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur > 2 * kForFiles) {
      most_ = std::min<rlim_t>(limit.rlim_cur - kForFiles, 10'000);
    }
  }
  void state_changed(const restinio::connection_state::notice_t& notice) noexcept {
    using restinio::connection_state::accepted_t;
    using restinio::connection_state::closed_t;
    const auto cause = notice.cause();
    if (restinio::holds_alternative<accepted_t>(cause)) ++open_;
    if (restinio::holds_alternative<closed_t>(cause) && open_ > 0) --open_;
  }
  restinio::ip_blocker::inspection_result_t inspect(
      const restinio::ip_blocker::incoming_info_t&) const noexcept {
    return open_ < most_ ? restinio::ip_blocker::allow() : restinio::ip_blocker::deny();
  }

 private:
  std::size_t most_ = 128;
  std::size_t open_ = 0;
};

template <typename Socket>
struct ServerTraits : restinio::traits_t<restinio::asio_timer_manager_t, FailureLogger,
                                         restinio::details::autodetect_request_handler_type,
                                         restinio::noop_strand_t, Socket> {
  using connection_state_listener_t = ConnectionLimit;
  using ip_blocker_t = ConnectionLimit;
};

// An event stream as a chunked answer. The builder belongs to the thread of the sockets.
class SocketStream final : public Stream, public std::enable_shared_from_this<SocketStream> {
 public:
  using Builder = restinio::response_builder_t<restinio::chunked_output_t>;
  SocketStream(asio::io_context& io, Builder builder) : io_(io), builder_(std::move(builder)) {}

  void Send(std::string text) override {
    waiting_ += text.size();
    asio::post(io_, [self = shared_from_this(), text = std::move(text)]() mutable {
      if (self->gone_) return;
      const std::size_t size = text.size();
      self->builder_.append_chunk(std::move(text));
      self->builder_.flush([self, size](const asio::error_code& error) {
        self->waiting_ -= size;
        if (error) self->gone_ = true;
      });
    });
  }
  void End() override {
    asio::post(io_, [self = shared_from_this()] {
      if (!self->gone_.exchange(true)) self->builder_.done();
    });
  }
  std::size_t waiting() const override { return waiting_; }
  bool gone() const override { return gone_; }

 private:
  asio::io_context& io_;
  Builder builder_;
  std::atomic<std::size_t> waiting_{0};
  std::atomic<bool> gone_{false};
};

template <typename Socket>
class SocketServer final : public Server {
 public:
  using Traits = ServerTraits<Socket>;
  using Settings = restinio::server_settings_t<Traits>;

  // `configure` adds what the kind of socket needs. Throws when the address cannot be had.
  SocketServer(const ServerOptions& options, const Router& router, const ServerParts& parts,
               const std::function<void(Settings&)>& configure)
      : secure_(!options.certificate_file.empty()),
        pipeline_(options, router, parts,
                  [this](std::function<void()> task) { asio::post(io_, std::move(task)); }),
        listener_(restinio::external_io_context(io_), [&](Settings& settings) {
          Configure(options, settings);
          configure(settings);
        }) {
    listener_.open_sync();
    thread_ = std::thread([this] { Run(); });
  }

  ~SocketServer() override {
    asio::post(io_, [this] { listener_.close_sync(); });
    pipeline_.Finish();
    asio::post(io_, [this] { io_.stop(); });
    thread_.join();
  }

  std::uint16_t port() const override { return port_; }

 private:
  using Handle = restinio::request_handle_t;

  void Configure(const ServerOptions& options, Settings& settings) {
    using std::chrono::milliseconds;
    const auto address = asio::ip::make_address(options.address);
    const auto limit = std::make_shared<ConnectionLimit>();
    const milliseconds timeout(options.request_timeout_ms);
    settings.protocol(address.is_v6() ? asio::ip::tcp::v6() : asio::ip::tcp::v4())
        .address(address)
        .port(options.port)
        .buffer_size(16u << 10)
        .concurrent_accepts_count(4)
        .timer_manager(std::min<milliseconds>(timeout / 4, milliseconds(1000)))
        .read_next_http_message_timelimit(timeout)
        .handle_request_timeout(std::chrono::minutes(2))
        .write_http_response_timelimit(std::chrono::seconds(30))
        .incoming_http_msg_limits(restinio::incoming_http_msg_limits_t{}
                                      .max_url_size(options.header_limit)
                                      .max_field_name_size(256)
                                      .max_field_value_size(options.header_limit)
                                      .max_field_count(100)
                                      .max_body_size(options.body_limit))
        .socket_options_setter(
            [](auto& socket) { socket.set_option(asio::ip::tcp::no_delay(true)); })
        .acceptor_post_bind_hook(
            [this](asio::ip::tcp::acceptor& acceptor) { port_ = acceptor.local_endpoint().port(); })
        .connection_state_listener(limit)
        .ip_blocker(limit)
        .request_handler([this](const Handle& handle) { return Take(handle); });
  }

  void Run() {
    for (;;) {
      try {
        io_.run();
        return;
      } catch (const std::exception& failure) {
        spdlog::error("the socket loop caught {}", typeid(failure).name());
      }
    }
  }

  restinio::request_handling_status_t Take(const Handle& handle) {
    auto exchange = std::make_shared<Exchange>();
    auto& request = exchange->request;
    request.method = handle->header().method().c_str();
    request.target = handle->header().request_target();
    request.address = handle->remote_endpoint().address().to_string();
    handle->header().for_each_field([&](const auto& field) {
      std::string name(field.name());
      for (char& c : name) c = 'A' <= c && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
      const std::string_view joint = name == "cookie" ? "; " : ", ";
      std::string& value = request.headers[std::move(name)];
      if (!value.empty()) value += joint;
      value += field.value();
    });
    request.body = handle->body();
    const bool is_head = request.method == "HEAD";
    exchange->answer = [this, handle, is_head](Response response) {
      Write(*handle, is_head, std::move(response));
    };
    exchange->open_stream = [this, handle] { return OpenStream(*handle); };
    pipeline_.Handle(exchange);
    return restinio::request_accepted();
  }

  void Write(typename Handle::element_type& handle, bool is_head, Response response) {
    const auto code = static_cast<std::uint16_t>(response.status);
    auto answer = handle.template create_response<restinio::user_controlled_output_t>(
        {restinio::http_status_code_t{code}, ReasonOf(response.status)});
    for (auto& [name, value] : response.headers) {
      if (secure_ && name == "Set-Cookie") value += "; Secure";
      answer.append_header(name, value);
    }
    answer.append_header(restinio::http_field::content_type, response.content_type);
    answer.append_header_date_field();
    answer.set_content_length(response.body.size());
    if (!is_head && response.status != 304) answer.set_body(std::move(response.body));
    answer.done();
  }

  std::shared_ptr<Stream> OpenStream(typename Handle::element_type& handle) {
    auto answer = handle.template create_response<restinio::chunked_output_t>();
    answer.append_header(restinio::http_field::content_type, "text/event-stream");
    answer.append_header(restinio::http_field::cache_control, "no-store");
    answer.append_header("X-Content-Type-Options", "nosniff");
    answer.append_header("X-Accel-Buffering", "no");  // A proxy in between must not collect.
    answer.connection_close();
    auto stream = std::make_shared<SocketStream>(io_, std::move(answer));
    stream->Send("retry: 2000\n\n");
    return stream;
  }

  static std::string ReasonOf(int status);

  const bool secure_;
  asio::io_context io_{1};
  asio::executor_work_guard<asio::io_context::executor_type> work_{io_.get_executor()};
  std::uint16_t port_ = 0;
  Pipeline pipeline_;
  restinio::http_server_t<Traits> listener_;
  std::thread thread_;
};

template <typename Socket>
std::string SocketServer<Socket>::ReasonOf(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 201:
      return "Created";
    case 304:
      return "Not Modified";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 409:
      return "Conflict";
    case 412:
      return "Precondition Failed";
    case 413:
      return "Content Too Large";
    case 415:
      return "Unsupported Media Type";
    case 422:
      return "Unprocessable Content";
    case 429:
      return "Too Many Requests";
    case 500:
      return "Internal Server Error";
    case 503:
      return "Service Unavailable";
    case 507:
      return "Insufficient Storage";
    default:
      return "Answer";
  }
}

template <typename Socket>
Result<std::unique_ptr<Server>> StartOn(
    const ServerOptions& options, const Router& router, const ServerParts& parts,
    const std::function<void(typename SocketServer<Socket>::Settings&)>& configure) {
  try {
    return std::make_unique<SocketServer<Socket>>(options, router, parts, configure);
  } catch (const std::exception& failure) {
    return Fail(ErrorCode::unavailable, fmt::format("Cannot listen on {}:{}: {}", options.address,
                                                    options.port, failure.what()));
  }
}

// In server_tls.cpp.
Result<std::unique_ptr<Server>> StartTls(const ServerOptions& options, const Router& router,
                                         const ServerParts& parts);

}  // namespace hetang::http
