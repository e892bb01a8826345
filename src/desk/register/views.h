// What the page reads of the register: the list, the case in one piece, its timeline.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "desk/register/filing.h"
#include "desk/register/register.h"

namespace hetang::registry {

// The columns of a line which the register itself knows.
struct CaseRow {
  std::int64_t id = 0;
  std::string number;
  CaseState state = CaseState::taken_in;
  std::optional<FraudType> fraud_type;
  Fen loss_fen;
  std::int64_t payments = 0;
  PersonName victim_name;
  Moment taken_at;
  Moment began_at;
  std::int64_t unit_id = 0;
};
BOOST_DESCRIBE_STRUCT(CaseRow, (),
                      (id, number, state, fraud_type, loss_fen, payments, victim_name, taken_at,
                       began_at, unit_id))

// A case in the list, with what the funds desk knows of it.
struct CaseLine : CaseRow {
  std::int64_t orders_open = 0;
  Fen stopped_fen;
};
BOOST_DESCRIBE_STRUCT(CaseLine, (CaseRow), (orders_open, stopped_fen))

struct CaseView {
  Case record;
  Person victim;
  std::vector<Payment> payments;
  std::vector<Identifier> identifiers;
  boost::json::value orders;  // Of the desk funds.
  std::vector<deadline::Deadline> clocks;
  std::vector<Filing> filings;
  std::vector<std::int64_t> merged;  // Cases merged into this one.
  std::vector<std::string> actions;
};
BOOST_DESCRIBE_STRUCT(CaseView, (),
                      (record, victim, payments, identifiers, orders, clocks, filings, merged,
                       actions))

struct TimelineItem {
  std::int64_t position = 0;
  Moment at;
  std::int64_t officer_id = 0;
  std::string officer_name;  // Empty: the program itself.
  std::string desk;
  std::string act;
  std::string subject;
  std::int64_t subject_id = 0;
  std::string why;
  boost::json::value facts;
};
BOOST_DESCRIBE_STRUCT(TimelineItem, (),
                      (position, at, officer_id, officer_name, desk, act, subject, subject_id, why,
                       facts))

// The newest cases first, below the cursor.
struct ListQuery {
  std::optional<CaseState> state;
  std::string text;  // Not empty: only cases this text leads to.
  http::PageRequest page;
};
Result<http::Page<CaseLine>> CasesOf(database::Transaction& tx, const ListQuery& query,
                                     const auth::Principal& who, const OrderSums& sums);

Result<CaseView> ViewOf(database::Transaction& tx, const Case& record, const auth::Principal& who,
                        const LaterDesks& later, Reveal reveal);

Result<std::vector<TimelineItem>> TimelineOf(database::Transaction& tx, std::int64_t case_id);

}  // namespace hetang::registry
