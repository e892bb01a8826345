// The outer form of a file: its length, the length of its lines and functions, and how a header
// begins. Small files and small functions are what a newcomer can read at one sitting.
#pragma once

#include <string>
#include <vector>

#include "tidy/source.h"

namespace hetang::tidy {

inline constexpr std::size_t kNotedFileLines = 500;
inline constexpr std::size_t kMostFileLines = 800;
inline constexpr std::size_t kMostFunctionLines = 70;
inline constexpr std::size_t kMostColumns = 100;

// Checks one C++ or TypeScript file; other languages are passed over.
void CheckShape(const SourceFile& file, Faults& faults);

// A function definition, from the first line of its head to its closing brace.
struct FunctionSpan {
  std::size_t first_line = 0;
  std::size_t last_line = 0;
  std::size_t LineCount() const { return last_line - first_line + 1; }
};

// Finds function definitions by their braces: a lambda or a local type counts with the function
// around it. It reads clang-formatted code, not every C++ that a compiler would take.
std::vector<FunctionSpan> FindFunctions(const std::vector<std::string>& code);

}  // namespace hetang::tidy
