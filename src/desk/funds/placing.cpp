#include "desk/funds/placing.h"

#include "desk/funds/bank_edit.h"
#include "desk/funds/order_clocks.h"

namespace hetang::funds {

Result<Signers> SignersFor(database::Transaction& tx, const auth::Principal& who, Moment now) {
  Signers signers;
  HT_TRY(signers.handler, roster::OfficerOf(tx, who.officer_id));
  HT_TRY(signers.unit, roster::UnitOf(tx, signers.handler.unit_id));
  HT_TRY(signers.second, roster::SecondOfficerFor(tx, signers.handler, now));
  return signers;
}

Result<registry::Account> AccountFor(database::Transaction& tx, const Bank& bank,
                                     const AccountNumber& number, const PersonName& holder) {
  registry::Account wanted;
  wanted.bank_code = bank.code.str();
  wanted.bank_name = bank.name;
  wanted.number = number;
  wanted.holder = holder;
  return registry::AccountOf(tx, wanted);
}

Order NewOrder(const registry::Case& record, const registry::Account& account, const Bank& bank,
               const Signers& signers, Moment now) {
  Order order;
  order.case_id = record.id;
  order.unit_id = record.unit_id;
  order.account_id = account.id;
  order.account_number = account.number;
  order.bank_code = bank.code.str();
  order.bank_name = bank.name;
  order.requested_at = now;
  order.operator_id = signers.handler.id;
  if (signers.second) order.second_officer_id = signers.second->id;
  return order;
}

Result<std::string> MessageTo(const Bank& bank, const Signers& signers, bank::Body body) {
  bank::Envelope envelope;
  envelope.to = bank.code.str();
  envelope.serial = bank::NewSerial(signers.unit.code.str());
  envelope.body = std::move(body);
  HT_TRY(const bank::Profile profile, ProfileOf(bank));
  // What the bank's profile cannot carry is refused now, not when it is to leave. It is kept by no
  // bank's profile, for that may change while the message waits.
  HT_TRY_STATUS(bank::Write(envelope, profile));
  return bank::Write(envelope, bank::KeepingProfile());
}

Result<Signers> SignersOf(database::Transaction& tx, const Order& order) {
  Signers signers;
  HT_TRY(signers.handler, roster::OfficerOf(tx, order.operator_id));
  HT_TRY(signers.unit, roster::UnitOf(tx, signers.handler.unit_id));
  if (order.second_officer_id) {
    HT_TRY(signers.second, roster::OfficerOf(tx, *order.second_officer_id));
  }
  return signers;
}

Status JournalOrder(database::Transaction& tx, const Order& order, const journal::Actor& actor,
                    std::string act, Moment now) {
  journal::Entry entry;
  entry.actor = actor;
  entry.desk = "funds";
  entry.act = std::move(act);
  entry.subject = "order";
  entry.subject_id = order.id;
  entry.case_id = order.case_id;
  entry.unit_id = order.unit_id;
  entry.after = journal::DigestOf(order);
  entry.facts = {{"kind", EnumName(order.kind)},
                 {"bank", order.bank_name.str()},
                 {"application_id", order.application_id}};
  if (!IsQuery(order.kind)) {
    entry.facts["amount_fen"] = order.amount_fen.value();
    entry.facts["late_paperwork"] = order.late_paperwork;
  }
  if (order.original_order_id) entry.facts["original_order_id"] = *order.original_order_id;
  return journal::Append(tx, entry, now);
}

Status PutOrder(database::Transaction& tx, Order& order, std::string message, const Bank& bank,
                const auth::Principal& who, Moment now) {
  HT_TRY(order.id, tx.Insert(order));
  return SendOrder(tx, order, std::move(message), bank, who.actor(), now);
}

Status SendOrder(database::Transaction& tx, const Order& order, std::string message,
                 const Bank& bank, const journal::Actor& actor, Moment now) {
  HT_TRY_STATUS(outbox::Put(tx, std::string(kChannel), order.bank_code, order.application_id,
                            std::move(message), now));
  HT_TRY_STATUS(JournalOrder(tx, order, actor, "order_placed", now));
  if (order.kind == OrderKind::freeze_return) return {};  // The round's clock runs.
  return OpenClock(tx, order, kBankAnswer, now + Minutes(bank.answer_limit_minutes),
                   bank.name.str() + " " + bank.phone_24h.str(), now);
}

Party PartyOf(const Bank& bank, const Signers& signers) {
  return {bank.phone_24h.str(), signers.handler.name.str(),
          signers.second ? signers.second->name.str() : ""};
}

}  // namespace hetang::funds
