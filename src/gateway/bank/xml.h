// XML from outside into a tree, made safe before the parser sees it; and the tree back to bytes.
#pragma once

#include <string>
#include <string_view>

#include <pugixml.hpp>

#include "base/result.h"
#include "gateway/bank/encoding.h"

namespace hetang::bank {

// Parses a whole document whose one root element is named `root`. Errors: too_large (bytes, marks,
// depth), unsupported (encoding, a document type), invalid (not well-formed, another root).
Status ParseXml(std::string_view bytes, std::string_view root, pugi::xml_document& document);

// The document with its declaration, indented by two blanks.
std::string SerializeXml(const pugi::xml_document& document, Encoding encoding);

}  // namespace hetang::bank
