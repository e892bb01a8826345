// An order to a bank: one row for every kind, because all travel and are answered alike.
//
// A stop or a freeze is also what it does: while it is in force its row says how much is kept
// (`held_fen`), until when, and what came of it. A follow-up (renewal, release, lift, end of a
// watch, late papers) is an order of its own that names its original; when the bank has carried it
// out, the original changes in the same transaction. order_states.h has the tables of states.
#pragma once

#include <optional>
#include <string>

#include "base/describe.h"
#include "base/field.h"
#include "platform/database/database.h"

namespace hetang::funds {

// `payment_stop`: of money that a payment company holds for one payment, by its order number.
// `stop_papers`: the form of a stop that went out first and is to be made good within 24 hours.
// `freeze_return`: the notice by which a round of return gives frozen money back (return_wire.h).
enum class OrderKind {
  stop,
  stop_renewal,
  stop_release,
  stop_papers,
  payment_stop,
  freeze,
  freeze_renewal,
  freeze_lift,
  freeze_return,
  watch,
  watch_end,
  transactions,
  holder,
  all_accounts
};
BOOST_DESCRIBE_ENUM(OrderKind, stop, stop_renewal, stop_release, stop_papers, payment_stop, freeze,
                    freeze_renewal, freeze_lift, freeze_return, watch, watch_end, transactions,
                    holder, all_accounts)

enum class OrderState {
  asked,         // Waits for the approval without which it does not leave.
  not_approved,  // It never left.
  withdrawn,     // Taken back before it left: officers carry the paper.
  waiting,       // In the outbox.
  sent,
  stopped,
  stopped_short,   // Stopped, but the account held less than the amount (result 1200).
  frozen,          // All that was asked for.
  frozen_in_part,  // Less than was asked for.
  queued,          // Behind an earlier freeze of another authority (轮候): keeps nothing yet.
  watching,        // Each movement of the account is an answer.
  refused,
  failed,
  expired,    // Its time was over before anything followed: lapsed.
  released,   // Let go on purpose.
  converted,  // A stop whose freeze took effect.
  ended,      // Of a watch that was ended.
  done,       // Of a follow-up: the bank has carried it out.
  answered    // Of a query.
};
BOOST_DESCRIBE_ENUM(OrderState, asked, not_approved, withdrawn, waiting, sent, stopped,
                    stopped_short, frozen, frozen_in_part, queued, watching, refused, failed,
                    expired, released, converted, ended, done, answered)

// Nobody reviews a query: `none`. An order that was approved before it left is `approved`.
enum class Review { waiting, approved, refused, none };
BOOST_DESCRIBE_ENUM(Review, waiting, approved, refused, none)

// What a query for transactions asks: what the account holds, what moved, both, or the latest that
// moved at once.
enum class QueryMode { basic, transactions, both, quick };
BOOST_DESCRIBE_ENUM(QueryMode, basic, transactions, both, quick)

// ApplicationType of the management platform (domain.md §2.5), for demand accounts in CNY.
enum class ApplicationType { first_demand, bank_demand, late_demand };
BOOST_DESCRIBE_ENUM(ApplicationType, first_demand, bank_demand, late_demand)

// `limit`: an amount; `no_debit`: money may arrive and not leave; `full`: neither. The number that
// stands for each on the wire differs by channel (gateway/bank).
enum class FreezeMode { limit, no_debit, full };
BOOST_DESCRIBE_ENUM(FreezeMode, limit, no_debit, full)

// What the number of a third-party payment is: the paying bank's serial, the payment company's own
// order number, or the serial of a card terminal.
enum class PaymentNumberKind { bank_serial, company_order, terminal_serial };
BOOST_DESCRIBE_ENUM(PaymentNumberKind, bank_serial, company_order, terminal_serial)

struct Order {
  std::int64_t id = 0;
  std::int64_t case_id = 0;
  std::int64_t unit_id = 0;
  std::optional<std::int64_t> payment_id;
  std::int64_t account_id = 0;  // 0: of a payment stop that knows no account.
  OrderKind kind = OrderKind::stop;
  std::string application_id;
  ApplicationType application_type = ApplicationType::first_demand;
  bool late_paperwork = false;
  std::string bank_code;
  Text<80> bank_name;
  AccountNumber account_number;
  PersonName account_holder;
  Fen amount_fen;  // Asked for; 0 for a query and for a freeze of all there is.
  OrderState state = OrderState::waiting;
  Moment requested_at;  // Of an order that was approved first: when it was approved.
  std::optional<Moment> sent_at;
  std::optional<Moment> answered_at;
  std::string result_code;
  std::optional<Fen> balance_before_fen;
  std::optional<Moment> starts_at;
  std::optional<Moment> expires_at;  // As the bank said; moved by renewals.
  std::int64_t operator_id = 0;
  std::optional<std::int64_t> second_officer_id;
  Review reviewed = Review::waiting;
  Text<200> reason;
  std::int64_t sends = 0;
  std::optional<QueryMode> mode;  // Of a query for transactions, as is the period; of a watch too.
  std::optional<Moment> asked_from;
  std::optional<Moment> asked_until;  // Of a freeze, a watch and their renewals: the end asked for.
  std::optional<std::int64_t> original_order_id;  // Of a follow-up.
  std::optional<std::int64_t> converts_order_id;  // Of a freeze made of a stop: the stop.
  bool protective = false;                        // A stop of the victim's own account.
  std::optional<FreezeMode> freeze_mode;
  // What the bank keeps of the victims' money by this order: of a stop no more than its amount.
  // Stays when the order ends. Absent before the answer and of a queued freeze.
  std::optional<Fen> held_fen;
  std::optional<Fen> available_fen;  // What the account can still pay, as the bank said.
  Text<200> former_authority;        // Of the freeze that ranks before this one.
  std::optional<Fen> former_amount_fen;
  std::optional<Moment> former_expires_at;
  std::optional<Moment> papers_due_at;  // Of late paperwork: when the form is to be there,
  std::optional<Moment> papers_at;      // and when the bank took it.
  std::optional<Moment> released_at;    // Released, lifted, ended or converted.
  Fen let_go_fen;  // Of a freeze: what a renewal that asked for less has let go.
  std::optional<Moment> unrelated_at;  // Of a freeze: found to be no victim's money.
  Text<40> filing_number;              // 立案决定书, of a freeze.
  Text<60> notice_number;              // 协助冻结财产通知书, of a freeze.
  Text<64> payment_number;             // Of a payment stop.
  std::optional<PaymentNumberKind> payment_number_kind;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(Order, (),
                      (id, case_id, unit_id, payment_id, account_id, kind, application_id,
                       application_type, late_paperwork, bank_code, bank_name, account_number,
                       account_holder, amount_fen, state, requested_at, sent_at, answered_at,
                       result_code, balance_before_fen, starts_at, expires_at, operator_id,
                       second_officer_id, reviewed, reason, sends, mode, asked_from, asked_until,
                       original_order_id, converts_order_id, protective, freeze_mode, held_fen,
                       available_fen, former_authority, former_amount_fen, former_expires_at,
                       papers_due_at, papers_at, released_at, let_go_fen, unrelated_at,
                       filing_number, notice_number, payment_number, payment_number_kind, version))

constexpr bool IsStop(OrderKind kind) {
  return kind == OrderKind::stop || kind == OrderKind::payment_stop;
}
constexpr bool IsFollowUp(OrderKind kind) {
  return kind == OrderKind::stop_renewal || kind == OrderKind::stop_release ||
         kind == OrderKind::stop_papers || kind == OrderKind::freeze_renewal ||
         kind == OrderKind::freeze_lift || kind == OrderKind::freeze_return ||
         kind == OrderKind::watch_end;
}
constexpr bool IsQuery(OrderKind kind) {
  return kind == OrderKind::transactions || kind == OrderKind::holder ||
         kind == OrderKind::all_accounts;
}

}  // namespace hetang::funds

namespace hetang::database {
template <>
inline constexpr std::string_view kTable<funds::Order> = "funds_order";
}  // namespace hetang::database
