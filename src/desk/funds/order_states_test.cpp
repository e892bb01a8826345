#include "desk/funds/order_states.h"

#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hetang::funds {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;

std::vector<OrderKind> Kinds() {
  std::vector<OrderKind> kinds;
  for (const std::string_view name : EnumNames<OrderKind>()) {
    kinds.push_back(*EnumFromName<OrderKind>(name));
  }
  return kinds;
}

const auto kMay = [](std::string_view) { return true; };

// Each line is one pair that is allowed: kind of life, from, act, to. Whatever is not here is
// refused; a table that changes without this list fails.
constexpr std::string_view kAllowed[] = {
    "stop waiting mark_sent sent",
    "stop waiting answer_stopped stopped",
    "stop waiting answer_stopped_short stopped_short",
    "stop waiting answer_refused refused",
    "stop waiting answer_failed failed",
    "stop sent mark_sent sent",
    "stop sent resend sent",
    "stop sent answer_stopped stopped",
    "stop sent answer_stopped_short stopped_short",
    "stop sent answer_refused refused",
    "stop sent answer_failed failed",
    "stop stopped freeze stopped",
    "stop stopped renew stopped",
    "stop stopped hand_in_papers stopped",
    "stop stopped release stopped",
    "stop stopped renewed stopped",
    "stop stopped let_go released",
    "stop stopped convert converted",
    "stop stopped expire expired",
    "stop stopped_short freeze stopped_short",
    "stop stopped_short renew stopped_short",
    "stop stopped_short hand_in_papers stopped_short",
    "stop stopped_short release stopped_short",
    "stop stopped_short renewed stopped_short",
    "stop stopped_short let_go released",
    "stop stopped_short convert converted",
    "stop stopped_short expire expired",
    "stop refused stop_again refused",
    "stop failed stop_again failed",
    "stop expired stop_again expired",
    "stop expired renewed stopped",
    "stop expired renewed_in_part stopped_short",
    "stop expired let_go released",
    "freeze asked approve waiting",
    "freeze asked decline not_approved",
    "freeze waiting mark_sent sent",
    "freeze waiting answer_frozen frozen",
    "freeze waiting answer_frozen_in_part frozen_in_part",
    "freeze waiting answer_queued queued",
    "freeze waiting answer_refused refused",
    "freeze waiting answer_failed failed",
    "freeze sent mark_sent sent",
    "freeze sent resend sent",
    "freeze sent answer_frozen frozen",
    "freeze sent answer_frozen_in_part frozen_in_part",
    "freeze sent answer_queued queued",
    "freeze sent answer_refused refused",
    "freeze sent answer_failed failed",
    "freeze queued answer_frozen frozen",
    "freeze queued answer_frozen_in_part frozen_in_part",
    "freeze queued renew queued",
    "freeze queued lift queued",
    "freeze queued renewed queued",
    "freeze queued let_go released",
    "freeze queued expire expired",
    "freeze frozen renew frozen",
    "freeze frozen find_unrelated frozen",
    "freeze frozen lift frozen",
    "freeze frozen renewed frozen",
    "freeze frozen let_go released",
    "freeze frozen expire expired",
    "freeze frozen_in_part renew frozen_in_part",
    "freeze frozen_in_part find_unrelated frozen_in_part",
    "freeze frozen_in_part lift frozen_in_part",
    "freeze frozen_in_part renewed frozen_in_part",
    "freeze frozen_in_part let_go released",
    "freeze frozen_in_part expire expired",
    "freeze refused freeze_again refused",
    "freeze failed freeze_again failed",
    "freeze expired freeze_again expired",
    "freeze expired renewed frozen",
    "freeze expired renewed_in_part frozen_in_part",
    "freeze expired let_go released",
    "stop_renewal asked approve waiting",
    "stop_renewal asked decline not_approved",
    "stop_renewal waiting mark_sent sent",
    "stop_renewal waiting answer_done done",
    "stop_renewal waiting answer_refused refused",
    "stop_renewal waiting answer_failed failed",
    "stop_renewal sent mark_sent sent",
    "stop_renewal sent resend sent",
    "stop_renewal sent answer_done done",
    "stop_renewal sent answer_refused refused",
    "stop_renewal sent answer_failed failed",
    "watch waiting mark_sent sent",
    "watch waiting answer_watching watching",
    "watch waiting answer_refused refused",
    "watch waiting answer_failed failed",
    "watch sent mark_sent sent",
    "watch sent resend sent",
    "watch sent answer_watching watching",
    "watch sent answer_refused refused",
    "watch sent answer_failed failed",
    "watch watching answer_watching watching",
    "watch watching end_watch watching",
    "watch watching let_go ended",
    "watch watching expire expired",
    "watch expired let_go ended",
    "watch expired answer_watching expired",
    "watch ended answer_watching ended",
    "freeze_return waiting mark_sent sent",
    "freeze_return waiting withdraw withdrawn",
    "freeze_return waiting answer_done done",
    "freeze_return waiting answer_refused refused",
    "freeze_return waiting answer_failed failed",
    "freeze_return sent mark_sent sent",
    "freeze_return sent resend sent",
    "freeze_return sent answer_done done",
    "freeze_return sent answer_refused refused",
    "freeze_return sent answer_failed failed",
    "transactions waiting mark_sent sent",
    "transactions waiting answer_given answered",
    "transactions waiting answer_refused refused",
    "transactions waiting answer_failed failed",
    "transactions sent mark_sent sent",
    "transactions sent resend sent",
    "transactions sent answer_given answered",
    "transactions sent answer_refused refused",
    "transactions sent answer_failed failed",
};

