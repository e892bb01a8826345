#include "desk/funds/answers.h"
#include "desk/funds/appeal.h"
#include "desk/funds/bank_edit.h"
#include "desk/funds/delivery.h"
#include "desk/funds/freezes.h"
#include "desk/funds/gateway.h"
#include "desk/funds/ledger_view.h"
#include "desk/funds/lists.h"
#include "desk/funds/order_routes.h"
#include "desk/funds/orders.h"
#include "desk/funds/paper_making.h"
#include "desk/funds/recovered.h"
#include "desk/funds/return_views.h"
#include "desk/funds/rules.h"
#include "desk/funds/views.h"
#include "desk/funds/white_list.h"

namespace hetang::funds {
namespace {

using database::Transaction;
using http::Call;
using http::Nothing;

PlacedView ViewPlaced(const Placed& placed, const auth::Principal& who) {
  return {ViewWith(placed.order, placed.party, who), placed.warnings};
}

Result<PlacedView> PlaceOrder(const Call& call, const OrderRequest& request, Transaction& tx) {
  StopWish wish;
  HT_TRY(wish.record, registry::CaseFor(tx, request.case_id, call.who));
  if (request.payment_id) {
    HT_TRY(wish.payment, PaymentOf(tx, request.case_id, *request.payment_id));
  }
  wish.bank_code = request.bank_code;
  wish.account = request.account;
  wish.holder = request.holder;
  wish.amount_fen = request.amount_fen;
  wish.reason = request.reason;
  wish.protective = request.protective.value_or(false);
  wish.white_list_confirmed = request.white_list_confirmed.value_or(false);
  if (wish.protective && wish.payment && wish.account.empty()) {
    // The victim's own account, told by the payment that left it.
    wish.bank_code = wish.payment->from_bank_code;
    wish.account = wish.payment->from_account;
    wish.holder = wish.payment->from_holder;
    wish.payment.reset();
  }
  HT_TRY(const Placed placed, PlaceStop(tx, wish, call.who, call.now));
  return ViewPlaced(placed, call.who);
}

Result<http::Page<OrderView>> ListOrders(const Call& call, Transaction& tx) {
  HT_TRY(const http::PageRequest request, http::PageOf(call));
  const std::string state = call.QueryText("state").value_or("");
  const std::int64_t before = request.after_id == 0 ? INT64_MAX : request.after_id;
  HT_TRY(const auto orders, tx.Find<Order>("WHERE id < :before AND (:state = '' OR state = :state2)"
                                           " ORDER BY id DESC LIMIT :limit",
                                           before, state, state, request.limit));
  http::Page<OrderView> page;
  for (const Order& order : orders) {
    if (!call.who.Sees(order.unit_id)) continue;
    HT_TRY(OrderView view, ViewOf(tx, order, call.who));
    page.items.push_back(std::move(view));
  }
  if (static_cast<std::int64_t>(orders.size()) == request.limit) {
    page.next = std::to_string(orders.back().id);
  }
  return page;
}

Result<http::Page<Answer>> ListAnswers(const Call& call, Transaction& tx) {
  HT_TRY(const http::PageRequest request, http::PageOf(call));
  const std::int64_t before = request.after_id == 0 ? INT64_MAX : request.after_id;
  const bool unsettled_only = call.QueryText("settled").value_or("") == "false";
  HT_TRY(auto answers,
         tx.Find<Answer>(std::string("WHERE id < :before AND verdict NOT IN ('effective',"
                                     " 'repeated')") +
                             (unsettled_only ? " AND settled_at IS NULL" : "") +
                             " ORDER BY id DESC LIMIT :limit",
                         before, request.limit));
  http::Page<Answer> page;
  if (static_cast<std::int64_t>(answers.size()) == request.limit) {
    page.next = std::to_string(answers.back().id);
  }
  page.items = std::move(answers);
  return page;
}

void AddOrderRoutes(http::Router& router) {
  router.Query<http::Page<OrderView>>({"GET",
                                       "/api/v1/funds/orders",
                                       "funds:read",
                                       "Orders, newest first.",
                                       false,
                                       {"state", "after", "limit"}},
                                      ListOrders);
  router.Query<OrderView>({"GET", "/api/v1/funds/orders/{id}", "funds:read", "One order."},
                          [](const Call& call, Transaction& tx) -> Result<OrderView> {
                            HT_TRY(const std::int64_t id, call.PathId("id"));
                            HT_TRY(const Order order, OrderFor(tx, id, call.who));
                            return ViewOf(tx, order, call.who);
                          });
  router.Command<OrderRequest, PlacedView>(
      {"POST", "/api/v1/funds/orders", "funds:stop", "Stops an account."}, PlaceOrder);
  // Who may: the order's own table of states tells.
  router.Command<Nothing, OrderView>(
      {"POST", "/api/v1/funds/orders/{id}/resend", "funds:read", "Sends the same order again."},
      [](const Call& call, const Nothing&, Transaction& tx) -> Result<OrderView> {
        HT_TRY(const std::int64_t id, call.PathId("id"));
        HT_TRY(const Order order, Resend(tx, id, call.who, call.now));
        return ViewOf(tx, order, call.who);
      });
  router.Command<Nothing, PlacedView>(
      {"POST", "/api/v1/funds/orders/{id}/stop_again", "funds:stop",
       "Places a new stop for an order that was refused, failed or has expired."},
      [](const Call& call, const Nothing&, Transaction& tx) -> Result<PlacedView> {
        HT_TRY(const std::int64_t id, call.PathId("id"));
        HT_TRY(const Placed placed, StopAgain(tx, id, call.who, call.now));
        return ViewPlaced(placed, call.who);
      });
}

void AddCaseRoutes(http::Router& router) {
  router.Query<OrderList>({"GET", "/api/v1/funds/cases/{case_id}/orders", "funds:read",
                           "The orders of a case, in the order they were placed."},
                          [](const Call& call, Transaction& tx) -> Result<OrderList> {
                            HT_TRY(const std::int64_t id, call.PathId("case_id"));
                            HT_TRY(const auto record, registry::CaseFor(tx, id, call.who));
                            HT_TRY(auto orders, OrdersOf(tx, record.id, call.who));
                            return OrderList{std::move(orders)};
                          });
  router.Command<StopList, ListedOrders>(
      {"POST", "/api/v1/funds/cases/{case_id}/stops", "funds:stop",
       "Stops accounts: each is placed or refused on its own."},
      [](const Call& call, const StopList& list, Transaction& tx) -> Result<ListedOrders> {
        HT_TRY(const std::int64_t id, call.PathId("case_id"));
        return PlaceStops(tx, id, list, call.who, call.now);
      });
  router.Command<QueryList, ListedOrders>(
      {"POST", "/api/v1/funds/cases/{case_id}/queries", "funds:query",
       "Asks banks about accounts: each is placed or refused on its own."},
      [](const Call& call, const QueryList& list, Transaction& tx) -> Result<ListedOrders> {
        HT_TRY(const std::int64_t id, call.PathId("case_id"));
        return PlaceQueries(tx, id, list, call.who, call.now);
      });
}

void AddAnswerRoutes(http::Router& router) {
  router.Query<http::Page<Answer>>({"GET",
                                    "/api/v1/funds/answers",
                                    "funds:read",
                                    "Answers that changed nothing and wait for a person.",
                                    false,
                                    {"settled", "after", "limit"}},
                                   ListAnswers);
  router.Command<Settlement, Answer>(
      {"POST", "/api/v1/funds/answers/{id}/settle", "funds:review", "Settles such an answer."},
      [](const Call& call, const Settlement& settlement, Transaction& tx) -> Result<Answer> {
        HT_TRY(const std::int64_t id, call.PathId("id"));
        return Settle(tx, id, settlement, call.who, call.now);
      });
}

void AddDirectoryRoutes(http::Router& router) {
  router.Query<BankList>({"GET", "/api/v1/funds/banks", "", "The bank directory."},
                         [](const Call&, Transaction& tx) -> Result<BankList> {
                           BankList list;
                           HT_TRY(list.items, BanksOf(tx));
                           for (const Bank& bank : list.items) {
                             auto modes = FreezeModesOf(bank);
                             if (!modes.has_value()) continue;
                             list.freeze_modes.push_back({bank.code.str(), std::move(*modes)});
                           }
                           return list;
                         });
  router.Command<Bank, Bank>({"POST", "/api/v1/funds/banks", "funds:banks", "Adds a bank."},
                             [](const Call& call, const Bank& bank, Transaction& tx) {
                               Bank added = bank;
                               added.id = 0;
                               return SaveBank(tx, added, "", call.who, call.now);
                             });
  router.Command<Bank, Bank>(
      {"PUT", "/api/v1/funds/banks/{id}", "funds:banks", "Changes a bank."},
      [](const Call& call, const Bank& bank, Transaction& tx) -> Result<Bank> {
        Bank changed = bank;
        HT_TRY(changed.id, call.PathId("id"));
        return SaveBank(tx, changed, call.if_match, call.who, call.now);
      });
  router.Query<RuleList>({"GET", "/api/v1/funds/rules", "funds:read", "Rules of stopping."},
                         [](const Call&, Transaction& tx) -> Result<RuleList> {
                           HT_TRY(auto rules, RulesOf(tx));
                           return RuleList{std::move(rules)};
                         });
  router.Command<RuleChange, Rule>(
      {"PUT", "/api/v1/funds/rules/{id}", "funds:rules", "Changes a rule."},
      [](const Call& call, const RuleChange& change, Transaction& tx) -> Result<Rule> {
        HT_TRY(const std::int64_t id, call.PathId("id"));
        return ChangeRule(tx, id, change, call.if_match, call.who, call.now);
      });
}

}  // namespace

void AddRoutes(http::Router& router, database::Database& database, const Clock& clock) {
  AddOrderRoutes(router);
  AddOrderActRoutes(router);
  AddCaseRoutes(router);
  AddAnswerRoutes(router);
  AddDirectoryRoutes(router);
  AddGatewayRoutes(router);
  AddLedgerRoutes(router);
  AddPaperRoutes(router);
  AddReturnRoutes(router);
  AddRecoveredRoutes(router);
  AddAppealRoutes(router);
  AddWhiteListRoutes(router);
  AddInboundRoute(router, database, clock);
}

}  // namespace hetang::funds
