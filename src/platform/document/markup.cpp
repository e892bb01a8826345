#include <algorithm>
#include <array>
#include <string>

#include "base/text.h"
#include "platform/document/parse.h"

namespace hetang::document {
namespace {

constexpr std::array<std::string_view, 37> kTags{
    "article", "b",     "blockquote", "br", "caption", "col",   "colgroup", "dd",     "div", "dl",
    "dt",      "em",    "footer",     "h1", "h2",      "h3",    "h4",       "header", "hr",  "i",
    "li",      "main",  "ol",         "p",  "section", "small", "span",     "strong", "sub", "sup",
    "table",   "tbody", "td",         "th", "thead",   "tr",    "u"};
constexpr std::array<std::string_view, 3> kVoidTags{"br", "col", "hr"};
constexpr std::array<std::string_view, 5> kAttributes{"class", "colspan", "rowspan", "span",
                                                      "style"};
// What would fetch something, or run something, from inside a style.
constexpr std::array<std::string_view, 6> kForbiddenInStyle{"url",        "\\",    "@",
                                                            "expression", "image", "/*"};

template <std::size_t kSize>
bool Contains(const std::array<std::string_view, kSize>& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

std::string Lower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

bool IsNameLetter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
}

std::string_view TakeName(std::string_view& text) {
  std::size_t length = 0;
  while (length < text.size() && IsNameLetter(text[length])) ++length;
  const std::string_view name = text.substr(0, length);
  text.remove_prefix(length);
  return name;
}

class MarkupCheck {
 public:
  explicit MarkupCheck(std::vector<FieldError>& faults) : faults_(faults) {}

  void Read(const std::vector<Piece>& pieces) {
    for (const Piece& piece : pieces) {
      switch (piece.kind) {
        case Piece::Kind::text:
          ReadText(piece.text);
          break;
        case Piece::Kind::field:
          if (in_tag_) Add(piece.text, "field_in_tag", "A field may not stand inside a tag.");
          break;
        case Piece::Kind::section:
          if (in_tag_) Add(piece.text, "field_in_tag", "A section may not stand inside a tag.");
          floor_ = open_.size();
          break;
        case Piece::Kind::end:
          if (in_tag_) Add(piece.text, "field_in_tag", "A section may not stand inside a tag.");
          if (open_.size() != floor_) {
            Add(piece.text, "bad_markup", "A section leaves a tag open.");
          }
          floor_ = 0;
          break;
      }
    }
    if (in_tag_) Add("<", "bad_markup", "A tag has no end.");
    for (const std::string& tag : open_) Add(tag, "bad_markup", "A tag is not closed.");
  }

 private:
  void Add(std::string_view name, std::string code, std::string message) {
    faults_.push_back(FaultOf(name, std::move(code), std::move(message)));
  }

  // A tag lies whole within one piece of text, or a field stands inside it.
  void ReadText(std::string_view text) {
    in_tag_ = false;
    while (true) {
      const std::size_t at = text.find('<');
      if (at == text.npos) return;
      text.remove_prefix(at + 1);
      const std::size_t end = EndOfTag(text);
      if (end == text.npos) {
        in_tag_ = true;
        return;
      }
      ReadTag(text.substr(0, end));
      text.remove_prefix(end + 1);
    }
  }

  static std::size_t EndOfTag(std::string_view text) {
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] == '"') quoted = !quoted;
      if (text[i] == '>' && !quoted) return i;
    }
    return text.npos;
  }

  void ReadTag(std::string_view text) {
    const bool closing = text.starts_with('/');
    if (closing) text.remove_prefix(1);
    const std::string name = Lower(TakeName(text));
    if (!Contains(kTags, name)) {
      return Add(name.empty() ? "<" : name, "forbidden_tag", "This tag may not be used.");
    }
    if (closing) {
      if (open_.size() <= floor_ || open_.back() != name || !Trim(text).empty()) {
        return Add(name, "bad_markup", "A tag is closed that is not the open one.");
      }
      open_.pop_back();
      return;
    }
    ReadAttributes(text);
    if (!Contains(kVoidTags, name)) open_.push_back(name);
  }

  void ReadAttributes(std::string_view text) {
    while (true) {
      text = Trim(text);
      if (text.empty() || text == "/") return;
      const std::string name = Lower(TakeName(text));
      if (!Contains(kAttributes, name)) {
        return Add(name.empty() ? "<" : name, "forbidden_attribute",
                   "This attribute may not be used.");
      }
      const std::size_t end = text.starts_with("=\"") ? text.find('"', 2) : text.npos;
      if (end == text.npos) {
        return Add(name, "bad_markup", "An attribute is written name=\"value\".");
      }
      if (name == "style") CheckStyle(Lower(text.substr(2, end - 2)));
      text.remove_prefix(end + 1);
    }
  }

  void CheckStyle(const std::string& style) {
    for (const std::string_view word : kForbiddenInStyle) {
      if (style.find(word) != style.npos || style.find('&') != style.npos) {
        return Add("style", "forbidden_attribute", "A style names nothing outside the document.");
      }
    }
  }

  std::vector<FieldError>& faults_;
  std::vector<std::string> open_;
  std::size_t floor_ = 0;  // Tags below belong to the outside of the section.
  bool in_tag_ = false;
};

}  // namespace

void CheckMarkup(const std::vector<Piece>& pieces, std::vector<FieldError>& faults) {
  MarkupCheck(faults).Read(pieces);
}

}  // namespace hetang::document
