#include "desk/warning/advance.h"

#include <algorithm>

#include "desk/warning/rules.h"

namespace hetang::warning {
namespace {

bool NeedsPhone(Act act) { return act == Act::call || act == Act::text || act == Act::cut_line; }

ContactKind KindFor(Act act) {
  switch (act) {
    case Act::family_call:
      return ContactKind::family;
    case Act::workplace_call:
      return ContactKind::workplace;
    case Act::visit:
      return ContactKind::elsewhere;
    default:
      return ContactKind::own;
  }
}

// Whom a step turns to: its numbers in turn; a visit goes where the person was said to be last, and
// home when nobody has said.
std::optional<std::int64_t> ContactFor(const StepRow& row, std::span<const Contact> contacts) {
  std::vector<std::int64_t> of_kind;
  for (const Contact& contact : contacts) {
    const bool usable = row.act == Act::visit || !contact.phone.empty();
    if (contact.kind == KindFor(row.act) && usable) of_kind.push_back(contact.id);
  }
  if (of_kind.empty()) return std::nullopt;
  if (row.act == Act::visit) return of_kind.back();
  return of_kind[static_cast<std::size_t>(row.number - 1) % of_kind.size()];
}

StepPhase PhaseAfter(const StepRow& row, StepState state) {
  switch (state) {
    case StepState::open:
      return row.phase == StepPhase::taken ? StepPhase::taken : StepPhase::open;
    case StepState::late: {
      // Somebody has taken it up after it was late, and is at it.
      const bool taken_late = row.phase == StepPhase::taken && row.taken_at >= row.due_at;
      return taken_late ? StepPhase::taken : StepPhase::late;
    }
    case StepState::reached:
      return StepPhase::reached;
    case StepState::done:
      return StepPhase::done;
    case StepState::called_off:
      return StepPhase::called_off;
  }
  return row.phase;
}

// One replay of a warning's ladder, compared with what is stored.
class Advancing {
 public:
  Advancing(database::Transaction& tx, Warning& warning, Moment now)
      : tx_(tx), warning_(warning), now_(now) {}

  Status Run() {
    // What the program itself tells (no phone to call) leads on at once.
    do {
      again_ = false;
      HT_TRY(ready_, LadderWith(tx_, warning_.ladder_id));
      HT_TRY_STATUS(Replay());
    } while (again_);
    return {};
  }

  bool changed() const { return changed_; }
  boost::json::object TakeFacts() {
    boost::json::object facts;
    if (!opened_.empty()) facts["opened"] = std::move(opened_);
    if (!late_.empty()) facts["late"] = std::move(late_);
    return facts;
  }

 private:
  Status Replay() {
    HT_TRY(const auto told, tx_.Find<ToldRow>("WHERE warning_id = :w AND climb = :c ORDER BY id",
                                              warning_.id, warning_.climb));
    std::vector<Told> history;
    // A clock that jumped back does not undo what was told.
    Moment at = std::max(now_, warning_.climb_from);
    for (const ToldRow& row : told) {
      history.push_back({row.at, static_cast<std::size_t>(row.rung), row.number, row.outcome});
      at = std::max(at, row.at);
    }
    const Climb climb = ready_->ladder.At(at, warning_.climb_from, history);
    HT_TRY(auto rows, tx_.Find<StepRow>("WHERE warning_id = :w AND climb = :c AND rung >= 0",
                                        warning_.id, warning_.climb));
    warning_.next_at = climb.next_at;
    for (const Step& step : climb.steps) {
      const auto row = std::find_if(rows.begin(), rows.end(), [&](const StepRow& each) {
        return each.rung == static_cast<std::int64_t>(step.rung) && each.number == step.number;
      });
      HT_TRY_STATUS(row == rows.end() ? Open(step, at) : Follow(step, *row));
    }
    return Stand(climb);
  }

  Status Open(const Step& step, Moment at) {
    const Rung& rung = ready_->rungs[step.rung];
    StepRow row;
    row.warning_id = warning_.id;
    row.climb = warning_.climb;
    row.rung = static_cast<std::int64_t>(step.rung);
    row.number = step.number;
    row.name = rung.name;
    row.act = rung.act;
    row.role = rung.role;
    row.unit_id = rung.role == "station_officer" ? warning_.unit_id : warning_.desk_unit_id;
    row.rank = warning_.rank;
    row.phase = PhaseAfter(row, step.state);
    row.begins_at = step.begins_at;
    row.due_at = step.due_at;
    HT_TRY(const auto contacts, Contacts());
    row.contact_id = ContactFor(row, contacts);
    HT_TRY(row.id, tx_.Insert(row));
    changed_ = true;
    opened_.emplace_back(row.name);
    if (row.phase == StepPhase::late) late_.emplace_back(row.name);
    if (!IsToDo(row.phase)) return {};
    HT_TRY_STATUS(OpenStepClock(tx_, warning_, row, now_));
    return NeedsPhone(row.act) && !row.contact_id ? TellNoPhone(row, at) : Status();
  }

