// tidy [ROOT]: holds the tree under ROOT (by default the current folder) against the house rules.
// Exit code 0: nothing found but notes. 1: faults. 2: wrong use.

#include <cstdio>
#include <filesystem>
#include <vector>

#include "tidy/tree.h"

int main(int argc, char** argv) {
  const std::filesystem::path root = argc > 1 ? argv[1] : ".";
  std::error_code error;
  if (argc > 2 || !std::filesystem::is_directory(root / "src", error)) {
    std::fprintf(stderr, "usage: tidy [ROOT], where ROOT holds src/\n");
    return 2;
  }
  const std::vector<hetang::tidy::SourceFile> files = hetang::tidy::ReadTree(root);
  std::size_t faults = 0;
  std::size_t notes = 0;
  for (const hetang::tidy::Fault& fault : hetang::tidy::CheckTree(files)) {
    ++(fault.is_note ? notes : faults);
    std::printf("%s:%zu: %s%s\n", fault.path.c_str(), fault.line, fault.is_note ? "note: " : "",
                fault.text.c_str());
  }
  std::printf("tidy: %zu files, %zu faults, %zu notes\n", files.size(), faults, notes);
  return faults == 0 ? 0 : 1;
}
