// hetang-messages: plays the ends that messages go to. See docs/message-gateway.md.
#include <cstdio>

#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <CLI/CLI.hpp>

#include "app/open_clock.h"
#include "app/sandbox_program.h"
#include "gateway/message/simulated/sandbox.h"

namespace hetang {
namespace {

using message::simulated::Sandbox;
using message::simulated::SandboxOptions;

struct Arguments {
  std::string listen = "127.0.0.1:0";
  std::int64_t delay_ms = 500;
  std::string clock;
  SandboxOptions sandbox;
};

void Describe(CLI::App& app, Arguments& arguments) {
  SandboxOptions& options = arguments.sandbox;
  app.add_option("--data", options.data, "Folder for what arrives")->required();
  app.add_option("--listen", arguments.listen, "ADDRESS:PORT of HTTP; port 0 takes any free one");
  app.add_option("--mail-port", options.mail_port, "Port of the mail server; 0 takes any free one");
  app.add_option("--centre", options.centre,
                 "Where reports and answers go, such as http://127.0.0.1:8080");
  app.add_option("--secret", options.secret, "File of the shared secret (DATA/message.secret)");
  app.add_option("--delay-ms", arguments.delay_ms, "From an arrival to its report, up to twice it")
      ->check(CLI::Range(0, 3'600'000));
  app.add_option("--answer-share", options.inbox.answer_share,
                 "Of the short messages, how many are answered")
      ->check(CLI::Range(0.0, 1.0));
  app.add_option("--answer", options.inbox.answer_text, "What is answered");
  app.add_option("--fault", options.faults.faults, "NAME=PROBABILITY, repeatable");
  app.add_option("--late-ms", options.faults.late_ms, "How much later the fault `late` is");
  app.add_option("--clock", arguments.clock, "Takes the time from this file; tests and training");
  app.add_option("--seed", options.faults.seed, "Seed of delays, answers and faults");
}

Status Run(Arguments arguments) {
  HT_TRY(const app::ListenAddress listen, app::ReadListen(arguments.listen, "--listen"));
  arguments.sandbox.address = listen.address;
  arguments.sandbox.port = listen.port;
  arguments.sandbox.inbox.least_delay = Milliseconds(arguments.delay_ms);
  arguments.sandbox.inbox.most_delay = Milliseconds(2 * arguments.delay_ms);
  spdlog::set_level(spdlog::level::warn);  // A line a request would bury what matters.
  const sigset_t signals = app::BlockEndSignals();
  HT_TRY(const auto clock, app::OpenClock(arguments.clock, "hetang-messages"));
  HT_TRY(const auto sandbox, Sandbox::Start(arguments.sandbox, *clock));
  fmt::print("hetang-messages listens on {} and {}\n", sandbox->url(), sandbox->mail_url());
  std::fflush(stdout);
  int signal = 0;
  sigwait(&signals, &signal);
  return {};
}

int Main(int count, char** values) {
  CLI::App app("Plays the ends that a centre's messages go to.", "hetang-messages");
  Arguments arguments;
  Describe(app, arguments);
  try {
    app.parse(count, values);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  const Status status = Run(std::move(arguments));
  return status.has_value() ? 0 : app::ReportFailure("hetang-messages", status.error());
}

}  // namespace
}  // namespace hetang

int main(int count, char** values) { return hetang::Main(count, values); }
