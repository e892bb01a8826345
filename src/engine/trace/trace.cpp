#include "engine/trace/trace.h"

#include <algorithm>
#include <string>
#include <tuple>

#include <boost/unordered/unordered_flat_set.hpp>

#include "base/check.h"
#include "engine/trace/replay.h"

namespace hetang::trace {
namespace {

__extension__ using Wide = __int128;

tl::unexpected<Error> WrongSeed(std::size_t index, std::string code, std::string message) {
  return Invalid({{"seeds[" + std::to_string(index) + "]", std::move(code), std::move(message)}});
}

Result<std::vector<Transfer>> SeedsOf(Neighbours& neighbours, const Question& question) {
  boost::unordered_flat_set<std::uint32_t> named;
  for (std::size_t i = 0; i < question.seeds.size(); ++i) {
    if (!named.insert(question.seeds[i]).second) {
      return WrongSeed(i, "doubled", "The seed is named twice.");
    }
  }
  auto transfers = neighbours.At(question.seeds);
  if (transfers || transfers.error().code != ErrorCode::not_found) return transfers;
  for (std::size_t i = 0; i < question.seeds.size(); ++i) {
    const auto one = neighbours.At({&question.seeds[i], 1});
    if (!one && one.error().code == ErrorCode::not_found) {
      return WrongSeed(i, "unknown", "There is no such transfer.");
    }
  }
  return transfers;
}

// What is likely to still be there halves when the last sight of it is a day older, and goes on to
// a third, a quarter: `fen / (one day + age)`. A day, because a stop that comes the day after still
// finds something now and then, and one that comes in the first hours finds much.
struct Promise {
  std::int64_t fen = 0;
  std::int64_t age_ms = 0;

  bool IsMoreThan(const Promise& other) const {
    constexpr std::int64_t kDayMs = 86'400'000;
    return static_cast<Wide>(fen) * (kDayMs + other.age_ms) >
           static_cast<Wide>(other.fen) * (kDayMs + age_ms);
  }
};

template <typename Advice>
struct Ranked {
  Advice advice;
  Promise promise;
  int level = 0;
};

template <typename Advice>
std::vector<Advice> InOrder(std::vector<Ranked<Advice>> ranked) {
  std::sort(ranked.begin(), ranked.end(), [](const auto& a, const auto& b) {
    if (a.promise.IsMoreThan(b.promise)) return true;
    if (b.promise.IsMoreThan(a.promise)) return false;
    return std::tie(a.level, a.advice.account) < std::tie(b.level, b.advice.account);
  });
  std::vector<Advice> advice;
  advice.reserve(ranked.size());
  for (auto& one : ranked) advice.push_back(std::move(one.advice));
  return advice;
}

// The last moment at which something is known of the account, before the question's end.
std::int64_t LastSight(const Reached& account, const Question& question) {
  std::int64_t held_ms = account.knowledge.held_until_ms.value_or(account.sum.last_seen_at_ms);
  if (question.until_ms) held_ms = std::min(held_ms, *question.until_ms);
  return std::max(held_ms, account.sum.last_seen_at_ms);
}

void Advise(const std::deque<Reached>& reached, const Question& question, Answer& answer) {
  std::int64_t now_ms = 0;
  bool first = true;
  for (const Reached& account : reached) {
    const std::int64_t sight_ms = LastSight(account, question);
    now_ms = first ? sight_ms : std::max(now_ms, sight_ms);
    first = false;
  }
  std::vector<Ranked<StopAdvice>> stops;
  std::vector<Ranked<QueryAdvice>> queries;
  for (const Reached& account : reached) {
    const AccountSum& sum = account.sum;
    const bool unseen = account.unseen_fen > 0;
    if (sum.resting_fen > 0) {
      const std::int64_t sight_ms = LastSight(account, question);
      stops.push_back({{sum.account, sum.resting_fen, sight_ms,
                        unseen ? Reason::resting_unseen : Reason::resting_now},
                       {sum.resting_fen, now_ms - sight_ms},
                       sum.level});
    }
    if (unseen) {
      const Reason reason =
          account.knowledge.held_until_ms ? Reason::after_statement : Reason::no_statement;
      queries.push_back({{sum.account, account.unseen_from_ms, account.unseen_fen, reason},
                         {account.unseen_fen, now_ms - account.last_tagged.at_ms},
                         sum.level});
    }
  }
  answer.stop_now = InOrder(std::move(stops));
  answer.query_next = InOrder(std::move(queries));
}

// What rests, for each account and each seed.
Status Settle(std::deque<Reached>& reached, Answer& answer) {
  const bool poison = answer.method == Method::poison;
  for (Reached& account : reached) {
    AccountSum& sum = account.sum;
    if (poison) {
      const Wide left = static_cast<Wide>(sum.received_fen) - sum.passed_on_fen - sum.exited_fen;
      sum.resting_fen = left > 0 ? static_cast<std::int64_t>(left) : 0;
    } else {
      sum.resting_fen = account.holding.tagged_fen();
      sum.by_seed.assign(answer.seeds.size(), 0);
      account.holding.AddTags(sum.by_seed);
      for (std::size_t i = 0; i < answer.seeds.size(); ++i) {
        answer.seeds[i].resting_fen += sum.by_seed[i];
      }
    }
    if (__builtin_add_overflow(answer.resting_fen, sum.resting_fen, &answer.resting_fen)) {
      return Fail(Error{
          ErrorCode::too_large,
          "A sum of money is too large.",
          {},
          {{"transfers[" + std::to_string(account.last_tagged.position) + "]", "too_large",
            "With the money this transfer brought, the sum of what rests passes the limit."}}});
    }
  }
  if (poison) return {};
  HT_CHECK(answer.tagged_fen == answer.resting_fen + answer.exited_fen);
  for (const SeedSum& seed : answer.seeds) {
    HT_CHECK(seed.tagged_fen == seed.resting_fen + seed.exited_fen);
  }
  return {};
}

}  // namespace

Result<Answer> Trace(Neighbours& neighbours, Accounts& accounts, const Question& question) {
  HT_TRY(const std::vector<Transfer> seeds, SeedsOf(neighbours, question));
  HT_CHECK(seeds.size() == question.seeds.size());
  Replay replay(neighbours, accounts, question, seeds);
  HT_TRY_STATUS(replay.Run());
  Answer answer;
  answer.method = question.method;
  answer.tagged_fen = replay.tagged_fen();
  answer.exited_fen = replay.exited_fen();
  answer.seeds = std::move(replay.seeds());
  HT_TRY_STATUS(Settle(replay.reached(), answer));
  Advise(replay.reached(), question, answer);
  answer.accounts.reserve(replay.reached().size());
  for (Reached& account : replay.reached()) answer.accounts.push_back(std::move(account.sum));
  std::sort(answer.accounts.begin(), answer.accounts.end(),
            [](const AccountSum& a, const AccountSum& b) {
              return std::tie(a.level, a.first_at_ms, a.account) <
                     std::tie(b.level, b.first_at_ms, b.account);
            });
  answer.edges = std::move(replay.edges());
  std::sort(answer.edges.begin(), answer.edges.end(), [](const EdgeSum& a, const EdgeSum& b) {
    return std::tie(a.first_at_ms, a.from, a.to, a.exit) <
           std::tie(b.first_at_ms, b.from, b.to, b.exit);
  });
  return answer;
}

}  // namespace hetang::trace
