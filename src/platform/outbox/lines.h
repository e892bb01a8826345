// The state of each destination of the outbox: how it fares, and whether a person holds it up.
//
// A breaker guards a destination: after kBreakerFailures failures in a row it opens, and nothing is
// tried for a minute; then one message goes as a probe (half open), and its fate closes the breaker
// or opens it again. So a bank that is down costs one attempt a minute, however much waits for it.
// Messages wait meanwhile in their order, and so they do while a person has paused the destination.
// Nothing is ever dropped here, and the deadlines of what waits keep running.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "platform/outbox/outbox.h"

namespace hetang::outbox {

inline constexpr std::int64_t kBreakerFailures = 5;
inline constexpr Duration kBreakerPause = Seconds(60);  // +-25 %, by the jitter of PauseAfter.

enum class Breaker { closed, open, half_open };
BOOST_DESCRIBE_ENUM(Breaker, closed, open, half_open)

// What is kept of a destination from its first failure or pause on.
struct Line {
  std::int64_t id = 0;
  std::string channel;
  std::string destination;
  std::int64_t failures = 0;  // In a row; of any message.
  std::optional<Moment> open_until;
  std::string last_error;  // Free of personal data.
  std::optional<Moment> failed_at;
  std::optional<Moment> paused_at;
  std::int64_t resumed = 0;  // How often; a change tells the dispatcher to try at once.

  Breaker breaker(Moment now) const {
    if (failures < kBreakerFailures) return Breaker::closed;
    return open_until && now < *open_until ? Breaker::open : Breaker::half_open;
  }
};
BOOST_DESCRIBE_STRUCT(Line, (),
                      (id, channel, destination, failures, open_until, last_error, failed_at,
                       paused_at, resumed))

// The line as it is kept, or a new one (id 0) that has never failed.
Result<Line> LineOf(database::Transaction& tx, std::string_view channel,
                    std::string_view destination);
Result<std::vector<Line>> LinesOf(database::Transaction& tx, std::string_view channel);

// What another failure, or a success, makes of the line. `jitter` as in PauseAfter.
void Fail(Line& line, const std::string& error, Moment now, double jitter);
void Recover(Line& line);
Status Keep(database::Transaction& tx, Line& line);

// Holds up everything that waits for a destination; a group of messages that is just leaving may
// still go. Error: conflict (`already_paused`).
Status Pause(database::Transaction& tx, std::string_view channel, std::string_view destination,
             Moment now);
// Lets it go again and tries at once, whatever the breaker says. Error: conflict (`not_paused`),
// when it is neither paused nor failing.
Status Resume(database::Transaction& tx, std::string_view channel, std::string_view destination,
              Moment now);

// What waits for each destination, and how it fares. Those that have neither messages waiting nor a
// line are not there.
struct Backlog {
  Line line;
  std::int64_t waiting = 0;
  std::optional<Moment> oldest_at;  // Of the waiting ones.
  std::int64_t attempts = 0;        // Of the one that goes next,
  std::optional<Moment> next_at;    // and not before this.
};
Result<std::vector<Backlog>> BacklogsOf(database::Transaction& tx, std::string_view channel);

}  // namespace hetang::outbox

namespace hetang::database {
template <>
inline constexpr std::string_view kTable<outbox::Line> = "outbox_line";
}  // namespace hetang::database
