// How a bank judges an order, from what its books say: no clock, no storage. The order of the
// checks is the order in which a bank would find out.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "gateway/bank/messages.h"
#include "gateway/bank/simulated/books.h"

namespace hetang::bank::simulated {

inline constexpr Duration kStopTerm = Hours(48);
inline constexpr Duration kClockTolerance = Hours(1);  // Of an order that is from the future.
inline constexpr std::int64_t kMostStops = 2;  // On one account, an extension counting as one.

// What the books say about the account an order names.
struct Facts {
  const Account* account = nullptr;      // Null: this bank has no such account.
  std::span<const Stop> stops = {};      // All there ever were on it.
  std::span<const Freeze> freezes = {};  // The same, in order of rank.
  // Payments to this account from the payer the order names, as far as the bank saw them.
  std::span<const Movement> payments = {};
};

// The result code, and the stop as it is afterwards when the order changed or made one.
struct Verdict {
  std::string result;
  std::optional<Stop> stop = std::nullopt;
};

Verdict Judge(const StopRequest& order, const Facts& facts, Moment now);
Verdict Judge(const StopRelease& order, const Facts& facts, Moment now);
Verdict Judge(const StopExtension& order, const Facts& facts, Moment now);

// What every order must fit: the account is there and bears this name. Empty, or the result code.
std::string RefusalOf(const TargetAccount& target, const Facts& facts);

// The part that the answers to all orders on an account share.
void FillAnswer(StopFeedback& feedback, const TargetAccount& target, const std::string& result,
                const Facts& facts, std::string_view bank_name);

// The answer a bank gives for the verdict; `order` must be one of a stop.
Body FeedbackOn(const Body& order, const Verdict& verdict, const Facts& facts,
                std::string_view bank_name, Moment now);

}  // namespace hetang::bank::simulated
