#include <spdlog/spdlog.h>

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <random>
#include <thread>
#include <unordered_map>
#include <vector>

#include "base/bell.h"
#include "base/check.h"
#include "platform/outbox/lines.h"
#include "platform/outbox/outbox.h"

namespace hetang::outbox {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

// Messages of one destination are taken in groups, and a group is marked as sent by one command. A
// group also ends after a while, so that little is sent again should the program be killed.
constexpr std::int64_t kGroup = 64;
constexpr milliseconds kGroupTime{250};
// The scheduler hears of commits. It looks by itself for what other programs have put, and more
// often when a pause is to end: the clock may be one that is set.
constexpr milliseconds kLookAgain{1000};
constexpr milliseconds kLookForPauses{50};
constexpr Duration kLongestPause = Seconds(75);

// The first waiting destination, then always the next one: the other messages of a destination are
// not read, however many wait.
constexpr std::string_view kWaitingDestinations =
    "SELECT destination FROM (WITH RECURSIVE found (destination) AS ("
    "SELECT MIN(destination) FROM outbox_message WHERE channel = :channel AND state = 'waiting' "
    "UNION ALL SELECT (SELECT MIN(m.destination) FROM outbox_message m WHERE m.channel = :channel2 "
    "AND m.state = 'waiting' AND m.destination > found.destination) FROM found "
    "WHERE found.destination IS NOT NULL) SELECT destination FROM found) AS waiting "
    "WHERE destination IS NOT NULL";

// Equal for equal messages, so that a simulated year is the same each time.
double JitterOf(const Message& message) {
  std::mt19937_64 random(static_cast<std::uint64_t>(message.id * 1000 + message.attempts));
  return std::uniform_real_distribution<double>()(random);
}

// What the workers know of one destination.
struct Lane {
  bool taken = false;  // Ready or at work: nobody else may take it.
  bool more = false;   // Something may have been put meanwhile.
  bool failing = false;
  std::int64_t lost_marks = 0;  // Times in a row that the database did not take what was sent.
  std::int64_t resumed = 0;     // As the line in the database said last.
  Moment not_before;
};

struct Outcome {
  bool failed = false;
  bool more = false;
  bool marked = true;
  Moment not_before;
};

class ThreadedDispatcher final : public Dispatcher {
 public:
  ThreadedDispatcher(database::Database& database, const Clock& clock, std::string channel,
                     Deliver deliver, Options options)
      : database_(database),
        clock_(clock),
        channel_(std::move(channel)),
        deliver_(std::move(deliver)),
        failing_threads_(std::max<std::size_t>(1, options.threads / 2)) {
    HT_CHECK(options.threads > 0);
    // The listener outlives this object: the database has no way to take it back.
    database_.OnCommit([bell = bell_] { bell->Ring(); });
    bell_->Ring();
    threads_.emplace_back([this] { Schedule(); });
    for (std::size_t i = 0; i < options.threads; ++i) {
      threads_.emplace_back([this] { Work(); });
    }
  }

  ~ThreadedDispatcher() override {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    bell_->Close();
    changed_.notify_all();
    for (std::thread& thread : threads_) thread.join();
  }

  void Wake() override { bell_->Ring(); }

 private:
  void Schedule() {
    Moment seen;
    while (bell_->Wait(SomethingPauses() ? kLookForPauses : kLookAgain, clock_, seen)) {
      const auto waiting = database_.Read([this](database::Transaction& tx) { return Look(tx); });
      if (!waiting.has_value()) {
        spdlog::warn("The outbox of {} cannot be read: {}", channel_, waiting.error().message);
        continue;
      }
      const std::lock_guard lock(mutex_);
      for (const Line& kept : waiting->lines) HeedResumption(kept);
      for (const std::string& destination : waiting->destinations) {
        Lane& line = lines_[destination];
        if (line.taken) {
          line.more = true;
        } else if (!IsAhead(line.not_before)) {
          MakeReady(destination, line);
        }
      }
    }
  }

