// Times traces of planted cases in one process: trace_bench TRANSFERS.csv LABELS.csv
//
// The files are those of the shared workload: from,to,amount_cents,ts and
// case,level,from,to,amount_cents,ts. Prints one JSON document: how long reading and building took,
// and for each method the microseconds a case takes, through one day after the payment and to the
// end of the data; `found` is the share of the planted accounts that the answers name.

#include <algorithm>
#include <chrono>
#include <fstream>
#include <iostream>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include <boost/json.hpp>

#include "app/input_file.h"
#include "app/transfer_file.h"
#include "base/describe.h"
#include "engine/trace/graph.h"

namespace hetang {
namespace {

constexpr std::int64_t kDayMs = 86'400'000;

double NowMs() {
  const auto since = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration<double, std::milli>(since).count();
}

struct Planted {
  std::uint32_t seed = 0;
  std::int64_t at_ms = 0;
  std::set<std::uint32_t> accounts;
};

using Row = std::tuple<std::string, std::string, std::int64_t, std::int64_t>;

// Each case's first row is the victim's payment, and every row's payee is planted.
std::vector<Planted> ReadLabels(const char* path, const app::TransferFile& file) {
  std::map<std::string, std::uint32_t> numbers;
  for (const std::string_view name : file.accounts()) {
    numbers.emplace(std::string(name), static_cast<std::uint32_t>(numbers.size()));
  }
  std::map<Row, std::size_t> payments;
  std::vector<Planted> cases;
  std::ifstream in(path);
  std::string line;
  std::getline(in, line);
  while (std::getline(in, line)) {
    std::replace(line.begin(), line.end(), ',', ' ');
    std::istringstream words(line);
    std::size_t number = 0;
    int level = 0;
    std::string from, to;
    std::int64_t fen = 0;
    std::int64_t seconds = 0;
    words >> number >> level >> from >> to >> fen >> seconds;
    if (number >= cases.size()) cases.resize(number + 1);
    cases[number].accounts.insert(numbers.at(to));
    if (level == 1) payments[{from, to, fen, seconds * 1000}] = number;
  }
  for (std::size_t i = 0; i < file.transfers().size(); ++i) {
    const trace::Transfer& transfer = file.transfers()[i];
    const auto payment = payments.find({std::string(file.accounts()[transfer.from]),
                                        std::string(file.accounts()[transfer.to]),
                                        transfer.amount_fen, transfer.at_ms});
    if (payment == payments.end()) continue;
    cases[payment->second].seed = static_cast<std::uint32_t>(i);
    cases[payment->second].at_ms = transfer.at_ms;
  }
  return cases;
}

class NothingKnown final : public trace::Accounts {
 public:
  Result<std::vector<trace::Knowledge>> Of(std::span<const std::uint32_t> accounts) override {
    return std::vector<trace::Knowledge>(accounts.size());
  }
};

boost::json::object Measure(trace::TransferGraph& graph, const std::vector<Planted>& cases,
                            trace::Method method, bool one_day) {
  NothingKnown accounts;
  std::vector<double> micros;
  std::size_t reached = 0;
  std::size_t planted_accounts = 0;
  std::size_t found = 0;
  constexpr int kRounds = 3;
  for (int round = 0; round < kRounds; ++round) {
    for (const Planted& planted : cases) {
      trace::Question question{method, {planted.seed}, std::nullopt};
      if (one_day) question.until_ms = planted.at_ms + kDayMs;
      const double start = NowMs();
      const auto answer = trace::Trace(graph, accounts, question);
      micros.push_back((NowMs() - start) * 1000);
      reached += answer.value().accounts.size();
      planted_accounts += planted.accounts.size();
      for (const trace::AccountSum& sum : answer->accounts) {
        found += planted.accounts.contains(sum.account) ? 1 : 0;
      }
    }
  }
  std::sort(micros.begin(), micros.end());
  return {{"method", EnumName(method)},
          {"through", one_day ? "one day" : "the end"},
          {"median_us", micros[micros.size() / 2]},
          {"p95_us", micros[micros.size() * 95 / 100]},
          {"accounts", reached / micros.size()},
          {"found", static_cast<double>(found) / static_cast<double>(planted_accounts)}};
}

int Run(const char* transfers_path, const char* labels_path) {
  const double start = NowMs();
  const auto input = app::InputFile::Open(transfers_path);
  const auto file = app::TransferFile::Read(input.value().bytes(), {});
  const double read = NowMs();
  trace::TransferGraph graph = trace::TransferGraph::Make(file.value().transfers()).value();
  const double built = NowMs();
  const std::vector<Planted> cases = ReadLabels(labels_path, *file);
  boost::json::array runs;
  for (const trace::Method method :
       {trace::Method::fifo, trace::Method::lifo, trace::Method::pro_rata,
        trace::Method::taint_first, trace::Method::poison}) {
    for (const bool one_day : {true, false}) {
      // To the end poison reaches most of the world, and says little.
      if (method == trace::Method::poison && !one_day) continue;
      runs.push_back(Measure(graph, cases, method, one_day));
    }
  }
  std::cout << boost::json::serialize(boost::json::object{{"rows", graph.size()},
                                                          {"read_ms", read - start},
                                                          {"build_ms", built - read},
                                                          {"cases", cases.size()},
                                                          {"runs", std::move(runs)}})
            << '\n';
  return 0;
}

}  // namespace
}  // namespace hetang

int main(int argc, char** argv) {
  constexpr int kWrongUse = 2;
  return argc == 3 ? hetang::Run(argv[1], argv[2]) : kWrongUse;
}
