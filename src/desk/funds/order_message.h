// What the messages of all orders share: how they begin, how they end, and who signs.
#pragma once

#include "desk/funds/funds.h"
#include "gateway/bank/messages.h"

namespace hetang::funds {

// Who signs: the handling officer, the second one when there is one, and their unit.
struct Signers {
  roster::Officer handler;
  std::optional<roster::Officer> second;
  roster::Unit unit;
};

bank::OrderHead HeadFor(const registry::Case& record, const Order& order);
bank::OrderTail TailFor(const Order& order, const Signers& signers);

template <typename Value>
std::optional<Value> Known(Value value) {
  if (value.empty()) return std::nullopt;
  return value;
}

}  // namespace hetang::funds
