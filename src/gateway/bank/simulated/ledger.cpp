#include "gateway/bank/simulated/ledger.h"

#include <utility>

#include "gateway/bank/simulated/queries.h"
#include "gateway/bank/simulated/rules.h"

namespace hetang::bank::simulated {
namespace {

constexpr int kBatch = 100;  // Events that share a commit.

const Profile& Plain() { return *FindProfile("platform"); }

// The receipt's code for what could not be read.
std::string ReceiptCodeOf(const Error& error) {
  if (error.rule == "tx_code") return "1000";
  for (const FieldError& field : error.fields) {
    if (field.code == "missing") return "0500";
  }
  return error.fields.empty() ? "0501" : "0599";
}

// The account an order acts on; null for a query, which changes nothing, and for an answer.
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
                                       const StopRequest& stop) {
  Account account;
  account.bank = order.bank;
  account.account = stop.target.account_number;
  account.card = stop.target.account_number;
  account.name = stop.target.account_name.value_or(PersonName("未登记"));
  account.type = stop.target.account_type;
  account.opening_fen =
      InventedBalance(account.account.Reveal(), stop.transfer_amount_fen.value_or(Fen(0)));
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
    : database_(database),
      clock_(clock),
      banks_(banks),
      faults_(faults),
      options_(options),
      random_(static_cast<std::uint64_t>(options.seed)) {}

Moment Ledger::DueAt(Moment now, bool at_once) {
  const std::lock_guard lock(random_mutex_);
  std::uniform_int_distribution<std::int64_t> delay(options_.least_delay.ms,
                                                    options_.most_delay.ms);
  const Moment due = at_once ? now : now + Milliseconds(delay(random_));
  return faults_.Strikes(Fault::late) ? due + faults_.late() : due;
}

std::string Ledger::NameOf(const std::string& bank) const {
  const BankEntry* entry = banks_.ByCode(bank);
  return entry != nullptr ? entry->name : bank;
}

Result<Receipt> Ledger::Receive(const BankEntry& bank, std::string_view bytes, bool by_folder) {
  auto envelope = Read(bytes, Plain());
  if (!envelope.has_value()) {
    return Receipt{"", ReceiptCodeOf(envelope.error()), envelope.error().message};
  }
  if (!IsOrder(envelope->body)) {
    return Receipt{envelope->serial, "1000", "An answer is no order."};
  }
  if (!IsQuery(envelope->body) && TargetOf(envelope->body) == nullptr) {
    return Receipt{envelope->serial, "1000", "This bank does not know the order."};
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
  HT_TRY(std::string request, Write(*envelope, Plain()));
  order.request = PersonalText(std::move(request));
  order.by_folder = by_folder;
  order.due_at = DueAt(clock_.Now(), IsQuick(envelope->body));
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
  if (first.state == OrderState::delivered) {
    first.state = OrderState::answered;
    first.due_at = clock_.Now();
    first.attempts = 0;
  }
  HT_TRY_STATUS(tx.Update(first));
  return Receipt{};
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

Result<bool> Ledger::RunNext(database::Transaction& tx, Moment now) {
  constexpr std::string_view kNext =
      "WHERE state = :state AND due_at <= :now ORDER BY due_at, id LIMIT 1";
  HT_TRY(auto orders, tx.Find<Order>(kNext, OrderState::received, now));
  HT_TRY(auto movements, tx.Find<Movement>(kNext, MovementState::waiting, now));
  if (orders.empty() && movements.empty()) return false;
  // At the same moment the money goes first: the worse case for the centre.
  const bool money_first =
      orders.empty() || (!movements.empty() && movements[0].due_at <= orders[0].due_at);
  if (money_first) {
    HT_TRY_STATUS(Execute(tx, std::move(movements[0])));
  } else {
    HT_TRY_STATUS(Execute(tx, std::move(orders[0])));
  }
  return true;
}

Status Ledger::Execute(database::Transaction& tx, Order order) {
  HT_TRY(const Envelope request, Read(order.request.Reveal(), Plain()));
  const Asked asked{request.body, order.bank, NameOf(order.bank), order.due_at};
  HT_TRY(const Body answered,
         IsQuery(request.body) ? AnswerQuery(tx, asked) : CarryOut(tx, order, request.body));
  const Envelope answer{std::string(request.sender()), NewSerial(order.bank), answered};
  HT_TRY(std::string feedback, Write(answer, Plain()));
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
    HT_TRY(account, OpenFor(tx, order, *stop));
  }
  Facts facts;
  std::vector<Stop> stops;
  std::vector<Movement> payments;
  if (account && account->bank == order.bank) {
    HT_TRY(stops, StopsOn(tx, *account));
    HT_TRY(payments, PaymentsOf(tx, request, *account));
    facts = {&*account, stops, payments};
  }
  Verdict verdict = JudgeAny(request, facts, order.due_at);
  if (verdict.stop && verdict.stop->id == 0) HT_TRY_STATUS(tx.Insert(*verdict.stop));
  if (verdict.stop && verdict.stop->id != 0) HT_TRY_STATUS(tx.Update(*verdict.stop));
  return FeedbackOn(request, verdict, facts, NameOf(order.bank), order.due_at);
}

Status Ledger::Execute(database::Transaction& tx, Movement movement) {
  HT_TRY(auto payer, FindAccount(tx, movement.payer));
  HT_TRY(auto payee, FindAccount(tx, movement.payee));
  movement.state = MovementState::done;
  if (payer) {
    HT_TRY(const auto stops, StopsOn(tx, *payer));
    bool may_pay = payer->standing == Standing::normal || payer->standing == Standing::whitelisted;
    for (const Stop& stop : stops) may_pay = may_pay && !stop.InForce(movement.due_at);
    if (!may_pay || payer->balance_fen < movement.amount_fen) {
      movement.state = MovementState::failed;
      return tx.Update(movement);
    }
    payer->balance_fen -= movement.amount_fen;
    movement.taken_fen = movement.amount_fen;
    HT_TRY_STATUS(tx.Update(*payer));
  }
  if (payee) {
    // Read again: payer and payee may be one account.
    HT_TRY(payee, FindAccount(tx, movement.payee));
    payee->balance_fen += movement.amount_fen;
    movement.given_fen = movement.amount_fen;
    HT_TRY_STATUS(tx.Update(*payee));
  }
  return tx.Update(movement);
}

}  // namespace hetang::bank::simulated
