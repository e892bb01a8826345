#include "gateway/bank/simulated/ledger.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>

#include "base/check.h"

#include "gateway/bank/simulated/freezes.h"
#include "gateway/bank/simulated/holding.h"
#include "gateway/bank/simulated/queries.h"
#include "gateway/bank/simulated/rules.h"

namespace hetang::bank::simulated {
namespace {

constexpr int kBatch = 100;  // Events that share a commit.

// The receipt's code for what could not be read.
std::string ReceiptCodeOf(const Error& error) {
  if (error.rule == "tx_code") return "1000";
  for (const FieldError& field : error.fields) {
    if (field.code == "missing") return "0500";
  }
  return error.fields.empty() ? "0501" : "0599";
}

// The account that a stop, its extension or release acts on; null for any other message.
const TargetAccount* TargetOf(const Body& body) {
  return std::visit(
      [](const auto& message) -> const TargetAccount* {
        if constexpr (requires { Judge(message, Facts(), Moment()); }) return &message.target;
        return nullptr;
      },
      body);
}

Result<std::vector<Stop>> StopsOn(database::Transaction& tx, const Account& account) {
  return tx.Find<Stop>("WHERE account_id = :account ORDER BY id", account.id);
}

// The payments that the order's leg speaks of, as far as they went through.
Result<std::vector<Movement>> PaymentsOf(database::Transaction& tx, const Body& body,
                                         const Account& payee) {
  const auto* stop = std::get_if<StopRequest>(&body);
  if (stop == nullptr || !stop->transfer_out.account_number) return std::vector<Movement>();
  const AccountNumber& number = *stop->transfer_out.account_number;
  HT_TRY(const auto payer, FindAccount(tx, number));
  return tx.Find<Movement>(
      "WHERE state = :state AND payee IN (:account, :card) AND payer IN (:number, :own, :own_card)",
      MovementState::done, payee.account, payee.card, number, payer ? payer->account : number,
      payer ? payer->card : number);
}

// Some of what the victim paid, more or less, the same for the same number each time.
Fen InventedBalance(std::string_view number, Fen paid) {
  std::uint64_t hash = 14695981039346656037u;
  for (const char c : number) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211u;
  const auto percent = static_cast<std::int64_t>(hash % 150);
  return Fen(paid.value() / 100 * percent);
}

Result<std::optional<Account>> OpenFor(database::Transaction& tx, const Order& order,
                                       const TargetAccount& target,
                                       const std::optional<Fen>& amount) {
  Account account;
  account.bank = order.bank;
  account.account = target.account_number;
  account.card = target.account_number;
  account.name = target.account_name.value_or(PersonName("未登记"));
  account.type = target.account_type;
  account.opening_fen = InventedBalance(account.account.Reveal(), amount.value_or(Fen(0)));
  account.balance_fen = account.opening_fen;
  HT_TRY(account.id, tx.Insert(account));
  return account;
}

Verdict JudgeAny(const Body& body, const Facts& facts, Moment now) {
  return std::visit(
      [&](const auto& message) -> Verdict {
        if constexpr (requires { Judge(message, facts, now); }) return Judge(message, facts, now);
        return Verdict{"1000"};
      },
      body);
}

}  // namespace

Ledger::Ledger(database::Database& database, const Clock& clock, const Directory& banks,
               Faults& faults, const LedgerOptions& options)
    : database_(database), clock_(clock), banks_(banks), faults_(faults), options_(options) {}

Moment Ledger::DueAt(Moment now, bool at_once, std::string_view request) const {
  const auto span = static_cast<double>(options_.most_delay.ms - options_.least_delay.ms);
  const Duration spread = Milliseconds(std::llround(faults_.Draw(request) * span));
  const Moment due = at_once ? now : now + options_.least_delay + spread;
  return faults_.Strikes(Fault::late, request) ? due + faults_.late() : due;
}

std::string Ledger::NameOf(const std::string& bank) const {
  const BankEntry* entry = banks_.ByCode(bank);
  return entry != nullptr ? entry->name : bank;
}

Result<Receipt> Ledger::Receive(const BankEntry& bank, std::string_view bytes, bool by_folder) {
  const Profile* profile = FindProfile(bank.profile);
  HT_CHECK(profile != nullptr);
  auto envelope = Read(bytes, *profile);
  if (!envelope.has_value()) {
    return Receipt{"", ReceiptCodeOf(envelope.error()), envelope.error().message};
  }
  if (!IsOrder(envelope->body)) {
    return Receipt{envelope->serial, "1000", "An answer is no order."};
  }
  if (envelope->to != bank.code || BankIdOf(envelope->body) != bank.code) {
    return Receipt{envelope->serial, "0700", "The order is for another bank."};
  }
  Order order;
  order.bank = bank.code;
  order.application_id = ApplicationIdOf(envelope->body);
  order.tx_code = std::string(TxCodeOf(envelope->body));
  // Stored without what may differ when the same order is sent again: the tail of the serial.
  const std::string serial =
      std::exchange(envelope->serial, std::string(envelope->sender()) + std::string(28, '0'));
  HT_TRY(std::string request, Write(*envelope, KeepingProfile()));
  order.due_at = DueAt(clock_.Now(), IsQuick(envelope->body), request);
  order.request = PersonalText(std::move(request));
  order.by_folder = by_folder;
  HT_TRY(Receipt receipt,
         database_.Write([&](database::Transaction& tx) { return Store(tx, order); }));
  receipt.serial = serial;
  return receipt;
}

Result<Receipt> Ledger::Store(database::Transaction& tx, Order order) {
  HT_TRY(auto known, tx.Find<Order>("WHERE bank = :bank AND application_id = :id", order.bank,
                                    order.application_id));
  if (known.empty()) {
    HT_TRY_STATUS(tx.Insert(order));
    return Receipt{};
  }
  Order& first = known.front();
  if (first.request != order.request) {
    return Receipt{"", "0900", "Another order has this application id."};
  }
  ++first.received;
  const std::string what = order.request.Reveal() + "#" + std::to_string(first.received);
  if (faults_.Strikes(Fault::twice_effective, what)) {
    HT_TRY_STATUS(TakeEffectAgain(tx, first));
  }
  if (first.state == OrderState::delivered) {
    first.state = OrderState::answered;
    first.due_at = clock_.Now();
    first.attempts = 0;
  }
  HT_TRY_STATUS(tx.Update(first));
  return Receipt{};
}

// As if the bank had forgotten that it has done this order.
Status Ledger::TakeEffectAgain(database::Transaction& tx, const Order& order) {
  HT_TRY(auto stops, tx.Find<Stop>("WHERE application_id = :id", order.application_id));
  if (stops.empty()) return {};
  stops.front().id = 0;
  HT_TRY_STATUS(tx.Insert(stops.front()));
  return {};
}

Result<std::int64_t> Ledger::RunDue() {
  const Moment now = clock_.Now();
  std::int64_t total = 0;
  while (true) {
    HT_TRY(const std::int64_t count,
           database_.Write([&](database::Transaction& tx) -> Result<std::int64_t> {
             std::int64_t done = 0;
             while (done < kBatch) {
               HT_TRY(const bool found, RunNext(tx, now));
               if (!found) break;
               ++done;
             }
             return done;
           }));
    total += count;
    if (count < kBatch) return total;
  }
}

namespace {

template <typename T>
Result<std::optional<T>> First(Result<std::vector<T>> found) {
  HT_TRY(auto rows, std::move(found));
  if (rows.empty()) return std::nullopt;
  return std::move(rows.front());
}

}  // namespace

Result<bool> Ledger::RunNext(database::Transaction& tx, Moment now) {
  constexpr std::string_view kNext =
      "WHERE state = :state AND due_at <= :now ORDER BY due_at, id LIMIT 1";
  HT_TRY(auto over, First(tx.Find<Freeze>("WHERE state = :state AND expire_at <= :now"
                                          " ORDER BY expire_at, id LIMIT 1",
                                          FreezeState::in_force, now)));
  HT_TRY(auto movement, First(tx.Find<Movement>(kNext, MovementState::waiting, now)));
  HT_TRY(auto order, First(tx.Find<Order>(kNext, OrderState::received, now)));
  HT_TRY(auto watch, First(tx.Find<Watch>("WHERE report_at IS NOT NULL AND report_at <= :now"
                                          " ORDER BY report_at, id LIMIT 1",
                                          now)));
  // At the same moment the money goes before the order: the worse case for the centre. A freeze
  // ends before both, and a watch tells what came before it.
  constexpr Moment kNever{std::numeric_limits<std::int64_t>::max()};
  const std::array<Moment, 4> at = {
      over ? over->expire_at : kNever, movement ? movement->due_at : kNever,
      order ? order->due_at : kNever, watch ? *watch->report_at : kNever};
  const auto first = std::min_element(at.begin(), at.end());
  if (*first == kNever) return false;
  switch (first - at.begin()) {
    case 0:
      HT_TRY_STATUS(Expire(tx, std::move(*over)));
      break;
    case 1:
      HT_TRY_STATUS(Execute(tx, std::move(*movement)));
      break;
    case 2:
      HT_TRY_STATUS(Execute(tx, std::move(*order)));
      break;
    default:
      HT_TRY_STATUS(Report(tx, std::move(*watch)));
  }
  return true;
}

Result<Body> Ledger::AnswerTo(database::Transaction& tx, const Order& order, const Body& request) {
  if (IsQuery(request)) {
    return AnswerQuery(tx, {request, order.bank, NameOf(order.bank), order.due_at});
  }
  if (TargetOf(request) != nullptr) return CarryOut(tx, order, request);
  const auto* freeze = std::get_if<FreezeRequest>(&request);
  if (freeze != nullptr && options_.open_unknown) {
    HT_TRY(const auto account, FindAccount(tx, freeze->target.account_number));
    if (!account) HT_TRY_STATUS(OpenFor(tx, order, freeze->target, freeze->balance_fen));
  }
  return CarryOutHolding(tx, {order, request, NameOf(order.bank), order.due_at});
}

Status Ledger::Execute(database::Transaction& tx, Order order) {
  HT_TRY(const Envelope request, Read(order.request.Reveal(), KeepingProfile()));
  HT_TRY(const Body answered, AnswerTo(tx, order, request.body));
  const Envelope answer{std::string(request.sender()), NewSerial(order.bank), answered};
  HT_TRY(std::string feedback, Write(answer, KeepingProfile()));
  order.feedback = PersonalText(std::move(feedback));
  order.result = std::visit(
      [](const auto& message) -> std::string {
        if constexpr (requires { message.result; }) return message.result.str();
        return "";
      },
      answered);
  order.state = OrderState::answered;
  return tx.Update(order);
}

Result<Body> Ledger::CarryOut(database::Transaction& tx, const Order& order, const Body& request) {
  HT_TRY(auto account, FindAccount(tx, TargetOf(request)->account_number));
  const auto* stop = std::get_if<StopRequest>(&request);
  if (!account && stop != nullptr && options_.open_unknown) {
    HT_TRY(account, OpenFor(tx, order, stop->target, stop->transfer_amount_fen));
  }
  Facts facts;
  std::vector<Stop> stops;
  std::vector<Freeze> freezes;
  std::vector<Movement> payments;
  if (account && account->bank == order.bank) {
    HT_TRY(stops, StopsOn(tx, *account));
    HT_TRY(payments, PaymentsOf(tx, request, *account));
    HT_TRY(freezes, FreezesOn(tx, account->id));
    facts = {&*account, stops, freezes, payments};
  }
  Verdict verdict = JudgeAny(request, facts, order.due_at);
  if (verdict.stop && verdict.stop->id == 0) HT_TRY_STATUS(tx.Insert(*verdict.stop));
  if (verdict.stop && verdict.stop->id != 0) HT_TRY_STATUS(tx.Update(*verdict.stop));
  return FeedbackOn(request, verdict, facts, NameOf(order.bank), order.due_at);
}

namespace {

// Whether this sum may leave the account: no stop, and no freeze on so much of it.
Result<bool> MayPay(database::Transaction& tx, const Account& payer, Fen amount, Moment at) {
  if (payer.standing != Standing::normal && payer.standing != Standing::whitelisted) return false;
  HT_TRY(const auto stops, StopsOn(tx, payer));
  for (const Stop& stop : stops) {
    if (stop.InForce(at)) return false;
  }
  HT_TRY(const auto freezes, FreezesOn(tx, payer.id));
  return payer.balance_fen - HeldInAll(freezes, payer.balance_fen, at) >= amount;
}

Result<bool> MayReceive(database::Transaction& tx, const Account& payee, Moment at) {
  HT_TRY(const auto freezes, FreezesOn(tx, payee.id));
  return !IsClosed(freezes, at);
}

}  // namespace

Status Ledger::Execute(database::Transaction& tx, Movement movement) {
  HT_TRY(auto payer, FindAccount(tx, movement.payer));
  HT_TRY(auto payee, FindAccount(tx, movement.payee));
  bool goes = true;
  if (payer) {
    HT_TRY(goes, MayPay(tx, *payer, movement.amount_fen, movement.due_at));
  }
  if (payee && goes) {
    HT_TRY(goes, MayReceive(tx, *payee, movement.due_at));
  }
  movement.state = goes ? MovementState::done : MovementState::failed;
  if (payer && goes) {
    payer->balance_fen -= movement.amount_fen;
    movement.taken_fen = movement.amount_fen;
    HT_TRY_STATUS(tx.Update(*payer));
  }
  if (payee && goes) {
    // Read again: payer and payee may be one account.
    HT_TRY(payee, FindAccount(tx, movement.payee));
    payee->balance_fen += movement.amount_fen;
    movement.given_fen = movement.amount_fen;
    HT_TRY_STATUS(tx.Update(*payee));
  }
  HT_TRY_STATUS(tx.Update(movement));
  HT_TRY_STATUS(NoteForWatches(tx, movement, payer, payee));
  if (payee && goes) HT_TRY_STATUS(GiveTurns(tx, payee->id, movement.due_at));
  return {};
}

}  // namespace hetang::bank::simulated
