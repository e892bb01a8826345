#include "desk/funds/statement.h"

#include <algorithm>

#include "engine/statement/kinds.h"

namespace hetang::funds {
namespace {

// `6222020000001234567_001`: a main number and a sub-account. The wire says so of every number,
// where a file has to be guessed at.
statement::NumberInFile NumberOf(const AccountNumber& number) {
  const std::string& text = number.Reveal();
  const std::size_t mark = text.find('_');
  if (mark == std::string::npos) return {number, ""};
  return {AccountNumber(text.substr(0, mark)), text.substr(mark + 1)};
}

template <std::size_t kMax>
std::string TextOf(const std::optional<Text<kMax>>& text) {
  return text ? text->str() : std::string();
}

// The kind is told as it is of a row in a file, so that one movement is one kind wherever it is
// read.
trace::Kind KindOf(const bank::TransactionRow& row, const statement::Entry& entry) {
  if (row.transaction_status == bank::TransactionStatus::failure) return trace::Kind::failed;
  const std::string type = TextOf(row.transaction_type);
  const std::string summary = TextOf(row.transaction_remark);
  const std::string remark = TextOf(row.remark);
  const std::string merchant = TextOf(row.merchant_name);
  statement::KindSigns signs;
  signs.direction = entry.direction;
  signs.was_negative = entry.was_negative;
  signs.cash_mark = row.cash_mark == bank::CashMark::cash;
  signs.has_other_number = !entry.other.main.empty();
  signs.other_number = entry.other.main.Reveal();
  signs.other_name = entry.other_name.Reveal();
  signs.summary = summary;
  signs.type = type;
  signs.remark = remark;
  signs.merchant = merchant;
  return statement::KindOf(signs);
}

// A code of the directory as the bank's name; anything else as it was written.
std::string BankNameOf(const std::string& told, std::span<const Bank> banks) {
  const auto known = std::find_if(banks.begin(), banks.end(),
                                  [&](const Bank& bank) { return bank.code.str() == told; });
  return known == banks.end() ? told : known->name.str();
}

bool IsMidnight(Moment moment) {
  const Civil civil = CivilOf(moment);
  return civil.hour == 0 && civil.minute == 0 && civil.second == 0;
}

// Where the money changed hands, in the order in which one would name it.
std::string PlaceOf(const bank::TransactionRow& row) {
  for (const std::string& place : {TextOf(row.merchant_name), TextOf(row.transaction_branch_name),
                                   TextOf(row.terminal_number), TextOf(row.transaction_address)}) {
    if (!place.empty()) return place;
  }
  return "";
}

statement::Entry EntryOf(const bank::TransactionRow& row, std::span<const Bank> banks) {
  statement::Entry entry;
  const std::string remark = TextOf(row.transaction_remark);
  entry.summary = !remark.empty() ? remark : TextOf(row.remark);
  if (entry.summary.empty()) entry.summary = TextOf(row.transaction_type);
  entry.at = row.transaction_time;
  // A bank that books by the day fills the clock with noughts.
  entry.precision = IsMidnight(entry.at) ? statement::Precision::day : statement::Precision::second;
  entry.was_negative = row.transaction_amount_fen < Fen(0);
  const bool is_out = (row.borrowing_signs == bank::BorrowingSigns::debit) != entry.was_negative;
  entry.direction = is_out ? statement::Direction::out : statement::Direction::in;
  entry.amount_fen = std::abs(row.transaction_amount_fen.value());
  if (row.opponent_account_number) entry.other = NumberOf(*row.opponent_account_number);
  entry.other_name = row.opponent_name.value_or(PersonName());
  entry.other_bank = BankNameOf(TextOf(row.opponent_deposit_bank_id), banks);
  if (row.account_balance_fen) entry.balance_fen = row.account_balance_fen->value();
  entry.serial = TextOf(row.transaction_serial);
  entry.place = PlaceOf(row);
  entry.ip = TextOf(row.ip_address);
  entry.mac = TextOf(row.mac);
  entry.kind = KindOf(row, entry);
  return entry;
}

}  // namespace

Stated StatementOf(const bank::TransactionsFeedback& feedback, std::string_view bank_name,
                   std::span<const Bank> banks) {
  Stated stated;
  for (const bank::CardAccounts& card : feedback.accounts) {
    statement::AccountRow account;
    if (card.card_number) account.card = NumberOf(*card.card_number);
    account.holder = card.account_name.value_or(PersonName());
    account.bank = bank_name;
    if (card.account.empty()) stated.accounts.push_back(account);
    for (const bank::SubAccount& sub : card.account) {
      account.account = NumberOf(sub.account_number);
      stated.accounts.push_back(account);
      for (const bank::TransactionRow& row : sub.transaction) {
        statement::Entry entry = EntryOf(row, banks);
        entry.card = account.card;
        entry.account = account.account;
        entry.holder = account.holder;
        stated.entries.push_back(std::move(entry));
      }
    }
  }
  return stated;
}

}  // namespace hetang::funds
