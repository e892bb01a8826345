// The replay under a trace: the transfers of the accounts that tagged money reaches, in order of
// time, and nothing else.
//
// An account costs nothing until tagged money arrives. Then its own transfers are fetched, what it
// held until that moment is counted from its first row, and from there on its outflows stand in one
// queue with those of all other accounts that hold tagged money. Clean inflows are counted only
// when the account's next outflow or tagged arrival asks for them, and an account whose tags have
// all left is out of the queue until the next arrival.
#pragma once

#include <deque>
#include <optional>
#include <vector>

#include <boost/unordered/unordered_flat_map.hpp>

#include "engine/trace/holding.h"
#include "engine/trace/trace.h"

namespace hetang::trace {

// Where a transfer stands among all: transfers of one moment flow in order of position.
struct Place {
  std::int64_t at_ms = 0;
  std::uint32_t position = 0;
  bool operator==(const Place&) const = default;
  bool operator<(const Place& other) const {
    return at_ms != other.at_ms ? at_ms < other.at_ms : position < other.position;
  }
};
inline Place PlaceOf(const Leg& leg) { return {leg.transfer.at_ms, leg.position}; }

// What a transfer does to the holding of one of its accounts.
enum class Effect { none, in, out };
Effect EffectOn(std::uint32_t account, const Transfer& transfer);

// The transfer takes its tagged money out of the known world.
inline bool Leaves(const Transfer& transfer) {
  return IsExit(transfer.kind) || transfer.to == kOutside;
}

// An account that tagged money has reached.
struct Reached {
  Reached(std::uint32_t account, Method method) : holding(method) { sum.account = account; }

  std::vector<Leg> legs;     // Until the end of the question.
  std::size_t next = 0;      // Legs before it have been counted.
  std::size_t next_out = 0;  // The next outflow, when the account is in the queue.
  Knowledge knowledge;
  Holding holding;
  AccountSum sum;
  Place last_tagged;                // The last tagged arrival.
  std::int64_t unseen_from_ms = 0;  // The first tagged arrival after the statement's end ...
  std::int64_t unseen_fen = 0;      // ... and the sum of all those.
};

class Replay {
 public:
  // `seeds` are the transfers of question.seeds, in that order.
  Replay(Neighbours& neighbours, Accounts& accounts, const Question& question,
         const std::vector<Transfer>& seeds);
  // Errors: too_large, with the transfer that passed it, and those of the sources.
  Status Run();

  std::deque<Reached>& reached() { return reached_; }
  std::vector<EdgeSum>& edges() { return edges_; }
  std::vector<SeedSum>& seeds() { return seed_sums_; }  // Without what rests.
  std::int64_t tagged_fen() const { return tagged_fen_; }
  std::int64_t exited_fen() const { return exited_fen_; }

 private:
  struct SeedEvent {
    Leg leg;
    std::uint32_t tag = 0;
  };
  struct Outflow {
    Place place;
    std::size_t index = 0;  // Of reached_.
    bool operator<(const Outflow& other) const { return other.place < place; }
  };
  struct Fetched {
    std::vector<Leg> legs;
    Knowledge knowledge;
  };
  struct EdgeKey {
    std::uint32_t from, to;
    std::uint32_t exit;  // 0: none; else the kind.
    bool operator==(const EdgeKey&) const = default;
    friend std::size_t hash_value(const EdgeKey& key) {
      const std::uint64_t both = std::uint64_t{key.from} << 32 | key.to;
      return static_cast<std::size_t>((both ^ key.exit) * 0x9E37'79B9'7F4A'7C15ULL);
    }
  };

  bool poison() const { return question_.method == Method::poison; }
  Status Flow(Reached* payer, const Leg& leg, std::optional<std::uint32_t> seed);
  std::int64_t TakeFrom(Reached* payer, std::int64_t amount_fen);
  Status Tag(std::uint32_t seed, const Leg& leg);
  Status AddEdge(const Leg& leg, std::int64_t carried_fen);
  Status Exit(const Leg& leg, std::int64_t carried_fen);
  Status Deliver(Reached& payee, const Leg& leg, std::int64_t carried_fen, int level);
  Result<Reached*> Reach(std::uint32_t account, const Reached* payer);
  Status Fetch(std::uint32_t account, const Reached* payer);
  std::vector<std::uint32_t> WantedWith(std::uint32_t account, const Reached* payer) const;
  Status CountCleanUntil(Reached& account, std::optional<Place> end);
  void Enqueue(std::size_t index);

  Neighbours& neighbours_;
  Accounts& accounts_;
  const Question& question_;
  std::vector<SeedEvent> seed_events_;  // Those that tag something, in order of time.
  std::size_t next_seed_ = 0;
  std::vector<Outflow> queue_;  // A heap: one for each account that holds tagged money.
  std::deque<Reached> reached_;
  boost::unordered_flat_map<std::uint32_t, std::size_t> index_of_;
  boost::unordered_flat_map<std::uint32_t, Fetched> fetched_;  // Not reached yet.
  boost::unordered_flat_map<EdgeKey, std::size_t> edge_of_;
  std::vector<EdgeSum> edges_;
  std::vector<SeedSum> seed_sums_;
  std::int64_t tagged_fen_ = 0;
  std::int64_t exited_fen_ = 0;
  std::vector<Piece> pieces_;   // Of the outflow under way.
  std::vector<Piece> discard_;  // Clean pieces nobody asks for.
};

}  // namespace hetang::trace
