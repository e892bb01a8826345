// All banks of a directory on one port: what the program hetang-bank runs.
//
//   POST /banks/{code}/messages     a signed order; the reply is the receipt
//   GET  /truth/accounts/{number}   the account, its stops, its money
//   GET  /truth/ledger              everything that took effect
//   POST /truth/load                JSON lines of accounts and movements
//   POST /faults                    {"faults":["late=0.1"],"late_ms":5000,"seed":7}
//
// Only the first is open to the network: the others are there only when the address is a loopback
// address, for they hold and change everything.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "base/result.h"
#include "base/time.h"
#include "gateway/bank/simulated/faults.h"
#include "gateway/bank/simulated/ledger.h"

namespace hetang::bank::simulated {

struct SandboxOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;  // 0: any free port.
  std::string data;        // Folder of its own; made when absent.
  std::string centre;      // Where answers go: `http://127.0.0.1:8080`.
  std::string keys;        // File of the banks' keys; made when absent.
  std::string folders;     // Also serve drop folders below this one; empty: none.
  LedgerOptions ledger;
  FaultPlan faults;
};

class Sandbox {
 public:
  // Serves when it returns. Errors: unavailable (address, folders), invalid (fault plan, keys), and
  // those of the database.
  static Result<std::unique_ptr<Sandbox>> Start(const SandboxOptions& options, const Clock& clock);
  virtual ~Sandbox() = default;
  virtual std::uint16_t port() const = 0;
  virtual std::string url() const = 0;
  // Loads a truth file's text as POST /truth/load does.
  virtual Result<std::int64_t> Load(std::string_view lines) = 0;
};

}  // namespace hetang::bank::simulated
