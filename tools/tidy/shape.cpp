#include "tidy/shape.h"

#include <string>

#include "base/text.h"

namespace hetang::tidy {
namespace {

void CheckFileLength(const SourceFile& file, Faults& faults) {
  const std::size_t count = file.lines.size();
  if (count <= kNotedFileLines) return;
  const std::string text = std::to_string(count) + " lines; ";
  if (count > kMostFileLines) {
    faults.push_back({file.path, count,
                      text + "the limit is " + std::to_string(kMostFileLines) +
                          ": split it by what its parts are for"});
  } else {
    faults.push_back(
        {file.path, count,
         text + "over " + std::to_string(kNotedFileLines) + " is asked why: does it do two things?",
         true});
  }
}

void CheckColumns(const SourceFile& file, Faults& faults) {
  for (std::size_t i = 0; i < file.lines.size(); ++i) {
    const std::size_t columns = CountCodePoints(file.lines[i]);
    if (columns <= kMostColumns) continue;
    faults.push_back({file.path, i + 1,
                      std::to_string(columns) + " columns; the limit is " +
                          std::to_string(kMostColumns) + ": break the line"});
  }
}

void CheckFunctions(const SourceFile& file, Faults& faults) {
  for (const FunctionSpan& span : FindFunctions(file.code)) {
    if (span.LineCount() <= kMostFunctionLines) continue;
    faults.push_back({file.path, span.first_line,
                      "a function of " + std::to_string(span.LineCount()) +
                          " lines; the limit is " + std::to_string(kMostFunctionLines) +
                          ": give its steps names of their own"});
  }
}

void CheckHeaderStart(const SourceFile& file, Faults& faults) {
  if (file.lines.empty() || !file.lines[0].starts_with("//")) {
    faults.push_back({file.path, 1, "a header opens with a comment: say what it is for"});
  }
  for (std::size_t i = 0; i < file.code.size(); ++i) {
    const std::string_view code = Trim(file.code[i]);
    if (code.empty()) continue;
    if (code == "#pragma once") return;
    faults.push_back({file.path, i + 1, "code in front of #pragma once; put that line first"});
    return;
  }
  faults.push_back({file.path, 1, "#pragma once is missing; put it below the opening comment"});
}

}  // namespace

void CheckShape(const SourceFile& file, Faults& faults) {
  const bool is_cpp = file.language == Language::kCpp;
  if (!is_cpp && file.language != Language::kScript) return;
  if (is_cpp && file.IsHeader()) CheckHeaderStart(file, faults);
  if (file.is_table) return;
  CheckFileLength(file, faults);
  CheckColumns(file, faults);
  if (is_cpp) CheckFunctions(file, faults);
}

}  // namespace hetang::tidy
