// How a bank judges freezes and the return of frozen money, from what its books say: no clock, no
// storage. The order of the checks is the order in which a bank would find out.
//
// Freezes rank by the order in which they came. A limited one holds its sum as far as money is left
// by the earlier ones; the others hold all that is left. So what is held in all never exceeds the
// balance, and money that arrives fills the claims in their order. A freeze for which nothing is
// left because of an earlier one waits (轮候); its term begins when its turn comes, which is an
// assumption.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "gateway/bank/messages.h"
#include "gateway/bank/simulated/books.h"
#include "gateway/bank/simulated/rules.h"

namespace hetang::bank::simulated {

inline constexpr int kFreezeMonths = 6;             // The longest term, and of each renewal.
inline constexpr std::size_t kFreezeDocuments = 2;  // Decision to file the case, and notice.

// What each of these freezes holds of the balance, in their order.
std::vector<Fen> HeldBy(std::span<const Freeze> freezes, Fen balance, Moment at);
Fen HeldInAll(std::span<const Freeze> freezes, Fen balance, Moment at);

// Nothing may arrive.
bool IsClosed(std::span<const Freeze> freezes, Moment at);

// The freeze in force that ranks before `rank` and holds most; null when there is none.
const Freeze* FormerOf(std::span<const Freeze> freezes, std::size_t rank, Fen balance, Moment at);

// Whether a freeze that waits at this rank gets hold of something now.
bool HasItsTurn(std::span<const Freeze> freezes, std::size_t rank, Fen balance, Moment at);

// The result of a freeze that is in force, by what it holds.
std::string ResultInForce(std::span<const Freeze> freezes, std::size_t rank, Fen balance,
                          Moment at);

// The result code, and the freeze as it is afterwards when the order changed or made one.
struct FreezeVerdict {
  std::string result;
  std::optional<Freeze> freeze = std::nullopt;
};

FreezeVerdict JudgeFreeze(const FreezeRequest& order, const Facts& facts, Moment now);
FreezeVerdict JudgeFreeze(const FreezeLift& order, const Facts& facts, Moment now);
FreezeVerdict JudgeFreeze(const FreezeRenewal& order, const Facts& facts, Moment now);

// Whether the notice may be executed at all: `0000`, or why not. The lines are judged one by one
// by whether their payee can be credited.
std::string JudgeReturn(const ReturnNotice& order, const Facts& facts, Moment now);

// The stop of one payment at a payment institution, as a claim on the wallet that was paid.
FreezeVerdict JudgePayment(const PaymentStop& order, const Movement& payment, const Facts& facts,
                           Moment now);
FreezeVerdict JudgePayment(const PaymentStopChange& order, const Facts& facts, Moment now);

// The freeze of an account that this order made; null when there is none.
const Freeze* FindFreeze(std::span<const Freeze> freezes, const std::string& application_id);
std::size_t RankOf(std::span<const Freeze> freezes, std::int64_t id);

}  // namespace hetang::bank::simulated
