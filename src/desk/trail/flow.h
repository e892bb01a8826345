// The shown transfers in memory, in order of flow: what traces run on.
//
// A flow never changes, so that whoever holds one may go on reading. What an import shows makes
// another one, which shares the great sorted part and keeps what differs beside it: transfers that
// came or moved stand after all others, and the places they left are empty. Transfers of one moment
// flow in order of position, so where one is added all transfers of its moment move together.
// When what differs has grown, everything is sorted and built anew, in memory.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include <boost/unordered/unordered_flat_map.hpp>
#include <boost/unordered/unordered_flat_set.hpp>

#include "desk/trail/trail.h"
#include "engine/trace/graph.h"

namespace hetang::trail {

// The transfer as the trace sees it; one that does not flow is a failed one to it.
trace::Transfer InEngine(const Transfer& stored);

class Flow {
 public:
  Flow() = default;
  // In any order. Error: too_large.
  static Result<Flow> Make(std::vector<Transfer> transfers);

  // The flow after a change: `now` are transfers that are new or stand for those with their ids.
  // It is built anew once more than `few` of it, and more than a small share, stand beside its
  // base: each change copies those. Error: too_large.
  Result<Flow> With(std::span<const Transfer> now, std::span<const std::int64_t> removed,
                    std::size_t few = 16'384) const;

  // One after the last position.
  std::uint32_t end() const;
  // Null where there is none.
  const Transfer* At(std::uint32_t position) const;
  // The transfers that touch an account, in order of flow.
  Result<std::vector<trace::Leg>> LegsOf(std::uint32_t account) const;
  // All of them, in any order.
  template <typename See>
  void ForEach(See&& see) const {
    for (std::uint32_t position = 0; position < end(); ++position) {
      if (const Transfer* transfer = At(position)) see(*transfer);
    }
  }
  // All of them, in order of flow.
  std::vector<Transfer> All() const;

 private:
  struct Base {
    std::vector<Transfer> transfers;  // In order of flow; a position is a place here.
    std::vector<std::uint32_t> by_id;
    // Only read once it is made; LegsOf of the graph changes nothing.
    mutable trace::TransferGraph graph;
  };

  std::uint32_t BaseEnd() const;
  std::optional<std::uint32_t> PositionOf(std::int64_t id) const;
  void Empty(std::uint32_t position);
  void Append(const Transfer& transfer);
  // Empties the places of the transfers of these moments, and gives them.
  std::vector<Transfer> TakeOut(const boost::unordered_flat_set<std::int64_t>& moments_ms);

  std::shared_ptr<const Base> base_;
  std::vector<Transfer> later_;  // Positions after the base's.
  boost::unordered_flat_set<std::uint32_t> empty_;
  boost::unordered_flat_map<std::uint32_t, std::vector<std::uint32_t>> later_of_;  // By account.
  boost::unordered_flat_map<std::int64_t, std::uint32_t> later_by_id_;
};

}  // namespace hetang::trail
