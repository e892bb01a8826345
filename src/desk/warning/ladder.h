// The ladder: what is done toward one person who is being cheated right now, by whom and by when.
//
// A ladder is a table that the centre edits, one for a level and a fraud type. Each rung is one act
// with its time limit. A rung without starts begins when the warning arrives; any other begins
// once, when one of its starts comes true: a rung before it was busy, was late, was used up, ...
// Rungs with the same start go on in parallel; a rung that starts from another goes on in turn.
//
// A rung gives steps, one for each try: after busy, no answer or a wrong number the same act is
// tried again, at the next number. When somebody has reached the person, every other step is called
// off and nothing new begins; when that one gets no further (refused, hung up, or nothing told in
// time), the ladder goes on from there and what was called off begins again.
//
// Pure: the same ladder and history give the same climb at the same moment, whatever was computed
// in between, so the database and the clock decide and no process has to remember anything.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/describe.h"
#include "base/result.h"
#include "base/time.h"

namespace hetang::warning {

enum class Act { call, text, visit, family_call, workplace_call, cut_line };
BOOST_DESCRIBE_ENUM(Act, call, text, visit, family_call, workplace_call, cut_line)

// What an officer tells of a step. `reached` holds the person; the four that end a warning are
// dissuaded, already_paid, not_a_fraud and repeated. `done` is for acts that nobody answers: a text
// sent, the family told, the line cut.
enum class Outcome {
  reached,
  busy,
  no_answer,
  wrong_number,
  refused,
  hung_up,
  moved,
  found_elsewhere,
  done,
  dissuaded,
  already_paid,
  not_a_fraud,
  repeated,
};
BOOST_DESCRIBE_ENUM(Outcome, reached, busy, no_answer, wrong_number, refused, hung_up, moved,
                    found_elsewhere, done, dissuaded, already_paid, not_a_fraud, repeated)

constexpr bool Ends(Outcome outcome) { return outcome >= Outcome::dissuaded; }
// Whether the same act is worth another try, at the next number.
constexpr bool MayTryAgain(Outcome outcome) {
  return outcome == Outcome::busy || outcome == Outcome::no_answer ||
         outcome == Outcome::wrong_number;
}

// Why a rung starts: how a step of the one before went, that its time was up, or that its last try
// was in vain.
enum class Cause {
  busy,
  no_answer,
  wrong_number,
  refused,
  hung_up,
  moved,
  found_elsewhere,
  done,
  late,
  used_up,
};
BOOST_DESCRIBE_ENUM(Cause, busy, no_answer, wrong_number, refused, hung_up, moved, found_elsewhere,
                    done, late, used_up)

struct Start {
  std::string after;  // Name of a rung.
  std::vector<Cause> on;
  std::int64_t wait_ms = 0;
};
BOOST_DESCRIBE_STRUCT(Start, (), (after, on, wait_ms))

struct Rung {
  std::string name;
  Act act = Act::call;
  std::string role;            // Who does it: a role of the roster.
  std::int64_t within_ms = 0;  // From the beginning of a step to its outcome.
  std::int64_t tries = 1;
  std::int64_t again_ms = 0;  // From one try to the next.
  std::vector<Start> starts;
};
BOOST_DESCRIBE_STRUCT(Rung, (), (name, act, role, within_ms, tries, again_ms, starts))

inline constexpr std::size_t kMostRungs = 32;
inline constexpr std::int64_t kMostTries = 10;
inline constexpr Duration kLongestStep = Days(30);

// What is wrong with a ladder, each place once: no rung, no first rung, two of one name, a start
// after nothing or for no cause, a time or a number of tries out of range, and a loop, which is
// shown (`call > visit > call`).
std::vector<FieldError> FaultsOf(std::span<const Rung> rungs);

enum class StepState { open, late, reached, done, called_off };
BOOST_DESCRIBE_ENUM(StepState, open, late, reached, done, called_off)

// The `number`th step of a rung, counted from 1. Rung and number name it within a warning.
struct Step {
  std::size_t rung = 0;  // Index in the ladder.
  std::int64_t number = 0;
  Moment begins_at;
  Moment due_at;  // While `reached`: when that one must have told how it went.
  StepState state = StepState::open;
  std::optional<Outcome> outcome;
  friend bool operator==(const Step&, const Step&) = default;
};

// Something that was told of a step.
struct Told {
  Moment at;
  std::size_t rung = 0;
  std::int64_t number = 0;
  Outcome outcome = Outcome::done;
  friend bool operator==(const Told&, const Told&) = default;
};

// How a warning stands: on its way; held by whoever has reached the person; used up, so that a
// leader decides; or ended by an outcome.
enum class Standing { climbing, reached, used_up, ended };
BOOST_DESCRIBE_ENUM(Standing, climbing, reached, used_up, ended)

struct Climb {
  Standing standing = Standing::climbing;
  std::vector<Step> steps;         // In the order of their beginning.
  std::optional<Moment> next_at;   // When time alone changes something next.
  std::optional<Outcome> outcome;  // The one that ended it.
  std::int64_t ignored = 0;  // Told of no such step, of one finished before, or after the end.
};

// A ladder made ready to be climbed many times. The rungs must be without faults.
class Ladder {
 public:
  explicit Ladder(std::span<const Rung> rungs);

  // Where a warning stands at `now` that arrived at `arrived_at`. `history` is in the order of
  // time; what lies after `now` is left out.
  Climb At(Moment now, Moment arrived_at, std::span<const Told> history) const;

  std::size_t size() const { return rungs_.size(); }

 private:
  friend class Climber;
  struct Next {
    std::size_t rung = 0;
    std::int64_t wait_ms = 0;
  };
  struct Ready {
    std::int64_t within_ms = 0;
    std::int64_t tries = 1;
    std::int64_t again_ms = 0;
    bool first = false;
    std::array<std::vector<Next>, 10> next;  // By cause.
  };
  std::vector<Ready> rungs_;
};

}  // namespace hetang::warning
