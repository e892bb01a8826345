// Deadlines as rows: a rule opens one, an act meets it, and the runner reminds, escalates and says
// when it is missed. A deadline survives a restart and is never missed silently.
//
// Its steps are the reminders of its rule that lie after its opening, then the escalation when it
// falls due. After that it stays open, to be seen as overdue, until it is met or cancelled.
//
// The rules are rows too (table deadline_rule), seeded by the desks and editable: how long, when to
// remind, whom to tell, and the legal basis or "local practice".
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/field.h"
#include "base/result.h"
#include "platform/database/database.h"
#include "platform/journal/journal.h"

namespace hetang::deadline {

enum class State { open, met, missed, cancelled };
BOOST_DESCRIBE_ENUM(State, open, met, missed, cancelled)

// What a rule's length is counted in. Months are calendar months at +08:00; working days follow the
// holiday table (calendar.h).
enum class LengthUnit { time, months, working_days };
BOOST_DESCRIBE_ENUM(LengthUnit, time, months, working_days)

struct Rule {
  std::int64_t id = 0;
  std::string name;            // `bank_answer`, `stop_expiry`, `filing`
  std::int64_t length_ms = 0;  // Of unit `time`. Default; Open() may give its own due time.
  std::string remind_ms;  // Milliseconds before due, comma-separated, largest first: `120000,60000`
  std::string remind_role;    // Role reminded; empty: the officer of the record.
  std::string escalate_role;  // Role told when it falls due unmet: `leader`. Never empty.
  std::string basis;          // Legal basis, or `local practice`.
  std::int64_t version = 0;
  LengthUnit unit = LengthUnit::time;
  std::int64_t count = 0;  // Months or working days.
};
BOOST_DESCRIBE_STRUCT(Rule, (),
                      (id, name, length_ms, remind_ms, remind_role, escalate_role, basis, version,
                       unit, count))

// One running clock.
struct Deadline {
  std::int64_t id = 0;
  std::string rule;
  std::string desk;
  std::string subject;
  std::int64_t subject_id = 0;
  std::int64_t case_id = 0;
  std::int64_t unit_id = 0;
  std::int64_t officer_id = 0;  // Whose clock it is; 0: nobody's yet.
  Moment opened_at;
  Moment due_at;
  std::optional<Moment> next_at;  // The next step; absent when closed or past its last one.
  std::int64_t reminders = 0;     // Reminders given so far.
  State state = State::open;
  std::optional<Moment> closed_at;
  std::string note;  // What a person needs to act: `bank 24 h number 010-...`. Not personal.
};
BOOST_DESCRIBE_STRUCT(Deadline, (),
                      (id, rule, desk, subject, subject_id, case_id, unit_id, officer_id, opened_at,
                       due_at, next_at, reminders, state, closed_at, note))

// A message to officers in the page: a reminder, an escalation, something only a person can settle.
struct Notice {
  std::int64_t id = 0;
  Moment at;
  std::string kind;  // `reminder`, `escalation`, `attention`
  // Translated by the page: `<rule>_due` reminds, `<rule>_overdue` escalates, `answer_unreadable`.
  std::string code;
  std::string role;             // Whom it is for: a role of `unit_id`, or
  std::int64_t officer_id = 0;  // one officer.
  std::int64_t unit_id = 0;
  std::string subject;
  std::int64_t subject_id = 0;
  std::int64_t case_id = 0;
  std::string note;
  std::optional<Moment> seen_at;
  std::int64_t seen_by = 0;
};
BOOST_DESCRIBE_STRUCT(Notice, (),
                      (id, at, kind, code, role, officer_id, unit_id, subject, subject_id, case_id,
                       note, seen_at, seen_by))

// Adds the rule unless a rule of this name is there already (an edited rule is kept). Error:
// invalid (no name, a length that its unit does not have, reminders that are no falling list,
// nobody to escalate to).
Status SeedRule(database::Transaction& tx, const Rule& rule);
// Stores an edited rule under its name; clocks that run keep their due time. Errors: invalid (as
// SeedRule), not_found, stale.
Result<Rule> ChangeRule(database::Transaction& tx, Rule rule, const journal::Actor& actor,
                        Moment now);
// Error: not_found.
Result<Rule> RuleOf(database::Transaction& tx, std::string_view name);
// When a deadline of this rule that begins `from` falls due. Error: conflict (`holidays_missing`:
// the working days reach into a year that the holiday table does not know).
Result<Moment> DueUnder(database::Transaction& tx, const Rule& rule, Moment from);

struct Opening {
  std::string rule;
  std::string desk;
  std::string subject;
  std::int64_t subject_id = 0;
  std::int64_t case_id = 0;
  std::int64_t unit_id = 0;
  std::int64_t officer_id = 0;
  std::optional<Moment> due_at;  // Absent: the rule's length from now on.
  std::string note;
};
// Errors: not_found (no such rule), and those of DueUnder.
Result<std::int64_t> Open(database::Transaction& tx, const Opening& opening, Moment now);
// Ends the open deadline of this rule and subject, as met (or, past due, as missed) or cancelled;
// none open is no error.
Status Meet(database::Transaction& tx, std::string_view rule, std::string_view subject,
            std::int64_t subject_id, Moment now);
Status Cancel(database::Transaction& tx, std::string_view rule, std::string_view subject,
              std::int64_t subject_id, Moment now);
// The open ones are listed by board.h.
Result<std::vector<Deadline>> OfCase(database::Transaction& tx, std::int64_t case_id);

Status Notify(database::Transaction& tx, Notice notice);
// Unseen notices for this officer, newest first: by role within the units (and those of no unit),
// or by name.
struct Reader {
  std::int64_t officer_id = 0;
  std::vector<std::string> roles;
  std::vector<std::int64_t> units;
};
Result<std::vector<Notice>> NoticesFor(database::Transaction& tx, const Reader& reader);
// For everybody who would have seen it. Error: not_found, also for a notice of others.
Status MarkSeen(database::Transaction& tx, std::int64_t notice_id, const Reader& reader,
                Moment now);

// Marks every notice about a subject as seen, by nobody: there is nothing to do about it any more.
Status TakeBack(database::Transaction& tx, std::string_view subject, std::int64_t subject_id,
                Moment now);

// Reminds and escalates everything due by `now`; each step once, in its own command with its notice
// and its journal entry (`deadline_reminded`, `deadline_fell_due`). A clock that jumped back gives
// nothing twice. Returns how many steps were taken. A step that fails stops no other one; the error
// is the first failure.
Result<int> RunDue(database::Database& database, Moment now);

// Runs RunDue on a thread: every second by the machine (more often when
// the clock is one that is set), with `clock` as the time.
class Runner {
 public:
  static std::unique_ptr<Runner> Start(database::Database& database, const Clock& clock);
  virtual ~Runner() = default;
};

std::span<const database::Migration> Migrations();

}  // namespace hetang::deadline

namespace hetang::database {
template <>
inline constexpr std::string_view kTable<deadline::Rule> = "deadline_rule";
template <>
inline constexpr std::string_view kTable<deadline::Deadline> = "deadline_clock";
template <>
inline constexpr std::string_view kTable<deadline::Notice> = "deadline_notice";
}  // namespace hetang::database
