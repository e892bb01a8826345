// Who speaks in a pasted chat: the reporter, whose sums were paid, or the other side, whose sums
// were demanded.
//
// A turn is `name：text`, with or without a time stamp, or a line that holds nothing but the name
// and the stamp. Text is a chat when it has three turns of two speakers at least. The reporter is
// 我; without 我, whoever is neither the first to speak nor bears a title (客服, 导师, 经理).
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "engine/text/page.h"

namespace hetang::text {

enum class Speaker { narrator, reporter, other_side };

struct Turn {
  Span span;  // From the speaker's name to the next turn.
  std::size_t name_end = 0;
  Speaker speaker = Speaker::narrator;
  std::optional<std::size_t> stamp;  // The entity that is its time.
};

// The turns in order; empty when the text is no chat. `times` are the entities of kind time.
std::vector<Turn> FindTurns(const Page& page, const std::vector<Entity>& entities);
// The turn that holds `at`, or null.
const Turn* TurnAt(const std::vector<Turn>& turns, std::size_t at);

}  // namespace hetang::text
