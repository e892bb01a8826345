#include "platform/document/parse.h"

#include <algorithm>

#include "base/text.h"

namespace hetang::document {
namespace {

bool IsName(std::string_view text) {
  return !text.empty() && text.size() <= 60 && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  });
}

// Whether sections open and close one after the other.
void CheckSections(const std::vector<Piece>& pieces, std::vector<FieldError>& faults) {
  std::string_view open;
  for (const Piece& piece : pieces) {
    if (piece.kind == Piece::Kind::section) {
      if (!open.empty()) {
        faults.push_back(FaultOf(piece.text, "nested_section", "A section lies inside another."));
      }
      open = piece.text;
    } else if (piece.kind == Piece::Kind::end) {
      if (open != piece.text) {
        faults.push_back(FaultOf(piece.text, "open_section", "A section ends that is not open."));
      }
      open = {};
    }
  }
  if (!open.empty()) {
    faults.push_back(FaultOf(open, "open_section", "A section has no end."));
  }
}

}  // namespace

std::vector<Piece> PiecesOf(std::string_view body, std::vector<FieldError>& faults) {
  std::vector<Piece> pieces;
  while (!body.empty()) {
    const std::size_t open = body.find("{{");
    if (open != 0) pieces.push_back({Piece::Kind::text, body.substr(0, open)});
    if (open == body.npos) break;
    const std::size_t close = body.find("}}", open);
    if (close == body.npos) {
      faults.push_back(FaultOf("{{", "bad_field", "A field has no end."));
      break;
    }
    std::string_view inside = Trim(body.substr(open + 2, close - open - 2));
    body.remove_prefix(close + 2);
    Piece piece{Piece::Kind::field, inside};
    if (inside.starts_with('#')) piece = {Piece::Kind::section, Trim(inside.substr(1))};
    if (inside.starts_with('/')) piece = {Piece::Kind::end, Trim(inside.substr(1))};
    if (IsName(piece.text)) {
      pieces.push_back(piece);
    } else {
      faults.push_back(FaultOf("{{", "bad_field", "A name is of a to z, 0 to 9 and _."));
    }
  }
  CheckSections(pieces, faults);
  return pieces;
}

}  // namespace hetang::document
