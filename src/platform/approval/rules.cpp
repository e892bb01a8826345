#include "platform/approval/rules.h"

#include <algorithm>

#include "base/text.h"

namespace hetang::approval {
namespace {

bool CanChoose(const ApprovalRule& rule, Timing timing) {
  const auto choices = Split(rule.choices, ',');
  return std::find(choices.begin(), choices.end(), EnumName(timing)) != choices.end();
}

std::vector<FieldError> FaultsOf(const ApprovalRule& rule) {
  std::vector<FieldError> faults;
  if (rule.desk.empty()) faults.push_back({"desk", "missing", "An act belongs to a desk."});
  if (rule.act.empty()) faults.push_back({"act", "missing", "A rule is for an act."});
  if (rule.from_fen < Fen(0)) faults.push_back({"from_fen", "range", "From no amount below 0."});
  if (!CanChoose(rule, rule.timing)) {
    faults.push_back({"timing", "timing_not_possible", "The act cannot be approved at this time."});
  }
  if (rule.timing != Timing::not_needed && rule.right_needed.empty()) {
    faults.push_back({"right_needed", "missing", "Whoever decides needs a right."});
  }
  if (rule.basis.empty()) faults.push_back({"basis", "missing", "A rule has a basis."});
  return faults;
}

Status Note(database::Transaction& tx, const ApprovalRule& rule, journal::Entry entry,
            const journal::Actor& actor, Moment now) {
  entry.actor = actor;
  entry.desk = "approval";
  entry.subject = "approval_rule";
  entry.subject_id = rule.id;
  entry.facts = {{"desk", rule.desk},
                 {"act", rule.act},
                 {"from_fen", rule.from_fen.value()},
                 {"timing", EnumName(rule.timing)},
                 {"right_needed", rule.right_needed},
                 {"second_officer", rule.second_officer}};
  return journal::Append(tx, entry, now);
}

Result<std::vector<ApprovalRule>> AtAmount(database::Transaction& tx, const ApprovalRule& rule,
                                           Fen from_fen) {
  return tx.Find<ApprovalRule>("WHERE desk = :desk AND act = :act AND from_fen = :amount",
                               rule.desk, rule.act, from_fen);
}

}  // namespace

Status SeedRule(database::Transaction& tx, ApprovalRule rule) {
  if (rule.choices.empty()) rule.choices = EnumName(rule.timing);
  auto faults = FaultsOf(rule);
  if (!faults.empty()) return Invalid(std::move(faults));
  HT_TRY(const auto known, AtAmount(tx, rule, rule.from_fen));
  if (!known.empty()) return {};
  HT_TRY_STATUS(tx.Insert(rule));
  return {};
}

Result<ApprovalRule> RuleFor(database::Transaction& tx, std::string_view desk, std::string_view act,
                             Fen amount_fen) {
  HT_TRY(auto rules,
         tx.Find<ApprovalRule>("WHERE desk = :desk AND act = :act AND from_fen <= :amount "
                               "ORDER BY from_fen DESC LIMIT 1",
                               desk, act, amount_fen));
  if (rules.empty()) return Fail(ErrorCode::corrupt, "An approval rule is missing.");
  return std::move(rules.front());
}

Result<std::vector<ApprovalRule>> RulesOf(database::Transaction& tx) {
  return tx.Find<ApprovalRule>("ORDER BY desk, act, from_fen");
}

Request RequestUnder(const ApprovalRule& rule) {
  Request request;
  request.desk = rule.desk;
  request.act = rule.act;
  request.right_needed = rule.right_needed;
  request.afterwards = rule.timing == Timing::afterwards;
  return request;
}

Result<ApprovalRule> AddRule(database::Transaction& tx, ApprovalRule rule,
                             const journal::Actor& actor, Moment now) {
  HT_TRY(const auto of_all, AtAmount(tx, rule, Fen(0)));
  if (of_all.empty()) return Fail(ErrorCode::not_found, "There is no such act.");
  rule.id = 0;
  rule.version = 0;
  rule.choices = of_all.front().choices;
  auto faults = FaultsOf(rule);
  if (!faults.empty()) return Invalid(std::move(faults));
  HT_TRY(const auto there, AtAmount(tx, rule, rule.from_fen));
  if (!there.empty()) {
    return Fail(ErrorCode::conflict, "There is a rule from this amount.", "amount_has_rule");
  }
  HT_TRY(rule.id, tx.Insert(rule));
  journal::Entry entry;
  entry.act = "approval_rule_added";
  entry.after = journal::DigestOf(rule);
  HT_TRY_STATUS(Note(tx, rule, std::move(entry), actor, now));
  return rule;
}

Result<ApprovalRule> ChangeRule(database::Transaction& tx, const ApprovalRule& rule,
                                const journal::Actor& actor, Moment now) {
  HT_TRY(const ApprovalRule stored, tx.Get<ApprovalRule>(rule.id));
  ApprovalRule changed = stored;
  changed.timing = rule.timing;
  changed.right_needed = rule.right_needed;
  changed.second_officer = rule.second_officer;
  changed.basis = rule.basis;
  changed.version = rule.version;
  auto faults = FaultsOf(changed);
  if (!faults.empty()) return Invalid(std::move(faults));
  HT_TRY_STATUS(tx.Update(changed));
  journal::Entry entry;
  entry.act = "approval_rule_changed";
  entry.before = journal::DigestOf(stored);
  entry.after = journal::DigestOf(changed);
  HT_TRY_STATUS(Note(tx, changed, std::move(entry), actor, now));
  return changed;
}

Status RemoveRule(database::Transaction& tx, std::int64_t rule_id, const journal::Actor& actor,
                  Moment now) {
  HT_TRY(const ApprovalRule rule, tx.Get<ApprovalRule>(rule_id));
  if (rule.from_fen == Fen(0)) {
    return Fail(ErrorCode::conflict, "Every act has a rule from 0 on.", "rule_of_all_amounts");
  }
  HT_TRY_STATUS(tx.Execute("DELETE FROM approval_rule WHERE id = :id", rule_id));
  journal::Entry entry;
  entry.act = "approval_rule_removed";
  entry.before = journal::DigestOf(rule);
  return Note(tx, rule, std::move(entry), actor, now);
}

}  // namespace hetang::approval
