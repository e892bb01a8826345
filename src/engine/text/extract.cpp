#include "engine/text/extract.h"

#include <algorithm>

#include "base/text.h"
#include "engine/text/amounts.h"
#include "engine/text/digits.h"
#include "engine/text/gaps.h"
#include "engine/text/names.h"
#include "engine/text/page.h"
#include "engine/text/payments.h"
#include "engine/text/roles.h"
#include "engine/text/speech.h"
#include "engine/text/times.h"
#include "engine/text/urls.h"

namespace hetang::text {

Extraction Extract(std::string_view utf8, Moment report_time) {
  Extraction found;
  auto points = DecodeUtf8(utf8);
  if (!points) return found;
  Page page(std::move(*points));
  // The surest shapes first: each finder sees only what the ones before it left.
  FindAddresses(page, found.entities);
  FindHandles(page, found.entities);
  FindNumbers(page, found.entities);
  FindTimes(page, report_time, found.entities);
  FindAmounts(page, found.entities);
  FindNames(page, found.entities);
  std::sort(found.entities.begin(), found.entities.end(),
            [](const Entity& a, const Entity& b) { return a.start < b.start; });
  const std::vector<Turn> turns = FindTurns(page, found.entities);
  const Gaps gaps(page, found.entities);
  GiveRoles(page, gaps, turns, found.entities);
  found.payments = FindPayments(page, gaps, turns, found.entities);
  return found;
}

}  // namespace hetang::text
