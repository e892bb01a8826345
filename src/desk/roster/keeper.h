// What time alone does to the rota: a gap comes into sight, a shift begins that is to be handed
// over, a swap lapses that nobody answered.
//
// All of it is read off the rows and the time, so that nothing is lost while the program is down
// and nothing is done twice.
#pragma once

#include <memory>

#include "base/result.h"
#include "base/time.h"
#include "platform/database/database.h"

namespace hetang::roster {

// Whether there is anything to do by now.
Result<bool> RotaWaits(database::Transaction& tx, Moment now);
// Does it.
Status KeepRota(database::Transaction& tx, Moment now);

// Looks every half minute, and when the clock was set.
class Keeper {
 public:
  static std::unique_ptr<Keeper> Start(database::Database& database, const Clock& clock);
  virtual ~Keeper() = default;
};

}  // namespace hetang::roster
