// The plan of the house: which folders src/ has, and which of them may include which.
//
// Layers: base <- engine, platform; platform <- gateway; all of these <- desk; base, engine <- sim;
// app includes everything. Desks stand in one order, and a desk sees an earlier desk only through
// its facade header. The folders of one layer never include each other in a circle.
#pragma once

#include <vector>

#include "tidy/source.h"

namespace hetang::tidy {

// Looks at every C++ file under src/ in `files`; the others are passed over.
void CheckLayers(const std::vector<SourceFile>& files, Faults& faults);

}  // namespace hetang::tidy
