// Funds: orders to banks and their answers, the bank directory, the rules of stopping.
//
// Orders are stops, freezes, what follows on them, watches and queries (order.h). A stop is placed
// in the transaction of the report that needs it, travels through the outbox to the account's bank,
// and is effective once by its application id. Answers are read strictly: one that does not parse,
// names an unknown order or another bank's, or contradicts an earlier answer is kept, shown to a
// person and changes nothing.
//
// Rules (domain.md §1.1): a stop lasts 48 hours; an account is stopped at most twice in one case;
// stops in other cases are a warning. An emergency stop never waits for the second officer, who
// reviews it afterwards. A query holds nothing and starts no 48 hours; what it brings becomes a
// statement, a holder's name in the register, or a list of accounts.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/field.h"
#include "base/result.h"
#include "desk/funds/order.h"
#include "desk/register/register.h"
#include "platform/approval/approval.h"
#include "platform/database/database.h"
#include "platform/http/router.h"
#include "platform/journal/journal.h"
#include "platform/outbox/outbox.h"

namespace hetang::funds {

// An account that the answer to a query tells.
struct AnsweredAccount {
  std::int64_t id = 0;
  std::int64_t order_id = 0;
  std::string bank_code;
  Text<80> bank_name;
  AccountNumber number;  // The card, or the account where there is no card.
  PersonName holder;
  std::optional<Fen> balance_fen;
  Text<60> status;  // In the bank's words.
};
BOOST_DESCRIBE_STRUCT(AnsweredAccount, (),
                      (id, order_id, bank_code, bank_name, number, holder, balance_fen, status))

// What a query brought.
struct QueryAnswerView {
  PersonName holder;
  IdentityNumber identity;
  std::int64_t rows = 0;  // Of transactions.
  std::vector<AnsweredAccount> accounts;
};
BOOST_DESCRIBE_STRUCT(QueryAnswerView, (), (holder, identity, rows, accounts))

// An act that the order's state allows and a rule does not: `third_stop`, `case_not_filed`.
struct BlockedAct {
  std::string act;
  std::string rule;
};
BOOST_DESCRIBE_STRUCT(BlockedAct, (), (act, rule))

// An order as officers see it.
struct OrderView : Order {
  std::string result_meaning_zh;
  std::string result_meaning_en;
  std::string bank_phone_24h;
  std::string operator_name;
  std::string second_officer_name;
  std::vector<std::string> actions;
  std::vector<BlockedAct> blocked;
  std::optional<QueryAnswerView> answer;
  std::optional<Fen> returned_fen;       // Of a freeze: what rounds of return have given of it.
  std::optional<std::int64_t> round_id;  // Of a return: its round.
};
BOOST_DESCRIBE_STRUCT(OrderView, (Order),
                      (result_meaning_zh, result_meaning_en, bank_phone_24h, operator_name,
                       second_officer_name, actions, blocked, answer, returned_fen, round_id))

enum class Transport { http, folder };
BOOST_DESCRIBE_ENUM(Transport, http, folder)

// One bank of the directory. `code` is the head office's 12-digit code; stops go to head offices.
struct Bank {
  std::int64_t id = 0;
  Text<12> code;
  Text<80> name;
  Text<40> short_name;
  Text<120> english_name;
  Text<400> aliases;  // Comma-separated names people write.
  Text<40> phone_24h;
  Text<40> profile = "platform";           // Of gateway/bank: encoding, codes.
  std::optional<Text<2000>> profile_data;  // What differs from it, see profile_data.h.
  Transport transport = Transport::http;
  Text<300> address;  // URL of its gateway, or the drop folder.
  std::int64_t answer_limit_minutes = 5;
  bool active = true;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(Bank, (),
                      (id, code, name, short_name, english_name, aliases, phone_24h, profile,
                       profile_data, transport, address, answer_limit_minutes, active, version))

// One editable rule of the desk with its legal basis.
struct Rule {
  std::int64_t id = 0;
  std::string name;
  std::int64_t value = 0;
  std::string basis;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(Rule, (), (id, name, value, basis, version))

// How an answer was taken. Only `effective` changed an order.
enum class Verdict { effective, repeated, unreadable, unknown_order, wrong_bank, contradicts };
BOOST_DESCRIBE_ENUM(Verdict, effective, repeated, unreadable, unknown_order, wrong_bank,
                    contradicts)

struct Answer {
  std::int64_t id = 0;
  std::string bank_code;
  Moment received_at;
  std::optional<std::int64_t> order_id;
  Verdict verdict = Verdict::unreadable;
  std::string problem;  // What is wrong with it, naming the element. Not personal.
  std::string digest;   // SHA-256 of what was received.
  PersonalText raw;     // What was received; bytes that are no text as `base64:...`.
  std::optional<std::int64_t> settled_by;
  std::optional<Moment> settled_at;
  Text<400> settled_note;
  std::string content_digest;  // Of what it says; empty when it could not be read.
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(Answer, (),
                      (id, bank_code, received_at, order_id, verdict, problem, digest, raw,
                       settled_by, settled_at, settled_note, content_digest, version))

// What an officer asks for: stop this account because of this payment.
struct StopWish {
  registry::Case record;
  std::optional<registry::Payment> payment;  // The victim's leg; absent: late paperwork.
  std::string bank_code;
  AccountNumber account;
  PersonName holder;
  Fen amount_fen;  // All that the case knows to have gone there.
  Text<200> reason;
  bool protective = false;            // Of the victim's own account, before more leaves it.
  bool white_list_confirmed = false;  // An officer means it though the account is listed.
};
// Whom an order concerns besides the account, by name and number.
struct Party {
  std::string bank_phone_24h;
  std::string operator_name;
  std::string second_officer_name;
};
struct Placed {
  Order order;
  Party party;
  std::vector<std::string>
      warnings;  // `late_paperwork`, `stopped_in_other_cases`, `no_second_officer`, ...
};
// Errors: invalid (bank unknown, account empty), conflict (`third_stop`, `stop_in_force`,
// `white_listed`: an officer must confirm that the account is meant; `not_victims_account`: a
// protective stop is of an account that a payment of the case came from or that bears the victim's
// name).
Result<Placed> PlaceStop(database::Transaction& tx, const StopWish& wish,
                         const auth::Principal& who, Moment now);

// A payment that lies at a payment company: stopped by its number, whatever account it is in.
struct PaymentStopWish {
  registry::Case record;
  std::optional<registry::Payment> payment;
  std::string bank_code;  // The payment company's.
  Text<64> number;
  PaymentNumberKind number_kind = PaymentNumberKind::company_order;
  Fen amount_fen;
  Text<200> reason;
};
// Errors: as PlaceStop; unsupported (the company takes no such message).
Result<Placed> PlacePaymentStop(database::Transaction& tx, const PaymentStopWish& wish,
                                const auth::Principal& who, Moment now);

// What an officer asks a bank about an account, or about all accounts of its holder; of kind
// `watch`: to tell each movement of it until `until`.
struct QueryWish {
  registry::Case record;
  OrderKind kind = OrderKind::transactions;
  QueryMode mode = QueryMode::quick;  // Of transactions, as is the period.
  std::string bank_code;
  AccountNumber account;
  PersonName holder;
  std::optional<Moment> from;
  std::optional<Moment> until;
  Text<200> reason;
};
// Errors: invalid (bank unknown, account empty, period), conflict (`query_under_way`,
// `holder_unknown`: nothing names the person whose accounts are asked for).
Result<Placed> PlaceQuery(database::Transaction& tx, const QueryWish& wish,
                          const auth::Principal& who, Moment now);

Result<std::vector<OrderView>> OrdersOf(database::Transaction& tx, std::int64_t case_id,
                                        const auth::Principal& who);
// What the register's case page and case list show of orders.
registry::LaterDesks ForRegister();

// Takes what a bank sent, already proved to be from that bank. Success means it is stored, whatever
// the verdict.
Result<Verdict> TakeAnswer(database::Transaction& tx, std::string_view bank_code,
                           std::string_view raw, Moment now);

Result<std::vector<Bank>> BanksOf(database::Transaction& tx);
Result<Bank> BankOf(database::Transaction& tx, std::string_view code);
// The bank somebody means by a name, short name or alias, or by a branch's name; null when none
// fits.
const Bank* BankNamed(std::span<const Bank> banks, std::string_view name);
// The shared secret that signs this bank's answers. Stored beside the directory, never shown.
Status SetBankKey(database::Transaction& tx, std::string_view code, std::string_view key);

// Takes outbox messages of channel `bank` to their banks (outbox::Deliver), keeping one line a bank
// open, and notes that they were sent. A message its bank would not take is an answer: refused.
inline constexpr std::string_view kChannel = "bank";
class BankPost {
 public:
  BankPost(database::Database& database, const Clock& clock);
  ~BankPost();
  Status Deliver(const outbox::Message& message);

