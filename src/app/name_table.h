// Numbers for names, from 0 in the order in which they are first seen. Made for files of millions
// of rows: a short name lies inside the table, so that looking it up costs one place in memory, and
// that place can be asked for ahead of time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace hetang::app {

class NameTable {
 public:
  NameTable();

  static std::uint64_t HashOf(std::string_view name);
  // Brings what NumberOf() will look at into the cache.
  void Prefetch(std::uint64_t hash) const;
  // `name` must outlive the table. A name seen for the first time gets the number size().
  std::uint32_t NumberOf(std::string_view name, std::uint64_t hash);
  std::size_t size() const { return names_.size(); }
  const std::vector<std::string_view>& names() const { return names_; }

 private:
  static constexpr std::size_t kInside = 24;
  struct alignas(32) Slot {
    std::uint32_t next_number = 0;  // The name's number and one; 0: the slot is free.
    std::uint32_t size = 0;
    char text[kInside] = {};  // The name, or the begin of a longer one.
  };

  bool IsAt(const Slot& slot, std::string_view name) const;
  void Grow();

  std::vector<Slot> slots_;  // A power of two, at most half of them taken.
  std::vector<std::string_view> names_;
};

}  // namespace hetang::app
