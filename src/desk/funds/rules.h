// The numbers of the desk that a centre may change, each with its legal basis.
#pragma once

#include "desk/funds/funds.h"

namespace hetang::funds {

inline constexpr std::string_view kStopsPerCase = "stops_per_account_and_case";
inline constexpr std::string_view kStopsWarning = "stops_per_account_over_all_cases";
inline constexpr std::string_view kStopHours = "stop_hours";
inline constexpr std::string_view kProtectiveStops = "protective_stops_per_account_and_case";
inline constexpr std::string_view kFreezeMonths = "freeze_months";
inline constexpr std::string_view kFreezeUrgent = "freeze_without_approval_minutes";
inline constexpr std::string_view kWatchDays = "watch_days";
inline constexpr std::string_view kReturnWaitMonths = "return_wait_months";
inline constexpr std::string_view kReturnNoticeDays = "return_notice_days";
inline constexpr std::string_view kReturnNoticedFrom = "return_noticed_from_article";

// The values in force, read together.
struct RuleValues {
  std::int64_t stops_per_case = 0;
  std::int64_t stops_warning = 0;
  std::int64_t stop_hours = 0;
  std::int64_t protective_stops = 0;
  std::int64_t freeze_months = 0;
  // A freeze need not wait for its approval when what it follows ends sooner than this.
  std::int64_t freeze_urgent_minutes = 0;
  std::int64_t watch_days = 0;
};
Result<RuleValues> ValuesInForce(database::Transaction& tx);
Result<std::vector<Rule>> RulesOf(database::Transaction& tx);

struct RuleChange {
  std::int64_t value = 0;
};
BOOST_DESCRIBE_STRUCT(RuleChange, (), (value))
// Errors: not_found, invalid (a value below 1), stale.
Result<Rule> ChangeRule(database::Transaction& tx, std::int64_t rule_id, const RuleChange& change,
                        std::string_view version_read, const auth::Principal& who, Moment now);

Status SeedRules(database::Transaction& tx);

}  // namespace hetang::funds