  // Where messages wait that nobody holds up, and what is kept of all lines.
  struct Waiting {
    std::vector<std::string> destinations;
    std::vector<Line> lines;
  };
  Result<Waiting> Look(database::Transaction& tx) {
    Waiting waiting;
    HT_TRY(waiting.destinations, tx.Query<std::string>(kWaitingDestinations, channel_, channel_));
    HT_TRY(waiting.lines, LinesOf(tx, channel_));
    for (const Line& line : waiting.lines) {
      if (line.paused_at) std::erase(waiting.destinations, line.destination);
    }
    return waiting;
  }

  // A destination that a person has let go again is tried at once.
  void HeedResumption(const Line& kept) {
    Lane& lane = lines_[kept.destination];
    if (lane.resumed == kept.resumed) return;
    lane.resumed = kept.resumed;
    lane.not_before = Moment();
  }

  // A time further ahead than any pause was written before the clock jumped back: it is over.
  bool IsAhead(Moment moment) const {
    const Moment now = clock_.Now();
    return moment > now && moment <= now + kLongestPause;
  }

  bool SomethingPauses() {
    const std::lock_guard lock(mutex_);
    for (const auto& [destination, line] : lines_) {
      if (!line.taken && IsAhead(line.not_before)) return true;
    }
    return false;
  }

  void MakeReady(const std::string& destination, Lane& line) {
    line.taken = true;
    line.more = false;
    (line.failing ? ready_failing_ : ready_).push_back(destination);
    changed_.notify_one();
  }

  void Work() {
    std::unique_lock lock(mutex_);
    while (true) {
      changed_.wait(lock, [this] { return stopping_ || !ready_.empty() || FailingMayGo(); });
      if (stopping_) return;
      const bool failing = ready_.empty();
      std::deque<std::string>& from = failing ? ready_failing_ : ready_;
      const std::string destination = std::move(from.front());
      from.pop_front();
      Lane& line = lines_[destination];
      failing_at_work_ += failing ? 1 : 0;
      lock.unlock();
      const Outcome outcome = DeliverGroup(destination, failing ? 1 : kGroup, line.lost_marks);
      lock.lock();
      failing_at_work_ -= failing ? 1 : 0;
      Settle(destination, line, outcome);
      if (failing) changed_.notify_one();
    }
  }

  bool FailingMayGo() const {
    return !ready_failing_.empty() && failing_at_work_ < failing_threads_;
  }

  void Settle(const std::string& destination, Lane& line, const Outcome& outcome) {
    line.taken = false;
    line.failing = outcome.failed;
    line.lost_marks = outcome.marked ? 0 : line.lost_marks + 1;
    line.not_before = outcome.not_before;
    if (IsAhead(line.not_before)) {
      bell_->Ring();
    } else if (outcome.more || line.more) {
      MakeReady(destination, line);
    }
  }

  bool Stopping() {
    const std::lock_guard lock(mutex_);
    return stopping_;
  }

  // Delivers waiting messages of one destination in order, up to the first that fails or must
  // wait, and marks what happened.
  Outcome DeliverGroup(const std::string& destination, std::int64_t limit,
                       std::int64_t lost_marks) {
    auto group =
        database_.Read([&](database::Transaction& tx) { return GroupFor(tx, destination, limit); });
    if (!group.has_value()) return NotMarked(group.error(), lost_marks);
    Outcome outcome;
    if (group->line.paused_at) return outcome;
    if (group->line.open_until && IsAhead(*group->line.open_until)) {
      outcome.failed = true;
      outcome.more = true;
      outcome.not_before = *group->line.open_until;
      return outcome;
    }
    outcome.more = static_cast<std::int64_t>(group->messages.size()) == limit;
    std::vector<std::int64_t> sent;
    std::optional<Message> failed;
    const auto begun = steady_clock::now();
    for (const Message& message : group->messages) {
      if (IsAhead(message.next_at)) {
        outcome.more = true;
        outcome.not_before = message.next_at;
        break;
      }
      if (Stopping() || steady_clock::now() - begun > kGroupTime) {
        outcome.more = true;
        break;
      }
      const Status delivered = DeliverOne(message);
      if (!delivered.has_value()) {
        if (!sent.empty()) Recover(group->line);
        failed = Failed(message, delivered.error(), group->line);
        outcome.failed = true;
        outcome.more = true;
        outcome.not_before = failed->next_at;
        break;
      }
      sent.push_back(message.id);
    }
    if (sent.empty() && !failed) return outcome;
    const Status marked = Mark(sent, failed, group->line);
    return marked.has_value() ? outcome : NotMarked(marked.error(), lost_marks);
  }

