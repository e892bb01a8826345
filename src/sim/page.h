// One page of a statement being written: its lines, and what each must count as.
#pragma once

#include <string>
#include <vector>

#include "sim/page_rows.h"
#include "sim/truth.h"

namespace hetang::sim {

struct Page {
  std::string path;   // Below the folder of statements; `pack.zip/inner/name.csv` in a zip.
  std::string sheet;  // Of a workbook.
  std::string kind;
  std::string layout;
  FileFormat format = FileFormat::csv;
  TextForm form;
  std::vector<PageRow> rows;  // Titles, headers and totals among them.
};

std::string_view EncodingName(const Page& page);

// A page of `rows` (indexes of ledger rows, oldest first) in `layout`, with all that is planted.
Page StatementPage(const Town& town, const Ledger& ledger, const Layout& layout,
                   const std::vector<int>& rows, Random& random, Planted& planted);
// The rows again as a second file of one account tells them; `conflicting` with one yuan more.
Page OverlappingPage(const Town& town, const Ledger& ledger, const Layout& layout,
                     const std::vector<int>& rows, int conflicting);
// Tables of whose the accounts are; the accounts are indexes.
Page AccountsPage(const Town& town, const std::vector<int>& accounts);
Page PersonsPage(const Town& town, const std::vector<int>& accounts);
Page SubAccountsPage(const Town& town, const std::vector<int>& accounts);

// Counts the rows of a page that was written; tells the ledger where its rows stand.
FileTruth CountPage(const Page& page, int file, const Town& town, Ledger& ledger, Truth& truth);

}  // namespace hetang::sim
