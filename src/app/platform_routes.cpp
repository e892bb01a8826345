#include "app/platform_routes.h"

#include <algorithm>

#include "desk/register/register.h"
#include "desk/roster/roster.h"
#include "platform/deadline/deadline.h"
#include "platform/journal/journal.h"

namespace hetang::app {
namespace {

using database::Transaction;
using http::Call;
using http::Nothing;
using http::Page;

// A clock as the page shows it: with the case, the officer and the basis it runs on.
struct Clock {
  std::int64_t id = 0;
  std::string rule;
  std::string desk;
  std::string subject;
  std::int64_t subject_id = 0;
  std::int64_t case_id = 0;
  std::string case_number;
  std::int64_t unit_id = 0;
  std::int64_t officer_id = 0;
  std::string officer_name;
  Moment opened_at;
  Moment due_at;
  deadline::State state = deadline::State::open;
  std::int64_t reminders = 0;
  std::string note;
  std::string basis;
};
BOOST_DESCRIBE_STRUCT(Clock, (),
                      (id, rule, desk, subject, subject_id, case_id, case_number, unit_id,
                       officer_id, officer_name, opened_at, due_at, state, reminders, note, basis))

struct DelegationForm {
  std::int64_t to_officer = 0;
  Moment since;
  Moment until;
};
BOOST_DESCRIBE_STRUCT(DelegationForm, (), (to_officer, since, until))

struct RuleForm {
  std::int64_t length_ms = 0;
  std::string remind_ms;
  std::string remind_role;
  std::string escalate_role;
  std::string basis;
};
BOOST_DESCRIBE_STRUCT(RuleForm, (), (length_ms, remind_ms, remind_role, escalate_role, basis))

struct VerificationForm {
  std::optional<std::string> head;
};
BOOST_DESCRIBE_STRUCT(VerificationForm, (), (head))

struct Verification {
  std::int64_t entries = 0;
  std::string head;
  bool proved = false;
  std::string problem;  // Which entry does not prove itself; empty when all do.
};
BOOST_DESCRIBE_STRUCT(Verification, (), (entries, head, proved, problem))

http::Route Of(std::string method, std::string path, std::string right, std::string summary) {
  http::Route route;
  route.method = std::move(method);
  route.path = "/api/v1" + std::move(path);
  route.right = std::move(right);
  route.summary = std::move(summary);
  return route;
}

template <typename Item>
Page<Item> ListOf(std::vector<Item> items) {
  Page<Item> page;
  page.items = std::move(items);
  return page;
}

template <typename Key, typename Value>
Value Named(const std::map<Key, Value>& names, const Key& key) {
  const auto found = names.find(key);
  return found == names.end() ? Value{} : found->second;
}

deadline::Reader ReaderOf(const Call& call) {
  return {call.who.officer_id, call.who.roles, call.who.units};
}

Result<std::map<std::string, std::string>> BasisOfRules(Transaction& tx) {
  HT_TRY(const auto rules, tx.Find<deadline::Rule>("ORDER BY id"));
  std::map<std::string, std::string> basis;
  for (const deadline::Rule& rule : rules) basis[rule.name] = rule.basis;
  return basis;
}

Result<Page<Clock>> Clocks(const Call& call, Transaction& tx) {
  HT_TRY(const auto open, deadline::OpenOfUnits(tx, call.who.units));
  std::vector<std::int64_t> officers;
  std::vector<std::int64_t> cases;
  for (const deadline::Deadline& clock : open) {
    officers.push_back(clock.officer_id);
    cases.push_back(clock.case_id);
  }
  HT_TRY(const auto names, roster::NamesOf(tx, officers));
  HT_TRY(const auto numbers, registry::NumbersOf(tx, cases));
  HT_TRY(const auto basis, BasisOfRules(tx));
  Page<Clock> page;
  for (const deadline::Deadline& clock : open) {
    page.items.push_back({clock.id, clock.rule, clock.desk, clock.subject, clock.subject_id,
                          clock.case_id, Named(numbers, clock.case_id), clock.unit_id,
                          clock.officer_id, Named(names, clock.officer_id), clock.opened_at,
                          clock.due_at, clock.state, clock.reminders, clock.note,
                          Named(basis, clock.rule)});
  }
  return page;
}

Result<Page<deadline::Notice>> Notices(const Call& call, Transaction& tx) {
  HT_TRY(auto notices, deadline::NoticesFor(tx, ReaderOf(call)));
  return ListOf(std::move(notices));
}

Result<Nothing> SeeNotice(const Call& call, const Nothing&, Transaction& tx) {
  HT_TRY(const std::int64_t id, call.PathId("id"));
  HT_TRY_STATUS(deadline::MarkSeen(tx, id, ReaderOf(call), call.now));
  return Nothing{};
}

Result<Page<deadline::Rule>> Rules(const Call&, Transaction& tx) {
  HT_TRY(auto rules, tx.Find<deadline::Rule>("ORDER BY id"));
  return ListOf(std::move(rules));
}

Result<deadline::Rule> PutRule(const Call& call, const RuleForm& form, Transaction& tx) {
  HT_TRY(const std::int64_t id, call.PathId("id"));
  HT_TRY(deadline::Rule rule, tx.Get<deadline::Rule>(id));
  HT_TRY(rule.version, call.VersionRead());
  rule.length_ms = form.length_ms;
  rule.remind_ms = form.remind_ms;
  rule.remind_role = form.remind_role;
  rule.escalate_role = form.escalate_role;
  rule.basis = form.basis;
  return deadline::ChangeRule(tx, rule, call.who.actor(), call.now);
}

void AddDeadlineRoutes(http::Router& router) {
  router.Query<Page<Clock>>(
      Of("GET", "/deadline/clocks", "deadline:read", "Open clocks, the first due first."), Clocks);
  router.Query<Page<deadline::Notice>>(
      Of("GET", "/deadline/notices", "deadline:read", "What waits for your eyes."), Notices);
  router.Command<Nothing, Nothing>(
      Of("POST", "/deadline/notices/{id}/seen", "deadline:read", "Takes note of a notice."),
      SeeNotice);
  router.Query<Page<deadline::Rule>>(
      Of("GET", "/deadline/rules", "deadline:read", "How long each clock runs, and why."), Rules);
  router.Command<RuleForm, deadline::Rule>(Of("PUT", "/deadline/rules/{id}", "deadline:rules",
                                              "Changes a rule; open clocks keep their due time."),
                                           PutRule);
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

Result<Page<approval::Request>> Inbox(const Call& call, Transaction& tx) {
  HT_TRY(const approval::Decider decider, DeciderOf(call, tx));
  HT_TRY(auto requests, approval::InboxOf(tx, decider, call.now));
  return ListOf(std::move(requests));
}

Result<Page<approval::Delegation>> Delegations(const Call& call, Transaction& tx) {
  HT_TRY(auto delegations, approval::DelegationsOf(tx, call.who.officer_id));
  return ListOf(std::move(delegations));
}

Result<approval::Delegation> Delegate(const Call& call, const DelegationForm& form,
                                      Transaction& tx) {
  const auto colleague = roster::OfficerOf(tx, form.to_officer);
  if (!colleague && colleague.error().code != ErrorCode::not_found) {
    return tl::unexpected(colleague.error());
  }
  if (!colleague || !colleague->active) {
    return Invalid({{"to_officer", "unknown_officer", "There is no such active officer."}});
  }
  approval::Delegation delegation{0, call.who.officer_id, form.to_officer, form.since, form.until};
  HT_TRY(delegation.id, approval::Delegate(tx, delegation, call.now));
  return delegation;
}

void AddApprovalRoutes(http::Router& router, approval::Handlers handlers) {
  router.Query<Page<approval::Request>>(
      Of("GET", "/approval/inbox", "approval:decide", "What waits for your decision."), Inbox);
  router.Command<approval::Decision, approval::Request>(
      Of("POST", "/approval/requests/{id}/decision", "approval:decide", "Approves or refuses."),
      [handlers = std::move(handlers)](const Call& call, const approval::Decision& decision,
                                       Transaction& tx) -> Result<approval::Request> {
        HT_TRY(const std::int64_t id, call.PathId("id"));
        HT_TRY(const approval::Decider decider, DeciderOf(call, tx));
        return approval::Decide(tx, id, decider, decision, handlers, call.now);
      });
  router.Query<Page<approval::Delegation>>(
      Of("GET", "/approval/delegations", "approval:decide", "Delegations given and received."),
      Delegations);
  router.Command<DelegationForm, approval::Delegation>(
      Of("POST", "/approval/delegations", "approval:decide",
         "Lends your power to decide to a colleague for a time."),
      Delegate);
}

Result<Page<journal::Sealed>> Entries(const Call& call, Transaction& tx) {
  HT_TRY(const http::PageRequest wanted, http::PageOf(call));
  std::vector<journal::Sealed> found;
  Page<journal::Sealed> page;
  if (call.QueryText("case_id")) {
    HT_TRY(const std::int64_t case_id, call.PathId("case_id"));
    HT_TRY(found, journal::OfCase(tx, case_id));
  } else {
    HT_TRY(found, journal::ReadAfter(tx, wanted.after_id, wanted.limit));
    if (found.size() == static_cast<std::size_t>(wanted.limit)) {
      page.next = std::to_string(found.back().position);
    }
  }
  for (journal::Sealed& entry : found) {
    if (entry.unit_id == 0 || call.who.Sees(entry.unit_id)) page.items.push_back(std::move(entry));
  }
  return page;
}

// Reads the whole chain, so it runs on a worker and outside of any transaction of its own.
Result<http::Response> Verify(const Call& call, database::Database& database) {
  VerificationForm form;
  if (!call.body.empty()) {
    HT_TRY(form, json::Read<VerificationForm>(std::string_view(call.body)));
  }
  Verification verification;
  const auto proof = journal::Verify(database, form.head.value_or(""));
  if (proof) {
    verification = {proof->entries, proof->head, true, ""};
  } else if (proof.error().code == ErrorCode::corrupt) {
    verification.problem = proof.error().message;
  } else {
    return tl::unexpected(proof.error());
  }
  journal::Entry entry;
  entry.actor = call.who.actor();
  entry.desk = "journal";
  entry.act = "journal_verified";
  entry.subject = "journal";
  entry.facts = {{"entries", verification.entries}, {"proved", verification.proved}};
  HT_TRY_STATUS(database.Write(
      [&](Transaction& tx) -> Status { return journal::Append(tx, entry, call.now); }));
  http::Response response;
  response.body = json::Write(verification);
  return response;
}

void AddJournalRoutes(http::Router& router, database::Database& database) {
  http::Route entries =
      Of("GET", "/journal/entries", "journal:read", "Sealed entries, oldest first.");
  entries.query_parameters = {"after", "limit", "case_id"};
  router.Query<Page<journal::Sealed>>(std::move(entries), Entries);
  router.Raw<VerificationForm, Verification>(
      Of("POST", "/journal/verification", "journal:verify", "Proves the chain of the journal."),
      [&database](const Call& call) { return Verify(call, database); });
}

}  // namespace

void AddPlatformRoutes(http::Router& router, database::Database& database,
                       approval::Handlers handlers) {
  AddDeadlineRoutes(router);
  AddApprovalRoutes(router, std::move(handlers));
  AddJournalRoutes(router, database);
}

}  // namespace hetang::app
