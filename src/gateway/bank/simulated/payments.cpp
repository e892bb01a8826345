#include "gateway/bank/simulated/payments.h"

#include "gateway/bank/codes.h"
#include "gateway/bank/simulated/freezes.h"
#include "gateway/bank/simulated/queries.h"

namespace hetang::bank::simulated {
namespace {

// A payment that went through this institution, and the wallets of it on both sides.
struct Payment {
  std::optional<Movement> movement;
  std::optional<Account> payer, payee;  // Of any bank of the books.
  bool is_here = false;                 // One of them is a wallet of this institution.
};

Result<Payment> PaymentOf(database::Transaction& tx, const PaymentTarget& target,
                          const std::string& institution) {
  Payment payment;
  HT_TRY(auto found, tx.Find<Movement>("WHERE key = :key AND state = :state",
                                       target.order_number.str(), MovementState::done));
  if (found.empty()) return payment;
  payment.movement = std::move(found.front());
  HT_TRY(payment.payer, FindAccount(tx, payment.movement->payer));
  HT_TRY(payment.payee, FindAccount(tx, payment.movement->payee));
  payment.is_here = (payment.payer && payment.payer->bank == institution) ||
                    (payment.payee && payment.payee->bank == institution);
  return payment;
}

void Fill(PaymentFeedback& feedback, const OrderHead& head, const PaymentTarget& target,
          const std::string& result, const Carrying& carrying) {
  feedback.application_id = head.application_id;
  feedback.result = result;
  feedback.status = PaymentStatus::fed_back;
  feedback.order_number = target.order_number;
  feedback.feedback_org_name = carrying.bank_name;
  if (const ResultCode* code = FindResultCode(result); code != nullptr) {
    feedback.feedback_remark = std::string(code->zh);
  }
}

TransferLeg LegOf(const AccountNumber& number, const std::optional<Account>& account) {
  TransferLeg leg;
  leg.account_number = number;
  if (account) {
    leg.bank_id = account->bank;
    leg.account_name = account->name;
  }
  return leg;
}

}  // namespace

Result<Body> CarryOutPayment(database::Transaction& tx, const PaymentStop& order,
                             const Carrying& carrying) {
  PaymentStopFeedback feedback;
  HT_TRY(const Payment payment, PaymentOf(tx, order.target, carrying.order.bank));
  if (!payment.is_here) {
    Fill(feedback, order.head, order.target, "0400", carrying);
    return feedback;
  }
  if (!payment.payee || payment.payee->bank != carrying.order.bank) {
    Fill(feedback, order.head, order.target, "1300", carrying);
    feedback.failure_cause = "资金已付至其他机构";
    return feedback;
  }
  HT_TRY(auto freezes, FreezesOn(tx, payment.payee->id));
  Facts facts;
  facts.account = &*payment.payee;
  facts.freezes = freezes;
  FreezeVerdict verdict = JudgePayment(order, *payment.movement, facts, carrying.at);
  Fill(feedback, order.head, order.target, verdict.result, carrying);
  if (!verdict.freeze || !IsInForce(verdict.result)) return feedback;
  verdict.freeze->order_id = carrying.order.id;
  HT_TRY(verdict.freeze->id, tx.Insert(*verdict.freeze));
  freezes.push_back(*verdict.freeze);
  feedback.stopped_amount_fen = HeldBy(freezes, payment.payee->balance_fen, carrying.at).back();
  feedback.account_number = payment.payee->account;
  feedback.start_time = verdict.freeze->start_at;
  feedback.expire_time = verdict.freeze->expire_at;
  return feedback;
}

Result<Body> CarryOutPayment(database::Transaction& tx, const PaymentStopChange& order,
                             const Carrying& carrying) {
  PaymentChangeFeedback feedback;
  HT_TRY(const auto freezes, tx.Find<Freeze>("WHERE application_id = :id ORDER BY id",
                                             order.original_application_id.str()));
  Facts facts;
  facts.freezes = freezes;
  FreezeVerdict verdict = JudgePayment(order, facts, carrying.at);
  Fill(feedback, order.head, order.target, verdict.result, carrying);
  if (!verdict.freeze) return feedback;
  HT_TRY_STATUS(tx.Update(*verdict.freeze));
  if (verdict.freeze->lifted_at) {
    feedback.withdrawal_time = carrying.at;
    HT_TRY_STATUS(GiveTurns(tx, verdict.freeze->account_id, carrying.at));
  } else {
    feedback.expire_time = verdict.freeze->expire_at;
  }
  return feedback;
}

Result<Body> CarryOutPayment(database::Transaction& tx, const PaymentQuery& order,
                             const Carrying& carrying) {
  PaymentDetail detail;
  HT_TRY(const Payment payment, PaymentOf(tx, order.target, carrying.order.bank));
  Fill(detail, order.head, order.target, payment.is_here ? "0000" : "0400", carrying);
  if (!payment.is_here) return detail;
  const Movement& movement = *payment.movement;
  detail.transaction_time = movement.due_at;
  detail.currency = "CNY";
  detail.transaction_amount_fen = movement.amount_fen;
  detail.payer = LegOf(movement.payer, payment.payer);
  detail.payee = LegOf(movement.payee, payment.payee);
  return detail;
}

}  // namespace hetang::bank::simulated