 private:
  struct Line;
  Result<Line*> LineTo(const std::string& code);

  database::Database& database_;
  const Clock& clock_;
  std::mutex mutex_;
  std::map<std::string, std::unique_ptr<Line>> lines_;
};

// Reads the drop folders of all folder banks; wired to a loop in app/. Answers how many it took.
Result<int> CollectFromFolders(database::Database& database, Moment now);

// Follows the journal: what has reached its end is marked expired: a stop, a freeze, a watch. Wired
// to the sealer.
Status OnJournal(database::Transaction& tx, const journal::Sealed& entry);

void AddRoutes(http::Router& router, database::Database& database, const Clock& clock);
approval::Handlers ApprovalHandlers();
Status Seed(database::Transaction& tx);
// The directory of a demo or training centre: real names, invented codes, all at one hetang-bank.
Status SeedDemoBanks(database::Transaction& tx, std::string_view sandbox_url);
std::span<const database::Migration> Migrations();

}  // namespace hetang::funds

namespace hetang::database {
template <>
inline constexpr std::string_view kTable<funds::Bank> = "funds_bank";
template <>
inline constexpr std::string_view kTable<funds::Rule> = "funds_rule";
template <>
inline constexpr std::string_view kTable<funds::Answer> = "funds_answer";
template <>
inline constexpr std::string_view kTable<funds::AnsweredAccount> = "funds_answered_account";
}  // namespace hetang::database
