// The rows of one statement page: what a ledger row looks like in a layout, and the rows that are
// there but should not be (doubled, refused, of a failed query), each with what it must count as.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/ledger.h"
#include "sim/random.h"
#include "sim/sheet_files.h"
#include "sim/town.h"

namespace hetang::sim {

enum class Meaning { not_data, entry_new, entry_known, failed, query_failure, other, refused };

struct PageRow {
  Line line;
  Meaning meaning = Meaning::not_data;
  std::string reason;    // Of a refused one.
  int ledger_row = -1;   // Whose first telling it is.
  int doubled_row = -1;  // Told a second time though it is the same movement: a second transfer.
  bool undirected = false;
  bool conflict = false;
};

std::vector<Cell> HeaderOf(const Layout& layout);
// `amount_fen` may differ from what the books say.
std::vector<Cell> CellsOf(const Town& town, const LedgerRow& row, const Layout& layout,
                          std::int64_t amount_fen);

// Puts among the rows of a page those that must be refused, known, or counted otherwise.
void PlantRows(const Town& town, const Ledger& ledger, const Layout& layout, Random& random,
               Planted& planted, std::vector<PageRow>& rows);

}  // namespace hetang::sim
