// What the routes of the desk take and answer, beside its records.
#pragma once

#include <optional>
#include <vector>

#include "desk/funds/funds.h"
#include "desk/trail/trail.h"

namespace hetang::funds {

struct OrderRequest {
  std::int64_t case_id = 0;
  std::optional<std::int64_t> payment_id;
  std::string bank_code;
  AccountNumber account;
  PersonName holder;
  Fen amount_fen;
  Text<200> reason;
  std::optional<bool> protective;  // Of the victim's own account.
  std::optional<bool> white_list_confirmed = {};
};
BOOST_DESCRIBE_STRUCT(OrderRequest, (),
                      (case_id, payment_id, bank_code, account, holder, amount_fen, reason,
                       protective, white_list_confirmed))

// A payment at a payment company, by its number.
struct PaymentStopRequest {
  std::int64_t case_id = 0;
  std::optional<std::int64_t> payment_id;
  std::string bank_code;
  Text<64> payment_number;
  PaymentNumberKind payment_number_kind = PaymentNumberKind::company_order;
  Fen amount_fen;
  Text<200> reason;
};
BOOST_DESCRIBE_STRUCT(PaymentStopRequest, (),
                      (case_id, payment_id, bank_code, payment_number, payment_number_kind,
                       amount_fen, reason))

struct PlacedView {
  OrderView order;
  std::vector<std::string> warnings;
};
BOOST_DESCRIBE_STRUCT(PlacedView, (), (order, warnings))

// One account of a list: by its number, as the trail's account, as the payee of a payment of the
// case, as what a claim about the case names, or as an account that an answer in the case has told
// (AnsweredAccount). `bank_code` may be left out where the card's issuer or the register tells it.
struct StopLine {
  std::optional<AccountNumber> number;
  std::optional<std::string> bank_code;
  std::optional<PersonName> holder;
  Fen amount_fen;
  std::optional<std::int64_t> account_id = {};
  std::optional<std::int64_t> payment_id = {};
  std::optional<std::int64_t> claim_id = {};
  std::optional<trail::ClaimEnd> claim_end = {};
  std::optional<std::int64_t> answered_id = {};
  std::optional<bool> white_list_confirmed = {};
};
BOOST_DESCRIBE_STRUCT(StopLine, (),
                      (number, bank_code, holder, amount_fen, account_id, payment_id, claim_id,
                       claim_end, answered_id, white_list_confirmed))

struct StopList {
  std::vector<StopLine> accounts;
  Text<200> reason;
};
BOOST_DESCRIBE_STRUCT(StopList, (), (accounts, reason))

// As a StopLine; of which a stop in force in the case is turned into the freeze.
struct FreezeLine {
  std::optional<AccountNumber> number;
  std::optional<std::string> bank_code;
  std::optional<PersonName> holder;
  Fen amount_fen;  // Of a limited freeze.
  std::optional<std::int64_t> account_id = {};
  std::optional<std::int64_t> payment_id = {};
  std::optional<std::int64_t> claim_id = {};
  std::optional<trail::ClaimEnd> claim_end = {};
  std::optional<std::int64_t> answered_id = {};
};
BOOST_DESCRIBE_STRUCT(FreezeLine, (),
                      (number, bank_code, holder, amount_fen, account_id, payment_id, claim_id,
                       claim_end, answered_id))

struct FreezeList {
  std::vector<FreezeLine> accounts;
  FreezeMode mode = FreezeMode::limit;
  std::optional<Moment> until;
  std::optional<Text<60>> notice_number;  // Of a notice numbered elsewhere.
  Text<200> reason;
};
BOOST_DESCRIBE_STRUCT(FreezeList, (), (accounts, mode, until, notice_number, reason))

struct QueryLine {
  std::optional<AccountNumber> number;
  std::optional<std::string> bank_code;
  std::optional<PersonName> holder;
  std::optional<std::int64_t> account_id = {};
  std::optional<std::int64_t> payment_id = {};
  std::optional<std::int64_t> claim_id = {};
  std::optional<trail::ClaimEnd> claim_end = {};
  std::optional<std::int64_t> answered_id = {};
};
BOOST_DESCRIBE_STRUCT(QueryLine, (),
                      (number, bank_code, holder, account_id, payment_id, claim_id, claim_end,
                       answered_id))

struct QueryList {
  OrderKind kind = OrderKind::transactions;
  std::optional<QueryMode> mode;  // Quick unless said.
  std::vector<QueryLine> accounts;
  std::optional<Moment> from;
  std::optional<Moment> to;
};
BOOST_DESCRIBE_STRUCT(QueryList, (), (kind, mode, accounts, from, to))

// What became of a list: each account of it is in one of the two, with its place in the list.
struct PlacedLine {
  std::int64_t index = 0;
  AccountNumber number;
  OrderView order;
  std::vector<std::string> warnings;
};
BOOST_DESCRIBE_STRUCT(PlacedLine, (), (index, number, order, warnings))

struct RefusedLine {
  std::int64_t index = 0;
  AccountNumber number;
  std::string rule;
  std::string message;
};
BOOST_DESCRIBE_STRUCT(RefusedLine, (), (index, number, rule, message))

struct ListedOrders {
  std::vector<PlacedLine> placed;
  std::vector<RefusedLine> refused;
};
BOOST_DESCRIBE_STRUCT(ListedOrders, (), (placed, refused))

// The modes of freeze that a bank's profile carries.
struct BankModes {
  std::string bank_code;
  std::vector<FreezeMode> modes;
};
BOOST_DESCRIBE_STRUCT(BankModes, (), (bank_code, modes))

struct BankList {
  std::vector<Bank> items;
  std::vector<BankModes> freeze_modes;  // Of each item whose profile is known.
};
BOOST_DESCRIBE_STRUCT(BankList, (), (items, freeze_modes))

struct OrderList {
  std::vector<OrderView> items;
};
BOOST_DESCRIBE_STRUCT(OrderList, (), (items))

struct RuleList {
  std::vector<Rule> items;
};
BOOST_DESCRIBE_STRUCT(RuleList, (), (items))

}  // namespace hetang::funds
