#include "desk/funds/query_answers.h"

#include <algorithm>

#include "desk/funds/order_states.h"
#include "desk/funds/statement.h"
#include "desk/trail/trail.h"
#include "platform/journal/journal.h"

namespace hetang::funds {
namespace {

// `6222020000001234567_001` is a sub-account of the number before the mark.
AccountNumber MainOf(const AccountNumber& number) {
  const std::string& text = number.Reveal();
  return AccountNumber(text.substr(0, text.find('_')));
}

bool Names(const bank::CardAccounts& card, const AccountNumber& number) {
  return (card.card_number && *card.card_number == number) ||
         std::any_of(card.account.begin(), card.account.end(), [&](const bank::SubAccount& sub) {
           return MainOf(sub.account_number) == number;
         });
}

AccountNumber NumberOf(const bank::CardAccounts& card) {
  if (card.card_number) return *card.card_number;
  return card.account.empty() ? AccountNumber() : MainOf(card.account.front().account_number);
}

// One line for a card: what its accounts in yuan hold together, as far as the bank tells it.
AnsweredAccount LineOf(const Order& order, const bank::CardAccounts& card) {
  AnsweredAccount line;
  line.order_id = order.id;
  line.bank_code = order.bank_code;
  line.bank_name = order.bank_name;
  line.number = NumberOf(card);
  line.holder = card.account_name.value_or(PersonName());
  for (const bank::SubAccount& sub : card.account) {
    const std::string currency = sub.currency.value_or(Text<3>("CNY")).str();
    const bool is_yuan = currency == "CNY" || currency == "RMB";
    if (is_yuan && sub.account_balance_fen) {
      line.balance_fen = line.balance_fen.value_or(Fen(0)) + *sub.account_balance_fen;
    }
    if (line.status.empty() && sub.account_status) line.status = *sub.account_status;
  }
  return line;
}

std::int64_t RowsIn(const std::vector<bank::CardAccounts>& cards) {
  std::size_t rows = 0;
  for (const bank::CardAccounts& card : cards) {
    for (const bank::SubAccount& sub : card.account) rows += sub.transaction.size();
  }
  return static_cast<std::int64_t>(rows);
}

// The rows that an answer brings, if it is of a type that brings any.
const bank::TransactionsFeedback* RowsOf(const bank::Answer& message) {
  if (const auto* told = std::get_if<bank::WatchFeedback>(&message)) return told;
  return std::get_if<bank::TransactionsFeedback>(&message);
}

const std::vector<bank::CardAccounts>* CardsOf(const bank::Answer& message) {
  if (const auto* told = RowsOf(message)) return &told->accounts;
  if (const auto* told = std::get_if<bank::AccountsFeedback>(&message)) return &told->accounts;
  return nullptr;
}

Status Learn(database::Transaction& tx, const Order& order, const AccountNumber& number,
             const PersonName& holder) {
  if (number.empty()) return {};
  registry::Account wanted;
  wanted.bank_code = order.bank_code;
  wanted.bank_name = order.bank_name;
  wanted.number = number;
  wanted.holder = holder;
  HT_TRY_STATUS(registry::AccountOf(tx, wanted));
  return {};
}

// An account once told is told anew by the next answer to its watch.
Status PutLine(database::Transaction& tx, const AnsweredAccount& line) {
  HT_TRY(auto known, tx.Find<AnsweredAccount>("WHERE order_id = :o AND number = :n", line.order_id,
                                              line.number));
  if (known.empty()) {
    HT_TRY_STATUS(tx.Insert(line));
    return {};
  }
  AnsweredAccount changed = line;
  changed.id = known.front().id;
  return tx.Update(changed);
}

Status PutKept(database::Transaction& tx, const QueryAnswer& kept) {
  HT_TRY(auto known, tx.Find<QueryAnswer>("WHERE order_id = :o", kept.order_id));
  if (known.empty()) {
    HT_TRY_STATUS(tx.Insert(kept));
    return {};
  }
  QueryAnswer& sum = known.front();
  sum.row_count += kept.row_count;
  if (sum.holder.empty()) sum.holder = kept.holder;
  return tx.Update(sum);
}

// The statement reaches to the end of the period asked about, or to now.
Status HandToTrail(database::Transaction& tx, const Order& order,
                   const bank::TransactionsFeedback& feedback, Moment now) {
  HT_TRY(const auto banks, BanksOf(tx));
  Stated stated = StatementOf(feedback, order.bank_name.str(), banks);
  trail::BankAnswer answer;
  answer.case_id = order.case_id;
  answer.order_id = order.id;
  answer.bank_code = order.bank_code;
  answer.bank_name = order.bank_name.str();
  answer.entries = std::move(stated.entries);
  answer.accounts = std::move(stated.accounts);
  answer.held_from = order.asked_from;
  answer.held_until = std::min(order.asked_until.value_or(now), now);
  answer.adds_to_earlier = order.kind == OrderKind::watch;
  HT_TRY_STATUS(trail::TakeBankAnswer(tx, answer, now));
  return {};
}

}  // namespace

Status KeepQueryAnswer(database::Transaction& tx, const Order& order, const bank::Answer& message,
                       Moment now) {
  QueryAnswer kept;
  kept.order_id = order.id;
  if (const auto* told = std::get_if<bank::HolderFeedback>(&message)) {
    kept.holder = told->account_subject_name.value_or(PersonName());
    kept.identity = told->account_credential_number.value_or(IdentityNumber());
    HT_TRY_STATUS(Learn(tx, order, order.account_number, kept.holder));
  }
  if (const auto* cards = CardsOf(message)) {
    kept.row_count = RowsIn(*cards);
    for (const bank::CardAccounts& card : *cards) {
      const AnsweredAccount line = LineOf(order, card);
      HT_TRY_STATUS(PutLine(tx, line));
      const bool asked_about = Names(card, order.account_number);
      if (asked_about) kept.holder = line.holder;
      HT_TRY_STATUS(
          Learn(tx, order, asked_about ? order.account_number : line.number, line.holder));
    }
  }
  HT_TRY_STATUS(PutKept(tx, kept));
  const bank::TransactionsFeedback* statement = RowsOf(message);
  if (statement == nullptr || order.mode == QueryMode::basic) return {};
  // A watch that saw nothing move says nothing new.
  if (order.kind == OrderKind::watch && kept.row_count == 0) return {};
  return HandToTrail(tx, order, *statement, now);
}

bool QueryAnswerNamesTheAccount(const Order& order, const bank::Answer& message) {
  const bank::TransactionsFeedback* told = RowsOf(message);
  if (told == nullptr || told->accounts.empty()) return true;
  return std::any_of(
      told->accounts.begin(), told->accounts.end(),
      [&](const bank::CardAccounts& card) { return Names(card, order.account_number); });
}

Result<std::optional<QueryAnswerView>> QueryAnswerOf(database::Transaction& tx,
                                                     const Order& order) {
  if (!IsAnswered(order.state)) return std::nullopt;
  if (!IsQuery(order.kind) && order.kind != OrderKind::watch) return std::nullopt;
  HT_TRY(const auto kept, tx.Find<QueryAnswer>("WHERE order_id = :o", order.id));
  if (kept.empty()) return std::nullopt;
  QueryAnswerView view;
  view.holder = kept.front().holder;
  view.identity = kept.front().identity;
  view.rows = kept.front().row_count;
  HT_TRY(view.accounts, tx.Find<AnsweredAccount>("WHERE order_id = :o ORDER BY id", order.id));
  return view;
}

Result<IdentityNumber> IdentityToldOf(database::Transaction& tx, std::int64_t account_id) {
  HT_TRY(auto told,
         tx.Query<IdentityNumber>("SELECT a.identity FROM funds_query_answer a JOIN funds_order o"
                                  " ON o.id = a.order_id WHERE o.account_id = :account AND"
                                  " a.identity <> '' ORDER BY a.id DESC LIMIT 1",
                                  account_id));
  return told.empty() ? IdentityNumber() : std::move(told.front());
}

}  // namespace hetang::funds
