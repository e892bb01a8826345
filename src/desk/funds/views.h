// What the routes of the desk take and answer, beside its records.
#pragma once

#include <optional>
#include <vector>

#include "desk/funds/funds.h"

namespace hetang::funds {

struct OrderRequest {
  std::int64_t case_id = 0;
  std::optional<std::int64_t> payment_id;
  std::string bank_code;
  AccountNumber account;
  PersonName holder;
  Fen amount_fen;
  Text<200> reason;
};
BOOST_DESCRIBE_STRUCT(OrderRequest, (),
                      (case_id, payment_id, bank_code, account, holder, amount_fen, reason))

struct PlacedView {
  OrderView order;
  std::vector<std::string> warnings;
};
BOOST_DESCRIBE_STRUCT(PlacedView, (), (order, warnings))

struct BankList {
  std::vector<Bank> items;
};
BOOST_DESCRIBE_STRUCT(BankList, (), (items))

struct RuleList {
  std::vector<Rule> items;
};
BOOST_DESCRIBE_STRUCT(RuleList, (), (items))

}  // namespace hetang::funds
