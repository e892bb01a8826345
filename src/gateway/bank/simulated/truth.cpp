#include "gateway/bank/simulated/truth.h"

#include <algorithm>
#include <cmath>

#include "base/json.h"
#include "base/text.h"
#include "gateway/bank/simulated/freezes.h"
#include "gateway/bank/simulated/holding.h"
#include "gateway/bank/simulated/ledger.h"

namespace hetang::bank::simulated {
namespace {

constexpr std::size_t kMostErrors = 100;

bool IsAccountNumber(const AccountNumber& number) {
  const std::string& text = number.Reveal();
  return !text.empty() && text.size() <= 64 && text.find(' ') == std::string::npos;
}

Freeze FreezeOf(const FreezeLine& line, Moment now) {
  Freeze freeze;
  freeze.authority = line.authority;
  freeze.mode = line.mode.value_or(FreezeType::limit);
  freeze.limit_fen = line.limit_fen.value_or(Fen(0));
  freeze.start_at = now;
  freeze.expire_at = line.until;
  return freeze;
}

void CheckFreezes(const std::vector<FreezeLine>& lines, std::vector<FieldError>& errors) {
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::string path = "freezes[" + std::to_string(i) + "].";
    const bool limited = lines[i].mode.value_or(FreezeType::limit) == FreezeType::limit;
    const bool has_sum = lines[i].limit_fen && *lines[i].limit_fen > Fen(0);
    if (lines[i].authority.empty()) errors.push_back({path + "authority", "missing", ""});
    if (limited != has_sum) errors.push_back({path + "limit_fen", "positive", ""});
  }
}

Result<AccountSeed> AccountOf(const boost::json::value& value, const Directory& banks, Moment now) {
  HT_TRY(AccountLine line, json::Read<AccountLine>(value));
  const BankEntry* bank = banks.ByCode(line.bank);
  if (bank == nullptr) bank = banks.ByName(line.bank);
  std::vector<FieldError> errors;
  if (bank == nullptr) errors.push_back({"bank", "unknown", ""});
  if (!IsAccountNumber(line.account)) errors.push_back({"account", "text", ""});
  if (line.card && !IsAccountNumber(*line.card)) errors.push_back({"card", "text", ""});
  if (line.name.empty()) errors.push_back({"name", "missing", ""});
  if (line.balance_fen < Fen(0)) errors.push_back({"balance_fen", "positive", ""});
  const std::vector<FreezeLine> freezes = line.freezes.value_or(std::vector<FreezeLine>());
  CheckFreezes(freezes, errors);
  if (!errors.empty()) return Invalid(std::move(errors));
  AccountSeed seed;
  for (const FreezeLine& freeze : freezes) seed.freezes.push_back(FreezeOf(freeze, now));
  Account& account = seed.account;
  account.bank = bank->code;
  account.card = line.card.value_or(line.account);
  account.account = std::move(line.account);
  account.name = std::move(line.name);
  account.type = line.type.value_or(AccountType::personal);
  account.standing = line.standing.value_or(Standing::normal);
  account.identity = line.identity.value_or(IdentityNumber());
  account.opening_fen = line.balance_fen;
  account.balance_fen = line.balance_fen;
  return seed;
}

Duration Hastened(Duration ahead, double speed) {
  return Milliseconds(std::llround(static_cast<double>(ahead.ms) / speed));
}

Result<Movement> MovementOf(const boost::json::value& value, Moment now, double speed) {
  HT_TRY(MovementLine line, json::Read<MovementLine>(value));
  std::vector<FieldError> errors;
  if (line.at.has_value() == line.at_offset_ms.has_value()) {
    errors.push_back({"at", "one_of", "Exactly one of at and at_offset_ms."});
  }
  if (line.at_offset_ms && *line.at_offset_ms < 0)
    errors.push_back({"at_offset_ms", "positive", ""});
  if (!IsAccountNumber(line.from)) errors.push_back({"from", "text", ""});
  if (!IsAccountNumber(line.to)) errors.push_back({"to", "text", ""});
  if (line.amount_fen <= Fen(0)) errors.push_back({"amount_fen", "positive", ""});
  if (!errors.empty()) return Invalid(std::move(errors));
  Movement movement;
  movement.key = std::move(line.id);
  movement.payer = std::move(line.from);
  movement.payee = std::move(line.to);
  movement.amount_fen = line.amount_fen;
  movement.way = line.way.value_or(Way::transfer);
  if (line.at && *line.at <= now) {
    movement.due_at = *line.at;
  } else {
    const Duration ahead = line.at ? *line.at - now : Milliseconds(*line.at_offset_ms);
    movement.due_at = now + Hastened(ahead, speed);
  }
  return movement;
}

void Report(std::size_t index, const Error& error, std::vector<FieldError>& errors) {
  const std::string line = "lines[" + std::to_string(index) + "]";
  if (error.fields.empty()) errors.push_back({line, "json", error.message});
  for (const FieldError& field : error.fields) {
    // A path in brackets is a place in the text, not a field.
    const std::string path = field.path.starts_with('(') ? "" : "." + field.path;
    errors.push_back({line + path, field.code, field.message});
  }
}

}  // namespace

