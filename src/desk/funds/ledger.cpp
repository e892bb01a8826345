#include "desk/funds/ledger.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

namespace hetang::funds {
namespace {

// Returned and recovered money has left its account: only in the other places can two pieces of an
// account be the same money.
bool IsOfAccount(const Piece& piece) {
  return piece.place != Place::returned && piece.place != Place::recovered;
}

bool IsHeld(Place place) { return place != Place::lapsed && place != Place::released; }

// What each account held at most, less what its better places have taken.
class AccountRoom {
 public:
  explicit AccountRoom(const std::vector<Piece>& pieces) {
    for (const Piece& piece : pieces) {
      if (!IsOfAccount(piece)) continue;
      Fen& most = room_[{piece.case_id, piece.account_id}];
      most = std::max({most, piece.held_fen, piece.amount_fen});
    }
  }

  Fen Take(const Piece& piece) {
    if (!IsOfAccount(piece)) return piece.amount_fen;
    Fen& room = room_[{piece.case_id, piece.account_id}];
    const Fen taken = std::min(room, piece.amount_fen);
    room -= taken;
    return taken;
  }

 private:
  std::map<std::pair<std::int64_t, std::int64_t>, Fen> room_;
};

}  // namespace

void FillLosses(std::vector<Loss>& losses, std::vector<Piece>& pieces) {
  std::map<std::int64_t, Loss*> loss_of;
  for (Loss& loss : losses) {
    loss.still_out_fen = loss.lost_fen;
    loss_of[loss.case_id] = &loss;
  }
  std::sort(pieces.begin(), pieces.end(), [](const Piece& a, const Piece& b) {
    return std::tie(a.case_id, a.place, a.at, a.account_id, a.subject, a.subject_id) <
           std::tie(b.case_id, b.place, b.at, b.account_id, b.subject, b.subject_id);
  });
  AccountRoom rooms(pieces);
  for (Piece& piece : pieces) {
    const Fen own = rooms.Take(piece);
    const auto found = loss_of.find(piece.case_id);
    Fen none;
    Fen& open = found == loss_of.end() ? none : found->second->still_out_fen;
    piece.counted_fen = std::min(own, open);
    open -= piece.counted_fen;
    piece.over_fen = IsHeld(piece.place) ? own - piece.counted_fen : Fen(0);
  }
}

void AddTo(LedgerSums& sums, const Loss& loss) {
  sums.lost_fen += loss.lost_fen;
  sums.still_out_fen += loss.still_out_fen;
}

void AddTo(LedgerSums& sums, const Piece& piece) {
  Fen* const places[] = {&sums.returned_fen, &sums.recovered_fen, &sums.frozen_fen,
                         &sums.stopped_fen,  &sums.lapsed_fen,    &sums.released_fen};
  *places[static_cast<std::size_t>(piece.place)] += piece.counted_fen;
  sums.over_fen += piece.over_fen;
  if (piece.place == Place::returned || piece.place == Place::recovered) {
    sums.saved_fen += piece.counted_fen;
  }
}

}  // namespace hetang::funds
