// The warning desk: instructions that a person is being cheated right now, and what is done until
// somebody has reached and dissuaded the person.
//
// Everybody who is warned of again joins the warning that is open; its level rises to the higher
// one. What is done next is decided by the ladder (ladder.h) alone: a command changes the history
// and calls Advance(), which writes what follows. So a program that is killed anywhere goes on
// where it was, and nothing is done twice.
//
// Names of levels are rows of the centre's own table. Personal values are shown masked; POST
// /warning/warnings/{id}/reveal shows them and journals who asked and why.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/field.h"
#include "base/result.h"
#include "desk/intake/intake.h"
#include "desk/warning/ladder.h"
#include "desk/warning/states.h"
#include "platform/database/database.h"
#include "platform/http/router.h"

namespace hetang::warning {

using registry::FraudType;

// How grave a warning is. Rank 1 comes before all others.
struct Level {
  std::int64_t id = 0;
  std::string name;  // `red`, `high`, `middle`, `low`.
  std::int64_t rank = 0;
  std::int64_t reach_within_ms = 0;  // From the instruction until somebody has reached the person.
  std::int64_t watch_days = 0;       // After a dissuasion.
  std::string return_days;           // Days after it on which the person is visited again: `1,7`.
  bool interrupts = false;           // The page shows it over whatever an officer is doing.
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(Level, (),
                      (id, name, rank, reach_within_ms, watch_days, return_days, interrupts,
                       version))

// The ladder of a level and a fraud type. A row is never changed: an edit is a new row, and a
// warning keeps the ladder it began with.
struct LadderRow {
  std::int64_t id = 0;
  std::string level;
  std::string fraud_type;  // Empty: of any type that has none of its own.
  std::string rungs;       // A vector<Rung> as JSON.
  Moment since;
  std::int64_t officer_id = 0;
};
BOOST_DESCRIBE_STRUCT(LadderRow, (), (id, level, fraud_type, rungs, since, officer_id))

struct Warning {
  std::int64_t id = 0;
  std::string number;  // `YJ` + 6-digit area + yyyyMMdd + at least four digits.
  std::int64_t person_id = 0;
  std::int64_t unit_id = 0;       // Whose officers visit: the station of the address or the centre.
  std::int64_t desk_unit_id = 0;  // Whose officers call: the centre.
  std::string level;
  std::int64_t rank = 0;  // Of its level.
  std::string fraud_type;
  WarningState state = WarningState::climbing;
  std::int64_t instructions = 0;
  Moment arrived_at;
  std::optional<Moment> reached_at;
  std::optional<Moment> ended_at;
  std::optional<Outcome> outcome;
  std::optional<Moment> watch_until;
  std::optional<std::int64_t> case_id;
  std::int64_t ladder_id = 0;
  std::int64_t climb = 1;  // Counts the ladders begun; steps and what was told belong to one.
  Moment climb_from;
  std::optional<Moment> next_at;  // When time alone changes something.
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(Warning, (),
                      (id, number, person_id, unit_id, desk_unit_id, level, rank, fraud_type, state,
                       instructions, arrived_at, reached_at, ended_at, outcome, watch_until,
                       case_id, ladder_id, climb, climb_from, next_at, version))

// `held`: it came in a flood from its source and is taken in when the others are through.
enum class InstructionState { held, taken };
BOOST_DESCRIBE_ENUM(InstructionState, held, taken)

// What somebody sent, as it was sent. The same number of one source is the same instruction.
struct Instruction {
  std::int64_t id = 0;
  InstructionState state = InstructionState::taken;
  std::optional<std::int64_t> warning_id;
  std::string source;
  std::string external_number;  // Never empty: the program gives one where the source has none.
  std::string batch;
  std::string level;
  std::int64_t rank = 0;
  std::string fraud_type;
  PersonalText seen;
  std::optional<std::int64_t> call_minutes;
  std::optional<std::int64_t> transfers_tried;
  std::optional<Fen> tried_fen;
  std::string marks;              // Comma-separated: `no_phone`, `no_name`, `foreign_number`, ...
  std::optional<Moment> sent_at;  // By the clock of the source.
  Moment received_at;
  std::optional<Moment> taken_at;
  std::optional<Moment> valid_until;
  PersonalText form;  // The InstructionForm as JSON while it is held.
  std::int64_t officer_id = 0;
};
BOOST_DESCRIBE_STRUCT(Instruction, (),
                      (id, state, warning_id, source, external_number, batch, level, rank,
                       fraud_type, seen, call_minutes, transfers_tried, tried_fen, marks, sent_at,
                       received_at, taken_at, valid_until, form, officer_id))

// `elsewhere` is where somebody said the person is now.
enum class ContactKind { own, family, workplace, elsewhere };
BOOST_DESCRIBE_ENUM(ContactKind, own, family, workplace, elsewhere)

struct Contact {
  std::int64_t id = 0;
  std::int64_t warning_id = 0;
  ContactKind kind = ContactKind::own;
  PersonName name;
  PhoneNumber phone;
  Address place;
};
BOOST_DESCRIBE_STRUCT(Contact, (), (id, warning_id, kind, name, phone, place))

// A step of a ladder as somebody's work, or a return visit in the watch period.
struct StepRow {
  std::int64_t id = 0;
  std::int64_t warning_id = 0;
  std::int64_t climb = 1;
  std::int64_t rung = 0;  // Index in the ladder; -1 for a return visit.
  std::int64_t number = 0;
  std::string name;  // Of the rung.
  Act act = Act::call;
  std::string role;
  std::int64_t unit_id = 0;
  std::int64_t rank = 0;  // Of the warning.
  StepPhase phase = StepPhase::open;
  Moment begins_at;
  Moment due_at;
  std::optional<std::int64_t> taken_by;
  std::optional<Moment> taken_at;
  std::optional<Moment> back_at;  // When it comes back to the queue from who took it.
  std::optional<std::int64_t> contact_id;
  std::optional<Outcome> outcome;
  std::optional<std::int64_t> told_by;
  std::optional<Moment> told_at;
};
BOOST_DESCRIBE_STRUCT(StepRow, (),
                      (id, warning_id, climb, rung, number, name, act, role, unit_id, rank, phase,
                       begins_at, due_at, taken_by, taken_at, back_at, contact_id, outcome, told_by,
                       told_at))

// What was told of a step; append only, the ladder's history is read from it.
struct ToldRow {
  std::int64_t id = 0;
  std::int64_t warning_id = 0;
  std::int64_t climb = 1;
  std::int64_t step_id = 0;
  std::int64_t rung = 0;
  std::int64_t number = 0;
  Outcome outcome = Outcome::done;
  Moment at;                      // By the server's clock, which counts.
  std::optional<Moment> said_at;  // By the clock of the officer's phone, as said.
  std::int64_t officer_id = 0;    // 0: the program itself.
  PersonalText note;
};
BOOST_DESCRIBE_STRUCT(ToldRow, (),
                      (id, warning_id, climb, step_id, rung, number, outcome, at, said_at,
                       officer_id, note))

// What to say, by fraud type and language (`zh`, `en`), with the questions that check whether it is
// this fraud.
struct Script {
  std::int64_t id = 0;
  std::string fraud_type;  // Empty: of any type.
  std::string language;
  Text<4000> text;
  Text<2000> questions;  // One a line.
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(Script, (), (id, fraud_type, language, text, questions, version))

struct ContactForm {
  ContactKind kind = ContactKind::family;
  std::optional<PersonName> name;
  std::optional<PhoneNumber> phone;
  std::optional<Address> place;
};
BOOST_DESCRIBE_STRUCT(ContactForm, (), (kind, name, phone, place))

// An instruction as it comes in. A person is known by an identity number, by a phone, or by a name
// and an address; one of these must be there.
struct InstructionForm {
  std::string source;
  std::optional<Text<64>> external_number;
  std::string level;
  std::optional<FraudType> fraud_type;
  std::optional<PersonName> name;
  std::optional<IdentityNumber> identity;
  std::optional<std::string> birthday;  // yyyy-MM-dd
  std::optional<std::vector<PhoneNumber>> phones;
  std::optional<Address> address;
  std::optional<Text<12>> unit_code;  // The station of the address, by its organisation code.
  std::optional<Text<120>> workplace;
  std::optional<std::vector<ContactForm>> contacts;
  std::optional<PersonalText> seen;
  std::optional<std::int64_t> call_minutes;
  std::optional<std::int64_t> transfers_tried;
  std::optional<Fen> tried_fen;
  std::optional<Moment> sent_at;
  std::optional<Moment> valid_until;
};
BOOST_DESCRIBE_STRUCT(InstructionForm, (),
                      (source, external_number, level, fraud_type, name, identity, birthday, phones,
                       address, unit_code, workplace, contacts, seen, call_minutes, transfers_tried,
                       tried_fen, sent_at, valid_until))

// What became of an instruction: a new warning; more about an open one; one in its watch period
// that began again; one already here; or held apart.
enum class Arrival { begun, joined, reopened, known, held };
BOOST_DESCRIBE_ENUM(Arrival, begun, joined, reopened, known, held)

struct TakenIn {
  Arrival arrival = Arrival::begun;
  std::int64_t instruction_id = 0;
  std::optional<std::int64_t> warning_id;
  std::vector<std::string> marks;
};
BOOST_DESCRIBE_STRUCT(TakenIn, (), (arrival, instruction_id, warning_id, marks))

// Takes one instruction in. Error: invalid (every wrong field).
Result<TakenIn> TakeIn(database::Transaction& tx, const InstructionForm& form,
                       std::string_view batch, const auth::Principal& who, Moment now);

// Takes the next step of every warning whose time has come, brings back what was taken and not
// finished, and takes in what was held apart; each in its own command. Gives how many it did. One
// that fails stops no other; the error is the first failure.
Result<int> RunDue(database::Database& database, Moment now);

// Runs RunDue on a thread, as deadline::Runner does.
class Runner {
 public:
  static std::unique_ptr<Runner> Start(database::Database& database, const Clock& clock);
  virtual ~Runner() = default;
};

void AddRoutes(http::Router& router, database::Database& database);
Status Seed(database::Transaction& tx, Moment now);
std::span<const database::Migration> Migrations();

}  // namespace hetang::warning

namespace hetang::database {
template <>
inline constexpr std::string_view kTable<warning::Level> = "warning_level";
template <>
inline constexpr std::string_view kTable<warning::LadderRow> = "warning_ladder";
template <>
inline constexpr std::string_view kTable<warning::Warning> = "warning_record";
template <>
inline constexpr std::string_view kTable<warning::Instruction> = "warning_instruction";
template <>
inline constexpr std::string_view kTable<warning::Contact> = "warning_contact";
template <>
inline constexpr std::string_view kTable<warning::StepRow> = "warning_step";
template <>
inline constexpr std::string_view kTable<warning::ToldRow> = "warning_told";
template <>
inline constexpr std::string_view kTable<warning::Script> = "warning_script";
}  // namespace hetang::database
