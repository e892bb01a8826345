// The whole tree: which files are looked at, and every rule applied to them.
#pragma once

#include <filesystem>
#include <vector>

#include "tidy/source.h"

namespace hetang::tidy {

// Reads the files below `root`, sorted by path. What a build or a package manager made is passed
// over (build, demo, web/dist, node_modules, hidden folders but .ci). Binary files have no lines.
std::vector<SourceFile> ReadTree(const std::filesystem::path& root);

// Every fault and note of the tree, sorted by path and line.
Faults CheckTree(const std::vector<SourceFile>& files);

}  // namespace hetang::tidy
