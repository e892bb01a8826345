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
  // True when a clause ends in between. A blank beside an entity ends none.
  bool Parted(std::size_t from, std::size_t to) const { return ends_[to] != ends_[from]; }
  bool InOneSentence(std::size_t from, std::size_t to) const {
    return sentences_[to] == sentences_[from];
  }

 private:
  std::vector<std::uint32_t> open_;       // Open places before each place of the text.
  std::vector<std::uint32_t> ends_;       // Clause ends before each place.
  std::vector<std::uint32_t> sentences_;  // Sentence ends before each place.
};

}  // namespace hetang::text