Result<TruthLines> ReadTruth(std::string_view lines, const Directory& banks, Moment now,
                             double speed) {
  TruthLines truth;
  std::vector<FieldError> errors;
  std::size_t index = 0;
  for (const std::string_view line : Split(lines, '\n')) {
    const std::size_t here = index++;
    if (Trim(line).empty()) continue;
    if (errors.size() >= kMostErrors) break;
    const auto value = json::Parse(line);
    if (!value.has_value()) {
      Report(here, value.error(), errors);
      continue;
    }
    const bool is_account = value->is_object() && value->get_object().contains("account");
    if (is_account) {
      auto account = AccountOf(*value, banks, now);
      if (!account.has_value()) Report(here, account.error(), errors);
      if (account.has_value()) truth.accounts.push_back(std::move(*account));
    } else {
      auto movement = MovementOf(*value, now, speed);
      if (!movement.has_value()) Report(here, movement.error(), errors);
      if (movement.has_value()) truth.movements.push_back(std::move(*movement));
    }
  }
  if (!errors.empty()) return Invalid(std::move(errors));
  return truth;
}

namespace {

// The account of this line in the books, put there when it is new. True: it was.
Result<std::pair<std::int64_t, bool>> AccountIn(database::Transaction& tx, const Account& account) {
  HT_TRY(const auto known,
         tx.Query<std::int64_t>("SELECT id FROM sandbox_account WHERE account IN (:a, :c) OR "
                                "card IN (:a, :c)",
                                account.account, account.card, account.account, account.card));
  if (!known.empty()) return std::pair(known.front(), false);
  HT_TRY(const std::int64_t id, tx.Insert(account));
  return std::pair(id, true);
}

// Lays on what these authorities have not laid on the account yet, behind what is there.
Result<std::int64_t> AddFreezes(database::Transaction& tx, std::int64_t account_id,
                                const std::vector<Freeze>& freezes) {
  std::int64_t added = 0;
  HT_TRY(const auto there, FreezesOn(tx, account_id));
  for (Freeze freeze : freezes) {
    const bool known = std::any_of(there.begin(), there.end(), [&](const Freeze& each) {
      return each.authority == freeze.authority;
    });
    if (known) continue;
    freeze.account_id = account_id;
    HT_TRY_STATUS(tx.Insert(freeze));
    ++added;
  }
  return added;
}

}  // namespace

Result<std::int64_t> Ledger::Load(std::string_view lines) {
  HT_TRY(const TruthLines truth, ReadTruth(lines, banks_, clock_.Now(), options_.speed));
  return database_.Write([&](database::Transaction& tx) -> Result<std::int64_t> {
    std::int64_t added = 0;
    for (const AccountSeed& seed : truth.accounts) {
      HT_TRY(const auto account, AccountIn(tx, seed.account));
      HT_TRY(const std::int64_t laid_on, AddFreezes(tx, account.first, seed.freezes));
      added += account.second || laid_on > 0 ? 1 : 0;
    }
    for (const Movement& movement : truth.movements) {
      if (movement.key) {
        HT_TRY(const auto known, tx.Find<Movement>("WHERE key = :key", *movement.key));
        if (!known.empty()) continue;
      }
      HT_TRY_STATUS(tx.Insert(movement));
      ++added;
    }
    return added;
  });
}

