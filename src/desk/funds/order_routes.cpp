#include "desk/funds/order_routes.h"

#include "desk/funds/follow_ups.h"
#include "desk/funds/freezes.h"
#include "desk/funds/lists.h"
#include "desk/funds/orders.h"
#include "desk/funds/views.h"

namespace hetang::funds {
namespace {

using database::Transaction;
using http::Call;

PlacedView ViewPlaced(const Placed& placed, const auth::Principal& who) {
  return {ViewWith(placed.order, placed.party, who), placed.warnings};
}

// Who may: the order's own table of states tells.
void AddFollow(http::Router& router, OrderAct act, std::string summary) {
  http::Route route{"POST", "/api/v1/funds/orders/{id}/" + std::string(EnumName(act)), "funds:read",
                    std::move(summary)};
  router.Command<FollowForm, PlacedView>(
      std::move(route),
      [act](const Call& call, const FollowForm& form, Transaction& tx) -> Result<PlacedView> {
        HT_TRY(const std::int64_t id, call.PathId("id"));
        HT_TRY(const Placed placed, Follow(tx, id, act, form, call.who, call.now));
        return ViewPlaced(placed, call.who);
      });
}

void AddFreezeRoutes(http::Router& router) {
  router.Command<FreezeForm, PlacedView>(
      {"POST", "/api/v1/funds/orders/{id}/freeze", std::string(kFreezeRight),
       "Turns a stop into a freeze; account, holder, amount, case and bank are carried over."},
      [](const Call& call, const FreezeForm& form, Transaction& tx) -> Result<PlacedView> {
        HT_TRY(const std::int64_t id, call.PathId("id"));
        HT_TRY(const Placed placed, ConvertToFreeze(tx, id, form, call.who, call.now));
        return ViewPlaced(placed, call.who);
      });
  router.Command<FreezeForm, PlacedView>(
      {"POST", "/api/v1/funds/orders/{id}/freeze_again", std::string(kFreezeRight),
       "Places a freeze once more that was refused, failed or has expired."},
      [](const Call& call, const FreezeForm& form, Transaction& tx) -> Result<PlacedView> {
        HT_TRY(const std::int64_t id, call.PathId("id"));
        HT_TRY(const Placed placed, FreezeAgain(tx, id, form, call.who, call.now));
        return ViewPlaced(placed, call.who);
      });
  router.Command<FreezeList, ListedOrders>(
      {"POST", "/api/v1/funds/cases/{case_id}/freezes", std::string(kFreezeRight),
       "Freezes accounts: each is placed or refused on its own."},
      [](const Call& call, const FreezeList& list, Transaction& tx) -> Result<ListedOrders> {
        HT_TRY(const std::int64_t id, call.PathId("case_id"));
        return PlaceFreezes(tx, id, list, call.who, call.now);
      });
}

Result<PlacedView> StopPayment(const Call& call, const PaymentStopRequest& request,
                               Transaction& tx) {
  PaymentStopWish wish;
  HT_TRY(wish.record, registry::CaseFor(tx, request.case_id, call.who));
  if (request.payment_id) {
    HT_TRY(wish.payment, PaymentOf(tx, request.case_id, *request.payment_id));
  }
  wish.bank_code = request.bank_code;
  wish.number = request.payment_number;
  wish.number_kind = request.payment_number_kind;
  wish.amount_fen = request.amount_fen;
  wish.reason = request.reason;
  HT_TRY(const Placed placed, PlacePaymentStop(tx, wish, call.who, call.now));
  return ViewPlaced(placed, call.who);
}

}  // namespace

void AddOrderActRoutes(http::Router& router) {
  AddFollow(router, OrderAct::renew,
            "Asks the bank for a second 48 hours of a stop, or for a further term of a freeze.");
  AddFollow(router, OrderAct::release, "Asks a leader to release a stop early.");
  AddFollow(router, OrderAct::lift, "Asks a leader to lift a freeze.");
  AddFollow(router, OrderAct::end_watch, "Ends a live watch before its time.");
  AddFollow(router, OrderAct::hand_in_papers,
            "Sends the form of a stop that went out before its papers.");
  router.Command<FollowForm, OrderView>(
      {"POST", "/api/v1/funds/orders/{id}/find_unrelated", "funds:read",
       "Marks frozen money as no victim's: it is to be lifted within three days."},
      [](const Call& call, const FollowForm& form, Transaction& tx) -> Result<OrderView> {
        HT_TRY(const std::int64_t id, call.PathId("id"));
        HT_TRY(const Order order, FindUnrelated(tx, id, form, call.who, call.now));
        return ViewOf(tx, order, call.who);
      });
  router.Command<PaymentStopRequest, PlacedView>(
      {"POST", "/api/v1/funds/payment_stops", std::string(kStopRight),
       "Stops one payment at a payment company by its order number."},
      StopPayment);
  AddFreezeRoutes(router);
}

}  // namespace hetang::funds