  struct Group {
    std::vector<Message> messages;
    Line line;
  };
  Result<Group> GroupFor(database::Transaction& tx, const std::string& destination,
                         std::int64_t limit) {
    Group group;
    HT_TRY(group.line, LineOf(tx, channel_, destination));
    HT_TRY(group.messages, tx.Find<Message>("WHERE channel = :channel AND destination = "
                                            ":destination AND state = 'waiting' "
                                            "ORDER BY id LIMIT :limit",
                                            channel_, destination, limit));
    return group;
  }

  Status DeliverOne(const Message& message) {
    try {
      return deliver_(message);
    } catch (const std::exception&) {
      // Its text may hold what was to be sent.
      return Fail(ErrorCode::internal, "The delivery failed unexpectedly.");
    }
  }

  // The message waits for its own pause, and for that of the breaker should it have opened.
  Message Failed(Message message, const Error& error, Line& line) const {
    const Moment now = clock_.Now();
    ++message.attempts;
    const double jitter = JitterOf(message);
    outbox::Fail(line, error.message, now, jitter);
    message.next_at = now + PauseAfter(message.attempts, jitter);
    if (line.open_until) message.next_at = std::max(message.next_at, *line.open_until);
    message.last_error = error.message;
    return message;
  }

  // The database did not take it: what was sent will be sent again, so it goes slowly.
  Outcome NotMarked(const Error& error, std::int64_t lost_marks) const {
    spdlog::warn("The outbox of {} cannot be kept: {}", channel_, error.message);
    Outcome outcome;
    outcome.failed = true;
    outcome.more = true;
    outcome.marked = false;
    outcome.not_before = clock_.Now() + PauseAfter(lost_marks + 1, 0.5);
    return outcome;
  }

  // A message that was cancelled meanwhile stays so. Of the line only what the delivery changed is
  // written: a person may have paused it meanwhile.
  Status Mark(const std::vector<std::int64_t>& sent, const std::optional<Message>& failed,
              const Line& delivered) {
    const Moment now = clock_.Now();
    return database_.Write([&](database::Transaction& tx) -> Status {
      if (failed || delivered.failures > 0) {
        HT_TRY(Line line, LineOf(tx, channel_, delivered.destination));
        line.failures = failed ? delivered.failures : 0;
        line.open_until = failed ? delivered.open_until : std::nullopt;
        line.last_error = delivered.last_error;
        line.failed_at = delivered.failed_at;
        HT_TRY_STATUS(Keep(tx, line));
      }
      for (const std::int64_t id : sent) {
        HT_TRY_STATUS(tx.Execute(
            "UPDATE outbox_message SET state = 'sent', sent_at = :now, attempts = attempts + 1, "
            "last_error = '' WHERE id = :id AND state = 'waiting'",
            now, id));
      }
      if (!failed) return {};
      HT_TRY_STATUS(
          tx.Execute("UPDATE outbox_message SET attempts = :attempts, next_at = :next_at, "
                     "last_error = :last_error WHERE id = :id AND state = 'waiting'",
                     failed->attempts, failed->next_at, failed->last_error, failed->id));
      return {};
    });
  }

  database::Database& database_;
  const Clock& clock_;
  const std::string channel_;
  const Deliver deliver_;
  const std::size_t failing_threads_;
  std::mutex mutex_;  // Guards what follows, up to the bell.
  std::condition_variable changed_;
  std::unordered_map<std::string, Lane> lines_;
  std::deque<std::string> ready_;
  std::deque<std::string> ready_failing_;
  std::size_t failing_at_work_ = 0;
  bool stopping_ = false;
  std::shared_ptr<Bell> bell_ = std::make_shared<Bell>();
  std::vector<std::thread> threads_;
};

}  // namespace

std::unique_ptr<Dispatcher> Dispatcher::Start(database::Database& database, const Clock& clock,
                                              std::string channel, Deliver deliver,
                                              Options options) {
  return std::make_unique<ThreadedDispatcher>(database, clock, std::move(channel),
                                              std::move(deliver), options);
}

}  // namespace hetang::outbox
