// The board of everything that lapses next: open deadlines by when they fall due, in pages.
//
// Every list is read along one index of open clocks only, from the cursor on, so that a page costs
// the same on the first of a million clocks as on the last.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "platform/deadline/deadline.h"

namespace hetang::deadline {

// Which open clocks. What is absent or empty does not narrow.
struct Wanted {
  std::vector<std::int64_t> units;  // Those the reader sees; none: nothing is found.
  std::string desk;
  std::string rule;
  std::optional<std::int64_t> officer_id;
  std::optional<Moment> due_from;    // At or after.
  std::optional<Moment> due_before;  // Overdue: now.
};

// Where a page ended: the next one begins after it. Written `due_ms-id`.
struct Cursor {
  Moment due_at;
  std::int64_t id = 0;
};
std::string CursorText(const Cursor& cursor);
std::optional<Cursor> ParseCursor(std::string_view text);

struct Board {
  std::vector<Deadline> clocks;  // By due time, then id.
  std::optional<Cursor> next;    // Absent on the last page.
};
Result<Board> BoardOf(database::Transaction& tx, const Wanted& wanted,
                      const std::optional<Cursor>& after, std::int64_t limit);

// How many of these are open, by rule, and how many of them overdue at `now`.
struct RuleCount {
  std::string rule;
  std::int64_t open = 0;
  std::int64_t overdue = 0;
};
BOOST_DESCRIBE_STRUCT(RuleCount, (), (rule, open, overdue))
Result<std::vector<RuleCount>> CountsOf(database::Transaction& tx, const Wanted& wanted,
                                        Moment now);

}  // namespace hetang::deadline
