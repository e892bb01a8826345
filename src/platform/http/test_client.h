// For tests: an HTTP client of a few lines over a real socket, so that a test can also send what no
// proper client would.
#pragma once

#include <charconv>
#include <string>
#include <string_view>

#include <arpa/inet.h>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "platform/http/exchange.h"

namespace hetang::http {

struct Reply {
  int status = 0;  // 0: the connection ended without an answer.
  Headers headers;
  std::string body;
};

class TestClient {
 public:
  static constexpr int kPatience = 20;  // Seconds; only a failing test waits so long.

  explicit TestClient(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const timeval patience{kPatience, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    const auto* generic = reinterpret_cast<const sockaddr*>(&address);
    EXPECT_EQ(::connect(socket_, generic, sizeof address), 0);
  }
  ~TestClient() { ::close(socket_); }
  TestClient(const TestClient&) = delete;
  TestClient& operator=(const TestClient&) = delete;

  // False when the other side takes no more.
  bool Send(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }

  Reply Ask(std::string_view method, std::string_view target, const Headers& headers = {},
            std::string_view body = {}) {
    std::string text = fmt::format("{} {} HTTP/1.1\r\nHost: localhost\r\n", method, target);
    for (const auto& [name, value] : headers) text += name + ": " + value + "\r\n";
    if (!body.empty()) text += fmt::format("Content-Length: {}\r\n", body.size());
    text += "\r\n";
    text += body;
    Send(text);
    return ReadReply(method == "HEAD");
  }

  Reply ReadReply(bool without_body = false) {
    Reply reply;
    std::string line;
    if (!ReadUntil("\r\n", line) || line.size() < 12) return reply;
    std::from_chars(line.data() + 9, line.data() + 12, reply.status);
    while (ReadUntil("\r\n", line) && !line.empty()) {
      const std::size_t colon = line.find(": ");
      std::string name = line.substr(0, colon);
      for (char& c : name) c = 'A' <= c && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
      reply.headers[name] = line.substr(colon + 2);
    }
    std::size_t length = 0;
    const std::string_view told = HeaderOf(reply.headers, "content-length");
    std::from_chars(told.data(), told.data() + told.size(), length);
    if (without_body || reply.status == 304) return reply;
    while (read_.size() < length && Receive()) {
    }
    reply.body = read_.substr(0, length);
    read_.erase(0, length);
    return reply;
  }

  // The text up to the mark, which is taken too. False when the connection ends before.
  bool ReadUntil(std::string_view mark, std::string& text) {
    std::size_t at = 0;
    while ((at = read_.find(mark)) == std::string::npos) {
      if (!Receive()) return false;
    }
    text = read_.substr(0, at);
    read_.erase(0, at + mark.size());
    return true;
  }

  // True when the other side closes within the client's patience.
  bool IsClosed() {
    while (Receive()) {
    }
    return closed_;
  }

 private:
  bool Receive() {
    char part[65536];
    const ssize_t got = ::recv(socket_, part, sizeof part, 0);
    if (got == 0 || (got < 0 && errno == ECONNRESET)) closed_ = true;
    if (got <= 0) return false;
    read_.append(part, static_cast<std::size_t>(got));
    return true;
  }

  int socket_;
  std::string read_;
  bool closed_ = false;
};

}  // namespace hetang::http
