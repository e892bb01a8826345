#include <csignal>
#include <cstdio>

#include <fmt/core.h>

#include "app/commands.h"
#include "app/open_clock.h"
#include "base/text.h"

namespace hetang::app {
namespace {

sigset_t EndingSignals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  return set;
}

}  // namespace

void BlockSignals() {
  const sigset_t set = EndingSignals();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  // A client that is gone is an error of the call, not our end.
  std::signal(SIGPIPE, SIG_IGN);
}

void WaitForSignal() {
  const sigset_t set = EndingSignals();
  int received = 0;
  sigwait(&set, &received);
}

int Report(const Error& error) {
  fmt::print(stderr, "hetang: {}\n", error.message);
  for (const FieldError& field : error.fields) {
    fmt::print(stderr, "  {}: {}\n", field.path, field.message);
  }
  return FactsOf(error.code).exit_code;
}

Status ParseListen(const std::string& listen, http::ServerOptions& server) {
  const std::size_t colon = listen.rfind(':');
  const std::string port = colon == std::string::npos ? "" : listen.substr(colon + 1);
  if (!IsDigits(port) || port.size() > 5 || std::stoul(port) > 65535 || colon == 0) {
    return Invalid({{"listen", "address", "An address to listen on is ADDRESS:PORT."}});
  }
  server.address = listen.substr(0, colon);
  server.port = static_cast<std::uint16_t>(std::stoul(port));
  return {};
}

int Serve(const CentreOptions& options) {
  BlockSignals();
  const auto clock = OpenClock(options.clock_file, "hetang");
  if (!clock) return Report(clock.error());
  const auto centre = Centre::Start(options, **clock);
  if (!centre) return Report(centre.error());
  const bool tls = !options.server.certificate_file.empty();
  fmt::print("{}://{}:{}\n", tls ? "https" : "http", options.server.address, (*centre)->port());
  std::fflush(stdout);
  WaitForSignal();
  return 0;
}

}  // namespace hetang::app
