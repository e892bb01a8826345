// The originals somebody gave: each kept once, by what is in it, and never changed.
//
// A file lies under DATA/files/ab/<hash>, hash being the SHA-256 of its bytes in lower-case hex and
// ab its first two digits. It is whole or not there. Names are never part of a path.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.h"

namespace hetang::files {

class FileStore {
 public:
  explicit FileStore(const std::filesystem::path& data) : root_(data / "files") {}

  // Keeps a copy of a plain file and answers its hash; one that is already kept is no error. When
  // the answer is given the file has reached the disk. Errors: not_found, storage_full,
  // unavailable.
  Result<std::string> Keep(const std::filesystem::path& path) const;
  Result<std::string> KeepBytes(std::string_view bytes) const;
  // The same without a copy, for a file of ours on the same disk that is forced to it already.
  Status Adopt(const std::filesystem::path& path, const std::string& hash) const;

  // Errors: not_found, also for what is no hash.
  Result<std::filesystem::path> PathOf(std::string_view hash) const;

  // Removes what was being written when its program died; how many. What another program is writing
  // now stays.
  Result<std::size_t> Sweep() const;

 private:
  std::filesystem::path PlaceOf(std::string_view hash) const;

  std::filesystem::path root_;
};

// SHA-256 of a file in lower-case hex.
Result<std::string> HashOf(const std::filesystem::path& path);

// Small files of a fixed name that are whole or not there.
Status WriteWhole(const std::filesystem::path& path, std::string_view bytes);
Status MakeFolder(const std::filesystem::path& folder);  // Only its owner may look inside.
Status SyncFolder(const std::filesystem::path& folder);

}  // namespace hetang::files
