#include "desk/warning/views.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "desk/warning/advance.h"
#include "desk/warning/rules.h"
#include "desk/warning/taking.h"

namespace hetang::warning {
namespace {

std::string IdList(std::span<const std::int64_t> ids) {
  return ids.empty() ? "0" : fmt::format("{}", fmt::join(ids, ","));
}

using Names = std::map<std::int64_t, std::string>;

std::string NameIn(const Names& names, std::int64_t id) {
  const auto found = names.find(id);
  return found == names.end() ? std::string() : found->second;
}

// What this officer may do with a step. Another officer's is only to be seen.
std::vector<std::string> ActionsOf(const StepRow& row, const auth::Principal& who) {
  const bool holds = std::find(who.roles.begin(), who.roles.end(), row.role) != who.roles.end();
  const bool anothers = row.taken_by && *row.taken_by != who.officer_id &&
                        (row.phase == StepPhase::taken || row.phase == StepPhase::reached);
  if (anothers || (!holds && !who.May(kLeadRight))) return {};
  return ActionsIn(life::kStepStates, row.phase,
                   [&](std::string_view right) { return who.May(right); });
}

StepView ViewWith(const StepRow& row, const Names& names, const auth::Principal& who) {
  StepView view;
  view.id = row.id;
  view.climb = row.climb;
  view.name = row.name;
  view.number = row.number;
  view.act = row.act;
  view.role = row.role;
  view.unit_id = row.unit_id;
  view.phase = row.phase;
  view.begins_at = row.begins_at;
  view.due_at = row.due_at;
  view.taken_by = row.taken_by;
  view.taken_by_name = NameIn(names, row.taken_by.value_or(0));
  view.taken_at = row.taken_at;
  view.back_at = row.back_at;
  view.contact_id = row.contact_id;
  view.no_phone = row.act != Act::visit && !row.contact_id;
  view.outcome = row.outcome;
  view.told_at = row.told_at;
  view.actions = ActionsOf(row, who);
  const bool tells = std::any_of(view.actions.begin(), view.actions.end(), [](const auto& act) {
    return act == EnumName(StepAct::tell) || act == EnumName(StepAct::tell_end);
  });
  if (tells) view.outcomes = OutcomesOf(row);
  return view;
}

Result<Names> NamesFor(database::Transaction& tx, std::span<const StepRow> rows) {
  std::vector<std::int64_t> ids;
  for (const StepRow& row : rows) {
    if (row.taken_by) ids.push_back(*row.taken_by);
  }
  return roster::NamesOf(tx, ids);
}

Result<std::map<std::string, bool>> Interrupting(database::Transaction& tx) {
  HT_TRY(const auto levels, LevelsOf(tx));
  std::map<std::string, bool> by_name;
  for (const Level& level : levels) by_name[level.name] = level.interrupts;
  return by_name;
}

WarningLine LineWith(const Warning& warning, const registry::Person& person, bool interrupts) {
  WarningLine line;
  line.id = warning.id;
  line.number = warning.number;
  line.name = person.name;
  line.address = person.address;
  line.unit_id = warning.unit_id;
  line.level = warning.level;
  line.rank = warning.rank;
  line.interrupts = interrupts;
  line.fraud_type = warning.fraud_type;
  line.state = warning.state;
  line.instructions = warning.instructions;
  line.arrived_at = warning.arrived_at;
  line.reached_at = warning.reached_at;
  line.ended_at = warning.ended_at;
  line.outcome = warning.outcome;
  line.watch_until = warning.watch_until;
  line.case_id = warning.case_id;
  return line;
}

Result<std::vector<WarningLine>> LinesOf(database::Transaction& tx,
                                         std::span<const Warning> warnings) {
  std::vector<std::int64_t> ids;
  for (const Warning& warning : warnings) ids.push_back(warning.person_id);
  HT_TRY(const auto persons, tx.Find<registry::Person>("WHERE id IN (" + IdList(ids) + ")"));
  std::map<std::int64_t, const registry::Person*> by_id;
  for (const registry::Person& person : persons) by_id[person.id] = &person;
  HT_TRY(const auto interrupts, Interrupting(tx));
  std::vector<WarningLine> lines;
  for (const Warning& warning : warnings) {
    const auto level = interrupts.find(warning.level);
    lines.push_back(LineWith(warning, *by_id.at(warning.person_id),
                             level != interrupts.end() && level->second));
  }
  return lines;
}

// Roles are words of the roster, so they stand in the text as they are.
std::string RoleList(const auth::Principal& who) {
  return fmt::format("'{}'", fmt::join(who.roles, "','"));
}

Result<std::vector<StepRow>> QueueRows(database::Transaction& tx, const auth::Principal& who,
                                       const http::PageRequest& page) {
  StepRow last;
  last.rank = -1;
  if (page.after_id != 0) {
    HT_TRY(last, tx.Get<StepRow>(page.after_id));
  }
  return tx.Find<StepRow>("WHERE phase IN ('open', 'taken', 'reached', 'late') AND role IN (" +
                              RoleList(who) + ") AND unit_id IN (" + IdList(who.units) +
                              ") AND (rank, due_at, id) > (:rank, :due, :id)"
                              " ORDER BY rank, due_at, id LIMIT :limit",
                          last.rank, last.due_at, last.id, page.limit);
}

Result<std::vector<ToldView>> ToldOf(database::Transaction& tx, std::int64_t warning_id,
                                     std::span<const StepRow> steps) {
  HT_TRY(const auto rows, tx.Find<ToldRow>("WHERE warning_id = :w ORDER BY id", warning_id));
  std::vector<std::int64_t> ids;
  for (const ToldRow& row : rows) ids.push_back(row.officer_id);
  HT_TRY(const auto names, roster::NamesOf(tx, ids));
  std::map<std::int64_t, std::string> step_names;
  for (const StepRow& step : steps) step_names[step.id] = step.name;
  std::vector<ToldView> told;
  for (const ToldRow& row : rows) {
    told.push_back({row.id, row.climb, row.step_id, step_names[row.step_id], row.outcome, row.at,
                    row.said_at, row.officer_id, NameIn(names, row.officer_id), row.note});
  }
  return told;
}

Result<std::vector<InstructionView>> InstructionsOf(database::Transaction& tx,
                                                    std::int64_t warning_id) {
  HT_TRY(const auto rows, tx.Find<Instruction>("WHERE warning_id = :w ORDER BY id", warning_id));
  std::vector<InstructionView> views;
  for (const Instruction& row : rows) {
    views.push_back({row.id, row.source, row.external_number, row.batch, row.level, row.fraud_type,
                     row.seen, row.call_minutes, row.transfers_tried, row.tried_fen,
                     MarksIn(row.marks), row.sent_at, row.received_at, row.valid_until});
  }
  return views;
}

Result<std::vector<CaseRef>> CasesOf(database::Transaction& tx, std::int64_t person_id,
                                     const auth::Principal& who) {
  return tx.Query<CaseRef>(
      "SELECT id, number FROM register_case WHERE victim_id = :p AND"
      " unit_id IN (" +
          IdList(who.units) + ") ORDER BY id DESC LIMIT 50",
      person_id);
}

}  // namespace

Result<StepView> StepViewOf(database::Transaction& tx, const StepRow& row,
                            const auth::Principal& who) {
  HT_TRY(const auto names, NamesFor(tx, std::span(&row, 1)));
  return ViewWith(row, names, who);
}

Result<http::Page<QueueItem>> QueueFor(database::Transaction& tx, const auth::Principal& who,
                                       const http::PageRequest& page) {
  http::Page<QueueItem> queue;
  HT_TRY(const auto rows, QueueRows(tx, who, page));
  HT_TRY(const auto names, NamesFor(tx, rows));
  std::vector<std::int64_t> warning_ids;
  std::vector<std::int64_t> contact_ids;
  for (const StepRow& row : rows) {
    warning_ids.push_back(row.warning_id);
    if (row.contact_id) contact_ids.push_back(*row.contact_id);
  }
  HT_TRY(const auto warnings, tx.Find<Warning>("WHERE id IN (" + IdList(warning_ids) + ")"));
  HT_TRY(const auto lines, LinesOf(tx, warnings));
  HT_TRY(const auto contacts, tx.Find<Contact>("WHERE id IN (" + IdList(contact_ids) + ")"));
  for (const StepRow& row : rows) {
    QueueItem item;
    item.step = ViewWith(row, names, who);
    for (const WarningLine& line : lines) {
      if (line.id == row.warning_id) item.warning = line;
    }
    for (const Contact& contact : contacts) {
      if (row.contact_id == contact.id) item.contact = contact;
    }
    queue.items.push_back(std::move(item));
  }
  if (static_cast<std::int64_t>(rows.size()) == page.limit) {
    queue.next = std::to_string(rows.back().id);
  }
  return queue;
}

Result<http::Page<WarningLine>> WarningsOf(database::Transaction& tx, const WarningQuery& query,
                                           const auth::Principal& who) {
  const std::string state(query.state ? EnumName(*query.state) : std::string_view());
  const std::int64_t before = query.page.after_id == 0 ? INT64_MAX : query.page.after_id;
  const std::string units = IdList(who.units);
  // With a state its index is read; without, the newest rows.
  const std::string by_state = query.state ? "state = :state" : "'' = :state";
  HT_TRY(const auto warnings,
         tx.Find<Warning>("WHERE " + by_state +
                              " AND id < :before AND (:l = '' OR level = :l2) AND"
                              " (unit_id IN (" +
                              units + ") OR desk_unit_id IN (" + units +
                              ")) ORDER BY id DESC LIMIT :limit",
                          state, before, query.level, query.level, query.page.limit));
  http::Page<WarningLine> page;
  HT_TRY(page.items, LinesOf(tx, warnings));
  if (static_cast<std::int64_t>(warnings.size()) == query.page.limit) {
    page.next = std::to_string(warnings.back().id);
  }
  return page;
}

Result<WarningView> ViewOf(database::Transaction& tx, const Warning& warning,
                           const auth::Principal& who) {
  WarningView view;
  HT_TRY(auto all,
         tx.Find<Warning>("WHERE person_id = :p ORDER BY id DESC LIMIT 50", warning.person_id));
  std::erase_if(all, [&](const Warning& each) { return each.id >= warning.id; });
  all.push_back(warning);
  HT_TRY(view.past, LinesOf(tx, all));
  view.warning = std::move(view.past.back());
  view.past.pop_back();
  HT_TRY(view.person, tx.Get<registry::Person>(warning.person_id));
  HT_TRY(view.contacts, ContactsOf(tx, warning.id));
  HT_TRY(view.instructions, InstructionsOf(tx, warning.id));
  HT_TRY(const auto rows,
         tx.Find<StepRow>("WHERE warning_id = :w ORDER BY begins_at, id", warning.id));
  HT_TRY(const auto names, NamesFor(tx, rows));
  for (const StepRow& row : rows) view.steps.push_back(ViewWith(row, names, who));
  HT_TRY(view.told, ToldOf(tx, warning.id, rows));
  HT_TRY(view.cases, CasesOf(tx, warning.person_id, who));
  HT_TRY(view.clocks,
         tx.Find<deadline::Deadline>("WHERE subject = 'warning' AND subject_id = :w AND"
                                     " state = 'open' ORDER BY due_at, id",
                                     warning.id));
  view.actions = ActionsIn(life::kWarningStates, warning.state,
                           [&](std::string_view right) { return who.May(right); });
  if (warning.case_id) std::erase(view.actions, std::string("pay"));
  if (who.May("register:reveal")) view.actions.emplace_back("reveal");
  view.version = warning.version;
  return view;
}

}  // namespace hetang::warning
