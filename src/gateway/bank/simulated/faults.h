// What a simulated end does wrong on purpose, each with a probability, from a seed.
//
// Whether a fault strikes depends on the seed and on what it would strike, not on the order in
// which things arrive: a month that is simulated again goes wrong in the same places.
#pragma once

#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include <boost/describe.hpp>

#include "base/field.h"
#include "base/result.h"
#include "base/time.h"

namespace hetang::bank::simulated {

enum class Fault {
  late,               // The order takes effect and is answered later.
  refuse,             // The order is not taken: HTTP 503.
  cut,                // Half a receipt; half an answer, and the connection closed.
  twice,              // The answer is delivered two times.
  never,              // The answer is not delivered.
  wrong_code,         // The answer's result is `1`, which the profile does not have.
  garbage,            // Bytes that are no XML, in place of the answer.
  other_banks_order,  // Another bank answers this order first.
  contradict,         // A second answer says the opposite.
  huge,               // An answer of 200 MB, before the right one.
  reorder,            // The answer waits for late_ms, and those behind it go first.
  twice_effective,    // A repeated stop takes effect once more: a bank that breaks the rules.
};
BOOST_DESCRIBE_ENUM(Fault, late, refuse, cut, twice, never, wrong_code, garbage, other_banks_order,
                    contradict, huge, reorder, twice_effective)

struct FaultPlan {
  std::vector<std::string> faults;  // `late=0.1`
  std::int64_t late_ms = 5'000;
  std::int64_t seed = 1;
};
BOOST_DESCRIBE_STRUCT(FaultPlan, (), (faults, late_ms, seed))

// The chances of faults that are told apart by their place in a list of names.
class FaultTable {
 public:
  explicit FaultTable(std::vector<std::string_view> names);

  // Puts this plan in the place of the last. Error: invalid, and the last plan stays.
  Status Plan(const FaultPlan& plan);

  // `what`: the message, and which coming of it this is. Serials and application ids, which are
  // drawn anew in each run, are passed over.
  bool Strikes(std::size_t fault, std::string_view what) const;
  // From 0 to 1, the same for the same seed and `what`.
  double Draw(std::string_view what) const;
  Duration late() const;

 private:
  const std::vector<std::string_view> names_;
  mutable std::mutex mutex_;
  std::vector<double> chances_;
  Duration late_;
  std::int64_t seed_ = 0;
};

// The faults of one described enumeration.
template <typename E>
class FaultsOf : public FaultTable {
 public:
  FaultsOf() : FaultTable(EnumNames<E>()) {}
  bool Strikes(E fault, std::string_view what) const {
    return FaultTable::Strikes(static_cast<std::size_t>(fault), what);
  }
};
using Faults = FaultsOf<Fault>;

}  // namespace hetang::bank::simulated
