#include "desk/funds/follow_message.h"
#include "desk/funds/order_states.h"
#include "desk/funds/placing.h"
#include "desk/funds/query_answers.h"
#include "desk/funds/query_message.h"
#include "desk/funds/rules.h"

namespace hetang::funds {
namespace {

Status CheckWish(const QueryWish& wish) {
  std::vector<FieldError> errors;
  if (!IsQuery(wish.kind) && wish.kind != OrderKind::watch) {
    errors.push_back({"kind", "choice", "That is no query."});
  }
  if (wish.account.empty()) {
    errors.push_back({"account", "missing", "Which account is asked about?"});
  }
  if (wish.from && wish.until && *wish.until < *wish.from) {
    errors.push_back({"until", "before_from", "The period ends after it begins."});
  }
  if (!errors.empty()) return Invalid(std::move(errors));
  return {};
}

// A second query of the same says nothing that the first will not say.
Status RefuseTwin(database::Transaction& tx, const QueryWish& wish, std::int64_t account_id) {
  HT_TRY(const auto open, tx.Find<Order>("WHERE account_id = :a AND kind = :k AND"
                                         " state IN ('waiting', 'sent', 'watching')",
                                         account_id, wish.kind));
  for (const Order& order : open) {
    const bool same = order.case_id == wish.record.id &&
                      (wish.kind != OrderKind::transactions ||
                       (order.mode == wish.mode && order.asked_from == wish.from &&
                        order.asked_until == wish.until));
    if (!same) continue;
    return Fail(ErrorCode::conflict, "The bank has this query and has not answered it yet.",
                "query_under_way");
  }
  return {};
}

}  // namespace

namespace {

// The longest that the regulator's channel lets a watch last.
constexpr std::int64_t kMostWatchDays = 100;

// A watch begins now and ends when it is told to, by default after as long as the centre watches.
Status FillWatch(database::Transaction& tx, const QueryWish& wish, Order& order, Moment now) {
  HT_TRY(const RuleValues rules, ValuesInForce(tx));
  order.asked_from = now;
  order.asked_until = wish.until.value_or(now + Days(rules.watch_days));
  if (*order.asked_until <= now) {
    return Invalid({{"until", "past", "A watch ends after it begins."}});
  }
  if (*order.asked_until > now + Days(kMostWatchDays)) {
    return Fail(ErrorCode::conflict, "A watch lasts 100 days at most.", "watch_too_long");
  }
  return {};
}

Result<std::string> MessageOf(database::Transaction& tx, const QueryWish& wish, const Order& order,
                              const Bank& bank, const Signers& signers, Moment now) {
  if (order.kind == OrderKind::watch) return MessageFor(tx, order, bank, signers, now);
  HT_TRY(const IdentityNumber identity, IdentityToldOf(tx, order.account_id));
  const bool by_identity = order.kind == OrderKind::all_accounts;
  return MessageTo(bank, signers,
                   QueryFor(wish, order, signers, by_identity ? identity : IdentityNumber()));
}

}  // namespace

Result<Placed> PlaceQuery(database::Transaction& tx, const QueryWish& wish,
                          const auth::Principal& who, Moment now) {
  HT_TRY_STATUS(CheckWish(wish));
  HT_TRY(const Bank bank, BankOf(tx, wish.bank_code));
  HT_TRY(const registry::Account account, AccountFor(tx, bank, wish.account, wish.holder));
  HT_TRY_STATUS(RefuseTwin(tx, wish, account.id));
  if (wish.kind == OrderKind::all_accounts) {
    HT_TRY(const IdentityNumber identity, IdentityToldOf(tx, account.id));
    if (identity.empty() && wish.holder.empty() && account.holder.empty()) {
      return Fail(ErrorCode::conflict,
                  "Nobody knows yet whose account this is: ask for its holder.", "holder_unknown");
    }
  }
  HT_TRY(const Signers signers, SignersFor(tx, who, now));

  Placed placed;
  Order& order = placed.order;
  order = NewOrder(wish.record, account, bank, signers, now);
  order.kind = wish.kind;
  order.application_id = bank::NewApplicationId(TxCodeFor(wish.kind, false), now);
  order.account_holder = wish.holder.empty() ? account.holder : wish.holder;
  order.reason = wish.reason;
  order.reviewed = Review::none;
  if (wish.kind == OrderKind::transactions) {
    order.mode = wish.mode;
    order.asked_from = wish.from;
    order.asked_until = wish.until;
  }
  if (wish.kind == OrderKind::watch) {
    HT_TRY_STATUS(FillWatch(tx, wish, order, now));
  }
  HT_TRY(std::string message, MessageOf(tx, wish, order, bank, signers, now));
  HT_TRY_STATUS(PutOrder(tx, order, std::move(message), bank, who, now));
  placed.party = PartyOf(bank, signers);
  if (!signers.second) placed.warnings.emplace_back("no_second_officer");
  return placed;
}

}  // namespace hetang::funds
