// Calls that the house does without, and words that must not be in the repository.
#pragma once

#include "tidy/source.h"

namespace hetang::tidy {

// Calls are looked for in C++ code only, never in comments or literals. `catch (...)` may stand
// below app/ where the same line or the one above says `// tidy: catches <why>`.
void CheckCalls(const SourceFile& file, Faults& faults);

// Machine paths, registry hosts and left-over notes, in every text file of the repository.
void CheckWords(const SourceFile& file, Faults& faults);

}  // namespace hetang::tidy
