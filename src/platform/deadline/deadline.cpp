#include "platform/deadline/deadline.h"

#include <algorithm>
#include <iterator>
#include <tuple>

#include "base/check.h"
#include "platform/deadline/calendar.h"
#include "platform/deadline/rule.h"

namespace hetang::deadline {
namespace {

constexpr std::int64_t kLongestCount = 250;

std::vector<FieldError> FaultsOf(const Rule& rule) {
  std::vector<FieldError> faults;
  if (rule.name.empty()) faults.push_back({"name", "missing", "A rule has a name."});
  if (rule.unit == LengthUnit::time && rule.length_ms <= 0) {
    faults.push_back({"length_ms", "range", "A deadline takes time."});
  }
  if (rule.unit != LengthUnit::time && (rule.count <= 0 || rule.count > kLongestCount)) {
    faults.push_back({"count", "range", "From one to 250 months or working days."});
  }
  if (!ParseReminders(rule.remind_ms)) {
    faults.push_back({"remind_ms", "format", "Falling milliseconds before due, comma-separated."});
  }
  if (rule.escalate_role.empty()) {
    faults.push_back({"escalate_role", "missing", "Somebody is told of a missed deadline."});
  }
  return faults;
}

bool MaySee(const Notice& notice, const Reader& reader) {
  if (notice.role.empty()) return notice.officer_id == reader.officer_id;
  const auto holds = [](const auto& list, const auto& value) {
    return std::find(list.begin(), list.end(), value) != list.end();
  };
  return holds(reader.roles, notice.role) &&
         (notice.unit_id == 0 || holds(reader.units, notice.unit_id));
}

}  // namespace

Status SeedRule(database::Transaction& tx, const Rule& rule) {
  auto faults = FaultsOf(rule);
  if (!faults.empty()) return Invalid(std::move(faults));
  HT_TRY_STATUS(tx.Execute(
      "INSERT INTO deadline_rule (name, length_ms, remind_ms, remind_role, escalate_role, basis, "
      "version, unit, count) VALUES (:name, :length_ms, :remind_ms, :remind_role, :escalate_role, "
      ":basis, 0, :unit, :count) ON CONFLICT (name) DO NOTHING",
      rule.name, rule.length_ms, rule.remind_ms, rule.remind_role, rule.escalate_role, rule.basis,
      rule.unit, rule.count));
  return {};
}

Result<Rule> ChangeRule(database::Transaction& tx, Rule rule, const journal::Actor& actor,
                        Moment now) {
  HT_TRY(const Rule stored, tx.Get<Rule>(rule.id));
  rule.name = stored.name;
  auto faults = FaultsOf(rule);
  if (!faults.empty()) return Invalid(std::move(faults));
  HT_TRY_STATUS(tx.Update(rule));
  journal::Entry entry;
  entry.actor = actor;
  entry.desk = "deadline";
  entry.act = "rule_changed";
  entry.subject = "deadline_rule";
  entry.subject_id = rule.id;
  entry.facts = {{"name", rule.name},
                 {"unit", EnumName(rule.unit)},
                 {"length_ms", rule.length_ms},
                 {"count", rule.count}};
  entry.before = journal::DigestOf(stored);
  entry.after = journal::DigestOf(rule);
  HT_TRY_STATUS(journal::Append(tx, entry, now));
  return rule;
}

Result<Rule> RuleOf(database::Transaction& tx, std::string_view name) {
  HT_TRY(auto rules, tx.Find<Rule>("WHERE name = :name", name));
  if (rules.empty()) return Fail(ErrorCode::not_found, "There is no such deadline rule.");
  return std::move(rules.front());
}

Result<Moment> DueUnder(database::Transaction& tx, const Rule& rule, Moment from) {
  switch (rule.unit) {
    case LengthUnit::time:
      break;
    case LengthUnit::months:
      return AddMonths(from, static_cast<int>(rule.count));
    case LengthUnit::working_days: {
      HT_TRY(const Calendar calendar, CalendarFrom(tx, from));
      return AddWorkingDays(calendar, from, rule.count);
    }
  }
  return from + Milliseconds(rule.length_ms);
}

Result<std::int64_t> Open(database::Transaction& tx, const Opening& opening, Moment now) {
  HT_TRY(const Rule rule, RuleOf(tx, opening.rule));
  Deadline deadline;
  deadline.rule = opening.rule;
  deadline.desk = opening.desk;
  deadline.subject = opening.subject;
  deadline.subject_id = opening.subject_id;
  deadline.case_id = opening.case_id;
  deadline.unit_id = opening.unit_id;
  deadline.officer_id = opening.officer_id;
  deadline.opened_at = now;
  if (opening.due_at) {
    deadline.due_at = *opening.due_at;
  } else {
    HT_TRY(deadline.due_at, DueUnder(tx, rule, now));
  }
  deadline.next_at = NextStep(rule, deadline).at;
  deadline.note = opening.note;
  return tx.Insert(deadline);
}

Status Meet(database::Transaction& tx, std::string_view rule, std::string_view subject,
            std::int64_t subject_id, Moment now) {
  HT_TRY_STATUS(
      tx.Execute("UPDATE deadline_clock SET state = CASE WHEN due_at < :now THEN 'missed' ELSE "
                 "'met' END, closed_at = :closed_at, next_at = NULL WHERE subject_id = :subject_id "
                 "AND subject = :subject AND rule = :rule AND state = 'open'",
                 now, now, subject_id, subject, rule));
  return {};
}

Status Cancel(database::Transaction& tx, std::string_view rule, std::string_view subject,
              std::int64_t subject_id, Moment now) {
  HT_TRY_STATUS(tx.Execute(
      "UPDATE deadline_clock SET state = 'cancelled', closed_at = :now, next_at = NULL WHERE "
      "subject_id = :subject_id AND subject = :subject AND rule = :rule AND state = 'open'",
      now, subject_id, subject, rule));
  return {};
}

Result<std::vector<Deadline>> OfCase(database::Transaction& tx, std::int64_t case_id) {
  return tx.Find<Deadline>("WHERE case_id = :case_id AND case_id <> 0 ORDER BY id", case_id);
}

Status Notify(database::Transaction& tx, Notice notice) {
  HT_CHECK(notice.role.empty() != (notice.officer_id == 0));
  HT_TRY_STATUS(tx.Insert(notice));
  return {};
}

Result<std::vector<Notice>> NoticesFor(database::Transaction& tx, const Reader& reader) {
  HT_TRY(auto notices, tx.Find<Notice>("WHERE officer_id = :officer AND role = '' AND "
                                       "seen_at IS NULL",
                                       reader.officer_id));
  std::vector<std::int64_t> units = reader.units;
  units.push_back(0);
  for (const std::int64_t unit : units) {
    for (const std::string& role : reader.roles) {
      HT_TRY(auto found,
             tx.Find<Notice>("WHERE unit_id = :unit AND role = :role AND seen_at IS NULL", unit,
                             role));
      std::move(found.begin(), found.end(), std::back_inserter(notices));
    }
  }
  std::sort(notices.begin(), notices.end(), [](const Notice& a, const Notice& b) {
    return std::tie(b.at, b.id) < std::tie(a.at, a.id);
  });
  return notices;
}

Status MarkSeen(database::Transaction& tx, std::int64_t notice_id, const Reader& reader,
                Moment now) {
  HT_TRY(const Notice notice, tx.Get<Notice>(notice_id));
  if (!MaySee(notice, reader)) return Fail(ErrorCode::not_found, "There is no such notice.");
  HT_TRY_STATUS(
      tx.Execute("UPDATE deadline_notice SET seen_at = :now, seen_by = :officer "
                 "WHERE id = :id AND seen_at IS NULL",
                 now, reader.officer_id, notice_id));
  return {};
}

Status TakeBack(database::Transaction& tx, std::string_view subject, std::int64_t subject_id,
                Moment now) {
  HT_TRY_STATUS(
      tx.Execute("UPDATE deadline_notice SET seen_at = :now WHERE seen_at IS NULL AND "
                 "subject = :subject AND subject_id = :subject_id",
                 now, subject, subject_id));
  return {};
}

}  // namespace hetang::deadline
