#include "desk/funds/return_wire.h"

#include <algorithm>

#include "base/text.h"
#include "desk/funds/bank_edit.h"
#include "desk/funds/effects.h"
#include "desk/funds/follow_message.h"
#include "desk/funds/placing.h"
#include "desk/funds/return_acts.h"
#include "gateway/bank/codes.h"

namespace hetang::funds {
namespace {

constexpr const char* kReason = "按返还决定返还被害人";
constexpr std::size_t kLongestNote = 200;

Result<Signers> SignersOf(database::Transaction& tx, const Round& round) {
  Signers signers;
  HT_TRY(signers.handler, roster::OfficerOf(tx, *round.first_officer_id));
  HT_TRY(signers.unit, roster::UnitOf(tx, signers.handler.unit_id));
  HT_TRY(signers.second, roster::OfficerOf(tx, *round.second_officer_id));
  return signers;
}

Order OrderOf(const Round& round, const Order& freeze, Moment now) {
  Order order;
  order.case_id = round.case_id;
  order.unit_id = round.unit_id;
  order.account_id = round.account_id;
  order.kind = OrderKind::freeze_return;
  order.application_id = bank::NewApplicationId(TxCodeFor(order.kind, false), now);
  order.bank_code = round.bank_code;
  order.bank_name = round.bank_name;
  order.account_number = round.account_number;
  order.account_holder = round.account_holder;
  order.requested_at = now;
  order.operator_id = *round.first_officer_id;
  order.second_officer_id = round.second_officer_id;
  order.reviewed = Review::none;  // The leader has approved the round's report.
  order.reason = kReason;
  order.original_order_id = freeze.id;
  return order;
}

// A code and the bank's words for it, as long as a note may be.
Text<200> NoteOf(const std::string& code, const std::string& cause) {
  const auto* known = bank::FindResultCode(code);
  const std::string meaning(known == nullptr ? "" : known->zh);
  auto points = DecodeUtf8(code + " " + (cause.empty() ? meaning : cause));
  if (!points) return code;
  if (points->size() > kLongestNote) points->resize(kLongestNote);
  return EncodeUtf8(*points);
}

const bank::ReturnedLine* LineOf(const bank::ReturnFeedback& answer, const ReturnShare& share) {
  const auto found = std::find_if(answer.payee.begin(), answer.payee.end(), [&](const auto& line) {
    return line.serial.str() == std::to_string(share.claim_id);
  });
  return found == answer.payee.end() ? nullptr : &*found;
}

// Puts what a message was to bring into `receipt`, share by share, and stores it.
Status Tell(database::Transaction& tx, ReturnShare& share, ReceiptForm& receipt) {
  HT_TRY_STATUS(tx.Update(share));
  const bool short_of_it = *share.executed_fen < share.amount_fen;
  receipt.lines.push_back(
      {share.claim_id, *share.executed_fen,
       short_of_it ? NoteOf(share.result_code, share.cause.str()) : Text<200>()});
  return {};
}

Status TakeAll(database::Transaction& tx, const Order& order, const ReceiptForm& receipt,
               Moment now) {
  HT_TRY(const auto rounds, tx.Find<Round>("WHERE application_id = :a", order.application_id));
  if (rounds.empty()) return Fail(ErrorCode::corrupt, "A return has no round.");
  Round round = rounds.front();
  return TakeReceipt(tx, round, receipt, journal::Actor(), now);
}

bool IsTold(const std::vector<ReturnShare>& shares) {
  return std::any_of(shares.begin(), shares.end(),
                     [](const ReturnShare& share) { return share.executed_fen.has_value(); });
}

std::string DoubtAboutShare(const ReturnShare& share, const bank::ReturnedLine* line,
                            bool paper_told) {
  const Fen given = line == nullptr ? Fen() : line->executed_amount_fen;
  if (given > share.amount_fen) return "ExecutedAmount is more than was to be returned.";
  if (paper_told && given != *share.executed_fen) {
    return "ExecutedAmount differs from the receipt that was entered.";
  }
  if (line == nullptr || line->result == "0000") return "";
  const auto* code = bank::FindResultCode(line->result.str());
  if (code == nullptr) return "Result of a Payee is not in the table of codes.";
  return bank::IsInForce(code->code) ? "Result of a Payee says done, and nothing was." : "";
}

// Clocks of banks differ a little.
std::string DoubtAboutTimes(const Order& order, const bank::ReturnFeedback& answer, Moment now) {
  constexpr Duration kClockTolerance = Minutes(5);
  for (const bank::ReturnedLine& line : answer.payee) {
    if (!line.executed_time) continue;
    if (*line.executed_time > now + kClockTolerance ||
        *line.executed_time < order.requested_at - kClockTolerance) {
      return "ExecutedTime is before the notice or to come.";
    }
  }
  return "";
}

std::string DoubtAboutWhole(const std::vector<ReturnShare>& shares,
                            const bank::ReturnFeedback& answer) {
  const bool in_force = bank::IsInForce(answer.result.str());
  if (answer.payee.size() > shares.size()) return "A Payee is not of the notice.";
  Fen asked;
  Fen given;
  for (const ReturnShare& share : shares) {
    const bank::ReturnedLine* line = LineOf(answer, share);
    if (line == nullptr && (in_force || !answer.payee.empty())) return "A Payee is missing.";
    asked += share.amount_fen;
    if (line != nullptr) given += line->executed_amount_fen;
  }
  if (!in_force) return given > Fen(0) ? "Result says not returned, and a Payee was paid." : "";
  if (given == Fen(0)) return "Result says returned, and nobody was paid.";
  const bool whole = given == asked;
  return whole == (answer.result == "0000") ? ""
                                            : "Result says all, or in part, and it was not so.";
}

}  // namespace

Result<std::string> WhyByHand(database::Transaction& tx, const Round& round) {
  if (!round.order_id) return "no_freeze";
  HT_TRY(const Bank bank, BankOf(tx, round.bank_code));
  HT_TRY(const bank::Profile profile, ProfileOf(bank));
  if (!bank::Carries(profile, TxCodeFor(OrderKind::freeze_return, false))) return "not_carried";
  HT_TRY(const auto messages, MessagesOf(tx, round.id));
  for (const Order& message : messages) {
    // One that was taken back may still have arrived: a bank that is slow to say so is down too.
    if (!IsAnswered(message.state)) return "message_unanswered";
  }
  HT_TRY(const auto claims, ClaimsOf(tx, round.id));
  std::size_t open = 0;
  for (const Claim& claim : claims) {
    if (claim.executed_fen == claim.return_fen) continue;
    if (claim.to_bank_name.empty()) return "payee_bank_unknown";
    ++open;
  }
  return open > bank::kMostPayees ? "too_many_victims" : "";
}

Status SendReturn(database::Transaction& tx, Round& round, const auth::Principal& who, Moment now) {
  HT_TRY(const Order freeze, tx.Get<Order>(*round.order_id));
  HT_TRY(const Bank bank, BankOf(tx, round.bank_code));
  HT_TRY(const Signers signers, SignersOf(tx, round));
  Order order = OrderOf(round, freeze, now);
  HT_TRY(const auto claims, ClaimsOf(tx, round.id));
  for (const Claim& claim : claims) order.amount_fen += claim.return_fen - claim.executed_fen;
  HT_TRY(order.id, tx.Insert(order));
  for (const Claim& claim : claims) {
    const Fen due = claim.return_fen - claim.executed_fen;
    if (due <= Fen(0)) continue;
    HT_TRY_STATUS(tx.Insert(ReturnShare{0, order.id, round.id, claim.id, due, "", {}, {}, "", 0}));
  }
  round.application_id = order.application_id;
  HT_TRY_STATUS(tx.Update(round));
  HT_TRY(std::string message, MessageFor(tx, order, bank, signers, now));
  return SendOrder(tx, order, std::move(message), bank, who.actor(), now);
}

Result<bool> TakeBackReturn(database::Transaction& tx, const Round& round,
                            const auth::Principal& who, Moment now) {
  HT_TRY(auto messages, MessagesOf(tx, round.id));
  for (Order& message : messages) {
    const auto* transition =
        FindTransition(StatesOf(message.kind), message.state, OrderAct::withdraw);
    if (transition == nullptr) continue;
    HT_TRY_STATUS(outbox::Cancel(tx, kChannel, message.application_id));
    HT_TRY_STATUS(Step(tx, message, *transition, who.actor(), "order_withdrawn", now));
    return true;
  }
  return false;
}

Result<std::vector<Order>> MessagesOf(database::Transaction& tx, std::int64_t round_id) {
  return tx.Find<Order>(
      "WHERE id IN (SELECT order_id FROM funds_return_share WHERE round_id = :r)"
      " ORDER BY id DESC",
      round_id);
}

Result<std::vector<ReturnShare>> SharesOf(database::Transaction& tx, std::int64_t order_id) {
  return tx.Find<ReturnShare>("WHERE order_id = :o ORDER BY id", order_id);
}

Result<bank::ReturnNotice> NoticeOfShares(database::Transaction& tx, const Order& order) {
  bank::ReturnNotice notice;
  HT_TRY(const auto shares, SharesOf(tx, order.id));
  for (const ReturnShare& share : shares) {
    HT_TRY(const Claim claim, tx.Get<Claim>(share.claim_id));
    HT_TRY(const Round round, tx.Get<Round>(share.round_id));
    notice.decision_number = round.decision_number;
    notice.total_amount_fen += share.amount_fen;
    notice.payee.push_back({std::to_string(claim.id), claim.to_bank_name.str(), claim.to_holder,
                            claim.to_account, share.amount_fen});
  }
  return notice;
}

Status NoteReceipt(database::Transaction& tx, const Round& round, const ReceiptForm& receipt,
                   const auth::Principal& who, Moment now) {
  HT_TRY_STATUS(TakeBackReturn(tx, round, who, now));
  HT_TRY(const auto messages, MessagesOf(tx, round.id));
  for (const Order& message : messages) {
    if (IsAnswered(message.state)) continue;
    HT_TRY(auto shares, SharesOf(tx, message.id));
    if (IsTold(shares)) continue;
    for (ReturnShare& share : shares) {
      share.executed_fen = Fen();
      for (const ReceiptLine& line : receipt.lines) {
        if (line.claim_id == share.claim_id) share.executed_fen = line.executed_fen;
      }
      share.executed_at = receipt.executed_at.value_or(now);
      HT_TRY_STATUS(tx.Update(share));
    }
  }
  return {};
}

Result<std::string> DoubtAboutReturn(database::Transaction& tx, const Order& order,
                                     const bank::ReturnFeedback& answer, Moment now) {
  HT_TRY(const auto shares, SharesOf(tx, order.id));
  if (std::string doubt = DoubtAboutWhole(shares, answer); !doubt.empty()) return doubt;
  const bool paper_told = IsTold(shares);
  for (const ReturnShare& share : shares) {
    std::string doubt = DoubtAboutShare(share, LineOf(answer, share), paper_told);
    if (!doubt.empty()) return doubt;
  }
  return DoubtAboutTimes(order, answer, now);
}

Status TakeReturn(database::Transaction& tx, const Order& order, const bank::ReturnFeedback& answer,
                  const std::string& serial, Moment now) {
  HT_TRY(auto shares, SharesOf(tx, order.id));
  const bool paper_told = IsTold(shares);
  ReceiptForm receipt;
  receipt.receipt_number = serial;
  for (ReturnShare& share : shares) {
    const bank::ReturnedLine* line = LineOf(answer, share);
    share.executed_fen = line == nullptr ? Fen() : line->executed_amount_fen;
    share.result_code = line == nullptr ? answer.result.str() : line->result.str();
    const auto& cause = line == nullptr ? answer.failure_cause : line->failure_cause;
    share.cause = cause.value_or(Text<500>());
    share.executed_at = line == nullptr ? std::nullopt : line->executed_time;
    if (share.executed_at) {
      receipt.executed_at = std::max(receipt.executed_at.value_or(Moment()), *share.executed_at);
    }
    HT_TRY_STATUS(Tell(tx, share, receipt));
  }
  return paper_told ? Status() : TakeAll(tx, order, receipt, now);
}

Status TakeReturnRefused(database::Transaction& tx, const Order& order, Moment now) {
  HT_TRY(auto shares, SharesOf(tx, order.id));
  if (IsTold(shares)) return {};
  ReceiptForm receipt;
  for (ReturnShare& share : shares) {
    share.executed_fen = Fen();
    share.result_code = order.result_code;
    HT_TRY_STATUS(Tell(tx, share, receipt));
  }
  return TakeAll(tx, order, receipt, now);
}

}  // namespace hetang::funds
