// What is written about the house must agree with it: links in documents lead somewhere, and every
// package that is installed has its line in docs/dependencies.md.
#pragma once

#include <vector>

#include "tidy/source.h"

namespace hetang::tidy {

inline constexpr std::size_t kMostPagePackages = 12;

// Every link of a Markdown file that names no other host must lead to a file or folder in `files`.
void CheckLinks(const std::vector<SourceFile>& files, Faults& faults);

// Packages of tools/dev/packages.txt and of each package.json must be named, in backticks, in
// docs/dependencies.md; the page may have at most kMostPagePackages at run time.
void CheckDependencies(const std::vector<SourceFile>& files, Faults& faults);

}  // namespace hetang::tidy
