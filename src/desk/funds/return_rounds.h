// Rounds of return (资金返还): frozen or recovered money goes home to its victims.
//
// A round is of one freeze, or of one sum recovered. Its claims say who lost what into the account;
// from them and the account's rows the program computes who gets how much and by which article,
// with the proof (return_rules.h). Each proposal is kept; the one in force is computed anew
// whenever a claim or the basis changes. The report is approved by somebody else, 8(3) is noticed
// for 30 days, then follow decision, notice to the bank, the bank's receipt and each victim's
// confirmation. The notice goes as a message (return_wire.h), or two officers carry it. What is not
// given stays frozen; a victim found later opens a round on the rest. Nothing is clawed back.
//
// The sums are rows: what a claim is to get and what the bank gave it, by round, case and account.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "desk/funds/funds.h"
#include "desk/funds/return_rules.h"
#include "desk/funds/return_states.h"

namespace hetang::funds {

struct Round {
  std::int64_t id = 0;
  std::string number;  // `FH` + unit's area + yyyyMMdd + 4-digit sequence.
  std::int64_t case_id = 0;
  std::int64_t unit_id = 0;
  std::optional<std::int64_t> order_id;      // The freeze; or
  std::optional<std::int64_t> recovered_id;  // the sum recovered.
  std::int64_t account_id = 0;               // Of the register; 0: recovered money.
  std::string bank_code;                     // Where the money lies.
  Text<80> bank_name;
  AccountNumber account_number;
  PersonName account_holder;
  RoundState state = RoundState::draft;
  Text<200> legal_basis;
  Basis basis = Basis::sum_of_losses;
  std::optional<Moment> frozen_at;
  std::optional<Moment> waits_until;  // The centre's own waiting rule.
  Text<400> early_reason;             // Why the round was opened before that.
  std::int64_t opened_by = 0;
  Moment opened_at;
  Article article = Article::pro_rata;  // Of the proposal in force, as are the sums and the digest.
  Fen available_fen;
  Fen losses_fen;
  Fen return_fen;
  std::int64_t proposal_id = 0;
  std::string proposal_digest;
  Text<400> grounds;
  std::optional<std::int64_t> asked_by;
  std::optional<Moment> asked_at;
  std::optional<std::int64_t> approved_by;
  std::optional<Moment> approved_at;
  bool notice_needed = false;
  std::optional<Moment> notice_from;
  std::optional<Moment> notice_until;
  Text<4000> notice_text;
  std::string decision_number;
  std::optional<std::int64_t> decided_by;
  std::optional<Moment> decided_at;
  std::optional<std::int64_t> first_officer_id;  // Who took the notice to the bank.
  std::optional<std::int64_t> second_officer_id;
  std::optional<Moment> notified_at;
  std::string application_id;  // Of the last notice that went as a message; empty: on paper.
  std::optional<Moment> execute_by;
  std::optional<Moment> executed_at;
  Fen executed_fen;
  Text<60> receipt_number;
  std::optional<Moment> confirmed_at;
  Text<400> cancel_reason;
  std::optional<Moment> cancelled_at;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(Round, (),
                      (id, number, case_id, unit_id, order_id, recovered_id, account_id, bank_code,
                       bank_name, account_number, account_holder, state, legal_basis, basis,
                       frozen_at, waits_until, early_reason, opened_by, opened_at, article,
                       available_fen, losses_fen, return_fen, proposal_id, proposal_digest, grounds,
                       asked_by, asked_at, approved_by, approved_at, notice_needed, notice_from,
                       notice_until, notice_text, decision_number, decided_by, decided_at,
                       first_officer_id, second_officer_id, notified_at, application_id, execute_by,
                       executed_at, executed_fen, receipt_number, confirmed_at, cancel_reason,
                       cancelled_at, version))

// What the bank did for one victim.
enum class ClaimState { listed, executed, executed_short, refused, confirmed };
BOOST_DESCRIBE_ENUM(ClaimState, listed, executed, executed_short, refused, confirmed)

// One victim of a round.
struct Claim {
  std::int64_t id = 0;
  std::int64_t round_id = 0;
  std::int64_t place = 0;  // Ties of the last fen go by it, from 1.
  std::int64_t case_id = 0;
  std::int64_t person_id = 0;
  PersonName name;
  std::string payment_ids;   // Comma-separated: the payments that are the loss.
  std::string transfer_ids;  // Credits of the account that an officer says are this victim's.
  Text<200> transfer_reason;
  Fen loss_fen;  // Attributed to this account.
  std::string to_bank_code;
  Text<80> to_bank_name;
  AccountNumber to_account;
  PersonName to_holder;
  bool to_original = true;  // The account the victim paid from.
  Text<200> other_account_reason;
  PersonName agent_name;
  Text<200> agent_mandate;
  Fen return_fen;
  Fen executed_fen;
  ClaimState state = ClaimState::listed;
  Text<200> execution_note;
  std::optional<Moment> confirmed_at;
  Text<200> confirmation_note;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(Claim, (),
                      (id, round_id, place, case_id, person_id, name, payment_ids, transfer_ids,
                       transfer_reason, loss_fen, to_bank_code, to_bank_name, to_account, to_holder,
                       to_original, other_account_reason, agent_name, agent_mandate, return_fen,
                       executed_fen, state, execution_note, confirmed_at, confirmation_note,
                       version))

// One computed proposal; `proof` is a ReturnProof as JSON, its victims in the order of the claims.
struct Proposal {
  std::int64_t id = 0;
  std::int64_t round_id = 0;
  Moment computed_at;
  std::int64_t computed_by = 0;
  std::string claim_ids;  // In their order.
  Article article = Article::pro_rata;
  Fen return_fen;
  std::string digest;  // SHA-256 of the proof.
  std::string proof;
};
BOOST_DESCRIBE_STRUCT(Proposal, (),
                      (id, round_id, computed_at, computed_by, claim_ids, article, return_fen,
                       digest, proof))

enum class ObjectionState { open, upheld, refused };
BOOST_DESCRIBE_ENUM(ObjectionState, open, upheld, refused)

struct Objection {
  std::int64_t id = 0;
  std::int64_t round_id = 0;
  PersonName name;
  PhoneNumber phone;
  PersonalText text;
  Moment received_at;
  std::int64_t received_by = 0;
  bool late = false;  // After the period of the notice.
  ObjectionState state = ObjectionState::open;
  Text<1000> answer;
  std::optional<std::int64_t> reviewed_by;
  std::optional<Moment> reviewed_at;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(Objection, (),
                      (id, round_id, name, phone, text, received_at, received_by, late, state,
                       answer, reviewed_by, reviewed_at, version))

// A public handing-back (退赃大会): the round's claims are its list.
struct RoundEvent {
  std::int64_t id = 0;
  std::int64_t round_id = 0;
  Moment at;
  Text<200> place;
  Text<1000> note;
  std::int64_t entered_by = 0;
};
BOOST_DESCRIBE_STRUCT(RoundEvent, (), (id, round_id, at, place, note, entered_by))

// --- What officers ask for.

// Why somebody looks at personal values in full: it goes into the journal.
struct LookForm {
  Text<200> why;
};
BOOST_DESCRIBE_STRUCT(LookForm, (), (why))

struct OpenRoundForm {
  std::optional<std::int64_t> order_id;
  std::optional<std::int64_t> recovered_id;
  std::optional<Text<400>> early_reason;
};
BOOST_DESCRIBE_STRUCT(OpenRoundForm, (), (order_id, recovered_id, early_reason))

struct BasisForm {
  Basis basis = Basis::sum_of_losses;
};
BOOST_DESCRIBE_STRUCT(BasisForm, (), (basis))

struct ClaimForm {
  std::int64_t case_id = 0;
  std::vector<std::int64_t> payment_ids;
  std::optional<Fen> loss_fen;  // Absent: the sum of the payments.
  std::optional<std::vector<std::int64_t>> transfer_ids;
  std::optional<Text<200>> transfer_reason;
  // Absent: the account the victim paid from.
  std::optional<AccountNumber> to_account;
  std::optional<std::string> to_bank_code;
  std::optional<Text<80>> to_bank_name;
  std::optional<PersonName> to_holder;
  std::optional<Text<200>> other_account_reason;
  std::optional<PersonName> agent_name;
  std::optional<Text<200>> agent_mandate;
};
BOOST_DESCRIBE_STRUCT(ClaimForm, (),
                      (case_id, payment_ids, loss_fen, transfer_ids, transfer_reason, to_account,
                       to_bank_code, to_bank_name, to_holder, other_account_reason, agent_name,
                       agent_mandate))

struct AskForm {
  std::string proposal_digest;  // Of the proposal the officer has read.
  Text<400> grounds;
};
BOOST_DESCRIBE_STRUCT(AskForm, (), (proposal_digest, grounds))

struct NoticeForm {
  Text<4000> text;  // A paragraph a line; empty: as the template words it.
};
BOOST_DESCRIBE_STRUCT(NoticeForm, (), (text))

struct ObjectionForm {
  PersonName name;
  PhoneNumber phone;
  PersonalText text;
  std::optional<Moment> received_at;  // Absent: now.
};
BOOST_DESCRIBE_STRUCT(ObjectionForm, (), (name, phone, text, received_at))

struct ReviewForm {
  bool upheld = false;
  Text<1000> answer;
};
BOOST_DESCRIBE_STRUCT(ReviewForm, (), (upheld, answer))

struct ReasonForm {
  Text<400> reason;
};
BOOST_DESCRIBE_STRUCT(ReasonForm, (), (reason))

struct NotifyForm {
  std::int64_t second_officer_id = 0;
  std::optional<bool> by_hand;  // Absent: by hand only where it cannot go as a message.
};
BOOST_DESCRIBE_STRUCT(NotifyForm, (), (second_officer_id, by_hand))

struct ReceiptLine {
  std::int64_t claim_id = 0;
  Fen executed_fen;
  Text<200> note;  // Why less, or nothing.
};
BOOST_DESCRIBE_STRUCT(ReceiptLine, (), (claim_id, executed_fen, note))
struct ReceiptForm {
  Text<60> receipt_number;
  std::optional<Moment> executed_at;  // Absent: now.
  std::vector<ReceiptLine> lines;     // One for each claim that was to get money.
};
BOOST_DESCRIBE_STRUCT(ReceiptForm, (), (receipt_number, executed_at, lines))

struct ConfirmForm {
  Text<200> note;
};
BOOST_DESCRIBE_STRUCT(ConfirmForm, (), (note))

struct EventForm {
  Moment at;
  Text<200> place;
  Text<1000> note;
};
BOOST_DESCRIBE_STRUCT(EventForm, (), (at, place, note))

// --- The acts. Each checks the state table, journals, and moves the clocks in one transaction.
// Errors of all: not_found, forbidden (`other_unit`, the right of the transition), conflict
// (`not_in_this_state`). Besides:

// conflict (`not_a_freeze`, `freeze_queued`, `freeze_not_in_force`, `round_open`: another round of
// this money is open, `return_too_early`: the centre's waiting rule, without a reason to be early,
// `nothing_left`), invalid (not exactly one of the two sources).
Result<Round> OpenRound(database::Transaction& tx, const OpenRoundForm& form,
                        const auth::Principal& who, Moment now);
Result<Round> SetBasis(database::Transaction& tx, std::int64_t round_id, Basis basis,
                       const auth::Principal& who, Moment now);
// invalid (`payment_ids`, `loss_fen` over the payments' sum, `transfer_ids`, the account),
// conflict (`claimed_twice`: a payment that another claim of the round names).
Result<Round> AddClaim(database::Transaction& tx, std::int64_t round_id, const ClaimForm& form,
                       const auth::Principal& who, Moment now);
Result<Round> ChangeClaim(database::Transaction& tx, std::int64_t round_id, std::int64_t claim_id,
                          const ClaimForm& form, const auth::Principal& who, Moment now);
Result<Round> RemoveClaim(database::Transaction& tx, std::int64_t round_id, std::int64_t claim_id,
                          const auth::Principal& who, Moment now);
// Computes the proposal anew, for new statement rows.
Result<Round> ComputeAnew(database::Transaction& tx, std::int64_t round_id,
                          const auth::Principal& who, Moment now);
// stale (the proposal is not the one read), invalid (no claim, no grounds, nothing to return).
Result<Round> AskReport(database::Transaction& tx, std::int64_t round_id, const AskForm& form,
                        const auth::Principal& who, Moment now);
Result<Round> WithdrawReport(database::Transaction& tx, std::int64_t round_id,
                             const auth::Principal& who, Moment now);
Result<Round> PublishNotice(database::Transaction& tx, std::int64_t round_id,
                            const NoticeForm& form, const auth::Principal& who, Moment now);
// An objection after the period is kept and marked late. invalid (a time before the notice, in the
// future).
Result<Objection> Object(database::Transaction& tx, std::int64_t round_id,
                         const ObjectionForm& form, const auth::Principal& who, Moment now);
Result<Objection> ReviewObjection(database::Transaction& tx, std::int64_t round_id,
                                  std::int64_t objection_id, const ReviewForm& form,
                                  const auth::Principal& who, Moment now);
Result<Round> Revise(database::Transaction& tx, std::int64_t round_id, const ReasonForm& form,
                     const auth::Principal& who, Moment now);
// conflict (`notice_needed`, `notice_running`, `objection_open`, `objection_upheld`,
// `freeze_not_in_force`, `over_loss`: with other rounds a victim would get more than the loss).
Result<Round> Decide(database::Transaction& tx, std::int64_t round_id, const auth::Principal& who,
                     Moment now);
// conflict (`own_second`: one officer is not two, `freeze_not_in_force`, `round_open`,
// `nothing_left`), invalid (the second officer; what the bank's message cannot carry).
Result<Round> Notify(database::Transaction& tx, std::int64_t round_id, const NotifyForm& form,
                     const auth::Principal& who, Moment now);
// Takes back the message that still waits for a wire that is down: the two officers go instead.
// conflict (`message_sent`: the bank has it; `no_message`).
Result<Round> TakeByHand(database::Transaction& tx, std::int64_t round_id,
                         const auth::Principal& who, Moment now);
// invalid (a claim missing, named twice or unknown, more than decided, a time before the notice or
// in the future, less without a note).
Result<Round> RecordReceipt(database::Transaction& tx, std::int64_t round_id,
                            const ReceiptForm& form, const auth::Principal& who, Moment now);
Result<Round> ConfirmClaim(database::Transaction& tx, std::int64_t round_id, std::int64_t claim_id,
                           const ConfirmForm& form, const auth::Principal& who, Moment now);
// Closes a round of which the bank refused a part. conflict (`not_all_confirmed`).
Result<Round> FinishRound(database::Transaction& tx, std::int64_t round_id,
                          const auth::Principal& who, Moment now);
Result<Round> CancelRound(database::Transaction& tx, std::int64_t round_id, const ReasonForm& form,
                          const auth::Principal& who, Moment now);
Result<RoundEvent> AddEvent(database::Transaction& tx, std::int64_t round_id, const EventForm& form,
                            const auth::Principal& who, Moment now);

// The round if this officer may see it.
Result<Round> RoundFor(database::Transaction& tx, std::int64_t round_id,
                       const auth::Principal& who);
Result<std::vector<Claim>> ClaimsOf(database::Transaction& tx, std::int64_t round_id);

approval::Handlers ReturnApprovalHandlers();
// The rule of approval and the clocks.
Status SeedReturnRules(database::Transaction& tx);

}  // namespace hetang::funds

namespace hetang::database {
template <>
inline constexpr std::string_view kTable<funds::Round> = "funds_return_round";
template <>
inline constexpr std::string_view kTable<funds::Claim> = "funds_return_claim";
template <>
inline constexpr std::string_view kTable<funds::Proposal> = "funds_return_proposal";
template <>
inline constexpr std::string_view kTable<funds::Objection> = "funds_return_objection";
template <>
inline constexpr std::string_view kTable<funds::RoundEvent> = "funds_return_event";
}  // namespace hetang::database
