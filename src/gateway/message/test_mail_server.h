// A mail server for tests that answers each command with the bytes it is told, so that it may also
// refuse, cut and talk nonsense.
#pragma once

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace hetang::message {

class TestMailServer {
 public:
  // `what`: "(greeting)", a command line without its end, or "(mail)" after the lone dot. An empty
  // answer closes the connection.
  using Answer = std::function<std::string(const std::string& what)>;

  explicit TestMailServer(Answer answer) : answer_(std::move(answer)) {
    listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    bind(listener_, reinterpret_cast<sockaddr*>(&address), sizeof(address));
    listen(listener_, 16);
    socklen_t size = sizeof(address);
    getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { Run(); });
  }
  ~TestMailServer() {
    shutdown(listener_, SHUT_RDWR);
    thread_.join();
    close(listener_);
  }

  std::string url() const { return "smtp://127.0.0.1:" + std::to_string(port_); }
  std::vector<std::string> commands() const {
    const std::lock_guard lock(mutex_);
    return commands_;
  }
  std::string mail() const {
    const std::lock_guard lock(mutex_);
    return mail_;
  }

  // Takes everything, as a friendly server does.
  static std::string Friendly(const std::string& what) {
    if (what == "(greeting)") return "220 test\r\n";
    if (what.starts_with("EHLO")) return "250-test\r\n250 AUTH PLAIN\r\n";
    if (what.starts_with("AUTH PLAIN")) return "334 \r\n";
    if (what == "DATA") return "354 go on\r\n";
    if (what == "QUIT") return "221 bye\r\n";
    const bool is_login = what.find(' ') == std::string::npos && what != "(mail)";
    return is_login ? "235 welcome\r\n" : "250 fine\r\n";
  }

 private:
  void Run() {
    while (true) {
      const int connection = accept(listener_, nullptr, nullptr);
      if (connection < 0) return;
      Serve(connection);
      close(connection);
    }
  }

  void Serve(int connection) {
    std::string read;
    if (!Say(connection, answer_("(greeting)"))) return;
    std::string line;
    while (Take(connection, read, "\r\n", line)) {
      {
        const std::lock_guard lock(mutex_);
        commands_.push_back(line);
      }
      const std::string answer = answer_(line);
      if (!Say(connection, answer) || line == "QUIT") return;
      if (line != "DATA" || !answer.starts_with("354")) continue;
      std::string mail;
      if (!Take(connection, read, "\r\n.\r\n", mail)) return;
      {
        const std::lock_guard lock(mutex_);
        mail_ = mail;
      }
      if (!Say(connection, answer_("(mail)"))) return;
    }
  }

  static bool Say(int connection, const std::string& bytes) {
    return !bytes.empty() && send(connection, bytes.data(), bytes.size(), MSG_NOSIGNAL) > 0;
  }

  static bool Take(int connection, std::string& read, const std::string& mark, std::string& text) {
    std::size_t at = 0;
    while ((at = read.find(mark)) == std::string::npos) {
      char part[4096];
      const ssize_t got = recv(connection, part, sizeof part, 0);
      if (got <= 0) return false;
      read.append(part, static_cast<std::size_t>(got));
    }
    text = read.substr(0, at);
    read.erase(0, at + mark.size());
    return true;
  }

  Answer answer_;
  int listener_ = -1;
  int port_ = 0;
  mutable std::mutex mutex_;
  std::vector<std::string> commands_;
  std::string mail_;
  std::thread thread_;
};

}  // namespace hetang::message
