// States as a table: what is not in the table of a workflow cannot happen.
//
// A workflow writes `constexpr std::array<Transition<State, Act>, N>`; services ask it before they
// change a record, and views read from it what an officer may do next.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/describe.h"
#include "base/result.h"

namespace hetang {

template <typename State, typename Act>
struct Transition {
  State from;
  Act act;
  State to;
  std::string_view right = "";          // Who may do it; empty: only the program itself.
  std::string_view second_person = "";  // The approval it asks for; empty: none.
  std::string_view opens = "";          // The rule of the deadline it starts.
  std::string_view ends = "";           // The rule of the deadline it ends.
};

template <typename Table, typename State, typename Act>
constexpr auto FindTransition(const Table& table, State from, Act act) -> decltype(&table[0]) {
  for (const auto& transition : table) {
    if (transition.from == from && transition.act == act) return &transition;
  }
  return nullptr;
}

// The transition, or a conflict that names the state and the act.
template <typename Table, typename State, typename Act>
auto RequireTransition(const Table& table, State from, Act act) -> Result<decltype(&table[0])> {
  const auto* found = FindTransition(table, from, act);
  if (found == nullptr) {
    return Fail(ErrorCode::conflict,
                std::string(EnumName(act)) + " is not possible in state " +
                    std::string(EnumName(from)) + ".",
                "not_in_this_state");
  }
  return found;
}

// What a caller for whom may(right) holds can do in this state, in the order of the table.
template <typename Table, typename State, typename May>
std::vector<std::string> ActionsIn(const Table& table, State state, May&& may) {
  std::vector<std::string> actions;
  for (const auto& transition : table) {
    if (transition.from == state && !transition.right.empty() && may(transition.right)) {
      actions.emplace_back(EnumName(transition.act));
    }
  }
  return actions;
}

}  // namespace hetang
