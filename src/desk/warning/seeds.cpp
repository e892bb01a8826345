#include "base/json.h"
#include "desk/warning/rules.h"

namespace hetang::warning {
namespace {

constexpr const char* kDuty = "duty";
constexpr const char* kStation = "station_officer";
constexpr const char* kLeader = "leader";

Rung RungOf(std::string name, Act act, std::string role, std::int64_t within_minutes,
            std::vector<Start> starts = {}) {
  Rung rung;
  rung.name = std::move(name);
  rung.act = act;
  rung.role = std::move(role);
  rung.within_ms = Minutes(within_minutes).ms;
  rung.starts = std::move(starts);
  return rung;
}

Rung Tried(Rung rung, std::int64_t tries, std::int64_t again_minutes) {
  rung.tries = tries;
  rung.again_ms = Minutes(again_minutes).ms;
  return rung;
}

// How long the acts of a level may take, and whether somebody is at the door at once or only when
// every number was tried.
struct Pace {
  std::int64_t call = 3;
  std::int64_t visit = 15;
  std::int64_t other = 5;
  bool visit_at_once = true;
};

Pace PaceOf(std::string_view level) {
  if (level == "red") return {};
  if (level == "high") return {5, 30, 10, true};
  if (level == "middle") return {30, 120, 60, false};
  return {240, 1'440, 240, false};
}

Status SeedClock(database::Transaction& tx, std::string_view name, Duration length,
                 std::string reminders, std::string remind_role) {
  deadline::Rule rule;
  rule.name = name;
  rule.length_ms = length.ms;
  rule.remind_ms = std::move(reminders);
  rule.remind_role = std::move(remind_role);
  rule.escalate_role = kLeader;
  rule.basis = "local practice";
  return deadline::SeedRule(tx, rule);
}

Status SeedLevels(database::Transaction& tx, Moment now) {
  HT_TRY(const auto levels, LevelsOf(tx));
  if (!levels.empty()) return {};
  const std::vector<Level> seeds{
      {0, "red", 1, Minutes(30).ms, 30, "1,7,21", true, 1},
      {0, "high", 2, Minutes(60).ms, 14, "3,10", false, 1},
      {0, "middle", 3, Hours(4).ms, 7, "7", false, 1},
      {0, "low", 4, Hours(24).ms, 7, "", false, 1},
  };
  for (const Level& level : seeds) {
    HT_TRY_STATUS(tx.Insert(level));
    const LadderRow ladder{0, level.name, "", json::Write(DefaultRungs(level.name)), now, 0};
    HT_TRY_STATUS(tx.Insert(ladder));
  }
  return {};
}

}  // namespace

std::vector<Rung> DefaultRungs(std::string_view level) {
  using enum Cause;
  const Pace pace = PaceOf(level);
  const std::vector<Cause> to_the_door =
      pace.visit_at_once ? std::vector{busy, no_answer, wrong_number, refused, hung_up, late}
                         : std::vector{used_up, refused, hung_up, late};
  std::vector<Rung> rungs;
  rungs.push_back(Tried(RungOf("call", Act::call, kDuty, pace.call), 3, pace.call / 3));
  rungs.push_back(
      RungOf("text", Act::text, kDuty, pace.other, {{"call", {busy, no_answer, late}, 0}}));
  rungs.push_back(RungOf("visit", Act::visit, kStation, pace.visit, {{"call", to_the_door, 0}}));
  rungs.push_back(
      Tried(RungOf("family", Act::family_call, kDuty, pace.other,
                   {{"visit", {no_answer, moved, refused, late}, 0}, {"call", {used_up}, 0}}),
            3, pace.other / 3));
  rungs.push_back(RungOf("workplace", Act::workplace_call, kDuty, pace.other,
                         {{"family", {done, used_up, late, wrong_number}, 0}}));
  rungs.push_back(RungOf("elsewhere", Act::visit, kStation, pace.visit,
                         {{"visit", {found_elsewhere}, 0},
                          {"family", {found_elsewhere}, 0},
                          {"workplace", {found_elsewhere}, 0}}));
  if (pace.visit_at_once) {
    rungs.push_back(
        RungOf("cut_line", Act::cut_line, kLeader, 2 * pace.other, {{"call", {used_up}, 0}}));
  }
  return rungs;
}

Status Seed(database::Transaction& tx, Moment now) {
  HT_TRY_STATUS(SeedClock(tx, kReachRule, Minutes(30), "600000,300000", kDuty));
  HT_TRY_STATUS(SeedClock(tx, kStepRule, Minutes(10), "60000", kDuty));
  HT_TRY_STATUS(SeedClock(tx, kLeaderRule, Minutes(15), "300000", kLeader));
  HT_TRY_STATUS(SeedClock(tx, kReportRule, Minutes(5), "120000,60000", kDuty));
  HT_TRY_STATUS(SeedLevels(tx, now));
  return SeedScripts(tx);
}

}  // namespace hetang::warning
