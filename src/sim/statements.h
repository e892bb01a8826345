// Statement files of many banks and payment companies about one invented town, with every quirk
// that real files have, and the truth of what was planted: what an import of the folder must count,
// and which transfers it must prove. The same seed writes the same files.
//
// `folder`/statements holds the files (folders and zips too), `folder`/truth.json the truth.
#pragma once

#include <cstdint>
#include <filesystem>

#include "base/result.h"
#include "sim/truth.h"

namespace hetang::sim {

struct StatementOptions {
  std::uint64_t seed = 1;
  std::filesystem::path folder;
  int accounts = 120;     // At least 80: every layout is used twice.
  int transfers = 1'500;  // About; at least 300.
};

// Errors: invalid (fewer than those), storage_full.
Result<Truth> WriteStatements(const StatementOptions& options);

}  // namespace hetang::sim
