#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "desk/warning/states.h"

namespace hetang::warning {
namespace {

using testing::ElementsAre;

// For each act the states it is possible from, in their order; nothing else is.
template <typename Table, typename State, typename Act>
std::vector<State> From(const Table& table, Act act) {
  std::vector<State> from;
  for (const std::string_view name : EnumNames<State>()) {
    const State state = *EnumFromName<State>(name);
    if (FindTransition(table, state, act) != nullptr) from.push_back(state);
  }
  return from;
}
std::vector<WarningState> From(WarningAct act) {
  return From<decltype(life::kWarningStates), WarningState>(life::kWarningStates, act);
}
std::vector<StepPhase> From(StepAct act) {
  return From<decltype(life::kStepStates), StepPhase>(life::kStepStates, act);
}

TEST(WarningStates, EachActIsPossibleFromTheseStatesAndNoOther) {
  using S = WarningState;
  using A = WarningAct;
  EXPECT_THAT(From(A::reach), ElementsAre(S::climbing, S::with_leader));
  EXPECT_THAT(From(A::let_go), ElementsAre(S::reached, S::with_leader));
  EXPECT_THAT(From(A::use_up), ElementsAre(S::climbing, S::reached));
  for (const A act : {A::raise, A::dissuade, A::end}) {
    EXPECT_THAT(From(act), ElementsAre(S::climbing, S::reached, S::with_leader)) << EnumName(act);
  }
  EXPECT_THAT(From(A::lose), ElementsAre(S::climbing, S::reached, S::with_leader, S::watched));
  EXPECT_THAT(From(A::reopen), ElementsAre(S::watched));
  EXPECT_THAT(From(A::end_watch), ElementsAre(S::watched));
  EXPECT_THAT(From(A::pay),
              ElementsAre(S::climbing, S::reached, S::with_leader, S::watched, S::paid));
  EXPECT_THAT(From(A::close), ElementsAre(S::climbing, S::with_leader, S::watched));
  EXPECT_THAT(From(A::climb_again), ElementsAre(S::with_leader));
  EXPECT_THAT(From(A::transfer), ElementsAre(S::climbing, S::reached, S::with_leader, S::watched));
}

TEST(WarningStates, OnlyALeaderClosesClimbsAgainAndTransfers) {
  for (const WarningTransition& line : life::kWarningStates) {
    const bool leads = line.act == WarningAct::close || line.act == WarningAct::climb_again ||
                       line.act == WarningAct::transfer;
    EXPECT_EQ(line.right == kLeadRight, leads) << EnumName(line.act);
  }
}

TEST(WarningStates, WhoeverHasUsedTheLadderUpHasALeadersClock) {
  for (const WarningTransition& line : life::kWarningStates) {
    const bool comes = line.to == WarningState::with_leader && line.from != line.to;
    EXPECT_EQ(line.opens == kLeaderRule, comes) << EnumName(line.act);
    const bool leaves = line.from == WarningState::with_leader && line.from != line.to;
    EXPECT_EQ(line.ends == kLeaderRule, leaves) << EnumName(line.act);
  }
}

TEST(StepStates, EachActIsPossibleFromThesePhasesAndNoOther) {
  using P = StepPhase;
  EXPECT_THAT(From(StepAct::take), ElementsAre(P::open, P::late));
  EXPECT_THAT(From(StepAct::give_back), ElementsAre(P::taken));
  EXPECT_THAT(From(StepAct::come_back), ElementsAre(P::taken));
  EXPECT_THAT(From(StepAct::tell), ElementsAre(P::open, P::taken, P::reached, P::late));
  EXPECT_THAT(From(StepAct::tell_end), ElementsAre(P::called_off));
}

}  // namespace
}  // namespace hetang::warning
