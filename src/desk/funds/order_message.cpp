#include "desk/funds/order_message.h"

namespace hetang::funds {
namespace {

// Police card (警官证) in the platform's table of identity documents.
constexpr const char* kPoliceCard = "08";

bank::Officer SignerOf(const roster::Officer& officer) {
  bank::Officer signer;
  signer.id_type = kPoliceCard;
  signer.id_number = IdentityNumber(officer.number.str());
  signer.name = PersonName(officer.name.str());
  signer.phone_number = officer.phone;
  return signer;
}

}  // namespace

bank::OrderHead HeadFor(const registry::Case& record, const Order& order) {
  return {order.application_id, record.number, "01", bank::EmergencyLevel::urgent};
}

bank::OrderTail TailFor(const Order& order, const Signers& signers) {
  bank::OrderTail tail;
  tail.application_time = order.requested_at;
  tail.application_org_id = signers.unit.code;
  tail.application_org_name = Text<100>(signers.unit.name.str());
  tail.operator_ = SignerOf(signers.handler);
  tail.investigator = SignerOf(signers.second ? *signers.second : signers.handler);
  return tail;
}

}  // namespace hetang::funds
