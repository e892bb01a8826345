// Distances in a text that do not count what is already understood: between 向 and 转账 in
// 向6225 6859 9772 3613 382转账 there is nothing but a card.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/text/page.h"

namespace hetang::text {

class Gaps {
 public:
  Gaps(const Page& page, const std::vector<Entity>& entities);

  // Places between `from` and `to` that belong to no entity and are no blank.
  std::size_t Between(std::size_t from, std::size_t to) const { return open_[to] - open_[from]; }
  // True when a clause ends in between. A blank beside an entity ends one only
  // before 我 or 他.
  // What a bracket holds parts nothing outside of it.
  bool Parted(std::size_t from, std::size_t to) const {
    const bool outside = !inside_[from] && !inside_[to];
    return outside ? outer_ends_[to] != outer_ends_[from] : ends_[to] != ends_[from];
  }
  // True when the place itself ends a clause.
  bool EndsAt(std::size_t at) const { return ends_[at + 1] != ends_[at]; }
  bool InOneSentence(std::size_t from, std::size_t to) const {
    return sentences_[to] == sentences_[from];
  }

 private:
  std::vector<std::uint32_t> open_;        // Open places before each place of the text.
  std::vector<std::uint32_t> ends_;        // Clause ends before each place.
  std::vector<std::uint32_t> outer_ends_;  // Those outside of brackets.
  std::vector<bool> inside_;               // True for places in brackets.
  std::vector<std::uint32_t> sentences_;   // Sentence ends before each place.
};

}  // namespace hetang::text
