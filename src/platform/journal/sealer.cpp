#include <spdlog/spdlog.h>

#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "base/bell.h"
#include "platform/journal/chain.h"
#include "platform/journal/feeder.h"
#include "platform/journal/frontier.h"
#include "platform/journal/journal.h"

namespace hetang::journal {
namespace {

// One command seals so many at most: it shares the write lane with the officers' commands.
constexpr std::int64_t kBatch = 500;
// So often in a row another sealer may be quicker.
constexpr int kTries = 8;
// Without a ring, entries committed by another program are looked for this often.
constexpr std::chrono::milliseconds kLookAgain{1000};

// The last seal, from which the chain goes on.
struct Seal {
  std::int64_t position = 0;
  std::int64_t entry_id = 0;
  std::string hash = std::string(kGenesis);
};
BOOST_DESCRIBE_STRUCT(Seal, (), (position, entry_id, hash))

Status WriteSeals(database::Transaction& tx, const std::vector<Seal>& seals) {
  for (const Seal& seal : seals) {
    HT_TRY_STATUS(tx.Execute(
        "INSERT INTO journal_seal (position, entry_id, hash) VALUES (:position, :entry, :hash)",
        seal.position, seal.entry_id, seal.hash));
  }
  return {};
}

// Notes the kind of hash a new chain begins with, or checks that it is the one asked for.
Status BeginChain(database::Transaction& tx, HashKind kind) {
  HT_TRY(const auto begun, KindOfChain(tx));
  if (!begun) {
    HT_TRY_STATUS(
        tx.Execute("INSERT INTO journal_meta (name, value) VALUES ('hash_kind', :kind)", kind));
  } else if (*begun != kind) {
    return Fail(ErrorCode::unsupported,
                "The journal is chained by " + std::string(EnumName(*begun)) + ", not by " +
                    std::string(EnumName(kind)) + ".",
                "journal_hash_kind");
  }
  return {};
}

class ThreadedSealer final : public Sealer {
 public:
  ThreadedSealer(database::Database& database, HashKind kind)
      : database_(database), chain_(kind), frontier_(database) {}

  ~ThreadedSealer() override {
    bell_->Close();
    if (thread_.joinable()) thread_.join();
  }

  Status Begin() {
    HT_TRY_STATUS(Reload());
    // The listener outlives this object: the database has no way to take it back.
    database_.OnCommit([bell = bell_] { bell->Ring(); });
    bell_->Ring();
    thread_ = std::thread([this] { Run(); });
    return {};
  }

  void Subscribe(std::string name, Subscriber subscriber) override {
    auto feeder = std::make_unique<Feeder>(database_, std::move(name), std::move(subscriber));
    const std::lock_guard lock(hearers_);
    feeders_.push_back(std::move(feeder));
  }

  void OnSealed(std::function<void(std::int64_t)> listener) override {
    const std::lock_guard lock(hearers_);
    listeners_.push_back(std::move(listener));
  }

  Status Flush() override {
    HT_TRY_STATUS(SealAll());
    Status first;
    for (Feeder* feeder : Feeders()) {
      Status fed = feeder->Feed();
      if (first.has_value()) first = std::move(fed);
    }
    return first;
  }

 private:
  void Run() {
    while (bell_->Wait(kLookAgain)) {
      const Status sealed = SealAll();
      // A conflict means that another sealer was quicker, and then the work is done.
      if (!sealed.has_value() && sealed.error().code != ErrorCode::conflict) {
        spdlog::warn("The journal could not be sealed and is tried again: {} ({})",
                     sealed.error().message, FactsOf(sealed.error().code).name);
      }
    }
  }

  Status SealAll() {
    const std::lock_guard lock(sealing_);
    for (int refused = 0;;) {
      const Result<std::int64_t> sealed = SealBatch();
      if (sealed.has_value()) {
        if (*sealed < kBatch) return {};
        refused = 0;
        continue;
      }
      // Another sealer may have taken the position: the chain goes on from what is stored.
      HT_TRY_STATUS(Reload());
      if (sealed.error().code != ErrorCode::conflict || ++refused == kTries) {
        return tl::unexpected(sealed.error());
      }
    }
  }

  // Reading and hashing happen outside the command, which only writes: an entry never changes once
  // it is committed, and should another sealer be quicker, the position is taken and this command
  // is refused.
  Result<std::int64_t> SealBatch() {
    HT_TRY(const auto entries, frontier_.Unsealed(kBatch));
    std::vector<Seal> seals;
    seals.reserve(entries.size());
    const Seal* last = &last_;
    for (const StoredEntry& entry : entries) {
      seals.push_back({last->position + 1, entry.id, chain_.HashAfter(last->hash, entry)});
      last = &seals.back();
    }
    if (!seals.empty()) {
      HT_TRY_STATUS(database_.Write([&](database::Transaction& tx) -> Status {
        HT_TRY_STATUS(WriteSeals(tx, seals));
        return frontier_.Save(tx);
      }));
    }
    frontier_.Sealed(entries);
    if (!seals.empty()) {
      last_ = std::move(seals.back());
      TellHearers(last_.position);
    }
    return static_cast<std::int64_t>(entries.size());
  }

  Status Reload() {
    HT_TRY(auto last, database_.Read([](database::Transaction& tx) {
      return tx.Query<Seal>(
          "SELECT position, entry_id, hash FROM journal_seal "
          "ORDER BY position DESC LIMIT 1");
    }));
    last_ = last.empty() ? Seal{} : std::move(last.front());
    return frontier_.Load();
  }

  void TellHearers(std::int64_t last_position) {
    const std::lock_guard lock(hearers_);
    for (const auto& listener : listeners_) listener(last_position);
    for (const auto& feeder : feeders_) feeder->Ring();
  }

  std::vector<Feeder*> Feeders() {
    const std::lock_guard lock(hearers_);
    std::vector<Feeder*> feeders;
    for (const auto& feeder : feeders_) feeders.push_back(feeder.get());
    return feeders;
  }

  database::Database& database_;
  std::mutex sealing_;  // Guards the next three.
  Chain chain_;
  Frontier frontier_;
  Seal last_;
  std::mutex hearers_;  // Guards the next two.
  std::vector<std::function<void(std::int64_t)>> listeners_;
  std::vector<std::unique_ptr<Feeder>> feeders_;
  std::shared_ptr<Bell> bell_ = std::make_shared<Bell>();
  std::thread thread_;
};

}  // namespace

Result<std::unique_ptr<Sealer>> Sealer::Start(database::Database& database, HashKind kind) {
  HT_TRY_STATUS(database.Write([&](database::Transaction& tx) { return BeginChain(tx, kind); }));
  auto sealer = std::make_unique<ThreadedSealer>(database, kind);
  HT_TRY_STATUS(sealer->Begin());
  return sealer;
}

}  // namespace hetang::journal
