#include "desk/funds/ledger_records.h"

#include <algorithm>
#include <set>

#include "desk/funds/order_states.h"

namespace hetang::funds {
namespace {

// A stop or a freeze that the bank carried out, reduced to what the ledger needs of it.
struct Hold {
  std::int64_t id = 0;
  std::int64_t case_id = 0;
  std::int64_t account_id = 0;
  OrderState state = OrderState::stopped;
  Fen held_fen;
  Fen let_go_fen;
  Moment answered_at;
  std::optional<std::int64_t> converts_order_id;
};
BOOST_DESCRIBE_STRUCT(Hold, (),
                      (id, case_id, account_id, state, held_fen, let_go_fen, answered_at,
                       converts_order_id))

// A protective stop keeps the victim's own money, which was never lost.
Result<std::vector<Hold>> HoldsIn(database::Transaction& tx) {
  return tx.Query<Hold>(
      "SELECT id, case_id, account_id, state, held_fen, let_go_fen,"
      " COALESCE(answered_at, requested_at), converts_order_id FROM funds_order WHERE held_fen IS "
      "NOT NULL AND protective = 0"
      " AND kind IN ('stop', 'payment_stop', 'freeze') ORDER BY id");
}

// What a bank has given to one victim in a round of return.
struct ReturnLine {
  std::int64_t id = 0;
  std::int64_t case_id = 0;
  std::int64_t account_id = 0;
  std::optional<std::int64_t> order_id;
  std::optional<std::int64_t> recovered_id;
  Fen executed_fen;
  Moment at;
};
BOOST_DESCRIBE_STRUCT(ReturnLine, (),
                      (id, case_id, account_id, order_id, recovered_id, executed_fen, at))

Result<std::vector<ReturnLine>> ReturnLinesIn(database::Transaction& tx) {
  return tx.Query<ReturnLine>(
      "SELECT c.id, c.case_id, r.account_id, r.order_id, r.recovered_id, c.executed_fen,"
      " COALESCE(r.executed_at, r.opened_at) FROM funds_return_claim c JOIN funds_return_round r"
      " ON r.id = c.round_id WHERE c.executed_fen > 0 ORDER BY c.id");
}

struct RecoveredSum {
  std::int64_t id = 0;
  std::int64_t case_id = 0;
  Fen amount_fen;
  Moment at;
};
BOOST_DESCRIBE_STRUCT(RecoveredSum, (), (id, case_id, amount_fen, at))

// What rounds have given out of each freeze and each record of recovered money.
struct GivenOut {
  std::map<std::int64_t, Fen> of_order;
  std::map<std::int64_t, Fen> of_recovered;
};

std::optional<Place> PlaceOf(OrderState state) {
  switch (state) {
    case OrderState::stopped:
    case OrderState::stopped_short:
      return Place::stopped;
    case OrderState::frozen:
    case OrderState::frozen_in_part:
      return Place::frozen;
    case OrderState::expired:
    case OrderState::converted:  // What its freeze did not take.
      return Place::lapsed;
    case OrderState::released:
      return Place::released;
    default:
      return std::nullopt;
  }
}

// The pieces of stops and freezes. A stop and the freeze made of it are one chain: what the freeze
// took is the freeze's.
void AddHolds(const std::vector<Hold>& holds, GivenOut& given, std::vector<Piece>& pieces) {
  std::map<std::int64_t, const Hold*> freeze_of_stop;
  std::map<std::int64_t, Fen> held;
  for (const Hold& hold : holds) {
    held[hold.id] = hold.held_fen;
    if (hold.converts_order_id) freeze_of_stop[*hold.converts_order_id] = &hold;
  }
  for (const Hold& hold : holds) {
    const auto place = PlaceOf(hold.state);
    if (!place) continue;
    Piece piece;
    piece.case_id = hold.case_id;
    piece.account_id = hold.account_id;
    piece.place = *place;
    piece.amount_fen = hold.held_fen - given.of_order[hold.id];
    piece.held_fen = hold.held_fen + hold.let_go_fen;
    piece.at = hold.answered_at;
    piece.subject = "order";
    piece.subject_id = hold.id;
    if (hold.converts_order_id) {
      piece.held_fen = std::max(piece.held_fen, held[*hold.converts_order_id]);
    }
    piece.held_fen -= given.of_order[hold.id];
    if (hold.state == OrderState::converted) {
      const auto freeze = freeze_of_stop.find(hold.id);
      const Fen taken = freeze == freeze_of_stop.end() ? Fen(0) : freeze->second->held_fen;
      piece.amount_fen = piece.held_fen = std::max(Fen(0), hold.held_fen - taken);
    }
    if (piece.amount_fen > Fen(0)) pieces.push_back(piece);
    if (hold.let_go_fen == Fen(0)) continue;
    piece.place = Place::released;
    piece.amount_fen = hold.let_go_fen;
    pieces.push_back(std::move(piece));
  }
}

void AddReturns(const std::vector<ReturnLine>& lines, GivenOut& given, std::vector<Piece>& pieces) {
  for (const ReturnLine& line : lines) {
    if (line.order_id) given.of_order[*line.order_id] += line.executed_fen;
    if (line.recovered_id) given.of_recovered[*line.recovered_id] += line.executed_fen;
    pieces.push_back({line.case_id,
                      line.account_id,
                      Place::returned,
                      line.executed_fen,
                      {},
                      line.at,
                      "return_line",
                      line.id,
                      {},
                      {}});
  }
}

void AddRecovered(const std::vector<RecoveredSum>& records, GivenOut& given,
                  std::vector<Piece>& pieces) {
  for (const RecoveredSum& record : records) {
    const Fen left = record.amount_fen - given.of_recovered[record.id];
    if (left <= Fen(0)) continue;
    pieces.push_back(
        {record.case_id, 0, Place::recovered, left, {}, record.at, "recovered", record.id, {}, {}});
  }
}

}  // namespace

Result<LedgerRecords> LedgerRecordsOf(database::Transaction& tx, const registry::Period& period,
                                      const auth::Principal& who) {
  LedgerRecords records;
  HT_TRY(records.cases, registry::LossesOf(tx, period, who));
  for (const registry::CaseLoss& loss : records.cases) {
    records.losses.push_back({loss.id, loss.loss_fen, {}});
  }
  HT_TRY(const auto lines, ReturnLinesIn(tx));
  HT_TRY(const auto recovered, tx.Query<RecoveredSum>("SELECT id, case_id, amount_fen, at FROM"
                                                      " funds_recovered ORDER BY id"));
  HT_TRY(const auto holds, HoldsIn(tx));
  GivenOut given;
  AddReturns(lines, given, records.pieces);
  AddRecovered(recovered, given, records.pieces);
  AddHolds(holds, given, records.pieces);
  HT_TRY(const auto merged, registry::MergedCases(tx));
  for (Piece& piece : records.pieces) {
    if (const auto into = merged.find(piece.case_id); into != merged.end()) {
      piece.case_id = into->second;
    }
  }
  std::set<std::int64_t> seen;
  for (const registry::CaseLoss& loss : records.cases) seen.insert(loss.id);
  std::erase_if(records.pieces, [&](const Piece& piece) { return !seen.contains(piece.case_id); });
  FillLosses(records.losses, records.pieces);
  return records;
}

}  // namespace hetang::funds
