// The records that the ledger is added up from, read from the tables of the desk.
#pragma once

#include <map>
#include <vector>

#include "desk/funds/ledger.h"
#include "desk/register/register.h"

namespace hetang::funds {

// The cases of a period and every piece that belongs to them, filled.
struct LedgerRecords {
  std::vector<registry::CaseLoss> cases;  // By id; `losses` in the same order.
  std::vector<Loss> losses;
  std::vector<Piece> pieces;
};
Result<LedgerRecords> LedgerRecordsOf(database::Transaction& tx, const registry::Period& period,
                                      const auth::Principal& who);

}  // namespace hetang::funds
