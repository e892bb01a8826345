#include "desk/trail/world.h"

#include <algorithm>

#include "base/check.h"

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

struct ClaimedTransfer {
  AccountNumber from_number;
  AccountNumber to_number;
  Fen amount_fen;
  Moment at;
  Moment made_at;
};
BOOST_DESCRIBE_STRUCT(ClaimedTransfer, (), (from_number, to_number, amount_fen, at, made_at))

Result<std::int64_t> VersionOf(database::Transaction& tx) {
  HT_TRY(const auto shown,
         tx.Query<std::int64_t>("SELECT count(*) FROM trail_import WHERE state = 'shown'"));
  return shown.front();
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
  HT_TRY(world->version, VersionOf(tx));
  HT_TRY(world->transfers, ShownTransfers(tx));
  HT_TRY(const auto imports,
         tx.Query<ImportTime>("SELECT id, ended_at FROM trail_import WHERE state = 'shown'"));
  for (const ImportTime& import : imports) world->known_at[import.id] = import.ended_at;
  std::vector<trace::Transfer> transfers;
  transfers.reserve(world->transfers.size());
  for (const Transfer& stored : world->transfers) transfers.push_back(InEngine(stored));
  HT_TRY(world->graph, trace::TransferGraph::Make(transfers));
  HT_TRY(const auto last, tx.Query<std::int64_t>("SELECT COALESCE(MAX(id), 0) FROM trail_account"));
  world->last_account = last.front();
  return std::shared_ptr<const World>(std::move(world));
}

Result<std::shared_ptr<const World>> WarmWorld::Get(database::Transaction& tx) {
  HT_TRY(const std::int64_t version, VersionOf(tx));
  const std::lock_guard lock(mutex_);
  if (!world_ || world_->version != version) {
    HT_TRY(world_, ReadWorld(tx));
  }
  return world_;
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

// A claimed transfer flows like any other; what the trace shows under it names no row.
Status CaseWorld::AddClaims(std::int64_t case_id) {
  HT_TRY(const auto claims,
         tx_.Query<ClaimedTransfer>("SELECT from_number, to_number, amount_fen, at, made_at FROM"
                                    " trail_claim WHERE case_id = :c AND kind = 'transfer' AND"
                                    " withdrawn_at IS NULL ORDER BY id",
                                    case_id));
  for (const ClaimedTransfer& claim : claims) {
    if (known_at_ && claim.made_at > *known_at_) continue;
    HT_TRY(const std::uint32_t payer, NodeOf(claim.from_number, {}, {}));
    HT_TRY(const std::uint32_t payee, NodeOf(claim.to_number, {}, {}));
    AddExtra({payer, payee, claim.at.ms, claim.amount_fen.value(), trace::Kind::transfer});
  }
  return {};
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
    if (!fits || taken_[leg.position] || !IsKnown(world_->transfers[leg.position])) continue;
    const std::int64_t distance = payment.at ? std::abs(transfer.at_ms - payment.at->ms) : 0;
    if (distance > kMemory.ms || (best && distance >= best_distance)) continue;
    best = leg.position;
    best_distance = distance;
  }
  return best;
}

bool CaseWorld::IsKnown(const Transfer& transfer) const {
  if (!known_at_) return true;
  const auto since = world_->known_at.find(transfer.import_id);
  return since != world_->known_at.end() && since->second <= *known_at_;
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
  }
  return found->second;
}

const Transfer* CaseWorld::StoredAt(std::uint32_t position) const {
  return position < world_->transfers.size() ? &world_->transfers[position] : nullptr;
}

Result<std::vector<std::vector<trace::Leg>>> CaseWorld::LegsOf(
    std::span<const std::uint32_t> accounts) {
  HT_TRY(auto legs, world_->graph.LegsOf(accounts));
  for (std::size_t i = 0; i < accounts.size(); ++i) {
    if (known_at_) {
      std::erase_if(legs[i], [&](const trace::Leg& leg) {
        return !IsKnown(world_->transfers[leg.position]);
      });
    }
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
