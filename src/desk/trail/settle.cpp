#include "desk/trail/settle.h"

#include <algorithm>

#include "base/text.h"
#include "desk/roster/roster.h"
#include "desk/trail/past.h"

namespace hetang::trail {
namespace {

std::string ListOf(const std::vector<std::int64_t>& ids) {
  std::string text;
  for (const std::int64_t id : ids) text += (text.empty() ? "" : ",") + std::to_string(id);
  return text;
}

bool Has(const std::vector<std::int64_t>& ids, std::int64_t id) {
  return std::find(ids.begin(), ids.end(), id) != ids.end();
}

bool Meet(const std::vector<std::int64_t>& one, const std::vector<std::int64_t>& other) {
  return std::any_of(one.begin(), one.end(), [&](std::int64_t id) { return Has(other, id); });
}

Status Check(const Doubt& doubt, const SettleForm& form) {
  std::vector<FieldError> errors;
  const auto check = [&](const std::string& path, const std::vector<std::int64_t>& chosen,
                         const std::vector<std::int64_t>& doubted) {
    if (chosen.empty()) errors.push_back({path, "missing", "Name a row of each side."});
    if (form.same && chosen.size() > 1) {
      errors.push_back({path, "one_row", "One transfer has one row of each side."});
    }
    for (std::size_t i = 0; i < chosen.size(); ++i) {
      const std::string place = path + "[" + std::to_string(i) + "]";
      if (!Has(doubted, chosen[i])) {
        errors.push_back({place, "not_of_doubt", "The row is not of this side of the doubt."});
      } else if (std::count(chosen.begin(), chosen.end(), chosen[i]) > 1) {
        errors.push_back({place, "named_twice", "The row is named twice."});
      }
    }
  };
  check("outs", form.outs, IdsIn(doubt.outs));
  check("ins", form.ins, IdsIn(doubt.ins));
  if (form.note.empty()) errors.push_back({"note", "missing", "Say how you know."});
  if (!errors.empty()) return Invalid(std::move(errors));
  return {};
}

// Rows that are one already can be no other's; a pair that was told apart must be taken back first.
Status AgreesWith(const std::vector<Settlement>& settled, const SettleForm& form) {
  for (const Settlement& each : settled) {
    const bool outs = Meet(form.outs, IdsIn(each.outs));
    const bool ins = Meet(form.ins, IdsIn(each.ins));
    if (each.same && (form.same ? outs || ins : outs && ins)) {
      return Fail(ErrorCode::conflict, "A row is of another transfer already.", "said_same");
    }
    if (!each.same && form.same && outs && ins) {
      return Fail(ErrorCode::conflict, "These rows were told apart.", "said_apart");
    }
  }
  return {};
}

Result<Doubt> DoubtAt(database::Transaction& tx, std::int64_t id) {
  HT_TRY(const auto doubts, tx.Find<Doubt>("WHERE id = :id AND import_id IN"
                                           " (SELECT id FROM trail_import WHERE state = 'shown')",
                                           id));
  if (!doubts.empty()) return doubts.front();
  HT_TRY(const auto settled,
         tx.Query<std::int64_t>("SELECT id FROM trail_settlement WHERE doubt_id = :d", id));
  if (settled.empty()) return Fail(ErrorCode::not_found, "There is no such doubt.");
  return Fail(ErrorCode::conflict, "The doubt was settled meanwhile.", "doubt_settled");
}

// What changes what is shown is an import; this one has no files and is shown at once.
Result<std::int64_t> ImportByHand(database::Transaction& tx, std::int64_t case_id,
                                  std::int64_t officer_id, Moment now) {
  Import import;
  import.case_id = case_id;
  import.officer_id = officer_id;
  import.state = ImportState::shown;
  import.began_at = now;
  import.ended_at = now;
  import.loader = kByHand;
  return tx.Insert(import);
}

// Weaves the rows of both accounts anew, as they are held, with the decisions that stand now.
Status WeaveAnew(database::Transaction& tx, const Settlement& settlement, std::int64_t import_id) {
  std::set<std::int64_t> accounts;
  for (const std::string& side : {settlement.outs, settlement.ins}) {
    for (const std::int64_t id : IdsIn(side)) {
      HT_TRY(const Entry entry, tx.Get<Entry>(id));
      accounts.insert(entry.account_id);
    }
  }
  HT_TRY(const Held held, HeldOf(tx, accounts));
  LastIds last;
  HT_TRY(last.transfer, LastOf(tx, "transfer"));
  HT_TRY(const std::int64_t last_doubt, LastOf(tx, "doubt"));
  Staging nothing;
  Plan plan = MakePlan(nothing, Resolved{}, held, last, import_id);
  HT_TRY_STATUS(tx.InsertAll<Transfer>(plan.added));
  HT_TRY_STATUS(Apply(tx, plan, import_id, last_doubt + 1));
  HT_TRY_STATUS(
      SetLast(tx, "transfer", last.transfer + static_cast<std::int64_t>(plan.added.size())));
  return SetLast(tx, "doubt", last_doubt + static_cast<std::int64_t>(plan.doubts.size()));
}

Status Journal(database::Transaction& tx, const Settlement& settlement, std::string act,
               const registry::Case& record, const auth::Principal& who, Moment now) {
  journal::Entry entry;
  entry.actor = who.actor();
  entry.desk = "trail";
  entry.act = std::move(act);
  entry.subject = "settlement";
  entry.subject_id = settlement.id;
  entry.case_id = record.id;
  entry.unit_id = record.unit_id;
  entry.after = journal::DigestOf(settlement);
  entry.facts = {{"same", settlement.same}, {"outs", settlement.outs}, {"ins", settlement.ins}};
  return journal::Append(tx, entry, now);
}

Result<std::vector<EntryRow>> EntriesNamed(database::Transaction& tx, const std::string& ids) {
  std::vector<EntryRow> rows;
  for (const std::int64_t id : IdsIn(ids)) {
    HT_TRY(const auto found, tx.Find<Entry>("WHERE id = :id", id));
    if (found.empty()) continue;
    HT_TRY(rows.emplace_back(), RowOf(tx, found.front()));
  }
  return rows;
}

Result<SettlementView> ViewOf(database::Transaction& tx, const Settlement& settlement) {
  SettlementView view;
  view.id = settlement.id;
  view.case_id = settlement.case_id;
  view.same = settlement.same;
  view.note = settlement.note;
  view.made_at = settlement.made_at;
  view.withdrawn_at = settlement.withdrawn_at;
  HT_TRY(view.outs, EntriesNamed(tx, settlement.outs));
  HT_TRY(view.ins, EntriesNamed(tx, settlement.ins));
  HT_TRY(const auto officer, roster::OfficerOf(tx, settlement.officer_id));
  view.officer_name = officer.name.str();
  return view;
}

}  // namespace

Result<DoubtList> DoubtsIn(database::Transaction& tx) {
  HT_TRY(const auto doubts,
         tx.Find<Doubt>("WHERE import_id IN (SELECT id FROM trail_import WHERE state = 'shown')"
                        " ORDER BY id DESC LIMIT 100"));
  DoubtList list;
  for (const Doubt& doubt : doubts) {
    DoubtView& view = list.items.emplace_back();
    view.id = doubt.id;
    HT_TRY(view.outs, EntriesNamed(tx, doubt.outs));
    HT_TRY(view.ins, EntriesNamed(tx, doubt.ins));
  }
  HT_TRY(const auto settled,
         tx.Find<Settlement>("WHERE withdrawn_at IS NULL ORDER BY id DESC LIMIT 100"));
  for (const Settlement& each : settled) {
    HT_TRY(list.settled.emplace_back(), ViewOf(tx, each));
  }
  return list;
}

Result<SettlementView> Settle(database::Transaction& tx, std::int64_t case_id,
                              std::int64_t doubt_id, const SettleForm& form,
                              const auth::Principal& who, Moment now) {
  HT_TRY(const auto record, registry::CaseFor(tx, case_id, who));
  HT_TRY(const Doubt doubt, DoubtAt(tx, doubt_id));
  HT_TRY_STATUS(Check(doubt, form));
  HT_TRY(const auto standing, tx.Find<Settlement>("WHERE withdrawn_at IS NULL"));
  HT_TRY_STATUS(AgreesWith(standing, form));
  Settlement settlement;
  settlement.case_id = record.id;
  settlement.doubt_id = doubt.id;
  settlement.outs = ListOf(form.outs);
  settlement.ins = ListOf(form.ins);
  settlement.same = form.same;
  settlement.note = form.note;
  settlement.officer_id = who.officer_id;
  settlement.made_at = now;
  HT_TRY(settlement.id, tx.Insert(settlement));
  HT_TRY(const std::int64_t import_id, ImportByHand(tx, record.id, who.officer_id, now));
  HT_TRY_STATUS(WeaveAnew(tx, settlement, import_id));
  HT_TRY_STATUS(Journal(tx, settlement, "doubt_settled", record, who, now));
  return ViewOf(tx, settlement);
}

Result<SettlementView> Unsettle(database::Transaction& tx, std::int64_t settlement_id,
                                const Text<400>& note, const auth::Principal& who, Moment now) {
  HT_TRY(Settlement settlement, tx.Get<Settlement>(settlement_id));
  HT_TRY(const auto record, registry::CaseFor(tx, settlement.case_id, who));
  if (settlement.withdrawn_at) {
    return Fail(ErrorCode::conflict, "The decision was taken back already.", "already_withdrawn");
  }
  if (note.empty()) return Invalid({{"note", "missing", "Say why it is taken back."}});
  settlement.withdrawn_by = who.officer_id;
  settlement.withdrawn_at = now;
  settlement.withdrawn_note = note;
  HT_TRY_STATUS(tx.Update(settlement));
  HT_TRY(const std::int64_t import_id, ImportByHand(tx, record.id, who.officer_id, now));
  HT_TRY_STATUS(WeaveAnew(tx, settlement, import_id));
  HT_TRY_STATUS(Journal(tx, settlement, "doubt_reopened", record, who, now));
  return ViewOf(tx, settlement);
}

}  // namespace hetang::trail
