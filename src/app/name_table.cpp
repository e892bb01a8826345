#include "app/name_table.h"

#include <algorithm>
#include <cstring>

namespace hetang::app {
namespace {

constexpr std::size_t kFirstSlots = 1024;

std::uint64_t Load(const char* at, std::size_t count) {
  std::uint64_t word = 0;
  std::memcpy(&word, at, count);
  return word;
}

std::uint64_t Mix(std::uint64_t hash, std::uint64_t word) {
  hash = (hash ^ word) * 0x9E37'79B9'7F4A'7C15ULL;
  return hash ^ (hash >> 29);
}

}  // namespace

NameTable::NameTable() : slots_(kFirstSlots) {}

std::uint64_t NameTable::HashOf(std::string_view name) {
  constexpr std::size_t kWord = sizeof(std::uint64_t);
  const char* at = name.data();
  std::size_t left = name.size();
  std::uint64_t hash = left;
  for (; left > kWord; left -= kWord, at += kWord) hash = Mix(hash, Load(at, kWord));
  hash = Mix(hash, Load(at, left));
  return hash ^ (hash >> 32);
}

void NameTable::Prefetch(std::uint64_t hash) const {
  __builtin_prefetch(&slots_[hash & (slots_.size() - 1)]);
}

bool NameTable::IsAt(const Slot& slot, std::string_view name) const {
  if (slot.size != name.size()) return false;
  if (std::memcmp(slot.text, name.data(), std::min(name.size(), kInside)) != 0) return false;
  return name.size() <= kInside || names_[slot.next_number - 1] == name;
}

std::uint32_t NameTable::NumberOf(std::string_view name, std::uint64_t hash) {
  const std::size_t mask = slots_.size() - 1;
  std::size_t index = hash & mask;
  for (; slots_[index].next_number != 0; index = (index + 1) & mask) {
    if (IsAt(slots_[index], name)) return slots_[index].next_number - 1;
  }
  names_.push_back(name);
  Slot& slot = slots_[index];
  slot.next_number = static_cast<std::uint32_t>(names_.size());
  slot.size = static_cast<std::uint32_t>(name.size());
  std::memcpy(slot.text, name.data(), std::min(name.size(), kInside));
  if (names_.size() * 2 > slots_.size()) Grow();
  return static_cast<std::uint32_t>(names_.size() - 1);
}

void NameTable::Grow() {
  constexpr std::size_t kTimes = 4;
  const std::vector<Slot> old = std::move(slots_);
  slots_ = std::vector<Slot>(old.size() * kTimes);
  const std::size_t mask = slots_.size() - 1;
  for (const Slot& slot : old) {
    if (slot.next_number == 0) continue;
    const std::string_view name = slot.size <= kInside ? std::string_view(slot.text, slot.size)
                                                       : names_[slot.next_number - 1];
    std::size_t index = HashOf(name) & mask;
    while (slots_[index].next_number != 0) index = (index + 1) & mask;
    slots_[index] = slot;
  }
}

}  // namespace hetang::app
