// Puts the rows of one sub-account in order: by time; rows whose times overlap as their balances
// prove, else as in their file.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include <boost/unordered/unordered_flat_set.hpp>

#include "engine/statement/cluster.h"
#include "engine/statement/weave.h"

namespace hetang::statement {

// Puts the rows of one sub-account in order, cluster by cluster. A cluster is a run of rows whose
// times overlap.
class Orderer {
 public:
  Orderer(std::span<const Strand> strands, std::vector<std::uint8_t>& aside)
      : strands_(strands), aside_(aside) {}

  void Order(std::span<std::uint32_t> rows);

 private:
  using Rows = std::span<std::uint32_t>;

  std::size_t ClusterEnd(std::span<const std::uint32_t> rows, std::size_t begin) const;
  void OrderCluster(Rows cluster, std::span<const std::uint32_t> after);
  Ordered Solve(const std::vector<std::uint32_t>& moving);
  // Looks for a row that tells the same movement as another and breaks the chain; sets it aside.
  bool SetTwinAside(std::vector<std::uint32_t>& moving, Ordered& ordered);
  // A row of the counterparty's bank tells of the same movement.
  bool IsWitnessed(const Strand& row);
  void Put(Rows cluster, const std::vector<std::uint32_t>& moving, const Ordered& ordered);
  void Advance(std::span<const std::uint32_t> cluster);

  std::span<const Strand> strands_;
  std::vector<std::uint8_t>& aside_;
  Patience patience_;
  std::optional<std::int64_t> balance_;
  std::vector<std::int64_t> next_;
  std::vector<ClusterRow> rows_;
  boost::unordered_flat_set<std::uint64_t> told_;  // Hashes of what all rows say, once asked for.
};

}  // namespace hetang::statement
