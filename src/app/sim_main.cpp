// hetang-sim: writes what the simulated town would hand over. See src/sim/statements.h.
#include <cstdio>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "sim/statements.h"

namespace hetang {
namespace {

int Write(const sim::StatementOptions& options) {
  const auto truth = sim::WriteStatements(options);
  if (truth.has_value()) {
    fmt::print("Wrote {} files and sheets, {} transfers, {} of them with both sides.\n",
               truth->files.size(), truth->transfers.size(), truth->pairs);
    return 0;
  }
  fmt::print(stderr, "hetang-sim: {}\n", truth.error().message);
  return FactsOf(truth.error().code).exit_code;
}

int Main(int count, char** values) {
  CLI::App app("Writes the files of an invented town.", "hetang-sim");
  app.require_subcommand(1);
  sim::StatementOptions options;
  CLI::App* statements = app.add_subcommand(
      "statements", "Statement files of many banks with all their quirks, and the truth of them");
  statements->add_option("--out", options.folder, "Folder to write to")->required();
  statements->add_option("--seed", options.seed, "The same seed writes the same files");
  statements->add_option("--accounts", options.accounts, "How many accounts are asked about");
  statements->add_option("--transfers", options.transfers, "About how many transfers");
  try {
    app.parse(count, values);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  return Write(options);
}

}  // namespace
}  // namespace hetang

int main(int count, char** values) { return hetang::Main(count, values); }
