// The shown transfers as the trace asks for them, read from the database account by account: for
// worlds that are not held in memory. A question costs two statements however many accounts it
// names.
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <boost/unordered/unordered_flat_set.hpp>

#include "desk/trail/trail.h"

namespace hetang::trail {

// Transfers of one moment flow by rank, then id, and the engine tells them apart by position alone.
// So positions are given a moment at a time: when a transfer of a moment is first read, all
// transfers of that moment get the next positions, in order of flow. Whatever is asked first, the
// order among them is that of the world in memory; between moments time decides and positions mean
// nothing. They hold as long as this object, which must not outlive its transaction.
class SqlNeighbours final : public trace::Neighbours {
 public:
  static constexpr std::size_t kBatch = 256;
  explicit SqlNeighbours(database::Transaction& tx, std::size_t batch = kBatch)
      : tx_(tx), batch_(batch) {}

  // The positions of stored transfers, to name seeds by. Errors: not_found (also of one that is
  // not shown).
  Result<std::vector<std::uint32_t>> PositionsOf(std::span<const std::int64_t> transfers);
  // The id of the stored transfer at a position that was given.
  std::int64_t TransferAt(std::uint32_t position) const;

  Result<std::vector<std::vector<trace::Leg>>> LegsOf(
      std::span<const std::uint32_t> accounts) override;
  Result<std::vector<std::vector<trace::Leg>>> LegsUntil(std::span<const std::uint32_t> accounts,
                                                         std::int64_t until_ms) override;
  Result<std::vector<trace::Transfer>> At(std::span<const std::uint32_t> positions) override;
  std::size_t BatchSize() const override { return batch_; }

 private:
  Result<std::vector<Transfer>> Stored(std::span<const std::int64_t> transfers);
  // Gives positions to the transfers of these moments that have none yet.
  Status Number(std::vector<std::int64_t> moments);

  database::Transaction& tx_;
  std::size_t batch_;
  boost::unordered_flat_set<std::int64_t> numbered_;  // Moments, in ms.
  boost::unordered_flat_map<std::int64_t, std::uint32_t> position_of_;
  std::vector<std::int64_t> id_at_;  // By position.
};

}  // namespace hetang::trail
