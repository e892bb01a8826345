#include "platform/document/wording.h"

#include <algorithm>
#include <array>
#include <utility>

#include "platform/document/template.h"

namespace hetang::document {
namespace {

constexpr std::string_view kOpen = "<p class=\"text\">";
constexpr std::string_view kClose = "</p>";

std::string PlainOf(std::string_view markup) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kEntities{
      {{"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&#39;", "'"}, {"&amp;", "&"}}};
  std::string text;
  for (std::size_t i = 0; i < markup.size(); ++i) {
    if (markup[i] == '<') {
      i = std::min(markup.find('>', i), markup.size() - 1);
      continue;
    }
    bool is_entity = false;
    for (const auto& [entity, plain] : kEntities) {
      if (!markup.substr(i).starts_with(entity)) continue;
      text += plain;
      i += entity.size() - 1;
      is_entity = true;
      break;
    }
    if (!is_entity) text += markup[i];
  }
  return text;
}

std::string ParagraphOf(std::string_view text) {
  return std::string(kOpen) + Escaped(text) + std::string(kClose);
}

// Calls `visit` with what stands between paragraphs (false) and what stands in them (true).
template <typename Visit>
void Walk(std::string_view rendered, Visit visit) {
  std::size_t from = 0;
  while (true) {
    const std::size_t open = rendered.find(kOpen, from);
    const std::size_t close = open == std::string_view::npos ? open : rendered.find(kClose, open);
    if (close == std::string_view::npos) break;
    visit(false, rendered.substr(from, open - from));
    visit(true, rendered.substr(open + kOpen.size(), close - open - kOpen.size()));
    from = close + kClose.size();
  }
  visit(false, rendered.substr(from));
}

}  // namespace

std::vector<std::string> ParagraphsIn(std::string_view rendered) {
  std::vector<std::string> texts;
  Walk(rendered, [&](bool in_paragraph, std::string_view part) {
    if (in_paragraph) texts.push_back(PlainOf(part));
  });
  return texts;
}

std::string WithParagraphs(std::string_view rendered, const std::vector<std::string>& texts) {
  const std::size_t there = ParagraphsIn(rendered).size();
  std::string page;
  std::size_t next = 0;
  Walk(rendered, [&](bool in_paragraph, std::string_view part) {
    if (!in_paragraph) {
      page += part;
      return;
    }
    if (next < texts.size()) page += ParagraphOf(texts[next]);
    ++next;
    if (next < there) return;
    for (; next < texts.size(); ++next) page += ParagraphOf(texts[next]);
  });
  return page;
}

}  // namespace hetang::document
