#include <algorithm>
#include <map>

#include "desk/funds/return_acts.h"
#include "desk/funds/return_hold.h"
#include "desk/funds/return_papers.h"
#include "desk/funds/return_proposal.h"
#include "platform/approval/evidence.h"
#include "platform/approval/rules.h"

namespace hetang::funds {
namespace {

constexpr std::int64_t kDayMs = 86'400'000;

bool NeedsNotice(const Round& round, const ReturnRuleValues& rules) {
  if (round.article == Article::recovered) return false;
  return static_cast<std::int64_t>(round.article) + 1 >= rules.noticed_from_article;
}

Status CheckReason(const Text<400>& reason) {
  if (reason.empty()) return Invalid({{"reason", "missing", "Give a reason."}});
  return {};
}

Status CheckAsked(const Round& round, const AskForm& form, const std::vector<Claim>& claims) {
  if (form.proposal_digest != round.proposal_digest) {
    return Fail(ErrorCode::stale, "The proposal changed since it was read.");
  }
  std::vector<FieldError> faults;
  if (claims.empty()) faults.push_back({"claims", "missing", "A return needs a victim."});
  if (!claims.empty() && round.return_fen <= Fen(0)) {
    faults.push_back({"claims", "nothing_to_return", "Nobody would get anything."});
  }
  if (form.grounds.empty()) faults.push_back({"grounds", "missing", "Give the grounds."});
  if (!faults.empty()) return Invalid(std::move(faults));
  return {};
}

// The proposal as it was stored, its sums in the rows that will be paid from, and the money still
// there: what is approved is what was proven.
Status CheckProposal(database::Transaction& tx, const Round& round) {
  HT_TRY(const auto claims, ClaimsOf(tx, round.id));
  HT_TRY(const Proposal proposal, tx.Get<Proposal>(round.proposal_id));
  Fen sum;
  for (const Claim& claim : claims) sum += claim.return_fen;
  const std::string digest = journal::DigestOfText(proposal.claim_ids + "\n" + proposal.proof);
  if (sum != round.return_fen || sum != proposal.return_fen || digest != round.proposal_digest) {
    return Fail(ErrorCode::corrupt, "The victims' sums are not those of the proposal.");
  }
  HT_TRY(const Fen left, LeftFor(tx, round));
  if (sum > left) {
    return Fail(ErrorCode::conflict, "Less is left than the round would give.", "over_frozen");
  }
  return {};
}

// What the leader reads before saying yes: whose money, how much, to how many, and under what.
void AttachEvidence(approval::Request& request, const Round& round, std::size_t victims) {
  approval::Evidence evidence;
  evidence.amount_fen = round.return_fen;
  evidence.bank_name = round.bank_name;
  evidence.account = round.account_number;
  evidence.holder = round.account_holder;
  evidence.links = {{"return", round.id, Text<80>(round.number)}};
  evidence.facts = {{"article", Text<200>(std::string(EnumName(round.article))), true},
                    {"victims", Text<200>(std::to_string(victims)), false}};
  approval::Attach(request, evidence);
}

Status WithdrawRequest(database::Transaction& tx, const Round& round, const auth::Principal& who,
                       Moment now) {
  HT_TRY(const auto requests,
         tx.Find<approval::Request>("WHERE act = :act AND subject_id = :id AND state = 'waiting'",
                                    kReturnApproval, round.id));
  for (const approval::Request& request : requests) {
    HT_TRY_STATUS(approval::Withdraw(tx, request.id, who.actor(), now));
  }
  return {};
}

Status DecideReport(database::Transaction& tx, const approval::Request& request, Moment now) {
  HT_TRY(Round round, tx.Get<Round>(request.subject_id));
  const journal::Actor leader{request.decided_by, request.unit_id};
  journal::Entry entry;
  entry.why = request.reason.str();
  if (request.state != approval::State::approved) {
    HT_TRY(const auto decider, roster::Roster().PrincipalOf(tx, request.decided_by));
    HT_TRY_STATUS(VoidReturnPapers(tx, round, "呈请未获批准", decider, now));
    entry.act = "return_report_refused";
    return Move(tx, round, RoundAct::refuse, std::move(entry), leader, now);
  }
  HT_TRY_STATUS(CheckStillKept(tx, round, now));
  HT_TRY_STATUS(CheckProposal(tx, round));
  round.approved_by = request.decided_by;
  round.approved_at = now;
  entry.act = "return_report_approved";
  entry.facts = {{"digest", round.proposal_digest}};
  return Move(tx, round, RoundAct::approve, std::move(entry), leader, now);
}

Status CheckObjections(database::Transaction& tx, const Round& round) {
  HT_TRY(const auto objections, tx.Find<Objection>("WHERE round_id = :r", round.id));
  for (const Objection& objection : objections) {
    if (objection.state == ObjectionState::open) {
      return Fail(ErrorCode::conflict, "An objection waits for its answer.", "objection_open");
    }
    const bool current = round.notice_from && objection.received_at >= *round.notice_from;
    if (objection.state == ObjectionState::upheld && current) {
      return Fail(ErrorCode::conflict, "An objection was upheld: the proposal must be revised.",
                  "objection_upheld");
    }
  }
  return {};
}

Status CheckNotice(const Round& round, Moment now) {
  if (round.state == RoundState::approved && round.notice_needed) {
    return Fail(ErrorCode::conflict, "A return by ratio is noticed first.", "notice_needed");
  }
  if (round.notice_until && now < *round.notice_until) {
    return Fail(ErrorCode::conflict, "The period of the notice runs.", "notice_running");
  }
  return {};
}

Status CheckLosses(database::Transaction& tx, const Round& round) {
  HT_TRY(const auto claims, ClaimsOf(tx, round.id));
  std::map<std::int64_t, Fen> by_case;
  for (const Claim& claim : claims) by_case[claim.case_id] += claim.return_fen;
  for (const auto& [case_id, sum] : by_case) {
    HT_TRY(const Fen lost, StillLost(tx, case_id, round.id));
    if (sum > lost) {
      return Fail(ErrorCode::conflict, "With other rounds a victim would get more than the loss.",
                  "over_loss");
    }
  }
  return {};
}

}  // namespace

Result<Round> AskReport(database::Transaction& tx, std::int64_t round_id, const AskForm& form,
                        const auth::Principal& who, Moment now) {
  HT_TRY(Round round, RoundDoing(tx, round_id, RoundAct::ask, who));
  HT_TRY(const auto claims, ClaimsOf(tx, round.id));
  HT_TRY_STATUS(CheckAsked(round, form, claims));
  HT_TRY_STATUS(CheckStillKept(tx, round, now));
  HT_TRY_STATUS(CheckProposal(tx, round));
  HT_TRY(const ReturnRuleValues rules, ReturnRules(tx));
  round.notice_needed = NeedsNotice(round, rules);
  round.grounds = form.grounds;
  round.asked_by = who.officer_id;
  round.asked_at = now;
  HT_TRY(const approval::ApprovalRule rule,
         approval::RuleFor(tx, "funds", kReturnApproval, round.return_fen));
  approval::Request request = approval::RequestUnder(rule);
  request.subject = "return";
  request.subject_id = round.id;
  request.case_id = round.case_id;
  request.unit_id = round.unit_id;
  request.requested_by = who.officer_id;
  request.grounds = form.grounds;
  AttachEvidence(request, round, claims.size());
  HT_TRY_STATUS(approval::Ask(tx, request, now));
  journal::Entry entry;
  entry.act = "return_report_asked";
  entry.why = form.grounds.str();
  entry.facts = {{"digest", round.proposal_digest}, {"return_fen", round.return_fen.value()}};
  HT_TRY_STATUS(Move(tx, round, RoundAct::ask, std::move(entry), who.actor(), now));
  HT_TRY_STATUS(MakeReportPapers(tx, round, who, now));
  return round;
}

Result<Round> WithdrawReport(database::Transaction& tx, std::int64_t round_id,
                             const auth::Principal& who, Moment now) {
  HT_TRY(Round round, RoundDoing(tx, round_id, RoundAct::withdraw, who));
  HT_TRY_STATUS(WithdrawRequest(tx, round, who, now));
  HT_TRY_STATUS(VoidReturnPapers(tx, round, "呈请已撤回", who, now));
  journal::Entry entry;
  entry.act = "return_report_withdrawn";
  HT_TRY_STATUS(Move(tx, round, RoundAct::withdraw, std::move(entry), who.actor(), now));
  return round;
}

Result<Round> PublishNotice(database::Transaction& tx, std::int64_t round_id,
                            const NoticeForm& form, const auth::Principal& who, Moment now) {
  HT_TRY(Round round, RoundDoing(tx, round_id, RoundAct::publish_notice, who));
  HT_TRY_STATUS(CheckStillKept(tx, round, now));
  HT_TRY(const ReturnRuleValues rules, ReturnRules(tx));
  HT_TRY(const deadline::Rule clock, deadline::RuleOf(tx, kReturnDecisionClock));
  round.notice_text = form.text;
  if (form.text.empty()) {
    HT_TRY(const auto words, AnnouncementWords(tx, round, now));
    round.notice_text = TextOf(words);
  }
  round.notice_from = now;
  round.notice_until = now + Days(rules.notice_days);
  HT_TRY(const Moment decide_by, deadline::DueUnder(tx, clock, *round.notice_until));
  HT_TRY_STATUS(OpenRoundClock(tx, round, kReturnDecisionClock, decide_by, who.officer_id, now));
  journal::Entry entry;
  entry.act = "return_noticed";
  entry.facts = {{"until", FormatIso(*round.notice_until)},
                 {"text_digest", journal::DigestOfText(round.notice_text.str())}};
  HT_TRY_STATUS(Move(tx, round, RoundAct::publish_notice, std::move(entry), who.actor(), now));
  ReturnPaperWish announcement{std::string(kReturnAnnouncement)};
  announcement.wording = ParagraphsOf(round.notice_text.str());
  HT_TRY_STATUS(MakeReturnPaper(tx, round, announcement, who, now));
  return round;
}

Result<Objection> Object(database::Transaction& tx, std::int64_t round_id,
                         const ObjectionForm& form, const auth::Principal& who, Moment now) {
  HT_TRY(Round round, RoundDoing(tx, round_id, RoundAct::object, who));
  Objection objection;
  objection.round_id = round.id;
  objection.name = form.name;
  objection.phone = form.phone;
  objection.text = form.text;
  objection.received_at = form.received_at.value_or(now);
  objection.received_by = who.officer_id;
  std::vector<FieldError> faults;
  if (form.name.empty()) faults.push_back({"name", "missing", "Who objects?"});
  if (form.text.empty()) faults.push_back({"text", "missing", "What is objected to?"});
  if (objection.received_at > now) {
    faults.push_back({"received_at", "future_time", "It cannot have come later than now."});
  }
  if (round.notice_from && objection.received_at < *round.notice_from) {
    faults.push_back({"received_at", "before_notice", "The notice is younger."});
  }
  if (!faults.empty()) return Invalid(std::move(faults));
  const bool in_time = round.notice_until && objection.received_at <= *round.notice_until;
  objection.late = !in_time;
  HT_TRY(objection.id, tx.Insert(objection));
  journal::Entry entry;
  entry.act = "return_objected";
  entry.facts = {{"objection_id", objection.id}, {"late", objection.late}};
  HT_TRY_STATUS(JournalRound(tx, round, std::move(entry), who.actor(), now));
  return objection;
}

Result<Objection> ReviewObjection(database::Transaction& tx, std::int64_t round_id,
                                  std::int64_t objection_id, const ReviewForm& form,
                                  const auth::Principal& who, Moment now) {
  HT_TRY(const Round round, RoundDoing(tx, round_id, RoundAct::review_objection, who));
  if (form.answer.empty()) return Invalid({{"answer", "missing", "Give the reasoned answer."}});
  HT_TRY(Objection objection, tx.Get<Objection>(objection_id));
  if (objection.round_id != round.id) {
    return Fail(ErrorCode::not_found, "The round has no such objection.");
  }
  if (objection.state != ObjectionState::open) {
    return Fail(ErrorCode::conflict, "The objection has its answer.", "already_answered");
  }
  objection.state = form.upheld ? ObjectionState::upheld : ObjectionState::refused;
  objection.answer = form.answer;
  objection.reviewed_by = who.officer_id;
  objection.reviewed_at = now;
  HT_TRY_STATUS(tx.Update(objection));
  journal::Entry entry;
  entry.act = "return_objection_answered";
  entry.facts = {{"objection_id", objection.id}, {"upheld", form.upheld}};
  HT_TRY_STATUS(JournalRound(tx, round, std::move(entry), who.actor(), now));
  return objection;
}

Result<Round> Revise(database::Transaction& tx, std::int64_t round_id, const ReasonForm& form,
                     const auth::Principal& who, Moment now) {
  HT_TRY(Round round, RoundDoing(tx, round_id, RoundAct::revise, who));
  HT_TRY_STATUS(CheckReason(form.reason));
  HT_TRY_STATUS(VoidReturnPapers(tx, round, "批次退回重拟", who, now));
  round.approved_by.reset();
  round.approved_at.reset();
  round.notice_from.reset();
  round.notice_until.reset();
  round.notice_text = Text<4000>();
  journal::Entry entry;
  entry.act = "return_revised";
  entry.why = form.reason.str();
  HT_TRY_STATUS(Move(tx, round, RoundAct::revise, std::move(entry), who.actor(), now));
  HT_TRY_STATUS(Propose(tx, round, who, now));
  return round;
}

Result<Round> Decide(database::Transaction& tx, std::int64_t round_id, const auth::Principal& who,
                     Moment now) {
  HT_TRY(Round round, RoundDoing(tx, round_id, RoundAct::decide, who));
  HT_TRY_STATUS(CheckNotice(round, now));
  HT_TRY_STATUS(CheckObjections(tx, round));
  HT_TRY_STATUS(CheckStillKept(tx, round, now));
  HT_TRY_STATUS(CheckProposal(tx, round));
  HT_TRY_STATUS(CheckLosses(tx, round));
  round.decided_by = who.officer_id;
  round.decided_at = now;
  HT_TRY(round.decision_number, MakeDecisions(tx, round, who, now));
  journal::Entry entry;
  entry.act = "return_decided";
  entry.facts = {{"decision_number", round.decision_number},
                 {"return_fen", round.return_fen.value()}};
  HT_TRY_STATUS(Move(tx, round, RoundAct::decide, std::move(entry), who.actor(), now));
  return round;
}

Result<Round> CancelRound(database::Transaction& tx, std::int64_t round_id, const ReasonForm& form,
                          const auth::Principal& who, Moment now) {
  HT_TRY(Round round, RoundDoing(tx, round_id, RoundAct::cancel, who));
  HT_TRY_STATUS(CheckReason(form.reason));
  if (round.state == RoundState::asked) HT_TRY_STATUS(WithdrawRequest(tx, round, who, now));
  HT_TRY_STATUS(VoidReturnPapers(tx, round, "批次已撤销", who, now));
  round.cancel_reason = form.reason;
  round.cancelled_at = now;
  journal::Entry entry;
  entry.act = "return_cancelled";
  entry.why = form.reason.str();
  HT_TRY_STATUS(Move(tx, round, RoundAct::cancel, std::move(entry), who.actor(), now));
  return round;
}

approval::Handlers ReturnApprovalHandlers() {
  return {{std::string(kReturnApproval), DecideReport}};
}

Status SeedReturnRules(database::Transaction& tx) {
  approval::ApprovalRule report;
  report.desk = "funds";
  report.act = kReturnApproval;
  report.right_needed = kReturnApproveRight;
  report.basis = "2016 provisions on returning frozen money: the leader approves the report";
  HT_TRY_STATUS(approval::SeedRule(tx, report));
  deadline::Rule decision;
  decision.name = kReturnDecisionClock;
  decision.length_ms = 7 * kDayMs;  // After the notice has ended.
  decision.remind_ms =
      std::to_string(7 * kDayMs) + "," + std::to_string(3 * kDayMs) + "," + std::to_string(kDayMs);
  decision.escalate_role = "leader";
  decision.basis = "local practice: decided within a week after the notice";
  HT_TRY_STATUS(deadline::SeedRule(tx, decision));
  deadline::Rule execution;
  execution.name = kReturnExecutionClock;
  execution.unit = deadline::LengthUnit::working_days;
  execution.count = 3;
  execution.remind_ms = std::to_string(kDayMs) + "," + std::to_string(kDayMs / 12);
  execution.escalate_role = "leader";
  execution.basis = "2016 provisions on returning frozen money: three working days";
  return deadline::SeedRule(tx, execution);
}

}  // namespace hetang::funds
