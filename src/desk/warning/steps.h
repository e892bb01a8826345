// What officers do with steps and warnings.
#pragma once

#include "desk/warning/warning.h"

namespace hetang::warning {

// The warning when the officer sees its unit or the centre's. Errors: not_found, forbidden
// (`other_unit`).
Result<Warning> WarningFor(database::Transaction& tx, std::int64_t warning_id,
                           const auth::Principal& who);

// Errors of all acts on a step: not_found, forbidden (`other_unit`, `other_role`), conflict
// (`taken_by`: another officer has it, named in the message; `warning_ended`;
// `not_in_this_state`).
Result<StepRow> TakeStep(database::Transaction& tx, std::int64_t step_id,
                         const auth::Principal& who, Moment now);
Result<StepRow> GiveBack(database::Transaction& tx, std::int64_t step_id,
                         const auth::Principal& who, Moment now);
// The program brings back what was taken and not finished.
Status ComeBack(database::Transaction& tx, StepRow& row, const Warning& warning, Moment now);

// What may be told of a step as it stands: what can come of its act, of one who has reached the
// person how it went on, and of one that was called off only what ends the warning.
std::vector<Outcome> OutcomesOf(const StepRow& row);

struct TellForm {
  Outcome outcome = Outcome::done;
  std::optional<PersonalText> note;
  std::optional<Moment> said_at;            // By the officer's own clock; kept, never counted.
  std::optional<ContactForm> next_contact;  // Where or through whom to go on.
};
BOOST_DESCRIBE_STRUCT(TellForm, (), (outcome, note, said_at, next_contact))
// Tells how a step went; the ladder goes on from it in the same command. Who tells of a step that
// nobody has taken takes it with that. What is told after the end is refused (`warning_ended`), and
// the journal keeps that it was said.
Result<StepRow> TellStep(database::Transaction& tx, std::int64_t step_id, const TellForm& form,
                         const auth::Principal& who, Moment now);

struct PaidForm {
  std::vector<intake::PaymentForm> payments;
  std::optional<PersonalText> text;
  std::optional<intake::DuplicateChoice> duplicate_choice;
  std::optional<std::int64_t> merge_into;
};
BOOST_DESCRIBE_STRUCT(PaidForm, (), (payments, text, duplicate_choice, merge_into))
struct PaidView {
  std::int64_t warning_id = 0;
  intake::Taken taken;
};
BOOST_DESCRIBE_STRUCT(PaidView, (), (warning_id, taken))
// The money has left: the report is taken in and each ticked account stopped, with what the warning
// knows of the person. The five minutes of the case begin now. Errors: those of intake::Take, and
// conflict (`already_reported`).
Result<PaidView> ReportPaid(database::Transaction& tx, std::int64_t warning_id,
                            const PaidForm& form, const auth::Principal& who, Moment now);

struct WhyForm {
  Text<400> why;
};
BOOST_DESCRIBE_STRUCT(WhyForm, (), (why))
struct TransferForm {
  std::int64_t unit_id = 0;
  Text<400> why;
};
BOOST_DESCRIBE_STRUCT(TransferForm, (), (unit_id, why))
// A leader's decisions. Errors: invalid (`why`, `unit_id`), conflict (`not_in_this_state`).
Result<Warning> CloseWarning(database::Transaction& tx, std::int64_t warning_id,
                             const WhyForm& form, const auth::Principal& who, Moment now);
Result<Warning> ClimbAgain(database::Transaction& tx, std::int64_t warning_id, const WhyForm& form,
                           const auth::Principal& who, Moment now);
Result<Warning> TransferWarning(database::Transaction& tx, std::int64_t warning_id,
                                const TransferForm& form, const auth::Principal& who, Moment now);

}  // namespace hetang::warning
