#include "desk/warning/rules.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <mutex>

#include "base/json.h"
#include "base/text.h"

namespace hetang::warning {
namespace {

constexpr std::size_t kMostKeptLadders = 256;
constexpr std::int64_t kMostDays = 366;

Status Journal(database::Transaction& tx, std::string act, std::int64_t id,
               boost::json::object facts, const auth::Principal& who, Moment now) {
  journal::Entry entry;
  entry.actor = who.actor();
  entry.desk = "warning";
  entry.act = std::move(act);
  entry.subject = "warning_rules";
  entry.subject_id = id;
  entry.facts = std::move(facts);
  return journal::Append(tx, entry, now);
}

bool IsFraudType(std::string_view text) {
  return text.empty() || EnumFromName<FraudType>(text).has_value();
}

std::vector<FieldError> FaultsOfLevel(const LevelForm& level, const std::string& path) {
  std::vector<FieldError> faults;
  if (level.name.empty() || level.name.size() > 20) {
    faults.push_back({path + "name", "missing", "A level has a short name."});
  }
  if (level.rank < 1 || level.rank > 99) {
    faults.push_back({path + "rank", "range", "A rank is from 1 to 99."});
  }
  if (level.reach_within_ms < 1 || level.reach_within_ms > kLongestStep.ms) {
    faults.push_back({path + "reach_within_ms", "range", "From a millisecond to 30 days."});
  }
  if (level.watch_days < 0 || level.watch_days > kMostDays) {
    faults.push_back({path + "watch_days", "range", "From no day to a year."});
  }
  const auto days = ParseDays(level.return_days);
  if (!days || (!days->empty() && days->back() > level.watch_days)) {
    faults.push_back({path + "return_days", "format", "Rising days within the watch period."});
  }
  return faults;
}

// The roles of the roster: who does a rung is one of them.
Status CheckRoles(database::Transaction& tx, std::span<const Rung> rungs,
                  std::vector<FieldError>& faults) {
  HT_TRY(const auto roles, tx.Find<roster::Role>("ORDER BY id"));
  for (std::size_t i = 0; i < rungs.size(); ++i) {
    const bool known = std::any_of(roles.begin(), roles.end(), [&](const roster::Role& role) {
      return role.name == rungs[i].role;
    });
    if (known || rungs[i].role.empty()) continue;
    faults.push_back({"rungs[" + std::to_string(i) + "].role", "unknown_role",
                      "There is no role of this name."});
  }
  return {};
}

}  // namespace

std::optional<std::vector<std::int64_t>> ParseDays(std::string_view text) {
  std::vector<std::int64_t> days;
  if (text.empty()) return days;
  for (const std::string_view part : Split(text, ',')) {
    std::int64_t day = 0;
    const auto read = std::from_chars(part.data(), part.data() + part.size(), day);
    if (read.ec != std::errc() || read.ptr != part.data() + part.size()) return std::nullopt;
    if (day < 1 || day > kMostDays || (!days.empty() && day <= days.back())) return std::nullopt;
    days.push_back(day);
  }
  return days;
}

Result<std::vector<Level>> LevelsOf(database::Transaction& tx) {
  return tx.Find<Level>("ORDER BY rank, id");
}

Result<Level> LevelNamed(database::Transaction& tx, std::string_view name) {
  HT_TRY(auto found, tx.Find<Level>("WHERE name = :name", name));
  if (found.empty()) return Invalid({{"level", "unknown_level", "The centre has no such level."}});
  return std::move(found.front());
}

Result<Level> LevelAbove(database::Transaction& tx, std::int64_t rank) {
  HT_TRY(auto found, tx.Find<Level>("WHERE rank < :rank ORDER BY rank DESC LIMIT 1", rank));
  if (!found.empty()) return std::move(found.front());
  HT_TRY(found, tx.Find<Level>("WHERE rank >= :rank ORDER BY rank LIMIT 1", rank));
  if (found.empty()) return Fail(ErrorCode::conflict, "The centre has no levels.", "no_levels");
  return std::move(found.front());
}

Result<std::shared_ptr<const ReadyLadder>> LadderWith(database::Transaction& tx,
                                                      std::int64_t ladder_id) {
  static std::mutex mutex;
  static std::map<std::string, std::shared_ptr<const ReadyLadder>> kept;
  HT_TRY(const auto row, tx.Get<LadderRow>(ladder_id));
  const std::lock_guard lock(mutex);
  const auto found = kept.find(row.rungs);
  if (found != kept.end()) return found->second;
  HT_TRY(auto rungs, json::Read<std::vector<Rung>>(std::string_view(row.rungs)));
  if (!FaultsOf(rungs).empty()) return Fail(ErrorCode::corrupt, "A stored ladder has faults.");
  if (kept.size() >= kMostKeptLadders) kept.clear();
  auto ready = std::make_shared<const ReadyLadder>(std::move(rungs));
  kept.emplace(row.rungs, ready);
  return ready;
}

Result<std::int64_t> LadderFor(database::Transaction& tx, const std::string& level,
                               const std::string& fraud_type) {
  HT_TRY(const auto found,
         tx.Query<std::int64_t>("SELECT id FROM warning_ladder WHERE level = :l AND fraud_type IN"
                                " (:t, '') ORDER BY fraud_type DESC, id DESC LIMIT 1",
                                level, fraud_type));
  if (found.empty()) return Fail(ErrorCode::conflict, "The level has no ladder.", "no_ladder");
  return found.front();
}

Result<LadderRow> PutLadder(database::Transaction& tx, const LadderForm& form,
                            const auth::Principal& who, Moment now) {
  std::vector<FieldError> faults = FaultsOf(form.rungs);
  HT_TRY(const auto levels, tx.Find<Level>("WHERE name = :name", form.level));
  if (levels.empty()) faults.push_back({"level", "unknown_level", "There is no such level."});
  if (!IsFraudType(form.fraud_type)) {
    faults.push_back({"fraud_type", "choice", "There is no such fraud type."});
  }
  HT_TRY_STATUS(CheckRoles(tx, form.rungs, faults));
  if (!faults.empty()) return Invalid(std::move(faults));
  LadderRow row{0, form.level, form.fraud_type, json::Write(form.rungs), now, who.officer_id};
  HT_TRY(row.id, tx.Insert(row));
  HT_TRY_STATUS(Journal(tx, "ladder_changed", row.id,
                        {{"level", row.level}, {"fraud_type", row.fraud_type}}, who, now));
  return row;
}

Result<std::vector<LadderRow>> LaddersInForce(database::Transaction& tx) {
  return tx.Find<LadderRow>(
      "WHERE id IN (SELECT MAX(id) FROM warning_ladder GROUP BY level, fraud_type)"
      " ORDER BY level, fraud_type");
}

Result<std::vector<Level>> PutLevels(database::Transaction& tx, const LevelList& list,
                                     const auth::Principal& who, Moment now) {
  std::vector<FieldError> faults;
  for (std::size_t i = 0; i < list.levels.size(); ++i) {
    auto more = FaultsOfLevel(list.levels[i], "levels[" + std::to_string(i) + "].");
    faults.insert(faults.end(), more.begin(), more.end());
  }
  if (!faults.empty()) return Invalid(std::move(faults));
  for (const LevelForm& form : list.levels) {
    HT_TRY(auto found, tx.Find<Level>("WHERE name = :name", form.name));
    Level level = found.empty() ? Level() : found.front();
    level.name = form.name;
    level.rank = form.rank;
    level.reach_within_ms = form.reach_within_ms;
    level.watch_days = form.watch_days;
    level.return_days = form.return_days;
    level.interrupts = form.interrupts;
    if (!found.empty()) {
      HT_TRY_STATUS(tx.Update(level));
    } else {
      level.version = 1;
      HT_TRY(level.id, tx.Insert(level));
      // A level without a ladder would refuse what comes in at it.
      LadderRow ladder{0,   level.name,    "", json::Write(DefaultRungs(level.name)),
                       now, who.officer_id};
      HT_TRY_STATUS(tx.Insert(ladder));
    }
    HT_TRY_STATUS(Journal(tx, "level_changed", level.id,
                          {{"level", level.name}, {"rank", level.rank}}, who, now));
  }
  return LevelsOf(tx);
}

Result<Script> PutScript(database::Transaction& tx, const ScriptForm& form,
                         const auth::Principal& who, Moment now) {
  std::vector<FieldError> faults;
  if (!IsFraudType(form.fraud_type)) {
    faults.push_back({"fraud_type", "choice", "There is no such fraud type."});
  }
  if (form.language != "zh" && form.language != "en") {
    faults.push_back({"language", "choice", "A script is `zh` or `en`."});
  }
  if (form.text.empty()) faults.push_back({"text", "missing", "A script says something."});
  if (!faults.empty()) return Invalid(std::move(faults));
  HT_TRY(auto found, tx.Find<Script>("WHERE fraud_type = :t AND language = :l", form.fraud_type,
                                     form.language));
  Script script = found.empty() ? Script() : found.front();
  script.fraud_type = form.fraud_type;
  script.language = form.language;
  script.text = form.text;
  script.questions = form.questions;
  if (!found.empty()) {
    HT_TRY_STATUS(tx.Update(script));
  } else {
    script.version = 1;
    HT_TRY(script.id, tx.Insert(script));
  }
  HT_TRY_STATUS(Journal(tx, "script_changed", script.id,
                        {{"fraud_type", script.fraud_type}, {"language", script.language}}, who,
                        now));
  return script;
}

Result<bool> TakeShare(database::Transaction& tx, std::string_view source, Moment now) {
  constexpr std::int64_t kPerMinute = 3'000;
  const Moment minute_ago = now - Minutes(1);
  HT_TRY_STATUS(
      tx.Execute("INSERT INTO warning_source (name, per_minute, minute_from, taken)"
                 " VALUES (:name, :share, :from, 0) ON CONFLICT (name) DO NOTHING",
                 source, kPerMinute, now));
  HT_TRY_STATUS(
      tx.Execute("UPDATE warning_source SET minute_from = :now, taken = 0 WHERE"
                 " name = :name AND minute_from <= :before",
                 now, source, minute_ago));
  HT_TRY(const std::int64_t counted,
         tx.Execute("UPDATE warning_source SET taken = taken + 1 WHERE name = :name AND"
                    " taken < per_minute",
                    source));
  return counted == 1;
}

}  // namespace hetang::warning
