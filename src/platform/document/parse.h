// A template taken apart, within the folder.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace hetang::document {

struct Piece {
  enum class Kind { text, field, section, end };
  Kind kind = Kind::text;
  std::string_view text;  // Markup, or the name.
};

// The pieces in order; views into `body`. Faults are appended, the pieces that are sound given.
std::vector<Piece> PiecesOf(std::string_view body, std::vector<FieldError>& faults);

// Holds the markup of the pieces against the list of what is allowed.
void CheckMarkup(const std::vector<Piece>& pieces, std::vector<FieldError>& faults);

inline FieldError FaultOf(std::string_view name, std::string code, std::string message) {
  return {"body." + std::string(name), std::move(code), std::move(message)};
}

}  // namespace hetang::document
