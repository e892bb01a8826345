#include "desk/funds/stop_message.h"

namespace hetang::funds {
namespace {

bank::ApplicationType WireType(ApplicationType type) {
  switch (type) {
    case ApplicationType::first_demand:
      return bank::ApplicationType::first;
    case ApplicationType::bank_demand:
      return bank::ApplicationType::bank_reported;
    case ApplicationType::late_demand:
      return bank::ApplicationType::late_paperwork;
  }
  return bank::ApplicationType::late_paperwork;
}

}  // namespace

bool IsLegWhole(const StopWish& wish) {
  if (!wish.payment || wish.holder.empty()) return false;
  const registry::Payment& leg = *wish.payment;
  return !leg.from_bank_code.empty() && !leg.from_bank_name.empty() && !leg.from_account.empty() &&
         !leg.from_holder.empty() && leg.amount_fen > Fen(0) && leg.at.has_value();
}

bank::StopRequest StopRequestFor(const StopWish& wish, const Order& order, const Signers& signers,
                                 std::int64_t stop_hours) {
  bank::StopRequest request;
  request.head = HeadFor(wish.record, order);
  request.application_type = WireType(order.application_type);
  if (order.application_type != ApplicationType::first_demand) {
    request.original_application_id = Text<36>(order.application_id);
  }
  if (wish.payment) {
    const registry::Payment& leg = *wish.payment;
    request.transfer_out.bank_id = Known(Text<12>(leg.from_bank_code));
    request.transfer_out.bank_name = Known(Text<100>(leg.from_bank_name.str()));
    request.transfer_out.account_name = Known(leg.from_holder);
    request.transfer_out.account_number = Known(leg.from_account);
    request.transfer_time = leg.at;
  }
  // The bank looks for the one transfer of the leg; the order may be about several.
  const Fen amount = wish.payment ? wish.payment->amount_fen : order.amount_fen;
  if (amount > Fen(0)) request.transfer_amount_fen = amount;
  request.target.bank_id = Text<12>(order.bank_code);
  request.target.bank_name = Text<100>(order.bank_name.str());
  request.target.account_name = Known(order.account_holder);
  request.target.account_number = order.account_number;
  request.reason = Text<500>(order.reason.str());
  request.start_time = order.requested_at;
  request.expire_time = order.requested_at + Hours(stop_hours);
  request.tail = TailFor(order, signers);
  return request;
}

}  // namespace hetang::funds
