#include "gateway/message/simulated/mail_server.h"

#include <memory>
#include <optional>
#include <thread>

#define ASIO_STANDALONE
#include <asio.hpp>

#include "gateway/bank/encoding.h"

namespace hetang::message::simulated {
namespace {

using asio::ip::tcp;

constexpr std::size_t kMostLineBytes = 2'048;  // More than RFC 5321 asks a server to take.
constexpr std::size_t kMostMailBytes = 1u << 20;

// `MAIL FROM:<a@b> SIZE=1` -> `a@b`; nothing when the line is not of this kind.
std::optional<std::string> AddressIn(std::string_view line, std::string_view verb) {
  if (!line.starts_with(verb)) return std::nullopt;
  line.remove_prefix(verb.size());
  const std::size_t end = line.find('>');
  if (!line.starts_with('<') || end == std::string_view::npos) return std::nullopt;
  return std::string(line.substr(1, end - 1));
}

class Session : public std::enable_shared_from_this<Session> {
 public:
  Session(tcp::socket socket, const MailServerOptions& options, const MailServerEnd::Take& take)
      : socket_(std::move(socket)), options_(options), take_(take) {}

  void Begin() {
    Say("220 hetang-messages\r\n", [this] { TakeLine(); });
  }

 private:
  // Writes and goes on with `then`; an empty answer ends the session.
  template <typename Then>
  void Say(std::string text, Then then) {
    if (text.empty()) return;
    said_ = std::move(text);
    asio::async_write(
        socket_, asio::buffer(said_),
        [self = shared_from_this(), then](const asio::error_code& error, std::size_t) {
          if (!error) then();
        });
  }

  void TakeLine() {
    asio::async_read_until(
        socket_, asio::dynamic_buffer(read_, kMostLineBytes), "\r\n",
        [self = shared_from_this()](const asio::error_code& error, std::size_t size) {
          if (error) return;
          const std::string line = self->read_.substr(0, size - 2);
          self->read_.erase(0, size);
          self->Handle(line);
        });
  }

  void Handle(const std::string& line) {
    if (line == "QUIT") {
      Say("221 bye\r\n", [] {});
    } else if (line == "DATA" && !mail_.recipients.empty()) {
      // The line end before the dot may be that of the command, when the mail is empty.
      read_.insert(0, "\r\n");
      Say("354 go on\r\n", [this] { TakeMail(); });
    } else {
      Say(AnswerTo(line), [this] { TakeLine(); });
    }
  }

  std::string AnswerTo(const std::string& line) {
    if (awaits_login_) return LogIn(line);
    if (line.starts_with("EHLO ")) return "250-hetang-messages\r\n250 AUTH PLAIN\r\n";
    if (line.starts_with("HELO ") || line == "NOOP") return "250 fine\r\n";
    if (line == "RSET") {
      mail_ = {};
      return "250 fine\r\n";
    }
    if (line == "AUTH PLAIN") {
      awaits_login_ = true;
      return "334 \r\n";
    }
    if (line.starts_with("AUTH PLAIN ")) return LogIn(line.substr(11));
    if (!is_in_) return "530 who are you?\r\n";
    if (auto from = AddressIn(line, "MAIL FROM:")) {
      mail_ = {};
      mail_.from = std::move(*from);
      return "250 fine\r\n";
    }
    auto to = AddressIn(line, "RCPT TO:");
    if (!to) return "503 not now\r\n";
    if (mail_.from.empty()) return "503 from whom?\r\n";
    mail_.recipients.push_back(std::move(*to));
    return "250 fine\r\n";
  }

  std::string LogIn(const std::string& credentials) {
    awaits_login_ = false;
    const auto plain = bank::FromBase64(credentials);
    const std::size_t last = plain ? plain->rfind('\0') : std::string::npos;
    is_in_ = last != std::string::npos && plain->substr(last + 1) == options_.password;
    return is_in_ ? "235 welcome\r\n" : "535 no\r\n";
  }

  void TakeMail() {
    asio::async_read_until(
        socket_, asio::dynamic_buffer(read_, kMostMailBytes), "\r\n.\r\n",
        [self = shared_from_this()](const asio::error_code& error, std::size_t size) {
          if (error) return;
          self->mail_.bytes = self->read_.substr(2, size - 2 - 3);
          self->read_.erase(0, size);
          self->HandOn();
        });
  }

  void HandOn() {
    for (std::size_t at = 0; (at = mail_.bytes.find("\r\n..", at)) != std::string::npos; at += 3) {
      mail_.bytes.erase(at + 2, 1);
    }
    const std::string answer = take_(mail_);
    mail_ = {};
    Say(answer, [this] { TakeLine(); });
  }

  tcp::socket socket_;
  const MailServerOptions& options_;
  const MailServerEnd::Take& take_;
  std::string read_;
  std::string said_;
  Mail mail_;
  bool awaits_login_ = false;
  bool is_in_ = false;
};

class RunningMailServer final : public MailServerEnd {
 public:
  RunningMailServer(const MailServerOptions& options, Take take)
      : options_(options), take_(std::move(take)) {}

  Status Begin() {
    asio::error_code error;
    const auto address = asio::ip::make_address(options_.address, error);
    const tcp::endpoint endpoint(address, options_.port);
    if (!error) acceptor_.open(endpoint.protocol(), error);
    if (!error) acceptor_.set_option(tcp::acceptor::reuse_address(true), error);
    if (!error) acceptor_.bind(endpoint, error);
    if (!error) acceptor_.listen(asio::socket_base::max_listen_connections, error);
    if (error) return Fail(ErrorCode::unavailable, "The mail server's address cannot be used.");
    port_ = acceptor_.local_endpoint().port();
    AcceptNext();
    thread_ = std::thread([this] { context_.run(); });
    return {};
  }

  ~RunningMailServer() override {
    context_.stop();
    if (thread_.joinable()) thread_.join();
  }

  std::uint16_t port() const override { return port_; }

 private:
  void AcceptNext() {
    acceptor_.async_accept([this](const asio::error_code& error, tcp::socket socket) {
      if (!error) std::make_shared<Session>(std::move(socket), options_, take_)->Begin();
      if (acceptor_.is_open()) AcceptNext();
    });
  }

  const MailServerOptions options_;
  const Take take_;
  asio::io_context context_;
  tcp::acceptor acceptor_{context_};
  std::uint16_t port_ = 0;
  std::thread thread_;
};

}  // namespace

Result<std::unique_ptr<MailServerEnd>> MailServerEnd::Start(const MailServerOptions& options,
                                                            Take take) {
  auto server = std::make_unique<RunningMailServer>(options, std::move(take));
  HT_TRY_STATUS(server->Begin());
  return server;
}

}  // namespace hetang::message::simulated
