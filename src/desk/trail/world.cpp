#include "desk/trail/world.h"

#include <algorithm>
#include <tuple>

#include "base/check.h"
#include "desk/trail/past.h"

namespace hetang::trail {
namespace {

// How far a victim's memory and the bank's clock may differ.
constexpr Duration kMemory = Hours(24);

std::uint32_t Node(const std::optional<std::int64_t>& account) {
  return account ? static_cast<std::uint32_t>(*account) : trace::kOutside;
}

bool FlowsBefore(const trace::Leg& a, const trace::Leg& b) {
  return std::pair(a.transfer.at_ms, a.position) < std::pair(b.transfer.at_ms, b.position);
}

struct ImportTime {
  std::int64_t id = 0;
  Moment ended_at;
};
BOOST_DESCRIBE_STRUCT(ImportTime, (), (id, ended_at))

struct ClaimedFact {
  std::int64_t id = 0;
  std::string kind;
  AccountNumber from_number;
  AccountNumber to_number;
  std::optional<Fen> amount_fen;
  std::optional<Moment> at;
  Moment made_at;
  std::optional<Moment> withdrawn_at;

  bool Stands(const std::optional<Moment>& when) const {
    if (!when) return !withdrawn_at;
    return made_at <= *when && (!withdrawn_at || *withdrawn_at > *when);
  }
};
BOOST_DESCRIBE_STRUCT(ClaimedFact, (),
                      (id, kind, from_number, to_number, amount_fen, at, made_at, withdrawn_at))

Status MakeGraph(World& world) {
  std::vector<trace::Transfer> transfers;
  transfers.reserve(world.transfers.size());
  for (const Transfer& stored : world.transfers) transfers.push_back(InEngine(stored));
  HT_TRY(world.graph, trace::TransferGraph::Make(transfers));
  return {};
}

std::size_t ImportsUntil(const World& world, Moment at) {
  return static_cast<std::size_t>(
      std::count_if(world.known_at.begin(), world.known_at.end(),
                    [&](const auto& import) { return import.second <= at; }));
}

}  // namespace

trace::Transfer InEngine(const Transfer& stored) {
  trace::Transfer transfer;
  transfer.from = Node(stored.from_id);
  transfer.to = Node(stored.to_id);
  transfer.at_ms = stored.order_at.ms;
  transfer.amount_fen = stored.amount_fen.value();
  transfer.kind = stored.flows ? stored.kind : trace::Kind::failed;
  return transfer;
}

Result<std::shared_ptr<const World>> ReadWorld(database::Transaction& tx) {
  auto world = std::make_shared<World>();
  HT_TRY(world->version, ShownImports(tx));
  HT_TRY(world->transfers, ShownTransfers(tx));
  HT_TRY(const auto imports,
         tx.Query<ImportTime>("SELECT id, ended_at FROM trail_import WHERE state = 'shown'"));
  for (const ImportTime& import : imports) world->known_at[import.id] = import.ended_at;
  HT_TRY_STATUS(MakeGraph(*world));
  HT_TRY(const auto last, tx.Query<std::int64_t>("SELECT COALESCE(MAX(id), 0) FROM trail_account"));
  world->last_account = last.front();
  return std::shared_ptr<const World>(std::move(world));
}

Result<std::shared_ptr<const World>> WarmWorld::Get(database::Transaction& tx) {
  HT_TRY(const std::int64_t version, ShownImports(tx));
  const std::lock_guard lock(mutex_);
  if (!world_ || world_->version != version) {
    HT_TRY(world_, ReadWorld(tx));
  }
  return world_;
}

Result<std::shared_ptr<const World>> WorldAt(database::Transaction& tx,
                                             std::shared_ptr<const World> now, Moment at) {
  if (ImportsUntil(*now, at) == now->known_at.size()) return now;
  const auto is_known = [&](std::int64_t import) {
    const auto since = now->known_at.find(import);
    return since != now->known_at.end() && since->second <= at;
  };
  auto then = std::make_shared<World>();
  then->version = now->version;
  then->known_at = now->known_at;
  then->last_account = now->last_account;
  for (const Transfer& transfer : now->transfers) {
    if (is_known(transfer.changed_in)) then->transfers.push_back(transfer);
  }
  for (const auto& [import, since] : now->known_at) {
    if (since <= at) continue;
    HT_TRY(const auto past, tx.Find<PastTransfer>("WHERE ended_in = :i", import));
    for (const PastTransfer& each : past) {
      if (!is_known(each.changed_in)) continue;
      then->transfers.push_back(each);
      then->transfers.back().id = each.transfer_id;
    }
  }
  std::sort(
      then->transfers.begin(), then->transfers.end(), [](const Transfer& a, const Transfer& b) {
        return std::tie(a.order_at, a.order_rank, a.id) < std::tie(b.order_at, b.order_rank, b.id);
      });
  HT_TRY_STATUS(MakeGraph(*then));
  return std::shared_ptr<const World>(std::move(then));
}

Result<std::shared_ptr<const World>> WarmWorld::At(database::Transaction& tx, Moment at) {
  HT_TRY(const auto now, Get(tx));
  const std::size_t imports = ImportsUntil(*now, at);
  {
    const std::lock_guard lock(mutex_);
    if (earlier_ && earlier_->version == now->version && earlier_imports_ == imports) {
      return earlier_;
    }
  }
  HT_TRY(const auto then, WorldAt(tx, now, at));
  if (then == now) return now;
  const std::lock_guard lock(mutex_);
  earlier_ = then;
  earlier_imports_ = imports;
  return then;
}

Result<std::unique_ptr<CaseWorld>> CaseWorld::Make(database::Transaction& tx,
                                                   std::shared_ptr<const World> world,
                                                   const registry::Case& record,
                                                   std::optional<Moment> known_at) {
  std::unique_ptr<CaseWorld> made(new CaseWorld(tx, std::move(world), known_at));
  made->taken_.resize(made->world_->transfers.size(), false);
  HT_TRY_STATUS(made->AddPayments(record));
  HT_TRY_STATUS(made->AddClaims(record.id));
  return made;
}

Result<std::uint32_t> CaseWorld::NodeOf(const AccountNumber& number, const PersonName& holder,
                                        const std::string& bank) {
  HT_TRY(const auto known,
         tx_.Query<std::int64_t>("SELECT account_id FROM trail_number WHERE number = :n", number));
  // An import that is not shown yet has written accounts this world was read without.
  if (!known.empty() && known.front() <= world_->last_account) {
    return static_cast<std::uint32_t>(known.front());
  }
  const auto [found, fresh] = stranger_of_.try_emplace(
      number.Reveal(), static_cast<std::uint32_t>(world_->last_account + 1 +
                                                  static_cast<std::int64_t>(strangers_.size())));
  if (fresh) {
    Account account;
    account.id = found->second;
    account.card = number;
    account.holder = holder;
    account.bank = Text<80>(bank);
    strangers_.push_back(std::move(account));
  }
  return found->second;
}

std::uint32_t CaseWorld::AddExtra(trace::Transfer transfer) {
  extras_.push_back(transfer);
  return static_cast<std::uint32_t>(world_->transfers.size() + extras_.size() - 1);
}

Status CaseWorld::AddPayments(const registry::Case& record) {
  HT_TRY(const auto payments, registry::PaymentsOf(tx_, record.id));
  for (const registry::Payment& payment : payments) {
    Seed seed;
    seed.payment = payment;
    if (!payment.to_account.empty()) {
      HT_TRY(const std::uint32_t payee,
             NodeOf(payment.to_account, payment.to_holder, payment.to_bank_name.str()));
      if (payee > world_->last_account) payment_of_stranger_.try_emplace(payee, payment.id);
      std::uint32_t payer = trace::kOutside;
      if (!payment.from_account.empty()) {
        HT_TRY(payer,
               NodeOf(payment.from_account, payment.from_holder, payment.from_bank_name.str()));
      }
      seed.position = WitnessOf(payment, payer, payee);
      seed.witnessed = seed.position.has_value();
      if (seed.witnessed) {
        taken_[*seed.position] = true;
      } else {
        const Moment at = payment.at.value_or(record.began_at);
        seed.position =
            AddExtra({payer, payee, at.ms, payment.amount_fen.value(), trace::Kind::transfer});
      }
    }
    seeds_.push_back(std::move(seed));
  }
  return {};
}

// A claimed transfer flows like any other; what the trace shows under it names no row. That two
// accounts are one person's moves no money.
Status CaseWorld::AddClaims(std::int64_t case_id) {
  HT_TRY(const auto claims,
         tx_.Query<ClaimedFact>("SELECT id, kind, from_number, to_number, amount_fen, at, made_at,"
                                " withdrawn_at FROM trail_claim WHERE case_id = :c ORDER BY id",
                                case_id));
  for (const ClaimedFact& claim : claims) {
    if (!claim.Stands(known_at_)) continue;
    HT_TRY(const std::uint32_t from, NodeOf(claim.from_number, {}, {}));
    HT_TRY(const std::uint32_t to, NodeOf(claim.to_number, {}, {}));
    for (const auto& [node, end] : {std::pair(from, ClaimEnd::from), std::pair(to, ClaimEnd::to)}) {
      const bool stranger = node > world_->last_account && !payment_of_stranger_.contains(node);
      if (stranger) claim_of_stranger_.try_emplace(node, claim.id, end);
    }
    if (claim.kind == "same_person") {
      same_person_.emplace_back(from, to);
    } else {
      const std::uint32_t position =
          AddExtra({from, to, claim.at->ms, claim.amount_fen->value(), trace::Kind::transfer});
      claim_at_[position] = claim.id;
    }
  }
  return {};
}

std::optional<std::pair<std::int64_t, ClaimEnd>> CaseWorld::ClaimNaming(std::uint32_t node) const {
  const auto found = claim_of_stranger_.find(node);
  return found == claim_of_stranger_.end() ? std::nullopt : std::optional(found->second);
}

std::optional<std::int64_t> CaseWorld::PaymentNaming(std::uint32_t node) const {
  const auto found = payment_of_stranger_.find(node);
  return found == payment_of_stranger_.end() ? std::nullopt : std::optional(found->second);
}

// The row that tells of the payment: the same payee and amount, a payer that does not contradict,
// and of those the nearest in time within a day.
std::optional<std::uint32_t> CaseWorld::WitnessOf(const registry::Payment& payment,
                                                  std::uint32_t payer, std::uint32_t payee) const {
  if (payee > world_->last_account) return std::nullopt;
  const std::uint32_t accounts[] = {payee};
  const auto legs = world_->graph.LegsOf(accounts);
  if (!legs) return std::nullopt;
  std::optional<std::uint32_t> best;
  std::int64_t best_distance = 0;
  for (const trace::Leg& leg : legs->front()) {
    const trace::Transfer& transfer = leg.transfer;
    const bool fits =
        transfer.to == payee && transfer.kind != trace::Kind::failed &&
        transfer.amount_fen == payment.amount_fen.value() &&
        (payer == trace::kOutside || transfer.from == trace::kOutside || transfer.from == payer);
    if (!fits || taken_[leg.position]) continue;
    const std::int64_t distance = payment.at ? std::abs(transfer.at_ms - payment.at->ms) : 0;
    if (distance > kMemory.ms || (best && distance >= best_distance)) continue;
    best = leg.position;
    best_distance = distance;
  }
  return best;
}

// How far statements reached then. What was told before this was noted counts at every moment.
Status CaseWorld::ReachAsKnownThen(Account& account) {
  HT_TRY(const auto told, tx_.Find<Reach>("WHERE account_id = :a ORDER BY import_id", account.id));
  if (told.empty()) return {};
  account.held_from = account.held_until = std::nullopt;
  account.opening_fen.reset();
  for (const Reach& reach : told) {
    const auto since = world_->known_at.find(reach.import_id);
    if (since == world_->known_at.end() || since->second > *known_at_) continue;
    Extend(account, reach.from_at, reach.until_at);
    if (reach.opening_fen) account.opening_fen = reach.opening_fen;
  }
  return {};
}

Result<Account> CaseWorld::AccountAt(std::uint32_t node) {
  if (node > world_->last_account) {
    const std::size_t index = node - static_cast<std::size_t>(world_->last_account) - 1;
    HT_CHECK(index < strangers_.size());
    return strangers_[index];
  }
  const auto [found, fresh] = accounts_.try_emplace(node);
  if (fresh) {
    HT_TRY(found->second, tx_.Get<Account>(node));
    if (known_at_) HT_TRY_STATUS(ReachAsKnownThen(found->second));
  }
  return found->second;
}

const Transfer* CaseWorld::StoredAt(std::uint32_t position) const {
  return position < world_->transfers.size() ? &world_->transfers[position] : nullptr;
}

std::optional<std::int64_t> CaseWorld::ClaimAt(std::uint32_t position) const {
  const auto found = claim_at_.find(position);
  return found == claim_at_.end() ? std::nullopt : std::optional(found->second);
}

Result<std::vector<std::vector<trace::Leg>>> CaseWorld::LegsOf(
    std::span<const std::uint32_t> accounts) {
  HT_TRY(auto legs, world_->graph.LegsOf(accounts));
  for (std::size_t i = 0; i < accounts.size(); ++i) {
    const std::size_t stored = legs[i].size();
    for (std::size_t extra = 0; extra < extras_.size(); ++extra) {
      const trace::Transfer& transfer = extras_[extra];
      if (transfer.from != accounts[i] && transfer.to != accounts[i]) continue;
      legs[i].push_back({static_cast<std::uint32_t>(world_->transfers.size() + extra), transfer});
    }
    if (legs[i].size() > stored) std::sort(legs[i].begin(), legs[i].end(), FlowsBefore);
  }
  return legs;
}

Result<std::vector<trace::Transfer>> CaseWorld::At(std::span<const std::uint32_t> positions) {
  std::vector<trace::Transfer> found;
  for (const std::uint32_t position : positions) {
    if (const Transfer* stored = StoredAt(position)) {
      found.push_back(InEngine(*stored));
    } else {
      const std::size_t extra = position - world_->transfers.size();
      if (extra >= extras_.size()) {
        return Fail(ErrorCode::not_found, "There is no such transfer.");
      }
      found.push_back(extras_[extra]);
    }
  }
  return found;
}

Result<std::vector<trace::Knowledge>> CaseWorld::Of(std::span<const std::uint32_t> accounts) {
  std::vector<trace::Knowledge> known;
  for (const std::uint32_t node : accounts) {
    HT_TRY(const Account account, AccountAt(node));
    trace::Knowledge& knowledge = known.emplace_back();
    knowledge.opening_known = account.opening_fen.has_value();
    if (account.opening_fen) knowledge.opening_fen = account.opening_fen->value();
    if (account.held_until) knowledge.held_until_ms = account.held_until->ms;
  }
  return known;
}

}  // namespace hetang::trail
