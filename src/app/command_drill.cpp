#include "app/command_drill.h"

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <ctime>
#include <iostream>
#include <map>
#include <memory>
#include <optional>
#include <set>

#include <fmt/core.h>

#include "app/api_client.h"
#include "app/commands.h"
#include "app/open_clock.h"
#include "base/json.h"
#include "base/money.h"
#include "sim/curve.h"
#include "sim/exercise.h"

namespace hetang::app {
namespace {

using boost::json::object;
using boost::json::value;

constexpr double kMinuteMs = 60'000;
constexpr std::int64_t kGoldenMinutes = 5;

// A text of a JSON object; empty where there is none.
std::string TextOf(const value& of, std::string_view name) {
  const value* found = of.is_object() ? of.get_object().if_contains(name) : nullptr;
  return found != nullptr && found->is_string() ? std::string(found->get_string()) : "";
}
std::int64_t NumberOf(const value& of, std::string_view name) {
  const value* found = of.is_object() ? of.get_object().if_contains(name) : nullptr;
  return found != nullptr && found->is_int64() ? found->get_int64() : 0;
}
std::optional<Moment> MomentOf(const value& of, std::string_view name) {
  return ParseIso(TextOf(of, name));
}
boost::json::array ItemsOf(const value& of, std::string_view name = "items") {
  const value* found = of.is_object() ? of.get_object().if_contains(name) : nullptr;
  return found != nullptr && found->is_array() ? found->get_array() : boost::json::array();
}

// What became of one report.
struct Outcome {
  std::int64_t report_id = 0;
  std::optional<std::int64_t> case_id;
  std::optional<Moment> taken_at;
  std::optional<Moment> first_stop;
  std::int64_t saved_fen = 0;
  std::int64_t unanswered = 0;  // Orders whose bank let its limit pass.
};

// False: somebody has asked for the end.
bool WaitUntil(Moment moment, const Clock& clock) {
  sigset_t ending;
  sigemptyset(&ending);
  sigaddset(&ending, SIGINT);
  sigaddset(&ending, SIGTERM);
  constexpr std::chrono::milliseconds kLook{200};
  const timespec pause{0, LongestWait(clock, kLook).count() * 1'000'000};
  while (clock.Now() < moment) {
    if (sigtimedwait(&ending, nullptr, &pause) > 0) return false;
  }
  return true;
}

class Drill {
 public:
  Drill(const DrillCommand& command, const Clock& clock)
      : command_(command), clock_(clock), centre_(command.centre) {}

  Status Run(const std::string& password) {
    HT_TRY_STATUS(centre_.SignIn(command_.login, password));
    HT_TRY_STATUS(Prepare());
    for (std::size_t i = 0; i < reports_.size(); ++i) {
      if (!WaitUntil(reports_[i].at, clock_)) return Finish();
      HT_TRY(const std::int64_t id, TellReport(reports_[i]));
      outcomes_.push_back({id, {}, {}, {}, 0, 0});
      if (!command_.json)
        fmt::print("{} {}\n", FormatIso(clock_.Now()), "报案到达 a report came in");
      std::fflush(stdout);
    }
    WaitUntil(reports_.back().at + Minutes(command_.after_minutes), clock_);
    return Finish();
  }

 private:
  Status Prepare() {
    HT_TRY(const value directory, centre_.Get("/api/v1/funds/banks"));
    sim::ExerciseOptions options;
    options.seed = command_.seed;
    options.start = clock_.Now();
    options.reports = command_.reports;
    options.spacing = Minutes(command_.spacing_minutes);
    options.dwell_minutes = command_.dwell_minutes;
    std::string banks = command_.banks;
    for (const value& bank : ItemsOf(directory)) {
      options.banks.push_back({TextOf(bank, "code"), TextOf(bank, "name")});
      limits_[TextOf(bank, "code")] = NumberOf(bank, "answer_limit_minutes");
      const std::string address = TextOf(bank, "address");
      if (banks.empty()) banks = address.substr(0, address.find("/banks/"));
    }
    if (!sim::HasKnownBank(options.banks)) {
      return Fail(ErrorCode::invalid, "The centre has no bank that the town has accounts at.");
    }
    banks_ = std::make_unique<ApiClient>(banks);
    reports_ = sim::PlanExercise(options);
    const Status loaded = banks_->PostText("/truth/load", sim::TruthOf(reports_));
    if (loaded) return {};
    return Fail(ErrorCode::unavailable, "No hetang-bank answers at " + banks + ".");
  }

