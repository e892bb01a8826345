#include "desk/funds/lists.h"

#include <algorithm>

#include "base/text.h"
#include "desk/funds/freezes.h"
#include "desk/funds/orders.h"
#include "desk/funds/stop_message.h"
#include "desk/trail/trail.h"
#include "engine/text/issuers.h"

namespace hetang::funds {
namespace {

constexpr const char* kQueryReason = "电信网络诈骗案件资金查询";

Status CheckLines(std::size_t count) {
  if (count == 0) return Invalid({{"accounts", "missing", "Name at least one account."}});
  if (count > kMostLines) {
    return Invalid({{"accounts", "too_many", "At most 200 accounts at a time."}});
  }
  return {};
}

// The bank's name on the cards of this number; empty when no issuer is known for it.
std::string_view IssuerNameOf(std::string_view number) {
  const std::string_view digits = number.substr(0, number.find('_'));
  if (digits.size() < 16 || digits.size() > 19 || !IsDigits(digits)) return "";
  const text::Issuer* issuer = text::IssuerOf(digits);
  if (issuer == nullptr) return "";
  // Prefixes shorter than six digits tell a card only together with its length.
  const bool fits = issuer->prefix.size() == 6 || issuer->length == 0 ||
                    issuer->length == static_cast<int>(digits.size());
  return fits ? issuer->bank : std::string_view();
}

// The payment of the case that went straight into this account, its leg whole where there are
// several: with it the stop is no late paperwork.
std::optional<registry::Payment> PaymentInto(const std::vector<registry::Payment>& payments,
                                             const StopWish& wish) {
  std::optional<registry::Payment> chosen;
  StopWish with = wish;
  for (const registry::Payment& payment : payments) {
    if (!(payment.to_account == wish.account)) continue;
    with.payment = payment;
    if (wish.holder.empty()) with.holder = payment.to_holder;
    if (!chosen || IsLegWhole(with)) chosen = payment;
  }
  return chosen;
}

// Whether an error is about this line alone: the rules say no, or a field of it is wrong. Both are
// found before anything of the order is written.
bool IsRefusal(const Error& error) {
  return error.code == ErrorCode::conflict || error.code == ErrorCode::invalid;
}

RefusedLine Refused(std::int64_t index, const AccountNumber& number, const Error& error) {
  RefusedLine line{index, number, error.rule, error.message};
  if (line.rule.empty() && !error.fields.empty()) {
    const FieldError& field = error.fields.front();
    line.rule = field.code == "unknown_bank" ? "bank_unknown" : field.code;
    if (!field.message.empty()) line.message = field.message;
    if (!field.path.empty() && field.message.empty()) line.message = field.path + ": " + field.code;
  }
  return line;
}

// The case whose list it is.
struct OfCase {
  std::int64_t case_id = 0;
  const std::vector<registry::Payment>& payments;
};

// Whom a line means.
struct Target {
  AccountNumber number;
  PersonName holder;
  std::string bank = {};  // As statements call it.
};

// An account that some answer in this case told.
Status FillAnswered(database::Transaction& tx, std::int64_t answered_id, std::int64_t case_id,
                    Target& target) {
  HT_TRY(const auto told, tx.Find<AnsweredAccount>("WHERE id = :id", answered_id));
  HT_TRY(const auto order,
         tx.Find<Order>("WHERE id = :id", told.empty() ? 0 : told.front().order_id));
  if (order.empty() || order.front().case_id != case_id) {
    return Invalid({{"answered_id", "not_of_case", "No answer in the case told this account."}});
  }
  target.number = told.front().number;
  target.bank = told.front().bank_name.str();
  if (target.holder.empty()) target.holder = told.front().holder;
  return {};
}

template <typename Line>
Result<Target> TargetOf(database::Transaction& tx, const Line& line, const OfCase& of,
                        const auth::Principal& who) {
  const std::vector<registry::Payment>& payments = of.payments;
  Target target{line.number.value_or(AccountNumber()), line.holder.value_or(PersonName())};
  if (line.payment_id) {
    const auto payment =
        std::find_if(payments.begin(), payments.end(),
                     [&](const registry::Payment& each) { return each.id == *line.payment_id; });
    if (payment == payments.end()) {
      return Invalid({{"payment_id", "not_of_case", "The case has no such payment."}});
    }
    target.number = payment->to_account;
    if (target.holder.empty()) target.holder = payment->to_holder;
  } else if (line.claim_id) {
    const auto end = line.claim_end.value_or(trail::ClaimEnd::to);
    HT_TRY(target.number, trail::NumberClaimed(tx, *line.claim_id, end, who));
  } else if (line.account_id) {
    const std::int64_t ids[] = {*line.account_id};
    HT_TRY(const auto accounts, trail::AccountsWith(tx, ids));
    target.number = accounts.front().Name();
    target.bank = accounts.front().bank.str();
    if (target.holder.empty()) target.holder = accounts.front().holder;
  } else if (line.answered_id) {
    HT_TRY_STATUS(FillAnswered(tx, *line.answered_id, of.case_id, target));
  }
  return target;
}

// Places each line by `place`, which gets the line, whom it means and the
// code of that bank.
template <typename Line, typename Place>
Result<ListedOrders> PlaceEach(database::Transaction& tx, const std::vector<Line>& lines,
                               const OfCase& of, const auth::Principal& who, Place&& place) {
  HT_TRY_STATUS(CheckLines(lines.size()));
  HT_TRY(const auto banks, BanksOf(tx));
  ListedOrders listed;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const Line& line = lines[i];
    const auto index = static_cast<std::int64_t>(i);
    const auto target = TargetOf(tx, line, of, who);
    const AccountNumber number = target ? target->number : AccountNumber();
    const auto placed = [&]() -> Result<Placed> {
      if (!target) return tl::unexpected(target.error());
      auto code = BankCodeFor(tx, banks, number, line.bank_code);
      const Bank* told = code ? nullptr : BankNamed(banks, target->bank);
      if (told != nullptr) code = told->code.str();
      if (!code) return tl::unexpected(code.error());
      return place(line, *target, *code);
    }();
    if (placed) {
      listed.placed.push_back(
          {index, number, ViewWith(placed->order, placed->party, who), placed->warnings});
    } else if (IsRefusal(placed.error())) {
      listed.refused.push_back(Refused(index, number, placed.error()));
    } else {
      return tl::unexpected(placed.error());
    }
  }
  return listed;
}

}  // namespace

