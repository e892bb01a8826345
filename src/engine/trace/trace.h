// Trace (资金穿透): which of this money is the victims', where it rests now, what to stop next.
// The meaning of the five methods, of levels and of exits is fixed in docs/trace.md.
//
// A transfer is named by its position in the order it was given to the graph; transfers of one
// moment flow in that order. All sums are tagged money only, in fen, and every method but poison
// conserves it: tagged = resting + exited, in total and for each seed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "base/result.h"
#include "engine/trace/transfer.h"

namespace hetang::trace {

enum class Method { fifo, lifo, pro_rata, taint_first, poison };
BOOST_DESCRIBE_ENUM(Method, fifo, lifo, pro_rata, taint_first, poison)

// One transfer as seen from one of its accounts.
struct Leg {
  std::uint32_t position = 0;
  Transfer transfer;
};

// Where the replay gets the transfers of accounts from: the graph in memory, or SQL.
class Neighbours {
 public:
  virtual ~Neighbours() = default;
  // All transfers that touch each of these accounts (as payer or payee), for each account in order
  // of time, then position. A self-transfer stands once. Each account is asked for at most once.
  virtual Result<std::vector<std::vector<Leg>>> LegsOf(std::span<const std::uint32_t> accounts) = 0;
  // The same, of which transfers after `until_ms` may be left out: they are not looked at.
  virtual Result<std::vector<std::vector<Leg>>> LegsUntil(std::span<const std::uint32_t> accounts,
                                                          std::int64_t /*until_ms*/) {
    return LegsOf(accounts);
  }
  // The transfers at these positions. Errors: not_found.
  virtual Result<std::vector<Transfer>> At(std::span<const std::uint32_t> positions) = 0;
  // How many accounts one question may name. Where a question is a round trip, accounts that may be
  // reached next are asked for along with the one that is; where it costs nothing, answer 1.
  virtual std::size_t BatchSize() const { return 256; }
};

// What is known of an account besides its transfers.
struct Knowledge {
  std::int64_t opening_fen = 0;  // Before its first transfer; a debt counts as nothing.
  bool opening_known = true;
  // The statement held of it ends here; absent: no statement is held.
  std::optional<std::int64_t> held_until_ms;
};
class Accounts {
 public:
  virtual ~Accounts() = default;
  virtual Result<std::vector<Knowledge>> Of(std::span<const std::uint32_t> accounts) = 0;
};

struct Question {
  Method method = Method::fifo;
  std::vector<std::uint32_t> seeds;      // Positions, each once, in the order answers list them.
  std::optional<std::int64_t> until_ms;  // Transfers after it are not looked at.
};

struct SeedSum {
  std::uint32_t position = 0;
  std::int64_t tagged_fen = 0;
  std::int64_t resting_fen = 0;  // Not told for poison.
  std::int64_t exited_fen = 0;   // Not told for poison.
};

// An account that ever received tagged money.
struct AccountSum {
  std::uint32_t account = 0;
  int level = 0;  // Hops of the earliest tagged arrival; the victims' payees are 1.
  std::int64_t first_at_ms = 0;
  std::int64_t last_seen_at_ms = 0;  // Of the last transfer of any kind that touches it.
  std::int64_t received_fen = 0;
  std::int64_t passed_on_fen = 0;  // Exits not counted.
  std::int64_t exited_fen = 0;
  std::int64_t resting_fen = 0;
  std::vector<std::int64_t> by_seed;  // Resting, in seed order; empty for poison.
  bool opening_known = true;
  bool overdrawn = false;  // More left than the account was known to hold. Not told for poison.
};

struct EdgeSum {
  std::uint32_t from = 0;
  std::uint32_t to = 0;
  std::optional<Kind> exit;
  std::int64_t count = 0;
  std::int64_t sum_fen = 0;
  std::int64_t first_at_ms = 0;
  std::vector<std::uint32_t> positions;  // The transfers under the figure, in order of flow.
};

enum class Reason {
  resting_now,      // Stop: money rests, and the statement reaches past its arrival.
  resting_unseen,   // Stop: money rests as far as is known, nothing is known after its arrival.
  no_statement,     // Query: no statement of the account is held.
  after_statement,  // Query: tagged money arrived after the statement's end.
};
BOOST_DESCRIBE_ENUM(Reason, resting_now, resting_unseen, no_statement, after_statement)

struct StopAdvice {
  std::uint32_t account = 0;
  std::int64_t resting_fen = 0;
  std::int64_t last_seen_at_ms = 0;
  Reason reason = Reason::resting_now;
};
struct QueryAdvice {
  std::uint32_t account = 0;
  std::int64_t from_at_ms = 0;
  std::int64_t received_fen = 0;  // Tagged arrivals from then on.
  Reason reason = Reason::no_statement;
};

struct Answer {
  Method method = Method::fifo;
  std::int64_t tagged_fen = 0;
  std::int64_t resting_fen = 0;
  std::int64_t exited_fen = 0;
  std::vector<SeedSum> seeds;
  std::vector<AccountSum> accounts;     // By level, then first arrival, then account.
  std::vector<EdgeSum> edges;           // By first arrival, then from, to, exit.
  std::vector<StopAdvice> stop_now;     // The most promising first.
  std::vector<QueryAdvice> query_next;  // The most promising first.
};

// Errors: invalid (a seed unknown or named twice: `seeds[2]`), too_large (a sum beyond int64, with
// the transfer that passed it: `transfers[17]`), and those of the sources.
Result<Answer> Trace(Neighbours& neighbours, Accounts& accounts, const Question& question);

}  // namespace hetang::trace