  Result<std::int64_t> TellReport(const sim::ExerciseReport& report) {
    const object request{{"text", report.story.text},
                         {"report_time", FormatIso(report.story.began_at)}};
    HT_TRY(value reading, centre_.Post("/api/v1/intake/readings", request));
    value form = reading.as_object()["draft"];
    form.as_object()["source"] = "feed_110";
    HT_TRY(const value left,
           centre_.Post("/api/v1/intake/feed", object{{"external_number", report.external_number},
                                                      {"form", std::move(form)}}));
    return NumberOf(left, "report_id");
  }

  Status Finish() {
    if (outcomes_.empty()) return Fail(ErrorCode::unavailable, "No report has come in yet.");
    HT_TRY_STATUS(LearnWhatWasTaken());
    for (std::size_t i = 0; i < outcomes_.size(); ++i) {
      HT_TRY_STATUS(LearnFromBanks(reports_[i], outcomes_[i]));
      HT_TRY_STATUS(LearnFromOrders(outcomes_[i]));
    }
    if (command_.json) {
      fmt::print("{}\n", boost::json::serialize(Score()));
    } else {
      PrintScore();
    }
    return {};
  }

  Status LearnWhatWasTaken() {
    std::string after;
    do {
      HT_TRY(const value page, centre_.Get("/api/v1/intake/reports?limit=200" + after));
      for (const value& report : ItemsOf(page)) {
        for (Outcome& outcome : outcomes_) {
          if (outcome.report_id != NumberOf(report, "id")) continue;
          outcome.taken_at = MomentOf(report, "taken_at");
          if (NumberOf(report, "case_id") != 0) outcome.case_id = NumberOf(report, "case_id");
        }
      }
      const std::string next = TextOf(page, "next");
      after = next.empty() ? "" : "&after=" + next;
    } while (!after.empty());
    return {};
  }

  // What the banks' books say: what moved, and what is held now.
  Status LearnFromBanks(const sim::ExerciseReport& report, Outcome& outcome) {
    const Moment now = clock_.Now();
    std::set<std::string> held;
    std::map<std::int64_t, sim::Movement> done;
    for (const sim::Card& card : report.cards) {
      HT_TRY(const value truth, banks_->Get("/truth/accounts/" + card.number));
      for (const char* kind : {"stops", "freezes"}) {
        for (const value& measure : ItemsOf(truth, kind)) {
          const auto start = MomentOf(measure, "start_at");
          const auto end = MomentOf(measure, "expire_at");
          if (!start || !end) continue;
          if (card.level == 1 && (!outcome.first_stop || *start < *outcome.first_stop)) {
            outcome.first_stop = start;
          }
          // A freeze that waits behind another one keeps nothing yet.
          const bool queued = TextOf(measure, "state") == "queued";
          const bool ended = MomentOf(measure, "released_at") || MomentOf(measure, "lifted_at");
          if (!queued && !ended && *start <= now && now < *end) held.insert(card.number);
        }
      }
      for (const value& movement : ItemsOf(truth, "movements")) {
        if (TextOf(movement, "state") != "done") continue;
        done[NumberOf(movement, "id")] = {MomentOf(movement, "due_at").value_or(Moment()),
                                          TextOf(movement, "payer"), TextOf(movement, "payee"),
                                          NumberOf(movement, "amount_fen"), false};
      }
    }
    std::vector<sim::Movement> movements;
    for (auto& [id, movement] : done) movements.push_back(std::move(movement));
    std::stable_sort(movements.begin(), movements.end(),
                     [](const auto& a, const auto& b) { return a.at < b.at; });
    outcome.saved_fen = sim::RestingOn(report, movements, held);
    return {};
  }