  // There is no number: it is as if the number were a wrong one.
  Status TellNoPhone(const StepRow& row, Moment at) {
    ToldRow told;
    told.warning_id = warning_.id;
    told.climb = warning_.climb;
    told.step_id = row.id;
    told.rung = row.rung;
    told.number = row.number;
    told.outcome = Outcome::wrong_number;
    told.at = at;
    told.note = PersonalText("no_phone");
    HT_TRY_STATUS(tx_.Insert(told));
    again_ = true;
    return {};
  }

  Status Follow(const Step& step, StepRow& row) {
    const StepRow before = row;
    row.phase = PhaseAfter(row, step.state);
    row.outcome = step.outcome;
    row.due_at = step.due_at;
    row.rank = warning_.rank;
    if (row.phase == StepPhase::late) row.taken_by.reset();
    if (row.phase != StepPhase::taken) row.back_at.reset();
    if (row.back_at) {
      warning_.next_at = std::min(warning_.next_at.value_or(*row.back_at), *row.back_at);
    }
    const bool same = before.phase == row.phase && before.outcome == row.outcome &&
                      before.due_at == row.due_at && before.rank == row.rank;
    if (same) return {};
    changed_ = true;
    if (row.phase == StepPhase::late && before.phase != StepPhase::late) {
      late_.emplace_back(row.name);
    }
    HT_TRY_STATUS(tx_.Update(row));
    return FollowClock(before, row);
  }

  // A step that is late keeps its clock, which escalates it, until somebody has told how it went.
  Status FollowClock(const StepRow& before, const StepRow& row) {
    if (!IsToDo(before.phase)) return {};
    if (row.phase == StepPhase::called_off) {
      return deadline::Cancel(tx_, kStepRule, kStepSubject, row.id, now_);
    }
    if (row.phase == StepPhase::done || before.due_at != row.due_at) {
      HT_TRY_STATUS(deadline::Meet(tx_, kStepRule, kStepSubject, row.id, now_));
    }
    if (row.phase == StepPhase::done || before.due_at == row.due_at) return {};
    return OpenStepClock(tx_, warning_, row, now_);
  }

  Result<std::span<const Contact>> Contacts() {
    if (!contacts_) {
      HT_TRY(contacts_, ContactsOf(tx_, warning_.id));
    }
    return std::span<const Contact>(*contacts_);
  }

  // Whoever held the person let go, and meanwhile the warning has become a graver one: its ladder
  // begins now.
  Result<bool> BeginGraver(const Climb& climb) {
    const bool let_go = climb.standing == Standing::climbing || climb.standing == Standing::used_up;
    if (warning_.state != WarningState::reached || !let_go) return false;
    HT_TRY(const auto ladder, tx_.Get<LadderRow>(warning_.ladder_id));
    if (ladder.level == warning_.level) return false;
    HT_TRY_STATUS(BeginLadder(tx_, warning_, now_));
    HT_TRY_STATUS(Move(tx_, warning_, WarningAct::raise, now_));
    return true;
  }

  Status Stand(const Climb& climb) {
    HT_TRY(const bool graver, BeginGraver(climb));
    if (graver) {
      changed_ = true;
      again_ = true;
      return {};
    }
    const auto go = [&](WarningAct act) -> Status {
      changed_ = true;
      return Move(tx_, warning_, act, now_);
    };
    switch (climb.standing) {
      case Standing::ended: {
        changed_ = true;
        const Outcome outcome = *climb.outcome;
        WarningAct act = WarningAct::end;
        if (outcome == Outcome::dissuaded) act = WarningAct::dissuade;
        if (outcome == Outcome::already_paid) act = WarningAct::lose;
        if (!warning_.reached_at && outcome == Outcome::dissuaded) warning_.reached_at = now_;
        return End(tx_, warning_, act, outcome, now_);
      }
      case Standing::reached:
        if (!warning_.reached_at) warning_.reached_at = now_;
        return warning_.state == WarningState::reached ? Status() : go(WarningAct::reach);
      case Standing::climbing:
        return warning_.state == WarningState::climbing ? Status() : go(WarningAct::let_go);
      case Standing::used_up:
        return warning_.state == WarningState::with_leader ? Status() : go(WarningAct::use_up);
    }
    return {};
  }

  database::Transaction& tx_;
  Warning& warning_;
  Moment now_;
  std::shared_ptr<const ReadyLadder> ready_;
  std::optional<std::vector<Contact>> contacts_;
  bool again_ = false;
  bool changed_ = false;
  boost::json::array opened_;
  boost::json::array late_;
};

}  // namespace

Status Advance(database::Transaction& tx, Warning& warning, const journal::Actor& actor,
               Moment now) {
  if (!IsClimbing(warning.state)) return {};
  const WarningState before = warning.state;
  Advancing advancing(tx, warning, now);
  HT_TRY_STATUS(advancing.Run());
  HT_TRY_STATUS(tx.Update(warning));
  if (!advancing.changed()) return {};
  journal::Entry entry;
  entry.act = "warning_advanced";
  entry.facts = advancing.TakeFacts();
  if (before != warning.state) entry.facts["from"] = EnumName(before);
  return JournalWarning(tx, warning, std::move(entry), actor, now);
}

}  // namespace hetang::warning
