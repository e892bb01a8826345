#include "desk/funds/white_list.h"

#include "desk/trail/trail.h"

namespace hetang::funds {
namespace {

using database::Transaction;
using http::Call;

constexpr std::size_t kMostChecked = 500;

Status JournalEntry(Transaction& tx, const WhiteEntry& white, std::string act, std::string why,
                    const auth::Principal& who, Moment now) {
  journal::Entry entry;
  entry.actor = who.actor();
  entry.desk = "funds";
  entry.act = std::move(act);
  entry.subject = "white_list";
  entry.subject_id = white.id;
  entry.why = std::move(why);
  entry.after = journal::DigestOf(white);
  entry.facts = {{"expires_at", FormatIso(white.expires_at)}};
  return journal::Append(tx, entry, now);
}

Result<WhiteView> ViewOf(Transaction& tx, const WhiteEntry& white, const auth::Principal& who,
                         Moment now) {
  WhiteView view;
  static_cast<WhiteEntry&>(view) = white;
  const std::int64_t ids[] = {white.added_by, white.ended_by.value_or(0)};
  HT_TRY(auto names, roster::NamesOf(tx, ids));
  view.added_by_name = names[white.added_by];
  view.ended_by_name = names[white.ended_by.value_or(0)];
  view.in_force = !white.ended_at && now < white.expires_at;
  if (view.in_force && who.May(kWhiteListRight)) view.actions.emplace_back("end");
  return view;
}

Result<http::Page<WhiteView>> List(const Call& call, Transaction& tx) {
  HT_TRY(const http::PageRequest request, http::PageOf(call));
  const std::int64_t before = request.after_id == 0 ? INT64_MAX : request.after_id;
  HT_TRY(const auto entries, tx.Find<WhiteEntry>("WHERE id < :before ORDER BY id DESC LIMIT :limit",
                                                 before, request.limit));
  http::Page<WhiteView> page;
  for (const WhiteEntry& white : entries) {
    HT_TRY(WhiteView view, ViewOf(tx, white, call.who, call.now));
    page.items.push_back(std::move(view));
  }
  if (static_cast<std::int64_t>(entries.size()) == request.limit) {
    page.next = std::to_string(entries.back().id);
  }
  return page;
}

Result<WhiteFoundList> Check(const Call& call, const WhiteCheck& check, Transaction& tx) {
  if (check.account_ids.size() > kMostChecked) {
    return Fail(ErrorCode::too_large, "At most 500 accounts are checked at once.");
  }
  WhiteFoundList list;
  for (const std::int64_t id : check.account_ids) {
    // An account that only a payment or a claim names is none of the trail's yet.
    HT_TRY(const auto known, tx.Find<trail::Account>("WHERE id = :id", id));
    if (known.empty()) continue;
    const trail::Account& account = known.front();
    for (const AccountNumber& number : {account.card, account.number}) {
      HT_TRY(const auto white, WhiteListed(tx, "", number, call.now));
      if (!white) continue;
      list.items.push_back({account.id, white->reason, white->expires_at});
      break;
    }
  }
  return list;
}

}  // namespace

Result<std::optional<WhiteEntry>> WhiteListed(database::Transaction& tx, std::string_view bank_code,
                                              const AccountNumber& number, Moment now) {
  if (number.empty()) return std::nullopt;
  HT_TRY(auto found,
         tx.Find<WhiteEntry>("WHERE account_number = :n AND ended_at IS NULL AND expires_at > :now"
                             " ORDER BY id DESC",
                             number, now));
  for (WhiteEntry& white : found) {
    if (white.bank_code.empty() || bank_code.empty() || white.bank_code == bank_code) {
      return std::move(white);
    }
  }
  return std::nullopt;
}

Result<WhiteEntry> AddWhiteEntry(database::Transaction& tx, const WhiteForm& form,
                                 const auth::Principal& who, Moment now) {
  std::vector<FieldError> faults;
  if (form.account_number.empty()) {
    faults.push_back({"account_number", "missing", "Which account?"});
  }
  if (form.reason.empty()) faults.push_back({"reason", "missing", "Give a reason."});
  if (form.expires_at <= now) {
    faults.push_back({"expires_at", "past_time", "An entry ends in the future."});
  }
  if (!faults.empty()) return Invalid(std::move(faults));
  WhiteEntry white;
  white.bank_code = form.bank_code.value_or("");
  HT_TRY(const auto known, WhiteListed(tx, white.bank_code, form.account_number, now));
  if (known) return Fail(ErrorCode::conflict, "The account is listed already.", "already_listed");
  white.account_number = form.account_number;
  white.holder = form.holder.value_or(PersonName());
  white.reason = form.reason;
  white.added_by = who.officer_id;
  white.added_at = now;
  white.expires_at = form.expires_at;
  HT_TRY(white.id, tx.Insert(white));
  HT_TRY_STATUS(JournalEntry(tx, white, "white_list_added", form.reason.str(), who, now));
  return white;
}

Result<WhiteEntry> EndWhiteEntry(database::Transaction& tx, std::int64_t entry_id,
                                 const WhiteEnd& form, const auth::Principal& who, Moment now) {
  HT_TRY(WhiteEntry white, tx.Get<WhiteEntry>(entry_id));
  if (form.reason.empty()) return Invalid({{"reason", "missing", "Give a reason."}});
  if (white.ended_at || white.expires_at <= now) {
    return Fail(ErrorCode::conflict, "The entry has ended.", "already_ended");
  }
  white.ended_by = who.officer_id;
  white.ended_at = now;
  white.end_reason = form.reason;
  HT_TRY_STATUS(tx.Update(white));
  HT_TRY_STATUS(JournalEntry(tx, white, "white_list_ended", form.reason.str(), who, now));
  return white;
}

void AddWhiteListRoutes(http::Router& router) {
  router.Query<http::Page<WhiteView>>({"GET",
                                       "/api/v1/funds/white-list",
                                       "funds:read",
                                       "Accounts known to be no fraud's, newest first.",
                                       false,
                                       {"after", "limit"}},
                                      List);
  router.Command<WhiteForm, WhiteView>(
      {"POST", "/api/v1/funds/white-list", std::string(kWhiteListRight), "Lists an account."},
      [](const Call& call, const WhiteForm& form, Transaction& tx) -> Result<WhiteView> {
        HT_TRY(const WhiteEntry white, AddWhiteEntry(tx, form, call.who, call.now));
        return ViewOf(tx, white, call.who, call.now);
      });
  router.Command<WhiteEnd, WhiteView>(
      {"POST", "/api/v1/funds/white-list/{id}/end", std::string(kWhiteListRight),
       "Takes an account off the list."},
      [](const Call& call, const WhiteEnd& form, Transaction& tx) -> Result<WhiteView> {
        HT_TRY(const std::int64_t id, call.PathId("id"));
        HT_TRY(const WhiteEntry white, EndWhiteEntry(tx, id, form, call.who, call.now));
        return ViewOf(tx, white, call.who, call.now);
      });
  router.Command<WhiteCheck, WhiteFoundList>(
      {"POST", "/api/v1/funds/white-list/check", "funds:read",
       "Which of these accounts of a trace are listed."},
      Check);
}

}  // namespace hetang::funds