  Status LearnFromOrders(Outcome& outcome) {
    if (!outcome.case_id) return {};
    HT_TRY(const value orders,
           centre_.Get("/api/v1/funds/cases/" + std::to_string(*outcome.case_id) + "/orders"));
    for (const value& order : ItemsOf(orders)) {
      const auto asked = MomentOf(order, "requested_at");
      if (!asked) continue;
      const Moment answered = MomentOf(order, "answered_at").value_or(clock_.Now());
      const std::int64_t limit = limits_[TextOf(order, "bank_code")];
      if (answered - *asked > Minutes(limit)) ++outcome.unanswered;
    }
    return {};
  }

  static std::optional<double> MinutesToStop(const sim::ExerciseReport& report,
                                             const Outcome& outcome) {
    if (!outcome.first_stop) return std::nullopt;
    return static_cast<double>((*outcome.first_stop - report.at).ms) / kMinuteMs;
  }
  static std::int64_t MissedOf(const sim::ExerciseReport& report, const Outcome& outcome) {
    const auto minutes = MinutesToStop(report, outcome);
    const bool late = !minutes || *minutes > static_cast<double>(kGoldenMinutes);
    return (late ? 1 : 0) + outcome.unanswered;
  }
  static double ShareOf(std::int64_t part, std::int64_t whole) {
    return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
  }

  struct Total {
    std::int64_t lost_fen = 0;
    std::int64_t best_fen = 0;
    std::int64_t saved_fen = 0;
    std::int64_t missed = 0;
  };
  Total Sum() const {
    Total total;
    for (std::size_t i = 0; i < outcomes_.size(); ++i) {
      total.lost_fen += reports_[i].lost_fen;
      total.best_fen += reports_[i].best_fen;
      total.saved_fen += outcomes_[i].saved_fen;
      total.missed += MissedOf(reports_[i], outcomes_[i]);
    }
    return total;
  }

  value Score() const {
    boost::json::array lines;
    for (std::size_t i = 0; i < outcomes_.size(); ++i) {
      const auto minutes = MinutesToStop(reports_[i], outcomes_[i]);
      const auto& [report_id, case_id, taken_at, stop, saved, unanswered] = outcomes_[i];
      lines.push_back(object{{"report_id", report_id},
                             {"case_id", case_id ? value(*case_id) : value()},
                             {"came_at", FormatIso(reports_[i].at)},
                             {"taken_at", taken_at ? value(FormatIso(*taken_at)) : value()},
                             {"minutes_to_stop", minutes ? value(*minutes) : value()},
                             {"lost_fen", reports_[i].lost_fen},
                             {"best_fen", reports_[i].best_fen},
                             {"saved_fen", saved},
                             {"missed_deadlines", MissedOf(reports_[i], outcomes_[i])}});
    }
    const Total total = Sum();
    return object{{"seed", command_.seed},
                  {"reports", std::move(lines)},
                  {"lost_fen", total.lost_fen},
                  {"best_fen", total.best_fen},
                  {"saved_fen", total.saved_fen},
                  {"share_of_best", ShareOf(total.saved_fen, total.best_fen)},
                  {"missed_deadlines", total.missed}};
  }

  void PrintScore() const {
    fmt::print("\n演练成绩 Score (seed {})\n\n", command_.seed);
    fmt::print("{:>8} {:>8} {:>14} {:>14} {:>14} {:>8}\n", "case", "minutes", "lost", "best",
               "saved", "missed");
    for (std::size_t i = 0; i < outcomes_.size(); ++i) {
      const auto minutes = MinutesToStop(reports_[i], outcomes_[i]);
      const auto& case_id = outcomes_[i].case_id;
      fmt::print("{:>8} {:>8} {:>14} {:>14} {:>14} {:>8}\n",
                 case_id ? std::to_string(*case_id) : "-",
                 minutes ? fmt::format("{:.1f}", *minutes) : "-",
                 FormatYuan(Fen(reports_[i].lost_fen)), FormatYuan(Fen(reports_[i].best_fen)),
                 FormatYuan(Fen(outcomes_[i].saved_fen)), MissedOf(reports_[i], outcomes_[i]));
    }
    const Total total = Sum();
    fmt::print("{:>8} {:>8} {:>14} {:>14} {:>14} {:>8}\n\n", "", "",
               FormatYuan(Fen(total.lost_fen)), FormatYuan(Fen(total.best_fen)),
               FormatYuan(Fen(total.saved_fen)), total.missed);
    fmt::print("止住了当时还能止住的 {:.0f}%（元；截至此刻仍被止付或冻结的受害人资金）\n",
               100 * ShareOf(total.saved_fen, total.best_fen));
    fmt::print(
        "{:.0f} % of what was still in reach is held now. Yuan; minutes from the report to "
        "the first stop\nin force; missed: no stop within five minutes, and answers past the "
        "bank's limit.\n",
        100 * ShareOf(total.saved_fen, total.best_fen));
  }

