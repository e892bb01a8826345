#include "app/command_demo.h"

#include <chrono>
#include <filesystem>
#include <thread>

#include <fmt/core.h>

#include "app/api_client.h"
#include "app/child_process.h"
#include "app/commands.h"
#include "app/demo_data.h"
#include "app/open_clock.h"
#include "desk/funds/funds.h"
#include "sim/district.h"

namespace hetang::app {
namespace {

namespace fs = std::filesystem;

Result<ChildProcess> StartBanks(const DemoOptions& options, const std::string& keys_file) {
  const std::string data = (fs::path(options.data) / "banks").string();
  std::vector<std::string> arguments = {SiblingProgram("hetang-bank"),
                                        "--listen",
                                        options.bank_listen,
                                        "--data",
                                        data,
                                        "--centre",
                                        "http://" + options.listen,
                                        "--keys",
                                        keys_file,
                                        "--delay-ms",
                                        options.bank_delay_ms,
                                        "--open-unknown"};
  if (!options.clock_file.empty()) {
    arguments.insert(arguments.end(), {"--clock", options.clock_file});
  }
  return ChildProcess::Start(arguments);
}

// The simulated banks are up when they answer about their books. Somebody else's may answer there
// while ours could not start.
Status AwaitBanks(ApiClient& banks, ChildProcess& process) {
  for (int i = 0; i < 200; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    if (process.HasEnded()) {
      return Fail(ErrorCode::unavailable, "hetang-bank could not start; it has said why.");
    }
    if (banks.Get("/truth/ledger")) return {};
  }
  return Fail(ErrorCode::unavailable, "hetang-bank does not come up.");
}

Result<sim::District> InventFor(const DemoOptions& options, database::Database& database,
                                Moment now) {
  sim::DistrictOptions wanted;
  wanted.seed = options.seed;
  wanted.now = now;
  wanted.stories = options.stories;
  HT_TRY(const auto banks,
         database.Read([](database::Transaction& tx) { return funds::BanksOf(tx); }));
  for (const funds::Bank& bank : banks) wanted.banks.push_back({bank.code.str(), bank.name.str()});
  return sim::Invent(wanted);
}

// The first stories come in as calls that a duty officer takes at once; the others wait, as from
// the 110 feed.
Status TellStories(ApiClient& centre, const sim::District& district) {
  HT_TRY_STATUS(centre.SignIn("duty", std::string(kDemoPassword)));
  const std::size_t taken = district.stories.size() / 2;
  for (std::size_t i = 0; i < district.stories.size(); ++i) {
    const sim::Story& story = district.stories[i];
    const boost::json::object request{{"text", story.text},
                                      {"report_time", FormatIso(story.began_at)}};
    HT_TRY(auto reading, centre.Post("/api/v1/intake/readings", request));
    boost::json::value& form = reading.as_object()["draft"];
    if (i < taken) {
      HT_TRY_STATUS(centre.Post("/api/v1/intake/reports", form));
      continue;
    }
    form.as_object()["source"] = "feed_110";
    HT_TRY_STATUS(centre.Post(
        "/api/v1/intake/feed",
        boost::json::object{{"external_number", fmt::format("110-{:04}", i + 1)}, {"form", form}}));
  }
  return {};
}

void PrintWelcome(const std::string& address) {
  fmt::print("\n荷塘 Hetang  http://{}\n\n", address);
  fmt::print("  演示账号 demo logins (密码 password: {})\n", kDemoPassword);
  for (const DemoLogin& login : DemoLogins()) {
    fmt::print("    {:<10}{:<24}{}\n", login.login, login.roles, login.name);
  }
  fmt::print("\n  API: http://{}/api/v1/docs    Ctrl+C 结束 ends\n\n", address);
  std::fflush(stdout);
}

// `fresh`: the district is invented and told; otherwise the centre goes on where it was.
Status Fill(const DemoOptions& options, bool fresh, Centre& centre, ApiClient& banks, Moment now) {
  if (!fresh) return {};
  HT_TRY(const sim::District district, InventFor(options, centre.database(), now));
  HT_TRY_STATUS(banks.PostText("/truth/load", sim::TruthOf(district)));
  ApiClient client("http://" + options.listen);
  return TellStories(client, district);
}

}  // namespace

int RunDemo(const DemoOptions& options) {
  BlockSignals();
  const auto clock = OpenClock(options.clock_file, "hetang");
  if (!clock) return Report(clock.error());
  CentreOptions centre_options;
  centre_options.data = (fs::path(options.data) / "centre").string();
  if (const Status good = ParseListen(options.listen, centre_options.server); !good) {
    return Report(good.error());
  }
  const std::string keys_file = (fs::path(options.data) / "bank-keys").string();
  bool fresh = false;
  {
    const auto database = OpenDatabase(centre_options);
    if (!database) return Report(database.error());
    const auto is_fresh = IsFresh(**database);
    if (!is_fresh) return Report(is_fresh.error());
    fresh = *is_fresh;
    const Status filled =
        fresh ? FillDemo(**database, "http://" + options.bank_listen, keys_file, (*clock)->Now())
              : Status();
    if (!filled) return Report(filled.error());
  }
  auto bank_process = StartBanks(options, keys_file);
  if (!bank_process) return Report(bank_process.error());
  ApiClient banks("http://" + options.bank_listen);
  if (const Status up = AwaitBanks(banks, *bank_process); !up) return Report(up.error());
  const auto centre = Centre::Start(centre_options, **clock);
  if (!centre) return Report(centre.error());
  if (const Status filled = Fill(options, fresh, **centre, banks, (*clock)->Now()); !filled) {
    return Report(filled.error());
  }
  PrintWelcome(options.listen);
  WaitForSignal();
  return 0;
}

}  // namespace hetang::app
