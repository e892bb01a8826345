// Texts by small numbers: the rows of a large import name the same banks, people and accounts again
// and again. 0 is the empty text.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>

#include <boost/unordered/unordered_flat_map.hpp>

namespace hetang::trail {

class Pool {
 public:
  Pool() { texts_.emplace_back(); }

  std::uint32_t Add(std::string_view text) {
    if (text.empty()) return 0;
    const auto found = ids_.find(text);
    if (found != ids_.end()) return found->second;
    const auto id = static_cast<std::uint32_t>(texts_.size());
    ids_.emplace(texts_.emplace_back(text), id);
    return id;
  }
  const std::string& At(std::uint32_t id) const { return texts_[id]; }
  std::size_t size() const { return texts_.size(); }

 private:
  std::deque<std::string> texts_;  // Never moved, so that the keys of ids_ stay.
  boost::unordered_flat_map<std::string_view, std::uint32_t> ids_;
};

}  // namespace hetang::trail
