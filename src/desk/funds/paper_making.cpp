#include "desk/funds/paper_making.h"

#include <algorithm>

#include "desk/funds/orders.h"
#include "desk/funds/query_answers.h"

namespace hetang::funds {
namespace {

using database::Transaction;
using http::Call;

// The documents of one order and what may be made next.
struct OrderPapers {
  std::vector<document::DocumentView> items;
  std::vector<std::string> kinds;  // To make; empty without the right.
};
BOOST_DESCRIBE_STRUCT(OrderPapers, (), (items, kinds))

PaperAccount AccountOnPaper(const Order& order) {
  return {order.bank_name, order.account_number, order.account_holder};
}

Result<PaperHead> HeadFor(Transaction& tx, const Order& order, const registry::Case& record) {
  std::vector<std::int64_t> officers{order.operator_id};
  if (order.second_officer_id) officers.push_back(*order.second_officer_id);
  return HeadOf(tx, record, officers);
}

Result<document::Fields> StopFields(Transaction& tx, const Order& order,
                                    const registry::Case& record, document::Language language) {
  StopPaper paper;
  HT_TRY(paper.head, HeadFor(tx, order, record));
  HT_TRY(const auto victim, tx.Get<registry::Person>(record.victim_id));
  paper.victim_identity = victim.identity;
  paper.victim_phone = victim.phone;
  if (order.payment_id) {
    HT_TRY(const auto payment, tx.Get<registry::Payment>(*order.payment_id));
    paper.from = {payment.from_bank_name, payment.from_account, payment.from_holder};
    paper.paid_at = payment.at;
    paper.paid = payment.amount_fen;
  }
  paper.account = AccountOnPaper(order);
  paper.amount = order.amount_fen;
  paper.application_id = order.application_id;
  paper.requested_at = order.requested_at;
  paper.starts_at = order.starts_at;
  paper.expires_at = order.expires_at;
  paper.reason = order.reason;
  paper.late_paperwork = order.late_paperwork;
  return FieldsOf(paper, language);
}

Result<document::Fields> QueryFields(Transaction& tx, const Order& order,
                                     const registry::Case& record, document::Language language) {
  QueryPaper paper;
  HT_TRY(paper.head, HeadFor(tx, order, record));
  paper.account = AccountOnPaper(order);
  HT_TRY(paper.holder_identity, IdentityToldOf(tx, order.account_id));
  paper.kind = EnumName(order.kind);
  paper.from = order.asked_from;
  paper.until = order.asked_until;
  paper.application_id = order.application_id;
  return FieldsOf(paper, language);
}

}  // namespace

std::vector<std::string> PapersOf(const Order& order) {
  if (order.kind == OrderKind::stop) return {std::string(kStopApplication)};
  return {std::string(kQueryNotice)};
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
  HT_TRY(const registry::Case record, registry::CaseFor(tx, order.case_id, who));
  document::Order made;
  made.kind = PaperKind(form.kind);
  made.language = form.language.value_or(document::Language::zh);
  HT_TRY(made.fields, order.kind == OrderKind::stop
                          ? StopFields(tx, order, record, made.language)
                          : QueryFields(tx, order, record, made.language));
  made.unit_id = order.unit_id;
  made.subject = kOrderSubject;
  made.subject_id = order.id;
  made.case_id = order.case_id;
  return document::Make(tx, made, who, now);
}

void AddPaperRoutes(http::Router& router) {
  router.Query<OrderPapers>(
      {"GET", "/api/v1/funds/orders/{id}/documents", std::string(document::kReadRight),
       "The documents of an order, and the kinds that may be made."},
      [](const Call& call, Transaction& tx) -> Result<OrderPapers> {
        HT_TRY(const std::int64_t id, call.PathId("id"));
        HT_TRY(const Order order, OrderFor(tx, id, call.who));
        OrderPapers papers;
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
