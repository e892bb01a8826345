#include "app/command_trace.h"

#include <ostream>
#include <unordered_set>
#include <utility>
#include <vector>

#include "app/input_file.h"
#include "app/trace_answer.h"
#include "app/transfer_file.h"
#include "base/text.h"
#include "engine/trace/graph.h"

namespace hetang::app {
namespace {

constexpr int kDone = 0;
constexpr int kNotDone = 1;
constexpr int kWrongUse = 2;

// Why the command ends before its answer.
struct Stop {
  int code = kNotDone;
  std::string message;
};
template <typename T>
using OrStop = tl::expected<T, Stop>;

tl::unexpected<Stop> StopFor(int code, std::string message) {
  return tl::unexpected<Stop>(Stop{code, std::move(message)});
}
tl::unexpected<Stop> StopFor(const std::string& file, const Error& error) {
  return StopFor(kNotDone, file.empty() ? error.message : file + ": " + error.message);
}

OrStop<std::vector<std::string>> SeedsIn(const std::string& option) {
  std::string text = option;
  if (option.starts_with('@')) {
    const auto file = InputFile::Open(option.substr(1));
    if (!file) return StopFor("", file.error());
    text = std::string(file->bytes());
  }
  std::vector<std::string> seeds;
  std::unordered_set<std::string> named;
  for (const std::string_view line : Split(text, '\n')) {
    for (const std::string_view part : Split(line, ',')) {
      std::string_view bare = Trim(part);
      while (bare.ends_with('\r')) bare.remove_suffix(1);
      if (bare.empty()) continue;
      const std::string seed(bare);
      if (!named.insert(seed).second) {
        return StopFor(kWrongUse, "--seeds: " + seed + " is named twice.");
      }
      seeds.push_back(seed);
    }
  }
  if (seeds.empty()) return StopFor(kWrongUse, "--seeds: no transfer is named.");
  return seeds;
}

// What a plain file tells of its accounts. An account is held until its own last outgoing row: up
// to there somebody looked at it. One that never pays was only seen from its payers' side.
class FileAccounts final : public trace::Accounts {
 public:
  FileAccounts(const TransferFile& file, const trace::TransferGraph& graph,
               std::unordered_map<std::string, std::int64_t> opening)
      : file_(file), graph_(graph), opening_(std::move(opening)) {}

  Result<std::vector<trace::Knowledge>> Of(std::span<const std::uint32_t> accounts) override {
    std::vector<trace::Knowledge> found;
    found.reserve(accounts.size());
    for (const std::uint32_t account : accounts) {
      trace::Knowledge knowledge;
      if (!opening_.empty()) {
        const auto held = opening_.find(std::string(file_.accounts()[account]));
        if (held != opening_.end()) knowledge.opening_fen = held->second;
      }
      knowledge.held_until_ms = graph_.LastPaidMs(account);
      found.push_back(knowledge);
    }
    return found;
  }

 private:
  const TransferFile& file_;
  const trace::TransferGraph& graph_;
  std::unordered_map<std::string, std::int64_t> opening_;
};

class FileNames final : public TraceNames {
 public:
  FileNames(const TransferFile& file, const std::vector<std::string>& seeds)
      : file_(file), seeds_(seeds) {}
  boost::json::value Account(std::uint32_t account) const override {
    return boost::json::value(file_.accounts()[account]);
  }
  boost::json::value Seed(std::size_t index) const override {
    return boost::json::value(seeds_[index]);
  }
  boost::json::value Transfer(std::uint32_t position) const override {
    return boost::json::value(file_.IdOf(position));
  }

 private:
  const TransferFile& file_;
  const std::vector<std::string>& seeds_;
};

OrStop<std::vector<std::uint32_t>> PositionsOf(const TransferFile& file,
                                               const std::vector<std::string>& seeds) {
  const auto found = file.Find(seeds);
  std::vector<std::uint32_t> positions;
  for (std::size_t i = 0; i < seeds.size(); ++i) {
    if (found[i].empty()) {
      return StopFor(kWrongUse, "--seeds: there is no transfer " + seeds[i] + ".");
    }
    if (found[i].size() > 1) {
      return StopFor(kWrongUse, "--seeds: " + seeds[i] + " names more than one transfer.");
    }
    positions.push_back(found[i].front());
  }
  return positions;
}

// The engine names the transfer `transfers[16]` with which a sum became too large: row 17 here.
Stop TooLarge(const std::string& file, const Error& error) {
  constexpr std::string_view kPrefix = "transfers[";
  std::string where;
  if (!error.fields.empty() && error.fields.front().path.starts_with(kPrefix)) {
    const auto position = std::stoull(error.fields.front().path.substr(kPrefix.size()));
    where = "row " + std::to_string(position + 1) + ": ";
  }
  return {kNotDone, file + ": " + where + error.message};
}

OrStop<int> Answer(const TraceOptions& options, std::ostream& out) {
  const auto columns =
      options.columns.empty() ? Result<ColumnNames>() : ParseColumns(options.columns);
  if (!columns) return StopFor(kWrongUse, "--columns: " + columns.error().message);
  const auto seeds = SeedsIn(options.seeds);
  if (!seeds) return tl::unexpected<Stop>(seeds.error());
  const auto input = InputFile::Open(options.transfers);
  if (!input) return StopFor("", input.error());
  const auto file = TransferFile::Read(input->bytes(), *columns);
  if (!file) return StopFor(options.transfers, file.error());
  std::unordered_map<std::string, std::int64_t> opening;
  if (!options.opening.empty()) {
    const auto opening_input = InputFile::Open(options.opening);
    if (!opening_input) return StopFor("", opening_input.error());
    auto read = ReadOpening(opening_input->bytes());
    if (!read) return StopFor(options.opening, read.error());
    opening = std::move(*read);
  }
  auto positions = PositionsOf(*file, *seeds);
  if (!positions) return tl::unexpected<Stop>(positions.error());
  auto graph = trace::TransferGraph::Make(file->transfers());
  if (!graph) return StopFor(options.transfers, graph.error());
  FileAccounts accounts(*file, *graph, std::move(opening));
  const trace::Question question{options.method, std::move(*positions), std::nullopt};
  const auto answer = trace::Trace(*graph, accounts, question);
  if (!answer) return tl::unexpected<Stop>(TooLarge(options.transfers, answer.error()));
  PrintTrace(*answer, FileNames(*file, *seeds), out);
  return kDone;
}

}  // namespace

int RunTrace(const TraceOptions& options, std::ostream& out, std::ostream& err) {
  const auto code = Answer(options, out);
  if (code) return *code;
  err << code.error().message << '\n';
  return code.error().code;
}

}  // namespace hetang::app
