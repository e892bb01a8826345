// The approval inbox: acts that a second person must agree to, before or (an emergency) afterwards.
//
// Nobody decides on their own request, and a delegate decides only within the dates given. What an
// approval sets in motion belongs to the desk that asked: it passes a handler for its acts. Which
// acts need whom is said by rules.h; what the decider is shown, by evidence.h.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/field.h"
#include "base/result.h"
#include "platform/database/database.h"
#include "platform/journal/journal.h"

namespace hetang::approval {

enum class State { waiting, approved, refused, withdrawn };
BOOST_DESCRIBE_ENUM(State, waiting, approved, refused, withdrawn)

struct Request {
  std::int64_t id = 0;
  std::string desk;
  std::string act;  // `case_filing`, `stop_review`
  std::string subject;
  std::int64_t subject_id = 0;
  std::int64_t case_id = 0;
  std::int64_t unit_id = 0;
  bool afterwards = false;   // The act has happened; this is its review.
  std::string right_needed;  // Of the decider: `register:approve_filing`.
  // The officer asked by name (second officer), who needs the right and not the sight of the unit;
  // 0: anybody with the right in the unit.
  std::int64_t decider_id = 0;
  std::int64_t requested_by = 0;
  Moment requested_at;
  Text<400> grounds;
  PersonalText evidence;  // Written and read by evidence.h.
  State state = State::waiting;
  std::int64_t decided_by = 0;
  std::int64_t decided_for = 0;  // The officer who delegated; 0: decided in the own right.
  std::optional<Moment> decided_at;
  Text<400> reason;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(Request, (),
                      (id, desk, act, subject, subject_id, case_id, unit_id, afterwards,
                       right_needed, decider_id, requested_by, requested_at, grounds, evidence,
                       state, decided_by, decided_for, decided_at, reason, version))

struct Delegation {
  std::int64_t id = 0;
  std::int64_t from_officer = 0;
  std::int64_t to_officer = 0;
  Moment since;
  Moment until;
};
BOOST_DESCRIBE_STRUCT(Delegation, (), (id, from_officer, to_officer, since, until))

// Rights held, and the units they are held in.
struct Power {
  std::int64_t officer_id = 0;
  std::vector<std::string> rights;
  std::vector<std::int64_t> units;
};

// Who decides, by which rights and in which units.
struct Decider {
  journal::Actor actor;
  std::vector<std::string> rights;
  std::vector<std::int64_t> units;
  // What the officers of DelegatorsOf hold; a power counts within the dates of its delegation only.
  std::vector<Power> lent = {};
};

// Gives the id. Errors: invalid (no act, right or asker), conflict (`own_request`: the asker is
// named as decider).
Result<std::int64_t> Ask(database::Transaction& tx, const Request& request, Moment now);
// What this officer may decide now, own right or delegated, oldest first.
Result<std::vector<Request>> InboxOf(database::Transaction& tx, const Decider& decider, Moment now);

struct Decision {
  bool approve = false;
  Text<400> reason;  // Needed to refuse.
};
BOOST_DESCRIBE_STRUCT(Decision, (), (approve, reason))

using Handler = std::function<Status(database::Transaction&, const Request&, Moment now)>;
// Handlers by act, given by the desks at start; called in the deciding transaction.
using Handlers = std::map<std::string, Handler, std::less<>>;

// Errors: not_found, conflict (`own_request`, `already_decided`), forbidden, invalid (no reason).
Result<Request> Decide(database::Transaction& tx, std::int64_t request_id, const Decider& decider,
                       const Decision& decision, const Handlers& handlers, Moment now);

// The asker takes the request back. Errors: not_found, conflict (`already_decided`), forbidden.
Status Withdraw(database::Transaction& tx, std::int64_t request_id, const journal::Actor& actor,
                Moment now);

// Gives the own power to decide to another officer for a time. Errors: invalid (dates, self).
Result<std::int64_t> Delegate(database::Transaction& tx, const Delegation& delegation, Moment now);
// Ends a delegation before its time, by whoever gave it or holds it. Errors: not_found (also one of
// others), conflict (`already_ended`).
Status EndDelegation(database::Transaction& tx, std::int64_t delegation_id,
                     const journal::Actor& actor, Moment now);
// The officers whose power this one holds on loan at this moment.
Result<std::vector<std::int64_t>> DelegatorsOf(database::Transaction& tx, std::int64_t officer_id,
                                               Moment now);
// Those given by this officer and those given to it, the latest first.
Result<std::vector<Delegation>> DelegationsOf(database::Transaction& tx, std::int64_t officer_id);

std::span<const database::Migration> Migrations();

}  // namespace hetang::approval

namespace hetang::database {
template <>
inline constexpr std::string_view kTable<approval::Request> = "approval_request";
template <>
inline constexpr std::string_view kTable<approval::Delegation> = "approval_delegation";
}  // namespace hetang::database
