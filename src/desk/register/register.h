// The register: persons, accounts, identifiers, the case itself and its filing.
//
// A report becomes a case when it is taken in. Filing a case is an act of its own with the clocks
// of 3, 7 and 30 days (2015 opinion of the Ministry of Public Security on receiving and filing
// cases); it is asked by the handler and approved by a leader.
//
// Cases are merged by choice: both stay visible, the one merged points to the other, whose loss
// then counts each payment once. Personal values are shown masked; POST
// /register/cases/{id}/reveal shows them and journals who asked and why.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/field.h"
#include "base/result.h"
#include "desk/roster/roster.h"
#include "platform/approval/approval.h"
#include "platform/database/database.h"
#include "platform/deadline/deadline.h"
#include "platform/http/router.h"

namespace hetang::registry {

enum class Sex { male, female, unknown };
BOOST_DESCRIBE_ENUM(Sex, male, female, unknown)
enum class Residence { permanent, floating, unknown };
BOOST_DESCRIBE_ENUM(Residence, permanent, floating, unknown)
enum class Source { call, walk_in, station, feed_110, bank_report, three_way_call };
BOOST_DESCRIBE_ENUM(Source, call, walk_in, station, feed_110, bank_report, three_way_call)

// The classes of the CCL23 set, from a police platform, and the rest.
enum class FraudType {
  task_rebate,
  fake_service,
  investment,
  loan,
  credit_record,
  shopping,
  authority,
  acquaintance,
  game,
  dating,
  black_market,
  military_purchase,
  other
};
BOOST_DESCRIBE_ENUM(FraudType, task_rebate, fake_service, investment, loan, credit_record, shopping,
                    authority, acquaintance, game, dating, black_market, military_purchase, other)

enum class CaseState { taken_in, filing_asked, filed, not_filed, merged, closed };
BOOST_DESCRIBE_ENUM(CaseState, taken_in, filing_asked, filed, not_filed, merged, closed)

enum class Channel { bank, alipay, wechat, cash, other };
BOOST_DESCRIBE_ENUM(Channel, bank, alipay, wechat, cash, other)

// What is asked of a victim once; empty or unknown where nobody knows yet.
struct VictimForm {
  PersonName name;
  PhoneNumber phone;
  IdentityNumber identity;
  Sex sex = Sex::unknown;
  std::optional<std::int64_t> age;
  Text<80> occupation;
  Text<120> workplace;
  Text<80> community;
  Residence residence = Residence::unknown;
  Address address;
};
BOOST_DESCRIBE_STRUCT(VictimForm, (),
                      (name, phone, identity, sex, age, occupation, workplace, community, residence,
                       address))

struct Person {
  std::int64_t id = 0;
  PersonName name;
  PhoneNumber phone;
  IdentityNumber identity;
  Sex sex = Sex::unknown;
  std::optional<std::int64_t> age;
  Text<80> occupation;
  Text<120> workplace;
  Text<80> community;
  Residence residence = Residence::unknown;
  Address address;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(Person, (),
                      (id, name, phone, identity, sex, age, occupation, workplace, community,
                       residence, address, version))

// A bank card, account or wallet. One row per bank and number, whatever case names it.
struct Account {
  std::int64_t id = 0;
  std::string bank_code;  // 12 digits of the bank directory; empty when the bank is not known.
  Text<80> bank_name;
  AccountNumber number;
  PersonName holder;
};
BOOST_DESCRIBE_STRUCT(Account, (), (id, bank_code, bank_name, number, holder))

struct Case {
  std::int64_t id = 0;
  std::string number;  // `AJ` + 6-digit area + yyyyMMdd + 4-digit sequence.
  std::int64_t unit_id = 0;
  CaseState state = CaseState::taken_in;
  Source source = Source::call;
  std::optional<FraudType> fraud_type;
  Fen loss_fen;  // The sum of its payments.
  std::int64_t victim_id = 0;
  PersonalText narrative;
  std::int64_t taken_by = 0;
  Moment taken_at;
  Moment began_at;  // When the call began: the five-minute clock counts from here.
  std::optional<std::int64_t> merged_into;
  std::optional<std::int64_t> filing_unit_id;
  std::optional<Moment> filed_at;
  std::string filing_number;
  std::optional<std::int64_t> filing_approver;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(Case, (),
                      (id, number, unit_id, state, source, fraud_type, loss_fen, victim_id,
                       narrative, taken_by, taken_at, began_at, merged_into, filing_unit_id,
                       filed_at, filing_number, filing_approver, version))

// One transfer the victim made (涉案付款).
struct Payment {
  std::int64_t id = 0;
  std::int64_t case_id = 0;
  std::int64_t sequence = 0;
  Fen amount_fen;
  std::optional<Moment> at;
  Channel channel = Channel::bank;
  std::string from_bank_code;
  Text<80> from_bank_name;
  AccountNumber from_account;
  PersonName from_holder;
  std::string to_bank_code;
  Text<80> to_bank_name;
  AccountNumber to_account;
  PersonName to_holder;
  std::optional<std::int64_t> to_account_id;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(Payment, (),
                      (id, case_id, sequence, amount_fen, at, channel, from_bank_code,
                       from_bank_name, from_account, from_holder, to_bank_code, to_bank_name,
                       to_account, to_holder, to_account_id, version))

struct Identifier {
  std::int64_t id = 0;
  std::int64_t case_id = 0;
  std::string kind;  // Of engine/text: phone, wechat, qq, alipay, url, app, ip, crypto, ...
  PersonalText value;
  std::string role;  // victim, suspect, report, other
};
BOOST_DESCRIBE_STRUCT(Identifier, (), (id, case_id, kind, value, role))

// The next number of a series, without gaps: the counter row is part of the transaction.
Result<std::string> NextNumber(database::Transaction& tx, const std::string& prefix);

// The person of this form: one known by identity number, or by name and phone, completed with what
// the form knows more; or a new one.
Result<Person> PersonFor(database::Transaction& tx, const VictimForm& form);
// Those whom a form that knows less may tell of, the surest first: by identity number, by phone, by
// name and address, as long as no other name or identity number speaks against it.
Result<std::vector<Person>> PersonsLike(database::Transaction& tx, const VictimForm& form);
bool MayBe(const Person& person, const VictimForm& form);
// Writes what the form knows into the fields that nobody knew yet. Error: not_found.
Result<Person> CompletePerson(database::Transaction& tx, std::int64_t person_id,
                              const VictimForm& form);

// Everything intake knows when it takes a report in.
struct NewCase {
  std::int64_t unit_id = 0;
  Source source = Source::call;
  Moment began_at;
  PersonalText narrative;
  std::optional<FraudType> fraud_type;
  VictimForm victim;
  std::vector<Payment> payments;  // id, case_id, sequence are given here.
  std::vector<Identifier> identifiers;
};
struct OpenedCase {
  Case record;
  std::vector<Payment> payments;  // As stored, with ids and account ids.
};
// Opens the case, its persons, accounts, payments, identifiers and its filing clock (3 days). A
// person known by identity number, or by name and phone, is not made twice. Errors: invalid (each
// field: `missing`, `checksum`, `future_time`, `zero_amount`, ...), forbidden (`other_unit`).
Result<OpenedCase> OpenCase(database::Transaction& tx, const NewCase& form,
                            const auth::Principal& who, Moment now);

// Adds payments, identifiers and the narrative of a second report on the same fraud to a case that
// is not merged. `payments` answers the form's payments one to one, in their order: a payment the
// case already holds (the same payee account and amount, at most ten minutes apart) is not stored
// or counted again, and the one held is given back.
Result<OpenedCase> AddToCase(database::Transaction& tx, std::int64_t case_id, const NewCase& form,
                             const auth::Principal& who, Moment now);

// The numbers of these cases by id, for lists that name them.
Result<std::map<std::int64_t, std::string>> NumbersOf(database::Transaction& tx,
                                                      std::span<const std::int64_t> case_ids);

// The case if this officer may see it. Errors: not_found, forbidden (`other_unit`).
Result<Case> CaseFor(database::Transaction& tx, std::int64_t case_id, const auth::Principal& who);
Result<std::vector<Payment>> PaymentsOf(database::Transaction& tx, std::int64_t case_id);
Result<std::vector<Identifier>> IdentifiersOf(database::Transaction& tx, std::int64_t case_id);
// The account with this bank and number, made when it is new; a known holder is not overwritten.
Result<Account> AccountOf(database::Transaction& tx, const Account& wanted);

// What a case lost, with what figures are grouped by.
struct CaseLoss {
  std::int64_t id = 0;
  std::string number;
  std::int64_t unit_id = 0;
  std::int64_t victim_id = 0;
  PersonName victim;
  Moment taken_at;
  Fen loss_fen;
};
BOOST_DESCRIBE_STRUCT(CaseLoss, (), (id, number, unit_id, victim_id, victim, taken_at, loss_fen))
struct Period {
  std::optional<Moment> from;
  std::optional<Moment> until;  // Not itself.
};
// The cases taken in within the period that the officer sees, by id. A merged case is left out: its
// loss is part of the other's.
Result<std::vector<CaseLoss>> LossesOf(database::Transaction& tx, const Period& period,
                                       const auth::Principal& who);
// For each merged case the one it was merged into.
Result<std::map<std::int64_t, std::int64_t>> MergedCases(database::Transaction& tx);

// The banks (12 digits) under which this number is known, each once.
Result<std::vector<std::string>> BanksOfNumber(database::Transaction& tx,
                                               const AccountNumber& number);

// A case the same fraud may already have, and why one thinks so: `same_victim` (identity number or
// phone), `same_payment` (payee account and amount, at most ten minutes apart or at a time nobody
// knows), `same_account_and_time` (payee account, at most ten minutes apart). Looks at the cases
// the officer sees which were taken in at most 90 days before the report and are not merged.
struct Duplicate {
  std::int64_t case_id = 0;
  std::string case_number;
  std::vector<std::string> why;
  Moment taken_at;
};
BOOST_DESCRIBE_STRUCT(Duplicate, (), (case_id, case_number, why, taken_at))
Result<std::vector<Duplicate>> DuplicatesOf(database::Transaction& tx, const NewCase& form,
                                            const auth::Principal& who);

// The case page is read in one piece, but orders belong to a later desk: it gives them as JSON.
using OrdersOfCase = std::function<Result<boost::json::value>(
    database::Transaction&, const auth::Principal&, std::int64_t case_id, Reveal)>;
// Per case for the list: how many orders are open and how much was stopped.
struct OrderSum {
  std::int64_t case_id = 0;
  std::int64_t orders_open = 0;
  Fen stopped_fen;
};
BOOST_DESCRIBE_STRUCT(OrderSum, (), (case_id, orders_open, stopped_fen))
using OrderSums = std::function<Result<std::vector<OrderSum>>(
    database::Transaction&, std::int64_t first_case, std::int64_t last_case)>;
// What later desks still have to do in a case: `orders/12` is `stopped`. A case with any is not
// closed.
struct OpenItem {
  std::string path;
  std::string state;
};
using OpenItems =
    std::function<Result<std::vector<OpenItem>>(database::Transaction&, std::int64_t case_id)>;
struct LaterDesks {
  OrdersOfCase orders_of_case;
  OrderSums order_sums;
  std::vector<OpenItems> open_items;  // One a desk, or several.
};
void AddRoutes(http::Router& router, LaterDesks later);

// The handlers for the approval acts `case_filing`, `case_not_filing` and `filing_extension`.
approval::Handlers ApprovalHandlers();
Status Seed(database::Transaction& tx);
std::span<const database::Migration> Migrations();

}  // namespace hetang::registry

namespace hetang::database {
template <>
inline constexpr std::string_view kTable<registry::Person> = "register_person";
template <>
inline constexpr std::string_view kTable<registry::Account> = "register_account";
template <>
inline constexpr std::string_view kTable<registry::Case> = "register_case";
template <>
inline constexpr std::string_view kTable<registry::Payment> = "register_payment";
template <>
inline constexpr std::string_view kTable<registry::Identifier> = "register_identifier";
}  // namespace hetang::database
