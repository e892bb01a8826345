#include "desk/register/closing.h"

#include "desk/register/cases.h"
#include "desk/register/rules.h"

namespace hetang::registry {
namespace {

Status CheckReason(const ClosingForm& form) {
  if (!form.reason.empty()) return {};
  return Invalid({{"reason", "missing", "Say why."}});
}

Status CheckNothingOpen(database::Transaction& tx, std::int64_t case_id, const LaterDesks& later) {
  Error error{ErrorCode::conflict, "Something of the case is still open.", "open_items", {}};
  for (const OpenItems& items_of : later.open_items) {
    HT_TRY(const auto items, items_of(tx, case_id));
    for (const OpenItem& item : items) error.fields.push_back({item.path, item.state, ""});
  }
  return error.fields.empty() ? Status() : Status(tl::unexpected(std::move(error)));
}

Result<Case> Move(database::Transaction& tx, Case record, CaseState to, const ClosingForm& form,
                  const auth::Principal& who, Moment now) {
  journal::Entry entry;
  entry.act = to == CaseState::closed ? "case_closed" : "case_reopened";
  entry.why = form.reason.str();
  entry.before = journal::DigestOf(record);
  record.state = to;
  HT_TRY_STATUS(tx.Update(record));
  entry.after = journal::DigestOf(record);
  HT_TRY_STATUS(JournalCase(tx, record, std::move(entry), who.actor(), now));
  return record;
}

}  // namespace

Result<Case> CloseCase(database::Transaction& tx, std::int64_t case_id, const ClosingForm& form,
                       const LaterDesks& later, const auth::Principal& who, Moment now) {
  HT_TRY(Case record, CaseFor(tx, case_id, who));
  HT_TRY_STATUS(CheckAct(record, Act::close));
  HT_TRY_STATUS(CheckReason(form));
  HT_TRY_STATUS(CheckNothingOpen(tx, record.id, later));
  return Move(tx, std::move(record), CaseState::closed, form, who, now);
}

Result<Case> ReopenCase(database::Transaction& tx, std::int64_t case_id, const ClosingForm& form,
                        const auth::Principal& who, Moment now) {
  HT_TRY(Case record, CaseFor(tx, case_id, who));
  HT_TRY_STATUS(CheckAct(record, Act::reopen));
  HT_TRY_STATUS(CheckReason(form));
  const CaseState before = record.filed_at ? CaseState::filed : CaseState::not_filed;
  return Move(tx, std::move(record), before, form, who, now);
}

}  // namespace hetang::registry
