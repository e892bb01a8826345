#include "gateway/bank/simulated/holding.h"

#include <algorithm>

#include "gateway/bank/profile.h"
#include "gateway/bank/simulated/freezes.h"
#include "gateway/bank/simulated/payments.h"
#include "gateway/bank/simulated/queries.h"
#include "gateway/bank/simulated/watches.h"

namespace hetang::bank::simulated {
namespace {

// The account of an order with all that lies on it.
struct Scene {
  std::optional<Account> account;
  std::vector<Freeze> freezes;

  Facts facts() const {
    Facts facts;
    if (account) facts.account = &*account;
    facts.freezes = freezes;
    return facts;
  }
};

Result<Scene> SceneOf(database::Transaction& tx, const AccountNumber& number,
                      const std::string& bank) {
  Scene scene;
  HT_TRY(scene.account, FindAccount(tx, number));
  if (scene.account && scene.account->bank != bank) scene.account.reset();
  if (scene.account) {
    HT_TRY(scene.freezes, FreezesOn(tx, scene.account->id));
  }
  return scene;
}

// What a freeze in the books holds, and what stands before it.
void TellHolding(FreezeFeedback& feedback, const Facts& facts, const Freeze& freeze, Moment at) {
  const Fen balance = facts.account->balance_fen;
  const std::size_t rank = RankOf(facts.freezes, freeze.id);
  const bool limited = freeze.mode == FreezeType::limit;
  feedback.account_balance_fen = balance;
  feedback.applied_balance_fen = limited ? freeze.limit_fen : balance;
  feedback.frozed_balance_fen = HeldBy(facts.freezes, balance, at)[rank];
  feedback.currency = "CNY";
  feedback.account_available_balance_fen = balance - HeldInAll(facts.freezes, balance, at);
  if (freeze.state == FreezeState::in_force) {
    feedback.start_time = freeze.start_at;
    feedback.expire_time = freeze.expire_at;
  }
  const Freeze* former = FormerOf(facts.freezes, rank, balance, at);
  if (former == nullptr) return;
  feedback.former_application_department = former->authority;
  feedback.former_frozen_currency = "CNY";
  feedback.former_frozen_balance_fen =
      HeldBy(facts.freezes, balance, at)[RankOf(facts.freezes, former->id)];
  feedback.former_frozen_expire_time = former->expire_at;
}

// Writes what the verdict changed and reads the account's freezes again.
Status Keep(database::Transaction& tx, FreezeVerdict& verdict, const Carrying& carrying,
            Scene& scene) {
  if (!verdict.freeze) return {};
  Freeze& freeze = *verdict.freeze;
  if (freeze.id == 0) {
    freeze.order_id = carrying.order.id;
    HT_TRY(freeze.id, tx.Insert(freeze));
  } else {
    HT_TRY_STATUS(tx.Update(freeze));
  }
  HT_TRY(scene.freezes, FreezesOn(tx, scene.account->id));
  return {};
}

Result<Body> CarryOut(database::Transaction& tx, const FreezeRequest& order,
                      const Carrying& carrying) {
  HT_TRY(Scene scene, SceneOf(tx, order.target.account_number, carrying.order.bank));
  FreezeVerdict verdict = JudgeFreeze(order, scene.facts(), carrying.at);
  HT_TRY_STATUS(Keep(tx, verdict, carrying, scene));
  FreezeFeedback feedback;
  feedback.application_id = order.head.application_id;
  FillAnswer(feedback, order.target, verdict.result, scene.facts(), carrying.bank_name);
  if (verdict.freeze) TellHolding(feedback, scene.facts(), *verdict.freeze, carrying.at);
  return feedback;
}

Result<Body> CarryOut(database::Transaction& tx, const FreezeRenewal& order,
                      const Carrying& carrying) {
  HT_TRY(Scene scene, SceneOf(tx, order.target.account_number, carrying.order.bank));
  FreezeVerdict verdict = JudgeFreeze(order, scene.facts(), carrying.at);
  const Freeze* before = FindFreeze(scene.freezes, order.original_application_id.str());
  const Moment old_end = before != nullptr ? before->expire_at : carrying.at;
  HT_TRY_STATUS(Keep(tx, verdict, carrying, scene));
  FreezeRenewalFeedback feedback;
  feedback.application_id = order.head.application_id;
  FillAnswer(feedback, order.target, verdict.result, scene.facts(), carrying.bank_name);
  if (verdict.freeze) {
    TellHolding(feedback, scene.facts(), *verdict.freeze, carrying.at);
    feedback.start_time = old_end;  // The new term only.
  }
  return feedback;
}

Result<Body> CarryOut(database::Transaction& tx, const FreezeLift& order,
                      const Carrying& carrying) {
  HT_TRY(Scene scene, SceneOf(tx, order.target.account_number, carrying.order.bank));
  FreezeVerdict verdict = JudgeFreeze(order, scene.facts(), carrying.at);
  FreezeLiftFeedback feedback;
  feedback.application_id = order.head.application_id;
  FillAnswer(feedback, order.target, verdict.result, scene.facts(), carrying.bank_name);
  if (!verdict.freeze) return feedback;
  const Fen balance = scene.account->balance_fen;
  feedback.account_balance_fen = balance;
  feedback.unfreeze_balance_fen =
      HeldBy(scene.freezes, balance, carrying.at)[RankOf(scene.freezes, verdict.freeze->id)];
  feedback.withdrawal_time = carrying.at;
  HT_TRY_STATUS(Keep(tx, verdict, carrying, scene));
  HT_TRY_STATUS(GiveTurns(tx, scene.account->id, carrying.at));
  return feedback;
}

// Empty when this line can be credited.
Result<std::string> RefusalOf(database::Transaction& tx, const ReturnPayee& line,
                              const std::optional<Account>& payee, Moment at) {
  if (!payee) return "";  // A bank that is not in these books takes it.
  if (payee->name != line.account_name) return "户名与账号不符";
  if (payee->standing == Standing::lost) return "收款账户已挂失";
  HT_TRY(const auto freezes, FreezesOn(tx, payee->id));
  return IsClosed(freezes, at) ? "收款账户不收不付" : "";
}

// Sends one victim's money home.
Result<ReturnedLine> SendHome(database::Transaction& tx, const ReturnPayee& line,
                              const Carrying& carrying, Account& from, Freeze& freeze) {
  ReturnedLine told;
  told.serial = line.serial;
  HT_TRY(auto payee, FindAccount(tx, line.account_number));
  HT_TRY(const std::string refusal, RefusalOf(tx, line, payee, carrying.at));
  if (!refusal.empty() || (payee && payee->id == from.id)) {
    told.result = "1703";
    told.failure_cause = refusal.empty() ? "收款账户即被冻结账户" : refusal;
    return told;
  }
  Movement movement;
  movement.key = carrying.order.application_id + "/" + line.serial.str();
  movement.payer = from.account;
  movement.payee = line.account_number;
  movement.amount_fen = movement.taken_fen = line.amount_fen;
  movement.due_at = carrying.at;
  movement.state = MovementState::done;
  movement.way = Way::returned;
  from.balance_fen -= line.amount_fen;
  HT_TRY_STATUS(tx.Update(from));
  if (payee) {
    movement.given_fen = line.amount_fen;
    payee->balance_fen += line.amount_fen;
    HT_TRY_STATUS(tx.Update(*payee));
  }
  HT_TRY(movement.id, tx.Insert(movement));
  if (freeze.mode == FreezeType::limit) freeze.limit_fen -= line.amount_fen;
  HT_TRY_STATUS(tx.Update(freeze));
  HT_TRY_STATUS(tx.Insert(Returned{0, freeze.id, movement.id, carrying.order.application_id,
                                   line.serial.str(), line.amount_fen, carrying.at}));
  HT_TRY_STATUS(NoteForWatches(tx, movement, from, payee));
  if (payee) HT_TRY_STATUS(GiveTurns(tx, payee->id, carrying.at));
  told.result = "0000";
  told.executed_amount_fen = line.amount_fen;
  told.executed_time = carrying.at;
  return told;
}

Result<Body> CarryOut(database::Transaction& tx, const ReturnNotice& order,
                      const Carrying& carrying) {
  HT_TRY(Scene scene, SceneOf(tx, order.target.account_number, carrying.order.bank));
  std::string result = JudgeReturn(order, scene.facts(), carrying.at);
  ReturnFeedback feedback;
  feedback.application_id = order.head.application_id;
  Fen executed;
  if (result == "0000") {
    feedback.account_balance_fen = scene.account->balance_fen;
    Freeze freeze = *FindFreeze(scene.freezes, order.original_application_id.str());
    for (const ReturnPayee& line : order.payee) {
      HT_TRY(ReturnedLine told, SendHome(tx, line, carrying, *scene.account, freeze));
      if (told.result != "0000") result = "1700";
      executed += told.executed_amount_fen;
      feedback.payee.push_back(std::move(told));
    }
    HT_TRY(scene.freezes, FreezesOn(tx, scene.account->id));
    feedback.executed_amount_fen = executed;
    feedback.frozed_balance_fen = HeldBy(scene.freezes, scene.account->balance_fen,
                                         carrying.at)[RankOf(scene.freezes, freeze.id)];
    if (executed == Fen(0)) result = "1799";
  }
  FillAnswer(feedback, order.target, result, scene.facts(), carrying.bank_name);
  return feedback;
}

}  // namespace

Result<std::vector<Freeze>> FreezesOn(database::Transaction& tx, std::int64_t account_id) {
  return tx.Find<Freeze>("WHERE account_id = :account ORDER BY id", account_id);
}

Status GiveTurns(database::Transaction& tx, std::int64_t account_id, Moment at) {
  HT_TRY(auto freezes, FreezesOn(tx, account_id));
  const auto waits = [](const Freeze& freeze) { return freeze.state == FreezeState::queued; };
  if (std::none_of(freezes.begin(), freezes.end(), waits)) return {};
  HT_TRY(const Account account, tx.Get<Account>(account_id));
  for (std::size_t rank = 0; rank < freezes.size(); ++rank) {
    Freeze& freeze = freezes[rank];
    if (!waits(freeze) || !HasItsTurn(freezes, rank, account.balance_fen, at)) continue;
    const Duration term = freeze.expire_at - freeze.start_at;
    freeze.state = FreezeState::in_force;
    freeze.start_at = at;
    freeze.expire_at = at + term;
    HT_TRY_STATUS(tx.Update(freeze));
    HT_TRY(const Order order, tx.Get<Order>(freeze.order_id));
    HT_TRY(const Envelope first, Read(order.feedback.Reveal(), KeepingProfile()));
    FreezeFeedback feedback = std::get<FreezeFeedback>(first.body);
    Facts facts;
    facts.account = &account;
    facts.freezes = freezes;
    feedback.former_application_department.reset();
    feedback.former_frozen_currency.reset();
    feedback.former_frozen_balance_fen.reset();
    feedback.former_frozen_expire_time.reset();
    feedback.result = ResultInForce(freezes, rank, account.balance_fen, at);
    feedback.feedback_remark = "轮候冻结生效";
    TellHolding(feedback, facts, freeze, at);
    HT_TRY_STATUS(Tell(tx, order.id, feedback, at));
  }
  return {};
}

Status Expire(database::Transaction& tx, Freeze freeze) {
  freeze.state = FreezeState::expired;
  HT_TRY_STATUS(tx.Update(freeze));
  return GiveTurns(tx, freeze.account_id, freeze.expire_at);
}

Status Tell(database::Transaction& tx, std::int64_t order_id, const Body& answer, Moment at) {
  HT_TRY(const Order order, tx.Get<Order>(order_id));
  HT_TRY(const Envelope request, Read(order.request.Reveal(), KeepingProfile()));
  const Envelope envelope{std::string(request.sender()), NewSerial(order.bank), answer};
  News news;
  news.order_id = order_id;
  HT_TRY(std::string bytes, Write(envelope, KeepingProfile()));
  news.feedback = PersonalText(std::move(bytes));
  news.due_at = at;
  HT_TRY_STATUS(tx.Insert(news));
  return {};
}

Result<Body> CarryOutHolding(database::Transaction& tx, const Carrying& carrying) {
  return std::visit(
      [&](const auto& message) -> Result<Body> {
        if constexpr (requires { CarryOut(tx, message, carrying); }) {
          return CarryOut(tx, message, carrying);
        } else if constexpr (requires { CarryOutWatch(tx, message, carrying); }) {
          return CarryOutWatch(tx, message, carrying);
        } else if constexpr (requires { CarryOutPayment(tx, message, carrying); }) {
          return CarryOutPayment(tx, message, carrying);
        } else {
          return Fail(ErrorCode::internal, "This message is carried out elsewhere.");
        }
      },
      carrying.request);
}

}  // namespace hetang::bank::simulated
