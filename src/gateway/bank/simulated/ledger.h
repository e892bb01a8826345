// The simulated banks at work: orders come in and take effect when their time has come, money moves
// in between. Everything that was acknowledged is in the database first, so a kill loses nothing;
// an order takes effect once, however often it comes.
//
// Time runs by the events' own times: an order that was due at noon stops the account at noon, even
// if the program was down then and works it off later.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "base/time.h"
#include "gateway/bank/directory.h"
#include "gateway/bank/profile.h"
#include "gateway/bank/simulated/books.h"
#include "gateway/bank/simulated/faults.h"
#include "platform/database/database.h"

namespace hetang::bank::simulated {

struct LedgerOptions {
  Duration least_delay = {};  // From receipt to effect.
  Duration most_delay = {};
  double speed = 1;           // How much faster than said loaded movements come.
  bool open_unknown = false;  // Opens an account for a stop on a number nobody has.
};

class Ledger {
 public:
  Ledger(database::Database& database, const Clock& clock, const Directory& banks, Faults& faults,
         const LedgerOptions& options);

  // Takes the bytes of an order to this bank. The receipt says whether it was taken; what cannot be
  // taken is not stored. Errors: of the database.
  Result<Receipt> Receive(const BankEntry& bank, std::string_view bytes, bool by_folder);

  // Adds accounts and movements, one JSON object a line; all or nothing. A number or a movement id
  // that is known already is passed over. Errors: invalid with paths like `lines[3].balance_fen`.
  // Answers how many lines were new.
  Result<std::int64_t> Load(std::string_view lines);

  // Works off what is due by now, in order of time. Answers how many orders and movements it was.
  Result<std::int64_t> RunDue();

 private:
  Result<bool> RunNext(database::Transaction& tx, Moment now);
  Status Execute(database::Transaction& tx, Order order);
  Result<Body> AnswerTo(database::Transaction& tx, const Order& order, const Body& request);
  Status Execute(database::Transaction& tx, Movement movement);
  Result<Body> CarryOut(database::Transaction& tx, const Order& order, const Body& request);
  Result<Receipt> Store(database::Transaction& tx, Order order);
  Moment DueAt(Moment now, bool at_once, std::string_view request) const;
  Status TakeEffectAgain(database::Transaction& tx, const Order& order);
  std::string NameOf(const std::string& bank) const;

  database::Database& database_;
  const Clock& clock_;
  const Directory& banks_;
  Faults& faults_;
  const LedgerOptions options_;
};

}  // namespace hetang::bank::simulated
