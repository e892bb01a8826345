// How much of a victim's money can still be reached after so many minutes: what a minute of the
// centre is worth, in the invented town.
//
// No trustworthy source gives such a curve (domain figures differ by place and year), so this one
// follows from the assumptions of district.h and from nothing else. It is for training and for
// judging what a faster first stop would bring, not a forecast.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/district.h"

namespace hetang::sim {

struct CurveOptions {
  std::uint64_t seed = 1;
  int frauds = 1000;
  int dwell_minutes = 6;
};

// Shares of what the victims paid, each payment counted from its own time.
struct CurvePoint {
  int minutes = 0;
  double first_account = 0;  // Still on the account the victim paid to.
  double in_reach = 0;       // On any account of the known banks: not yet taken out.
  double low = 0;            // `in_reach` of the tenth of payments where it is least ...
  double high = 0;           // ... and of the tenth where it is most.
};

struct Curve {
  std::int64_t payments = 0;
  std::vector<CurvePoint> points;
};

Curve CurveOf(const CurveOptions& options);

}  // namespace hetang::sim
