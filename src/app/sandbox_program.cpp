#include "app/sandbox_program.h"

#include <pthread.h>

#include <fmt/format.h>

#include "base/text.h"

namespace hetang::app {

Result<ListenAddress> ReadListen(const std::string& text, const std::string& option) {
  const std::size_t colon = text.rfind(':');
  const std::string port = colon == std::string::npos ? "" : text.substr(colon + 1);
  if (!IsDigits(port) || port.size() > 5 || std::stoul(port) > 65535 || colon == 0) {
    return Fail(ErrorCode::invalid, option + " is ADDRESS:PORT.");
  }
  return ListenAddress{text.substr(0, colon), static_cast<std::uint16_t>(std::stoul(port))};
}

sigset_t BlockEndSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  return signals;
}

int ReportFailure(const char* program, const Error& error) {
  fmt::print(stderr, "{}: {}\n", program, error.message);
  for (const FieldError& field : error.fields) {
    fmt::print(stderr, "  {}: {} {}\n", field.path, field.code, field.message);
  }
  return FactsOf(error.code).exit_code;
}

}  // namespace hetang::app
