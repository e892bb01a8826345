// Open deadlines, or an officer's shifts, as a calendar (iCalendar, RFC 5545) that the officer's
// own program may subscribe to.
//
// A feed is read by whoever holds its address, so it says no more than the name of the rule, the
// number of the case and the time. The address carries a random token that is stored as a digest,
// shown once, and ended by the officer who made it.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "platform/deadline/deadline.h"

namespace hetang::deadline {

// The officer's own clocks, all of the units that the officer sees, or the officer's own shifts
// (which whoever answers the feed takes from the rota).
enum class FeedScope { mine, unit, shifts };
BOOST_DESCRIBE_ENUM(FeedScope, mine, unit, shifts)

// What the calendar calls a rule: the words of the page that made the feed, in its language.
struct FeedTitle {
  std::string rule;
  Text<60> title;
};
BOOST_DESCRIBE_STRUCT(FeedTitle, (), (rule, title))

struct Feed {
  std::int64_t id = 0;
  std::int64_t officer_id = 0;
  FeedScope scope = FeedScope::mine;
  std::string token_digest;
  std::string titles;  // JSON of the FeedTitles.
  Moment made_at;
  std::optional<Moment> ended_at;
};
BOOST_DESCRIBE_STRUCT(Feed, (), (id, officer_id, scope, token_digest, titles, made_at, ended_at))

// Stores a feed under the digest of its token. Errors: invalid (too many titles), conflict
// (`feed_limit`: an officer has at most ten).
Result<Feed> MakeFeed(database::Transaction& tx, Feed feed, std::span<const FeedTitle> titles,
                      const journal::Actor& actor, Moment now);
// Those that still answer, the latest first.
Result<std::vector<Feed>> FeedsOf(database::Transaction& tx, std::int64_t officer_id);
// Error: not_found, also for a feed of others and one that has ended.
Status EndFeed(database::Transaction& tx, std::int64_t feed_id, const journal::Actor& actor,
               Moment now);
// Error: not_found, also when it has ended.
Result<Feed> FeedWith(database::Transaction& tx, std::string_view token_digest);
// The title of a rule, or its name where the feed has none.
std::string TitleIn(const Feed& feed, const std::string& rule);

struct CalendarEvent {
  std::string uid;
  std::string summary;
  Moment at;
  std::vector<Duration> alarms;  // So long before.
  // Absent: a moment, which takes nobody's time.
  std::optional<Moment> until = std::nullopt;
};
// The calendar as bytes: CRLF, lines of at most 75 bytes, times in UTC.
std::string WriteCalendar(std::string_view name, std::span<const CalendarEvent> events, Moment now);

}  // namespace hetang::deadline

namespace hetang::database {
template <>
inline constexpr std::string_view kTable<deadline::Feed> = "deadline_feed";
}  // namespace hetang::database
