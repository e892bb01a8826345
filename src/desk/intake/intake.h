// Intake: reports from every source. One act takes a report in, opens its case in the register and
// has the funds desk stop each first-level account, all in one transaction.
//
// A text is read by engine/text into a form and marks: what is missing, doubtful or wrong, and
// where. The same marks guard taking in: a form with something wrong is refused with its places.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/field.h"
#include "base/result.h"
#include "desk/funds/funds.h"
#include "desk/register/register.h"
#include "platform/database/database.h"
#include "platform/http/router.h"

namespace hetang::intake {

using registry::Channel;
using registry::FraudType;
using registry::Source;
using registry::VictimForm;

// One end of a payment. Empty where the text does not tell.
struct Leg {
  std::string bank_code;
  Text<80> bank_name;
  AccountNumber account;
  PersonName holder;
};
BOOST_DESCRIBE_STRUCT(Leg, (), (bank_code, bank_name, account, holder))

struct PaymentForm {
  Fen amount_fen;
  std::optional<Moment> at;
  Channel channel = Channel::bank;
  Leg from;
  Leg to;
  bool stop = false;  // Stop the payee account when the report is taken in.
};
BOOST_DESCRIBE_STRUCT(PaymentForm, (), (amount_fen, at, channel, from, to, stop))

struct IdentifierForm {
  std::string kind;
  PersonalText value;
  std::string role;
};
BOOST_DESCRIBE_STRUCT(IdentifierForm, (), (kind, value, role))

// What to do when another case may be about the same fraud.
enum class DuplicateChoice { separate, merge };
BOOST_DESCRIBE_ENUM(DuplicateChoice, separate, merge)

struct ReportForm {
  Source source = Source::call;
  Moment began_at;  // When the call began, the victim came in, the message was received.
  PersonalText text;
  std::optional<FraudType> fraud_type;
  VictimForm victim;
  std::vector<PaymentForm> payments;
  std::vector<IdentifierForm> identifiers;
  std::optional<std::int64_t> station_unit_id;  // The station that handed it in.
  std::optional<DuplicateChoice> duplicate_choice;
  std::optional<std::int64_t> merge_into;
};
BOOST_DESCRIBE_STRUCT(ReportForm, (),
                      (source, began_at, text, fraud_type, victim, payments, identifiers,
                       station_unit_id, duplicate_choice, merge_into))

// How much a mark weighs: `wrong` refuses the form, the others are said and let through.
enum class Level { missing, doubtful, wrong };
BOOST_DESCRIBE_ENUM(Level, missing, doubtful, wrong)

// Something about one field of the form. `start` and `end` are code points of the text, when it
// came from there.
struct Mark {
  std::string path;  // `payments[0].to.account`
  std::string code;  // `checksum`, `truncated`, `future_time`, `zero_amount`, `unknown_bank`, ...
  Level level = Level::missing;
  std::optional<std::int64_t> start;
  std::optional<std::int64_t> end;
};
BOOST_DESCRIBE_STRUCT(Mark, (), (path, code, level, start, end))

// An entity of engine/text as the page marks it. Amounts have their fen as `value`.
struct Found {
  std::string kind;
  std::int64_t start = 0;
  std::int64_t end = 0;
  std::string value;
  bool valid = true;
  std::string form;
  std::string role;
};
BOOST_DESCRIBE_STRUCT(Found, (), (kind, start, end, value, valid, form, role))

struct Reading {
  std::vector<Found> entities;
  ReportForm draft;
  std::vector<Mark> marks;
};
BOOST_DESCRIBE_STRUCT(Reading, (), (entities, draft, marks))

// Reads what somebody said or sent. Pure. `banks` is the bank directory.
Reading ReadText(std::string_view text, Moment report_time, std::span<const funds::Bank> banks);

// All marks of a form as it stands, wherever it came from. Pure.
std::vector<Mark> MarksOf(const ReportForm& form, std::span<const funds::Bank> banks, Moment now);

enum class ReportState { waiting, taken };
BOOST_DESCRIBE_ENUM(ReportState, waiting, taken)

// A report as it was handed in. One that waits (110 feed, station, bank) keeps its form until an
// officer takes it.
struct Report {
  std::int64_t id = 0;
  ReportState state = ReportState::waiting;
  Source source = Source::call;
  Moment began_at;
  Moment received_at;
  std::int64_t unit_id = 0;
  std::string external_number;  // The sender's number; unique within a source when not empty.
  PersonalText form;            // The ReportForm as JSON while it waits.
  std::optional<std::int64_t> taken_by;
  std::optional<Moment> taken_at;
  std::optional<std::int64_t> case_id;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(Report, (),
                      (id, state, source, began_at, received_at, unit_id, external_number, form,
                       taken_by, taken_at, case_id, version))

struct Warning {
  std::string path;
  std::string code;
};
BOOST_DESCRIBE_STRUCT(Warning, (), (path, code))

struct Taken {
  std::int64_t report_id = 0;
  std::int64_t case_id = 0;
  std::string case_number;
  std::vector<funds::OrderView> orders;
  std::vector<Warning> warnings;
};
BOOST_DESCRIBE_STRUCT(Taken, (), (report_id, case_id, case_number, orders, warnings))

// Takes a report in. `waiting_id` is the waiting report it settles, or 0. Errors: invalid (every
// wrong field), conflict (`possible_duplicate` with the cases, `already_taken`).
Result<Taken> Take(database::Transaction& tx, const ReportForm& form, std::int64_t waiting_id,
                   const auth::Principal& who, Moment now);

// Leaves a report for the next officer (110 feed, station). The same external number of one source
// is the same report again: its id is given, nothing is stored twice.
Result<std::int64_t> Leave(database::Transaction& tx, const ReportForm& form,
                           std::string_view external_number, const auth::Principal& who,
                           Moment now);

void AddRoutes(http::Router& router, database::Database& database);
std::span<const database::Migration> Migrations();

}  // namespace hetang::intake

namespace hetang::database {
template <>
inline constexpr std::string_view kTable<intake::Report> = "intake_report";
}  // namespace hetang::database
