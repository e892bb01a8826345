// Which acts need whose approval, as rows that a centre may change (table approval_rule).
//
// A desk seeds a rule for each of its acts, asks RuleFor before it acts, and does as the rule says.
// An act may have several rules, each from an amount on: the one with the largest `from_fen` that
// the amount reaches counts. What a request asks for is copied from the rule when it is asked, so a
// later change of the rule does not touch it.
#pragma once

#include <string_view>
#include <vector>

#include "platform/approval/approval.h"

namespace hetang::approval {

// When the approval is given. `afterwards` reviews an act that could not wait.
enum class Timing { before, afterwards, not_needed };
BOOST_DESCRIBE_ENUM(Timing, before, afterwards, not_needed)

struct ApprovalRule {
  std::int64_t id = 0;
  std::string desk;
  std::string act;  // As in Request: `case_filing`.
  Fen from_fen;     // 0: the rule every act has.
  Timing timing = Timing::before;
  std::string choices;       // The timings the desk can act on, comma-separated.
  std::string right_needed;  // Of whoever decides: `register:approve_filing`.
  // Two officers are named on the act. Reviewing it falls to the second one where there is one.
  bool second_officer = false;
  Text<200> basis;  // Legal basis, or `local practice`.
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(ApprovalRule, (),
                      (id, desk, act, from_fen, timing, choices, right_needed, second_officer,
                       basis, version))

// Adds the rule unless there is one of this desk, act and amount (an edited rule is kept). Without
// `choices` only its own timing can be chosen. Error: invalid.
Status SeedRule(database::Transaction& tx, ApprovalRule rule);
// The rule for this act at this amount. Error: corrupt, when the desk has seeded none.
Result<ApprovalRule> RuleFor(database::Transaction& tx, std::string_view desk, std::string_view act,
                             Fen amount_fen = {});
// By desk, act and amount.
Result<std::vector<ApprovalRule>> RulesOf(database::Transaction& tx);
// A request under the rule: its desk, act, right and timing. The rest is the desk's.
Request RequestUnder(const ApprovalRule& rule);

// Adds a rule from an amount on to an act that has one from 0. Errors: invalid (also
// `timing_not_possible`), not_found (no such act), conflict (`amount_has_rule`).
Result<ApprovalRule> AddRule(database::Transaction& tx, ApprovalRule rule,
                             const journal::Actor& actor, Moment now);
// Stores timing, right, second officer and basis. Errors: invalid, not_found, stale.
Result<ApprovalRule> ChangeRule(database::Transaction& tx, const ApprovalRule& rule,
                                const journal::Actor& actor, Moment now);
// Takes a rule from an amount on away. Errors: not_found, conflict (`rule_of_all_amounts`).
Status RemoveRule(database::Transaction& tx, std::int64_t rule_id, const journal::Actor& actor,
                  Moment now);

}  // namespace hetang::approval

namespace hetang::database {
template <>
inline constexpr std::string_view kTable<approval::ApprovalRule> = "approval_rule";
}  // namespace hetang::database
