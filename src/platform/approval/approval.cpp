#include "platform/approval/approval.h"

#include <algorithm>
#include <iterator>
#include <map>

namespace hetang::approval {
namespace {

constexpr database::Migration kMigrations[] = {
    {"approval", 1, R"(
CREATE TABLE approval_request (
  id ID,
  desk TEXT NOT NULL,
  act TEXT NOT NULL,
  subject TEXT NOT NULL,
  subject_id INTEGER NOT NULL,
  case_id INTEGER NOT NULL,
  unit_id INTEGER NOT NULL,
  afterwards INTEGER NOT NULL,
  right_needed TEXT NOT NULL,
  decider_id INTEGER NOT NULL,
  requested_by INTEGER NOT NULL,
  requested_at INTEGER NOT NULL,
  grounds TEXT NOT NULL,
  state TEXT NOT NULL,
  decided_by INTEGER NOT NULL,
  decided_for INTEGER NOT NULL,
  decided_at INTEGER,
  reason TEXT NOT NULL,
  version INTEGER NOT NULL
);
CREATE INDEX approval_request_named ON approval_request (decider_id) WHERE state = 'waiting';
CREATE INDEX approval_request_unit ON approval_request (unit_id, right_needed)
  WHERE state = 'waiting' AND decider_id = 0;
CREATE TABLE approval_delegation (
  id ID,
  from_officer INTEGER NOT NULL,
  to_officer INTEGER NOT NULL,
  since INTEGER NOT NULL,
  until INTEGER NOT NULL
);
CREATE INDEX approval_delegation_to ON approval_delegation (to_officer);
CREATE INDEX approval_delegation_from ON approval_delegation (from_officer);
)"},
    {"approval", 2, R"(
ALTER TABLE approval_request ADD COLUMN evidence TEXT NOT NULL DEFAULT '';
CREATE TABLE approval_rule (
  id ID,
  desk TEXT NOT NULL,
  act TEXT NOT NULL,
  from_fen INTEGER NOT NULL,
  timing TEXT NOT NULL,
  choices TEXT NOT NULL,
  right_needed TEXT NOT NULL,
  second_officer INTEGER NOT NULL,
  basis TEXT NOT NULL,
  version INTEGER NOT NULL,
  UNIQUE (desk, act, from_fen)
);
)"},
};

template <typename List, typename Value>
bool Holds(const List& list, const Value& value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

// The powers under which an officer may decide now: the own one first, then those on loan.
Result<std::vector<Power>> PowersOf(database::Transaction& tx, const Decider& decider, Moment now) {
  HT_TRY(const auto delegators, DelegatorsOf(tx, decider.actor.officer_id, now));
  std::vector<Power> powers = {{decider.actor.officer_id, decider.rights, decider.units}};
  for (const Power& power : decider.lent) {
    if (Holds(delegators, power.officer_id)) powers.push_back(power);
  }
  return powers;
}

bool Covers(const Power& power, const Request& request) {
  if (request.requested_by == power.officer_id) return false;
  if (!Holds(power.rights, request.right_needed)) return false;
  return request.decider_id == 0 ? Holds(power.units, request.unit_id)
                                 : request.decider_id == power.officer_id;
}

// The power that covers the request; none is ever found for one's own, not even on loan.
const Power* PowerFor(const std::vector<Power>& powers, const Request& request) {
  if (request.requested_by == powers.front().officer_id) return nullptr;
  const auto found = std::find_if(powers.begin(), powers.end(),
                                  [&](const Power& power) { return Covers(power, request); });
  return found == powers.end() ? nullptr : &*found;
}

// What waits for one power: asked by name, or by right and unit.
Result<std::vector<Request>> WaitingFor(database::Transaction& tx, const Power& power) {
  HT_TRY(auto waiting,
         tx.Find<Request>("WHERE state = 'waiting' AND decider_id = :officer", power.officer_id));
  for (const std::int64_t unit : power.units) {
    for (const std::string& right : power.rights) {
      HT_TRY(auto found, tx.Find<Request>("WHERE state = 'waiting' AND decider_id = 0 AND "
                                          "unit_id = :unit AND right_needed = :right_needed",
                                          unit, right));
      std::move(found.begin(), found.end(), std::back_inserter(waiting));
    }
  }
  return waiting;
}

Result<Request> GetWaiting(database::Transaction& tx, std::int64_t request_id) {
  HT_TRY(auto request, tx.Get<Request>(request_id));
  if (request.state != State::waiting) {
    return Fail(ErrorCode::conflict, "The request is decided already.", "already_decided");
  }
  return request;
}

Status Store(database::Transaction& tx, Request& request) {
  Status stored = tx.Update(request);
  if (!stored.has_value() && stored.error().code == ErrorCode::stale) {
    return Fail(ErrorCode::conflict, "The request is decided already.", "already_decided");
  }
  return stored;
}

Status Note(database::Transaction& tx, const Request& request, const journal::Actor& actor,
            std::string act, const Text<400>& why, Moment now) {
  journal::Entry entry;
  entry.actor = actor;
  entry.desk = "approval";
  entry.act = std::move(act);
  entry.subject = request.subject;
  entry.subject_id = request.subject_id;
  entry.case_id = request.case_id;
  entry.unit_id = request.unit_id;
  entry.why = why.str();
  entry.facts = {{"request_id", request.id},
                 {"desk", request.desk},
                 {"act", request.act},
                 {"afterwards", request.afterwards},
                 {"decider_id", request.decider_id},
                 {"decided_for", request.decided_for}};
  return journal::Append(tx, entry, now);
}

Status Note(database::Transaction& tx, const Delegation& delegation, std::string act,
            const journal::Actor& actor, Moment now) {
  journal::Entry entry;
  entry.actor = actor;
  entry.desk = "approval";
  entry.act = std::move(act);
  entry.subject = "delegation";
  entry.subject_id = delegation.id;
  entry.facts = {{"from_officer", delegation.from_officer},
                 {"to_officer", delegation.to_officer},
                 {"since", FormatIso(delegation.since)},
                 {"until", FormatIso(delegation.until)}};
  return journal::Append(tx, entry, now);
}

tl::unexpected<Error> OwnRequest() {
  return Fail(ErrorCode::conflict, "Nobody decides on their own request.", "own_request");
}

}  // namespace

Result<std::int64_t> Ask(database::Transaction& tx, const Request& request, Moment now) {
  std::vector<FieldError> faults;
  if (request.act.empty()) faults.push_back({"act", "missing", "A request is for an act."});
  if (request.right_needed.empty()) {
    faults.push_back({"right_needed", "missing", "A decision needs a right."});
  }
  if (request.requested_by == 0) {
    faults.push_back({"requested_by", "missing", "An officer asks."});
  }
  if (!faults.empty()) return Invalid(std::move(faults));
  if (request.decider_id == request.requested_by) return OwnRequest();
  Request asked = request;
  asked.id = 0;
  asked.requested_at = now;
  asked.state = State::waiting;
  HT_TRY(asked.id, tx.Insert(asked));
  HT_TRY_STATUS(
      Note(tx, asked, {asked.requested_by, asked.unit_id}, "approval_asked", asked.grounds, now));
  return asked.id;
}

Result<std::vector<Request>> InboxOf(database::Transaction& tx, const Decider& decider,
                                     Moment now) {
  HT_TRY(const auto powers, PowersOf(tx, decider, now));
  std::map<std::int64_t, Request> inbox;  // By id: several powers may reach one request.
  for (const Power& power : powers) {
    HT_TRY(auto waiting, WaitingFor(tx, power));
    for (Request& request : waiting) {
      if (PowerFor(powers, request) != nullptr) inbox.emplace(request.id, std::move(request));
    }
  }
  std::vector<Request> oldest_first;
  for (auto& [id, request] : inbox) oldest_first.push_back(std::move(request));
  return oldest_first;
}

Result<Request> Decide(database::Transaction& tx, std::int64_t request_id, const Decider& decider,
                       const Decision& decision, const Handlers& handlers, Moment now) {
  HT_TRY(Request request, GetWaiting(tx, request_id));
  if (request.requested_by == decider.actor.officer_id) return OwnRequest();
  HT_TRY(const auto powers, PowersOf(tx, decider, now));
  const Power* power = PowerFor(powers, request);
  if (power == nullptr) {
    return Fail(ErrorCode::forbidden, "The request is for another officer to decide.");
  }
  if (!decision.approve && decision.reason.empty()) {
    return Invalid({{"reason", "missing", "A refusal says why."}});
  }
  request.state = decision.approve ? State::approved : State::refused;
  request.decided_by = decider.actor.officer_id;
  request.decided_for = power == &powers.front() ? 0 : power->officer_id;
  request.decided_at = now;
  request.reason = decision.reason;
  HT_TRY_STATUS(Store(tx, request));
  HT_TRY_STATUS(Note(tx, request, decider.actor,
                     decision.approve ? "approval_given" : "approval_refused", request.reason,
                     now));
  const auto handler = handlers.find(request.act);
  if (handler != handlers.end()) HT_TRY_STATUS(handler->second(tx, request, now));
  return request;
}

Status Withdraw(database::Transaction& tx, std::int64_t request_id, const journal::Actor& actor,
                Moment now) {
  HT_TRY(Request request, GetWaiting(tx, request_id));
  if (request.requested_by != actor.officer_id) {
    return Fail(ErrorCode::forbidden, "Only the officer who asked takes a request back.");
  }
  request.state = State::withdrawn;
  request.decided_at = now;
  HT_TRY_STATUS(Store(tx, request));
  return Note(tx, request, actor, "approval_withdrawn", {}, now);
}

Result<std::int64_t> Delegate(database::Transaction& tx, const Delegation& delegation, Moment now) {
  std::vector<FieldError> faults;
  if (delegation.from_officer == 0) {
    faults.push_back({"from_officer", "missing", "An officer delegates."});
  }
  if (delegation.to_officer == 0) {
    faults.push_back({"to_officer", "missing", "An officer takes over."});
  } else if (delegation.to_officer == delegation.from_officer) {
    faults.push_back({"to_officer", "self", "Nobody delegates to themselves."});
  }
  if (delegation.until <= delegation.since || delegation.until <= now) {
    faults.push_back({"until", "range", "A delegation ends after it begins, and not before now."});
  }
  if (!faults.empty()) return Invalid(std::move(faults));
  Delegation given = delegation;
  given.id = 0;
  HT_TRY(const std::int64_t id, tx.Insert(given));
  given.id = id;
  HT_TRY_STATUS(Note(tx, given, "power_delegated", {given.from_officer, 0}, now));
  return id;
}

Status EndDelegation(database::Transaction& tx, std::int64_t delegation_id,
                     const journal::Actor& actor, Moment now) {
  HT_TRY(Delegation delegation, tx.Get<Delegation>(delegation_id));
  if (actor.officer_id != delegation.from_officer && actor.officer_id != delegation.to_officer) {
    return Fail(ErrorCode::not_found, "There is no such delegation.");
  }
  if (delegation.until <= now) {
    return Fail(ErrorCode::conflict, "The delegation has ended.", "already_ended");
  }
  delegation.until = now;
  delegation.since = std::min(delegation.since, now);  // One that never began lasts no time.
  HT_TRY_STATUS(tx.Update(delegation));
  return Note(tx, delegation, "delegation_ended", actor, now);
}

Result<std::vector<std::int64_t>> DelegatorsOf(database::Transaction& tx, std::int64_t officer_id,
                                               Moment now) {
  return tx.Query<std::int64_t>(
      "SELECT DISTINCT from_officer FROM approval_delegation "
      "WHERE to_officer = :officer AND since <= :since AND until > :until ORDER BY from_officer",
      officer_id, now, now);
}

Result<std::vector<Delegation>> DelegationsOf(database::Transaction& tx, std::int64_t officer_id) {
  return tx.Find<Delegation>(
      "WHERE from_officer = :giver OR to_officer = :taker ORDER BY since DESC, id DESC", officer_id,
      officer_id);
}

std::span<const database::Migration> Migrations() { return kMigrations; }

}  // namespace hetang::approval
