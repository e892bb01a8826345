#include "desk/trail/saved.h"

#include "base/json.h"
#include "desk/roster/roster.h"

namespace hetang::trail {
namespace {

Result<SavedLine> LineOf(database::Transaction& tx, const SavedHead& row) {
  SavedLine line;
  line.id = row.id;
  line.case_id = row.case_id;
  line.name = row.name;
  line.note = row.note;
  line.method = row.method;
  line.until = row.until;
  line.known_at = row.known_at;
  line.saved_at = row.saved_at;
  line.accounts = row.accounts;
  line.tagged_fen = row.tagged_fen;
  line.resting_fen = row.resting_fen;
  line.exited_fen = row.exited_fen;
  line.digest = row.digest;
  HT_TRY(const auto officer, roster::OfficerOf(tx, row.officer_id));
  line.officer_name = officer.name.str();
  return line;
}

Status Journal(database::Transaction& tx, const SavedHead& row, const registry::Case& record,
               const auth::Principal& who) {
  journal::Entry entry;
  entry.actor = who.actor();
  entry.desk = "trail";
  entry.act = "trace_saved";
  entry.subject = "saved_trace";
  entry.subject_id = row.id;
  entry.case_id = record.id;
  entry.unit_id = record.unit_id;
  entry.after = row.digest;
  entry.facts = {{"method", EnumName(row.method)},
                 {"accounts", row.accounts},
                 {"tagged_fen", row.tagged_fen.value()},
                 {"resting_fen", row.resting_fen.value()},
                 {"exited_fen", row.exited_fen.value()}};
  return journal::Append(tx, entry, row.saved_at);
}

Result<SavedTraceRow> RowFor(database::Transaction& tx, std::int64_t id,
                             const auth::Principal& who) {
  HT_TRY(auto row, tx.Get<SavedTraceRow>(id));
  HT_TRY_STATUS(registry::CaseFor(tx, row.case_id, who));
  return row;
}

Result<TraceView> AnswerOf(const SavedTraceRow& row) {
  if (journal::DigestOfText(row.answer.Reveal()) != row.digest) {
    return Fail(ErrorCode::corrupt, "The trace is not what was saved.", "digest");
  }
  json::Limits roomy;
  roomy.bytes = std::size_t{1} << 30;
  return json::Read<TraceView>(row.answer.Reveal(), roomy);
}

// The account a number means now, so that one that got a second number since is still the same.
Result<std::string> KeyOf(database::Transaction& tx, const AccountNumber& number) {
  HT_TRY(const auto known,
         tx.Query<std::int64_t>("SELECT account_id FROM trail_number WHERE number = :n", number));
  return known.empty() ? number.Reveal() : "#" + std::to_string(known.front());
}

Figures FiguresOf(const TraceAccount& account) {
  return {account.received_fen, account.resting_fen, account.exited_fen};
}

bool Differ(const std::optional<Figures>& one, const std::optional<Figures>& other) {
  if (!one || !other) return true;
  return one->received_fen != other->received_fen || one->resting_fen != other->resting_fen ||
         one->exited_fen != other->exited_fen;
}

}  // namespace

Result<SavedLine> SaveTrace(database::Transaction& tx, WarmWorld& warm, std::int64_t case_id,
                            const SaveForm& form, const auth::Principal& who, Moment now) {
  HT_TRY(const auto record, registry::CaseFor(tx, case_id, who));
  if (form.name.empty()) return Invalid({{"name", "missing", "What is it called?"}});
  TraceQuestion question;
  question.case_id = case_id;
  question.method = form.method;
  question.until = form.until;
  question.known_at = form.known_at;
  HT_TRY(const TraceView view, TraceOf(tx, warm, question, who));
  SavedTraceRow row;
  row.case_id = case_id;
  row.name = form.name;
  row.note = form.note;
  row.method = form.method;
  row.until = form.until;
  row.known_at = form.known_at;
  row.officer_id = who.officer_id;
  row.saved_at = now;
  row.accounts = static_cast<std::int64_t>(view.accounts.size());
  row.tagged_fen = view.tagged_fen;
  row.resting_fen = view.resting_fen;
  row.exited_fen = view.exited_fen;
  row.answer = PersonalText(json::Write(view, Reveal::in_full));
  row.digest = journal::DigestOfText(row.answer.Reveal());
  HT_TRY_STATUS(AnswerOf(row));  // What cannot be read again is not kept.
  HT_TRY(row.id, tx.Insert(row));
  HT_TRY_STATUS(Journal(tx, row, record, who));
  return LineOf(tx, row);
}

Result<SavedList> SavedOf(database::Transaction& tx, std::int64_t case_id,
                          const auth::Principal& who) {
  HT_TRY_STATUS(registry::CaseFor(tx, case_id, who));
  HT_TRY(const auto rows, tx.Find<SavedHead>("WHERE case_id = :c ORDER BY id DESC", case_id));
  SavedList list;
  for (const SavedHead& row : rows) {
    HT_TRY(list.items.emplace_back(), LineOf(tx, row));
  }
  return list;
}

Result<SavedView> SavedTrace(database::Transaction& tx, std::int64_t id,
                             const auth::Principal& who) {
  HT_TRY(const SavedTraceRow row, RowFor(tx, id, who));
  SavedView view;
  HT_TRY(static_cast<SavedLine&>(view), LineOf(tx, row));
  HT_TRY(view.trace, AnswerOf(row));
  return view;
}

Result<SavedDifference> CompareWithNow(database::Transaction& tx, WarmWorld& warm, std::int64_t id,
                                       const auth::Principal& who) {
  HT_TRY(const SavedTraceRow row, RowFor(tx, id, who));
  HT_TRY(const TraceView then, AnswerOf(row));
  TraceQuestion question;
  question.case_id = row.case_id;
  question.method = row.method;
  question.until = row.until;
  HT_TRY(const TraceView now, TraceOf(tx, warm, question, who));
  SavedDifference difference;
  HT_TRY(difference.saved, LineOf(tx, row));
  difference.tagged_fen = now.tagged_fen;
  difference.resting_fen = now.resting_fen;
  difference.exited_fen = now.exited_fen;
  std::vector<AccountDifference> all;
  std::map<std::string, std::size_t> place;
  const auto note = [&](const TraceAccount& account) -> Result<AccountDifference*> {
    HT_TRY(const std::string key, KeyOf(tx, account.number));
    const auto [found, fresh] = place.try_emplace(key, all.size());
    if (fresh) all.emplace_back();
    AccountDifference& line = all[found->second];
    line.number = account.number;
    line.holder = account.holder;
    line.bank_name = account.bank_name;
    line.level = account.level;
    return &line;
  };
  for (const TraceAccount& account : then.accounts) {
    HT_TRY(AccountDifference * line, note(account));
    line->then = FiguresOf(account);
  }
  for (const TraceAccount& account : now.accounts) {
    HT_TRY(AccountDifference * line, note(account));
    line->now = FiguresOf(account);
  }
  for (AccountDifference& line : all) {
    if (Differ(line.then, line.now)) difference.accounts.push_back(std::move(line));
  }
  return difference;
}

}  // namespace hetang::trail
