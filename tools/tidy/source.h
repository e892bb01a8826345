// One file of the tree as the rules read it: its lines, and the same lines with comments and
// literals blanked out, so that a word in a comment is not taken for a call.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace hetang::tidy {

// What a rule has found. A note is printed and does not fail the run.
struct Fault {
  std::string path;
  std::size_t line = 0;
  std::string text;
  bool is_note = false;
};
using Faults = std::vector<Fault>;

enum class Language { kCpp, kScript, kOther };

struct SourceFile {
  std::string path;  // From the root of the tree, with `/`.
  Language language = Language::kOther;
  std::vector<std::string> lines;
  std::vector<std::string> code;  // As many as `lines`, byte for byte; only for C++.
  bool is_table = false;          // Generated, or a data table: lengths do not count.

  bool IsHeader() const { return path.ends_with(".h"); }
  // A test, or what several tests share: `test_database.h`.
  bool IsTest() const {
    return path.ends_with("_test.cpp") || path.substr(path.rfind('/') + 1).starts_with("test_");
  }
  bool IsUnder(std::string_view folder) const { return path.starts_with(folder); }
};

SourceFile MakeSource(std::string path, std::string_view text);

// The text with every comment and the inside of every string and character literal made blank.
// Length and line ends stay, so positions agree with the original.
std::string BlankOut(std::string_view text);

bool IsWordCharacter(char c);

// Where `token` stands in `text` as a word of its own, from `from` on; npos when it does not.
// The edges are looked at only where the token itself begins or ends with a word character.
std::size_t FindToken(std::string_view text, std::string_view token, std::size_t from = 0);

}  // namespace hetang::tidy
