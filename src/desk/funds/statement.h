// A bank's answer to a query for transactions, as rows of a statement.
#pragma once

#include <span>
#include <vector>

#include "desk/funds/funds.h"
#include "engine/statement/statement.h"
#include "gateway/bank/messages.h"

namespace hetang::funds {

struct Stated {
  std::vector<statement::Entry> entries;        // In the order of the answer.
  std::vector<statement::AccountRow> accounts;  // Each card and account with its holder.
};

// `banks` names the counterparties' banks, which banks tell by code or by name; `bank_name` is the
// bank that answers.
Stated StatementOf(const bank::TransactionsFeedback& feedback, std::string_view bank_name,
                   std::span<const Bank> banks);

}  // namespace hetang::funds
