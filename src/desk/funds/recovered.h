// Recovered money (追缴、退赔): what was seized from suspects or paid back by them. A bucket of its
// own beside what is frozen; it goes home by the same rounds of return, on its own legal basis
// (criminal law art. 64).
#pragma once

#include "desk/funds/funds.h"

namespace hetang::funds {

enum class RecoveredKind { seized, paid_back };
BOOST_DESCRIBE_ENUM(RecoveredKind, seized, paid_back)

struct Recovered {
  std::int64_t id = 0;
  std::int64_t case_id = 0;
  std::int64_t unit_id = 0;
  RecoveredKind kind = RecoveredKind::seized;
  Fen amount_fen;
  Moment at;
  PersonName from_name;
  Text<200> legal_basis;
  std::string bank_code;  // Where it is kept: the custody account, empty for cash in the safe.
  Text<80> bank_name;
  AccountNumber account_number;
  PersonName account_holder;
  Text<400> note;
  std::int64_t entered_by = 0;
  Moment entered_at;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(Recovered, (),
                      (id, case_id, unit_id, kind, amount_fen, at, from_name, legal_basis,
                       bank_code, bank_name, account_number, account_holder, note, entered_by,
                       entered_at, version))

struct RecoveredForm {
  std::int64_t case_id = 0;
  RecoveredKind kind = RecoveredKind::seized;
  Fen amount_fen;
  Moment at;
  PersonName from_name;
  Text<200> legal_basis;
  std::optional<std::string> bank_code;
  std::optional<Text<80>> bank_name;
  std::optional<AccountNumber> account_number;
  std::optional<PersonName> account_holder;
  std::optional<Text<400>> note;
};
BOOST_DESCRIBE_STRUCT(RecoveredForm, (),
                      (case_id, kind, amount_fen, at, from_name, legal_basis, bank_code, bank_name,
                       account_number, account_holder, note))

struct RecoveredView : Recovered {
  std::string case_number;
  std::string entered_by_name;
  Fen returned_fen;  // Given by rounds so far.
  std::optional<std::int64_t> open_round_id;
  std::vector<std::string> actions;  // `open_round`
};
BOOST_DESCRIBE_STRUCT(RecoveredView, (Recovered),
                      (case_number, entered_by_name, returned_fen, open_round_id, actions))

// Errors: invalid (each field), and those of CaseFor.
Result<Recovered> EnterRecovered(database::Transaction& tx, const RecoveredForm& form,
                                 const auth::Principal& who, Moment now);
Result<RecoveredView> ViewOf(database::Transaction& tx, const Recovered& recovered,
                             const auth::Principal& who);
void AddRecoveredRoutes(http::Router& router);

}  // namespace hetang::funds

namespace hetang::database {
template <>
inline constexpr std::string_view kTable<funds::Recovered> = "funds_recovered";
}  // namespace hetang::database
