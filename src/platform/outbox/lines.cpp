#include "platform/outbox/lines.h"

#include <cmath>
#include <map>

namespace hetang::outbox {
namespace {

struct Count {
  std::string destination;
  std::int64_t waiting = 0;
  Moment oldest_at;
  std::int64_t head_id = 0;
};
BOOST_DESCRIBE_STRUCT(Count, (), (destination, waiting, oldest_at, head_id))

Line NewLine(std::string_view channel, std::string_view destination) {
  Line line;
  line.channel = channel;
  line.destination = destination;
  return line;
}

}  // namespace

Result<Line> LineOf(database::Transaction& tx, std::string_view channel,
                    std::string_view destination) {
  HT_TRY(auto found, tx.Find<Line>("WHERE channel = :channel AND destination = :destination",
                                   channel, destination));
  if (found.empty()) return NewLine(channel, destination);
  return std::move(found.front());
}

Result<std::vector<Line>> LinesOf(database::Transaction& tx, std::string_view channel) {
  return tx.Find<Line>("WHERE channel = :channel ORDER BY destination", channel);
}

void Fail(Line& line, const std::string& error, Moment now, double jitter) {
  ++line.failures;
  line.last_error = error;
  line.failed_at = now;
  if (line.failures < kBreakerFailures) return;
  const double pause = static_cast<double>(kBreakerPause.ms) * (0.75 + 0.5 * jitter);
  line.open_until = now + Milliseconds(std::llround(pause));
}

void Recover(Line& line) {
  line.failures = 0;
  line.open_until.reset();
}

Status Keep(database::Transaction& tx, Line& line) {
  if (line.id != 0) return tx.Update(line);
  HT_TRY(line.id, tx.Insert(line));
  return {};
}

Status Pause(database::Transaction& tx, std::string_view channel, std::string_view destination,
             Moment now) {
  HT_TRY(Line line, LineOf(tx, channel, destination));
  if (line.paused_at) {
    return hetang::Fail(ErrorCode::conflict, "It is paused already.", "already_paused");
  }
  line.paused_at = now;
  return Keep(tx, line);
}

Status Resume(database::Transaction& tx, std::string_view channel, std::string_view destination,
              Moment now) {
  HT_TRY(Line line, LineOf(tx, channel, destination));
  if (!line.paused_at && line.failures == 0) {
    return hetang::Fail(ErrorCode::conflict, "It is neither paused nor failing.", "not_paused");
  }
  Recover(line);
  line.paused_at.reset();
  ++line.resumed;
  HT_TRY_STATUS(Keep(tx, line));
  HT_TRY_STATUS(
      tx.Execute("UPDATE outbox_message SET next_at = :now WHERE channel = :channel AND "
                 "destination = :destination AND state = 'waiting' AND next_at > :now2",
                 now, channel, destination, now));
  return {};
}

Result<std::vector<Backlog>> BacklogsOf(database::Transaction& tx, std::string_view channel) {
  std::map<std::string, Backlog> backlogs;
  HT_TRY(auto lines, LinesOf(tx, channel));
  for (Line& line : lines) {
    std::string destination = line.destination;
    backlogs[std::move(destination)].line = std::move(line);
  }
  HT_TRY(const auto counts,
         tx.Query<Count>("SELECT destination, COUNT(*) AS waiting, MIN(created_at) AS oldest_at, "
                         "MIN(id) AS head_id FROM outbox_message WHERE channel = :channel AND "
                         "state = 'waiting' GROUP BY destination",
                         channel));
  for (const Count& count : counts) {
    HT_TRY(const Message head, tx.Get<Message>(count.head_id));
    Backlog& backlog = backlogs[count.destination];
    if (backlog.line.id == 0) backlog.line = NewLine(channel, count.destination);
    backlog.waiting = count.waiting;
    backlog.oldest_at = count.oldest_at;
    backlog.attempts = head.attempts;
    backlog.next_at = head.next_at;
  }
  std::vector<Backlog> all;
  for (auto& [destination, backlog] : backlogs) all.push_back(std::move(backlog));
  return all;
}

}  // namespace hetang::outbox
