// Large files that travel in parts, in any order, through broken connections and restarts.
//
// An upload lies under DATA/uploads/<id>/ until it is swept: what is known of it, its content, and
// a mark for each part that has reached the disk. Finished, its content moves to the store. Nothing
// a stranger says becomes part of a path. All functions may be called from any thread.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "platform/files/store.h"

namespace hetang::files {

inline constexpr std::uint64_t kUploadPartBytes = 8ULL << 20;  // The last part may be shorter.

struct UploadLimits {
  std::uint64_t bytes = 4ULL << 30;
  std::size_t open = 64;  // Uploads that are not finished.
  Duration age = Days(7);
};

struct UploadState {
  std::string id;    // Cannot be guessed: knowing it is the right to go on.
  std::string name;  // As the file was called; without folders.
  std::uint64_t bytes = 0;
  std::uint64_t parts = 0;
  std::vector<std::uint64_t> missing;  // Numbers from 0, rising.
  std::string hash;                    // Of the kept file, once finished; else empty.
};

class Uploads {
 public:
  Uploads(const std::filesystem::path& data, UploadLimits limits)
      : root_(data / "uploads"), store_(data), limits_(limits) {}

  // Errors: invalid (name), too_large, rate_limited (too many are open), storage_full, unavailable.
  Result<UploadState> Create(std::string_view name, std::uint64_t bytes, Moment now);
  // A part that is there already stays as it is. Errors: not_found, invalid (no such part, or not
  // of the right length), conflict (the upload is finished), storage_full, unavailable.
  Status WritePart(std::string_view id, std::uint64_t number, std::string_view bytes);
  Result<UploadState> State(std::string_view id) const;  // Errors: not_found, unavailable.
  // The hash of the kept file; asked again, the same. Errors: not_found, conflict (parts are
  // missing), storage_full, unavailable.
  Result<std::string> Finish(std::string_view id);
  Status Drop(std::string_view id);  // Errors: not_found, unavailable.
  // Removes uploads older than their age and what broke off while it was created; how many.
  Result<std::size_t> Sweep(Moment now);

 private:
  struct Facts {
    std::string name;
    std::uint64_t bytes = 0;
    std::int64_t created_ms = 0;
  };
  Result<std::filesystem::path> FolderOf(std::string_view id) const;
  Result<Facts> ReadFacts(const std::filesystem::path& folder) const;
  Result<std::size_t> CountOpen() const;
  std::mutex& LockOf(std::string_view id);

  std::filesystem::path root_;
  FileStore store_;
  UploadLimits limits_;
  std::mutex creating_;
  // A part must not be written into a file that is moving to the store.
  std::array<std::mutex, 16> locks_;
};

}  // namespace hetang::files
