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
  Moment answered_at;
  std::optional<std::int64_t> converts_order_id;
};
BOOST_DESCRIBE_STRUCT(Hold, (),
                      (id, case_id, account_id, state, held_fen, answered_at, converts_order_id))

// A protective stop keeps the victim's own money, which was never lost.
Result<std::vector<Hold>> HoldsIn(database::Transaction& tx) {
  return tx.Query<Hold>(
      "SELECT id, case_id, account_id, state, held_fen, COALESCE(answered_at, requested_at),"
      " converts_order_id FROM funds_order WHERE held_fen IS NOT NULL AND protective = 0"
      " AND kind IN ('stop', 'payment_stop', 'freeze') ORDER BY id");
}

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
std::vector<Piece> PiecesOfHolds(const std::vector<Hold>& holds) {
  std::map<std::int64_t, const Hold*> freeze_of_stop;
  std::map<std::int64_t, Fen> held;
  for (const Hold& hold : holds) {
    held[hold.id] = hold.held_fen;
    if (hold.converts_order_id) freeze_of_stop[*hold.converts_order_id] = &hold;
  }
  std::vector<Piece> pieces;
  for (const Hold& hold : holds) {
    const auto place = PlaceOf(hold.state);
    if (!place) continue;
    Piece piece;
    piece.case_id = hold.case_id;
    piece.account_id = hold.account_id;
    piece.place = *place;
    piece.amount_fen = piece.held_fen = hold.held_fen;
    piece.at = hold.answered_at;
    piece.subject = "order";
    piece.subject_id = hold.id;
    if (hold.converts_order_id) {
      piece.held_fen = std::max(piece.held_fen, held[*hold.converts_order_id]);
    }
    if (hold.state == OrderState::converted) {
      const auto freeze = freeze_of_stop.find(hold.id);
      const Fen taken = freeze == freeze_of_stop.end() ? Fen(0) : freeze->second->held_fen;
      piece.amount_fen = std::max(Fen(0), hold.held_fen - taken);
    }
    if (piece.amount_fen > Fen(0)) pieces.push_back(std::move(piece));
  }
  return pieces;
}

}  // namespace

Result<LedgerRecords> LedgerRecordsOf(database::Transaction& tx, const registry::Period& period,
                                      const auth::Principal& who) {
  LedgerRecords records;
  HT_TRY(records.cases, registry::LossesOf(tx, period, who));
  for (const registry::CaseLoss& loss : records.cases) {
    records.losses.push_back({loss.id, loss.loss_fen, {}});
  }
  HT_TRY(const auto holds, HoldsIn(tx));
  records.pieces = PiecesOfHolds(holds);
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
