// The small language of document templates, and documents from it: pure text work, no database.
//
// A body is a piece of HTML. `{{name}}` stands for a value and `{{#rows}}...{{/rows}}` repeats its
// inside for each row of that name; inside, a row's own values come before the document's. Nothing
// else exists: no conditions (a section without rows draws nothing), no raw output, no nesting.
//
// A template that could print something other than what its reader believes is refused, when it is
// saved and again when it is rendered: a field the document does not have, a needed field left out,
// a section without its end, markup that is not on the short list of allowed tags and attributes,
// and fields inside a tag, for values are escaped as text.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/field.h"
#include "base/result.h"

namespace hetang::document {

enum class Language { zh, en };
BOOST_DESCRIBE_ENUM(Language, zh, en)

using Values = std::map<std::string, std::string, std::less<>>;

// The values of one document: texts by name, and rows of texts under the name of their section.
struct Fields {
  Values values;
  std::map<std::string, std::vector<Values>, std::less<>> rows;
};

// The most a body may hold, in code points.
inline constexpr std::size_t kLongestBody = 20'000;

// Whether `body` may be kept as a template of documents with the fields of `known` (its rows name
// the fields of a row) which must show each of `needed`. Error: invalid, one entry a fault, its
// path `body.` and the name of the field, tag or attribute. Codes: `unknown_field`,
// `missing_field`, `unknown_section`, `open_section`, `nested_section`, `bad_field`,
// `field_in_tag`, `forbidden_tag`, `forbidden_attribute`, `bad_markup`.
Status CheckBody(std::string_view body, const Fields& known, std::span<const std::string> needed);

// The body with its values. Error: invalid, as above; `missing_field` names a field without value.
Result<std::string> Render(std::string_view body, const Fields& fields);

// A line of plain text such as the form of a number: fields, no sections, nothing escaped.
Result<std::string> RenderLine(std::string_view line, const Values& values);

std::string Escaped(std::string_view text);

// One self-contained page around a rendered body: print rules for A4, fonts, nothing from outside.
std::string PageOf(std::string_view title, Language language, std::string_view rendered);
// The same page with a mark over every printed sheet that it is void.
std::string MarkedVoid(std::string_view page);

std::string DateText(Moment moment, Language language);      // 2026年3月2日
std::string DateTimeText(Moment moment, Language language);  // 2026年3月2日21时05分
std::string AmountText(Fen amount);                          // 1,234,567.80

}  // namespace hetang::document