Result<std::string> BankCodeFor(database::Transaction& tx, std::span<const Bank> banks,
                                const AccountNumber& number,
                                const std::optional<std::string>& given) {
  if (number.Reveal().find('*') != std::string::npos) {
    return Fail(ErrorCode::conflict, "The number is masked.", "masked_number");
  }
  if (given && !given->empty()) return *given;
  const Bank* issuer = BankNamed(banks, IssuerNameOf(number.Reveal()));
  if (issuer != nullptr) return issuer->code.str();
  HT_TRY(auto known, registry::BanksOfNumber(tx, number));
  if (known.size() == 1) return std::move(known.front());
  return Fail(ErrorCode::conflict, "Nothing tells which bank the account is of.", "bank_unknown");
}

Result<ListedOrders> PlaceStops(database::Transaction& tx, std::int64_t case_id,
                                const StopList& list, const auth::Principal& who, Moment now) {
  StopWish wish;
  HT_TRY(wish.record, registry::CaseFor(tx, case_id, who));
  HT_TRY(const auto payments, registry::PaymentsOf(tx, case_id));
  wish.reason = list.reason;
  return PlaceEach(tx, list.accounts, {case_id, payments}, who,
                   [&](const StopLine& line, const Target& target,
                       const std::string& bank_code) -> Result<Placed> {
                     if (line.amount_fen <= Fen(0)) {
                       return Invalid({{"amount_fen", "positive", "How much is to be stopped?"}});
                     }
                     wish.bank_code = bank_code;
                     wish.account = target.number;
                     wish.holder = target.holder;
                     wish.amount_fen = line.amount_fen;
                     wish.white_list_confirmed = line.white_list_confirmed.value_or(false);
                     wish.payment = PaymentInto(payments, wish);
                     if (wish.payment && wish.holder.empty()) wish.holder = wish.payment->to_holder;
                     return PlaceStop(tx, wish, who, now);
                   });
}

Result<ListedOrders> PlaceFreezes(database::Transaction& tx, std::int64_t case_id,
                                  const FreezeList& list, const auth::Principal& who, Moment now) {
  FreezeWish wish;
  HT_TRY(wish.record, registry::CaseFor(tx, case_id, who));
  HT_TRY(const auto payments, registry::PaymentsOf(tx, case_id));
  wish.mode = list.mode;
  wish.until = list.until;
  wish.notice_number = list.notice_number.value_or(Text<60>());
  wish.reason = list.reason;
  return PlaceEach(tx, list.accounts, {case_id, payments}, who,
                   [&](const FreezeLine& line, const Target& target,
                       const std::string& bank_code) -> Result<Placed> {
                     HT_TRY(wish.stop, StopInForceOf(tx, case_id, target.number));
                     wish.bank_code = wish.stop ? wish.stop->bank_code : bank_code;
                     wish.account = target.number;
                     wish.holder = target.holder;
                     if (wish.holder.empty() && wish.stop) wish.holder = wish.stop->account_holder;
                     wish.amount_fen = line.amount_fen;
                     return PlaceFreeze(tx, wish, who, now);
                   });
}

Result<ListedOrders> PlaceQueries(database::Transaction& tx, std::int64_t case_id,
                                  const QueryList& list, const auth::Principal& who, Moment now) {
  QueryWish wish;
  HT_TRY(wish.record, registry::CaseFor(tx, case_id, who));
  HT_TRY(const auto payments, registry::PaymentsOf(tx, case_id));
  wish.kind = list.kind;
  wish.mode = list.mode.value_or(QueryMode::quick);
  wish.from = list.from;
  wish.until = list.to;
  wish.reason = kQueryReason;
  return PlaceEach(tx, list.accounts, {case_id, payments}, who,
                   [&](const QueryLine&, const Target& target, const std::string& bank_code) {
                     wish.bank_code = bank_code;
                     wish.account = target.number;
                     wish.holder = target.holder;
                     return PlaceQuery(tx, wish, who, now);
                   });
}

}  // namespace hetang::funds
