// What the page reads of the desk: the queue, the list, and a warning in one piece.
#pragma once

#include "desk/warning/steps.h"
#include "desk/warning/warning.h"

namespace hetang::warning {

struct StepView {
  std::int64_t id = 0;
  std::int64_t climb = 1;
  std::string name;
  std::int64_t number = 0;
  Act act = Act::call;
  std::string role;
  std::int64_t unit_id = 0;
  StepPhase phase = StepPhase::open;
  Moment begins_at;
  Moment due_at;
  std::optional<std::int64_t> taken_by;
  std::string taken_by_name;
  std::optional<Moment> taken_at;
  std::optional<Moment> back_at;
  std::optional<std::int64_t> contact_id;
  bool no_phone = false;  // A call for which there is no number.
  std::optional<Outcome> outcome;
  std::optional<Moment> told_at;
  std::vector<std::string> actions;
  std::vector<Outcome> outcomes;  // What may be told, where `actions` let the officer tell.
};
BOOST_DESCRIBE_STRUCT(StepView, (),
                      (id, climb, name, number, act, role, unit_id, phase, begins_at, due_at,
                       taken_by, taken_by_name, taken_at, back_at, contact_id, no_phone, outcome,
                       told_at, actions, outcomes))

struct WarningLine {
  std::int64_t id = 0;
  std::string number;
  PersonName name;
  Address address;
  std::int64_t unit_id = 0;
  std::string level;
  std::int64_t rank = 0;
  bool interrupts = false;
  std::string fraud_type;
  WarningState state = WarningState::climbing;
  std::int64_t instructions = 0;
  Moment arrived_at;
  std::optional<Moment> reached_at;
  std::optional<Moment> ended_at;
  std::optional<Outcome> outcome;
  std::optional<Moment> watch_until;
  std::optional<std::int64_t> case_id;
};
BOOST_DESCRIBE_STRUCT(WarningLine, (),
                      (id, number, name, address, unit_id, level, rank, interrupts, fraud_type,
                       state, instructions, arrived_at, reached_at, ended_at, outcome, watch_until,
                       case_id))

struct QueueItem {
  StepView step;
  WarningLine warning;
  std::optional<Contact> contact;  // Whom to call, or where to go; absent: home.
};
BOOST_DESCRIBE_STRUCT(QueueItem, (), (step, warning, contact))

struct ToldView {
  std::int64_t id = 0;
  std::int64_t climb = 1;
  std::int64_t step_id = 0;
  std::string step;
  Outcome outcome = Outcome::done;
  Moment at;
  std::optional<Moment> said_at;
  std::int64_t officer_id = 0;
  std::string officer_name;  // Empty: the program itself.
  PersonalText note;
};
BOOST_DESCRIBE_STRUCT(ToldView, (),
                      (id, climb, step_id, step, outcome, at, said_at, officer_id, officer_name,
                       note))

struct InstructionView {
  std::int64_t id = 0;
  std::string source;
  std::string external_number;
  std::string batch;
  std::string level;
  std::string fraud_type;
  PersonalText seen;
  std::optional<std::int64_t> call_minutes;
  std::optional<std::int64_t> transfers_tried;
  std::optional<Fen> tried_fen;
  std::vector<std::string> marks;
  std::optional<Moment> sent_at;
  Moment received_at;
  std::optional<Moment> valid_until;
};
BOOST_DESCRIBE_STRUCT(InstructionView, (),
                      (id, source, external_number, batch, level, fraud_type, seen, call_minutes,
                       transfers_tried, tried_fen, marks, sent_at, received_at, valid_until))

struct CaseRef {
  std::int64_t id = 0;
  std::string number;
};
BOOST_DESCRIBE_STRUCT(CaseRef, (), (id, number))

struct WarningView {
  WarningLine warning;
  registry::Person person;
  std::vector<Contact> contacts;
  std::vector<InstructionView> instructions;
  std::vector<StepView> steps;  // In the order of their beginning.
  std::vector<ToldView> told;
  std::vector<WarningLine> past;  // Earlier warnings of the person.
  std::vector<CaseRef> cases;     // Cases of the person that the officer sees.
  std::vector<deadline::Deadline> clocks;
  std::vector<std::string> actions;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(WarningView, (),
                      (warning, person, contacts, instructions, steps, told, past, cases, clocks,
                       actions, version))

// What is to be done by this officer's roles in the units seen: the gravest first, then by when it
// is due. `after` is the id of a step.
Result<http::Page<QueueItem>> QueueFor(database::Transaction& tx, const auth::Principal& who,
                                       const http::PageRequest& page);

struct WarningQuery {
  std::optional<WarningState> state;
  std::string level;
  http::PageRequest page;
};
Result<http::Page<WarningLine>> WarningsOf(database::Transaction& tx, const WarningQuery& query,
                                           const auth::Principal& who);
Result<WarningView> ViewOf(database::Transaction& tx, const Warning& warning,
                           const auth::Principal& who);
Result<StepView> StepViewOf(database::Transaction& tx, const StepRow& row,
                            const auth::Principal& who);

}  // namespace hetang::warning
