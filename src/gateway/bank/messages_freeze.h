// Orders that hold money for months and give it back: freeze, lift and renewal of a freeze, and the
// notice by which frozen money goes home to victims. The conventions are those of messages_stop.h.
//
// The return notice (100211) is this program's own extension: the rules know it as a paper that two
// officers carry to the bank. A profile says whether a bank takes it as a message.
#pragma once

#include <optional>
#include <vector>

#include "gateway/bank/messages_stop.h"

namespace hetang::bank {

// What a freeze does. The codes of the wire differ from channel to channel (`02` is no_debit with
// one bank and full with the next), so a profile maps them; the digits here are its default.
enum class FreezeType {
  limit = 1,     // A sum stays; what is above it may leave.
  no_debit = 2,  // Money may arrive and not leave.
  full = 3,      // Nothing arrives and nothing leaves.
};
BOOST_DESCRIBE_ENUM(FreezeType, limit, no_debit, full)

// 100201. `balance_fen` is the sum of a limited freeze, and there only. The documents (the decision
// to file the case, the notice of assistance) travel as attachments; a bank refuses a freeze that
// lacks them (06xx).
struct FreezeRequest {
  OrderHead head;
  ApplicationType application_type = ApplicationType::first;
  TargetAccount target;
  std::optional<Text<2>> id_type;  // Of the account's holder, as far as known.
  std::optional<IdentityNumber> id_number;
  FreezeType freeze_type = FreezeType::limit;
  std::optional<Fen> balance_fen;
  Text<3> currency = "CNY";
  Text<500> reason;
  std::optional<Text<1000>> remark;
  Moment freeze_start_time;
  Moment expire_time;
  OrderTail tail;
};
BOOST_DESCRIBE_STRUCT(FreezeRequest, (),
                      (head, application_type, target, id_type, id_number, freeze_type, balance_fen,
                       currency, reason, remark, freeze_start_time, expire_time, tail))

// 100203: the money goes free.
struct FreezeLift {
  OrderHead head;
  Text<36> original_application_id;  // Of the freeze, also after a renewal.
  TargetAccount target;
  std::optional<Text<2>> id_type;
  std::optional<IdentityNumber> id_number;
  std::optional<Text<1000>> withdrawal_remark;
  OrderTail tail;
};
BOOST_DESCRIBE_STRUCT(FreezeLift, (),
                      (head, original_application_id, target, id_type, id_number, withdrawal_remark,
                       tail))

// 100205: another term from postpone_start_time, asked for before the first one ends. The mode is
// that of the freeze; the sum of a limited one is what is to stay frozen.
struct FreezeRenewal {
  OrderHead head;
  Text<36> original_application_id;  // Of the freeze, also after an earlier renewal.
  TargetAccount target;
  std::optional<Text<2>> id_type;
  std::optional<IdentityNumber> id_number;
  FreezeType freeze_type = FreezeType::limit;
  std::optional<Fen> balance_fen;
  Text<3> currency = "CNY";
  Moment postpone_start_time;
  Moment expire_time;
  std::optional<Text<1000>> extend_remark;
  OrderTail tail;
};
BOOST_DESCRIBE_STRUCT(FreezeRenewal, (),
                      (head, original_application_id, target, id_type, id_number, freeze_type,
                       balance_fen, currency, postpone_start_time, expire_time, extend_remark,
                       tail))

// 100202. When the result says in force, balance, start, expiry and the frozen sum are there. A
// freeze that waits behind another (1401) has the `former_` fields; when its turn comes, the same
// order is answered once more.
struct FreezeFeedback : StopFeedback {
  std::optional<Fen> applied_balance_fen;  // What was asked for.
  std::optional<Fen> frozed_balance_fen;   // What is frozen of it now.
  std::optional<Text<3>> currency;
  std::optional<Text<200>> former_application_department;  // Whose freeze came first.
  std::optional<Text<3>> former_frozen_currency;
  std::optional<Fen> former_frozen_balance_fen;
  std::optional<Moment> former_frozen_expire_time;
  std::optional<Fen> account_available_balance_fen;  // What may still leave.
};
BOOST_DESCRIBE_STRUCT(FreezeFeedback, (StopFeedback),
                      (applied_balance_fen, frozed_balance_fen, currency,
                       former_application_department, former_frozen_currency,
                       former_frozen_balance_fen, former_frozen_expire_time,
                       account_available_balance_fen))

// 100204. When the result says done, the sum that went free and the time are there.
struct FreezeLiftFeedback : StopFeedback {
  std::optional<Fen> unfreeze_balance_fen;
  std::optional<Moment> withdrawal_time;
};
BOOST_DESCRIBE_STRUCT(FreezeLiftFeedback, (StopFeedback), (unfreeze_balance_fen, withdrawal_time))

// 100206: the fields and rules of 100202; start and expiry are those of the new term.
struct FreezeRenewalFeedback : FreezeFeedback {};
BOOST_DESCRIBE_STRUCT(FreezeRenewalFeedback, (FreezeFeedback), ())

// One victim's money on its way home.
struct ReturnPayee {
  Text<20> serial;  // The centre's number of the line, unlike any other of the notice.
  Text<100> bank_name;
  PersonName account_name;
  AccountNumber account_number;
  Fen amount_fen;
};
BOOST_DESCRIBE_STRUCT(ReturnPayee, (),
                      (serial, bank_name, account_name, account_number, amount_fen))

inline constexpr std::size_t kMostPayees = 2'000;  // Of one notice.

// 100211. The lines add up to the total. The account is the frozen one.
struct ReturnNotice {
  OrderHead head;
  Text<36> original_application_id;  // Of the freeze.
  TargetAccount target;
  Text<100> decision_number;  // Of the decision that this carries out.
  Text<3> currency = "CNY";
  Fen total_amount_fen;
  std::vector<ReturnPayee> payee;
  std::optional<Text<1000>> remark;
  OrderTail tail;
};
BOOST_DESCRIBE_STRUCT(ReturnNotice, (),
                      (head, original_application_id, target, decision_number, currency,
                       total_amount_fen, payee, remark, tail))

// What became of one line. A line that is done has its sum and its time.
struct ReturnedLine {
  Text<20> serial;  // As in the notice.
  Text<4> result;
  Fen executed_amount_fen;  // 0 when it was not done.
  std::optional<Moment> executed_time;
  std::optional<Text<500>> failure_cause;
};
BOOST_DESCRIBE_STRUCT(ReturnedLine, (),
                      (serial, result, executed_amount_fen, executed_time, failure_cause))

// 100212. When the result says done, every line of the notice is there, and their sums add up to
// executed_amount.
struct ReturnFeedback : StopFeedback {
  std::optional<Fen> executed_amount_fen;
  std::optional<Fen> frozed_balance_fen;  // What stays frozen.
  std::vector<ReturnedLine> payee;
};
BOOST_DESCRIBE_STRUCT(ReturnFeedback, (StopFeedback),
                      (executed_amount_fen, frozed_balance_fen, payee))

}  // namespace hetang::bank
