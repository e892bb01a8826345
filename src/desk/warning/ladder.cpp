#include "desk/warning/ladder.h"

#include <algorithm>
#include <limits>

#include "base/check.h"

namespace hetang::warning {
namespace {

constexpr Moment kNever{std::numeric_limits<std::int64_t>::max()};

// The outcomes that are causes too come first among them, one place later.
constexpr Cause CauseOf(Outcome outcome) {
  return static_cast<Cause>(static_cast<int>(outcome) - 1);
}
static_assert(CauseOf(Outcome::busy) == Cause::busy && CauseOf(Outcome::done) == Cause::done);

}  // namespace

// One replay. Where several things share a moment, what time does comes first (what begins, then
// what is late), then what was told: so whatever is told at or after a moment leaves standing what
// was seen at it.
class Climber {
 public:
  Climber(const Ladder& ladder, Moment arrived_at) : rungs_(ladder.rungs_) {
    climb_.steps.reserve(8);
    for (std::size_t i = 0; i < rungs_.size(); ++i) {
      if (rungs_[i].first) Plan(i, arrived_at);
    }
  }

  Climb Run(Moment now, std::span<const Told> history) {
    for (const Told& told : history) {
      if (told.at > now) break;
      PassUntil(told.at);
      Take(told);
    }
    PassUntil(now);
    Sum();
    return std::move(climb_);
  }

 private:
  static constexpr std::size_t kNone = std::numeric_limits<std::size_t>::max();

  struct OfRung {
    Moment begins_at = kNever;  // Of its next step.
    std::int64_t steps = 0;
    std::int64_t tries = 0;  // Told and in vain.
  };

  bool ended() const { return climb_.outcome.has_value(); }
  bool held() const { return holder_ != kNone; }

  void Plan(std::size_t rung, Moment at) {
    state_[rung].begins_at = std::min(state_[rung].begins_at, at);
  }

  void Fire(std::size_t rung, Cause cause, Moment at) {
    for (const auto& next : rungs_[rung].next[static_cast<std::size_t>(cause)]) {
      // Of several starts the one that comes first counts.
      if (state_[next.rung].steps == 0) Plan(next.rung, at + Milliseconds(next.wait_ms));
    }
  }

  std::size_t FirstToBegin() const {
    std::size_t first = kNone;
    for (std::size_t i = 0; i < rungs_.size(); ++i) {
      if (state_[i].begins_at == kNever) continue;
      if (first == kNone || state_[i].begins_at < state_[first].begins_at) first = i;
    }
    return first;
  }

  // While the person is held, only the holder's time runs.
  std::size_t FirstToBeLate() const {
    if (held()) return holder_;
    std::size_t first = kNone;
    for (std::size_t i = 0; i < climb_.steps.size(); ++i) {
      if (climb_.steps[i].state != StepState::open) continue;
      if (first == kNone || climb_.steps[i].due_at < climb_.steps[first].due_at) first = i;
    }
    return first;
  }

  // What time alone does up to and at `until`.
  void PassUntil(Moment until) {
    while (!ended()) {
      const std::size_t rung = held() ? kNone : FirstToBegin();
      const std::size_t step = FirstToBeLate();
      const Moment begins = rung == kNone ? kNever : std::max(state_[rung].begins_at, passed_);
      const Moment late = step == kNone ? kNever : climb_.steps[step].due_at;
      if (std::min(begins, late) > until) break;
      if (begins <= late) {
        Begin(rung, begins);
      } else {
        BeLate(step);
      }
    }
    passed_ = std::max(passed_, until);
  }

  void Begin(std::size_t rung, Moment at) {
    passed_ = at;
    OfRung& of = state_[rung];
    of.begins_at = kNever;
    Step step;
    step.rung = rung;
    step.number = ++of.steps;
    step.begins_at = at;
    step.due_at = at + Milliseconds(rungs_[rung].within_ms);
    climb_.steps.push_back(step);
  }

  void BeLate(std::size_t index) {
    Step& step = climb_.steps[index];
    passed_ = step.due_at;
    step.state = StepState::late;
    if (held()) LetGo(step.due_at);
    Fire(step.rung, Cause::late, step.due_at);
  }

  // Whoever held the person did not get further: what was called off for that begins again.
  void LetGo(Moment at) {
    for (std::size_t i = 0; i < climb_.steps.size(); ++i) {
      if (called_off_[i] != holder_) continue;
      called_off_[i] = kNone;
      Plan(climb_.steps[i].rung, at);
    }
    holder_ = kNone;
  }

