// What an import will change: told apart from what is held, woven, and compared. Pure.
#pragma once

#include <vector>

#include "desk/trail/held.h"
#include "engine/statement/weave.h"

namespace hetang::trail {

// Ids that follow the last ones given.
struct LastIds {
  std::int64_t entry = 0;
  std::int64_t transfer = 0;
};

struct Plan {
  // Staged entries to store, by index, with their ids rising from last.entry + 1, and their hashes.
  std::vector<std::size_t> entries;
  std::vector<std::int64_t> row_hashes;  // One for each of `entries`.
  std::vector<Transfer> added;
  std::vector<Transfer> changed;
  std::vector<std::int64_t> removed;  // One-witness transfers that became half of another one.
  std::vector<Transfer> before;       // The changed and the removed as they were.
  std::vector<Doubt> doubts;
  std::vector<std::int64_t> settled_doubts;  // Held ones whose rows were all woven anew.
  // Of the accounts that got rows: the span their statements reach over, and their opening.
  struct Span {
    std::int64_t account_id = 0;
    std::int64_t from_ms = 0;
    std::int64_t until_ms = 0;
  };
  std::vector<Span> spans;
  std::vector<statement::Opening> openings;
  std::int64_t pairs = 0;
};

// Fills in what only comparing tells in `staging.files`: known, pairs, conflicts, breaks.
Plan MakePlan(Staging& staging, const Resolved& resolved, const Held& held, const LastIds& last,
              std::int64_t import_id);

}  // namespace hetang::trail
