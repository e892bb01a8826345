#include "gateway/bank/simulated/watches.h"

#include <set>

#include "gateway/bank/profile.h"
#include "gateway/bank/simulated/queries.h"

namespace hetang::bank::simulated {

Result<Body> CarryOutWatch(database::Transaction& tx, const WatchRequest& order,
                           const Carrying& carrying) {
  HT_TRY(const auto account, FindAccount(tx, order.target.card_number));
  const Asked asked{carrying.request, carrying.order.bank, carrying.bank_name, carrying.at};
  std::string result = RefusalOf(order.target, order.tail, asked, account);
  if (result.empty() && order.interception_end_time <= carrying.at) result = "0801";
  WatchFeedback feedback;
  Sign(feedback, asked, result.empty() ? "0000" : result);
  if (!result.empty()) return feedback;
  Watch watch;
  watch.account_id = account->id;
  watch.order_id = carrying.order.id;
  watch.application_id = order.head.application_id.str();
  watch.start_at = std::max(carrying.at, order.interception_start_time);
  watch.end_at = order.interception_end_time;
  HT_TRY_STATUS(tx.Insert(watch));
  HT_TRY(CardAccounts card, CardOf(tx, *account, carrying.at));
  feedback.accounts.push_back(std::move(card));
  return feedback;
}

Result<Body> CarryOutWatch(database::Transaction& tx, const WatchEnd& order,
                           const Carrying& carrying) {
  const Asked asked{carrying.request, carrying.order.bank, carrying.bank_name, carrying.at};
  HT_TRY(auto watches,
         tx.Find<Watch>("WHERE application_id = :id", order.original_application_id.str()));
  std::string result = "0000";
  if (watches.empty()) {
    result = "0400";
  } else if (!watches[0].InForce(carrying.at)) {
    result = "1999";
  }
  WatchEndFeedback feedback;
  Sign(feedback, asked, result);
  if (result != "0000") return feedback;
  watches[0].ended_at = carrying.at;
  HT_TRY_STATUS(tx.Update(watches[0]));
  feedback.interception_end_time = carrying.at;
  return feedback;
}

Status NoteForWatches(database::Transaction& tx, const Movement& movement,
                      const std::optional<Account>& payer, const std::optional<Account>& payee) {
  HT_TRY(auto watches, tx.Find<Watch>("WHERE account_id IN (:payer, :payee)", payer ? payer->id : 0,
                                      payee ? payee->id : 0));
  for (Watch& watch : watches) {
    // A bank does not see what failed at the payer's.
    const bool seen =
        movement.state == MovementState::done || (payer && watch.account_id == payer->id);
    if (!seen || !watch.InForce(movement.due_at)) continue;
    HT_TRY_STATUS(tx.Insert(WatchRow{0, watch.id, movement.id}));
    if (watch.report_at) continue;
    watch.report_at = movement.due_at + kWatchPause;
    HT_TRY_STATUS(tx.Update(watch));
  }
  return {};
}

Status Report(database::Transaction& tx, Watch watch) {
  const Moment at = *watch.report_at;
  HT_TRY(const auto rows, tx.Find<WatchRow>("WHERE watch_id = :watch", watch.id));
  std::set<std::int64_t> movements;
  for (const WatchRow& row : rows) movements.insert(row.movement_id);
  HT_TRY(const Account account, tx.Get<Account>(watch.account_id));
  HT_TRY(const Order order, tx.Get<Order>(watch.order_id));
  HT_TRY(const Envelope first, Read(order.feedback.Reveal(), KeepingProfile()));
  WatchFeedback feedback = std::get<WatchFeedback>(first.body);
  feedback.feedback_remark = "动态查询反馈";
  feedback.accounts.clear();
  HT_TRY(CardAccounts card, CardWithRows(tx, account, at, movements));
  feedback.accounts.push_back(std::move(card));
  HT_TRY_STATUS(Tell(tx, watch.order_id, feedback, at));
  HT_TRY_STATUS(tx.Execute("DELETE FROM sandbox_watch_row WHERE watch_id = :watch", watch.id));
  watch.report_at.reset();
  return tx.Update(watch);
}

}  // namespace hetang::bank::simulated
