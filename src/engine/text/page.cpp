#include "engine/text/page.h"

#include <algorithm>

#include "base/text.h"
#include "engine/text/numbers.h"

namespace hetang::text {
namespace {

char32_t Even(char32_t point) {
  const char32_t half = HalfWidth(point);
  if (half >= U'A' && half <= U'Z') return half + 32;
  switch (half) {
    case 0x00A0:
    case 0x2002:
    case 0x2003:
    case 0x2009:
    case 0x202F:
    case U'\t':
      return U' ';
    case 0x2010:
    case 0x2011:
    case 0x2012:
    case 0x2013:
    case 0x2014:
    case 0x2212:
      return U'-';
    case U'\r':
      return U'\n';
    default:
      return half;
  }
}

// Numbers read aloud (幺三八一九零…): seven Chinese digits in a row or more are digits.
void ReplaceSpokenDigits(std::u32string& text) {
  constexpr std::size_t kFewest = 7;
  for (std::size_t start = 0; start < text.size();) {
    std::size_t end = start;
    while (end < text.size() && ChineseDigit(text[end]) >= 0) ++end;
    if (end - start >= kFewest) {
      for (std::size_t i = start; i < end; ++i) {
        text[i] = U'0' + static_cast<char32_t>(ChineseDigit(text[i]));
      }
    }
    start = end + 1;
  }
}

}  // namespace

Page::Page(std::u32string text) : points_(std::move(text)), plain_(points_.size(), U'\0') {
  std::transform(points_.begin(), points_.end(), plain_.begin(), Even);
  ReplaceSpokenDigits(plain_);
  marks_ = FindMarks(plain_);
  taken_.assign(points_.size(), false);
}

std::u32string_view Page::Plain(std::size_t start, std::size_t end) const {
  start = std::min(start, plain_.size());
  return std::u32string_view(plain_).substr(start, end > start ? end - start : 0);
}

std::string Page::Original(Span span) const {
  return EncodeUtf8(std::u32string_view(points_).substr(span.start, span.end - span.start));
}

bool Page::Has(std::size_t at, std::u32string_view word) const {
  return at <= plain_.size() && plain_.compare(at, word.size(), word) == 0;
}

bool Page::EndsWith(std::size_t at, std::u32string_view word) const {
  return at >= word.size() && Has(at - word.size(), word);
}

std::size_t Page::SkipBlanks(std::size_t at) const {
  while (At(at) == U' ') ++at;
  return at;
}

std::size_t Page::MarkFrom(std::size_t at) const {
  const auto found =
      std::lower_bound(marks_.begin(), marks_.end(), at,
                       [](const Mark& m, std::size_t place) { return m.start < place; });
  return static_cast<std::size_t>(found - marks_.begin());
}

const Mark* Page::MarkBefore(std::size_t at, std::size_t reach, CueSet cues) const {
  for (std::size_t i = MarkFrom(at); i-- > 0;) {
    const Mark& mark = marks_[i];
    if (mark.end > at) continue;
    if (at - mark.end > reach) return nullptr;
    if (!cues.Has(mark.cue)) continue;
    for (std::size_t p = mark.end; p < at; ++p) {
      if (EndsSentence(*this, p)) return nullptr;
    }
    return &mark;
  }
  return nullptr;
}

const Mark* Page::MarkAfter(std::size_t at, std::size_t reach, CueSet cues) const {
  for (std::size_t i = MarkFrom(at); i < marks_.size(); ++i) {
    const Mark& mark = marks_[i];
    if (mark.start - at > reach) return nullptr;
    if (!cues.Has(mark.cue)) continue;
    for (std::size_t p = at; p < mark.start; ++p) {
      if (EndsSentence(*this, p)) return nullptr;
    }
    return &mark;
  }
  return nullptr;
}

bool Page::HasMark(Span span, CueSet cues) const {
  for (std::size_t i = MarkFrom(span.start); i < marks_.size() && marks_[i].end <= span.end; ++i) {
    if (cues.Has(marks_[i].cue)) return true;
  }
  return false;
}

Span Page::Sentence(std::size_t at, std::size_t reach) const {
  Span span{at, at};
  while (span.start > 0 && at - span.start < reach && !EndsSentence(*this, span.start - 1)) {
    --span.start;
  }
  while (span.end < size() && span.end - at < reach && !EndsSentence(*this, span.end)) ++span.end;
  return span;
}

bool Page::IsFree(Span span) const {
  for (std::size_t i = span.start; i < span.end; ++i) {
    if (taken_[i]) return false;
  }
  return true;
}

void Page::Take(Span span) {
  for (std::size_t i = span.start; i < span.end; ++i) taken_[i] = true;
}

bool EndsSentence(const Page& page, std::size_t at) {
  switch (page.At(at)) {
    case U'。':
    case U'!':
    case U'?':
    case U';':
    case U'\n':
      return true;
    case U'.':
      return page.At(at + 1) == U' ' && !IsDigit(page.Before(at)) && page.Before(at) != U'r';
    default:
      return false;
  }
}

bool EndsClause(const Page& page, std::size_t at) {
  if (EndsSentence(page, at)) return true;
  const char32_t here = page.At(at);
  if (here == U',') return !(IsDigit(page.Before(at)) && IsDigit(page.At(at + 1)));
  if (here == U' ') return IsHan(page.Before(at)) || IsHan(page.At(at + 1));
  return false;
}

std::string Ascii(std::u32string_view text) {
  std::string out;
  for (const char32_t c : text) {
    if (c < 0x80) out.push_back(static_cast<char>(c));
  }
  return out;
}

}  // namespace hetang::text
