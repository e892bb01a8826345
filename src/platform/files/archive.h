// Zip archives in memory that is mapped: what they hold, and their members as streams.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "platform/files/source.h"
#include "platform/files/tables.h"

struct zip;
struct zip_file;

namespace hetang::files {

struct ArchiveMember {
  std::uint64_t index = 0;
  std::string name;  // Readable, with `/` between folders.
  std::uint64_t bytes = 0;
  bool is_folder = false;
  bool is_link = false;
  bool is_encrypted = false;

  // Absolute, with a drive, or with a `..` that leads out.
  bool HasUnsafeName() const;
};

// One member, unpacked as it is read; never more of it than the archive says it holds.
class ArchiveStream {
 public:
  // 0 at the end. Errors: invalid with rule truncated or unreadable.
  Result<std::size_t> Read(char* into, std::size_t most);

 private:
  friend class Archive;
  struct Close {
    void operator()(zip_file* file) const;
  };
  ArchiveStream(zip_file* file, std::uint64_t bytes) : file_(file), left_(bytes) {}
  std::unique_ptr<zip_file, Close> file_;
  std::uint64_t left_;
};

class Archive {
 public:
  // `bytes` must outlive the archive. Errors: invalid (truncated).
  static Result<Archive> Open(std::string_view bytes);

  const std::vector<ArchiveMember>& members() const { return members_; }  // By name.
  const ArchiveMember* Find(std::string_view name) const;                 // ASCII case aside.
  // Refuses what would unpack to too much, and takes the rest from the budget.
  Status Check(const Limits& limits, Budget& budget) const;
  // Errors: unsupported (encrypted, other_format), invalid (unreadable).
  Result<ArchiveStream> Open(const ArchiveMember& member) const;
  Result<std::string> ReadWhole(const ArchiveMember& member, std::size_t most) const;

 private:
  struct Close {
    void operator()(zip* archive) const;
  };
  explicit Archive(zip* archive, std::size_t packed) : archive_(archive), packed_bytes_(packed) {}
  std::unique_ptr<zip, Close> archive_;
  std::uint64_t packed_bytes_;
  std::vector<ArchiveMember> members_;
};

// A workbook of Office Open XML. Errors are the visitor's.
Status ReadXlsx(const std::string& name, const Archive& archive, const Limits& limits,
                TableVisitor& visitor);

}  // namespace hetang::files
