#include "desk/funds/paper_making.h"

#include <algorithm>

#include "desk/funds/orders.h"
#include "desk/funds/query_answers.h"

namespace hetang::funds {
namespace {

using database::Transaction;
using http::Call;

PaperAccount AccountOnPaper(const Order& order) {
  return {order.bank_name, order.account_number, order.account_holder};
}

// The order a follow-up follows; the order itself when it is none.
Result<Order> RootOf(Transaction& tx, const Order& order) {
  if (!order.original_order_id) return order;
  return tx.Get<Order>(*order.original_order_id);
}

// The documents without which a bank refuses (06xx).
std::vector<std::string_view> TravellingWith(OrderKind kind) {
  switch (kind) {
    case OrderKind::freeze:
    case OrderKind::freeze_renewal:
      return {kFilingDecision, kFreezeNotice};
    case OrderKind::freeze_lift:
      return {kLiftNotice};
    default:
      return {};
  }
}

// An order with what its papers draw on besides.
struct Ground {
  Order order;
  Order root;
  registry::Case record;
  PaperHead head;
};

Result<Ground> GroundOf(Transaction& tx, const Order& order) {
  Ground ground;
  ground.order = order;
  HT_TRY(ground.root, RootOf(tx, order));
  HT_TRY(ground.record, tx.Get<registry::Case>(order.case_id));
  std::vector<std::int64_t> officers{order.operator_id};
  if (order.second_officer_id) officers.push_back(*order.second_officer_id);
  HT_TRY(ground.head, HeadOf(tx, ground.record, officers));
  const Text<40>& own = order.filing_number;
  const Text<40>& filing = own.empty() ? ground.root.filing_number : own;
  if (!filing.empty()) ground.head.filing_number = filing.str();
  return ground;
}

Result<document::Fields> StopFields(Transaction& tx, const Ground& ground,
                                    document::Language language) {
  const auto& [order, root, record, head] = ground;
  StopPaper paper;
  paper.head = head;
  HT_TRY(const auto victim, tx.Get<registry::Person>(record.victim_id));
  paper.victim_identity = victim.identity;
  paper.victim_phone = victim.phone;
  if (root.payment_id) {
    HT_TRY(const auto payment, tx.Get<registry::Payment>(*root.payment_id));
    paper.from = {payment.from_bank_name, payment.from_account, payment.from_holder};
    paper.paid_at = payment.at;
    paper.paid = payment.amount_fen;
  }
  paper.account = AccountOnPaper(order);
  paper.amount = order.amount_fen == Fen(0) ? root.amount_fen : order.amount_fen;
  paper.application_id = order.application_id;
  paper.requested_at = order.requested_at;
  paper.starts_at = order.starts_at;
  paper.expires_at = order.expires_at;
  paper.reason = order.reason;
  paper.late_paperwork = order.late_paperwork;
  return FieldsOf(paper, language);
}

Result<document::Fields> QueryFields(Transaction& tx, const Ground& ground,
                                     document::Language language) {
  const Order& order = ground.order;
  QueryPaper paper;
  paper.head = ground.head;
  paper.account = AccountOnPaper(order);
  HT_TRY(paper.holder_identity, IdentityToldOf(tx, order.account_id));
  paper.kind = EnumName(order.kind);
  paper.from = order.asked_from;
  paper.until = order.asked_until;
  paper.application_id = order.application_id;
  return FieldsOf(paper, language);
}

document::Fields FreezeFields(const Ground& ground, document::Language language) {
  const auto& [order, root, record, head] = ground;
  FreezePaper paper;
  paper.head = head;
  paper.account = AccountOnPaper(order);
  paper.amount = order.amount_fen == Fen(0) ? root.amount_fen : order.amount_fen;
  const auto mode = order.freeze_mode ? order.freeze_mode : root.freeze_mode;
  paper.mode = EnumName(mode.value_or(FreezeMode::limit));
  paper.is_renewal = order.kind == OrderKind::freeze_renewal;
  // A renewal begins where the freeze it renews would end.
  const auto begins = paper.is_renewal && root.expires_at ? root.expires_at : order.starts_at;
  paper.from = begins.value_or(order.requested_at);
  const auto ends = order.asked_until ? order.asked_until : order.expires_at;
  paper.until = ends.value_or(AddMonths(paper.from, 6));
  if (!root.former_authority.empty()) {
    paper.former.push_back({Text<80>(root.former_authority.str()),
                            root.former_amount_fen.value_or(Fen(0)), root.former_expires_at});
  }
  paper.application_id = order.application_id;
  return FieldsOf(paper, language);
}

document::Fields LiftFields(const Ground& ground, document::Language language) {
  const auto& [order, root, record, head] = ground;
  LiftPaper paper;
  paper.head = head;
  paper.account = AccountOnPaper(order);
  paper.amount = order.amount_fen;
  if (paper.amount == Fen(0)) paper.amount = root.held_fen.value_or(root.amount_fen);
  paper.freeze_number = root.notice_number.str();
  paper.frozen_at = root.starts_at;
  paper.lifted_at = order.answered_at.value_or(order.requested_at);
  paper.reason = order.reason;
  paper.application_id = order.application_id;
  return FieldsOf(paper, language);
}

Result<document::Fields> FieldsFor(Transaction& tx, std::string_view kind, const Ground& ground,
                                   document::Language language) {
  if (kind == kStopApplication) return StopFields(tx, ground, language);
  if (kind == kFilingDecision) {
    return FieldsOf(FilingPaper{ground.head, ground.record.filed_at}, language);
  }
  if (kind == kFreezeNotice) return FreezeFields(ground, language);
  if (kind == kLiftNotice) return LiftFields(ground, language);
  return QueryFields(tx, ground, language);
}

// A copy in another language bears the number that the bank knows.
std::string NumberFrom(std::string_view kind, const Ground& ground) {
  if (kind == kFilingDecision) return ground.head.filing_number;
  if (kind == kFreezeNotice || kind == kLiftNotice) return ground.order.notice_number.str();
  return "";
}

Result<document::Document> MakeOf(Transaction& tx, std::string_view kind, const Ground& ground,
                                  document::Language language, const auth::Principal& who,
                                  Moment now) {
  document::Order made;
  made.kind = PaperKind(kind);
  made.language = language;
  HT_TRY(made.fields, FieldsFor(tx, kind, ground, language));
  made.unit_id = ground.order.unit_id;
  made.subject = kOrderSubject;
  made.subject_id = ground.order.id;
  made.case_id = ground.order.case_id;
  made.own_number = NumberFrom(kind, ground);
  return document::Make(tx, made, who, now);
}

}  // namespace

std::vector<std::string> PapersOf(const Order& order) {
  if (order.state == OrderState::not_approved) return {};
  if (const auto travelling = TravellingWith(order.kind); !travelling.empty()) {
    if (order.state == OrderState::asked) return {};
    return {travelling.begin(), travelling.end()};
  }
  switch (order.kind) {
    case OrderKind::stop:
    case OrderKind::stop_renewal:
    case OrderKind::payment_stop:
      return {std::string(kStopApplication)};
    case OrderKind::watch:
    case OrderKind::transactions:
    case OrderKind::holder:
    case OrderKind::all_accounts:
      return {std::string(kQueryNotice)};
    default:  // The paper of a return is its round's.
      return {};
  }
}

Status MakeTravelling(Transaction& tx, Order& order, const auth::Principal& who, Moment now) {
  const auto kinds = TravellingWith(order.kind);
  if (kinds.empty()) return {};
  HT_TRY(Ground ground, GroundOf(tx, order));
  for (const std::string_view kind : kinds) {
    HT_TRY(const auto made, MakeOf(tx, kind, ground, document::Language::zh, who, now));
    if (kind != kFilingDecision) order.notice_number = Text<60>(made.number);
  }
  return tx.Update(order);
}

Result<PaperHead> HeadOf(database::Transaction& tx, const registry::Case& record,
                         std::span<const std::int64_t> officer_ids) {
  PaperHead head;
  HT_TRY(const roster::Unit unit, roster::UnitOf(tx, record.unit_id));
  head.unit = unit.name;
  head.case_number = record.number;
  head.filing_number = record.filing_number;
  HT_TRY(const auto victim, tx.Get<registry::Person>(record.victim_id));
  head.victim = victim.name;
  for (const std::int64_t id : officer_ids) {
    HT_TRY(const roster::Officer officer, roster::OfficerOf(tx, id));
    head.officers.push_back({officer.name, officer.number});
  }
  return head;
}

Result<document::Document> MakePaper(database::Transaction& tx, std::int64_t order_id,
                                     const PaperForm& form, const auth::Principal& who,
                                     Moment now) {
  HT_TRY(const Order order, OrderFor(tx, order_id, who));
  const std::vector<std::string> kinds = PapersOf(order);
  if (std::find(kinds.begin(), kinds.end(), form.kind) == kinds.end()) {
    return Invalid({{"kind", "choice", "The order has no such document."}});
  }
  HT_TRY(const Ground ground, GroundOf(tx, order));
  return MakeOf(tx, form.kind, ground, form.language.value_or(document::Language::zh), who, now);
}

void AddPaperRoutes(http::Router& router) {
  router.Query<MadePapers>(
      {"GET", "/api/v1/funds/orders/{id}/documents", std::string(document::kReadRight),
       "The documents of an order, and the kinds that may be made."},
      [](const Call& call, Transaction& tx) -> Result<MadePapers> {
        HT_TRY(const std::int64_t id, call.PathId("id"));
        HT_TRY(const Order order, OrderFor(tx, id, call.who));
        MadePapers papers;
        HT_TRY(papers.items, document::OfSubject(tx, kOrderSubject, id, call.who));
        if (call.who.May(document::kMakeRight)) {
          papers.kinds = PapersOf(order);
        }
        return papers;
      });
  router.Command<PaperForm, document::DocumentView>(
      {"POST", "/api/v1/funds/orders/{id}/documents", std::string(document::kMakeRight),
       "Makes a document of an order."},
      [](const Call& call, const PaperForm& form,
         Transaction& tx) -> Result<document::DocumentView> {
        HT_TRY(const std::int64_t id, call.PathId("id"));
        HT_TRY(const auto made, MakePaper(tx, id, form, call.who, call.now));
        return document::ViewOf(made, call.who);
      });
}

}  // namespace hetang::funds
