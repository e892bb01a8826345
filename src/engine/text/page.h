// The text as the finders see it: decoded once, evened out, with the known words marked.
//
// `plain` has the length of `points`: full-width forms are half-width, Latin letters lower-case,
// exotic blanks and dashes the ordinary ones. So places found in one are places of the other.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "engine/text/extract.h"
#include "engine/text/lexicon.h"

namespace hetang::text {

struct Span {
  std::size_t start = 0;
  std::size_t end = 0;
};

class Page {
 public:
  explicit Page(std::u32string text);

  std::size_t size() const { return plain_.size(); }
  // The evened-out code point at `at`; 0 beyond the text.
  char32_t At(std::size_t at) const { return at < plain_.size() ? plain_[at] : U'\0'; }
  char32_t Raw(std::size_t at) const { return at < points_.size() ? points_[at] : U'\0'; }
  char32_t Before(std::size_t at) const { return at == 0 ? U'\0' : At(at - 1); }
  std::u32string_view Plain(std::size_t start, std::size_t end) const;
  std::string Original(Span span) const;  // UTF-8 as it was written.
  bool Has(std::size_t at, std::u32string_view word) const;
  bool EndsWith(std::size_t at,
                std::u32string_view word) const;  // `word` stands right before `at`.
  std::size_t SkipBlanks(std::size_t at) const;   // Blanks of one line.

  // The known words, in order, without overlap.
  const std::vector<Mark>& marks() const { return marks_; }
  // The first mark that starts at or after `at`, as an index of marks().
  std::size_t MarkFrom(std::size_t at) const;
  // The nearest mark of one of `cues` that ends at most `reach` before `at`, in the same sentence.
  const Mark* MarkBefore(std::size_t at, std::size_t reach, CueSet cues) const;
  const Mark* MarkAfter(std::size_t at, std::size_t reach, CueSet cues) const;
  bool HasMark(Span span, CueSet cues) const;

  // The sentence round `at`, closed by 。！？； or the end of the line; at most `reach` either way.
  Span Sentence(std::size_t at, std::size_t reach = 400) const;

  // A place belongs to one entity only: a finder takes what it found.
  bool IsFree(Span span) const;
  void Take(Span span);

 private:
  std::u32string points_;
  std::u32string plain_;
  std::vector<Mark> marks_;
  std::vector<bool> taken_;
};

inline bool IsDigit(char32_t c) { return c >= U'0' && c <= U'9'; }
inline bool IsLatin(char32_t c) { return c >= U'a' && c <= U'z'; }  // Of Page::At.
inline bool IsHan(char32_t c) {
  return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) || c == U'〇';
}
bool EndsSentence(const Page& page, std::size_t at);
// True at a comma or a blank that parts two clauses; never inside a number.
bool EndsClause(const Page& page, std::size_t at);
std::string Ascii(std::u32string_view text);  // What is ASCII of it.

}  // namespace hetang::text
