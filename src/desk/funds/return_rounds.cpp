#include "desk/funds/return_rounds.h"

#include <charconv>

#include "base/text.h"
#include "desk/funds/orders.h"
#include "desk/funds/recovered.h"
#include "desk/funds/return_acts.h"
#include "desk/funds/return_hold.h"
#include "desk/funds/return_proposal.h"

namespace hetang::funds {
namespace {

constexpr const char* kFrozenBasis = "电信网络新型违法犯罪案件冻结资金返还若干规定";

Status FromFreeze(database::Transaction& tx, Round& round, const OpenRoundForm& form,
                  const auth::Principal& who, Moment now) {
  HT_TRY(const Order order, OrderFor(tx, *form.order_id, who));
  HT_TRY_STATUS(CheckFreezeKeeps(order, now));
  HT_TRY(const ReturnRuleValues rules, ReturnRules(tx));
  round.order_id = order.id;
  round.case_id = order.case_id;
  round.unit_id = order.unit_id;
  round.account_id = order.account_id;
  round.bank_code = order.bank_code;
  round.bank_name = order.bank_name;
  round.account_number = order.account_number;
  round.account_holder = order.account_holder;
  round.legal_basis = Text<200>(kFrozenBasis);
  round.frozen_at = order.starts_at.value_or(order.requested_at);
  round.waits_until = AddMonths(*round.frozen_at, static_cast<int>(rules.wait_months));
  if (now < *round.waits_until && round.early_reason.empty()) {
    return Fail(ErrorCode::conflict,
                "The money has not been frozen long enough; say why not to wait.",
                "return_too_early");
  }
  if (now >= *round.waits_until) round.early_reason = Text<400>();
  return {};
}

Status FromRecovered(database::Transaction& tx, Round& round, const OpenRoundForm& form,
                     const auth::Principal& who) {
  HT_TRY(const Recovered recovered, tx.Get<Recovered>(*form.recovered_id));
  if (!who.Sees(recovered.unit_id)) {
    return Fail(ErrorCode::forbidden, "The money belongs to another unit.", "other_unit");
  }
  round.recovered_id = recovered.id;
  round.case_id = recovered.case_id;
  round.unit_id = recovered.unit_id;
  round.bank_code = recovered.bank_code;
  round.bank_name = recovered.bank_name;
  round.account_number = recovered.account_number;
  round.account_holder = recovered.account_holder;
  round.legal_basis = recovered.legal_basis;
  round.early_reason = Text<400>();
  round.article = Article::recovered;
  return {};
}

}  // namespace

Status CheckAlone(database::Transaction& tx, const Round& round) {
  HT_TRY(const auto others, tx.Find<Round>("WHERE id <> :id AND (order_id = :order OR"
                                           " recovered_id = :recovered)",
                                           round.id, round.order_id, round.recovered_id));
  for (const Round& other : others) {
    if (IsOpen(other.state)) {
      return Fail(ErrorCode::conflict, "Another round of this money is open.", "round_open");
    }
  }
  return {};
}

std::vector<std::int64_t> IdsIn(const std::string& comma_separated) {
  std::vector<std::int64_t> ids;
  for (const std::string_view part : Split(comma_separated, ',')) {
    std::int64_t id = 0;
    if (std::from_chars(part.data(), part.data() + part.size(), id).ec == std::errc()) {
      ids.push_back(id);
    }
  }
  return ids;
}

std::string JoinIds(const std::vector<std::int64_t>& ids) {
  std::string joined;
  for (const std::int64_t id : ids) joined += (joined.empty() ? "" : ",") + std::to_string(id);
  return joined;
}

Result<Round> RoundFor(database::Transaction& tx, std::int64_t round_id,
                       const auth::Principal& who) {
  HT_TRY(Round round, tx.Get<Round>(round_id));
  if (!who.Sees(round.unit_id)) {
    return Fail(ErrorCode::forbidden, "The round belongs to another unit.", "other_unit");
  }
  return round;
}

Result<Round> RoundDoing(database::Transaction& tx, std::int64_t round_id, RoundAct act,
                         const auth::Principal& who) {
  HT_TRY(Round round, RoundFor(tx, round_id, who));
  HT_TRY(const auto* transition, RequireTransition(kRoundStates, round.state, act));
  if (!who.May(transition->right)) {
    return Fail(ErrorCode::forbidden, "The officer lacks the right.",
                std::string(transition->right));
  }
  return round;
}

Status JournalRound(database::Transaction& tx, const Round& round, journal::Entry entry,
                    const journal::Actor& actor, Moment now) {
  entry.actor = actor;
  entry.desk = "funds";
  entry.subject = "return";
  entry.subject_id = round.id;
  entry.case_id = round.case_id;
  entry.unit_id = round.unit_id;
  entry.after = journal::DigestOf(round);
  return journal::Append(tx, entry, now);
}

Status Move(database::Transaction& tx, Round& round, RoundAct act, journal::Entry entry,
            const journal::Actor& actor, Moment now) {
  HT_TRY(const auto* transition, RequireTransition(kRoundStates, round.state, act));
  HT_TRY(const Round stored, tx.Get<Round>(round.id));
  entry.before = journal::DigestOf(stored);
  entry.facts["number"] = round.number;
  entry.facts["from"] = EnumName(round.state);
  entry.facts["to"] = EnumName(transition->to);
  round.state = transition->to;
  HT_TRY_STATUS(tx.Update(round));
  const bool given_up = act == RoundAct::revise || act == RoundAct::cancel;
  if (!transition->ends.empty()) {
    HT_TRY_STATUS(given_up ? deadline::Cancel(tx, transition->ends, "return", round.id, now)
                           : deadline::Meet(tx, transition->ends, "return", round.id, now));
  }
  return JournalRound(tx, round, std::move(entry), actor, now);
}

Status OpenRoundClock(database::Transaction& tx, const Round& round, std::string_view rule,
                      Moment due, std::int64_t officer_id, Moment now) {
  deadline::Opening opening;
  opening.rule = rule;
  opening.desk = "funds";
  opening.subject = "return";
  opening.subject_id = round.id;
  opening.case_id = round.case_id;
  opening.unit_id = round.unit_id;
  opening.officer_id = officer_id;
  opening.due_at = due;
  opening.note = round.number + " " + round.bank_name.str();
  HT_TRY_STATUS(deadline::Open(tx, opening, now));
  return {};
}

Result<Round> OpenRound(database::Transaction& tx, const OpenRoundForm& form,
                        const auth::Principal& who, Moment now) {
  if (form.order_id.has_value() == form.recovered_id.has_value()) {
    return Invalid({{"order_id", "one_of_two", "A round is of a freeze or of a sum recovered."}});
  }
  Round round;
  round.early_reason = form.early_reason.value_or(Text<400>());
  HT_TRY_STATUS(form.order_id ? FromFreeze(tx, round, form, who, now)
                              : FromRecovered(tx, round, form, who));
  HT_TRY_STATUS(CheckAlone(tx, round));
  HT_TRY(round.available_fen, LeftFor(tx, round));
  if (round.available_fen <= Fen(0)) {
    return Fail(ErrorCode::conflict, "Nothing of this money is left.", "nothing_left");
  }
  HT_TRY(const roster::Unit unit, roster::UnitOf(tx, round.unit_id));
  HT_TRY(round.number, NextReturnNumber(tx, "FH" + unit.code.str().substr(0, 6) +
                                                FormatCompact(now).substr(0, 8)));
  round.opened_by = who.officer_id;
  round.opened_at = now;
  HT_TRY(round.id, tx.Insert(round));
  journal::Entry entry;
  entry.act = "return_opened";
  entry.why = round.early_reason.str();
  entry.facts = {{"number", round.number}, {"available_fen", round.available_fen.value()}};
  if (round.order_id) entry.facts["order_id"] = *round.order_id;
  if (round.recovered_id) entry.facts["recovered_id"] = *round.recovered_id;
  HT_TRY_STATUS(JournalRound(tx, round, std::move(entry), who.actor(), now));
  return round;
}

Result<Round> SetBasis(database::Transaction& tx, std::int64_t round_id, Basis basis,
                       const auth::Principal& who, Moment now) {
  HT_TRY(Round round, RoundDoing(tx, round_id, RoundAct::change, who));
  journal::Entry entry;
  entry.act = "return_basis_chosen";
  entry.facts = {{"from", EnumName(round.basis)}, {"to", EnumName(basis)}};
  round.basis = basis;
  HT_TRY_STATUS(JournalRound(tx, round, std::move(entry), who.actor(), now));
  HT_TRY_STATUS(Propose(tx, round, who, now));
  return round;
}

Result<Round> ComputeAnew(database::Transaction& tx, std::int64_t round_id,
                          const auth::Principal& who, Moment now) {
  HT_TRY(Round round, RoundDoing(tx, round_id, RoundAct::change, who));
  HT_TRY_STATUS(Propose(tx, round, who, now));
  return round;
}

Result<RoundEvent> AddEvent(database::Transaction& tx, std::int64_t round_id, const EventForm& form,
                            const auth::Principal& who, Moment now) {
  HT_TRY(const Round round, RoundFor(tx, round_id, who));
  if (round.state == RoundState::cancelled) {
    return Fail(ErrorCode::conflict, "The round is cancelled.", "not_in_this_state");
  }
  if (form.place.empty()) return Invalid({{"place", "missing", "Where is it held?"}});
  RoundEvent event;
  event.round_id = round.id;
  event.at = form.at;
  event.place = form.place;
  event.note = form.note;
  event.entered_by = who.officer_id;
  HT_TRY(event.id, tx.Insert(event));
  journal::Entry entry;
  entry.act = "return_event_added";
  entry.facts = {{"event_id", event.id}, {"at", FormatIso(event.at)}};
  HT_TRY_STATUS(JournalRound(tx, round, std::move(entry), who.actor(), now));
  return event;
}

}  // namespace hetang::funds
