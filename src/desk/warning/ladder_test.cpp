#include "desk/warning/ladder.h"

#include <functional>
#include <random>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hetang::warning {
namespace {

using testing::AllOf;
using testing::Each;
using testing::ElementsAre;
using testing::Field;
using testing::IsEmpty;
using testing::Not;
using testing::Optional;

constexpr Moment kArrived{1'790'000'000'000};
Moment At(int minutes) { return kArrived + Minutes(minutes); }

// The way of the article: a call; busy, so a text and a visit at once; not found there, so the
// family is called; it says where, so the workplace is visited.
std::vector<Rung> ArticleRungs() {
  const auto minutes = [](int n) { return Minutes(n).ms; };
  return {
      {"call", Act::call, "duty", minutes(3), 2, minutes(1), {}},
      {"text",
       Act::text,
       "duty",
       minutes(2),
       1,
       0,
       {{"call", {Cause::busy, Cause::no_answer, Cause::late}, 0}}},
      {"visit",
       Act::visit,
       "station",
       minutes(15),
       1,
       0,
       {{"call", {Cause::busy, Cause::no_answer, Cause::late, Cause::hung_up}, 0}}},
      {"family",
       Act::family_call,
       "duty",
       minutes(5),
       3,
       minutes(2),
       {{"visit", {Cause::no_answer, Cause::moved, Cause::late}, 0}}},
      {"workplace",
       Act::visit,
       "station",
       minutes(20),
       1,
       0,
       {{"family", {Cause::found_elsewhere}, 0}}},
      {"cut_line", Act::cut_line, "leader", minutes(10), 1, 0, {{"call", {Cause::used_up}, 0}}},
  };
}
enum ArticleRung : std::size_t { kCall, kText, kVisit, kFamily, kWorkplace, kCutLine };

const Ladder& Article() {
  static const Ladder ladder(ArticleRungs());
  return ladder;
}

std::vector<std::pair<std::size_t, StepState>> StatesOf(const Climb& climb) {
  std::vector<std::pair<std::size_t, StepState>> states;
  for (const Step& step : climb.steps) states.emplace_back(step.rung, step.state);
  return states;
}
std::pair<std::size_t, StepState> Is(std::size_t rung, StepState state) { return {rung, state}; }

TEST(Ladder, BeginsWithTheRungsThatStartFromNothing) {
  const Climb climb = Article().At(kArrived, kArrived, {});
  EXPECT_EQ(climb.standing, Standing::climbing);
  EXPECT_THAT(StatesOf(climb), ElementsAre(Is(kCall, StepState::open)));
  EXPECT_EQ(climb.steps[0].due_at, At(3));
  EXPECT_THAT(climb.next_at, Optional(At(3)));
}

TEST(Ladder, GoesTheWayOfTheArticle) {
  std::vector<Told> history{{At(1), kCall, 1, Outcome::busy}};
  Climb climb = Article().At(At(1), kArrived, history);
  EXPECT_THAT(StatesOf(climb), ElementsAre(Is(kCall, StepState::done), Is(kText, StepState::open),
                                           Is(kVisit, StepState::open)));
  EXPECT_THAT(climb.next_at, Optional(At(2))) << "the second number is called";

  history.push_back({At(1), kText, 1, Outcome::done});
  history.push_back({At(3), kCall, 2, Outcome::busy});
  climb = Article().At(At(3), kArrived, history);
  EXPECT_EQ(climb.steps.back().rung, kCutLine) << "both tries were in vain";

  history.push_back({At(10), kVisit, 1, Outcome::no_answer});
  history.push_back({At(12), kFamily, 1, Outcome::found_elsewhere});
  climb = Article().At(At(12), kArrived, history);
  EXPECT_EQ(climb.steps.back().rung, kWorkplace);

  history.push_back({At(25), kWorkplace, 1, Outcome::reached});
  climb = Article().At(At(25), kArrived, history);
  EXPECT_EQ(climb.standing, Standing::reached);
  history.push_back({At(31), kWorkplace, 1, Outcome::dissuaded});
  climb = Article().At(At(31), kArrived, history);
  EXPECT_EQ(climb.standing, Standing::ended);
  EXPECT_THAT(climb.outcome, Optional(Outcome::dissuaded));
  EXPECT_EQ(climb.next_at, std::nullopt);
  EXPECT_EQ(climb.ignored, 0);
}

TEST(Ladder, CallsEverybodyOffOnceThePersonIsReached) {
  const std::vector<Told> history{{At(1), kCall, 1, Outcome::busy},
                                  {At(3), kCall, 2, Outcome::reached}};
  const Climb climb = Article().At(At(4), kArrived, history);
  EXPECT_THAT(StatesOf(climb),
              ElementsAre(Is(kCall, StepState::done), Is(kText, StepState::called_off),
                          Is(kVisit, StepState::called_off), Is(kCall, StepState::reached)));
  EXPECT_THAT(climb.next_at, Optional(At(6))) << "who has reached the person must tell how it went";
}

TEST(Ladder, GoesOnWhereItWasWhenThePersonHangsUp) {
  const std::vector<Told> history{{At(1), kCall, 1, Outcome::busy},
                                  {At(3), kCall, 2, Outcome::reached},
                                  {At(5), kCall, 2, Outcome::hung_up}};
  const Climb climb = Article().At(At(5), kArrived, history);
  EXPECT_EQ(climb.standing, Standing::climbing);
  ASSERT_EQ(climb.steps.size(), 6u);
  EXPECT_EQ(climb.steps[4].rung, kText);
  EXPECT_EQ(climb.steps[5].rung, kVisit);
  EXPECT_EQ(climb.steps[5].number, 2);
  EXPECT_EQ(climb.steps[5].due_at, At(20));
}

TEST(Ladder, GoesOnWhenNobodyTellsHowItWent) {
  const std::vector<Told> history{{At(1), kCall, 1, Outcome::reached}};
  EXPECT_EQ(Article().At(At(4) - Milliseconds(1), kArrived, history).standing, Standing::reached);
  const Climb climb = Article().At(At(4), kArrived, history);
  EXPECT_THAT(StatesOf(climb), ElementsAre(Is(kCall, StepState::late), Is(kText, StepState::open),
                                           Is(kVisit, StepState::open)));
}

TEST(Ladder, AsksALeaderWhenAllRungsAreUsed) {
  const std::vector<Told> history{{At(1), kCall, 1, Outcome::refused}};
  const Climb climb = Article().At(At(1), kArrived, history);
  EXPECT_EQ(climb.standing, Standing::used_up);
  EXPECT_EQ(climb.next_at, std::nullopt);
}

TEST(Ladder, TakesWhatIsToldLateButNotWhatIsToldTwice) {
  const std::vector<Told> late{{At(60), kCall, 1, Outcome::busy}};
  const Climb climb = Article().At(At(60), kArrived, late);
  EXPECT_EQ(climb.steps[0].state, StepState::done);
  const std::vector<Told> twice{{At(1), kCall, 1, Outcome::busy},
                                {At(2), kCall, 1, Outcome::dissuaded},
                                {At(2), kVisit, 7, Outcome::reached}};
  EXPECT_EQ(Article().At(At(2), kArrived, twice).ignored, 2);
}

TEST(Ladder, NothingIsTakenAfterTheEndButTheEndIsTakenFromAnyone) {
  const std::vector<Told> history{{At(1), kCall, 1, Outcome::busy},
                                  {At(3), kCall, 2, Outcome::reached},
                                  {At(4), kVisit, 1, Outcome::dissuaded},  // Called off, yet there.
                                  {At(5), kCall, 2, Outcome::already_paid}};
  const Climb climb = Article().At(At(5), kArrived, history);
  EXPECT_THAT(climb.outcome, Optional(Outcome::dissuaded));
  EXPECT_EQ(climb.ignored, 1);
}

struct Fault {
  std::string code;
  std::function<void(std::vector<Rung>&)> make;
};

TEST(LadderFaults, AreFound) {
  using Rungs = std::vector<Rung>;
  const std::vector<Fault> faults{
      {"missing", [](Rungs& rungs) { rungs.clear(); }},
      {"missing", [](Rungs& rungs) { rungs[kWorkplace].name.clear(); }},
      {"twice", [](Rungs& rungs) { rungs.push_back(rungs[kCutLine]); }},
      {"missing", [](Rungs& rungs) { rungs[kCall].role.clear(); }},
      {"range", [](Rungs& rungs) { rungs[kCall].within_ms = 0; }},
      {"range", [](Rungs& rungs) { rungs[kCall].tries = 11; }},
      {"range", [](Rungs& rungs) { rungs[kCall].again_ms = -1; }},
      {"range", [](Rungs& rungs) { rungs[kText].starts[0].wait_ms = -1; }},
      {"unknown_rung", [](Rungs& rungs) { rungs[kText].starts[0].after = "fax"; }},
      {"missing", [](Rungs& rungs) { rungs[kText].starts[0].on.clear(); }},
      {"loop",
       [](Rungs& rungs) {
         rungs[kVisit].starts.push_back({"workplace", {Cause::late}, 0});
       }},
      {"loop",
       [](Rungs& rungs) {
         rungs[kCall].starts.push_back({"call", {Cause::busy}, 0});
       }},
  };
  EXPECT_THAT(FaultsOf(ArticleRungs()), IsEmpty());
  for (std::size_t i = 0; i < faults.size(); ++i) {
    std::vector<Rung> rungs = ArticleRungs();
    faults[i].make(rungs);
    const auto found = FaultsOf(rungs);
    EXPECT_THAT(found, AllOf(Not(IsEmpty()), Each(Field(&FieldError::code, faults[i].code)))) << i;
  }
}

TEST(LadderFaults, ShowTheLoop) {
  std::vector<Rung> rungs = ArticleRungs();
  rungs[kVisit].starts.push_back({"workplace", {Cause::late}, 0});
  EXPECT_EQ(FaultsOf(rungs)[0].message,
            "The rungs start each other: visit > family > workplace > visit.");
}

// Any ladder without a loop: a rung starts only from rungs before it.
std::vector<Rung> AnyRungs(std::mt19937_64& random) {
  const auto below = [&](std::size_t n) { return static_cast<std::size_t>(random() % n); };
  std::vector<Rung> rungs(1 + below(8));
  for (std::size_t i = 0; i < rungs.size(); ++i) {
    Rung& rung = rungs[i];
    rung.name = "rung" + std::to_string(i);
    rung.role = "duty";
    rung.within_ms = static_cast<std::int64_t>(1 + below(20));
    rung.tries = static_cast<std::int64_t>(1 + below(3));
    rung.again_ms = static_cast<std::int64_t>(below(5));
    for (std::size_t n = i == 0 ? 0 : below(3); n > 0; --n) {
      Start start{rungs[below(i)].name, {}, static_cast<std::int64_t>(below(6))};
      for (std::size_t c = 1 + below(4); c > 0; --c) start.on.push_back(Cause(below(10)));
      rung.starts.push_back(std::move(start));
    }
  }
  return rungs;
}

// What somebody may tell at this moment: of any step that is there, now and then of none.
Told AnyTold(std::mt19937_64& random, const Climb& climb, Moment now) {
  const Step& step = climb.steps[random() % climb.steps.size()];
  const auto outcome = static_cast<Outcome>(random() % (random() % 4 == 0 ? 13 : 9));
  return {now, step.rung, step.number + (random() % 16 == 0 ? 1 : 0), outcome};
}

void ExpectWhole(const Climb& climb, Moment now) {
  int holders = 0;
  int open = 0;
  for (const Step& step : climb.steps) {
    ASSERT_LE(step.begins_at, now);
    if (step.state == StepState::reached) ++holders;
    if (step.state != StepState::open) continue;
    ++open;
    ASSERT_GT(step.due_at, now);
  }
  if (climb.next_at) {
    ASSERT_GT(*climb.next_at, now);
  }
  ASSERT_EQ(holders, climb.standing == Standing::reached ? 1 : 0);
  ASSERT_EQ(climb.outcome.has_value(), climb.standing == Standing::ended);
  if (climb.standing != Standing::climbing) {
    ASSERT_EQ(open, 0);
  }
  ASSERT_EQ(climb.next_at.has_value(),
            climb.standing == Standing::climbing || climb.standing == Standing::reached);
}

// What was seen stays: each step of `before` is there later, began when it began, and none is gone.
void ExpectGrown(const Climb& before, const Climb& after) {
  ASSERT_LE(before.steps.size(), after.steps.size());
  for (std::size_t i = 0; i < before.steps.size(); ++i) {
    ASSERT_EQ(before.steps[i].rung, after.steps[i].rung);
    ASSERT_EQ(before.steps[i].number, after.steps[i].number);
    ASSERT_EQ(before.steps[i].begins_at, after.steps[i].begins_at);
  }
  ASSERT_LE(before.ignored, after.ignored);
}

void ExpectSame(const Climb& one, const Climb& other) {
  ASSERT_EQ(one.steps, other.steps);
  ASSERT_EQ(one.standing, other.standing);
  ASSERT_EQ(one.next_at, other.next_at);
  ASSERT_EQ(one.ignored, other.ignored);
}

// Goes through time in odd hops, telling something now and then, and compares each moment with the
// one before; in between only what `next_at` announced may have changed.
void Walk(std::uint64_t seed) {
  SCOPED_TRACE(seed);
  std::mt19937_64 random(seed);
  const Ladder ladder(AnyRungs(random));
  std::vector<Told> history;
  Moment now = kArrived;
  Climb before = ladder.At(now, kArrived, history);
  for (int hop = 0; hop < 40; ++hop) {
    now = now + Milliseconds(static_cast<std::int64_t>(random() % 7));
    Climb climb = ladder.At(now, kArrived, history);
    ASSERT_NO_FATAL_FAILURE(ExpectWhole(climb, now));
    ASSERT_NO_FATAL_FAILURE(ExpectGrown(before, climb));
    if (!before.next_at || now < *before.next_at) {
      ASSERT_NO_FATAL_FAILURE(ExpectSame(before, climb));
    }
    if (random() % 2 == 0) {
      history.push_back(AnyTold(random, climb, now));
      const Climb told = ladder.At(now, kArrived, history);
      ASSERT_NO_FATAL_FAILURE(ExpectWhole(told, now));
      ASSERT_NO_FATAL_FAILURE(ExpectGrown(climb, told));
      climb = told;
    }
    before = std::move(climb);
  }
}

TEST(LadderProperties, AnyHistoryIsReplayedToTheSameClimb) {
  for (std::uint64_t seed = 1; seed <= 20'000 && !HasFatalFailure(); ++seed) Walk(seed);
}

// Without a word from anybody every ladder comes to its end, and then a leader is asked.
TEST(LadderProperties, NobodyIsForgotten) {
  for (std::uint64_t seed = 1; seed <= 5'000; ++seed) {
    std::mt19937_64 random(seed);
    const Ladder ladder(AnyRungs(random));
    Moment now = kArrived;
    for (int hops = 0;; ++hops) {
      ASSERT_LT(hops, 100) << seed;
      const Climb climb = ladder.At(now, kArrived, {});
      if (!climb.next_at) {
        ASSERT_EQ(climb.standing, Standing::used_up) << seed;
        break;
      }
      now = *climb.next_at;
    }
  }
}

}  // namespace
}  // namespace hetang::warning
