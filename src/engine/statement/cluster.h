// The order of a few rows whose times do not tell it (one second, one minute, one day), found by
// their running balances: each row leads from the balance before it to the balance after it, and
// the order wanted is a path that takes every row once.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace hetang::statement {

// A row that moves the balance. Rows stand in the order they have without any proof: by `last_ms`,
// then as in the file.
struct ClusterRow {
  std::int64_t first_ms = 0;
  std::int64_t last_ms = 0;
  bool has_balance = false;
  bool either_way = false;  // Of unknown direction.
  std::int64_t change_fen = 0;
  std::int64_t after_fen = 0;
};

// How much looking may be spent on clusters that resist; shared by all of them.
struct Patience {
  std::int64_t steps = 200'000'000;
};

struct Ordered {
  std::vector<std::uint32_t> order;  // Places in `rows`.
  int breaks = 0;                    // Rows that do not follow the row before, the next included.
};

// `before_fen`: the balance the first row should lead on from, if known. `next_fen`: the balances
// from which the rows after the cluster lead on; empty if not known. The file's order wins where
// balances allow several. A row whose time is over before another begins stands before it.
Ordered OrderCluster(std::span<const ClusterRow> rows, std::optional<std::int64_t> before_fen,
                     std::span<const std::int64_t> next_fen, Patience& patience);

}  // namespace hetang::statement
