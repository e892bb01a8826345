#include "tidy/tree.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

#include "tidy/layers.h"
#include "tidy/papers.h"
#include "tidy/shape.h"
#include "tidy/words.h"

namespace hetang::tidy {
namespace {

namespace fs = std::filesystem;

// `folder` is named from the root of the tree.
bool IsMade(const fs::path& folder) {
  const std::string path = folder.generic_string();
  const std::string name = folder.filename().string();
  if (name.starts_with('.')) return path != ".ci";
  const bool is_at_root = path == name;
  return name == "node_modules" || path == "web/dist" || path == "tools/node" ||
         (is_at_root && (name == "build" || name.starts_with("build-") || name == "demo"));
}

std::string ReadAll(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

}  // namespace

std::vector<SourceFile> ReadTree(const fs::path& root) {
  std::vector<SourceFile> files;
  for (auto entry = fs::recursive_directory_iterator(root); entry != fs::end(entry); ++entry) {
    if (entry->is_symlink()) continue;
    const fs::path path = fs::relative(entry->path(), root);
    if (entry->is_directory()) {
      if (IsMade(path)) entry.disable_recursion_pending();
      continue;
    }
    if (path == ".git") continue;  // In a worktree it is a file that names the repository's path.
    std::string text = ReadAll(entry->path());
    if (text.find('\0') != std::string::npos) text.clear();
    files.push_back(MakeSource(path.generic_string(), text));
  }
  std::sort(files.begin(), files.end(),
            [](const SourceFile& a, const SourceFile& b) { return a.path < b.path; });
  return files;
}

Faults CheckTree(const std::vector<SourceFile>& files) {
  Faults faults;
  CheckLayers(files, faults);
  CheckLinks(files, faults);
  CheckDependencies(files, faults);
  for (const SourceFile& file : files) {
    CheckShape(file, faults);
    CheckCalls(file, faults);
    CheckWords(file, faults);
  }
  std::stable_sort(faults.begin(), faults.end(), [](const Fault& a, const Fault& b) {
    return std::tie(a.path, a.line) < std::tie(b.path, b.line);
  });
  return faults;
}

}  // namespace hetang::tidy
