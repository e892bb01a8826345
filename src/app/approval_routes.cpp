#include "app/approval_routes.h"

#include <algorithm>

#include "app/route_help.h"
#include "desk/register/register.h"
#include "desk/roster/roster.h"
#include "platform/approval/evidence.h"
#include "platform/approval/rules.h"

namespace hetang::app {
namespace {

using database::Transaction;
using http::Call;
using http::Nothing;
using http::Page;

// A request as the page shows it: with its evidence and with names.
struct RequestView {
  std::int64_t id = 0;
  std::string desk;
  std::string act;
  std::string subject;
  std::int64_t subject_id = 0;
  std::int64_t case_id = 0;
  std::string case_number;
  std::int64_t unit_id = 0;
  bool afterwards = false;
  std::string right_needed;
  std::int64_t decider_id = 0;
  std::int64_t requested_by = 0;
  std::string requested_by_name;
  Moment requested_at;
  Text<400> grounds;
  approval::Evidence evidence;
  approval::State state = approval::State::waiting;
  std::int64_t decided_by = 0;
  std::string decided_by_name;
  std::int64_t decided_for = 0;
  std::optional<Moment> decided_at;
  Text<400> reason;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(RequestView, (),
                      (id, desk, act, subject, subject_id, case_id, case_number, unit_id,
                       afterwards, right_needed, decider_id, requested_by, requested_by_name,
                       requested_at, grounds, evidence, state, decided_by, decided_by_name,
                       decided_for, decided_at, reason, version))

struct DelegationForm {
  std::int64_t to_officer = 0;
  Moment since;
  Moment until;
};
BOOST_DESCRIBE_STRUCT(DelegationForm, (), (to_officer, since, until))

// As the page shows it: what may be done with it is `end`.
struct DelegationView : approval::Delegation {
  std::vector<std::string> actions;
};
BOOST_DESCRIBE_STRUCT(DelegationView, (approval::Delegation), (actions))

struct ApprovalRuleForm {
  approval::Timing timing = approval::Timing::before;
  std::string right_needed;
  bool second_officer = false;
  Text<200> basis;
};
BOOST_DESCRIBE_STRUCT(ApprovalRuleForm, (), (timing, right_needed, second_officer, basis))

struct NewApprovalRule {
  std::string desk;
  std::string act;
  Fen from_fen;
  approval::Timing timing = approval::Timing::before;
  std::string right_needed;
  bool second_officer = false;
  Text<200> basis;
};
BOOST_DESCRIBE_STRUCT(NewApprovalRule, (),
                      (desk, act, from_fen, timing, right_needed, second_officer, basis))

Result<std::vector<RequestView>> ViewsOf(Transaction& tx,
                                         const std::vector<approval::Request>& requests) {
  std::vector<std::int64_t> officers;
  std::vector<std::int64_t> cases;
  for (const approval::Request& request : requests) {
    officers.insert(officers.end(), {request.requested_by, request.decided_by});
    cases.push_back(request.case_id);
  }
  HT_TRY(const auto names, roster::NamesOf(tx, officers));
  HT_TRY(const auto numbers, registry::NumbersOf(tx, cases));
  std::vector<RequestView> views;
  for (const approval::Request& request : requests) {
    views.push_back({request.id,
                     request.desk,
                     request.act,
                     request.subject,
                     request.subject_id,
                     request.case_id,
                     Named(numbers, request.case_id),
                     request.unit_id,
                     request.afterwards,
                     request.right_needed,
                     request.decider_id,
                     request.requested_by,
                     Named(names, request.requested_by),
                     request.requested_at,
                     request.grounds,
                     approval::EvidenceOf(request),
                     request.state,
                     request.decided_by,
                     Named(names, request.decided_by),
                     request.decided_for,
                     request.decided_at,
                     request.reason,
                     request.version});
  }
  return views;
}

Result<RequestView> ViewOf(Transaction& tx, const approval::Request& request) {
  HT_TRY(auto views, ViewsOf(tx, {request}));
  return std::move(views.front());
}

// The officer with what the officers who delegated to him hold now. Who has left lends nothing.
Result<approval::Decider> DeciderOf(const Call& call, Transaction& tx) {
  approval::Decider decider{call.who.actor(), call.who.rights, call.who.units, {}};
  HT_TRY(const auto delegations, approval::DelegationsOf(tx, call.who.officer_id));
  for (const approval::Delegation& delegation : delegations) {
    const bool running = delegation.since <= call.now && call.now < delegation.until;
    if (delegation.to_officer != call.who.officer_id || !running) continue;
    auto lender = roster::Roster().PrincipalOf(tx, delegation.from_officer);
    if (!lender && lender.error().code == ErrorCode::not_found) continue;
    if (!lender) return tl::unexpected(lender.error());
    decider.lent.push_back({lender->officer_id, lender->rights, lender->units});
  }
  return decider;
}

Result<Page<RequestView>> Inbox(const Call& call, Transaction& tx) {
  HT_TRY(const approval::Decider decider, DeciderOf(call, tx));
  HT_TRY(const auto requests, approval::InboxOf(tx, decider, call.now));
  HT_TRY(auto views, ViewsOf(tx, requests));
  return ListOf(std::move(views));
}

Result<RequestView> OneRequest(const Call& call, Transaction& tx) {
  HT_TRY(const std::int64_t id, call.PathId("id"));
  HT_TRY(const auto request, tx.Get<approval::Request>(id));
  const std::int64_t me = call.who.officer_id;
  const bool concerned = request.requested_by == me || request.decider_id == me;
  if (!concerned && !call.who.Sees(request.unit_id)) {
    return Fail(ErrorCode::not_found, "There is no such request.");
  }
  return ViewOf(tx, request);
}

// Whoever comes second is told who came first.
Error WithDecider(Transaction& tx, std::int64_t request_id, Error error) {
  if (error.rule != "already_decided") return error;
  const auto request = tx.Get<approval::Request>(request_id);
  if (!request || request->decided_by == 0) return error;
  const std::vector<std::int64_t> decider = {request->decided_by};
  const auto names = roster::NamesOf(tx, decider);
  if (!names) return error;
  error.fields = {
      {"decided_by", std::string(EnumName(request->state)), Named(*names, request->decided_by)}};
  return error;
}

Result<RequestView> Decide(const Call& call, const approval::Decision& decision, Transaction& tx,
                           const approval::Handlers& handlers) {
  HT_TRY(const std::int64_t id, call.PathId("id"));
  HT_TRY(const approval::Decider decider, DeciderOf(call, tx));
  const auto decided = approval::Decide(tx, id, decider, decision, handlers, call.now);
  if (!decided) return Fail(WithDecider(tx, id, decided.error()));
  return ViewOf(tx, *decided);
}

DelegationView ViewOf(const approval::Delegation& delegation, Moment now) {
  DelegationView view{delegation, {}};
  if (now < delegation.until) view.actions.emplace_back("end");
  return view;
}

Result<Page<DelegationView>> Delegations(const Call& call, Transaction& tx) {
  HT_TRY(const auto delegations, approval::DelegationsOf(tx, call.who.officer_id));
  Page<DelegationView> page;
  for (const approval::Delegation& each : delegations) page.items.push_back(ViewOf(each, call.now));
  return page;
}

Result<Nothing> EndDelegation(const Call& call, const Nothing&, Transaction& tx) {
  HT_TRY(const std::int64_t id, call.PathId("id"));
  HT_TRY_STATUS(approval::EndDelegation(tx, id, call.who.actor(), call.now));
  return Nothing{};
}

Result<DelegationView> Delegate(const Call& call, const DelegationForm& form, Transaction& tx) {
  const auto colleague = roster::OfficerOf(tx, form.to_officer);
  if (!colleague && colleague.error().code != ErrorCode::not_found) {
    return tl::unexpected(colleague.error());
  }
  if (!colleague || !colleague->active) {
    return Invalid({{"to_officer", "unknown_officer", "There is no such active officer."}});
  }
  approval::Delegation delegation{0, call.who.officer_id, form.to_officer, form.since, form.until};
  HT_TRY(delegation.id, approval::Delegate(tx, delegation, call.now));
  return ViewOf(delegation, call.now);
}

// A right that no role gives would leave every request waiting for ever.
Status CheckRight(Transaction& tx, approval::Timing timing, const std::string& right) {
  if (timing == approval::Timing::not_needed && right.empty()) return {};
  HT_TRY(const auto roles, tx.Find<roster::Role>("ORDER BY id"));
  const std::string wanted = "," + right + ",";
  for (const roster::Role& role : roles) {
    if (("," + role.rights + ",").find(wanted) != std::string::npos) return {};
  }
  return Invalid({{"right_needed", "unknown_right", "No role gives this right."}});
}

Result<Page<approval::ApprovalRule>> Rules(const Call&, Transaction& tx) {
  HT_TRY(auto rules, approval::RulesOf(tx));
  return ListOf(std::move(rules));
}

Result<approval::ApprovalRule> PostRule(const Call& call, const NewApprovalRule& form,
                                        Transaction& tx) {
  HT_TRY_STATUS(CheckRight(tx, form.timing, form.right_needed));
  approval::ApprovalRule rule;
  rule.desk = form.desk;
  rule.act = form.act;
  rule.from_fen = form.from_fen;
  rule.timing = form.timing;
  rule.right_needed = form.right_needed;
  rule.second_officer = form.second_officer;
  rule.basis = form.basis;
  return approval::AddRule(tx, std::move(rule), call.who.actor(), call.now);
}

Result<approval::ApprovalRule> PutRule(const Call& call, const ApprovalRuleForm& form,
                                       Transaction& tx) {
  HT_TRY_STATUS(CheckRight(tx, form.timing, form.right_needed));
  approval::ApprovalRule rule;
  HT_TRY(rule.id, call.PathId("id"));
  HT_TRY(rule.version, call.VersionRead());
  rule.timing = form.timing;
  rule.right_needed = form.right_needed;
  rule.second_officer = form.second_officer;
  rule.basis = form.basis;
  return approval::ChangeRule(tx, rule, call.who.actor(), call.now);
}

Result<Nothing> DeleteRule(const Call& call, const Nothing&, Transaction& tx) {
  HT_TRY(const std::int64_t id, call.PathId("id"));
  HT_TRY_STATUS(approval::RemoveRule(tx, id, call.who.actor(), call.now));
  return Nothing{};
}

void AddRuleRoutes(http::Router& router) {
  router.Query<Page<approval::ApprovalRule>>(
      RouteOf("GET", "/approval/rules", "approval:decide", "Which acts need whose approval."),
      Rules);
  router.Command<NewApprovalRule, approval::ApprovalRule>(
      RouteOf("POST", "/approval/rules", "approval:rules",
              "Adds a rule of an act from an amount on."),
      PostRule);
  router.Command<ApprovalRuleForm, approval::ApprovalRule>(
      RouteOf("PUT", "/approval/rules/{id}", "approval:rules",
              "Changes a rule; what was asked before stays as it is."),
      PutRule);
  router.Command<Nothing, Nothing>(RouteOf("DELETE", "/approval/rules/{id}", "approval:rules",
                                           "Takes a rule from an amount on away."),
                                   DeleteRule);
}

}  // namespace

void AddApprovalRoutes(http::Router& router, approval::Handlers handlers) {
  router.Query<Page<RequestView>>(
      RouteOf("GET", "/approval/inbox", "approval:decide", "What waits for your decision."), Inbox);
  router.Query<RequestView>(
      RouteOf("GET", "/approval/requests/{id}", "approval:decide", "One request and its fate."),
      OneRequest);
  router.Command<approval::Decision, RequestView>(
      RouteOf("POST", "/approval/requests/{id}/decision", "approval:decide",
              "Approves or refuses."),
      [handlers = std::move(handlers)](const Call& call, const approval::Decision& decision,
                                       Transaction& tx) {
        return Decide(call, decision, tx, handlers);
      });
  router.Query<Page<DelegationView>>(
      RouteOf("GET", "/approval/delegations", "approval:decide", "Delegations given and received."),
      Delegations);
  router.Command<Nothing, Nothing>(
      RouteOf("DELETE", "/approval/delegations/{id}", "approval:decide",
              "Ends a delegation before its time, given or received."),
      EndDelegation);
  router.Command<DelegationForm, DelegationView>(
      RouteOf("POST", "/approval/delegations", "approval:decide",
              "Lends your power to decide to a colleague for a time."),
      Delegate);
  AddRuleRoutes(router);
}

}  // namespace hetang::app
