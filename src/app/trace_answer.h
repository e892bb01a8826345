// The answer of a trace as the JSON that `hetang trace` prints: one document, written piece by
// piece, as a trace through a large world has many accounts and edges.
#pragma once

#include <cstddef>
#include <cstdint>
#include <iosfwd>

#include <boost/json/value.hpp>

#include "engine/trace/trace.h"

namespace hetang::app {

// How accounts, seeds and transfers are called by the people who read the answer.
class TraceNames {
 public:
  virtual ~TraceNames() = default;
  virtual boost::json::value Account(std::uint32_t account) const = 0;  // Never of the outside.
  virtual boost::json::value Seed(std::size_t index) const = 0;         // In the question's order.
  virtual boost::json::value Transfer(std::uint32_t position) const = 0;
};

void PrintTrace(const trace::Answer& answer, const TraceNames& names, std::ostream& out);

}  // namespace hetang::app
