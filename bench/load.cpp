// Drives durable stop orders through the program's HTTP door and measures them.
//
//   load ADDRESS:PORT --cookie C --csrf T --connections 64 --requests 60000 --cases FIRST:LAST
//
// One thread, one epoll, keep-alive connections, one request in flight on each. Every order is for
// an account of its own, so no rule refuses it. Prints one JSON object: orders a second, latency
// percentiles in milliseconds, and how many answers were no success.
#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include <arpa/inet.h>
#include <fmt/core.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>
#include <CLI/CLI.hpp>

namespace {

using Clock = std::chrono::steady_clock;

struct Options {
  std::string address;
  std::string cookie;
  std::string csrf;
  std::string bank = "900000000001";
  std::size_t connections = 64;
  std::size_t requests = 60'000;
  std::int64_t first_case = 1;
  std::int64_t last_case = 1;
  std::int64_t first_account = 0;
};

struct Connection {
  int socket = -1;
  std::string received;
  Clock::time_point asked;
};

class Load {
 public:
  explicit Load(const Options& options) : options_(options), connections_(options.connections) {}

  int Run() {
    epoll_ = epoll_create1(0);
    for (std::size_t i = 0; i < connections_.size(); ++i) {
      if (!Connect(i)) return 1;
    }
    const auto start = Clock::now();
    for (Connection& connection : connections_) Ask(connection);
    while (latencies_.size() < options_.requests) {
      if (!Wait()) return 1;
    }
    const std::chrono::duration<double> taken = Clock::now() - start;
    Print(taken.count());
    return failures_ == 0 ? 0 : 1;
  }

 private:
  bool Connect(std::size_t index) {
    const std::size_t colon = options_.address.rfind(':');
    sockaddr_in where{};
    where.sin_family = AF_INET;
    where.sin_port =
        htons(static_cast<std::uint16_t>(std::stoi(options_.address.substr(colon + 1))));
    inet_pton(AF_INET, options_.address.substr(0, colon).c_str(), &where.sin_addr);
    Connection& connection = connections_[index];
    connection.socket = socket(AF_INET, SOCK_STREAM, 0);
    const int on = 1;
    setsockopt(connection.socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    sockaddr generic{};
    std::memcpy(&generic, &where, sizeof where);
    if (connect(connection.socket, &generic, sizeof where) != 0) {
      fmt::print(stderr, "load: nobody listens there\n");
      return false;
    }
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.u64 = index;
    epoll_ctl(epoll_, EPOLL_CTL_ADD, connection.socket, &event);
    return true;
  }

  void Ask(Connection& connection) {
    if (asked_ == options_.requests) return;
    const auto number = static_cast<std::int64_t>(asked_++);
    const std::int64_t cases = options_.last_case - options_.first_case + 1;
    const std::string body = fmt::format(
        R"({{"case_id":{},"payment_id":null,"bank_code":"{}","account":"8{:017}","holder":"",)"
        R"("amount_fen":100000,"reason":"measured"}})",
        options_.first_case + number % cases, options_.bank, options_.first_account + number);
    const std::string request = fmt::format(
        "POST /api/v1/funds/orders HTTP/1.1\r\nHost: {}\r\nCookie: {}\r\nX-CSRF-Token: {}\r\n"
        "Idempotency-Key: load-{}-{}\r\nContent-Type: application/json\r\n"
        "Content-Length: {}\r\n\r\n{}",
        options_.address, options_.cookie, options_.csrf, options_.first_account, number,
        body.size(), body);
    connection.asked = Clock::now();
    // A request is far below the socket's buffer, so it goes out whole.
    if (write(connection.socket, request.data(), request.size()) !=
        static_cast<ssize_t>(request.size())) {
      ++failures_;
    }
  }

  bool Wait() {
    epoll_event events[64];
    const int count = epoll_wait(epoll_, events, 64, 20'000);
    if (count <= 0) {
      fmt::print(stderr, "load: no answer for 20 s\n");
      return false;
    }
    for (int i = 0; i < count; ++i) {
      Connection& connection = connections_[events[i].data.u64];
      char buffer[16384];
      const ssize_t got = read(connection.socket, buffer, sizeof buffer);
      if (got <= 0) {
        fmt::print(stderr, "load: a connection was closed\n");
        return false;
      }
      connection.received.append(buffer, static_cast<std::size_t>(got));
      TakeAnswer(connection);
    }
    return true;
  }

  void TakeAnswer(Connection& connection) {
    const std::size_t head = connection.received.find("\r\n\r\n");
    if (head == std::string::npos) return;
    const std::string_view headers = std::string_view(connection.received).substr(0, head);
    constexpr std::string_view kLength = "Content-Length: ";
    const std::size_t at = headers.find(kLength);
    std::size_t length = 0;
    if (at != std::string_view::npos) {
      const std::string_view digits = headers.substr(at + kLength.size());
      std::from_chars(digits.data(), digits.data() + digits.size(), length);
    }
    if (connection.received.size() < head + 4 + length) return;
    if (!headers.starts_with("HTTP/1.1 200")) {
      if (failures_++ == 0) fmt::print(stderr, "{}\n", connection.received);
    }
    const std::chrono::duration<double, std::milli> taken = Clock::now() - connection.asked;
    latencies_.push_back(taken.count());
    connection.received.clear();
    Ask(connection);
  }

  void Print(double seconds) {
    std::sort(latencies_.begin(), latencies_.end());
    const auto at = [&](double share) {
      return latencies_[static_cast<std::size_t>(share *
                                                 static_cast<double>(latencies_.size() - 1))];
    };
    fmt::print(R"({{"orders_per_second":{:.0f},"p50_ms":{:.2f},"p99_ms":{:.2f},"max_ms":{:.2f},)"
               R"("failures":{}}})"
               "\n",
               static_cast<double>(latencies_.size()) / seconds, at(0.5), at(0.99), at(1.0),
               failures_);
  }

  const Options& options_;
  int epoll_ = -1;
  std::vector<Connection> connections_;
  std::vector<double> latencies_;
  std::size_t asked_ = 0;
  std::size_t failures_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Measures durable stop orders through HTTP", "load");
  Options options;
  app.add_option("address", options.address, "ADDRESS:PORT")->required();
  app.add_option("--cookie", options.cookie, "The session's cookie")->required();
  app.add_option("--csrf", options.csrf, "The session's CSRF token")->required();
  app.add_option("--bank", options.bank, "Code of the bank that is asked");
  app.add_option("--connections", options.connections, "Keep-alive connections");
  app.add_option("--requests", options.requests, "Orders in all");
  app.add_option("--first-case", options.first_case, "Orders go to these cases in turn");
  app.add_option("--last-case", options.last_case, "");
  app.add_option("--first-account", options.first_account, "Accounts are numbered from here");
  CLI11_PARSE(app, argc, argv);
  return Load(options).Run();
}
