// Editing the bank directory, and the keys that prove a bank's answers.
#pragma once

#include "desk/funds/funds.h"
#include "gateway/bank/profile.h"

namespace hetang::funds {

// Adds (id 0) or replaces a bank. Errors: invalid (each field), conflict (code taken), stale.
Result<Bank> SaveBank(database::Transaction& tx, Bank bank, std::string_view version_read,
                      const auth::Principal& who, Moment now);

// Error: unauthenticated when the bank has no key; its answers cannot be believed then.
Result<std::string> BankKeyOf(database::Transaction& tx, std::string_view code);

// How the bank's messages are written: the built-in profile with what the bank's record adds.
Result<bank::Profile> ProfileOf(const Bank& bank);

}  // namespace hetang::funds