// The kind that stands for all that live alike.
OrderKind LifeOf(OrderKind kind) {
  if (IsStop(kind)) return OrderKind::stop;
  if (kind == OrderKind::freeze_return) return kind;
  if (IsFollowUp(kind)) return OrderKind::stop_renewal;
  return IsQuery(kind) ? OrderKind::transactions : kind;
}

TEST(OrderStates, EveryPairOfStateAndActIsAllowedAsListedOrRefusedByName) {
  const std::set<std::string_view> allowed(std::begin(kAllowed), std::end(kAllowed));
  std::size_t pairs = 0;
  for (const OrderKind kind : Kinds()) {
    std::set<std::string> found;
    for (const std::string_view state : EnumNames<OrderState>()) {
      for (const std::string_view act : EnumNames<OrderAct>()) {
        ++pairs;
        const auto transition = RequireTransition(StatesOf(kind), *EnumFromName<OrderState>(state),
                                                  *EnumFromName<OrderAct>(act));
        if (!transition) {
          EXPECT_EQ(transition.error().rule, "not_in_this_state");
          EXPECT_EQ(transition.error().code, ErrorCode::conflict);
          continue;
        }
        std::string line(EnumName(LifeOf(kind)));
        for (const std::string_view word : {state, act, EnumName((*transition)->to)}) {
          line += " " + std::string(word);
        }
        EXPECT_TRUE(allowed.contains(line)) << EnumName(kind) << ": " << line;
        found.insert(line);
      }
    }
    for (const std::string_view line : allowed) {
      const bool of_kind = line.starts_with(std::string(EnumName(LifeOf(kind))) + " ");
      EXPECT_TRUE(!of_kind || found.contains(std::string(line))) << EnumName(kind) << ": " << line;
    }
  }
  EXPECT_EQ(pairs, Kinds().size() * EnumNames<OrderState>().size() * EnumNames<OrderAct>().size());
}

TEST(OrderStates, NoTableNamesAPairTwice) {
  for (const OrderKind kind : Kinds()) {
    std::set<std::pair<OrderState, OrderAct>> pairs;
    for (const auto& transition : StatesOf(kind)) {
      EXPECT_TRUE(pairs.emplace(transition.from, transition.act).second)
          << EnumName(kind) << " " << EnumName(transition.from) << " " << EnumName(transition.act);
    }
  }
}

TEST(OrderStates, AnAnswerIsNeverTakenBackAndNothingComesBackToTheLeader) {
  for (const OrderKind kind : Kinds()) {
    for (const auto& transition : StatesOf(kind)) {
      EXPECT_TRUE(IsAnswered(transition.to) || !IsAnswered(transition.from));
      EXPECT_TRUE(transition.to != OrderState::asked);
    }
  }
}

TEST(OrderStates, WhateverIsInForceHasAClockThatEndsIt) {
  for (const OrderKind kind : Kinds()) {
    for (const auto& transition : StatesOf(kind)) {
      if (IsInForce(transition.to) && !IsInForce(transition.from)) {
        EXPECT_FALSE(transition.opens.empty())
            << EnumName(kind) << " " << EnumName(transition.from);
      }
      if (IsInForce(transition.from) && !IsInForce(transition.to)) {
        EXPECT_FALSE(transition.ends.empty()) << EnumName(kind) << " " << EnumName(transition.act);
      }
    }
  }
}

TEST(OrderStates, AnOfficerWithoutTheRightHasNoActions) {
  for (const OrderKind kind : Kinds()) {
    for (const std::string_view state : EnumNames<OrderState>()) {
      EXPECT_THAT(ActionsIn(StatesOf(kind), *EnumFromName<OrderState>(state),
                            [](std::string_view) { return false; }),
                  IsEmpty());
    }
  }
}

TEST(OrderStates, WhatAnOfficerMayDoIsListedInTheOrderInWhichOneWouldDoIt) {
  EXPECT_THAT(ActionsIn(StatesOf(OrderKind::stop), OrderState::stopped, kMay),
              ElementsAre("freeze", "renew", "hand_in_papers", "release"));
  EXPECT_THAT(ActionsIn(StatesOf(OrderKind::stop), OrderState::failed, kMay),
              Contains("stop_again"));
  EXPECT_THAT(ActionsIn(StatesOf(OrderKind::freeze), OrderState::queued, kMay),
              ElementsAre("renew", "lift"));
}

}  // namespace
}  // namespace hetang::funds
