// What placing an order of any kind takes: who signs, the message that leaves, journal and clock.
#pragma once

#include "desk/funds/order_message.h"

namespace hetang::funds {

Result<Signers> SignersFor(database::Transaction& tx, const auth::Principal& who, Moment now);

// The account an order is about, as the register knows it; made when it is new.
Result<registry::Account> AccountFor(database::Transaction& tx, const Bank& bank,
                                     const AccountNumber& number, const PersonName& holder);

// The fields that every new order has alike.
Order NewOrder(const registry::Case& record, const registry::Account& account, const Bank& bank,
               const Signers& signers, Moment now);

// The message as its bank reads it. Error: invalid, naming the elements that could not go out;
// nothing has been written by then.
Result<std::string> MessageTo(const Bank& bank, const Signers& signers, bank::Body body);

// The same for an order that stands in the table, with its own two officers.
Result<Signers> SignersOf(database::Transaction& tx, const Order& order);

// Puts order, message, journal entry and the clock of the bank's answer down, all together.
Status PutOrder(database::Transaction& tx, Order& order, std::string message, const Bank& bank,
                const auth::Principal& who, Moment now);

// The second half of it: what has been approved leaves.
Status SendOrder(database::Transaction& tx, const Order& order, std::string message,
                 const Bank& bank, const journal::Actor& actor, Moment now);

Status JournalOrder(database::Transaction& tx, const Order& order, const journal::Actor& actor,
                    std::string act, Moment now);

Party PartyOf(const Bank& bank, const Signers& signers);

}  // namespace hetang::funds
