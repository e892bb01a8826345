#include "gateway/bank/simulated/queries.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "gateway/bank/codes.h"
#include "gateway/bank/simulated/freezes.h"
#include "gateway/bank/simulated/holding.h"

namespace hetang::bank::simulated {
namespace {

constexpr const char* kIdentityCard = "01";

// One side of a movement as the account's own row tells it.
struct Line {
  const Movement* movement = nullptr;
  BorrowingSigns signs = BorrowingSigns::debit;
  Fen balance_after;
};

bool Names(const Account& account, const AccountNumber& number) {
  return number == account.account || number == account.card;
}

// What moved or failed to move by now, in order of time; those to come are left out.
Result<std::vector<Movement>> MovementsOf(database::Transaction& tx, const Account& account) {
  return tx.Find<Movement>(
      "WHERE state <> :waiting AND (payer IN (:a, :c) OR payee IN (:a2, :c2))"
      " ORDER BY due_at, id",
      MovementState::waiting, account.account, account.card, account.account, account.card);
}

std::vector<Line> LinesOf(const Account& account, const std::vector<Movement>& movements) {
  std::vector<Line> lines;
  Fen balance = account.opening_fen;
  for (const Movement& movement : movements) {
    const bool failed = movement.state == MovementState::failed;
    if (Names(account, movement.payer)) {
      if (!failed) balance -= movement.amount_fen;
      lines.push_back({&movement, BorrowingSigns::debit, balance});
    }
    // A bank does not see what failed at the payer's.
    if (!failed && Names(account, movement.payee)) {
      balance += movement.amount_fen;
      lines.push_back({&movement, BorrowingSigns::credit, balance});
    }
  }
  return lines;
}

// Keeps the lines of the period asked about; the wire carries whole seconds.
void KeepPeriod(const TransactionsQuery& query, std::vector<Line>& lines) {
  const auto second = [](Moment moment) { return moment.ms / 1000; };
  std::erase_if(lines, [&](const Line& line) {
    const Moment at = line.movement->due_at;
    return (query.inquiry_period_start && second(at) < second(*query.inquiry_period_start)) ||
           (query.inquiry_period_end && second(at) > second(*query.inquiry_period_end));
  });
}

// Accounts by number, each looked up once.
class Counterparties {
 public:
  explicit Counterparties(database::Transaction& tx) : tx_(tx) {}
  // Null: no bank of the books has it.
  Result<const Account*> Find(const AccountNumber& number) {
    auto known = known_.find(number.Reveal());
    if (known == known_.end()) {
      HT_TRY(auto account, FindAccount(tx_, number));
      known = known_.emplace(number.Reveal(), std::move(account)).first;
    }
    return known->second ? &*known->second : nullptr;
  }

