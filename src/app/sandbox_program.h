// What the programs that play other ends share: where they listen, and how they end.
#pragma once

#include <signal.h>

#include <cstdint>
#include <string>

#include "base/result.h"

namespace hetang::app {

struct ListenAddress {
  std::string address;
  std::uint16_t port = 0;
};
// Reads `ADDRESS:PORT`. Error: invalid, naming `option`.
Result<ListenAddress> ReadListen(const std::string& text, const std::string& option);

// The signals that end the program, blocked in every thread so that one may wait for them.
sigset_t BlockEndSignals();

// Tells what failed, with each wrong field; the exit code.
int ReportFailure(const char* program, const Error& error);

}  // namespace hetang::app
