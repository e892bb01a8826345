#include "desk/funds/order_states.h"
#include "desk/funds/placing.h"
#include "desk/funds/query_answers.h"
#include "desk/funds/query_message.h"

namespace hetang::funds {
namespace {

Status CheckWish(const QueryWish& wish) {
  std::vector<FieldError> errors;
  if (!IsQuery(wish.kind)) {
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
  HT_TRY(const auto open,
         tx.Find<Order>("WHERE account_id = :a AND kind = :k AND state IN ('waiting', 'sent')",
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

Result<Placed> PlaceQuery(database::Transaction& tx, const QueryWish& wish,
                          const auth::Principal& who, Moment now) {
  HT_TRY_STATUS(CheckWish(wish));
  HT_TRY(const Bank bank, BankOf(tx, wish.bank_code));
  HT_TRY(const registry::Account account, AccountFor(tx, bank, wish.account, wish.holder));
  HT_TRY_STATUS(RefuseTwin(tx, wish, account.id));
  IdentityNumber identity;
  if (wish.kind == OrderKind::all_accounts) {
    HT_TRY(identity, IdentityToldOf(tx, account.id));
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
  order.application_id = bank::NewApplicationId(TxCodeOf(wish.kind), now);
  order.account_holder = wish.holder.empty() ? account.holder : wish.holder;
  order.reason = wish.reason;
  order.reviewed = Review::none;
  if (wish.kind == OrderKind::transactions) {
    order.mode = wish.mode;
    order.asked_from = wish.from;
    order.asked_until = wish.until;
  }
  HT_TRY(std::string message, MessageTo(bank, signers, QueryFor(wish, order, signers, identity)));
  HT_TRY_STATUS(PutOrder(tx, order, std::move(message), bank, who, now));
  placed.party = PartyOf(bank, signers);
  if (!signers.second) placed.warnings.emplace_back("no_second_officer");
  return placed;
}

}  // namespace hetang::funds
