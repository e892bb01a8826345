#include "platform/journal/feeder.h"

#include <spdlog/spdlog.h>

#include <algorithm>

namespace hetang::journal {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr std::int64_t kGroup = 64;
constexpr milliseconds kFirstPause{100};
constexpr milliseconds kLongestPause{30'000};
// Without a ring, entries sealed by another program are looked for this often.
constexpr milliseconds kLookAgain{1000};

}  // namespace

Feeder::Feeder(database::Database& database, std::string name, Sealer::Subscriber subscriber)
    : database_(database), name_(std::move(name)), subscriber_(std::move(subscriber)) {
  bell_.Ring();
  thread_ = std::thread([this] { Run(); });
}

Feeder::~Feeder() {
  bell_.Close();
  thread_.join();
}

void Feeder::Run() {
  milliseconds pause{0};
  auto not_before = steady_clock::now();
  while (true) {
    const auto left = std::chrono::ceil<milliseconds>(not_before - steady_clock::now());
    const bool paused = left > milliseconds(0);
    if (!bell_.Wait(paused ? left : kLookAgain)) return;
    if (steady_clock::now() < not_before) continue;
    const Status fed = Feed();
    if (fed.has_value()) {
      pause = milliseconds(0);
      continue;
    }
    pause = std::clamp(pause * 2, kFirstPause, kLongestPause);
    not_before = steady_clock::now() + pause;
    spdlog::warn("Subscriber {} of the journal fails and is tried again: {} ({})", name_,
                 fed.error().message, FactsOf(fed.error().code).name);
  }
}

Status Feeder::Feed() {
  const std::lock_guard lock(feeding_);
  HT_TRY(std::int64_t position, Position());
  std::int64_t limit = kGroup;
  while (true) {
    const Result<std::size_t> given = FeedGroup(position, limit);
    if (!given.has_value()) {
      if (limit == 1) return tl::unexpected(given.error());
      limit = 1;
      continue;
    }
    if (*given == 0) return {};
    limit = std::min(limit * 2, kGroup);
  }
}

Result<std::int64_t> Feeder::Position() {
  const auto read = [this](database::Transaction& tx) {
    return tx.Query<std::int64_t>("SELECT position FROM journal_subscriber WHERE name = :name",
                                  name_);
  };
  HT_TRY(const auto stored, database_.Read(read));
  if (!stored.empty()) return stored.front();
  HT_TRY(const auto begun,
         database_.Write([&](database::Transaction& tx) -> Result<std::vector<std::int64_t>> {
           HT_TRY_STATUS(
               tx.Execute("INSERT INTO journal_subscriber (name, position) "
                          "VALUES (:name, 0) ON CONFLICT (name) DO NOTHING",
                          name_));
           return read(tx);
         }));
  return begun.front();
}

Result<std::size_t> Feeder::FeedGroup(std::int64_t& position, std::int64_t limit) {
  HT_TRY(const auto entries,
         database_.Read([&](database::Transaction& tx) { return ReadAfter(tx, position, limit); }));
  if (entries.empty()) return 0;
  const std::int64_t next = entries.back().position;
  HT_TRY_STATUS(database_.Write([&](database::Transaction& tx) -> Status {
    HT_TRY(const auto moved, tx.Execute("UPDATE journal_subscriber SET position = :next "
                                        "WHERE name = :name AND position = :position",
                                        next, name_, position));
    if (moved != 1) {
      return Fail(ErrorCode::conflict, "Another program has fed this subscriber meanwhile.");
    }
    for (const Sealed& entry : entries) HT_TRY_STATUS(subscriber_(tx, entry));
    return {};
  }));
  position = next;
  return entries.size();
}

}  // namespace hetang::journal
