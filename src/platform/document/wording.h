// The wording of one document, within the folder: the paragraphs `<p class="text">` of a rendered
// body, as plain text, and put back after somebody has edited them for this document alone.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace hetang::document {

// What is marked up inside a paragraph is read as its text.
std::vector<std::string> ParagraphsIn(std::string_view rendered);

// The n-th paragraph says the n-th text. What is more goes behind the last one; paragraphs without
// a text are left out. Tables and all else stay as they are.
std::string WithParagraphs(std::string_view rendered, const std::vector<std::string>& texts);

}  // namespace hetang::document
