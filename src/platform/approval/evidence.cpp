#include "platform/approval/evidence.h"

#include "base/json.h"

namespace hetang::approval {

void Attach(Request& request, const Evidence& evidence) {
  request.evidence = PersonalText(json::Write(evidence, Reveal::in_full));
}

Evidence EvidenceOf(const Request& request) {
  if (request.evidence.empty()) return {};
  return json::Read<Evidence>(request.evidence.Reveal()).value_or(Evidence{});
}

}  // namespace hetang::approval
