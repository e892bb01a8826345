// `hetang`: server, page and command line in one program.

#include <csignal>
#include <fstream>
#include <iostream>

#include <fmt/core.h>
#include <CLI/CLI.hpp>

#include "app/command_demo.h"
#include "app/command_drill.h"
#include "app/command_money.h"
#include "app/command_text.h"
#include "app/command_trace.h"
#include "app/commands.h"
#include "base/describe.h"

namespace hetang::app {
namespace {

void AddDatabaseOptions(CLI::App& command, CentreOptions& options) {
  auto* where = command.add_option_group("database", "Where the data is");
  where->add_option("--data", options.data, "Directory of the data (SQLite)");
  where->add_option("--database", options.database, "postgresql:// address");
  where->require_option(1);
}

void AddServe(CLI::App& app, int& exit_code) {
  static CentreOptions options;
  static std::string listen = "127.0.0.1:8080";
  static std::string hash = "sha256";
  auto* command = app.add_subcommand("serve", "Serves the centre");
  AddDatabaseOptions(*command, options);
  command->add_option("--listen", listen, "ADDRESS:PORT; port 0 takes a free one");
  command->add_option("--files", options.files,
                      "Directory of originals and uploads; the data directory when not said");
  command->add_option("--certificate", options.server.certificate_file, "TLS certificate chain");
  command->add_option("--key", options.server.key_file, "TLS private key");
  command->add_option("--workers", options.server.workers, "Threads for queries");
  command->add_option("--lane", options.lane_size, "Commands that may share one commit (SQLite)");
  command->add_option("--rate", options.server.requests_per_second_per_address,
                      "Requests a second from one address; 0: no limit");
  command->add_option("--clock", options.clock_file,
                      "Takes the time from this file; for tests and training");
  command->add_option("--hash", hash, "Chain of a new journal: sha256 or sm3")
      ->check(CLI::IsMember({"sha256", "sm3"}));
  command->callback([&exit_code] {
    options.hash = hash == "sm3" ? journal::HashKind::sm3 : journal::HashKind::sha256;
    if (const Status good = ParseListen(listen, options.server); !good) {
      throw CLI::ValidationError("--listen", good.error().fields.front().message);
    }
    exit_code = Serve(options);
  });
}

void AddJournal(CLI::App& app, int& exit_code) {
  static VerifyOptions options;
  auto* journal = app.add_subcommand("journal", "The journal")->require_subcommand(1);
  auto* verify = journal->add_subcommand("verify", "Proves the journal");
  AddDatabaseOptions(*verify, options.centre);
  verify->add_option("--head", options.head, "A head taken before: a cut tail is seen");
  verify->add_flag("--json", options.json, "Prints JSON");
  verify->callback([&exit_code] { exit_code = VerifyJournal(options); });
}

void AddOfficerCommand(CLI::App& app, int& exit_code) {
  static OfficerOptions options;
  auto* officer = app.add_subcommand("officer", "Officers")->require_subcommand(1);
  auto* add = officer->add_subcommand("add", "Adds an officer; the password is read from input");
  AddDatabaseOptions(*add, options.centre);
  add->add_option("--login", options.login, "Login")->required();
  add->add_option("--name", options.name, "Name")->required();
  add->add_option("--number", options.number, "Police number")->required();
  add->add_option("--phone", options.phone, "Duty phone, written on orders");
  add->add_option("--roles", options.roles, "Roles, comma-separated")->required();
  add->add_option("--unit", options.unit_code, "Unit code; the centre when not said");
  add->callback([&exit_code] { exit_code = AddOfficer(options); });
}

void AddBankCommand(CLI::App& app, int& exit_code) {
  static CentreOptions options;
  static std::string file;
  auto* bank = app.add_subcommand("bank", "The bank directory")->require_subcommand(1);
  auto* keys = bank->add_subcommand("keys", "Takes the keys that sign the banks' messages");
  AddDatabaseOptions(*keys, options);
  keys->add_option("file", file, "Lines of bank code and key in hex")->required();
  keys->callback([&exit_code] { exit_code = SetBankKeys(options, file); });
}

void AddBackup(CLI::App& app, int& exit_code) {
  static CentreOptions options;
  static std::string file;
  auto* backup = app.add_subcommand("backup", "Copies the data, also while the server runs");
  AddDatabaseOptions(*backup, options);
  backup->add_option("file", file, "The new file")->required();
  backup->callback([&exit_code] { exit_code = Backup(options, file); });
  auto* restore = app.add_subcommand("restore", "Puts a backup into an empty data directory");
  AddDatabaseOptions(*restore, options);
  restore->add_option("file", file, "The backup")->required();
  restore->callback([&exit_code] { exit_code = Restore(options, file); });
}

void AddTextCommand(CLI::App& app, int& exit_code) {
  static TextOptions options;
  static std::string file = "-";
  auto* command = app.add_subcommand("text", "Finds cards, phones, amounts, payments in a text");
  command->add_option_function<std::string>(
      "--at",
      [](const std::string& text) {
        options.at = ParseIso(text);
        if (!options.at) throw CLI::ValidationError("--at", "a time is written in ISO 8601");
      },
      "When the report came, ISO 8601");
  command->add_flag("--json", options.json, "Prints JSON");
  command->add_flag("--jsonl", options.jsonl, "One JSON object a line in and out");
  command->add_option("file", file, "A file, or - for standard input");
  command->callback([&exit_code] {
    const Moment now = SystemClock().Now();
    if (file == "-") {
      exit_code = RunText(options, std::cin, std::cout, std::cerr, now);
      return;
    }
    std::ifstream input(file, std::ios::binary);
    if (!input) {
      exit_code = Report({ErrorCode::unavailable, "The file cannot be read.", {}, {}});
      return;
    }
    exit_code = RunText(options, input, std::cout, std::cerr, now);
  });
}

void AddTraceCommand(CLI::App& app, int& exit_code) {
  static TraceOptions options;
  static CaseTraceOptions of_case;
  static std::string method = "fifo";
  auto* command = app.add_subcommand("trace", "Follows the victims' money from account to account");
  auto* plain =
      command->add_option("--transfers", options.transfers, "CSV file of transfers, or -");
  command->add_option("--opening", options.opening, "CSV file: account,amount_fen")->needs(plain);
  command
      ->add_option("--columns", options.columns, "from=A,to=B,amount=C:yuan|:fen,at=D,id=E,kind=F")
      ->needs(plain);
  auto* seeds =
      command->add_option("--seeds", options.seeds, "Transfers to follow: ID[,ID...] or @FILE");
  seeds->needs(plain);
  plain->needs(seeds);
  auto* data = command->add_option("--data", of_case.centre.data, "Directory of the data (SQLite)");
  auto* database =
      command->add_option("--database", of_case.centre.database, "postgresql:// address");
  auto* of = command->add_option("--case", of_case.case_id, "The case whose payments to follow");
  plain->excludes(data)->excludes(database)->excludes(of);
  data->needs(of)->excludes(database);
  database->needs(of);
  const auto names = EnumNames<trace::Method>();
  command->add_option("--method", method, "Which money leaves first")
      ->check(CLI::IsMember(std::vector<std::string>(names.begin(), names.end())));
  command->add_flag("--json")->description("Prints JSON, as it does without");
  command->callback([&exit_code, plain, of, data, database] {
    options.method = EnumFromName<trace::Method>(method).value_or(trace::Method::fifo);
    of_case.method = options.method;
    if (plain->count() == 0 && (of->count() == 0 || data->count() + database->count() == 0)) {
      throw CLI::RequiredError("--transfers, or --data with --case,");
    }
    exit_code =
        plain->count() > 0 ? RunTrace(options, std::cout, std::cerr) : RunCaseTrace(of_case);
  });
}

void AddImportCommand(CLI::App& app, int& exit_code) {
  static ImportOptions options;
  auto* command = app.add_subcommand("import", "Imports statements: files, folders, zips");
  AddDatabaseOptions(*command, options.centre);
  command->add_option("--case", options.case_id, "The case they came for");
  command->add_option("--files", options.centre.files,
                      "Directory that keeps the originals; the data directory when not said");
  command->add_flag("--json")->description("Prints JSON, as it does without");
  command->add_option("files", options.files, "Files, folders and zips")->required();
  command->callback([&exit_code] { exit_code = RunImport(options); });
}

void AddTransfersCommand(CLI::App& app, int& exit_code) {
  static TransfersOptions options;
  auto* command = app.add_subcommand("transfers", "Lists the stored transfers");
  AddDatabaseOptions(*command, options.centre);
  command->add_option("--case", options.case_id, "A case");
  auto* csv = command->add_flag("--csv", options.csv, "Prints CSV");
  command->add_flag("--json")->description("Prints JSON, as it does without")->excludes(csv);
  command->callback([&exit_code] { exit_code = RunTransfers(options); });
}

void AddIntakeCommand(CLI::App& app, int& exit_code) {
  static IntakeOptions options;
  auto* command = app.add_subcommand("intake", "Takes reports in, in the form the API takes");
  AddDatabaseOptions(*command, options.centre);
  command->add_flag("--send", options.send, "Sends the stop orders too");
  command->add_flag("--json")->description("Prints JSON, as it does without");
  command->add_option("file", options.file, "One report or an array of them; - is standard input");
  command->callback([&exit_code] { exit_code = RunIntake(options); });
}

void AddDemo(CLI::App& app, int& exit_code) {
  static DemoOptions options;
  auto* command = app.add_subcommand("demo", "A centre with invented people and simulated banks");
  command->add_option("--data", options.data, "Directory of the demo")->required();
  command->add_option("--listen", options.listen, "ADDRESS:PORT of the centre");
  command->add_option("--bank-listen", options.bank_listen, "ADDRESS:PORT of the banks");
  command->add_option("--bank-delay-ms", options.bank_delay_ms, "MIN:MAX until a bank answers");
  command->add_option("--clock", options.clock_file,
                      "Takes the time from this file; for tests and training");
  command->add_option("--stories", options.stories, "How many reports to begin with");
  command->add_option("--seed", options.seed, "Seed of the invented district");
  command->callback([&exit_code] { exit_code = RunDemo(options); });
}

void AddDrill(CLI::App& app, int& exit_code) {
  static DrillCommand drill;
  static bool wants_curve = false;
  static int frauds = 1000;
  auto* command = app.add_subcommand("drill", "A training exercise with a score, or the curve");
  auto* curve = command->add_flag("--curve", wants_curve, "Money in reach by the minutes lost");
  command->add_option("--frauds", frauds, "How many frauds the curve is taken from")
      ->needs(curve)
      ->check(CLI::Range(1, 100'000));
  command->add_option("--centre", drill.centre, "URL of the running centre")->excludes(curve);
  command->add_option("--banks", drill.banks, "URL of its hetang-bank")->excludes(curve);
  command->add_option("--login", drill.login, "Who tells the reports; password on standard input");
  command->add_option("--clock", drill.clock_file,
                      "Takes the time from this file; for tests and training");
  command->add_option("--reports", drill.reports, "How many reports come")
      ->check(CLI::Range(1, 200));
  command->add_option("--spacing-minutes", drill.spacing_minutes, "Between two reports, about")
      ->check(CLI::Range(0, 1440));
  command->add_option("--after-minutes", drill.after_minutes, "From the last one to the score")
      ->check(CLI::Range(0, 2880));
  command->add_option("--dwell-minutes", drill.dwell_minutes, "How long money rests, by median")
      ->check(CLI::Range(1, 1440));
  command->add_option("--seed", drill.seed, "Seed of the exercise");
  command->add_flag("--json", drill.json, "Prints JSON");
  command->callback([&exit_code] {
    exit_code = wants_curve ? PrintCurve({drill.seed, frauds, drill.dwell_minutes, drill.json})
                            : RunDrill(drill);
  });
}

void AddOpenApi(CLI::App& app, int& exit_code) {
  auto* command = app.add_subcommand("openapi", "Prints the API's description");
  command->callback([&exit_code] {
    const auto document = OpenApi();
    if (document) fmt::print("{}\n", *document);
    exit_code = document ? 0 : Report(document.error());
  });
}

int Run(int argc, char** argv) {
  // A file that may not grow is an error of the call, not the end of a command.
  std::signal(SIGXFSZ, SIG_IGN);
  CLI::App app("Hetang: the working system of an anti-fraud centre", "hetang");
  app.require_subcommand(1);
  int exit_code = 0;
  AddServe(app, exit_code);
  AddDemo(app, exit_code);
  AddDrill(app, exit_code);
  AddTextCommand(app, exit_code);
  AddTraceCommand(app, exit_code);
  AddImportCommand(app, exit_code);
  AddTransfersCommand(app, exit_code);
  AddIntakeCommand(app, exit_code);
  AddJournal(app, exit_code);
  AddOfficerCommand(app, exit_code);
  AddBankCommand(app, exit_code);
  AddBackup(app, exit_code);
  AddOpenApi(app, exit_code);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    constexpr int kWrongUse = 2;
    return app.exit(error) == 0 ? 0 : kWrongUse;
  }
  return exit_code;
}

}  // namespace
}  // namespace hetang::app

int main(int argc, char** argv) { return hetang::app::Run(argc, argv); }
