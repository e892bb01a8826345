#include "desk/funds/return_hold.h"

#include <algorithm>

#include "desk/funds/recovered.h"
#include "desk/funds/rules.h"

namespace hetang::funds {

Result<ReturnRuleValues> ReturnRules(database::Transaction& tx) {
  HT_TRY(const auto rules, RulesOf(tx));
  ReturnRuleValues values;
  for (const Rule& rule : rules) {
    if (rule.name == kReturnWaitMonths) values.wait_months = rule.value;
    if (rule.name == kReturnNoticeDays) values.notice_days = rule.value;
    if (rule.name == kReturnNoticedFrom) values.noticed_from_article = rule.value;
  }
  const bool whole =
      values.wait_months > 0 && values.notice_days > 0 && values.noticed_from_article > 0;
  if (!whole) return Fail(ErrorCode::corrupt, "A rule of returning money is missing.");
  return values;
}

Status CheckFreezeKeeps(const Order& order, Moment now) {
  if (order.kind != OrderKind::freeze) {
    return Fail(ErrorCode::conflict, "Only frozen money is given back.", "not_a_freeze");
  }
  if (order.state == OrderState::queued) {
    return Fail(ErrorCode::conflict,
                "The freeze waits behind an earlier one and keeps nothing yet.", "freeze_queued");
  }
  const bool keeps = order.state == OrderState::frozen || order.state == OrderState::frozen_in_part;
  if (!keeps || (order.expires_at && *order.expires_at <= now)) {
    return Fail(ErrorCode::conflict, "The freeze is not in force.", "freeze_not_in_force");
  }
  return {};
}

Status CheckStillKept(database::Transaction& tx, const Round& round, Moment now) {
  if (!round.order_id) return {};
  HT_TRY(const Order order, tx.Get<Order>(*round.order_id));
  return CheckFreezeKeeps(order, now);
}

Result<Fen> LeftFor(database::Transaction& tx, const Round& round) {
  HT_TRY(const auto given,
         tx.Query<Fen>("SELECT COALESCE(SUM(executed_fen), 0) FROM funds_return_round WHERE"
                       " id <> :id AND (order_id = :order OR recovered_id = :recovered)",
                       round.id, round.order_id, round.recovered_id));
  Fen kept;
  if (round.order_id) {
    HT_TRY(const Order order, tx.Get<Order>(*round.order_id));
    kept = order.held_fen.value_or(Fen());
  } else {
    HT_TRY(const Recovered recovered, tx.Get<Recovered>(*round.recovered_id));
    kept = recovered.amount_fen;
  }
  return std::max(Fen(), kept - given.front());
}

Result<Fen> FrozenInCase(database::Transaction& tx, const Round& round) {
  HT_TRY(const auto frozen,
         tx.Query<Fen>("SELECT COALESCE(SUM(held_fen), 0) FROM funds_order WHERE case_id = :c"
                       " AND kind = 'freeze' AND state IN ('frozen', 'frozen_in_part')",
                       round.case_id));
  HT_TRY(const auto given,
         tx.Query<Fen>("SELECT COALESCE(SUM(executed_fen), 0) FROM funds_return_round WHERE"
                       " id <> :id AND order_id IN (SELECT id FROM funds_order WHERE case_id = :c"
                       " AND kind = 'freeze' AND state IN ('frozen', 'frozen_in_part'))",
                       round.id, round.case_id));
  return frozen.front() - given.front();
}

Result<std::string> NextReturnNumber(database::Transaction& tx, const std::string& prefix) {
  HT_TRY(const auto last,
         tx.Query<std::int64_t>("INSERT INTO funds_counter (prefix, last) VALUES (:prefix, 1)"
                                " ON CONFLICT (prefix) DO UPDATE SET last = funds_counter.last + 1"
                                " RETURNING last",
                                prefix));
  std::string digits = std::to_string(last.front());
  return prefix + std::string(digits.size() < 4 ? 4 - digits.size() : 0, '0') + digits;
}

}  // namespace hetang::funds
