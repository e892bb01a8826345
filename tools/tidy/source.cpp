#include "tidy/source.h"

#include <utility>

#include "base/text.h"

namespace hetang::tidy {
namespace {

// Walks over C++ text once and makes blank what is not code.
class Blanker {
 public:
  explicit Blanker(std::string_view text) : text_(text), out_(text) {}

  std::string Run() {
    while (at_ < text_.size()) {
      if (StartsWith("//")) {
        BlankTo(EndOfLine());
      } else if (StartsWith("/*")) {
        BlankTo(After("*/", at_ + 2));
      } else if (StartsWith("R\"") && !InsideWord()) {
        RawString();
      } else if (text_[at_] == '"' || (text_[at_] == '\'' && !IsDigitSeparator())) {
        Quoted(text_[at_]);
      } else {
        ++at_;
      }
    }
    return std::move(out_);
  }

 private:
  bool StartsWith(std::string_view what) const { return text_.substr(at_).starts_with(what); }

  // In front of R only an encoding prefix may stand: u8R"(..)", LR"(..)".
  bool InsideWord() const {
    std::size_t start = at_;
    while (start > 0 && IsWordCharacter(text_[start - 1])) --start;
    const std::string_view prefix = text_.substr(start, at_ - start);
    return !(prefix.empty() || prefix == "u8" || prefix == "u" || prefix == "U" || prefix == "L");
  }

  // 1'000'000: the quote stands inside a word that begins with a digit.
  bool IsDigitSeparator() const {
    std::size_t start = at_;
    while (start > 0 && (IsWordCharacter(text_[start - 1]) || text_[start - 1] == '\'')) --start;
    return start < at_ && text_[start] >= '0' && text_[start] <= '9';
  }

  std::size_t EndOfLine() const {
    const std::size_t end = text_.find('\n', at_);
    return end == std::string_view::npos ? text_.size() : end;
  }

  std::size_t After(std::string_view what, std::size_t from) const {
    const std::size_t found = text_.find(what, from);
    return found == std::string_view::npos ? text_.size() : found + what.size();
  }

  void BlankTo(std::size_t end) {
    for (; at_ < end; ++at_) {
      if (text_[at_] != '\n') out_[at_] = ' ';
    }
  }

  void RawString() {
    const std::size_t open = text_.find('(', at_);
    if (open == std::string_view::npos) {
      BlankTo(text_.size());
      return;
    }
    const std::string closing = ")" + std::string(text_.substr(at_ + 2, open - at_ - 2)) + "\"";
    BlankTo(After(closing, open));
  }

  void Quoted(char quote) {
    ++at_;
    while (at_ < text_.size() && text_[at_] != quote && text_[at_] != '\n') {
      const std::size_t width = text_[at_] == '\\' ? 2 : 1;
      BlankTo(at_ + width < text_.size() ? at_ + width : text_.size());
    }
    if (at_ < text_.size()) ++at_;
  }

  std::string_view text_;
  std::string out_;
  std::size_t at_ = 0;
};

std::vector<std::string> LinesOf(std::string_view text) {
  std::vector<std::string> lines;
  for (std::string_view line : Split(text, '\n')) {
    if (line.ends_with('\r')) line.remove_suffix(1);
    lines.emplace_back(line);
  }
  if (!lines.empty() && lines.back().empty()) lines.pop_back();
  return lines;
}

Language LanguageOf(std::string_view path) {
  for (const std::string_view ending : {".cpp", ".h", ".cc", ".hpp"}) {
    if (path.ends_with(ending)) return Language::kCpp;
  }
  for (const std::string_view ending : {".ts", ".tsx", ".mts", ".js", ".mjs"}) {
    if (path.ends_with(ending)) return Language::kScript;
  }
  return Language::kOther;
}

}  // namespace

SourceFile MakeSource(std::string path, std::string_view text) {
  SourceFile file;
  file.language = LanguageOf(path);
  file.path = std::move(path);
  file.lines = LinesOf(text);
  if (file.language == Language::kCpp) file.code = LinesOf(BlankOut(text));
  file.code.resize(file.lines.size());
  file.is_table = text.starts_with("// Data table.") || text.starts_with("// Generated");
  return file;
}

std::string BlankOut(std::string_view text) { return Blanker(text).Run(); }

bool IsWordCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

std::size_t FindToken(std::string_view text, std::string_view token, std::size_t from) {
  for (std::size_t at = text.find(token, from); at != std::string_view::npos;
       at = text.find(token, at + 1)) {
    const std::size_t end = at + token.size();
    const bool joined_in_front =
        IsWordCharacter(token.front()) && at > 0 && IsWordCharacter(text[at - 1]);
    const bool joined_behind =
        IsWordCharacter(token.back()) && end < text.size() && IsWordCharacter(text[end]);
    if (!joined_in_front && !joined_behind) return at;
  }
  return std::string_view::npos;
}

}  // namespace hetang::tidy
