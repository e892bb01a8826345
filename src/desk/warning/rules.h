// The tables that the centre edits: levels, ladders, scripts and how much a source may send.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "desk/warning/warning.h"

namespace hetang::warning {

// All levels, the gravest first.
Result<std::vector<Level>> LevelsOf(database::Transaction& tx);
// Error: invalid (`level`, `unknown_level`).
Result<Level> LevelNamed(database::Transaction& tx, std::string_view name);
// The one above this rank, or that of the rank itself when nothing is above.
Result<Level> LevelAbove(database::Transaction& tx, std::int64_t rank);

// A ladder ready to climb, with its rungs.
struct ReadyLadder {
  explicit ReadyLadder(std::vector<Rung> of) : rungs(std::move(of)), ladder(rungs) {}
  std::vector<Rung> rungs;
  Ladder ladder;
};
// Kept by the text of its rungs, so that a thousand warnings on one ladder make it ready once.
Result<std::shared_ptr<const ReadyLadder>> LadderWith(database::Transaction& tx,
                                                      std::int64_t ladder_id);
// The newest ladder for this level and fraud type, or for the level alone. Error: conflict
// (`no_ladder`).
Result<std::int64_t> LadderFor(database::Transaction& tx, const std::string& level,
                               const std::string& fraud_type);

struct LadderForm {
  std::string level;
  std::string fraud_type;
  std::vector<Rung> rungs;
};
BOOST_DESCRIBE_STRUCT(LadderForm, (), (level, fraud_type, rungs))
// Errors: invalid: the level or type is unknown, a role no role of the roster, and FaultsOf.
Result<LadderRow> PutLadder(database::Transaction& tx, const LadderForm& form,
                            const auth::Principal& who, Moment now);
// The ladders in force, one a level and fraud type.
Result<std::vector<LadderRow>> LaddersInForce(database::Transaction& tx);

struct LevelForm {
  std::string name;
  std::int64_t rank = 0;
  std::int64_t reach_within_ms = 0;
  std::int64_t watch_days = 0;
  std::string return_days;
  bool interrupts = false;
};
BOOST_DESCRIBE_STRUCT(LevelForm, (),
                      (name, rank, reach_within_ms, watch_days, return_days, interrupts))
struct LevelList {
  std::vector<LevelForm> levels;
};
BOOST_DESCRIBE_STRUCT(LevelList, (), (levels))
// Changes levels by name and adds new ones; what is not named stays, for warnings bear it.
Result<std::vector<Level>> PutLevels(database::Transaction& tx, const LevelList& list,
                                     const auth::Principal& who, Moment now);

struct ScriptForm {
  std::string fraud_type;
  std::string language;
  Text<4000> text;
  Text<2000> questions;
};
BOOST_DESCRIBE_STRUCT(ScriptForm, (), (fraud_type, language, text, questions))
Result<Script> PutScript(database::Transaction& tx, const ScriptForm& form,
                         const auth::Principal& who, Moment now);

// `1,7,21` as rising days; nothing when it is no such list.
std::optional<std::vector<std::int64_t>> ParseDays(std::string_view text);

// Whether the source may have one more taken in within this minute; counts it when it may.
Result<bool> TakeShare(database::Transaction& tx, std::string_view source, Moment now);

// The ladder a new centre has for a level.
std::vector<Rung> DefaultRungs(std::string_view level);
Status SeedScripts(database::Transaction& tx);

}  // namespace hetang::warning
