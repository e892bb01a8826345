// Appeals: an owner says that stopped or frozen money is theirs (domain: complaints). Each has a
// number, a clock, a reviewer who did not place the order, its steps, and a reasoned answer. When
// it is upheld the release leaves in the same transaction as the answer.
#pragma once

#include <array>

#include "base/states.h"
#include "desk/funds/funds.h"
#include "desk/funds/return_rounds.h"

namespace hetang::funds {

enum class AppealWay { hotline, walk_in, letter };  // The hotline is 96110.
BOOST_DESCRIBE_ENUM(AppealWay, hotline, walk_in, letter)

enum class AppealState { received, reviewing, answered };
BOOST_DESCRIBE_ENUM(AppealState, received, reviewing, answered)

enum class AppealAct { take_up, add_step, answer, release };
BOOST_DESCRIBE_ENUM(AppealAct, take_up, add_step, answer, release)

enum class Outcome { upheld, partly, refused };
BOOST_DESCRIBE_ENUM(Outcome, upheld, partly, refused)

inline constexpr std::string_view kAppealRight = "funds:release";
inline constexpr std::string_view kAppealClock = "appeal_answer";

using AppealTransition = Transition<AppealState, AppealAct>;
// Another officer may take a review over. What a partly upheld appeal sets free is released by an
// act of its own, for it may need the case to be filed first; so is what a first release failed to.
inline constexpr std::array<AppealTransition, 5> kAppealStates{{
    {AppealState::received, AppealAct::take_up, AppealState::reviewing, kAppealRight},
    {AppealState::reviewing, AppealAct::take_up, AppealState::reviewing, kAppealRight},
    {AppealState::reviewing, AppealAct::add_step, AppealState::reviewing, kAppealRight},
    {AppealState::reviewing, AppealAct::answer, AppealState::answered, kAppealRight, "", "",
     kAppealClock},
    {AppealState::answered, AppealAct::release, AppealState::answered, kAppealRight},
}};

struct Appeal {
  std::int64_t id = 0;
  std::string number;  // `SS` + unit's area + yyyyMMdd + 4-digit sequence.
  std::int64_t order_id = 0;
  std::int64_t case_id = 0;
  std::int64_t unit_id = 0;
  Text<80> bank_name;
  AccountNumber account_number;
  PersonName owner_name;
  PhoneNumber owner_phone;
  IdentityNumber owner_identity;
  AppealWay way = AppealWay::hotline;
  Moment received_at;
  std::int64_t received_by = 0;
  PersonalText text;
  AppealState state = AppealState::received;
  Moment answer_by;
  std::optional<std::int64_t> reviewer_id;
  std::optional<Outcome> outcome;
  Text<2000> answer;
  std::optional<std::int64_t> answered_by;
  std::optional<Moment> answered_at;
  std::optional<Fen> keep_fen;  // Of a partly upheld one: what stays kept.
  std::optional<std::int64_t> release_order_id;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(Appeal, (),
                      (id, number, order_id, case_id, unit_id, bank_name, account_number,
                       owner_name, owner_phone, owner_identity, way, received_at, received_by, text,
                       state, answer_by, reviewer_id, outcome, answer, answered_by, answered_at,
                       keep_fen, release_order_id, version))

struct AppealStep {
  std::int64_t id = 0;
  std::int64_t appeal_id = 0;
  Moment at;
  std::int64_t officer_id = 0;
  Text<1000> note;
};
BOOST_DESCRIBE_STRUCT(AppealStep, (), (id, appeal_id, at, officer_id, note))

struct AppealForm {
  std::optional<std::int64_t> order_id;  // The stop or freeze; or
  std::optional<AccountNumber>
      account_number;  // the account, whose newest order in force is meant.
  PersonName owner_name;
  PhoneNumber owner_phone;
  std::optional<IdentityNumber> owner_identity;
  AppealWay way = AppealWay::hotline;
  PersonalText text;
};
BOOST_DESCRIBE_STRUCT(AppealForm, (),
                      (order_id, account_number, owner_name, owner_phone, owner_identity, way,
                       text))

struct StepForm {
  Text<1000> note;
};
BOOST_DESCRIBE_STRUCT(StepForm, (), (note))

struct AnswerForm {
  Outcome outcome = Outcome::refused;
  Text<2000> answer;
  std::optional<Fen> keep_fen;
};
BOOST_DESCRIBE_STRUCT(AnswerForm, (), (outcome, answer, keep_fen))

struct AppealStepView : AppealStep {
  std::string officer_name;
};
BOOST_DESCRIBE_STRUCT(AppealStepView, (AppealStep), (officer_name))

struct AppealView : Appeal {
  std::string case_number;
  std::string received_by_name;
  std::string reviewer_name;
  std::string answered_by_name;
  OrderKind order_kind = OrderKind::stop;
  OrderState order_state = OrderState::waiting;
  std::optional<Fen> held_fen;
  std::vector<AppealStepView> steps;
  std::vector<std::string> actions;
};
BOOST_DESCRIBE_STRUCT(AppealView, (Appeal),
                      (case_number, received_by_name, reviewer_name, answered_by_name, order_kind,
                       order_state, held_fen, steps, actions))

// Errors: invalid (each field; `no_hold`: nothing of the account is kept), and of an order of
// another unit forbidden.
Result<Appeal> ReceiveAppeal(database::Transaction& tx, const AppealForm& form,
                             const auth::Principal& who, Moment now);
// Errors of the acts: forbidden, conflict (`not_in_this_state`; `own_order`: who placed the order
// does not review it; `not_the_reviewer`), invalid.
Result<Appeal> TakeUpAppeal(database::Transaction& tx, std::int64_t appeal_id,
                            const auth::Principal& who, Moment now);
Result<Appeal> AddAppealStep(database::Transaction& tx, std::int64_t appeal_id,
                             const StepForm& form, const auth::Principal& who, Moment now);
Result<Appeal> AnswerAppeal(database::Transaction& tx, std::int64_t appeal_id,
                            const AnswerForm& form, const auth::Principal& who, Moment now);
// Lets go the whole, or of a partly upheld appeal all but what stays kept. Errors: conflict
// (`appeal_refused`, `already_released`, `not_held`), and as ReleaseHold and ReleasePart.
Result<Appeal> ReleaseForAppeal(database::Transaction& tx, std::int64_t appeal_id,
                                const auth::Principal& who, Moment now);
// The appeal, to be shown in full; the look is journaled.
Result<Appeal> LookAtAppeal(database::Transaction& tx, std::int64_t appeal_id, const LookForm& form,
                            const auth::Principal& who, Moment now);
Result<AppealView> ViewOf(database::Transaction& tx, const Appeal& appeal,
                          const auth::Principal& who);
Status SeedAppealClock(database::Transaction& tx);
void AddAppealRoutes(http::Router& router);

}  // namespace hetang::funds

namespace hetang::database {
template <>
inline constexpr std::string_view kTable<funds::Appeal> = "funds_appeal";
template <>
inline constexpr std::string_view kTable<funds::AppealStep> = "funds_appeal_step";
}  // namespace hetang::database
