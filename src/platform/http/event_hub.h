// One reader of the journal that feeds every open event stream.
//
// Recent entries are kept in memory, rendered once; a client that resumes from before them catches
// up from the database in pages. A client is given no more than it takes: its place in the journal
// is where it resumes, so nothing is queued for it beyond a fixed number of bytes.
#pragma once

#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "base/bell.h"
#include "platform/auth/auth.h"
#include "platform/http/exchange.h"
#include "platform/http/metrics.h"
#include "platform/journal/journal.h"

namespace hetang::http {

class EventHub {
 public:
  EventHub(database::Database& database, auth::Sessions& sessions, journal::Sealer& sealer,
           const Clock& clock, Metrics& metrics, std::chrono::milliseconds beat);
  ~EventHub();  // Ends all streams.
  EventHub(const EventHub&) = delete;
  EventHub& operator=(const EventHub&) = delete;

  // Feeds the stream from after this position, or from now on, until the session ends.
  void Open(std::string token, auth::Principal who, std::optional<std::int64_t> after,
            std::shared_ptr<Stream> stream);
  std::int64_t position() const;

  // Whether the stream of this officer carries the entry: of a unit the officer sees, and of a desk
  // the officer has some right of, or of a part of the platform that concerns everybody.
  static bool Carries(const auth::Principal& who, const journal::Sealed& entry);

 private:
  struct Item {
    journal::Sealed entry;
    std::string text;
  };
  struct Client {
    std::string token;
    auth::Principal who;
    std::int64_t position = 0;
    std::shared_ptr<Stream> stream;
    Moment told = {};  // The time last told, of a clock that is set.
  };

  void Run();
  void ReadNew();
  bool Deliver();
  bool DeliverTo(Client& client);
  bool TellTime();
  void Beat();
  void TakeNewClients();
  Result<std::vector<journal::Sealed>> ReadAfter(std::int64_t position);

  database::Database& database_;
  auth::Sessions& sessions_;
  const Clock& clock_;
  Metrics& metrics_;
  const std::chrono::milliseconds beat_;
  std::shared_ptr<Bell> bell_;  // Rung by the sealer, which may outlive the hub.

  mutable std::mutex mutex_;  // Guards the next two.
  std::int64_t position_ = 0;
  std::vector<Client> arriving_;

  std::deque<Item> recent_;  // Of the hub's thread, as the clients are.
  std::vector<Client> clients_;
  std::thread thread_;
};

}  // namespace hetang::http
