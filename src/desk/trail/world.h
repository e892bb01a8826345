// The shown transfers in memory, and the world of one case: those transfers plus the payments its
// victims tell of that no statement proves yet, and what an analyst claims.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <set>

#include "desk/trail/flow.h"

namespace hetang::trail {

// All that was shown when it was read. Accounts are the trail's ids.
struct World {
  std::int64_t version = 0;  // Of what is shown; it rises with each import.
  Flow flow;
  std::map<std::int64_t, Moment> known_at;  // By import: since when its transfers are known.
  std::int64_t last_account = 0;
  std::set<std::int64_t> merged;  // Accounts that turned out to be another one.
};
Result<std::shared_ptr<const World>> ReadWorld(database::Transaction& tx);
// The world after what has been shown since `before`, of which only the transfers that came,
// changed or went are read. Null when that cannot be told from the times of the imports, because a
// clock went back.
Result<std::shared_ptr<const World>> GrowWorld(database::Transaction& tx, const World& before);
// The world as it was shown at a moment. Which numbers are one account is as known now.
Result<std::shared_ptr<const World>> WorldAt(database::Transaction& tx,
                                             std::shared_ptr<const World> now, Moment at);

// Keeps the world between questions, and that of the earlier moment asked about last; lets it grow
// when something new is shown.
class WarmWorld {
 public:
  Result<std::shared_ptr<const World>> Get(database::Transaction& tx);
  Result<std::shared_ptr<const World>> At(database::Transaction& tx, Moment at);

 private:
  std::mutex mutex_;
  // The newest, and the one before it for those who began to read before it was shown.
  std::shared_ptr<const World> world_;
  std::shared_ptr<const World> before_;
  std::shared_ptr<const World> earlier_;
  std::size_t earlier_imports_ = 0;  // How many of the imports it knows.
};

// One payment of a case in its world.
struct Seed {
  registry::Payment payment;
  std::optional<std::uint32_t> position;  // Absent: the payee is not known, nothing to follow.
  bool witnessed = false;                 // A statement row proves it.
};

class CaseWorld final : public trace::Neighbours, public trace::Accounts {
 public:
  // `known_at`: only what was known then; `world` is that of then.
  static Result<std::unique_ptr<CaseWorld>> Make(database::Transaction& tx,
                                                 std::shared_ptr<const World> world,
                                                 const registry::Case& record,
                                                 std::optional<Moment> known_at);

  const std::vector<Seed>& seeds() const { return seeds_; }
  // The account as the trail has it, or as a payment or claim names it.
  Result<Account> AccountAt(std::uint32_t node);
  // The payment that alone names the account; nothing when the trail knows it.
  std::optional<std::int64_t> PaymentNaming(std::uint32_t node) const;
  // The claim that alone names the account, and at which of its ends.
  std::optional<std::pair<std::int64_t, ClaimEnd>> ClaimNaming(std::uint32_t node) const;
  // Two accounts of one person each, as claims say that stand.
  const std::vector<std::pair<std::uint32_t, std::uint32_t>>& same_person() const {
    return same_person_;
  }
  // The stored transfer at a position; null for one that only a payment or claim tells of.
  const Transfer* StoredAt(std::uint32_t position) const;
  // The claim that tells of the transfer at a position.
  std::optional<std::int64_t> ClaimAt(std::uint32_t position) const;

  Result<std::vector<std::vector<trace::Leg>>> LegsOf(
      std::span<const std::uint32_t> accounts) override;
  Result<std::vector<trace::Transfer>> At(std::span<const std::uint32_t> positions) override;
  std::size_t BatchSize() const override { return 1; }
  Result<std::vector<trace::Knowledge>> Of(std::span<const std::uint32_t> accounts) override;

 private:
  CaseWorld(database::Transaction& tx, std::shared_ptr<const World> world,
            std::optional<Moment> known_at)
      : tx_(tx), world_(std::move(world)), known_at_(known_at) {}

  Result<std::uint32_t> NodeOf(const AccountNumber& number, const PersonName& holder,
                               const std::string& bank);
  Status AddPayments(const registry::Case& record);
  Status AddClaims(std::int64_t case_id);
  std::optional<std::uint32_t> WitnessOf(const registry::Payment& payment, std::uint32_t payer,
                                         std::uint32_t payee) const;
  Status ReachAsKnownThen(Account& account);
  std::uint32_t AddExtra(trace::Transfer transfer);

  database::Transaction& tx_;
  std::shared_ptr<const World> world_;
  std::optional<Moment> known_at_;
  std::vector<Seed> seeds_;
  std::vector<trace::Transfer> extras_;  // Positions after the world's.
  std::vector<Account> strangers_;       // Nodes after the world's accounts.
  std::map<std::string, std::uint32_t> stranger_of_;
  std::map<std::uint32_t, std::int64_t> payment_of_stranger_;
  std::map<std::uint32_t, std::pair<std::int64_t, ClaimEnd>> claim_of_stranger_;
  std::map<std::uint32_t, std::int64_t> claim_at_;  // By position.
  std::vector<std::pair<std::uint32_t, std::uint32_t>> same_person_;
  std::map<std::uint32_t, Account> accounts_;
  std::set<std::uint32_t> taken_;  // World transfers that are some payment's witness.
};

}  // namespace hetang::trail
