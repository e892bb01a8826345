// Orders of every kind with invented people and numbers: for showing a bank exactly the bytes that
// would be sent to it. None of them is ever sent.
#pragma once

#include <string>
#include <vector>

#include <boost/describe.hpp>

#include "gateway/bank/profile.h"

namespace hetang::bank {

enum class SampleKind {
  stop,
  release,
  extension,
  freeze,
  lift,
  renewal,
  return_notice,
  transactions,
  holder,
  all_accounts,
  watch,
  watch_end,
  payment_stop,
  payment_change,
  payment_query,
};
BOOST_DESCRIBE_ENUM(SampleKind, stop, release, extension, freeze, lift, renewal, return_notice,
                    transactions, holder, all_accounts, watch, watch_end, payment_stop,
                    payment_change, payment_query)
std::vector<SampleKind> AllSampleKinds();

struct SampleBank {
  std::string code;  // 12 digits.
  std::string name;
};
// The same for the same moment, down to the serial.
Envelope SampleOf(SampleKind kind, const SampleBank& bank, Moment now);

}  // namespace hetang::bank
