// hetang-bank: plays all banks of the demo directory on one port. See docs/guide/bank-sandbox.md.
#include <cstdio>
#include <fstream>
#include <iterator>
#include <optional>

#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <CLI/CLI.hpp>

#include "app/open_clock.h"
#include "app/sandbox_program.h"
#include "base/text.h"
#include "gateway/bank/simulated/sandbox.h"

namespace hetang {
namespace {

using app::OpenClock;
using bank::simulated::Sandbox;
using bank::simulated::SandboxOptions;

struct Arguments {
  std::string listen = "127.0.0.1:0";
  std::string delay = "500:1500";
  std::string truth;
  std::string clock;
  SandboxOptions sandbox;
};

Status ReadDelay(const std::string& text, SandboxOptions& options) {
  const std::vector<std::string_view> parts = Split(text, ':');
  for (const std::string_view part : parts) {
    if (!IsDigits(part) || part.size() > 9) {
      return Fail(ErrorCode::invalid, "--delay-ms is MIN:MAX in milliseconds.");
    }
  }
  options.ledger.least_delay = Milliseconds(std::stoll(std::string(parts.front())));
  options.ledger.most_delay = Milliseconds(std::stoll(std::string(parts.back())));
  if (parts.size() > 2 || options.ledger.most_delay < options.ledger.least_delay) {
    return Fail(ErrorCode::invalid, "--delay-ms is MIN:MAX in milliseconds.");
  }
  return {};
}

void Describe(CLI::App& app, Arguments& arguments) {
  SandboxOptions& options = arguments.sandbox;
  app.add_option("--data", options.data, "Folder for the banks' books")->required();
  app.add_option("--listen", arguments.listen, "ADDRESS:PORT; port 0 takes any free one");
  app.add_option("--centre", options.centre, "Where answers go, such as http://127.0.0.1:8080");
  app.add_option("--keys", options.keys, "File of the banks' keys (DATA/bank.keys)");
  app.add_option("--folders", options.folders, "Also serve drop folders below this one");
  app.add_option("--truth", arguments.truth, "JSON lines of accounts and movements to load");
  app.add_option("--delay-ms", arguments.delay, "MIN:MAX from order to effect and answer");
  app.add_option("--speed", options.ledger.speed, "How much sooner loaded movements come")
      ->check(CLI::Range(0.001, 1e6));
  app.add_flag("--open-unknown", options.ledger.open_unknown,
               "Open an account when a stop names a number nobody has");
  app.add_option("--fault", options.faults.faults, "NAME=PROBABILITY, repeatable");
  app.add_option("--late-ms", options.faults.late_ms, "How much later the fault `late` is");
  app.add_option("--clock", arguments.clock, "Takes the time from this file; tests and training");
  app.add_option("--seed", options.faults.seed, "Seed of delays and faults");
}

Status Run(Arguments arguments) {
  HT_TRY(const app::ListenAddress listen, app::ReadListen(arguments.listen, "--listen"));
  arguments.sandbox.address = listen.address;
  arguments.sandbox.port = listen.port;
  HT_TRY_STATUS(ReadDelay(arguments.delay, arguments.sandbox));
  spdlog::set_level(spdlog::level::warn);  // A line a request would bury what matters.
  const sigset_t signals = app::BlockEndSignals();
  HT_TRY(const auto clock, OpenClock(arguments.clock, "hetang-bank"));
  HT_TRY(const auto sandbox, Sandbox::Start(arguments.sandbox, *clock));
  if (!arguments.truth.empty()) {
    std::ifstream file(arguments.truth, std::ios::binary);
    if (!file) return Fail(ErrorCode::not_found, "The truth file cannot be read.");
    const std::string lines{std::istreambuf_iterator<char>(file), {}};
    HT_TRY(const std::int64_t added, sandbox->Load(lines));
    fmt::print("Loaded {} new accounts and movements.\n", added);
  }
  fmt::print("hetang-bank listens on {}\n", sandbox->url());
  std::fflush(stdout);
  int signal = 0;
  sigwait(&signals, &signal);
  return {};
}

int Main(int count, char** values) {
  CLI::App app("Plays the banks that a centre sends its orders to.", "hetang-bank");
  Arguments arguments;
  Describe(app, arguments);
  try {
    app.parse(count, values);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  const Status status = Run(std::move(arguments));
  return status.has_value() ? 0 : app::ReportFailure("hetang-bank", status.error());
}

}  // namespace
}  // namespace hetang

int main(int count, char** values) { return hetang::Main(count, values); }
