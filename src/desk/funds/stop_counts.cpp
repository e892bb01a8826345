#include "desk/funds/stop_counts.h"

namespace hetang::funds {
namespace {

// A renewal keeps its original in force; it is no second one.
constexpr const char* kCount =
    "SELECT COALESCE(SUM(CASE WHEN case_id = :c1 AND protective = :p THEN 1 ELSE 0 END), 0),"
    " COALESCE(SUM(CASE WHEN case_id = :c2 AND kind <> 'stop_renewal' AND"
    " state IN ('asked', 'waiting', 'sent', 'stopped', 'stopped_short') THEN 1 ELSE 0 END), 0),"
    " COUNT(*) FROM funds_order WHERE kind IN ('stop', 'payment_stop', 'stop_renewal')"
    " AND state NOT IN ('not_approved', 'refused', 'failed')";

}  // namespace

Result<StopCounts> StopsLike(database::Transaction& tx, const Order& order) {
  const std::int64_t protective = order.protective ? 1 : 0;
  if (order.payment_number.empty()) {
    HT_TRY(auto rows,
           tx.Query<StopCounts>(std::string(kCount) + " AND account_id = :a AND"
                                                      " payment_number = ''",
                                order.case_id, protective, order.case_id, order.account_id));
    return rows.front();
  }
  HT_TRY(auto rows,
         tx.Query<StopCounts>(std::string(kCount) + " AND bank_code = :b AND payment_number = :n",
                              order.case_id, protective, order.case_id, order.bank_code,
                              order.payment_number));
  return rows.front();
}

std::int64_t StopsAllowed(const RuleValues& rules, bool protective) {
  return protective ? rules.protective_stops : rules.stops_per_case;
}

}  // namespace hetang::funds
