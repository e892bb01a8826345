// The ledger of saved money: where the money that victims lost is now. It is added up from the
// records each time it is asked for, so that it cannot disagree with them.
//
// Every fen that was lost stands in exactly one place:
//
//   lost = returned + recovered + frozen + stopped + lapsed + released + still_out
//
// `lapsed` ran out and `released` was let go after it had been held, and neither is held any more;
// `still_out` was never held. What is held beyond the loss, because two accounts were stopped for
// the same money or an account held more than this case's, is `over`: it stands beside the sum and
// is not part of it. Saved is what the victims have or can be given: returned and recovered.
// Stopped and frozen money is held, not saved.
//
// The money of one account counts once in a case, in the best place it has reached: an account that
// was stopped, lapsed and is stopped again is stopped. A loss is filled in the order of the places
// above, within a place by time, then account.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/field.h"
#include "base/time.h"

namespace hetang::funds {

// In the order in which a loss is filled.
enum class Place { returned, recovered, frozen, stopped, lapsed, released };
BOOST_DESCRIBE_ENUM(Place, returned, recovered, frozen, stopped, lapsed, released)

// Money of one account, or of a record of recovered money, that one record puts in one place.
struct Piece {
  std::int64_t case_id = 0;
  std::int64_t account_id = 0;  // 0: recovered in another way than from an account.
  Place place = Place::stopped;
  Fen amount_fen;
  Fen held_fen;  // The most that all places of the account can take together, by this record.
  Moment at;
  std::string subject;  // `order`, `return_line`, `recovered`: the record it is read from.
  std::int64_t subject_id = 0;
  // How much of it fills the loss of its case, and how much is held beyond. What is neither is the
  // same money as another piece.
  Fen counted_fen;
  Fen over_fen;
};

// A case that lost something, with what has become of it. A merged case is part of the other.
struct Loss {
  std::int64_t case_id = 0;
  Fen lost_fen;
  Fen still_out_fen;
};

struct LedgerSums {
  Fen lost_fen;
  Fen returned_fen;
  Fen recovered_fen;
  Fen frozen_fen;
  Fen stopped_fen;
  Fen lapsed_fen;
  Fen released_fen;
  Fen still_out_fen;
  Fen over_fen;
  Fen saved_fen;  // Returned and recovered.
};
BOOST_DESCRIBE_STRUCT(LedgerSums, (),
                      (lost_fen, returned_fen, recovered_fen, frozen_fen, stopped_fen, lapsed_fen,
                       released_fen, still_out_fen, over_fen, saved_fen))

// Decides how much of each piece counts. Pieces come in any order and are put in that of filling;
// `losses` gets what is still out. A piece of a case that is not in `losses` is all over.
void FillLosses(std::vector<Loss>& losses, std::vector<Piece>& pieces);

// Adds one loss or piece to sums, so that a row of any grouping can be added up.
void AddTo(LedgerSums& sums, const Loss& loss);
void AddTo(LedgerSums& sums, const Piece& piece);

}  // namespace hetang::funds
