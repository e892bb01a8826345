// Where sealing stands: finds the committed entries that have no seal yet, without reading what was
// sealed before.
//
// On SQLite ids are committed in order, so everything above the last sealed id is new. On
// PostgreSQL a smaller id may be committed later, and some never are. There the frontier keeps a
// floor below which nothing can come any more, and moves it to an id once every writer that could
// hold a smaller one has ended.
#pragma once

#include <string>
#include <vector>

#include "platform/database/database.h"
#include "platform/journal/chain.h"

namespace hetang::journal {

class Frontier {
 public:
  explicit Frontier(database::Database& database) : database_(database) {}

  Status Load();

  // Up to `limit` committed entries without a seal, by id.
  Result<std::vector<StoredEntry>> Unsealed(std::int64_t limit);

  // Says that what Unsealed gave last is sealed and committed now.
  void Sealed(const std::vector<StoredEntry>& entries);

  // Remembers the floor for the next start, in the command that seals.
  Status Save(database::Transaction& tx) const;

 private:
  bool OrderedByCommit() const { return database_.engine() == database::Engine::sqlite; }
  Result<std::vector<std::string>> Writers();
  Status Settle();

  database::Database& database_;
  std::int64_t floor_ = 0;  // Every entry up to here has its seal or will never be.
  std::int64_t saved_floor_ = 0;
  std::int64_t top_ = 0;        // The highest sealed id.
  std::int64_t candidate_ = 0;  // The next floor, once `writers_` have all ended; 0: none.
  std::vector<std::string> writers_;
  bool settled_ = false;    // They have, before the last look at the entries.
  bool all_given_ = false;  // The last look gave everything there was.
};

}  // namespace hetang::journal
