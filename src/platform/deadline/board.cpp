#include "platform/deadline/board.h"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <limits>
#include <map>
#include <tuple>

#include <fmt/core.h>

namespace hetang::deadline {
namespace {

constexpr Moment kFirst{std::numeric_limits<std::int64_t>::min()};
constexpr Moment kLast{std::numeric_limits<std::int64_t>::max()};

bool Earlier(const Deadline& a, const Deadline& b) {
  return std::tie(a.due_at, a.id) < std::tie(b.due_at, b.id);
}

// What all lists have in common: the due times of the page, from the cursor on.
struct Span {
  Cursor after{kFirst, 0};
  Moment before = kLast;
};

Span SpanOf(const Wanted& wanted, const std::optional<Cursor>& after) {
  Span span;
  if (wanted.due_from) span.after = {*wanted.due_from, std::numeric_limits<std::int64_t>::min()};
  if (after && std::tie(after->due_at, after->id) > std::tie(span.after.due_at, span.after.id)) {
    span.after = *after;
  }
  span.before = wanted.due_before.value_or(kLast);
  return span;
}

// The clocks of one unit, narrowed by the one thing that has an index beside the unit.
Result<std::vector<Deadline>> OfUnit(database::Transaction& tx, std::int64_t unit,
                                     const Wanted& wanted, const Span& span, std::int64_t limit) {
  const auto find = [&](std::string_view narrowed, const auto&... value) {
    return tx.Find<Deadline>(
        fmt::format("WHERE unit_id = :unit {}AND state = 'open' AND (due_at, id) > "
                    "(:after_at, :after_id) AND due_at < :before ORDER BY due_at, id LIMIT :limit",
                    narrowed),
        unit, value..., span.after.due_at, span.after.id, span.before, limit);
  };
  if (!wanted.rule.empty() && !wanted.desk.empty()) {
    return find("AND rule = :rule AND desk = :desk ", wanted.rule, wanted.desk);
  }
  if (!wanted.rule.empty()) return find("AND rule = :rule ", wanted.rule);
  if (!wanted.desk.empty()) return find("AND desk = :desk ", wanted.desk);
  return find("");
}

bool Matches(const Deadline& clock, const Wanted& wanted) {
  if (!wanted.rule.empty() && clock.rule != wanted.rule) return false;
  if (!wanted.desk.empty() && clock.desk != wanted.desk) return false;
  return std::find(wanted.units.begin(), wanted.units.end(), clock.unit_id) != wanted.units.end();
}

// An officer's own clocks are few; what does not match is passed over group by group.
Result<std::vector<Deadline>> OfOfficer(database::Transaction& tx, std::int64_t officer,
                                        const Wanted& wanted, Span span, std::int64_t limit) {
  std::vector<Deadline> matching;
  while (static_cast<std::int64_t>(matching.size()) < limit) {
    HT_TRY(auto found,
           tx.Find<Deadline>("WHERE officer_id = :officer AND state = 'open' AND (due_at, id) > "
                             "(:after_at, :after_id) AND due_at < :before "
                             "ORDER BY due_at, id LIMIT :limit",
                             officer, span.after.due_at, span.after.id, span.before, limit));
    if (found.empty()) break;
    span.after = {found.back().due_at, found.back().id};
    for (Deadline& clock : found) {
      if (Matches(clock, wanted)) matching.push_back(std::move(clock));
    }
  }
  return matching;
}

constexpr std::string_view kCount =
    "SELECT rule, COUNT(*), SUM(CASE WHEN due_at < :now THEN 1 ELSE 0 END) FROM deadline_clock "
    "WHERE unit_id = :unit AND state = 'open' ";

Result<std::vector<RuleCount>> CountIn(database::Transaction& tx, const Wanted& wanted,
                                       std::int64_t unit, Moment now) {
  const auto count = [&](std::string_view narrowed, const auto&... value) {
    // Without a span of time the index by rule holds all that is asked for.
    if (!wanted.due_from && !wanted.due_before) {
      return tx.Query<RuleCount>(fmt::format("{}{}GROUP BY rule", kCount, narrowed), now, unit,
                                 value...);
    }
    return tx.Query<RuleCount>(
        fmt::format("{}{}AND due_at >= :since AND due_at < :before GROUP BY rule", kCount,
                    narrowed),
        now, unit, value..., wanted.due_from.value_or(kFirst), wanted.due_before.value_or(kLast));
  };
  if (wanted.officer_id && !wanted.desk.empty()) {
    return count("AND officer_id = :officer AND desk = :desk ", *wanted.officer_id, wanted.desk);
  }
  if (wanted.officer_id) return count("AND officer_id = :officer ", *wanted.officer_id);
  if (!wanted.desk.empty()) return count("AND desk = :desk ", wanted.desk);
  return count("");
}

}  // namespace

std::string CursorText(const Cursor& cursor) {
  return fmt::format("{}-{}", cursor.due_at.ms, cursor.id);
}

std::optional<Cursor> ParseCursor(std::string_view text) {
  Cursor cursor;
  const char* end = text.data() + text.size();
  const auto due = std::from_chars(text.data(), end, cursor.due_at.ms);
  if (due.ec != std::errc() || due.ptr == end || *due.ptr != '-') return std::nullopt;
  const auto id = std::from_chars(due.ptr + 1, end, cursor.id);
  if (id.ec != std::errc() || id.ptr != end || cursor.id < 0) return std::nullopt;
  return cursor;
}

Result<Board> BoardOf(database::Transaction& tx, const Wanted& wanted,
                      const std::optional<Cursor>& after, std::int64_t limit) {
  const Span span = SpanOf(wanted, after);
  std::vector<Deadline> found;
  if (wanted.officer_id) {
    HT_TRY(found, OfOfficer(tx, *wanted.officer_id, wanted, span, limit + 1));
  } else {
    for (const std::int64_t unit : wanted.units) {
      HT_TRY(auto more, OfUnit(tx, unit, wanted, span, limit + 1));
      std::move(more.begin(), more.end(), std::back_inserter(found));
    }
    std::sort(found.begin(), found.end(), Earlier);
  }
  Board board;
  const bool more = static_cast<std::int64_t>(found.size()) > limit;
  if (more) found.resize(static_cast<std::size_t>(limit));
  board.clocks = std::move(found);
  if (more) board.next = Cursor{board.clocks.back().due_at, board.clocks.back().id};
  return board;
}

Result<std::vector<RuleCount>> CountsOf(database::Transaction& tx, const Wanted& wanted,
                                        Moment now) {
  std::map<std::string, RuleCount> counts;
  for (const std::int64_t unit : wanted.units) {
    HT_TRY(const auto counted, CountIn(tx, wanted, unit, now));
    for (const RuleCount& each : counted) {
      if (!wanted.rule.empty() && each.rule != wanted.rule) continue;
      RuleCount& count = counts[each.rule];
      count.rule = each.rule;
      count.open += each.open;
      count.overdue += each.overdue;
    }
  }
  std::vector<RuleCount> by_rule;
  for (auto& [rule, count] : counts) by_rule.push_back(std::move(count));
  return by_rule;
}

}  // namespace hetang::deadline
