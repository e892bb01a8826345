// The transfers of the world in memory, so that the ones of an account are found at once.
//
// The rows lie by payer, then time, then position (an out-CSR, 24 bytes each); what an account
// received points into them (an in-CSR, 8 bytes), and so does each position (4 bytes). Later
// transfers stand in a small heap of their own until there are enough of them to build anew.
//
// Accounts are numbers the caller gives densely from 0: memory grows with the largest. Not safe for
// writing while another thread reads.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include <boost/unordered/unordered_flat_map.hpp>

#include "engine/trace/trace.h"

namespace hetang::trace {

class TransferGraph final : public Neighbours {
 public:
  TransferGraph() = default;
  // Positions are the places in `transfers`. Errors: too_large (2^32 - 1 transfers or more),
  // invalid (an amount below zero, a time beyond 2^54 ms: `transfers[17]`).
  static Result<TransferGraph> Make(std::span<const Transfer> transfers);
  // Later transfers take the positions that follow; their times may lie anywhere. Errors as Make.
  Status Add(std::span<const Transfer> transfers);

  // When the account last paid by any row but an interest row. Absent: never.
  std::optional<std::int64_t> LastPaidMs(std::uint32_t account) const;

  std::size_t size() const { return slot_of_.size() + later_.size(); }

  Result<std::vector<std::vector<Leg>>> LegsOf(std::span<const std::uint32_t> accounts) override;
  Result<std::vector<std::vector<Leg>>> LegsUntil(std::span<const std::uint32_t> accounts,
                                                  std::int64_t until_ms) override;
  Result<std::vector<Transfer>> At(std::span<const std::uint32_t> positions) override;
  std::size_t BatchSize() const override { return 1; }

 private:
  struct Row {
    std::int64_t amount_fen;
    std::int64_t at_and_kind;  // at_ms * 256 + kind.
    std::uint32_t to;
    std::uint32_t position;
    std::int64_t at_ms() const { return at_and_kind >> 8; }
    bool operator<(const Row& other) const {
      return at_ms() != other.at_ms() ? at_ms() < other.at_ms() : position < other.position;
    }
  };
  struct Incoming {
    std::uint32_t from;
    std::uint32_t slot;  // Of rows_.
  };

  void Build(std::span<const Transfer> transfers);
  void SortRows();
  void FillIncoming(std::span<const Transfer> transfers, bool in_order);
  std::vector<Transfer> All() const;
  Leg LegAt(std::uint32_t from, std::uint32_t slot) const;
  std::vector<Leg> LegsOfOne(std::uint32_t account, std::int64_t until_ms) const;
  std::size_t BucketOf(std::uint32_t from) const { return from == kOutside ? accounts_ : from; }

  std::size_t accounts_ = 0;
  std::vector<std::uint32_t> out_begin_;  // For each account; the outside pays in the last bucket.
  std::vector<Row> rows_;
  std::vector<std::uint32_t> in_begin_;
  std::vector<Incoming> in_;  // Without self-transfers: they stand with what the account paid.
  std::vector<std::uint32_t> slot_of_;
  std::vector<Transfer> later_;
  // For each account the transfers of later_ that touch it, by time, then place.
  boost::unordered_flat_map<std::uint32_t, std::vector<std::uint32_t>> later_of_;
};

}  // namespace hetang::trace
