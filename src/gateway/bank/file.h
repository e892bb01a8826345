// Files that are whole or not there: written beside, forced to disk, then renamed.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.h"

namespace hetang::bank {

// A regular file; a symbolic link is not followed. Errors: not_found, too_large, unavailable.
Result<std::string> ReadFile(const std::string& path, std::size_t most_bytes);

// Writes `folder/name`, replacing what is there. While it is written its name ends in `.tmp`.
// Readable by the owner only. Errors: storage_full, unavailable.
Status WriteFileWhole(const std::string& folder, const std::string& name, std::string_view bytes);

// The same, but a file that is already there stays and is no error.
Status CreateFileOnce(const std::string& path, std::string_view bytes);

}  // namespace hetang::bank
