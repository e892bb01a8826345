#include "engine/text/gaps.h"

namespace hetang::text {
namespace {

// The places between a bracket and the one that closes it, which is near and in the same line.
std::vector<bool> BracketedPlaces(const Page& page) {
  constexpr std::size_t kReach = 60;
  std::vector<bool> inside(page.size() + 1);
  for (std::size_t at = 0; at < page.size(); ++at) {
    if (page.At(at) != U'(') continue;
    std::size_t end = at + 1;
    while (end < page.size() && end - at < kReach && page.At(end) != U')' &&
           page.At(end) != U'\n') {
      ++end;
    }
    if (page.At(end) != U')') continue;
    for (std::size_t i = at + 1; i < end; ++i) inside[i] = true;
    at = end;
  }
  return inside;
}

// In talk without marks a new speaker begins after a blank: 要三百 我又给了.
bool OpensClause(const Page& page, std::size_t at) {
  constexpr std::u32string_view kPersons = U"我他她你";
  return kPersons.find(page.At(at)) != kPersons.npos || page.Has(at, U"对方");
}

}  // namespace

Gaps::Gaps(const Page& page, const std::vector<Entity>& entities)
    : open_(page.size() + 1),
      ends_(page.size() + 1),
      outer_ends_(page.size() + 1),
      inside_(BracketedPlaces(page)),
      sentences_(page.size() + 1) {
  std::vector<bool> taken(page.size() + 1);
  for (const Entity& entity : entities) {
    for (std::size_t at = entity.start; at < entity.end; ++at) taken[at] = true;
  }
  for (std::size_t at = 0; at < page.size(); ++at) {
    const bool blank = page.At(at) == U' ';
    const bool beside = taken[at + 1] || (at > 0 && taken[at - 1]);
    const bool clause =
        !taken[at] && EndsClause(page, at) && !(blank && beside && !OpensClause(page, at + 1));
    open_[at + 1] = open_[at] + (taken[at] || blank ? 0U : 1U);
    ends_[at + 1] = ends_[at] + (clause ? 1U : 0U);
    outer_ends_[at + 1] = outer_ends_[at] + (clause && !inside_[at] ? 1U : 0U);
    sentences_[at + 1] = sentences_[at] + (!taken[at] && EndsSentence(page, at) ? 1U : 0U);
  }
}

}  // namespace hetang::text
