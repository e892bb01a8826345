#include "desk/funds/freezes.h"

#include <algorithm>

#include "desk/funds/bank_edit.h"
#include "desk/funds/follow_message.h"
#include "desk/funds/follow_ups.h"
#include "desk/funds/order_states.h"
#include "desk/funds/orders.h"
#include "desk/funds/rules.h"

namespace hetang::funds {
namespace {

constexpr const char* kReason = "电信网络诈骗案件涉案资金冻结";

Status CheckWish(const FreezeWish& wish, Moment now) {
  std::vector<FieldError> errors;
  if (wish.account.empty()) {
    errors.push_back({"account", "missing", "Which account is to be frozen?"});
  }
  if (wish.holder.empty()) {
    errors.push_back({"holder", "missing", "A bank compares the holder's name."});
  }
  const bool limited = wish.mode == FreezeMode::limit;
  if (limited && (wish.amount_fen <= Fen(0) || wish.amount_fen.value() > kMaxFen)) {
    errors.push_back({"amount_fen", "positive", "How much is to be frozen?"});
  }
  if (wish.until && *wish.until <= now) {
    errors.push_back({"until", "past", "A freeze ends after it begins."});
  }
  if (!errors.empty()) return Invalid(std::move(errors));
  return {};
}

Status CheckLaw(const FreezeWish& wish, const Signers& signers, const RuleValues& rules,
                Moment now) {
  if (wish.record.state != registry::CaseState::filed) {
    return Fail(ErrorCode::conflict, "A freeze needs a filed case.", "case_not_filed");
  }
  if (!signers.second) {
    return Fail(ErrorCode::conflict, "A freeze needs two officers.", "no_second_officer");
  }
  const Moment longest = AddMonths(now, static_cast<int>(rules.freeze_months));
  if (wish.until && *wish.until > longest) {
    return Fail(ErrorCode::conflict, "A freeze lasts six months at most.", "freeze_too_long");
  }
  return {};
}

// Banks do not all have the three modes: what this one cannot read is refused while the officer can
// still choose another.
Status CheckMode(const Bank& bank, FreezeMode mode) {
  HT_TRY(const auto modes, FreezeModesOf(bank));
  if (std::find(modes.begin(), modes.end(), mode) != modes.end()) return {};
  return Fail(Error{ErrorCode::conflict,
                    "This bank does not have the mode of freeze.",
                    "freeze_mode_not_carried",
                    {{"mode", "not_carried", "This bank does not have it."}}});
}

Status RefuseTwin(database::Transaction& tx, std::int64_t case_id, std::int64_t account_id) {
  HT_TRY(const auto twins,
         tx.Query<std::int64_t>("SELECT id FROM funds_order WHERE account_id = :a AND case_id = :c"
                                " AND kind = 'freeze' AND state IN ('asked', 'waiting', 'sent',"
                                " 'frozen', 'frozen_in_part', 'queued') LIMIT 1",
                                account_id, case_id));
  if (twins.empty()) return {};
  return Fail(ErrorCode::conflict, "A freeze of this account is under way or in force.",
              "freeze_in_force");
}

Status CheckStop(database::Transaction& tx, const FreezeWish& wish) {
  if (!wish.stop) return {};
  HT_TRY_STATUS(RequireTransition(StatesOf(wish.stop->kind), wish.stop->state, OrderAct::freeze));
  HT_TRY(const std::string rule, RuleAgainst(tx, *wish.stop, OrderAct::freeze));
  if (rule.empty() || rule == "case_not_filed") return {};  // That one is said by CheckLaw.
  return Fail(ErrorCode::conflict, "The stop cannot be turned into a freeze.", rule);
}

// Whether the stop would lapse before a leader can be expected to decide.
bool IsUrgent(const FreezeWish& wish, const RuleValues& rules, Moment now) {
  if (!wish.stop || !wish.stop->expires_at) return false;
  return *wish.stop->expires_at - now < Minutes(rules.freeze_urgent_minutes);
}

void FillFreeze(Order& order, const FreezeWish& wish, const RuleValues& rules, Moment now) {
  order.kind = OrderKind::freeze;
  order.application_id = bank::NewApplicationId(TxCodeFor(order.kind, false), now);
  order.account_holder = wish.holder;
  order.freeze_mode = wish.mode;
  if (wish.mode == FreezeMode::limit) order.amount_fen = wish.amount_fen;
  order.asked_until = wish.until.value_or(AddMonths(now, static_cast<int>(rules.freeze_months)));
  order.filing_number = wish.record.filing_number;
  order.notice_number = wish.notice_number;
  order.reason = wish.reason.empty() ? Text<200>(kReason) : wish.reason;
  if (!wish.stop) return;
  order.converts_order_id = wish.stop->id;
  order.payment_id = wish.stop->payment_id;
}

FreezeWish WishFrom(const Order& earlier, const FreezeForm& form) {
  FreezeWish wish;
  wish.bank_code = earlier.bank_code;
  wish.account = earlier.account_number;
  wish.holder = earlier.account_holder;
  wish.mode = form.mode;
  wish.amount_fen = form.amount_fen.value_or(earlier.amount_fen);
  wish.until = form.until;
  wish.notice_number = form.notice_number.value_or(Text<60>());
  wish.reason = form.reason.empty() ? earlier.reason : form.reason;
  return wish;
}

}  // namespace

Result<std::vector<FreezeMode>> FreezeModesOf(const Bank& bank) {
  HT_TRY(const bank::Profile profile, ProfileOf(bank));
  std::vector<FreezeMode> modes;
  for (const FreezeMode mode : {FreezeMode::limit, FreezeMode::no_debit, FreezeMode::full}) {
    if (bank::Carries(profile, WireMode(mode))) modes.push_back(mode);
  }
  return modes;
}

Result<Placed> PlaceFreeze(database::Transaction& tx, const FreezeWish& wish,
                           const auth::Principal& who, Moment now) {
  HT_TRY_STATUS(CheckWish(wish, now));
  HT_TRY(const Bank bank, BankOf(tx, wish.bank_code));
  HT_TRY_STATUS(CheckMode(bank, wish.mode));
  HT_TRY(const registry::Account account, AccountFor(tx, bank, wish.account, wish.holder));
  HT_TRY_STATUS(CheckStop(tx, wish));
  HT_TRY_STATUS(RefuseTwin(tx, wish.record.id, account.id));
  HT_TRY(const Signers signers, SignersFor(tx, who, now));
  HT_TRY(const RuleValues rules, ValuesInForce(tx));
  HT_TRY_STATUS(CheckLaw(wish, signers, rules, now));
  Placed placed;
  Order& order = placed.order;
  order = NewOrder(wish.record, account, bank, signers, now);
  FillFreeze(order, wish, rules, now);
  placed.party = PartyOf(bank, signers);
  HT_TRY_STATUS(PutApproved(tx, order, {bank, signers, IsUrgent(wish, rules, now)}, who, now));
  if (order.state == OrderState::asked) {
    placed.warnings.emplace_back("approval_asked");
  } else if (order.reviewed == Review::waiting) {
    placed.warnings.emplace_back("approved_afterwards");
  }
  return placed;
}

Result<Placed> ConvertToFreeze(database::Transaction& tx, std::int64_t stop_id,
                               const FreezeForm& form, const auth::Principal& who, Moment now) {
  HT_TRY(const Order stop, OrderFor(tx, stop_id, who));
  HT_TRY_STATUS(RequireTransition(StatesOf(stop.kind), stop.state, OrderAct::freeze));
  FreezeWish wish = WishFrom(stop, form);
  HT_TRY(wish.record, registry::CaseFor(tx, stop.case_id, who));
  wish.stop = stop;
  return PlaceFreeze(tx, wish, who, now);
}

Result<Placed> FreezeAgain(database::Transaction& tx, std::int64_t freeze_id,
                           const FreezeForm& form, const auth::Principal& who, Moment now) {
  HT_TRY(const Order earlier, OrderFor(tx, freeze_id, who));
  HT_TRY_STATUS(RequireTransition(StatesOf(earlier.kind), earlier.state, OrderAct::freeze_again));
  FreezeWish wish = WishFrom(earlier, form);
  HT_TRY(wish.record, registry::CaseFor(tx, earlier.case_id, who));
  HT_TRY(wish.stop, StopInForceOf(tx, earlier.case_id, earlier.account_number));
  return PlaceFreeze(tx, wish, who, now);
}

Result<std::optional<Order>> StopInForceOf(database::Transaction& tx, std::int64_t case_id,
                                           const AccountNumber& account) {
  HT_TRY(auto found,
         tx.Find<Order>("WHERE case_id = :c AND account_number = :n AND kind = 'stop' AND"
                        " state IN ('stopped', 'stopped_short') ORDER BY id DESC LIMIT 1",
                        case_id, account));
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

}  // namespace hetang::funds