  std::size_t Find(const Told& told) const {
    for (std::size_t i = 0; i < climb_.steps.size(); ++i) {
      const Step& step = climb_.steps[i];
      if (step.rung == told.rung && step.number == told.number) return i;
    }
    return kNone;
  }

  void Take(const Told& told) {
    const std::size_t index = ended() ? kNone : Find(told);
    if (index == kNone || climb_.steps[index].state == StepState::done) {
      ++climb_.ignored;
      return;
    }
    Step& step = climb_.steps[index];
    if (Ends(told.outcome)) {
      Finish(step, told.outcome);
      climb_.outcome = told.outcome;
      CallOffAllBut(index);
    } else if (step.state == StepState::called_off ||
               (told.outcome == Outcome::reached && step.state == StepState::reached)) {
      ++climb_.ignored;
    } else if (told.outcome == Outcome::reached) {
      Hold(index, told.at);
    } else {
      GoOn(index, told);
    }
  }

  void Hold(std::size_t index, Moment at) {
    Step& step = climb_.steps[index];
    step.state = StepState::reached;
    step.outcome = Outcome::reached;
    step.due_at = at + Milliseconds(rungs_[step.rung].within_ms);
    holder_ = index;
    CallOffAllBut(index);
  }

  void CallOffAllBut(std::size_t index) {
    called_off_.resize(climb_.steps.size(), kNone);
    for (std::size_t i = 0; i < climb_.steps.size(); ++i) {
      const StepState state = climb_.steps[i].state;
      if (i == index || state == StepState::done || state == StepState::called_off) continue;
      climb_.steps[i].state = StepState::called_off;
      called_off_[i] = index;
    }
  }

  static void Finish(Step& step, Outcome outcome) {
    step.state = StepState::done;
    step.outcome = outcome;
  }

  void GoOn(std::size_t index, const Told& told) {
    Finish(climb_.steps[index], told.outcome);
    if (index == holder_) LetGo(told.at);
    Fire(told.rung, CauseOf(told.outcome), told.at);
    if (!MayTryAgain(told.outcome)) return;
    if (++state_[told.rung].tries < rungs_[told.rung].tries) {
      Plan(told.rung, told.at + Milliseconds(rungs_[told.rung].again_ms));
    } else {
      Fire(told.rung, Cause::used_up, told.at);
    }
  }

  void Sum() {
    if (ended()) {
      climb_.standing = Standing::ended;
      return;
    }
    const std::size_t rung = held() ? kNone : FirstToBegin();
    const std::size_t step = FirstToBeLate();
    Moment next = kNever;
    if (rung != kNone) next = state_[rung].begins_at;
    if (step != kNone) next = std::min(next, climb_.steps[step].due_at);
    if (next != kNever) climb_.next_at = next;
    if (held()) {
      climb_.standing = Standing::reached;
    } else if (next == kNever) {
      climb_.standing = Standing::used_up;
    }
  }

  const std::vector<Ladder::Ready>& rungs_;
  std::array<OfRung, kMostRungs> state_;
  std::vector<std::size_t> called_off_;  // By step: the holder it was called off for.
  std::size_t holder_ = kNone;           // The step that has reached the person.
  Moment passed_{std::numeric_limits<std::int64_t>::min()};
  Climb climb_;
};

Ladder::Ladder(std::span<const Rung> rungs) {
  HT_CHECK(FaultsOf(rungs).empty());
  rungs_.resize(rungs.size());
  const auto index_of = [&](const std::string& name) {
    const auto found = std::find_if(rungs.begin(), rungs.end(),
                                    [&](const Rung& rung) { return rung.name == name; });
    return static_cast<std::size_t>(found - rungs.begin());
  };
  for (std::size_t i = 0; i < rungs.size(); ++i) {
    const Rung& rung = rungs[i];
    rungs_[i].within_ms = rung.within_ms;
    rungs_[i].tries = rung.tries;
    rungs_[i].again_ms = rung.again_ms;
    rungs_[i].first = rung.starts.empty();
    for (const Start& start : rung.starts) {
      for (const Cause cause : start.on) {
        rungs_[index_of(start.after)].next[static_cast<std::size_t>(cause)].push_back(
            {i, start.wait_ms});
      }
    }
  }
}

Climb Ladder::At(Moment now, Moment arrived_at, std::span<const Told> history) const {
  return Climber(*this, arrived_at).Run(now, history);
}

}  // namespace hetang::warning
