// Feeds one durable subscriber on a thread of its own, so that it holds up nobody but itself.
//
// Entries go in small groups: one command runs the subscriber for each of them and stores the
// position. When a group is refused, its entries are given one by one, so that all before the
// failing one take effect.
#pragma once

#include <chrono>
#include <string>
#include <thread>

#include "base/bell.h"
#include "platform/journal/journal.h"

namespace hetang::journal {

class Feeder {
 public:
  Feeder(database::Database& database, std::string name, Sealer::Subscriber subscriber);
  ~Feeder();
  Feeder(const Feeder&) = delete;
  Feeder& operator=(const Feeder&) = delete;

  // New entries are sealed.
  void Ring() { bell_.Ring(); }
  // Gives all that is sealed, on the caller's thread, up to the first failure.
  Status Feed();

 private:
  void Run();
  Result<std::int64_t> Position();
  // Gives up to `limit` entries after `position`, moves it, and says how many there were.
  Result<std::size_t> FeedGroup(std::int64_t& position, std::int64_t limit);

  database::Database& database_;
  const std::string name_;
  const Sealer::Subscriber subscriber_;
  std::mutex feeding_;
  Bell bell_;
  std::thread thread_;
};

}  // namespace hetang::journal