  const DrillCommand& command_;
  const Clock& clock_;
  ApiClient centre_;
  std::unique_ptr<ApiClient> banks_;
  std::map<std::string, std::int64_t> limits_;  // Minutes to answer, by bank.
  std::vector<sim::ExerciseReport> reports_;
  std::vector<Outcome> outcomes_;
};

object AssumptionsOf(const CurveCommand& command) {
  return {{"dwell_minutes_median", command.dwell_minutes},
          {"dwell_sigma", sim::kDwellSigma},
          {"passed_on_percent", {sim::kPassedOnPercent[0], sim::kPassedOnPercent[1]}},
          {"levels", sim::kLastLevel},
          {"taken_out_percent", {sim::kTakenOutPercent[0], sim::kTakenOutPercent[1]}}};
}

}  // namespace

int PrintCurve(const CurveCommand& command) {
  const sim::Curve curve = sim::CurveOf({command.seed, command.frauds, command.dwell_minutes});
  if (command.json) {
    boost::json::array points;
    for (const sim::CurvePoint& point : curve.points) {
      points.push_back(object{{"minutes", point.minutes},
                              {"first_account", point.first_account},
                              {"in_reach", point.in_reach},
                              {"low", point.low},
                              {"high", point.high}});
    }
    const object answer{{"seed", command.seed},
                        {"payments", curve.payments},
                        {"assumptions", AssumptionsOf(command)},
                        {"points", std::move(points)}};
    fmt::print("{}\n", boost::json::serialize(answer));
    return 0;
  }
  fmt::print(
      "还能止住多少：按受害人付款后的分钟数，占被骗金额的百分比\n"
      "Money still in reach, by minutes since the payment, in percent of what was paid\n\n");
  fmt::print("{:>8} {:>14} {:>10} {:>10} {:>10}\n", "minutes", "first account", "in reach",
             "low 10 %", "high 10 %");
  for (const sim::CurvePoint& point : curve.points) {
    fmt::print("{:>8} {:>14.1f} {:>10.1f} {:>10.1f} {:>10.1f}\n", point.minutes,
               100 * point.first_account, 100 * point.in_reach, 100 * point.low, 100 * point.high);
  }
  fmt::print(
      "\n{} payments, seed {}. 没有可信的公开曲线；以下均为假设：\n"
      "No trustworthy curve is published. All of this is assumed: money rests on an account for a\n"
      "log-normal time (median {} min, sigma {}), {} to {} % of it goes on, split over levels 1 to "
      "{};\n{} to {} % of what reaches the last level is taken out in cash. In reach: not yet "
      "taken "
      "out.\n",
      curve.payments, command.seed, command.dwell_minutes, sim::kDwellSigma,
      sim::kPassedOnPercent[0], sim::kPassedOnPercent[1], sim::kLastLevel, sim::kTakenOutPercent[0],
      sim::kTakenOutPercent[1]);
  return 0;
}

int RunDrill(const DrillCommand& command) {
  BlockSignals();
  std::string password;
  if (!std::getline(std::cin, password)) {
    return Report({ErrorCode::invalid, "The password is read from standard input.", {}, {}});
  }
  const auto clock = OpenClock(command.clock_file, "hetang drill");
  if (!clock) return Report(clock.error());
  const Status done = Drill(command, **clock).Run(password);
  return done ? 0 : Report(done.error());
}

}  // namespace hetang::app
