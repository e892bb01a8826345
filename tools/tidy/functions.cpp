#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "tidy/shape.h"

namespace hetang::tidy {
namespace {

// `template <class T, int N = 3> ` in front of a head says nothing about what the head begins.
std::string_view WithoutTemplateHead(std::string_view head) {
  while (head.starts_with("template")) {
    int depth = 0;
    std::size_t at = 8;
    for (; at < head.size(); ++at) {
      if (head[at] == '<') ++depth;
      if (head[at] == '>' && --depth == 0) break;
    }
    if (at >= head.size()) return head;
    head = Trim(head.substr(at + 1));
  }
  return head;
}

bool BeginsScope(std::string_view head) {
  if (FindToken(head, "extern") == 0) return head.find(')') == std::string_view::npos;
  for (const std::string_view word :
       {"namespace", "inline namespace", "class", "struct", "union", "enum", "typedef"}) {
    if (FindToken(head, word) == 0) return true;
  }
  return false;
}

// Positions outside round brackets only: default arguments and conditions do not count.
bool HasOutsideBrackets(std::string_view head, bool (*wanted)(std::string_view, std::size_t)) {
  int depth = 0;
  for (std::size_t i = 0; i < head.size(); ++i) {
    if (head[i] == '(') ++depth;
    if (head[i] == ')') --depth;
    if (depth == 0 && wanted(head, i)) return true;
  }
  return false;
}

bool IsAssignment(std::string_view head, std::size_t at) {
  constexpr std::string_view kJoined = "=<>!+-*/%&|^";
  if (head[at] != '=') return false;
  if (at > 0 && kJoined.find(head[at - 1]) != std::string_view::npos) return false;
  return at + 1 == head.size() || head[at + 1] != '=';
}

bool IsSingleColon(std::string_view head, std::size_t at) {
  if (head[at] != ':' || head.substr(0, at).find(')') == std::string_view::npos) return false;
  return (at == 0 || head[at - 1] != ':') && (at + 1 == head.size() || head[at + 1] != ':');
}

enum class Brace {
  scope,        // Of a namespace or a type: functions are looked for inside.
  function,     // The body of a function.
  initialiser,  // Of a member in front of a constructor's body: the head goes on behind it.
  other,
};

Brace BraceBehind(std::string_view whole_head) {
  const std::string_view head = WithoutTemplateHead(Trim(whole_head));
  if (head.empty()) return Brace::other;
  if (BeginsScope(head)) return Brace::scope;
  const bool is_operator = FindToken(head, "operator") != std::string_view::npos;
  if (!is_operator && HasOutsideBrackets(head, IsAssignment)) {
    const bool is_lambda = head.find('[') != std::string_view::npos && head.ends_with(')');
    return is_lambda ? Brace::function : Brace::other;
  }
  if (head.find(')') == std::string_view::npos) return Brace::other;
  const bool names_member = IsWordCharacter(head.back()) || head.back() == '>';
  if (names_member && HasOutsideBrackets(head, IsSingleColon)) return Brace::initialiser;
  return Brace::function;
}

class FunctionFinder {
 public:
  explicit FunctionFinder(const std::vector<std::string>& code) : code_(code) {}

  std::vector<FunctionSpan> Run() {
    bool in_directive = false;
    for (line_ = 1; line_ <= code_.size(); ++line_) {
      const std::string& text = code_[line_ - 1];
      const bool is_directive = in_directive || Trim(text).starts_with('#');
      in_directive = is_directive && text.ends_with('\\');
      if (is_directive) continue;
      for (const char c : text) Take(c);
      Take(' ');
    }
    return found_;
  }

 private:
  struct Open {
    Brace brace = Brace::other;
    std::size_t head_line = 0;
    std::string head;  // Kept for an initialiser, whose head goes on behind it.
  };

  bool InBody() const {
    for (const Open& open : open_) {
      if (open.brace == Brace::function) return true;
    }
    return false;
  }

  void Take(char c) {
    if (c == '{') {
      open_.push_back({InBody() ? Brace::other : BraceBehind(head_), head_line_, head_});
      head_.clear();
    } else if (c == '}') {
      Close();
    } else if (c == ';') {
      head_.clear();
    } else if (!head_.empty() || c != ' ') {
      if (head_.empty()) head_line_ = line_;
      head_.push_back(c);
      if (head_ == "public:" || head_ == "private:" || head_ == "protected:") head_.clear();
    }
  }

  void Close() {
    head_.clear();
    if (open_.empty()) return;
    const Open last = open_.back();
    open_.pop_back();
    if (last.brace == Brace::function) found_.push_back({last.head_line, line_});
    if (last.brace == Brace::initialiser) {
      head_ = last.head + "{}";
      head_line_ = last.head_line;
    }
  }

  const std::vector<std::string>& code_;
  std::size_t line_ = 0;
  std::string head_;
  std::size_t head_line_ = 0;
  std::vector<Open> open_;
  std::vector<FunctionSpan> found_;
};

}  // namespace

std::vector<FunctionSpan> FindFunctions(const std::vector<std::string>& code) {
  return FunctionFinder(code).Run();
}

}  // namespace hetang::tidy
