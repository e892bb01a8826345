#include "desk/funds/rules.h"

#include <utility>

#include "platform/journal/journal.h"

namespace hetang::funds {
namespace {

struct Seeded {
  std::string_view name;
  std::int64_t value;
  std::string_view basis;
};

constexpr Seeded kRules[] = {
    {kStopsPerCase, 2, "银发〔2016〕86号: at most two stops of an account"},
    {kStopsWarning, 2, "local practice"},
    {kStopHours, 48, "银发〔2016〕86号: 48 hours from the stop, to the minute"},
    {kProtectiveStops, 2, "local practice: of a victim's own account"},
    {kFreezeMonths, 6, "2013 notice on search and freezing, Art. 26: six months at most"},
    {kFreezeUrgent, 120, "local practice"},
    {kWatchDays, 30, "local practice"},
    {kReturnWaitMonths, 3, "local practice: returned after three months of freeze"},
    {kReturnNoticeDays, 30, "2016 provisions on returning frozen money: 30 days of notice"},
    {kReturnNoticedFrom, 3, "2016 provisions, art. 8: 3 notices 8(3) only, 1 every return"},
};

}  // namespace

Result<RuleValues> ValuesInForce(database::Transaction& tx) {
  HT_TRY(const auto rules, RulesOf(tx));
  RuleValues values;
  const std::pair<std::string_view, std::int64_t*> wanted[] = {
      {kStopsPerCase, &values.stops_per_case}, {kStopsWarning, &values.stops_warning},
      {kStopHours, &values.stop_hours},        {kProtectiveStops, &values.protective_stops},
      {kFreezeMonths, &values.freeze_months},  {kFreezeUrgent, &values.freeze_urgent_minutes},
      {kWatchDays, &values.watch_days},
  };
  for (const auto& [name, value] : wanted) {
    for (const Rule& rule : rules) {
      if (rule.name == name) *value = rule.value;
    }
    if (*value <= 0) return Fail(ErrorCode::corrupt, "A rule of the funds desk is missing.");
  }
  return values;
}

Result<std::vector<Rule>> RulesOf(database::Transaction& tx) {
  return tx.Find<Rule>("ORDER BY id");
}

Result<Rule> ChangeRule(database::Transaction& tx, std::int64_t rule_id, const RuleChange& change,
                        std::string_view version_read, const auth::Principal& who, Moment now) {
  if (change.value < 1) {
    return Invalid({{"value", "too_small", "A rule's value is at least 1."}});
  }
  HT_TRY(Rule rule, tx.Get<Rule>(rule_id));
  if (!version_read.empty() && version_read != std::to_string(rule.version)) {
    return Fail(ErrorCode::stale, "The rule changed since it was read.");
  }
  journal::Entry entry;
  entry.before = journal::DigestOf(rule);
  entry.facts = {{"rule", rule.name}, {"from", rule.value}, {"to", change.value}};
  rule.value = change.value;
  HT_TRY_STATUS(tx.Update(rule));
  entry.after = journal::DigestOf(rule);
  entry.actor = who.actor();
  entry.desk = "funds";
  entry.act = "rule_changed";
  entry.subject = "rule";
  entry.subject_id = rule.id;
  HT_TRY_STATUS(journal::Append(tx, entry, now));
  return rule;
}

Status SeedRules(database::Transaction& tx) {
  for (const Seeded& seeded : kRules) {
    HT_TRY(const auto known,
           tx.Query<std::int64_t>("SELECT id FROM funds_rule WHERE name = :name", seeded.name));
    if (!known.empty()) continue;
    Rule rule;
    rule.name = seeded.name;
    rule.value = seeded.value;
    rule.basis = seeded.basis;
    HT_TRY_STATUS(tx.Insert(rule));
  }
  return {};
}

}  // namespace hetang::funds
