#include <algorithm>

#include "desk/warning/advance.h"
#include "desk/warning/rules.h"

namespace hetang::warning {
namespace {

// The time to reach the person is the level's; the other clocks run by their rule.
Result<std::optional<Moment>> DueOf(database::Transaction& tx, const Warning& warning,
                                    std::string_view rule, Moment now) {
  if (rule != kReachRule) return std::nullopt;
  HT_TRY(const Level level, LevelNamed(tx, warning.level));
  return now + Milliseconds(level.reach_within_ms);
}

// After a dissuasion: how long, and on which days somebody comes by again.
Status BeginWatch(database::Transaction& tx, Warning& warning, Moment now) {
  HT_TRY(const Level level, LevelNamed(tx, warning.level));
  warning.watch_until = now + Days(level.watch_days);
  warning.next_at = warning.watch_until;
  std::int64_t number = 0;
  for (const std::int64_t day :
       ParseDays(level.return_days).value_or(std::vector<std::int64_t>())) {
    StepRow row;
    row.warning_id = warning.id;
    row.climb = warning.climb;
    row.rung = -1;
    row.number = ++number;
    row.name = "return_visit";
    row.act = Act::visit;
    row.role = "station_officer";
    row.unit_id = warning.unit_id;
    row.rank = warning.rank;
    row.phase = StepPhase::waiting;
    row.begins_at = now + Days(day);
    row.due_at = row.begins_at + Days(1);
    HT_TRY_STATUS(tx.Insert(row));
    warning.next_at = std::min(*warning.next_at, row.begins_at);
  }
  return {};
}

}  // namespace

Status JournalWarning(database::Transaction& tx, const Warning& warning, journal::Entry entry,
                      const journal::Actor& actor, Moment now) {
  entry.actor = actor;
  entry.desk = "warning";
  entry.subject = kWarningSubject;
  entry.subject_id = warning.id;
  entry.case_id = warning.case_id.value_or(0);
  entry.unit_id = warning.unit_id;
  entry.facts["state"] = EnumName(warning.state);
  entry.facts["level"] = warning.level;
  return journal::Append(tx, entry, now);
}

Result<std::vector<Contact>> ContactsOf(database::Transaction& tx, std::int64_t warning_id) {
  return tx.Find<Contact>("WHERE warning_id = :w ORDER BY id", warning_id);
}

Status OpenWarningClock(database::Transaction& tx, const Warning& warning, std::string_view rule,
                        std::optional<Moment> due_at, Moment now) {
  deadline::Opening opening;
  opening.rule = rule;
  opening.desk = "warning";
  opening.subject = kWarningSubject;
  opening.subject_id = warning.id;
  opening.case_id = warning.case_id.value_or(0);
  opening.unit_id = warning.unit_id;
  opening.due_at = due_at;
  opening.note = warning.number;
  HT_TRY_STATUS(deadline::Open(tx, opening, now));
  return {};
}

Status OpenStepClock(database::Transaction& tx, const Warning& warning, const StepRow& row,
                     Moment now) {
  deadline::Opening opening;
  opening.rule = kStepRule;
  opening.desk = "warning";
  opening.subject = kStepSubject;
  opening.subject_id = row.id;
  opening.unit_id = row.unit_id;
  opening.officer_id = row.taken_by.value_or(0);
  opening.due_at = row.due_at;
  opening.note = warning.number + " " + row.name;
  HT_TRY_STATUS(deadline::Open(tx, opening, now));
  return {};
}

Status Move(database::Transaction& tx, Warning& warning, WarningAct act, Moment now) {
  HT_TRY(const auto* line, RequireTransition(life::kWarningStates, warning.state, act));
  if (!line->ends.empty()) {
    HT_TRY_STATUS(deadline::Meet(tx, line->ends, kWarningSubject, warning.id, now));
  }
  warning.state = line->to;
  // Nobody has to be reached any more, however it went.
  if (!IsClimbing(warning.state)) {
    HT_TRY_STATUS(deadline::Meet(tx, kReachRule, kWarningSubject, warning.id, now));
  }
  if (line->opens.empty()) return {};
  HT_TRY_STATUS(deadline::Cancel(tx, line->opens, kWarningSubject, warning.id, now));
  HT_TRY(const auto due_at, DueOf(tx, warning, line->opens, now));
  return OpenWarningClock(tx, warning, line->opens, due_at, now);
}

Status CallOffSteps(database::Transaction& tx, std::int64_t warning_id, Moment now) {
  HT_TRY(auto rows, tx.Find<StepRow>("WHERE warning_id = :w AND phase IN ('waiting', 'open',"
                                     " 'taken', 'reached', 'late')",
                                     warning_id));
  for (StepRow& row : rows) {
    row.phase = StepPhase::called_off;
    row.back_at.reset();
    HT_TRY_STATUS(tx.Update(row));
    HT_TRY_STATUS(deadline::Cancel(tx, kStepRule, kStepSubject, row.id, now));
  }
  return {};
}

Status End(database::Transaction& tx, Warning& warning, WarningAct act, Outcome outcome,
           Moment now) {
  HT_TRY_STATUS(Move(tx, warning, act, now));
  HT_TRY_STATUS(CallOffSteps(tx, warning.id, now));
  warning.ended_at = now;
  warning.outcome = outcome;
  warning.next_at.reset();
  warning.watch_until.reset();
  return warning.state == WarningState::watched ? BeginWatch(tx, warning, now) : Status();
}

Status BeginLadder(database::Transaction& tx, Warning& warning, Moment now) {
  HT_TRY_STATUS(CallOffSteps(tx, warning.id, now));
  HT_TRY(warning.ladder_id, LadderFor(tx, warning.level, warning.fraud_type));
  ++warning.climb;
  warning.climb_from = now;
  warning.ended_at.reset();
  warning.outcome.reset();
  warning.watch_until.reset();
  return {};
}

Status Watch(database::Transaction& tx, Warning& warning, Moment now) {
  if (warning.state != WarningState::watched) return {};
  journal::Entry entry;
  entry.act = "warning_watched";
  if (warning.watch_until && *warning.watch_until <= now) {
    HT_TRY_STATUS(Move(tx, warning, WarningAct::end_watch, now));
    HT_TRY_STATUS(CallOffSteps(tx, warning.id, now));
    warning.next_at.reset();
    entry.act = "watch_ended";
  } else {
    warning.next_at = warning.watch_until;
    HT_TRY(auto rows, tx.Find<StepRow>("WHERE warning_id = :w AND rung = -1 AND phase IN"
                                       " ('waiting', 'open', 'taken') ORDER BY id",
                                       warning.id));
    for (StepRow& row : rows) {
      if (row.phase == StepPhase::waiting && row.begins_at <= now) {
        row.phase = StepPhase::open;
        row.unit_id = warning.unit_id;
        HT_TRY_STATUS(tx.Update(row));
        HT_TRY_STATUS(OpenStepClock(tx, warning, row, now));
      } else if (row.phase != StepPhase::waiting && row.due_at <= now) {
        row.phase = StepPhase::late;
        row.taken_by.reset();
        row.back_at.reset();
        HT_TRY_STATUS(tx.Update(row));
      }
      std::optional<Moment> next = row.back_at;
      if (row.phase == StepPhase::waiting) next = row.begins_at;
      if (row.phase == StepPhase::open) next = row.due_at;
      if (next) warning.next_at = std::min(warning.next_at.value_or(*next), *next);
    }
  }
  HT_TRY_STATUS(tx.Update(warning));
  return JournalWarning(tx, warning, std::move(entry), {}, now);
}

}  // namespace hetang::warning
