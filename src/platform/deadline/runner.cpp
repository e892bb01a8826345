#include <spdlog/spdlog.h>

#include <condition_variable>
#include <limits>
#include <mutex>
#include <thread>

#include "base/bell.h"
#include "platform/deadline/deadline.h"
#include "platform/deadline/rule.h"

namespace hetang::deadline {
namespace {

// So many clocks are looked at in a row; their commands may share a commit.
constexpr std::int64_t kGroup = 64;
constexpr std::chrono::milliseconds kTick{1000};

// A clock whose next step may be due, in the order of these fields.
struct Due {
  Moment next_at;
  std::int64_t id = 0;
};
BOOST_DESCRIBE_STRUCT(Due, (), (next_at, id))

Notice NoticeOf(const Rule& rule, const Deadline& deadline, bool reminds, Moment now) {
  Notice notice;
  notice.at = now;
  notice.kind = reminds ? "reminder" : "escalation";
  notice.code = deadline.rule + (reminds ? "_due" : "_overdue");
  notice.unit_id = deadline.unit_id;
  notice.subject = deadline.subject;
  notice.subject_id = deadline.subject_id;
  notice.case_id = deadline.case_id;
  notice.note = deadline.note;
  if (!reminds) {
    notice.role = rule.escalate_role;
  } else if (!rule.remind_role.empty()) {
    notice.role = rule.remind_role;
  } else if (deadline.officer_id != 0) {
    notice.officer_id = deadline.officer_id;
  } else {
    notice.role = rule.escalate_role;  // Nobody's clock is the business of whoever is told last.
  }
  return notice;
}

journal::Entry EntryOf(const Rule& rule, const Deadline& deadline, bool reminds) {
  journal::Entry entry;
  entry.desk = "deadline";
  entry.act = reminds ? "deadline_reminded" : "deadline_fell_due";
  entry.subject = deadline.subject;
  entry.subject_id = deadline.subject_id;
  entry.case_id = deadline.case_id;
  entry.unit_id = deadline.unit_id;
  entry.why = rule.basis;
  entry.facts = {{"deadline_id", deadline.id},
                 {"rule", deadline.rule},
                 {"due_at", FormatIso(deadline.due_at)}};
  return entry;
}

// Takes the next step of one clock if it is due. What counts is the step by the rule and the
// reminders given, so a stored `next_at` that is too early, as after an edit of the rule, only
// makes the runner look.
Result<bool> TakeStep(database::Transaction& tx, std::int64_t id, Moment now) {
  HT_TRY(Deadline deadline, tx.Get<Deadline>(id));
  if (!deadline.next_at || *deadline.next_at > now) return false;
  HT_TRY(const Rule rule, RuleOf(tx, deadline.rule));
  const Step step = NextStep(rule, deadline);
  const bool due = step.at <= now;
  if (due) {
    HT_TRY_STATUS(Notify(tx, NoticeOf(rule, deadline, step.reminds, now)));
    HT_TRY_STATUS(journal::Append(tx, EntryOf(rule, deadline, step.reminds), now));
    deadline.reminders += step.reminds ? 1 : 0;
  }
  deadline.next_at.reset();
  if (!due || step.reminds) deadline.next_at = NextStep(rule, deadline).at;
  HT_TRY_STATUS(tx.Update(deadline));
  return due;
}

// The outcome of the steps of one group, each in its own command.
class Group {
 public:
  explicit Group(std::size_t count) : waiting_(count) {}

  void Done(Status status, bool taken) {
    const std::lock_guard lock(mutex_);
    if (status.has_value()) {
      steps_ += taken ? 1 : 0;
    } else if (failure_.has_value()) {
      failure_ = std::move(status);
    }
    if (--waiting_ == 0) changed_.notify_all();
  }

  // Adds the steps taken; gives the first failure.
  Status Await(int& steps) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return waiting_ == 0; });
    steps += steps_;
    return failure_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::size_t waiting_;
  int steps_ = 0;
  Status failure_;
};

Status TakeSteps(database::Database& database, const std::vector<Due>& due, Moment now,
                 int& steps) {
  const auto group = std::make_shared<Group>(due.size());
  for (const Due& clock : due) {
    const auto taken = std::make_shared<bool>(false);
    database.Submit(
        [id = clock.id, now, taken](database::Transaction& tx) -> Status {
          HT_TRY(*taken, TakeStep(tx, id, now));
          return {};
        },
        [group, taken](Status status) { group->Done(std::move(status), *taken); });
  }
  return group->Await(steps);
}

// Looks once at every clock whose next step may be due.
Status RunRound(database::Database& database, Moment now, int& steps) {
  Status first_failure;
  Due last{Moment{std::numeric_limits<std::int64_t>::min()}, 0};
  while (true) {
    HT_TRY(const auto due, database.Read([&](database::Transaction& tx) {
      return tx.Query<Due>(
          "SELECT next_at, id FROM deadline_clock WHERE next_at <= :now AND "
          "(next_at, id) > (:last_at, :last_id) ORDER BY next_at, id LIMIT :limit",
          now, last.next_at, last.id, kGroup);
    }));
    if (due.empty()) return first_failure;
    Status taken = TakeSteps(database, due, now, steps);
    if (first_failure.has_value()) first_failure = std::move(taken);
    last = due.back();
  }
}

class ThreadedRunner final : public Runner {
 public:
  ThreadedRunner(database::Database& database, const Clock& clock)
      : thread_([this, &database, &clock] {
          Moment seen;
          do {
            const auto steps = RunDue(database, clock.Now());
            if (!steps.has_value()) {
              spdlog::warn("A step of a deadline failed and is tried again: {} ({})",
                           steps.error().message, FactsOf(steps.error().code).name);
            }
          } while (stop_.Wait(kTick, clock, seen));
        }) {}

  ~ThreadedRunner() override {
    stop_.Close();
    thread_.join();
  }

 private:
  Bell stop_;
  std::thread thread_;
};

}  // namespace

Result<int> RunDue(database::Database& database, Moment now) {
  int steps = 0;
  // A clock with several steps behind it takes one in each round.
  for (int before = -1; before != steps;) {
    before = steps;
    HT_TRY_STATUS(RunRound(database, now, steps));
  }
  return steps;
}

std::unique_ptr<Runner> Runner::Start(database::Database& database, const Clock& clock) {
  return std::make_unique<ThreadedRunner>(database, clock);
}

}  // namespace hetang::deadline
