// The notice of a round as a message to the bank that keeps the money (100211), and its answer
// (100212), which is the bank's receipt.
//
// The message is an order of kind `freeze_return` that follows its freeze; each victim's part of it
// is a share. It is put down in the transaction of the notice and travels like every order: sent at
// least once, effective once by its application id, answered, kept. Its answer is believed only
// when it names each share once, gives none more than was asked for, and says of the whole what it
// says of the parts; then it fills the receipt of the round.
//
// Nothing is given twice. While one message of a round has left and is not answered, the next
// notice goes by hand; a receipt that an officer has entered meanwhile stands, and the answer that
// comes after it must say the same, else it is kept and shown as a contradiction.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "desk/funds/return_rounds.h"
#include "gateway/bank/messages.h"

namespace hetang::funds {

// One victim's part of a message. `executed_fen` is absent until the bank has told it.
struct ReturnShare {
  std::int64_t id = 0;
  std::int64_t order_id = 0;
  std::int64_t round_id = 0;
  std::int64_t claim_id = 0;  // On the wire it is the Serial of the line.
  Fen amount_fen;
  std::string result_code;  // Empty: a receipt on paper told it.
  std::optional<Fen> executed_fen;
  std::optional<Moment> executed_at;
  Text<500> cause;  // The bank's words.
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(ReturnShare, (),
                      (id, order_id, round_id, claim_id, amount_fen, result_code, executed_fen,
                       executed_at, cause, version))

// Why the notice of this round cannot go as a message: `no_freeze` (recovered money), `not_carried`
// (the bank's profile has no such message), `message_unanswered`, `payee_bank_unknown`,
// `too_many_victims`. Empty: it can.
Result<std::string> WhyByHand(database::Transaction& tx, const Round& round);

// Puts the message of all that is still to be given down, signed by the round's two officers.
// Error: invalid (what the bank's message cannot carry).
Status SendReturn(database::Transaction& tx, Round& round, const auth::Principal& who, Moment now);

// Takes the message of the round back when it still waits; says whether there was one.
Result<bool> TakeBackReturn(database::Transaction& tx, const Round& round,
                            const auth::Principal& who, Moment now);

// The messages of a round, the latest first, and the shares of one.
Result<std::vector<Order>> MessagesOf(database::Transaction& tx, std::int64_t round_id);
Result<std::vector<ReturnShare>> SharesOf(database::Transaction& tx, std::int64_t order_id);

// Its notice as the body of a message.
Result<bank::ReturnNotice> NoticeOfShares(database::Transaction& tx, const Order& order);

// A receipt on paper tells what a message that is not answered was to bring; one that has not left
// is taken back.
Status NoteReceipt(database::Transaction& tx, const Round& round, const ReceiptForm& receipt,
                   const auth::Principal& who, Moment now);

// Why this answer cannot be believed beside what was asked, and beside a receipt on paper; empty:
// it can.
Result<std::string> DoubtAboutReturn(database::Transaction& tx, const Order& order,
                                     const bank::ReturnFeedback& answer, Moment now);

// What a believed answer does: the receipt of the round, unless one on paper has said the same.
// `serial` is the bank's number of the answer.
Status TakeReturn(database::Transaction& tx, const Order& order, const bank::ReturnFeedback& answer,
                  const std::string& serial, Moment now);

// The bank would not even take the message (`order.result_code`): nobody was given anything.
Status TakeReturnRefused(database::Transaction& tx, const Order& order, Moment now);

}  // namespace hetang::funds

namespace hetang::database {
template <>
inline constexpr std::string_view kTable<funds::ReturnShare> = "funds_return_share";
}  // namespace hetang::database
