// Freezes (domain.md §1.2): of an account whose case is filed, with the two officers and the
// documents, for six months at most, approved by a leader before it leaves. When the stop that it
// is made of would lapse first, it leaves at once and is approved afterwards.
#pragma once

#include "desk/funds/asking.h"

namespace hetang::funds {

struct FreezeWish {
  registry::Case record;
  std::optional<Order> stop;  // That it is made of.
  std::string bank_code;
  AccountNumber account;
  PersonName holder;
  FreezeMode mode = FreezeMode::limit;
  Fen amount_fen;               // Of a limited freeze; others are of all there is.
  std::optional<Moment> until;  // By default as long as the law allows.
  Text<60> notice_number;       // Of a notice numbered elsewhere; else its document gives one.
  Text<200> reason;
};

// Errors: invalid (account, holder, amount, until), conflict (`case_not_filed`,
// `no_second_officer`, `freeze_too_long`, `freeze_mode_not_carried` with the field `mode`: of
// this bank; `freeze_in_force`: of this account in this case, under way or in force;
// `follow_up_under_way`: a freeze of this stop; those of the stop's table).
Result<Placed> PlaceFreeze(database::Transaction& tx, const FreezeWish& wish,
                           const auth::Principal& who, Moment now);

// What can be asked of this bank. Error: invalid (its profile).
Result<std::vector<FreezeMode>> FreezeModesOf(const Bank& bank);

struct FreezeForm {
  FreezeMode mode = FreezeMode::limit;
  std::optional<Fen> amount_fen;  // By default the amount of the stop.
  std::optional<Moment> until;
  std::optional<Text<60>> notice_number;  // Of a notice numbered elsewhere.
  Text<200> reason;                       // By default that of the stop.
};
BOOST_DESCRIBE_STRUCT(FreezeForm, (), (mode, amount_fen, until, notice_number, reason))

// One action on a stop that carries everything over. The stop's clock runs on until the freeze is
// in force.
Result<Placed> ConvertToFreeze(database::Transaction& tx, std::int64_t stop_id,
                               const FreezeForm& form, const auth::Principal& who, Moment now);
// The same freeze once more, after it was refused, failed or has expired.
Result<Placed> FreezeAgain(database::Transaction& tx, std::int64_t freeze_id,
                           const FreezeForm& form, const auth::Principal& who, Moment now);

// The stop of this account that is in force in the case, for a freeze that is asked by account.
Result<std::optional<Order>> StopInForceOf(database::Transaction& tx, std::int64_t case_id,
                                           const AccountNumber& account);

}  // namespace hetang::funds
