#include "engine/text/lexicon.h"

#include <algorithm>
#include <deque>
#include <string>
#include <unordered_map>

namespace hetang::text {
namespace {

// Words by their first code point, the longest first.
using Index = std::unordered_map<char32_t, std::vector<Word>>;

// The verbs by which money leaves, and what turns one into something done. The words they make are
// read beside those of the tables, which go first.
constexpr std::u32string_view kVerbs[] = {
    U"转",   U"打",   U"汇",   U"付",   U"充",   U"投",   U"交",   U"缴",
    U"垫",   U"存",   U"刷",   U"扫",   U"补",   U"推",   U"押",   U"压",
    U"给",   U"还",   U"支付", U"转账", U"汇款", U"打款", U"付款", U"充值",
    U"投入", U"缴纳", U"垫付", U"补交", U"补缴", U"预付", U"代付"};
constexpr std::u32string_view kDoneAfter[] = {U"了",     U"过",     U"过去",   U"出去",
                                              U"进去",   U"走了",   U"走",     U"完",
                                              U"过去了", U"出去了", U"进去了", U"掉了"};
constexpr std::u32string_view kDoneBefore[] = {U"又",   U"已",   U"已经",  U"刚", U"就",
                                               U"才",   U"共",   U"也",    U"被", U"就给他",
                                               U"给他", U"给她", U"给对方"};

// The made words; they live as long as the program.
const std::deque<std::u32string>& MadeWords() {
  static const std::deque<std::u32string> kMade = [] {
    std::deque<std::u32string> made;
    for (const std::u32string_view verb : kVerbs) {
      for (const std::u32string_view after : kDoneAfter) {
        made.push_back(std::u32string(verb) + std::u32string(after));
      }
      for (const std::u32string_view before : kDoneBefore) {
        made.push_back(std::u32string(before) + std::u32string(verb));
        made.push_back(std::u32string(before) + std::u32string(verb) + U"了");
      }
    }
    return made;
  }();
  return kMade;
}

Index BuildIndex() {
  Index index;
  for (const auto words : {LabelWords(), MoneyWords(), NameWords()}) {
    for (const Word& word : words) index[word.text.front()].push_back(word);
  }
  for (const std::u32string& made : MadeWords()) {
    index[made.front()].push_back({made, Cue::paid});
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
