#include "platform/files/bytes.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <utility>

namespace hetang::files {

tl::unexpected<Error> FileFailed(int error_number) {
  if (error_number == ENOSPC || error_number == EDQUOT) {
    return Fail(ErrorCode::storage_full, "The disk is full.");
  }
  if (error_number == ENOENT || error_number == ENOTDIR) {
    return Fail(ErrorCode::not_found, "There is no such file or folder.");
  }
  return Fail(ErrorCode::unavailable,
              "A file could not be used (error " + std::to_string(error_number) + ").",
              "unreadable");
}

Descriptor::Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
  std::swap(number_, other.number_);
  return *this;
}

Descriptor::~Descriptor() {
  if (number_ >= 0) close(number_);
}

Result<MappedFile> MappedFile::Open(const std::filesystem::path& path) {
  // Without O_NONBLOCK a pipe would wait for its writer for ever.
  const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (file.get() < 0) return FileFailed(errno);
  struct stat facts {};
  if (fstat(file.get(), &facts) != 0) return FileFailed(errno);
  if (!S_ISREG(facts.st_mode)) {
    return Fail(ErrorCode::unavailable, "This is not a plain file.", "unreadable");
  }
  const auto size = static_cast<std::size_t>(facts.st_size);
  if (size == 0) return MappedFile(std::string_view());
  void* const memory = mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file.get(), 0);
  if (memory == MAP_FAILED) return FileFailed(errno);
  madvise(memory, size, MADV_SEQUENTIAL);
  return MappedFile(std::string_view(static_cast<const char*>(memory), size));
}

MappedFile::MappedFile(MappedFile&& other) noexcept
    : bytes_(std::exchange(other.bytes_, std::string_view())) {}

MappedFile::~MappedFile() {
  if (!bytes_.empty()) munmap(const_cast<char*>(bytes_.data()), bytes_.size());
}

void MappedFile::Release(std::string_view part) {
  constexpr std::uintptr_t kPage = 4096;
  const std::uintptr_t behind_page = reinterpret_cast<std::uintptr_t>(part.data()) % kPage;
  const std::size_t skip = behind_page == 0 ? 0 : kPage - behind_page;
  if (part.size() <= skip) return;
  const std::size_t length = (part.size() - skip) / kPage * kPage;
  if (length > 0) madvise(const_cast<char*>(part.data()) + skip, length, MADV_DONTNEED);
}

Result<TemporaryFile> TemporaryFile::Create() {
  std::error_code error;
  const std::filesystem::path folder = std::filesystem::temp_directory_path(error);
  if (error) return FileFailed(error.value());
  std::string name = (folder / "hetang-XXXXXX").string();
  Descriptor file(mkostemp(name.data(), O_CLOEXEC));
  if (file.get() < 0) return FileFailed(errno);
  return TemporaryFile(name, std::move(file));
}

TemporaryFile::~TemporaryFile() {
  if (file_.get() >= 0) unlink(path_.c_str());
}

Status TemporaryFile::Write(std::string_view bytes) { return WriteAll(file_.get(), bytes); }

Status WriteAll(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = write(descriptor, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return FileFailed(errno);
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return {};
}

}  // namespace hetang::files
