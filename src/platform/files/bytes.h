// Files as bytes in memory: mapped, never copied, and private temporary files for what is taken
// out of an archive.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.h"

namespace hetang::files {

// What the machine says when a file cannot be used: not_found, storage_full or unavailable.
tl::unexpected<Error> FileFailed(int error_number);

// A file descriptor that is closed with its owner.
class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept;
  Descriptor& operator=(Descriptor&& other) noexcept;
  ~Descriptor();
  int get() const { return number_; }

 private:
  int number_ = -1;
};

// A plain file mapped read-only; it must not shrink while it is read. Pages are the machine's, so a
// large file does not count as memory of the program.
class MappedFile {
 public:
  // Errors: not_found, unavailable (also for what is not a plain file).
  static Result<MappedFile> Open(const std::filesystem::path& path);
  MappedFile(MappedFile&& other) noexcept;
  MappedFile& operator=(MappedFile&& other) = delete;
  ~MappedFile();
  std::string_view bytes() const { return bytes_; }
  // Gives the memory of a part of such a file back; read again, it comes from the file again.
  static void Release(std::string_view part);

 private:
  explicit MappedFile(std::string_view bytes) : bytes_(bytes) {}
  std::string_view bytes_;
};

// A file only the owner can read, gone with its owner.
class TemporaryFile {
 public:
  static Result<TemporaryFile> Create();
  TemporaryFile(TemporaryFile&&) noexcept = default;
  TemporaryFile& operator=(TemporaryFile&&) = delete;
  ~TemporaryFile();
  Status Write(std::string_view bytes);
  const std::filesystem::path& path() const { return path_; }

 private:
  TemporaryFile(std::filesystem::path path, Descriptor file)
      : path_(std::move(path)), file_(std::move(file)) {}
  std::filesystem::path path_;
  Descriptor file_;
};

// Writes all of it, however often the machine takes less.
Status WriteAll(int descriptor, std::string_view bytes);

}  // namespace hetang::files