namespace {

// What the freezes hold whose end the books have not seen yet.
std::vector<Fen> HeldNow(const std::vector<Freeze>& freezes, Fen balance) {
  Moment latest;
  for (const Freeze& freeze : freezes) {
    if (freeze.state == FreezeState::in_force) latest = std::max(latest, freeze.start_at);
  }
  return HeldBy(freezes, balance, latest);
}

Status ShowFreezes(database::Transaction& tx, LedgerTruth& truth) {
  HT_TRY(const auto accounts, tx.Find<Account>("WHERE id IN (SELECT account_id FROM sandbox_freeze)"
                                               " ORDER BY id"));
  for (const Account& account : accounts) {
    HT_TRY(const auto freezes, FreezesOn(tx, account.id));
    const std::vector<Fen> held = HeldNow(freezes, account.balance_fen);
    for (std::size_t i = 0; i < freezes.size(); ++i) {
      const Freeze& freeze = freezes[i];
      truth.freezes.push_back({account.bank, account.account, freeze.application_id,
                               freeze.authority, freeze.order_number, freeze.mode, freeze.limit_fen,
                               held[i], freeze.state, freeze.start_at, freeze.expire_at,
                               freeze.renewals, freeze.lifted_at});
      truth.held_fen += held[i];
    }
  }
  return {};
}

}  // namespace

Result<AccountTruth> ShowAccount(database::Transaction& tx, const AccountNumber& number) {
  HT_TRY(auto accounts, tx.Find<Account>("WHERE account = :n OR card = :n", number, number));
  if (accounts.empty()) return Fail(ErrorCode::not_found, "No bank has this account.");
  AccountTruth truth;
  truth.account = std::move(accounts.front());
  HT_TRY(truth.stops, tx.Find<Stop>("WHERE account_id = :id ORDER BY id", truth.account.id));
  HT_TRY(truth.freezes, FreezesOn(tx, truth.account.id));
  for (const Fen held : HeldNow(truth.freezes, truth.account.balance_fen)) truth.held_fen += held;
  HT_TRY(truth.watches, tx.Find<Watch>("WHERE account_id = :id ORDER BY id", truth.account.id));
  const AccountNumber& account = truth.account.account;
  const AccountNumber& card = truth.account.card;
  HT_TRY(truth.movements,
         tx.Find<Movement>("WHERE payer IN (:a, :c) OR payee IN (:a, :c) ORDER BY due_at, id",
                           account, card, account, card));
  return truth;
}

Result<LedgerTruth> ShowLedger(database::Transaction& tx) {
  const auto sum = [&](std::string_view sql) -> Result<Fen> {
    HT_TRY(const auto rows, tx.Query<Fen>(sql));
    return rows.empty() ? Fen(0) : rows.front();
  };
  LedgerTruth truth;
  HT_TRY(truth.opening_fen,
         sum("SELECT CAST(COALESCE(SUM(opening_fen), 0) AS BIGINT) FROM sandbox_account"));
  HT_TRY(truth.balance_fen,
         sum("SELECT CAST(COALESCE(SUM(balance_fen), 0) AS BIGINT) FROM sandbox_account"));
  HT_TRY(truth.given_fen,
         sum("SELECT CAST(COALESCE(SUM(given_fen), 0) AS BIGINT) FROM sandbox_movement"));
  HT_TRY(truth.taken_fen,
         sum("SELECT CAST(COALESCE(SUM(taken_fen), 0) AS BIGINT) FROM sandbox_movement"));
  HT_TRY(truth.stops, tx.Query<StopTruth>(
                          "SELECT a.bank, a.account, s.application_id, s.start_at, s.expire_at, "
                          "s.extensions, s.released_at FROM sandbox_stop s JOIN sandbox_account a "
                          "ON a.id = s.account_id ORDER BY s.id"));
  HT_TRY_STATUS(ShowFreezes(tx, truth));
  HT_TRY(truth.returns,
         tx.Query<ReturnTruth>(
             "SELECT a.bank, a.account, r.application_id, f.application_id AS "
             "freeze_application_id, r.serial, m.payee, r.amount_fen, r.at FROM sandbox_returned r "
             "JOIN sandbox_freeze f ON f.id = r.freeze_id JOIN sandbox_account a ON a.id = "
             "f.account_id JOIN sandbox_movement m ON m.id = r.movement_id ORDER BY r.id"));
  for (const ReturnTruth& line : truth.returns) truth.returned_fen += line.amount_fen;
  HT_TRY(truth.orders,
         tx.Query<OrderTruth>("SELECT bank, application_id, tx_code, state, result, received "
                              "FROM sandbox_order ORDER BY id"));
  return truth;
}

}  // namespace hetang::bank::simulated
