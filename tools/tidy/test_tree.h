// A small invented tree in a folder of its own, for the tests of the rules.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "tidy/tree.h"

namespace hetang::tidy {

class TestTree {
 public:
  TestTree() {
    std::string pattern = (std::filesystem::temp_directory_path() / "tidy-XXXXXX").string();
    root_ = mkdtemp(pattern.data());
  }
  ~TestTree() {
    std::error_code ignored;
    std::filesystem::remove_all(root_, ignored);
  }
  TestTree(const TestTree&) = delete;
  TestTree& operator=(const TestTree&) = delete;

  TestTree& Add(const std::string& path, const std::string& text) {
    std::filesystem::create_directories((root_ / path).parent_path());
    std::ofstream(root_ / path, std::ios::binary) << text;
    return *this;
  }

  // What the rules say, one `path:line: text` each; notes begin with `note: `.
  std::vector<std::string> Check() const {
    std::vector<std::string> said;
    for (const Fault& fault : CheckTree(ReadTree(root_))) {
      said.push_back((fault.is_note ? "note: " : "") + fault.path + ":" +
                     std::to_string(fault.line) + ": " + fault.text);
    }
    return said;
  }

 private:
  std::filesystem::path root_;
};

}  // namespace hetang::tidy
