#include "desk/trail/world.h"

#include <algorithm>
#include <utility>

#include "base/check.h"
#include "desk/trail/past.h"

namespace hetang::trail {
namespace {

// How far a victim's memory and the bank's clock may differ.
constexpr Duration kMemory = Hours(24);

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

struct MergedAccount {
  std::int64_t id = 0;
  std::int64_t merged_into = 0;
};
BOOST_DESCRIBE_STRUCT(MergedAccount, (), (id, merged_into))

Result<std::vector<MergedAccount>> MergedAccounts(database::Transaction& tx) {
  return tx.Query<MergedAccount>(
      "SELECT id, merged_into FROM trail_account WHERE merged_into IS NOT NULL");
}

Result<std::int64_t> LastAccount(database::Transaction& tx) {
  HT_TRY(const auto last, tx.Query<std::int64_t>("SELECT COALESCE(MAX(id), 0) FROM trail_account"));
  return last.front();
}

// What became of transfers since a world was read.
struct Change {
  std::map<std::int64_t, Transfer> now;
  std::set<std::int64_t> touched;

  void Add(const std::vector<Transfer>& transfers) {
    for (const Transfer& transfer : transfers) now.insert_or_assign(transfer.id, transfer);
  }
  Result<Flow> After(const Flow& before) const {
    std::vector<Transfer> changed;
    for (const auto& [id, transfer] : now) changed.push_back(transfer);
    std::vector<std::int64_t> removed;
    for (const std::int64_t id : touched) {
      if (!now.contains(id)) removed.push_back(id);
    }
    return before.With(changed, removed);
  }
};

Status AddImport(database::Transaction& tx, std::int64_t import, Change& change) {
  HT_TRY(const auto added, tx.Find<Transfer>("WHERE import_id = :i", import));
  change.Add(added);
  HT_TRY(const auto touched,
         tx.Query<std::int64_t>("SELECT transfer_id FROM trail_past WHERE ended_in = :i", import));
  change.touched.insert(touched.begin(), touched.end());
  HT_TRY(const auto changed,
         tx.Find<Transfer>("WHERE id IN (SELECT transfer_id FROM trail_past WHERE ended_in = :i)",
                           import));
  change.Add(changed);
  return {};
}

// The transfers of an account that another one was merged into.
Status AddAccount(database::Transaction& tx, std::int64_t account, Change& change) {
  for (const std::string_view side : {"from_id", "to_id"}) {
    HT_TRY(const auto transfers,
           tx.Find<Transfer>("WHERE " + std::string(side) +
                                 " = :a AND EXISTS (SELECT 1 FROM trail_import i WHERE"
                                 " i.id = import_id AND i.state = 'shown')",
                             account));
    change.Add(transfers);
  }
  return {};
}

std::size_t ImportsUntil(const World& world, Moment at) {
  return static_cast<std::size_t>(
      std::count_if(world.known_at.begin(), world.known_at.end(),
                    [&](const auto& import) { return import.second <= at; }));
}

}  // namespace

Result<std::shared_ptr<const World>> ReadWorld(database::Transaction& tx) {
  auto world = std::make_shared<World>();
  HT_TRY(world->version, ShownImports(tx));
  HT_TRY(auto transfers, ShownTransfers(tx));
  HT_TRY(world->flow, Flow::Make(std::move(transfers)));
  HT_TRY(const auto imports,
         tx.Query<ImportTime>("SELECT id, ended_at FROM trail_import WHERE state = 'shown'"));
  for (const ImportTime& import : imports) world->known_at[import.id] = import.ended_at;
  HT_TRY(world->last_account, LastAccount(tx));
  HT_TRY(const auto merged, MergedAccounts(tx));
  for (const MergedAccount& account : merged) world->merged.insert(account.id);
  return std::shared_ptr<const World>(std::move(world));
}

Result<std::shared_ptr<const World>> GrowWorld(database::Transaction& tx, const World& before) {
  auto after = std::make_shared<World>();
  after->known_at = before.known_at;
  after->merged = before.merged;
  HT_TRY(after->version, ShownImports(tx));
  Moment last;
  for (const auto& [import, at] : before.known_at) last = std::max(last, at);
  HT_TRY(const auto imports, tx.Query<ImportTime>("SELECT id, ended_at FROM trail_import WHERE"
                                                  " state = 'shown' AND ended_at >= :l",
                                                  last));
  Change change;
  for (const ImportTime& import : imports) {
    if (!after->known_at.emplace(import.id, import.ended_at).second) continue;
    HT_TRY_STATUS(AddImport(tx, import.id, change));
  }
  if (static_cast<std::int64_t>(after->known_at.size()) != after->version) {
    return std::shared_ptr<const World>();
  }
  HT_TRY(const auto merged, MergedAccounts(tx));
  for (const MergedAccount& account : merged) {
    if (!after->merged.insert(account.id).second) continue;
    HT_TRY_STATUS(AddAccount(tx, account.merged_into, change));
  }
  HT_TRY(after->flow, change.After(before.flow));
  HT_TRY(after->last_account, LastAccount(tx));
  return std::shared_ptr<const World>(std::move(after));
}

Result<std::shared_ptr<const World>> WarmWorld::Get(database::Transaction& tx) {
  HT_TRY(const std::int64_t version, ShownImports(tx));
  const std::lock_guard lock(mutex_);
  for (const auto& kept : {world_, before_}) {
    if (kept && kept->version == version) return kept;
  }
  std::shared_ptr<const World> world;
  if (world_ && world_->version < version) {
    HT_TRY(world, GrowWorld(tx, *world_));
  }
  if (!world) {
    HT_TRY(world, ReadWorld(tx));
  }
  // Whoever has read for so long that two are newer gets one alone.
  if (world_ && version < world_->version) return world;
  before_ = std::exchange(world_, world);
  return world;
}

Result<std::shared_ptr<const World>> WorldAt(database::Transaction& tx,
                                             std::shared_ptr<const World> now, Moment at) {
  if (ImportsUntil(*now, at) == now->known_at.size()) return now;
  const auto is_known = [&](std::int64_t import) {
    const auto since = now->known_at.find(import);
    return since != now->known_at.end() && since->second <= at;
  };
  auto then = std::make_shared<World>(*now);
  std::vector<std::int64_t> unknown;
  now->flow.ForEach([&](const Transfer& transfer) {
    if (!is_known(transfer.changed_in)) unknown.push_back(transfer.id);
  });
  std::vector<Transfer> known;
  for (const auto& [import, since] : now->known_at) {
    if (since <= at) continue;
    HT_TRY(const auto past, tx.Find<PastTransfer>("WHERE ended_in = :i", import));
    for (const PastTransfer& each : past) {
      if (!is_known(each.changed_in)) continue;
      known.push_back(each);
      known.back().id = each.transfer_id;
    }
  }
  HT_TRY(then->flow, now->flow.With(known, unknown));
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
  return static_cast<std::uint32_t>(world_->flow.end() + extras_.size() - 1);
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
        taken_.insert(*seed.position);
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
  const auto legs = world_->flow.LegsOf(payee);
  if (!legs) return std::nullopt;
  std::optional<std::uint32_t> best;
  std::int64_t best_distance = 0;
  for (const trace::Leg& leg : *legs) {
    const trace::Transfer& transfer = leg.transfer;
    const bool fits =
        transfer.to == payee && transfer.kind != trace::Kind::failed &&
        transfer.amount_fen == payment.amount_fen.value() &&
        (payer == trace::kOutside || transfer.from == trace::kOutside || transfer.from == payer);
    if (!fits || taken_.contains(leg.position)) continue;
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
  return world_->flow.At(position);
}

std::optional<std::int64_t> CaseWorld::ClaimAt(std::uint32_t position) const {
  const auto found = claim_at_.find(position);
  return found == claim_at_.end() ? std::nullopt : std::optional(found->second);
}

Result<std::vector<std::vector<trace::Leg>>> CaseWorld::LegsOf(
    std::span<const std::uint32_t> accounts) {
  std::vector<std::vector<trace::Leg>> legs(accounts.size());
  for (std::size_t i = 0; i < accounts.size(); ++i) {
    HT_TRY(legs[i], world_->flow.LegsOf(accounts[i]));
    const std::size_t stored = legs[i].size();
    for (std::size_t extra = 0; extra < extras_.size(); ++extra) {
      const trace::Transfer& transfer = extras_[extra];
      if (transfer.from != accounts[i] && transfer.to != accounts[i]) continue;
      legs[i].push_back({static_cast<std::uint32_t>(world_->flow.end() + extra), transfer});
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
      const std::size_t extra = position - std::size_t{world_->flow.end()};
      if (position < world_->flow.end() || extra >= extras_.size()) {
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
