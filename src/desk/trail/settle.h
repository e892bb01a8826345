// Doubts about which rows are one transfer, and a person who settles them. What she decides changes
// the transfers at once and goes before every rule of weaving in later imports, until it is taken
// back.
#pragma once

#include "desk/trail/rows.h"
#include "platform/auth/auth.h"

namespace hetang::trail {

// `same`: the one row of `outs` and the one of `ins` are one transfer. Else: no row of `outs` is
// one with any of `ins`.
struct SettleForm {
  std::vector<std::int64_t> outs;
  std::vector<std::int64_t> ins;
  bool same = false;
  Text<400> note;
};
BOOST_DESCRIBE_STRUCT(SettleForm, (), (outs, ins, same, note))

struct SettlementView {
  std::int64_t id = 0;
  std::int64_t case_id = 0;
  bool same = false;
  std::vector<EntryRow> outs;
  std::vector<EntryRow> ins;
  Text<400> note;
  std::string officer_name;
  Moment made_at;
  std::optional<Moment> withdrawn_at;
};
BOOST_DESCRIBE_STRUCT(SettlementView, (),
                      (id, case_id, same, outs, ins, note, officer_name, made_at, withdrawn_at))

struct DoubtView {
  std::int64_t id = 0;
  std::vector<EntryRow> outs;
  std::vector<EntryRow> ins;
};
BOOST_DESCRIBE_STRUCT(DoubtView, (), (id, outs, ins))
struct DoubtList {
  std::vector<DoubtView> items;
  std::vector<SettlementView> settled;
};
BOOST_DESCRIBE_STRUCT(DoubtList, (), (items, settled))
// The newest hundred of each.
Result<DoubtList> DoubtsIn(database::Transaction& tx);

// Errors: not_found (the case, the doubt), forbidden, invalid (no rows, a row of another doubt or
// named twice, no note), conflict (`doubt_settled`; `said_apart`, `said_same`: another decision
// that stands says otherwise).
Result<SettlementView> Settle(database::Transaction& tx, std::int64_t case_id,
                              std::int64_t doubt_id, const SettleForm& form,
                              const auth::Principal& who, Moment now);
// Errors: not_found, forbidden, invalid (no note), conflict (`already_withdrawn`).
Result<SettlementView> Unsettle(database::Transaction& tx, std::int64_t settlement_id,
                                const Text<400>& note, const auth::Principal& who, Moment now);

}  // namespace hetang::trail