 private:
  database::Transaction& tx_;
  std::map<std::string, std::optional<Account>> known_;
};

Status NameOpponent(const AccountNumber& number, Counterparties& counterparties,
                    TransactionRow& row) {
  row.transaction_type = "转账";
  row.transaction_remark = "网上转账";
  row.cash_mark = CashMark::other;
  row.opponent_account_number = number;
  HT_TRY(const Account* other, counterparties.Find(number));
  if (other == nullptr) return {};
  row.opponent_name = other->name;
  row.opponent_deposit_bank_id = other->bank;
  return {};
}

Result<TransactionRow> RowOf(const Line& line, Counterparties& counterparties) {
  const Movement& movement = *line.movement;
  const bool is_out = line.signs == BorrowingSigns::debit;
  TransactionRow row;
  row.borrowing_signs = line.signs;
  row.transaction_amount_fen = movement.amount_fen;
  row.account_balance_fen = line.balance_after;
  row.transaction_time = movement.due_at;
  // Each bank numbers its own rows: the two sides of one transfer have two serials.
  row.transaction_serial = fmt::format("{:011}{}", movement.id, is_out ? 1 : 2);
  if (movement.way == Way::cash) {
    row.transaction_type = "现金";
    row.transaction_remark = "ATM取款";
    row.cash_mark = CashMark::cash;
    row.terminal_number = (is_out ? movement.payee : movement.payer).Reveal();
  } else {
    HT_TRY_STATUS(NameOpponent(is_out ? movement.payee : movement.payer, counterparties, row));
    if (movement.way == Way::returned) row.transaction_remark = "冻结资金返还";
  }
  row.transaction_status = movement.state == MovementState::failed ? TransactionStatus::failure
                                                                   : TransactionStatus::success;
  return row;
}

std::string StatusOf(const Account& account, const std::vector<Freeze>& freezes, bool stopped,
                     Moment at) {
  if (IsClosed(freezes, at)) return "全额冻结";
  if (stopped) return "止付";
  for (const Freeze& freeze : freezes) {
    if (!freeze.InForce(at)) continue;
    return freeze.mode == FreezeType::limit ? "限额冻结" : "只收不付";
  }
  switch (account.standing) {
    case Standing::normal:
    case Standing::whitelisted:
      return "正常";
    case Standing::lost:
      return "挂失";
    case Standing::limit_frozen:
      return "限额冻结";
    case Standing::frozen:
      return "全额冻结";
  }
  return "正常";
}

// The stop in force on an account, if there is one.
Result<std::optional<Stop>> StopInForce(database::Transaction& tx, const Account& account,
                                        Moment at) {
  HT_TRY(auto stops, tx.Find<Stop>("WHERE account_id = :a ORDER BY id", account.id));
  for (Stop& stop : stops) {
    if (stop.InForce(at)) return std::move(stop);
  }
  return std::nullopt;
}

}  // namespace

Result<CardAccounts> CardOf(database::Transaction& tx, const Account& account, Moment at) {
  HT_TRY(const auto stop, StopInForce(tx, account, at));
  HT_TRY(const auto freezes, FreezesOn(tx, account.id));
  const bool may_pay =
      !stop && (account.standing == Standing::normal || account.standing == Standing::whitelisted);
  SubAccount sub;
  sub.account_number = account.account;
  sub.account_serial = "1";
  sub.account_type = account.type == AccountType::personal ? "个人活期" : "对公活期";
  sub.account_status = StatusOf(account, freezes, stop.has_value(), at);
  sub.currency = "CNY";
  sub.account_balance_fen = account.balance_fen;
  const Fen free = account.balance_fen - HeldInAll(freezes, account.balance_fen, at);
  sub.available_balance_fen = may_pay ? free : Fen(0);
  CardAccounts card;
  card.account_name = account.name;
  card.card_number = account.card;
  card.account.push_back(std::move(sub));
  return card;
}

void Sign(QueryFeedback& feedback, const Asked& asked, std::string result) {
  feedback.application_id = ApplicationIdOf(asked.query);
  feedback.feedback_org_name = asked.bank_name;
  feedback.operator_name = PersonName("模拟值班员");
  feedback.operator_phone_number = PhoneNumber("00000000000");
  if (const ResultCode* code = FindResultCode(result); code != nullptr) {
    feedback.feedback_remark = std::string(code->zh);
  }
  feedback.result = std::move(result);
}

std::string RefusalOf(const QueryTarget& target, const OrderTail& tail, const Asked& asked,
                      const std::optional<Account>& account) {
  if (tail.application_time > asked.at + kClockTolerance) return "0802";
  if (!account || account->bank != asked.bank) return "0300";
  if (target.account_name && *target.account_name != account->name) return "0301";
  return "";
}

Result<CardAccounts> CardWithRows(database::Transaction& tx, const Account& account, Moment at,
                                  const std::set<std::int64_t>& movements) {
  HT_TRY(CardAccounts card, CardOf(tx, account, at));
  HT_TRY(const auto moved, MovementsOf(tx, account));
  Counterparties counterparties(tx);
  for (const Line& line : LinesOf(account, moved)) {
    if (movements.count(line.movement->id) == 0) continue;
    HT_TRY(TransactionRow row, RowOf(line, counterparties));
    card.account.front().last_transaction_time = line.movement->due_at;
    card.account.front().transaction.push_back(std::move(row));
  }
  return card;
}

namespace {

Result<Body> Answer(database::Transaction& tx, const TransactionsQuery& query, const Asked& asked) {
  TransactionsFeedback feedback;
  HT_TRY(const auto account, FindAccount(tx, query.target.card_number));
  const std::string refusal = RefusalOf(query.target, query.tail, asked, account);
  Sign(feedback, asked, refusal.empty() ? "0000" : refusal);
  if (!refusal.empty()) return feedback;
  HT_TRY(CardAccounts card, CardOf(tx, *account, asked.at));
  HT_TRY(const auto movements, MovementsOf(tx, *account));
  std::vector<Line> lines = LinesOf(*account, movements);
  SubAccount& sub = card.account.front();
  if (!lines.empty()) sub.last_transaction_time = lines.back().movement->due_at;
  KeepPeriod(query, lines);
  if (query.inquiry_mode == InquiryMode::basic) lines.clear();
  const std::size_t most = query.inquiry_mode == InquiryMode::quick ? kQuickRows : kMostRows;
  if (lines.size() > most) {
    lines.erase(lines.begin(), lines.end() - static_cast<std::ptrdiff_t>(most));
    feedback.feedback_remark = fmt::format("仅反馈最近{}笔", most);
  }
  Counterparties counterparties(tx);
  for (const Line& line : lines) {
    HT_TRY(TransactionRow row, RowOf(line, counterparties));
    sub.transaction.push_back(std::move(row));
  }
  feedback.accounts.push_back(std::move(card));
  return feedback;
}

Result<Body> Answer(database::Transaction& tx, const HolderQuery& query, const Asked& asked) {
  HolderFeedback feedback;
  HT_TRY(const auto account, FindAccount(tx, query.target.card_number));
  const std::string refusal = RefusalOf(query.target, query.tail, asked, account);
  Sign(feedback, asked, refusal.empty() ? "0000" : refusal);
  if (!refusal.empty()) return feedback;
  feedback.account_subject_name = account->name;
  if (!account->identity.empty()) {
    feedback.account_credential_type = kIdentityCard;
    feedback.account_credential_number = account->identity;
  }
  return feedback;
}

// A credential finds what it belongs to, and accounts of the name that show no credential.
Result<std::vector<Account>> AccountsOf(database::Transaction& tx, const QuerySubject& subject,
                                        const std::string& bank) {
  if (!subject.account_credential_number) {
    return tx.Find<Account>("WHERE bank = :bank AND name = :name ORDER BY id", bank,
                            *subject.account_subject_name);
  }
  return tx.Find<Account>(
      "WHERE bank = :bank AND (identity = :identity OR (identity = '' AND name = :name))"
      " ORDER BY id",
      bank, *subject.account_credential_number,
      subject.account_subject_name.value_or(PersonName()));
}

// The stop and the freezes in force on an account, those of other authorities included.
Status AddMeasures(database::Transaction& tx, const Account& account, Moment at,
                   std::vector<Measure>& measures) {
  Measure measure;
  measure.account_number = account.account;
  measure.card_number = account.card;
  HT_TRY(const auto stop, StopInForce(tx, account, at));
  if (stop) {
    measure.freeze_serial = fmt::format("{}", stop->id);
    measure.freeze_start_time = stop->start_at;
    measure.freeze_end_time = stop->expire_at;
    measure.freeze_type = "0001";
    measures.push_back(measure);
  }
  HT_TRY(const auto freezes, FreezesOn(tx, account.id));
  const std::vector<Fen> held = HeldBy(freezes, account.balance_fen, at);
  for (std::size_t i = 0; i < freezes.size(); ++i) {
    if (!freezes[i].InForce(at)) continue;
    measure.freeze_serial = fmt::format("{}", i + 1);
    measure.freeze_start_time = freezes[i].start_at;
    measure.freeze_end_time = freezes[i].expire_at;
    measure.freeze_dept_name = freezes[i].authority;
    measure.currency = "CNY";
    measure.freeze_balance_fen = held[i];
    measure.freeze_type = freezes[i].order_number.empty() ? "0002" : "0001";
    measures.push_back(measure);
  }
  return {};
}

Result<Body> Answer(database::Transaction& tx, const AccountsQuery& query, const Asked& asked) {
  AccountsFeedback feedback;
  HT_TRY(const auto accounts, AccountsOf(tx, query.subject, asked.bank));
  Sign(feedback, asked, accounts.empty() ? "0300" : "0000");
  for (const Account& account : accounts) {
    HT_TRY(CardAccounts card, CardOf(tx, account, asked.at));
    feedback.accounts.push_back(std::move(card));
    if (query.inquiry_mode != AccountsInquiryMode::with_measures) continue;
    HT_TRY_STATUS(AddMeasures(tx, account, asked.at, feedback.measures));
  }
  return feedback;
}

}  // namespace

bool IsQuery(const Body& body) {
  return std::holds_alternative<TransactionsQuery>(body) ||
         std::holds_alternative<HolderQuery>(body) || std::holds_alternative<AccountsQuery>(body);
}

bool IsQuick(const Body& body) {
  const auto* query = std::get_if<TransactionsQuery>(&body);
  return query != nullptr && query->inquiry_mode == InquiryMode::quick;
}

std::string BankIdOf(const Body& order) {
  return std::visit(
      [](const auto& message) -> std::string {
        if constexpr (requires { message.target; }) return message.target.bank_id.str();
        if constexpr (requires { message.subject; }) return message.subject.bank_id.str();
        return "";
      },
      order);
}

Result<std::optional<Account>> FindAccount(database::Transaction& tx, const AccountNumber& number) {
  HT_TRY(auto found, tx.Find<Account>("WHERE account = :number OR card = :number", number, number));
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

Result<Body> AnswerQuery(database::Transaction& tx, const Asked& asked) {
  return std::visit(
      [&](const auto& message) -> Result<Body> {
        if constexpr (requires { Answer(tx, message, asked); }) {
          return Answer(tx, message, asked);
        } else {
          return Fail(ErrorCode::internal, "This message is no query.");
        }
      },
      asked.query);
}

}  // namespace hetang::bank::simulated
