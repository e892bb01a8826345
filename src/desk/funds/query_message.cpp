#include "desk/funds/query_message.h"

namespace hetang::funds {
namespace {

constexpr const char* kIdentityCard = "01";

bank::InquiryMode WireMode(QueryMode mode) {
  switch (mode) {
    case QueryMode::basic:
      return bank::InquiryMode::basic;
    case QueryMode::transactions:
      return bank::InquiryMode::transactions;
    case QueryMode::both:
      return bank::InquiryMode::both;
    case QueryMode::quick:
      return bank::InquiryMode::quick;
  }
  return bank::InquiryMode::quick;
}

bank::QueryTarget TargetFor(const Order& order) {
  return {bank::SubjectType::natural, Text<12>(order.bank_code), Text<100>(order.bank_name.str()),
          Known(order.account_holder), order.account_number};
}

bank::TransactionsQuery TransactionsFor(const QueryWish& wish, const Order& order) {
  bank::TransactionsQuery query;
  query.target = TargetFor(order);
  query.inquiry_mode = WireMode(wish.mode);
  query.inquiry_period_start = wish.from;
  query.inquiry_period_end = wish.until;
  query.reason = Text<500>(order.reason.str());
  return query;
}

bank::HolderQuery HolderFor(const Order& order) {
  bank::HolderQuery query;
  query.target = TargetFor(order);
  query.reason = Text<500>(order.reason.str());
  return query;
}

bank::AccountsQuery AccountsFor(const Order& order, const IdentityNumber& identity) {
  bank::AccountsQuery query;
  query.subject.bank_id = Text<12>(order.bank_code);
  query.subject.bank_name = Text<100>(order.bank_name.str());
  query.subject.account_subject_name = Known(order.account_holder);
  query.subject.account_credential_number = Known(identity);
  if (!identity.empty()) query.subject.account_credential_type = kIdentityCard;
  query.inquiry_mode = bank::AccountsInquiryMode::with_measures;
  return query;
}

}  // namespace

bank::Body QueryFor(const QueryWish& wish, const Order& order, const Signers& signers,
                    const IdentityNumber& identity) {
  const auto signed_by = [&](auto query) -> bank::Body {
    query.head = HeadFor(wish.record, order);
    query.tail = TailFor(order, signers);
    return query;
  };
  if (order.kind == OrderKind::holder) return signed_by(HolderFor(order));
  if (order.kind == OrderKind::all_accounts) return signed_by(AccountsFor(order, identity));
  return signed_by(TransactionsFor(wish, order));
}

}  // namespace hetang::funds
