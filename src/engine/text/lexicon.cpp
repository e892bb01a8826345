#include "engine/text/lexicon.h"

#include <algorithm>
#include <unordered_map>

namespace hetang::text {
namespace {

// Words by their first code point, the longest first.
using Index = std::unordered_map<char32_t, std::vector<Word>>;

Index BuildIndex() {
  Index index;
  for (const auto words : {LabelWords(), MoneyWords(), NameWords()}) {
    for (const Word& word : words) index[word.text.front()].push_back(word);
  }
  for (auto& [first, words] : index) {
    std::stable_sort(words.begin(), words.end(),
                     [](const Word& a, const Word& b) { return a.text.size() > b.text.size(); });
  }
  return index;
}

bool IsLatinLetter(char32_t c) { return c >= U'a' && c <= U'z'; }

// A Latin word counts only when it stands alone: "pay" is not in "paypal".
bool StandsAlone(std::u32string_view plain, std::size_t start, std::u32string_view word) {
  const std::size_t end = start + word.size();
  const bool joined_left =
      start > 0 && IsLatinLetter(word.front()) && IsLatinLetter(plain[start - 1]);
  const bool joined_right =
      end < plain.size() && IsLatinLetter(word.back()) && IsLatinLetter(plain[end]);
  return !joined_left && !joined_right;
}

}  // namespace

std::vector<Mark> FindMarks(std::u32string_view plain) {
  static const Index kIndex = BuildIndex();
  std::vector<Mark> marks;
  for (std::size_t at = 0; at < plain.size();) {
    std::size_t step = 1;
    if (const auto found = kIndex.find(plain[at]); found != kIndex.end()) {
      for (const Word& word : found->second) {
        if (plain.compare(at, word.text.size(), word.text) != 0) continue;
        if (!StandsAlone(plain, at, word.text)) continue;
        step = word.text.size();
        marks.push_back({at, at + step, word.cue, word.value});
        break;
      }
    }
    at += step;
  }
  return marks;
}

}  // namespace hetang::text
