// Traces that somebody kept: the answer as it was, its figures and its digest. A record: nobody
// changes or deletes one.
#pragma once

#include "desk/trail/views.h"

namespace hetang::trail {

struct SavedHead {
  std::int64_t id = 0;
  std::int64_t case_id = 0;
  Text<120> name;
  Text<400> note;
  trace::Method method = trace::Method::fifo;
  std::optional<Moment> until;
  std::optional<Moment> known_at;
  std::int64_t officer_id = 0;
  Moment saved_at;
  std::int64_t accounts = 0;
  Fen tagged_fen;
  Fen resting_fen;
  Fen exited_fen;
  std::string digest;  // SHA-256 of the answer.
};
BOOST_DESCRIBE_STRUCT(SavedHead, (),
                      (id, case_id, name, note, method, until, known_at, officer_id, saved_at,
                       accounts, tagged_fen, resting_fen, exited_fen, digest))
struct SavedTraceRow : SavedHead {
  PersonalText answer;  // TraceView as JSON, in full.
};
BOOST_DESCRIBE_STRUCT(SavedTraceRow, (SavedHead), (answer))

struct SaveForm {
  Text<120> name;
  Text<400> note;
  trace::Method method = trace::Method::fifo;
  std::optional<Moment> until;
  std::optional<Moment> known_at;
};
BOOST_DESCRIBE_STRUCT(SaveForm, (), (name, note, method, until, known_at))

struct SavedLine {
  std::int64_t id = 0;
  std::int64_t case_id = 0;
  Text<120> name;
  Text<400> note;
  trace::Method method = trace::Method::fifo;
  std::optional<Moment> until;
  std::optional<Moment> known_at;
  std::string officer_name;
  Moment saved_at;
  std::int64_t accounts = 0;
  Fen tagged_fen;
  Fen resting_fen;
  Fen exited_fen;
  std::string digest;
};
BOOST_DESCRIBE_STRUCT(SavedLine, (),
                      (id, case_id, name, note, method, until, known_at, officer_name, saved_at,
                       accounts, tagged_fen, resting_fen, exited_fen, digest))
struct SavedList {
  std::vector<SavedLine> items;  // The newest first.
};
BOOST_DESCRIBE_STRUCT(SavedList, (), (items))

struct SavedView : SavedLine {
  TraceView trace;
};
BOOST_DESCRIBE_STRUCT(SavedView, (SavedLine), (trace))

struct Figures {
  Fen received_fen;  // Tagged money that ever came.
  Fen resting_fen;
  Fen exited_fen;
};
BOOST_DESCRIBE_STRUCT(Figures, (), (received_fen, resting_fen, exited_fen))

// An account whose figures are other ones now. An absent side: the account was not, or is no more,
// in the trace.
struct AccountDifference {
  AccountNumber number;
  PersonName holder;
  std::string bank_name;
  std::int64_t level = 0;
  std::optional<Figures> then;
  std::optional<Figures> now;
};
BOOST_DESCRIBE_STRUCT(AccountDifference, (), (number, holder, bank_name, level, then, now))

struct SavedDifference {
  SavedLine saved;
  Fen tagged_fen;  // By the same method and moment, as is known now.
  Fen resting_fen;
  Fen exited_fen;
  std::vector<AccountDifference> accounts;
};
BOOST_DESCRIBE_STRUCT(SavedDifference, (), (saved, tagged_fen, resting_fen, exited_fen, accounts))

// Errors: not_found, forbidden (the case), invalid (`name`), and those of the trace.
Result<SavedLine> SaveTrace(database::Transaction& tx, WarmWorld& warm, std::int64_t case_id,
                            const SaveForm& form, const auth::Principal& who, Moment now);
Result<SavedList> SavedOf(database::Transaction& tx, std::int64_t case_id,
                          const auth::Principal& who);
// Errors: not_found, forbidden, corrupt (it is not what was kept).
Result<SavedView> SavedTrace(database::Transaction& tx, std::int64_t id,
                             const auth::Principal& who);
Result<SavedDifference> CompareWithNow(database::Transaction& tx, WarmWorld& warm, std::int64_t id,
                                       const auth::Principal& who);

}  // namespace hetang::trail

namespace hetang::database {
template <>
inline constexpr std::string_view kTable<trail::SavedHead> = "trail_saved";
template <>
inline constexpr std::string_view kTable<trail::SavedTraceRow> = "trail_saved";
}  // namespace hetang::database
